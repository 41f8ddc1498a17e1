"""Which ways between steps a path diagram draws: those people went, and those the map allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from waypost.analysis.moments.pairs import happens_at
from waypost.analysis.results import Estimate, Measures, Transition
from waypost.analysis.statistics import NOTHING
from waypost.drawing.arcs import Course
from waypost.journey.journey import Journey
from waypost.journey.outcome import OutcomeKind
from waypost.journey.ways import allowed_ways

KEPT = 0.95
"""The part of all moves that is shown at once; the rarest others wait until asked for."""


@dataclass(frozen=True)
class Way:
    """One way to draw, between steps by id; None is where people begin or end."""

    origin: str | None
    target: str | None
    course: Course
    count: int | None
    """None for a way that the map allows, whoever goes it."""
    rare: bool = False
    arrives: bool = False
    """Whether most of those who end here had arrived at the destination and did not leave for good: an exit that is no
    loss."""


def measured_moves(journey: Journey, measures: Measures) -> tuple[Transition, ...]:
    """The moves between steps of the map, most frequent first; repeating a step is a move to itself."""
    places = places_of(journey)
    moves = (*measures.transitions, *_repeats(measures, places))
    drawn = [move for move in moves if move.count > 0 and course_of(move.origin, move.target, places) is not None]
    return tuple(sorted(drawn, key=lambda move: -move.count))


def measured_ways(journey: Journey, measures: Measures, moves: Sequence[Transition]) -> tuple[Way, ...]:
    """The moves as ways, in the same order."""
    places = places_of(journey)
    courses = [course_of(move.origin, move.target, places) for move in moves]
    rare = _rare_by_kind(moves, courses)
    return tuple(
        Way(move.origin, move.target, course, move.count, place in rare, _arrives(journey, move, course, measures))
        for place, (move, course) in enumerate(zip(moves, courses, strict=True))
        if course is not None
    )


def designed_ways(journey: Journey) -> tuple[Way, ...]:
    """The ways the journey allows, in the order it says them."""
    places = places_of(journey)
    return tuple(
        Way(way.origin, way.target, course, None)
        for way in allowed_ways(journey)
        if (course := course_of(way.origin, way.target, places)) is not None
    )


def places_of(journey: Journey) -> dict[str, int]:
    """Each step's place in reading order."""
    return {step.id: place for place, step in enumerate(journey.steps())}


def course_of(origin: str | None, target: str | None, places: Mapping[str, int]) -> Course | None:
    """Which way a move goes; None when one of its ends is not on the map."""
    if origin is None:
        return Course.ENTRY if target in places else None
    if target is None:
        return Course.EXIT if origin in places else None
    if origin not in places or target not in places:
        return None
    steps = places[target] - places[origin]
    if steps == 0:
        return Course.REPEAT
    if steps < 0:
        return Course.BACK
    return Course.ONWARD if steps == 1 else Course.SKIP


def rare_of(counts: Sequence[int]) -> set[int]:
    """The places of the least frequent: those beyond 95 % of all moves."""
    by_count = sorted(range(len(counts)), key=lambda place: (-counts[place], place))
    seen, rare = 0, set()
    for place in by_count:
        if seen >= KEPT * sum(counts):
            rare.add(place)
        seen += counts[place]
    return rare


def _rare_by_kind(moves: Sequence[Transition], courses: Sequence[Course | None]) -> set[int]:
    """What is rare among moves, entries, exits and repeats, each for itself."""
    rare: set[int] = set()
    alone = (Course.ENTRY, Course.EXIT, Course.REPEAT)
    for kinds in (*({kind} for kind in alone), set(Course) - set(alone)):
        chosen = [place for place, course in enumerate(courses) if course in kinds]
        rare |= {chosen[place] for place in rare_of([moves[place].count for place in chosen])}
    return rare


def _repeats(measures: Measures, places: Mapping[str, int]) -> Iterator[Transition]:
    """The cases that repeated a step, as a move from the step to itself."""
    moved = {move.origin for move in measures.transitions if move.origin == move.target}
    for step in places:
        here = measures.elements.get(step)
        if here is not None and step not in moved and isinstance(here.repeats, Estimate):
            cases = round(here.repeats.value * here.repeats.n)
            yield Transition(step, step, cases, cases, here.repeats, NOTHING)


def _arrives(journey: Journey, move: Transition, course: Course | None, measures: Measures) -> bool:
    """Whether most of those who end here had arrived at the destination, here or before, and did not leave for good."""
    here = measures.elements.get(move.origin or "")
    if course is not Course.EXIT or here is None:
        return False
    dropped = here.drop_off.value * here.cases if isinstance(here.drop_off, Estimate) else 0
    return here.drop_off is None or max(dropped, _left(journey, here.element, measures)) < move.count / 2


def _left(journey: Journey, step_id: str, measures: Measures) -> int:
    """The cases that end at a step's touchpoints where an outcome of the kind `churn` happens."""
    farewells = [outcome for outcome in journey.outcomes if outcome.kind is OutcomeKind.CHURN]
    step = next(step for step in journey.steps() if step.id == step_id)
    return sum(
        measures.elements[point.id].exits
        for point in step.touchpoints
        if point.id in measures.elements and any(happens_at(journey, point, outcome) for outcome in farewells)
    )
