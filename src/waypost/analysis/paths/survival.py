"""Survival: how long it takes to come to a milestone, by Kaplan and Meier, counting those who have not come yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numba
import numpy as np
import polars as pl

from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Chosen, Group
from waypost.analysis.histogram import BUCKETS, Histograms, Noted, reported
from waypost.analysis.measure import Counts, Integers, summed
from waypost.analysis.paths.curves import Curve, CurvePoint, Median, MedianTime, product_limit
from waypost.analysis.paths.lines import Line, count_line, frame, share_line, times_lines
from waypost.analysis.places import events_at, name_of
from waypost.analysis.results import Estimate, Figure, NotEnough, Times
from waypost.analysis.statistics import MINIMUM
from waypost.analysis.wording import duration_text, share_text
from waypost.errors import InputError, Problem
from waypost.events.trails import Codes, Offsets, Partition, Trails, microseconds
from waypost.events.trails import Times as Instants
from waypost.journey.journey import Journey

MARKS = tuple(timedelta(days=days) for days in (1, 7, 30, 90))


@dataclass(frozen=True)
class ComeBy:
    """The share that had come by a time."""

    time: int
    """Microseconds since the beginning."""
    share: Figure
    """Not enough data where too few cases could be followed so long (their number is its n)."""


@dataclass(frozen=True)
class TimeTo:
    """How long cases take from a beginning to a milestone."""

    journey: str
    as_of: datetime
    origin: str | None
    """The element the time is counted from; None: the case's first event."""
    origin_name: str
    target: str
    target_name: str
    cases: int
    """Cases that began."""
    came: int
    """Those that came to the milestone."""
    already: int
    """Cases left out, because they had been at the milestone before the beginning."""
    median: Median
    of_those_who_came: Times
    """From the beginning to the milestone, of those that came; of a case's first event, the map's *Time to get here*.
    The others are left out, so it is shorter than the median."""
    by: tuple[ComeBy, ...]
    """By 1, 7, 30 and 90 days unless others are asked for."""
    curve: tuple[CurvePoint, ...]
    """At most 200 points, ascending; the share steps up at each. Empty when there is not enough data."""

    def sentences(self) -> tuple[str, ...]:
        """How long it takes, how many had come by when, and what the figures take into account."""
        begin = "the beginning" if self.origin is None else f"“{self.origin_name}”"
        if isinstance(self.median, NotEnough):
            few = f"{self.cases:,} of the {MINIMUM} cases that are needed"
            return (f"There is not enough data on the time from {begin} to “{self.target_name}”: {few}.",)
        said = [self._median_sentence(begin, self.median), *self._those_who_came()]
        said += [
            f"{share_text(mark.share)} had come within {duration_text(mark.time).replace('.0 ', ' ')}."
            for mark in self.by
            if isinstance(mark.share, Estimate)
        ]
        waiting = self.cases - self.came
        if waiting:
            said.append(
                f"The {waiting:,} cases that have not come are counted for as long as they could be followed, so the "
                "figures are not too rosy; a case that left for good counts as one that may still come."
            )
        if self.already:
            said.append(f"{self.already:,} cases had been at “{self.target_name}” before; they are left out.")
        return tuple(said)

    def _those_who_came(self) -> Iterator[str]:
        """Why it differs from what the map says."""
        if isinstance(self.of_those_who_came, NotEnough) or self.came == self.cases:
            return
        took = _at_most(self.of_those_who_came.median)
        where = "the map’s “Time to get here”" if self.origin is None else "a plain median"
        yield (
            f"Of the {self.came:,} that did come, half took no more than {took}: that is {where}, which leaves out "
            "those that have not come yet; here they count."
        )

    def _median_sentence(self, begin: str, median: MedianTime) -> str:
        n = f"n {self.cases:,}"
        if median.value is None:
            return f"Fewer than half came from {begin} to “{self.target_name}” as far as can be seen ({n})."
        low = duration_text(median.low or 0)
        high = "no end in sight" if median.high is None else duration_text(median.high)
        took = _at_most(median.value)
        return f"Half came from {begin} to “{self.target_name}” within {took} ({low} to {high}; {n})."

    def to_frame(self) -> pl.DataFrame:
        """Counts, the median, the share by each mark, and the curve."""
        of = f"{self.origin_name} → {self.target_name}"
        median = self.median
        values = (median.value, median.low, median.high) if isinstance(median, MedianTime) else (None, None, None)
        return frame(
            [
                count_line(of, "cases", self.cases),
                count_line(of, "came", self.came),
                count_line(of, "already there", self.already),
                Line(of, "median", *values, median.n, "microseconds"),
                *times_lines(of, "of those who came", self.of_those_who_came),
                *(share_line(of, f"came within {duration_text(mark.time)}", mark.share) for mark in self.by),
                *(
                    Line(of, f"curve at {point.time} µs", point.share, point.low, point.high, self.cases, "share")
                    for point in self.curve
                ),
            ]
        )


def _at_most(microseconds: int) -> str:
    """A time after *within* or *no more than*: `1 s` where none was seen to pass."""
    return duration_text(microseconds) if microseconds else "1 s"


@dataclass(frozen=True)
class SurvivalCounts(Counts):
    """When cases came to the milestone, and how long the others were followed without it."""

    already: int
    """Cases that had been there before the beginning."""
    times: Histograms
    """Row 0: from the beginning to the milestone; row 1: followed to `as_of` without it; row 2: from the beginning
    to `as_of`, of all."""


_CAME, _WAITING, _FOLLOWED = range(3)


