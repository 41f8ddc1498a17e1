"""The wall screen."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from waypost.analysis.living import LivingMap
from waypost.web.live.announcing import last_event
from waypost.web.sharing.guarding import guarded
from waypost.web.sharing.showing import measured_map
from waypost.web.sharing.views.links import journey_of
from waypost.web.sharing.wall import wall
from waypost.web.workspaces.access import Can, VisitRequest, members


@require_GET
@members(Can.VIEW)
def show(request: VisitRequest, slug: str) -> HttpResponse:
    """A journey for a wall that everybody walks past: it shows no more than a guest would see."""
    event = last_event()
    row, _ = journey_of(request.visit, slug)
    ticket = reverse("documents:ticket", args=(request.visit.workspace.slug, slug))
    return on_the_wall(request, guarded(measured_map(row)), {"ticket": ticket, "after": event})


def on_the_wall(request: HttpRequest, living: LivingMap, listening: Mapping[str, object]) -> HttpResponse:
    """The page; with a ticket's address it hears of changes, without one it asks each minute."""
    theme = "light" if "light" in request.GET else "dark"
    return render(request, "sharing/wall.html", {"wall": wall(living), "theme": theme, **listening})
