"""Results as data: one Polars frame of all figures, one of all transitions, and JSON that can be read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import polars as pl
from pydantic import TypeAdapter

from waypost.analysis.definitions import AT_RISK, DEFINITIONS
from waypost.analysis.results import (
    Durations,
    ElementMeasures,
    Estimate,
    Figure,
    LivingMeasures,
    Measures,
    NotEnough,
    SignalMeasure,
    Times,
    Transition,
)

FORMAT = 1
"""The version of the JSON."""

FIGURES: dict[str, Any] = {
    "segment": pl.String,  # null: everyone
    "level": pl.String,  # journey, phase, step or touchpoint
    "element": pl.String,
    "name": pl.String,
    "measure": pl.String,  # as in definitions
    "of": pl.String,  # which score's scale, which signal, which quantile; else null
    "value": pl.Float64,  # null: not enough data
    "low": pl.Float64,
    "high": pl.Float64,
    "n": pl.Int64,
    "minimum": pl.Int64,  # the n that was wanted, where there is not enough data
    "unit": pl.String,
}
TRANSITIONS: dict[str, Any] = {
    "segment": pl.String,
    "level": pl.String,  # step or touchpoint
    "origin": pl.String,  # null: entry
    "target": pl.String,  # null: exit
    "count": pl.Int64,
    "cases": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "p10": pl.Duration("us"),
    "p25": pl.Duration("us"),
    "median": pl.Duration("us"),
    "p75": pl.Duration("us"),
    "p90": pl.Duration("us"),
}
_UNITS = {definition.id: definition.unit for definition in DEFINITIONS}
_ADAPTER = TypeAdapter(LivingMeasures)


_Number: TypeAlias = float | None
_Row: TypeAlias = tuple[str, str, str, str, str | None, _Number, _Number, _Number, int | None, int | None, str]
"""A row of the frame of figures, without its segment."""


def figures_frame(living: LivingMeasures) -> pl.DataFrame:
    """Every figure as a row, with n and interval, for everyone and each segment; columns as in `FIGURES`."""
    rows = [
        (segment, *row)
        for segment, measures in _groups(living)
        for row in (*_journey_rows(measures), *_element_rows(measures))
    ]
    return pl.DataFrame(rows, schema=FIGURES, orient="row")


def transitions_frame(living: LivingMeasures) -> pl.DataFrame:
    """Every transition as a row, for everyone and each segment; columns as in `TRANSITIONS`."""
    rows = [
        (segment, level, *_transition_row(transition))
        for segment, measures in _groups(living)
        for level, transitions in (("step", measures.transitions), ("touchpoint", measures.touchpoint_transitions))
        for transition in transitions
    ]
    return pl.DataFrame(rows, schema=TRANSITIONS, orient="row")


def measures_json(living: LivingMeasures) -> dict[str, Any]:
    """The measures as JSON values, with the definitions of all figures; `measures_of` reads them back.

    Times are microseconds, instants ISO 8601. A figure is `{value, low, high, n}`, or `{n, minimum}` where there is
    not enough data.
    """
    return {
        "format": FORMAT,
        "measures": _ADAPTER.dump_python(living, mode="json"),
        "definitions": [asdict(definition) for definition in DEFINITIONS],
        "at_risk": [asdict(rule) for rule in AT_RISK],
    }


def measures_of(json: dict[str, Any]) -> LivingMeasures:
    """The measures that `measures_json` wrote; pydantic's ValidationError when they are something else."""
    return _ADAPTER.validate_python(json["measures"], strict=False)


def _groups(living: LivingMeasures) -> Iterator[tuple[str | None, Measures]]:
    yield None, living.everyone
    yield from living.segments.items()


def _transition_row(transition: Transition) -> tuple[object, ...]:
    share, time = transition.share, transition.time
    shares = (share.value, share.low, share.high) if isinstance(share, Estimate) else (None, None, None)
    times = (time.p10, time.p25, time.median, time.p75, time.p90) if isinstance(time, Durations) else (None,) * 5
    return (transition.origin, transition.target, transition.count, transition.cases, *shares, *times)


