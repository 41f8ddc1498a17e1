"""Watching: at most four signals worth having from the first day: a failure, a loop, a long wait, a broken promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from waypost.analysis.discovery.counting import FirstLookCounts
from waypost.analysis.discovery.names import Kind
from waypost.analysis.discovery.promises import about
from waypost.analysis.discovery.saying import spoken
from waypost.analysis.results import Durations
from waypost.journey.binding import Signal

if TYPE_CHECKING:
    from waypost.analysis.discovery.drafting import Together

_LOOPING = 0.2
"""The least part of the cases at a step that come back to it, for a loop."""
_AGAIN = 3
_HOUR = 3_600_000_000
_UNITS = ((7 * 24, "week"), (24, "day"), (1, "hour"))
_LONG_TAIL = 2
"""A wait is worth watching when the longest tenth takes at least so many times the median."""


def signals_of(
    steps: Sequence[Together],
    counts: FirstLookCounts,
    order: Sequence[int],
    destination: int,
    promise: str | None = None,
) -> Mapping[Kind, tuple[Signal, ...]]:
    """The signals by the kind of event they hang on; `promise` is the property that holds a promised date."""
    watched: dict[Kind, tuple[Signal, ...]] = {}
    for kind, signal in (
        *_failures(steps),
        *_loops(steps, counts, order),
        *_waits(steps, counts, order, destination),
        *(_broken_promise(steps, destination, promise) if promise else ()),
    ):
        watched[kind] = (*watched.get(kind, ()), signal)
    return watched


def _failures(steps: Sequence[Together]) -> Iterator[tuple[Kind, Signal]]:
    """The most frequent event whose name says that something went wrong."""
    failing = [kind for step in steps for kind in step.kinds if spoken(kind).failure]
    if failing:
        kind = max(failing, key=lambda one: (one.events, one.names))
        yield kind, Signal(id="went-wrong", name=spoken(kind).step, reached=True)


def _loops(steps: Sequence[Together], counts: FirstLookCounts, order: Sequence[int]) -> Iterator[tuple[Kind, Signal]]:
    """The step that most cases come back to."""
    visits = counts.visits
    returning = [
        (int(visits.returned[place]), position)
        for position, place in enumerate(order)
        if visits.returned[place] >= _LOOPING * max(int(visits.cases[place]), 1) and not steps[position].said.failure
    ]
    if returning:
        _, position = max(returning, key=lambda one: (one[0], -one[1]))
        kind = steps[position].kinds[0]
        name = f"{spoken(kind).touchpoint}: {_AGAIN} times or more"
        yield kind, Signal(id="again-and-again", name=name, repeated=_AGAIN)


def _waits(
    steps: Sequence[Together], counts: FirstLookCounts, order: Sequence[int], destination: int
) -> Iterator[tuple[Kind, Signal]]:
    """The step before the destination after which most hours pass, if a tenth of them are much longer than the rest."""
    waiting: list[tuple[int, int, Durations]] = []
    for position, place in enumerate(order[:destination]):
        dwell = counts.visits.dwell.durations(place)
        if isinstance(dwell, Durations) and dwell.p90 >= max(_HOUR, _LONG_TAIL * dwell.median):
            waiting.append((dwell.median * dwell.n, position, dwell))
    if waiting:
        _, position, dwell = max(waiting, key=lambda one: (one[0], -one[1]))
        long = _readable(dwell.p90)
        kind = steps[position].kinds[0]
        name = f"{spoken(kind).touchpoint}: nothing for {long}"
        yield kind, Signal(id="long-wait", name=name, slower_than=long)


def _broken_promise(steps: Sequence[Together], destination: int, promise: str) -> Iterator[tuple[Kind, Signal]]:
    """What was promised is the step whose name says so (`estimated_delivery`: delivered), or else the destination."""
    kind = max(
        ((about(promise, kind.words), position == destination, position, kind)
         for position, step in enumerate(steps) for kind in step.kinds if not spoken(kind).failure),
        key=lambda one: one[:3],
    )[3]  # fmt: skip
    yield kind, Signal(id="broken-promise", name=f"{spoken(kind).touchpoint}: later than promised", overdue=promise)


def _readable(microseconds: int) -> str:
    """In whole units of which there are at least two: `9 days`."""
    hours = microseconds / _HOUR
    size, unit = next(((size, unit) for size, unit in _UNITS if hours >= 2 * size), _UNITS[-1])
    number = max(round(hours / size), 1)
    return f"{number} {unit}{'s' if number > 1 else ''}"
