"""The page that binds events to touchpoints by picking."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from waypost.errors import WaypostError
from waypost.events.predicate import Scope, property_types
from waypost.journey.binding import Signal
from waypost.journey.journey import Journey
from waypost.journey.source import PropertyType, Source
from waypost.web.data.matching import events_named, kinds_of_events, suggestions
from waypost.web.data.matching import tried as what_is_taken
from waypost.web.documents.reading import current, workspace_value
from waypost.web.documents.views import document_of
from waypost.web.faults import problem
from waypost.web.measuring.project import project_of
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members

_LARGEST = 500_000


def journey_of(visit: Visit, slug: str) -> tuple[Journey, int]:
    """A journey of the workspace and its revision; raises Http404."""
    state = current(document_of(visit, slug))
    if not isinstance(state.value, Journey):
        raise Http404("There is no such journey.")
    return state.value, state.revision


@require_GET
@members(Can.EDIT)
def page(request: VisitRequest, slug: str) -> HttpResponse:
    """The touchpoints on one side, the events on the other."""
    journey, _ = journey_of(request.visit, slug)
    types = property_types(workspace_value(request.visit.workspace).of(Source), Scope.EVENT)
    return render(
        request,
        "data/bind.html",
        {
            "journey": journey,
            "bound": _bound(journey),
            "deadlines": sorted(name for name, kind in types.items() if kind is PropertyType.TIME),
            "amounts": sorted(name for name, kind in types.items() if kind is PropertyType.NUMBER),
            "properties": sorted(types),
        },
    )


def _bound(journey: Journey) -> dict[str, Any]:
    """What the script works with: the journey's parts that binding is about."""
    touchpoints = [
        {
            "id": touchpoint.id,
            "name": touchpoint.name,
            "step": step.id,
            "stepName": step.name,
            "phaseName": phase.name,
            "match": touchpoint.match,
            "events": events_named(touchpoint.match),
            "signals": [_signal(signal) for signal in touchpoint.signals],
        }
        for phase in journey.phases
        for step in phase.steps
        for touchpoint in step.touchpoints
    ]
    return {
        "id": journey.id,
        "case": journey.case,
        "touchpoints": touchpoints,
        "steps": [{"id": step.id, "name": step.name, "touchpoints": len(step.touchpoints)} for step in journey.steps()],
        "outcomes": [outcome.model_dump(mode="json", exclude_defaults=True) for outcome in journey.outcomes],
    }


def _signal(signal: Signal) -> dict[str, Any]:
    return signal.model_dump(mode="json", exclude_defaults=True)


@require_GET
@members(Can.EDIT)
def found(request: VisitRequest, slug: str) -> HttpResponse:
    """The kinds of events there are, and which touchpoint each may be."""
    journey, _ = journey_of(request.visit, slug)
    project = project_of(request.visit.workspace)
    kinds = kinds_of_events(project.lake) if project.has_data else []
    if not request.visit.can(Can.CUSTOMERS):
        kinds = [type(kind)(**{**asdict(kind), "example": ""}) for kind in kinds]
    return JsonResponse({"kinds": [asdict(kind) for kind in kinds], "suggested": suggestions(journey, kinds)})


@require_POST
@members(Can.EDIT)
def tried(request: VisitRequest, slug: str) -> HttpResponse:
    """What the touchpoints' rules take of the events: those of the map, or those sent that differ."""
    journey, _ = journey_of(request.visit, slug)
    try:
        sent = json.loads(request.body[:_LARGEST] or b"{}")
        matches = {str(name): str(text)[:2000] for name, text in sent.get("matches", {}).items()}
    except (ValueError, AttributeError):
        return problem(422, "invalid", "The rules could not be read.")
    project = project_of(request.visit.workspace)
    try:
        taken = what_is_taken(project.lake, project.workspace, journey, matches)
    except WaypostError as error:
        return problem(422, "invalid", str(error))
    return JsonResponse(asdict(taken))
