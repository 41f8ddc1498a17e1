"""Times and days are those of the workspace's zone, on every page and through the API, and of no other workspace's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import Cast
from waypost.web.accounts.models import User
from waypost.web.documents.models import Document
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.describing import describe, described
from waypost.web.workspaces.models import Membership, Workspace
from waypost.web.workspaces.zone import day_in, zone_of

LATE = datetime(2030, 3, 3, 22, 30, tzinfo=UTC)


@pytest.fixture
def tokyo(acme: Workspace, owner: User) -> Workspace:
    """Acme, nine hours before UTC."""
    visit = Visit(acme, owner, Membership.objects.get(workspace=acme, user=owner))
    describe(visit, replace(described(acme), zone="Asia/Tokyo"))
    return acme


def test_a_page_says_the_time_of_the_workspace(tokyo: Workspace, cast: Cast) -> None:
    Document.objects.filter(workspace=tokyo, slug="buying").update(created=LATE)
    page = cast.viewer.get(reverse("history:history", args=["acme", "buying"])).content.decode()
    assert 'datetime="2030-03-04T07:30:00+09:00">4 Mar 2030, 07:30' in page
    assert 'data-zone="Asia/Tokyo"' in page, "scripts say times there, too"
    assert timezone.get_current_timezone_name() == "UTC", "the zone ends with the request"


def test_the_day_is_the_one_of_the_workspace(tokyo: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATE)
    assert day_in(tokyo) == date(2030, 3, 4)


def test_a_workspace_that_says_nothing_is_in_utc(db: None) -> None:
    assert zone_of(Workspace.objects.create(name="New", slug="new-one")) is UTC