@dataclass(frozen=True)
class Survival:
    """The time from a case's first event at an origin to its first event at a target at or after that."""

    origin: Chosen
    """[touchpoints] whether an event of this touchpoint is the beginning; all: the case's first event."""
    target: Chosen
    """[touchpoints] whether an event of this touchpoint is the milestone."""
    as_of: int
    """UTC microseconds; what is not there by then is censored then."""
    marks: tuple[int, ...] = ()
    """Ascending, microseconds: no bucket reaches over one, so that the share by it counts nobody who came later."""

    def kernel(self, partition: Partition, chosen: Chosen) -> SurvivalCounts:
        """Look in every chosen case for its beginning and its milestone."""
        already, noted = _await(
            partition.start,
            partition.code,
            partition.time,
            chosen,
            self.origin,
            self.target,
            self.as_of,
            np.array(self.marks, dtype=np.int64),
        )
        return SurvivalCounts(already, Histograms.of(noted, 3 * (len(self.marks) + 1)))

    def of_those_who_came(self, counts: SurvivalCounts) -> Times:
        """How long those took that came, whatever side of a mark."""
        came = counts.times.keys < (len(self.marks) + 1) * BUCKETS  # their rows are the first
        buckets, places = np.unique(counts.times.keys % BUCKETS, return_inverse=True)
        return Histograms(buckets, summed(places[came], counts.times.counts[came], len(buckets))).durations(0)

    def finish(self, counts: SurvivalCounts) -> Curve:
        """The product-limit estimate, at every bucket of time in which somebody came."""
        parts = len(self.marks) + 1
        rows, buckets = np.divmod(counts.times.keys, BUCKETS)
        kinds, part = np.divmod(rows, parts)
        cells, places = np.unique(buckets * parts + part, return_inverse=True)  # in the order of time
        came, waiting, followed = (
            summed(places[kinds == kind], counts.times.counts[kinds == kind], len(cells))
            for kind in (_CAME, _WAITING, _FOLLOWED)
        )
        times = [self._time(*divmod(cell, parts)) for cell in cells.tolist()]
        return product_limit(times, came, waiting, followed)

    def _time(self, bucket: int, part: int) -> int:
        """What a bucket stands for, on the right side of the marks: in part p, after mark p − 1 and up to mark p."""
        least = self.marks[part - 1] + 1 if part else 0
        most = self.marks[part] if part < len(self.marks) else reported(BUCKETS - 1)
        return min(max(reported(bucket), least), most)


def survival(
    journey: Journey, trails: Trails, target: str, origin: str | None = None, marks: Sequence[int] = ()
) -> Survival:
    """The measure of the time to an element, from another one or from a case's first event.

    Raises:
        InputError: an element without events, or two that share touchpoints.
    """
    codebook = trails.codebook
    goal = events_at(journey, codebook, target)
    begin = (
        np.ones(len(codebook.touchpoints), dtype=np.bool_) if origin is None else events_at(journey, codebook, origin)
    )
    if origin is not None and (begin & goal).any():
        raise InputError(
            Problem(
                f"There is no time from '{origin}' to '{target}': they share touchpoints",
                remedy="Choose two elements that lie outside each other",
            )
        )
    return Survival(begin, goal, microseconds(trails.as_of), tuple(sorted(set(marks))))


def time_to(
    journey: Journey,
    trails: Trails,
    engine: Engine,
    target: str,
    origin: str | None = None,
    marks: Sequence[timedelta] = MARKS,
    group: Group = EVERYONE,
) -> TimeTo:
    """How long cases take to an element, from another one or from a case's first event.

    Raises:
        InputError: an element without events, or two that share touchpoints.
    """
    times = [mark // timedelta(microseconds=1) for mark in marks]
    measure = survival(journey, trails, target, origin, times)
    (counts,) = engine.count(measure, trails, (group,))
    curve = measure.finish(counts)
    enough = curve.cases >= MINIMUM
    return TimeTo(
        journey=journey.id,
        as_of=trails.as_of,
        origin=origin,
        origin_name="Beginning" if origin is None else name_of(journey, origin),
        target=target,
        target_name=name_of(journey, target),
        cases=curve.cases,
        came=curve.came,
        already=counts.already,
        median=curve.median(),
        of_those_who_came=measure.of_those_who_came(counts),
        by=tuple(ComeBy(time, curve.by(time)) for time in times),
        curve=curve.thinned() if enough else (),
    )


@numba.njit(cache=True, nogil=True)
def _await(  # pragma: no cover
    start: Offsets,
    code: Codes,
    time: Instants,
    chosen: Chosen,
    origin: Chosen,
    target: Chosen,
    as_of: int,
    marks: Integers,
) -> tuple[int, Noted]:
    most = 2 * (len(start) - 1)
    rows, times = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int64)
    noted, already = 0, 0
    parts = len(marks) + 1
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        began = start[case]
        before = False
        while began < start[case + 1] and not origin[code[began]]:
            before = before or target[code[began]]
            began += 1
        if began == start[case + 1]:
            continue
        if before:
            already += 1
            continue
        event = began
        while event < start[case + 1] and not target[code[event]]:
            event += 1
        came = event < start[case + 1]
        followed = as_of - time[began]
        took = time[event] - time[began] if came else followed
        rows[noted], times[noted] = (0 if came else parts) + np.searchsorted(marks, took), took
        rows[noted + 1], times[noted + 1] = 2 * parts + np.searchsorted(marks, followed), followed
        noted += 2
    return already, (rows[:noted], times[:noted])
