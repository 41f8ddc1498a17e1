"""The page of a journey: read by members, edited by those who may."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from waypost.drawing.icons import ICONS, NAMES
from waypost.journey.journey import Journey
from waypost.journey.persona import Persona
from waypost.journey.segment import Segment
from waypost.web.documents.reading import current, workspace_value
from waypost.web.documents.views import document_of
from waypost.web.editor.evidence import feelings, findings
from waypost.web.history.futures import current_of, futures_of
from waypost.web.measuring.project import state_of
from waypost.web.measuring.shown import measured_to
from waypost.web.workspaces.access import Can, VisitRequest, members


@require_GET
@members(Can.VIEW)
def journey(request: VisitRequest, slug: str) -> HttpResponse:
    """The frame of the map, and what it shows besides its document."""
    visit = request.visit
    row = document_of(visit, slug)
    value = current(row).value
    if not isinstance(value, Journey):
        raise Http404("This is no journey.")
    workspace = workspace_value(visit.workspace)
    segments = {segment.id: segment.name for segment in workspace.of(Segment)}
    data = {
        "base": reverse("documents:state", args=[visit.workspace.slug, slug]).removesuffix("/state"),
        "pictures": reverse("editor:add-picture", args=[visit.workspace.slug]),
        "review": reverse("history:review", args=[visit.workspace.slug, slug]),
        "journeys": reverse("editor:journey", args=[visit.workspace.slug, "-"]).removesuffix("-/"),
        "workspace": visit.workspace.slug,
        "measured": measured_to(state_of(visit.workspace), slug) if _bound(value) else None,
        "slug": slug,
        "csrf": get_token(request),
        "edits": visit.edits,
        "comments": visit.comments,
        "findings": findings(workspace, slug),
        "feelings": feelings(workspace, value),
        "personas": [
            {"id": one.id, "name": one.name, "role": one.role, "segment": segments.get(one.segment or "")}
            for one in workspace.of(Persona)
        ],
        "names": {one.id: one.name for one in workspace.of(Journey)},
        "icons": {channel.value: drawn for channel, drawn in ICONS.items()},
        "channels": {channel.value: name for channel, name in NAMES.items()},
    }
    turns = {"today": current_of(workspace, value), "futures": futures_of(workspace, value)}
    return render(request, "editor/journey.html", {"visit": visit, "journey": value, "row": row, "data": data, **turns})


def _bound(journey: Journey) -> bool:
    """Whether any of its touchpoints knows its events."""
    return any(touchpoint.match for touchpoint in journey.touchpoints())
