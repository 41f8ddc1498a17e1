"""Straying: which unfinished cases have left the design so far, and which take longer than those who arrived did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self, TypeAlias

import numba
import numpy as np
import numpy.typing as npt

from waypost.analysis.arrivals import comes
from waypost.analysis.conformance.alignments import REPEATED, SKIPPED, Alignments, aligned
from waypost.analysis.conformance.designed import Designed
from waypost.analysis.conformance.deviations import REASONS
from waypost.analysis.groups import Chosen
from waypost.analysis.histogram import BUCKETS, Histograms, Noted, bucket_of, reported
from waypost.analysis.measure import Counts, Integers, Places
from waypost.analysis.statistics import MINIMUM
from waypost.events.trails import NEVER, Codes, Offsets, Partition, owner_of
from waypost.events.trails import Times as Instants

Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PaceCounts(Counts):
    """How those who arrived went, by k steps."""

    arrived: int
    ages: Histograms
    """From a case's first event until it had left the step for good, before it arrived."""
    waits: Histograms
    """The longest it waited between an event at the step and its next visit elsewhere, before it arrived."""
    longest: Histograms
    """One row, one time a case: the longest of its waits; none for a case that began by arriving."""


@dataclass(frozen=True)
class Pace:
    """How long those who arrived took on their way."""

    place_of: Places
    destination: Chosen
    """[touchpoints] whether an event of this touchpoint is the arrival."""
    steps: int

    def kernel(self, partition: Partition, chosen: Chosen) -> PaceCounts:
        """Follow every chosen case that arrived until it did."""
        ages, waits, longest = _pace(
            partition.start, partition.code, partition.time, chosen, self.place_of, self.destination, self.steps
        )
        walked = longest[longest >= 0]
        return PaceCounts(
            arrived=len(longest),
            ages=Histograms.of(ages, self.steps),
            waits=Histograms.of(waits, self.steps),
            longest=Histograms.of((np.zeros(len(walked), dtype=np.int32), walked), 1),
        )


@numba.njit(cache=True, nogil=True)
def _pace(  # pragma: no cover
    start: Offsets, code: Codes, time: Instants, chosen: Chosen, place_of: Places, destination: Chosen, steps: int
) -> tuple[Noted, Noted, Integers]:
    rows = np.empty(len(code), dtype=np.int32)
    longest = np.empty(len(start) - 1, dtype=np.int64)
    ages, waits = np.empty(len(code), dtype=np.int64), np.empty(len(code), dtype=np.int64)
    age, wait = np.full(steps, -1, dtype=np.int64), np.full(steps, -1, dtype=np.int64)
    noted, arrivals = 0, 0
    for case in range(len(start) - 1):
        begin, arrival = start[case], -1
        if chosen[case]:
            for event in range(begin, start[case + 1]):
                if destination[code[event]]:
                    arrival = event
                    break
        if arrival < 0:
            continue
        arrivals += 1
        for event in range(begin, arrival):
            here = place_of[code[event]]
            if place_of[code[event + 1]] != here:
                age[here] = time[event + 1] - time[begin]
                wait[here] = max(wait[here], time[event + 1] - time[event])
        longest[arrivals - 1] = wait.max()  # −1: it began by arriving
        for step in range(steps):
            if wait[step] >= 0:
                rows[noted], ages[noted], waits[noted] = step, age[step], wait[step]
                noted += 1
                wait[step] = -1
    return (rows[:noted], ages[:noted]), (rows[:noted], waits[:noted]), longest[:arrivals]


def beyond(times: Histograms, steps: int, part: float, minimum: int = MINIMUM) -> Integers:
    """[steps] the time that a part of those who arrived did not exceed; NEVER where there are too few of them."""
    found = np.full(steps, NEVER, dtype=np.int64)
    for step in range(steps):
        begin, end = np.searchsorted(times.keys, (step * BUCKETS, (step + 1) * BUCKETS))
        reached = np.cumsum(times.counts[begin:end])
        if len(reached) and reached[-1] >= minimum:
            place = np.searchsorted(reached, np.ceil(part * reached[-1]))
            found[step] = reported(int(times.keys[begin + min(place, len(reached) - 1)]) - step * BUCKETS)
    return found


def at_least(times: Histograms, step: int, value: int) -> tuple[int, int]:
    """How many of those who arrived took that long or longer at a step, and how many there are."""
    begin, here, end = np.searchsorted(
        times.keys, (step * BUCKETS, step * BUCKETS + int(bucket_of(value)), (step + 1) * BUCKETS)
    )
    return int(times.counts[here:end].sum()), int(times.counts[begin:end].sum())


@dataclass(frozen=True)
class StrayingCounts(Counts):
    """Unfinished cases by the k steps of their last events."""

    cases: Integers
    """[k]"""
    off: Integers
    """[k] off track for any reason."""
    reasons: Integers
    """[REASONS, k]"""
    under_way: Integers
    """[k] active so lately that they are probably still under way."""
    under_way_off: Integers
    """[k] off track of these."""
    gone: int
    """Cases that have not arrived, but left for good; counted nowhere else."""


