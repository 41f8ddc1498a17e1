"""The zone of a workspace: its times are shown there, and its midnights are where one day ends and the next begins.

Whoever enters a workspace is in its zone until their request is answered: templates, `timezone.localtime` and
`timezone.localdate` say what a clock on its wall says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from waypost.journey.workspace import Settings
from waypost.web.documents.reading import current
from waypost.web.workspaces.models import Workspace

Answer = Callable[[HttpRequest], HttpResponseBase]


def zone_of(workspace: Workspace) -> tzinfo:
    """Where a workspace is; UTC while it has not said so, or says what is no zone here."""
    row = workspace.documents.filter(kind="workspace").first()
    value = current(row).value if row is not None else None
    try:
        return ZoneInfo(value.zone) if isinstance(value, Settings) else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


class Clock(tzinfo):
    """The zone of a workspace, looked up when the first time is shown: most requests show none."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def zone(self) -> tzinfo:
        """The zone itself."""
        return zone_of(self._workspace)

    def __str__(self) -> str:
        """As the zone is called: pages name it to their scripts."""
        return str(self.zone)

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """As the zone says."""
        return self.zone.utcoffset(moment)

    def dst(self, moment: datetime | None) -> timedelta | None:
        """As the zone says."""
        return self.zone.dst(moment)

    def tzname(self, moment: datetime | None) -> str | None:
        """As the zone says."""
        return self.zone.tzname(moment)

    def fromutc(self, moment: datetime) -> datetime:
        """The moment on the zone's own clock, which knows both hours of a night that has one twice."""
        return self.zone.fromutc(moment.replace(tzinfo=self.zone))


def day_in(workspace: Workspace) -> date:
    """The day it is in a workspace, for who did not enter it."""
    return timezone.localdate(timezone=zone_of(workspace))


def clock(answer: Answer) -> Answer:
    """A middleware: what zone a request came into ends with it."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        with timezone.override(None):
            return answer(request)

    return answered
