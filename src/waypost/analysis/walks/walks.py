"""Walks: the paths of some cases, drawn by their hash, so that what no integer sums up can still be looked at.

The sample holds the cases with the smallest keys, and a key is the hash of the customer and of which of the customer's
cases it is. So the sample of two partitions together is made of their samples, whatever their order; the same cases are
drawn every time; and every case is as likely to be among them as any other (bottom-k sampling: E. Cohen and H. Kaplan,
*Summarizing Data Using Bottom-k Sketches*, PODC 2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numba
import numpy as np
import numpy.typing as npt

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Integers, Places
from waypost.events.trails import Codes, Offsets, Partition
from waypost.events.trails import Times as Instants

Keys = npt.NDArray[np.uint64]
SAMPLE = 20_000
"""How many cases are drawn unless another number is asked for."""
LONGEST = 1_000
"""Visits of one case that are kept."""


@dataclass(frozen=True)
class WalkCounts:
    """w walks in the order of their keys."""

    size: int
    """The most there can be."""
    cases: int
    """Cases they were drawn from."""
    key: Keys
    """[w]"""
    customer_hash: Keys
    """[w]"""
    ordinal: Integers
    """[w] which of the customer's cases it is, from 0."""
    visits: Integers
    """[w] runs of events at one place."""
    duration: Integers
    """[w] microseconds from the first event to the last."""
    arrived: Integers
    """[w] 1 when an event is at the destination."""
    length: Integers
    """[w] how many of the visits are kept in `paths` and `waits`."""
    paths: Codes
    """The places of all walks' visits, one walk after the other."""
    waits: Integers
    """Beside `paths`: microseconds from this visit to the next; 0 for the last."""

    def __add__(self, other: Self) -> Self:
        """The smallest keys of both."""
        columns = {
            name: np.concatenate((getattr(self, name), getattr(other, name)))
            for name in ("key", "customer_hash", "ordinal", "visits", "duration", "arrived", "length")
        }
        order = np.lexsort((columns["ordinal"], columns["customer_hash"], columns["key"]))[: self.size]
        ends = np.cumsum(columns["length"])
        length = columns["length"][order]
        begins = np.cumsum(length) - length
        places = np.repeat(ends[order] - length - begins, length) + np.arange(length.sum())
        return type(self)(
            size=self.size,
            cases=self.cases + other.cases,
            paths=np.concatenate((self.paths, other.paths))[places],
            waits=np.concatenate((self.waits, other.waits))[places],
            **{name: column[order] for name, column in columns.items()},
        )


@dataclass(frozen=True)
class Walks:
    """The walks of some cases."""

    place_of: Places
    destination: Chosen
    """[touchpoints] whether an event of this touchpoint is the arrival."""
    size: int = SAMPLE

    def kernel(self, partition: Partition, chosen: Chosen) -> WalkCounts:
        """The chosen cases with the smallest keys."""
        cases = np.flatnonzero(chosen)
        hashes = partition.customer_hash[cases]
        ordinal = ordinals(hashes)
        key = _mixed(hashes ^ _mixed(ordinal.astype(np.uint64)))
        order = np.lexsort((ordinal, hashes, key))[: self.size]
        drawn = cases[order]
        visits, arrived, length, paths, waits = _trace(
            partition.start, partition.code, partition.time, drawn, self.place_of, self.destination
        )
        start = partition.start
        duration = partition.time[start[drawn + 1] - 1] - partition.time[start[drawn]]
        return WalkCounts(
            self.size,
            len(cases),
            key[order],
            hashes[order],
            ordinal[order],
            visits,
            duration,
            arrived,
            length,
            paths,
            waits,
        )


def ordinals(hashes: Keys) -> Integers:
    """[n] which of its customer's cases each is, from 0; a customer's cases lie side by side."""
    places = np.arange(len(hashes), dtype=np.int64)
    fresh = np.ones(len(hashes), dtype=np.bool_)
    fresh[1:] = hashes[1:] != hashes[:-1]
    return places - np.maximum.accumulate(np.where(fresh, places, 0)) if len(hashes) else places


def _mixed(values: Keys) -> Keys:
    """SplitMix64's finalizer (G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014)."""
    with np.errstate(over="ignore"):
        values = values + np.uint64(0x9E3779B97F4A7C15)
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))


@numba.njit(cache=True, nogil=True)
def _trace(  # pragma: no cover
    start: Offsets, code: Codes, time: Instants, drawn: Integers, place_of: Places, destination: Chosen
) -> tuple[Integers, Integers, Integers, Codes, Integers]:
    size = 0
    for walk in range(len(drawn)):
        size += min(start[drawn[walk] + 1] - start[drawn[walk]], LONGEST)
    visits = np.zeros(len(drawn), dtype=np.int64)
    arrived = np.zeros(len(drawn), dtype=np.int64)
    length = np.zeros(len(drawn), dtype=np.int64)
    paths = np.empty(size, dtype=np.int16)
    waits = np.zeros(size, dtype=np.int64)
    end = 0
    for walk in range(len(drawn)):
        here, since = -1, 0
        for event in range(start[drawn[walk]], start[drawn[walk] + 1]):
            there = place_of[code[event]]
            if destination[code[event]]:
                arrived[walk] = 1
            if there != here:
                if here >= 0 and visits[walk] <= LONGEST:
                    waits[end - 1] = time[event] - since
                visits[walk] += 1
                if visits[walk] <= LONGEST:
                    paths[end] = there
                    length[walk] += 1
                    end += 1
                here, since = there, time[event]
    return visits, arrived, length, paths[:end].copy(), waits[:end].copy()