@dataclass(frozen=True)
class Straying:
    """Which unfinished cases are off track, and why."""

    place_of: Places
    destination: Chosen
    leaving: Chosen
    """[outcomes] whether it means that a case has left for good."""
    design: Designed
    """So far."""
    late: Integers
    """[steps] how long after its first event a case whose last event is there is late."""
    silent: Integers
    """[steps] how long after its last event a case is silent."""
    within: int
    """How long after its last event a case is probably still under way."""
    as_of: int
    loops: int
    """How often a case must come back where the design does not, to be looping."""

    def kernel(self, partition: Partition, chosen: Chosen) -> StrayingCounts:
        """Count the chosen cases that have neither arrived nor left, by reason and step."""
        unfinished, gone = self.standing(partition, chosen)
        last = self.last(partition)
        reasons = self.reasons(partition, aligned(partition, unfinished, self.design), last)
        off = reasons.any(axis=0)
        under_way = unfinished & (self.as_of - partition.time[partition.start[1:] - 1] <= self.within)

        def by_step(which: Mask) -> Integers:
            return np.bincount(last[which], minlength=len(self.late))

        return StrayingCounts(
            cases=by_step(unfinished),
            off=by_step(unfinished & off),
            reasons=np.stack([by_step(unfinished & reason) for reason in reasons]),
            under_way=by_step(under_way),
            under_way_off=by_step(under_way & off),
            gone=int(gone.sum()),
        )

    def last(self, partition: Partition) -> Places:
        """[n] the step of each case's last event."""
        return self.place_of[partition.code[partition.start[1:] - 1]]

    def standing(self, partition: Partition, chosen: Chosen) -> tuple[Mask, Mask]:
        """[n] which of the chosen cases are unfinished; and which have left for good without arriving."""
        missing = chosen & ~comes(partition, tuple(np.flatnonzero(self.destination).tolist()))
        gone = self._left(partition)
        return missing & ~gone, missing & gone

    def _left(self, partition: Partition) -> Mask:
        """[n] whether a case has left for good: nothing on the map came after it left."""
        case = owner_of(partition.outcome_start)
        last = partition.time[partition.start[1:] - 1]
        left = self.leaving[partition.outcome_code] & (partition.outcome_time >= last[case])
        gone: Mask = np.bincount(case[left], minlength=partition.cases) > 0
        return gone

    def reasons(self, partition: Partition, found: Alignments, last: Places) -> Mask:
        """[REASONS, n] whether a case is off track for each reason."""
        path_of = owner_of(found.start)

        def moves(kind: int) -> Integers:
            of_paths = np.bincount(path_of[found.kind == kind], minlength=len(found.cost))
            return np.append(of_paths, 0)[found.paths.of]  # those not chosen, at −1, have none

        age = self.as_of - partition.time[partition.start[:-1]]
        wait = self.as_of - partition.time[partition.start[1:] - 1]
        return np.stack(
            (
                moves(SKIPPED) > 0,
                moves(REPEATED) >= self.loops,
                age > self.late[last],
                wait > self.silent[last],
            )
        )


@dataclass(frozen=True)
class Stray:
    """One case off track, as a kernel found it."""

    last: int
    customer_hash: int
    customer: str
    case: str | None
    step: int
    reasons: tuple[int, ...]
    """Places in REASONS."""
    cost: int
    state: int


@dataclass(frozen=True)
class Strays:
    """The cases off track that were active last."""

    top: int
    cases: tuple[Stray, ...]

    def __add__(self, other: Self) -> Self:
        """The latest of both. A customer's cases are all in one partition, in their own order."""
        both = sorted((*self.cases, *other.cases), key=lambda stray: (-stray.last, stray.customer_hash))
        return replace(self, cases=tuple(both[: self.top]))


@dataclass(frozen=True)
class LatestStrays:
    """The cases off track, those first that did something last: they may still be reached."""

    straying: Straying
    top: int

    def kernel(self, partition: Partition, chosen: Chosen) -> Strays:
        """Find them; read the names of those listed only."""
        unfinished, _ = self.straying.standing(partition, chosen)
        found, last = aligned(partition, unfinished, self.straying.design), self.straying.last(partition)
        reasons = self.straying.reasons(partition, found, last)
        rows = np.flatnonzero(unfinished & reasons.any(axis=0))
        latest = partition.time[partition.start[1:] - 1]
        order = np.lexsort((rows, partition.customer_hash[rows], -latest[rows]))
        names = partition.names.collect() if len(rows) else None
        cases = []
        for row in rows[order[: self.top]].tolist():
            assert names is not None
            cases.append(
                Stray(
                    last=int(latest[row]),
                    customer_hash=int(partition.customer_hash[row]),
                    customer=names["customer"][row],
                    case=names["case"][row],
                    step=int(last[row]),
                    reasons=tuple(place for place in range(len(REASONS)) if reasons[place, row]),
                    cost=int(found.cost[found.paths.of[row]]),
                    state=int(found.state[found.paths.of[row]]),
                )
            )
        return Strays(self.top, tuple(cases))
