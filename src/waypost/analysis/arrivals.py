"""Arrivals: how many customers walked, how many arrived at the destination, and how long that took."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.histogram import Histograms
from waypost.analysis.measure import Counts, Integers
from waypost.analysis.results import Figure, Times
from waypost.analysis.statistics import share
from waypost.events.trails import Codes, Offsets, Partition
from waypost.events.trails import Times as Instants


@dataclass(frozen=True)
class ArrivalCounts(Counts):
    """The size of a group, and how many of its cases arrived."""

    customers: int
    cases: int
    events: int
    arrived: int
    """Cases with an event at the destination."""
    duration: Histograms
    """From a case's first event to its first at the destination; one row."""


@dataclass(frozen=True)
class Arrival:
    """How many arrived and how long it took them."""

    completed: Figure
    duration: Times


@dataclass(frozen=True)
class Arrivals:
    """Arrivals at the destination."""

    destination: Chosen
    """[touchpoints] whether an event of this touchpoint is the arrival."""

    def kernel(self, partition: Partition, chosen: Chosen) -> ArrivalCounts:
        """Look in every chosen case for its first event at the destination."""
        hashes = partition.customer_hash[chosen]
        customers = int(np.count_nonzero(hashes[1:] != hashes[:-1])) + 1 if len(hashes) else 0
        cases, events, times = _arrive(partition.start, partition.code, partition.time, chosen, self.destination)
        rows = np.zeros(len(times), dtype=np.int32)
        return ArrivalCounts(customers, cases, events, len(times), Histograms.of((rows, times), 1))

    def finish(self, counts: ArrivalCounts) -> Arrival:
        """The share of cases that arrived, and their times."""
        return Arrival(share(counts.arrived, counts.cases), counts.duration.durations(0))


def comes(partition: Partition, touchpoints: tuple[int, ...]) -> Chosen:
    """[n cases] whether a case has an event at one of these touchpoints."""
    here = np.isin(partition.code, np.array(touchpoints, dtype=np.int16))
    total = np.concatenate(([0], np.cumsum(here)))
    return np.asarray(total[partition.start[1:]] > total[partition.start[:-1]])


@numba.njit(cache=True, nogil=True)
def _arrive(  # pragma: no cover
    start: Offsets, code: Codes, time: Instants, chosen: Chosen, destination: Chosen
) -> tuple[int, int, Integers]:
    cases, events, arrived = 0, 0, 0
    times = np.empty(len(start) - 1, dtype=np.int64)
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        first, end = start[case], start[case + 1]
        cases += 1
        events += end - first
        for event in range(first, end):
            if destination[code[event]]:
                times[arrived] = time[event] - time[first]
                arrived += 1
                break
    return cases, events, times[:arrived]
