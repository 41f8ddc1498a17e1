"""Coverage in a few lines: what is on the map, and everything that may make it wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from waypost.analysis.results import LivingMeasures
from waypost.events.coverage import Coverage
from waypost.events.tolerance import named

_LISTED = 5


@dataclass(frozen=True)
class Line:
    """One thing to know about what was measured."""

    text: str
    warning: bool = False
    """Whether it may make the map wrong."""
    remedy: str = ""
    """What to do about it, for who writes documents by hand."""


def coverage_lines(living: LivingMeasures) -> tuple[Line, ...]:
    """What the bindings see and miss, in words; nothing where that is not known.

    Without a single case, the first line says why and what to do.
    """
    coverage = living.coverage
    if coverage is None:
        return ()
    names = {element.element: element.name for element in living.everyone.elements.values()}
    return (
        *_no_cases(living, coverage),
        Line(_placed(coverage)),
        *_events(coverage, names),
        *_cases(coverage),
        *_answers(coverage),
        *_segments(living, coverage),
        *_quarantine(coverage),
    )


def _placed(coverage: Coverage) -> str:
    if not coverage.events:
        return "There are no events"
    if coverage.mapped == coverage.events:
        return f"All {coverage.events:,} events are placed on a step of this map"
    missing = coverage.events - coverage.mapped
    part = f"{100 * missing / coverage.events:.2g}" if coverage.mapped else "100"
    are = "is" if missing == 1 else "are"
    return f"{missing:,} of {coverage.events:,} events ({part} %) {are} not placed on any step of this map"


def _no_cases(living: LivingMeasures, coverage: Coverage) -> Iterator[Line]:
    if living.everyone.cases:
        return
    if not coverage.events:
        why, remedy = f"there are no events up to {living.everyone.as_of:%Y-%m-%d %H:%M} UTC", "Measure a later moment"
    elif not coverage.silent and not coverage.mapped:
        why, remedy = "no touchpoint is bound to events", "Give touchpoints a `match`, as in `match: event = 'paid'`"
    elif not coverage.mapped:
        why, remedy = "no event is one of any touchpoint", "Compare the touchpoints' `match` with the events below"
    else:
        why = f"none of the {coverage.caseless:,} events on this map says which case it belongs to"
        remedy = "Correct the journey's `case`, or declare that property in the source"
    yield Line(f"No cases: {why}", warning=True, remedy=remedy)


def _events(coverage: Coverage, names: dict[str, str]) -> Iterator[Line]:
    if coverage.unmapped:
        kinds = [f"{event} ({source}) {count:,}" for source, event, count in coverage.unmapped]
        yield Line(f"Events no touchpoint takes: {_some(kinds)}")
    if coverage.silent:
        silent = _some([names.get(touchpoint, touchpoint) for touchpoint in coverage.silent])
        yield Line(f"Touchpoints whose events never happen: {silent}", warning=True)
    if coverage.caseless:
        yield Line(
            f"{coverage.caseless:,} events match a touchpoint but do not say which case they belong to", warning=True
        )
    if coverage.overlapping:
        yield Line(
            f"{coverage.overlapping:,} events match several touchpoints; the first in reading order takes them",
            warning=True,
        )


def _cases(coverage: Coverage) -> Iterator[Line]:
    if coverage.shared_cases:
        yield Line(
            f"{coverage.shared_cases:,} case keys stand under more than one customer: each of them counts as a case of "
            "its own. Are they one person under two names, or is the key not the case's own?",
            warning=True,
        )


def _answers(coverage: Coverage) -> Iterator[Line]:
    if coverage.untaken:
        about = [f"{name or 'nothing named'} ({source}) {count:,}" for source, name, count in coverage.untaken]
        yield Line(f"Answers about what is no touchpoint of this map: {_some(about)}", warning=True)
    if coverage.unattached:
        yield Line(f"{coverage.unattached:,} scores are from customers without a case they belong to", warning=True)
    if coverage.later:
        yield Line(f"{coverage.later:,} scores were given after the moment measured, and do not count yet")


def _segments(living: LivingMeasures, coverage: Coverage) -> Iterator[Line]:
    everyone = living.everyone.customers
    if living.segments and coverage.attributeless:
        known = f"{everyone - coverage.attributeless:,} of {everyone:,} customers"
        yield Line(f"Segments know only {known}: of the others there are no attributes", warning=True)
    for segment in coverage.memberless if everyone else ():
        yield Line(f"Segment {segment} has no members: its condition matches no customer of this journey", warning=True)


def _quarantine(coverage: Coverage) -> Iterator[Line]:
    if coverage.quarantined:
        files = [f"{count:,} {named(reason, count)} ({file})" for _, file, reason, count in coverage.quarantined]
        yield Line(f"Put aside: {_some(files)}", warning=True, remedy="`waypost quarantine` shows where")


def _some(things: Sequence[str]) -> str:
    more = len(things) - _LISTED
    return ", ".join(things[:_LISTED]) + (f" and {more:,} more" if more > 0 else "")
