"""Precedence: which place customers come to before which, and where their walks end."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts, Integers, Places
from waypost.events.trails import Codes, Offsets, Partition


@dataclass(frozen=True)
class PrecedenceCounts(Counts):
    """Who comes where before where, between k places."""

    before: Integers
    """[k, k] cases that first came to the row's place before they first came to the column's."""
    came: Integers
    """[k] cases that came here."""
    position: Integers
    """[k] the sum of the cases' first arrivals here, in thousandths of the walk's visits (0 first, 1000 last)."""
    ends: Integers
    """[k, k] cases whose last visit is to the row's place, by how many different places they came to (less one)."""


@dataclass(frozen=True)
class Precedence:
    """The order in which cases first come to places."""

    size: int
    """How many places there are."""
    place_of: Places

    def kernel(self, partition: Partition, chosen: Chosen) -> PrecedenceCounts:
        """Look at every chosen case's first arrivals."""
        return PrecedenceCounts(*_precede(partition.start, partition.code, chosen, self.place_of, self.size))


@numba.njit(cache=True, nogil=True)
def _precede(  # pragma: no cover
    start: Offsets, code: Codes, chosen: Chosen, place_of: Places, size: int
) -> tuple[Integers, Integers, Integers, Integers]:
    before = np.zeros((size, size), dtype=np.int64)
    came = np.zeros(size, dtype=np.int64)
    position = np.zeros(size, dtype=np.int64)
    ends = np.zeros((size, size), dtype=np.int64)
    latest = np.full(size, -1, dtype=np.int64)
    order = np.empty(size, dtype=np.int64)
    arrivals = np.empty(size, dtype=np.int64)
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        visits, different, here = 0, 0, -1
        for event in range(start[case], start[case + 1]):
            there = place_of[code[event]]
            if there == here:
                continue
            if latest[there] != case:
                latest[there] = case
                order[different], arrivals[different] = there, visits
                different += 1
            visits += 1
            here = there
        last = max(visits - 1, 1)
        for place in range(different):
            came[order[place]] += 1
            position[order[place]] += arrivals[place] * 1000 // last
            for earlier in range(place):
                before[order[earlier], order[place]] += 1
        if different:
            ends[here, different - 1] += 1
    return before, came, position, ends
