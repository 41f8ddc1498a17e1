"""Exits: where cases stopped that did not arrive, after how long, and what came last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numba
import numpy as np
import polars as pl

from waypost.analysis.groups import Chosen
from waypost.analysis.histogram import Histograms, Rows
from waypost.analysis.measure import Counts, Integers, Places
from waypost.analysis.paths.lines import Line, count_line, frame, share_line, times_lines
from waypost.analysis.places import Layer
from waypost.analysis.results import Durations, Figure, NotEnough, Times
from waypost.analysis.statistics import MINIMUM, share
from waypost.analysis.wording import aside_text, duration_text, share_text
from waypost.events.trails import Codes, Offsets, Partition
from waypost.events.trails import Times as Instants


@dataclass(frozen=True)
class LastSteps:
    """The last two steps of cases that stopped."""

    path: tuple[str, ...]
    """Element ids: the step before the last (missing when there was none) and the last."""
    names: tuple[str, ...]
    cases: int
    share: Figure
    """Of the cases that stopped at the same step."""


@dataclass(frozen=True)
class Exit:
    """Cases that did not arrive and whose last event is at one step."""

    element: str
    name: str
    cases: int
    share: Figure
    """Of all cases that did not arrive."""
    time: Times
    """From a case's first event to its last."""
    quiet: Times
    """From its last event to the moment measured: a case that has been quiet only briefly may still be under way."""
    last: tuple[LastSteps, ...]
    """Most frequent first."""


@dataclass(frozen=True)
class Exits:
    """Where cases stopped."""

    cases: int
    stopped: Figure
    """Share of all cases that have not arrived at the destination."""
    exits: tuple[Exit, ...]
    """Most frequent first."""

    def sentences(self) -> tuple[str, ...]:
        """Where most stopped, after how long, and how long they have been quiet."""
        if isinstance(self.stopped, NotEnough):
            return (f"There is not enough data: {self.cases:,} cases, of {MINIMUM} needed.",)
        if not self.exits:
            return ("Every case has arrived.",)
        said = [f"{share_text(self.stopped)} of {self.cases:,} cases have not arrived."]
        for place in [place for place in self.exits if place.cases >= MINIMUM][:3]:
            after = f", {_when(place.time.median)}" if isinstance(place.time, Durations) else ""
            quiet = (
                f"; half of them have been quiet for {duration_text(place.quiet.median)} or more"
                if isinstance(place.quiet, Durations)
                else ""
            )
            said.append(
                f"{place.cases:,} of these stopped at “{place.name}” ({aside_text(place.share)}){after}{quiet}."
            )
        return tuple(said)

    def to_frame(self) -> pl.DataFrame:
        """Every exit and what came last there."""
        return frame(
            [
                count_line("journey", "cases", self.cases),
                share_line("journey", "stopped", self.stopped),
                *(line for place in self.exits for line in _exit_lines(place)),
            ]
        )


def _when(median: int) -> str:
    return f"half of them within {duration_text(median)} of beginning" if median else "most of them at once"


def _exit_lines(place: Exit) -> Iterator[Line]:
    yield count_line(place.name, "stopped here, cases", place.cases)
    yield share_line(place.name, "stopped here", place.share)
    yield from times_lines(place.name, "time until the last event", place.time)
    yield from times_lines(place.name, "quiet for", place.quiet)
    for last in place.last:
        yield count_line(" → ".join(last.names), "last steps, cases", last.cases)
        yield share_line(" → ".join(last.names), "last steps", last.share)


@dataclass(frozen=True)
class ExitCounts(Counts):
    """Where cases ended that did not arrive, among k places."""

    cases: int
    last: Integers
    """[k, k + 1] last place, place before it plus one; 0: there was none before."""
    time: Histograms
    """By last place: from the first event to the last."""
    quiet: Histograms
    """By last place: from the last event to `as_of`."""


@dataclass(frozen=True)
class Stops:
    """The ends of cases that did not arrive."""

    layer: Layer
    destination: Chosen
    """[touchpoints] whether an event of this touchpoint is the arrival."""
    as_of: int
    """UTC microseconds."""

    def kernel(self, partition: Partition, chosen: Chosen) -> ExitCounts:
        """Look at the end of every chosen case that did not arrive."""
        size = len(self.layer.elements)
        cases, last, rows, times, quiet = _end(
            partition.start,
            partition.code,
            partition.time,
            chosen,
            self.layer.place_of,
            self.destination,
            size,
            self.as_of,
        )
        return ExitCounts(cases, last, Histograms.of((rows, times), size), Histograms.of((rows, quiet), size))

    def finish(self, counts: ExitCounts) -> Exits:
        """The places where cases ended, most frequent first."""
        ended = counts.last.sum(axis=1).tolist()
        stopped = sum(ended)
        places = sorted((place for place, cases in enumerate(ended) if cases), key=lambda place: (-ended[place], place))
        return Exits(
            cases=counts.cases,
            stopped=share(stopped, counts.cases),
            exits=tuple(
                Exit(
                    element=self.layer.elements[place],
                    name=self.layer.names[place],
                    cases=ended[place],
                    share=share(ended[place], stopped),
                    time=counts.time.durations(place),
                    quiet=counts.quiet.durations(place),
                    last=self._last(place, counts.last[place]),
                )
                for place in places
            ),
        )

    def _last(self, place: int, before: Integers) -> tuple[LastSteps, ...]:
        order = sorted(np.flatnonzero(before).tolist(), key=lambda earlier: (-int(before[earlier]), earlier))
        paths = [
            (*((self.layer.elements[earlier - 1],) if earlier else ()), self.layer.elements[place]) for earlier in order
        ]
        return tuple(
            LastSteps(
                path, self.layer.named(path), int(before[earlier]), share(int(before[earlier]), int(before.sum()))
            )
            for earlier, path in zip(order, paths, strict=True)
        )


@numba.njit(cache=True, nogil=True)
def _end(  # pragma: no cover
    start: Offsets,
    code: Codes,
    time: Instants,
    chosen: Chosen,
    place_of: Places,
    destination: Chosen,
    size: int,
    as_of: int,
) -> tuple[int, Integers, Rows, Integers, Integers]:
    last = np.zeros((size, size + 1), dtype=np.int64)
    most = len(start) - 1
    rows = np.empty(most, dtype=np.int32)
    times, quiet = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    cases, noted = 0, 0
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        cases += 1
        first, end = start[case], start[case + 1] - 1
        event = first
        while event <= end and not destination[code[event]]:
            event += 1
        if event <= end:
            continue
        place = place_of[code[end]]
        event = end
        while event >= first and place_of[code[event]] == place:
            event -= 1
        last[place, place_of[code[event]] + 1 if event >= first else 0] += 1
        rows[noted], times[noted], quiet[noted] = place, time[end] - time[first], as_of - time[end]
        noted += 1
    return cases, last, rows[:noted].copy(), times[:noted].copy(), quiet[:noted].copy()
