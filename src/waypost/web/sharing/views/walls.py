"""The wall screen."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from waypost.web.actions.models import UNDER_WAY
from waypost.web.documents.models import Document
from waypost.web.documents.views import journey_of
from waypost.web.live.announcing import last_event
from waypost.web.sharing.guarding import guarded
from waypost.web.sharing.showing import measured_map
from waypost.web.sharing.wall import Doing, Wall, wall
from waypost.web.workspaces.access import Can, VisitRequest, members


@require_GET
@members(Can.VIEW)
def show(request: VisitRequest, slug: str) -> HttpResponse:
    """A journey for a wall that everybody walks past: of customers it shows no more than a guest would see."""
    event = last_event()
    row, _ = journey_of(request.visit, slug)
    ticket = reverse("documents:ticket", args=(request.visit.workspace.slug, slug))
    shown = wall(guarded(measured_map(row)), _doing(row))
    return on_the_wall(request, shown, {"ticket": ticket, "after": event})


def on_the_wall(request: HttpRequest, shown: Wall, listening: Mapping[str, object]) -> HttpResponse:
    """The page; with a ticket's address it hears of changes, without one it asks each minute."""
    theme = "light" if "light" in request.GET else "dark"
    return render(request, "sharing/wall.html", {"wall": shown, "theme": theme, **listening})


def _doing(row: Document) -> list[Doing]:
    """What is to be done about a journey: what is overdue first, then by its day."""
    today = timezone.localdate()
    under_way = row.actions.filter(state__in=UNDER_WAY).select_related("owner")
    shown = sorted(under_way, key=lambda one: (one.due is None, one.due or today, one.position))
    return [
        Doing(
            one.title,
            one.about,
            one.owner.called if one.owner is not None else "",
            one.due,
            one.get_state_display(),
            one.overdue(today),
        )
        for one in shown
    ]