@dataclass(frozen=True)
class _Subject:
    """What rows are about."""

    level: str
    element: str
    name: str

    def count(self, measure: str, count: int, of: str | None = None) -> _Row:
        return (self.level, self.element, self.name, measure, of, count, None, None, None, None, _UNITS[measure])

    def figure(self, measure: str, figure: Figure, of: str | None = None) -> _Row:
        where = (self.level, self.element, self.name, measure, of)
        if isinstance(figure, NotEnough):
            return (*where, None, None, None, figure.n, figure.minimum, _UNITS[measure])
        return (*where, figure.value, figure.low, figure.high, figure.n, None, _UNITS[measure])

    def times(self, measure: str, times: Times) -> Iterator[_Row]:
        if isinstance(times, NotEnough):
            yield self.figure(measure, times, "median")
            return
        where = (self.level, self.element, self.name, measure)
        for quantile in ("p10", "p25", "median", "p75", "p90"):
            value = getattr(times, quantile)
            yield (*where, quantile, value, None, None, times.n, None, _UNITS[measure])


def _journey_rows(measures: Measures) -> Iterator[_Row]:
    journey = _Subject("journey", measures.journey, measures.journey)
    yield journey.count("cases", measures.customers, "customers")
    yield journey.count("cases", measures.cases, "cases")
    yield journey.count("cases", measures.events, "events")
    yield journey.count("variant", measures.paths, "different paths")
    yield journey.figure("completed", measures.completed)
    yield from journey.times("duration", measures.duration)
    for stage in measures.funnel:
        phase = _Subject("phase", stage.element, measures.elements[stage.element].name)
        yield phase.count("funnel", stage.cases, "cases")
        yield phase.figure("funnel", stage.of_first, "of the first stage")
        yield phase.figure("funnel", stage.of_previous, "of the stage before")
        yield from phase.times("funnel-time", stage.time)
    for rank, variant in enumerate(measures.variants, start=1):
        path = _Subject("journey", measures.journey, " → ".join(measures.elements[step].name for step in variant.path))
        yield path.figure("variant", variant.share, f"number {rank}")


def _element_rows(measures: Measures) -> Iterator[_Row]:
    for element in measures.elements.values():
        subject = _Subject(element.level, element.element, element.name)
        if element.bound:
            yield from _walked(subject, element)
        for score in element.scores:
            yield subject.figure("score", score.mean, f"{score.low:g} to {score.high:g}")
        if element.level == "touchpoint":
            for signal in element.signals:
                yield subject.figure("signal", signal.share, signal.signal)
                yield from _contrasted(subject, signal)


def _contrasted(subject: _Subject, signal: SignalMeasure) -> Iterator[_Row]:
    for scale in signal.scores:
        where = f"{signal.signal}, {scale.low:g} to {scale.high:g}"
        yield subject.figure("signal-score", scale.with_signal, f"{where}, with")
        yield subject.figure("signal-score", scale.without, f"{where}, without")
        yield subject.figure("signal-score", scale.difference, f"{where}, difference")


def _walked(subject: _Subject, element: ElementMeasures) -> Iterator[_Row]:
    yield subject.count("cases", element.cases, "cases")
    yield subject.count("cases", element.events, "events")
    yield subject.count("visits", element.visits)
    yield subject.count("entries-exits", element.entries, "entries")
    yield subject.count("entries-exits", element.exits, "exits")
    yield subject.figure("reach", element.reach)
    if element.drop_off is not None:
        yield subject.figure("drop-off", element.drop_off)
    yield subject.figure("repeats", element.repeats)
    yield subject.figure("returns", element.returns)
    yield from subject.times("dwell", element.dwell)
    yield from subject.times("time-to", element.time_to)
