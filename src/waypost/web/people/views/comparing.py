"""Two or three personas side by side on one journey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from waypost.journey.journey import Journey
from waypost.journey.persona import Persona
from waypost.journey.segment import Segment
from waypost.journey.workspace import Workspace
from waypost.web.documents.reading import workspace_value
from waypost.web.measuring.project import state_of
from waypost.web.people.comparing import MOST, lines_of, phases_of, steps_of
from waypost.web.people.knowing import known
from waypost.web.people.portraits import portrait
from waypost.web.people.sizes import segment_of, sized
from waypost.web.people.views.personas import walked
from waypost.web.workspaces.access import Can, Visit, VisitRequest, members

if TYPE_CHECKING:
    from waypost.analysis.results import Measures


@require_GET
@members(Can.VIEW)
def compare(request: VisitRequest) -> HttpResponse:
    """Where they are the same, and where they diverge."""
    visit = request.visit
    value = workspace_value(visit.workspace)
    chosen = _chosen(value.of(Persona), request.GET.getlist("of"))
    journey = _journey(value, chosen, request.GET.get("journey", ""))
    shown: dict[str, object] = {
        "personas": value.of(Persona),
        "journeys": value.of(Journey),
        "chosen": [each.id for each in chosen],
        "journey": journey,
        "most": MOST,
    }
    if len(chosen) > 1:
        groups = list(lines_of(chosen))
        shown |= {"heads": [_head(visit, value, each) for each in chosen], "groups": groups}
        shown["same"] = [(group.name, pair) for group in groups for pair in group.same]
        if journey is not None:
            measures = _measures(visit, journey, chosen)
            shown["phases"] = phases_of(chosen, journey)
            steps = steps_of(chosen, journey, value, measures)
            shown |= {"steps": steps, "measured": any(measures), "felt": any(any(row.felt) for row in steps)}
            shown["apart"] = any(row.apart for row in steps)
    return render(request, "people/compare.html", shown)


def _chosen(personas: Sequence[Persona], asked: Sequence[str]) -> tuple[Persona, ...]:
    """Those asked for, in that order; the first two when nobody is."""
    known_ones = {each.id: each for each in personas}
    found = tuple(known_ones[one] for one in dict.fromkeys(asked) if one in known_ones)[:MOST]
    return found if len(found) > 1 or asked else tuple(personas[:2])


def _journey(value: Workspace, chosen: Sequence[Persona], asked: str) -> Journey | None:
    """The one asked for, or the first that most of them walk."""
    journeys = value.of(Journey)
    wanted = next((journey for journey in journeys if journey.id == asked), None)
    ids = {each.id for each in chosen}
    return wanted or max(journeys, key=lambda journey: len(ids & set(journey.personas)), default=None)


def _head(visit: Visit, value: Workspace, persona: Persona) -> dict[str, object]:
    own = segment_of(persona.segment)
    found = sized(visit.workspace, value, own) if own else ()
    return {
        "persona": persona,
        "portrait": portrait(persona, visit.workspace.slug),
        "known": known(persona),
        "segment": next((segment for segment in value.of(Segment) if segment.id == own), None),
        "sized": found[0] if found else None,
        "journeys": walked(value, persona),
    }


def _measures(visit: Visit, journey: Journey, personas: Sequence[Persona]) -> list[Measures | None]:
    from waypost.web.measuring.keeping import file_of, read  # noqa: PLC0415  # what counts takes seconds to load

    kept = read(file_of(state_of(visit.workspace), journey.id))
    segments = kept.living.segments if kept is not None else {}
    return [segments.get(segment_of(each.segment)) for each in personas]
