"""Variants: the paths that many took, immediate repeats counted once.

The table of all different paths is the one thing here whose size grows with the data: for each it holds a 128-bit
hash, a count and the path itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numba
import numpy as np
import numpy.typing as npt

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Integers, Places
from waypost.analysis.results import Variant
from waypost.analysis.statistics import share
from waypost.events.trails import Codes, Offsets, Partition

Hashes = npt.NDArray[np.uint64]
TOP = 20
"""How many variants are shown unless more are asked for."""


@dataclass(frozen=True)
class VariantCounts:
    """v different paths, in the order of their hashes; equal paths have equal hashes in every partition."""

    high: Hashes
    """[v] the upper half of a path's 128-bit hash."""
    low: Hashes
    """[v]"""
    cases: Integers
    """[v]"""
    length: Integers
    """[v]"""
    paths: Codes
    """The places of all paths, one after the other."""

    def __add__(self, other: Self) -> Self:
        """Path by path."""
        high = np.concatenate((self.high, other.high))
        low = np.concatenate((self.low, other.low))
        cases = np.concatenate((self.cases, other.cases))
        length = np.concatenate((self.length, other.length))
        paths = np.concatenate((self.paths, other.paths))
        return type(self)(*_distinct(high, low, cases, length, paths))


@dataclass(frozen=True)
class Variants:
    """The most frequent paths between elements."""

    elements: tuple[str, ...]
    """Element ids by place."""
    place_of: Places
    top: int = TOP

    def kernel(self, partition: Partition, chosen: Chosen) -> VariantCounts:
        """The path of every chosen case, equal ones counted together."""
        high, low, length, paths = _trace(partition.start, partition.code, chosen, self.place_of)
        return VariantCounts(*_distinct(high, low, np.ones(len(high), dtype=np.int64), length, paths))

    def finish(self, counts: VariantCounts) -> tuple[Variant, ...]:
        """The top variants; those taken equally often in the order of their hashes."""
        walks = int(counts.cases.sum())
        ends = np.cumsum(counts.length)
        order = np.argsort(-counts.cases, kind="stable")[: self.top]
        return tuple(
            Variant(
                path=tuple(
                    self.elements[place]
                    for place in counts.paths[ends[variant] - counts.length[variant] : ends[variant]].tolist()
                ),
                cases=int(counts.cases[variant]),
                share=share(int(counts.cases[variant]), walks),
            )
            for variant in order.tolist()
        )


def _distinct(
    high: Hashes, low: Hashes, cases: Integers, length: Integers, paths: Codes
) -> tuple[Hashes, Hashes, Integers, Integers, Codes]:
    """Rows with the same hash become one; sorted by hash."""
    if len(high) == 0:
        return high, low, cases, length, paths
    order = np.lexsort((low, high))
    high, low = high[order], low[order]
    fresh = np.ones(len(high), dtype=np.bool_)
    fresh[1:] = (high[1:] != high[:-1]) | (low[1:] != low[:-1])
    firsts = np.flatnonzero(fresh)
    kept = order[firsts]
    ends = np.cumsum(length)
    return (
        high[firsts],
        low[firsts],
        np.add.reduceat(cases[order], firsts),
        length[kept],
        _gather(paths, ends[kept] - length[kept], length[kept]),
    )


def _gather(paths: Codes, starts: Integers, length: Integers) -> Codes:
    """The paths that begin at these starts, one after the other."""
    begins = np.cumsum(length) - length
    gathered: Codes = paths[np.repeat(starts - begins, length) + np.arange(length.sum())]
    return gathered


@numba.njit(cache=True, nogil=True)
def _mixed(value: np.uint64, place: int, factor: np.uint64) -> np.uint64:  # pragma: no cover
    """One more place of a path hashed in: multiply and xor-shift, as in MurmurHash3's finalizer (Appleby)."""
    value = (value ^ np.uint64(place + 1)) * factor
    return value ^ (value >> np.uint64(32))


@numba.njit(cache=True, nogil=True)
def _trace(  # pragma: no cover
    start: Offsets, code: Codes, chosen: Chosen, place_of: Places
) -> tuple[Hashes, Hashes, Integers, Codes]:
    walks = np.count_nonzero(chosen)
    high = np.empty(walks, dtype=np.uint64)
    low = np.empty(walks, dtype=np.uint64)
    length = np.empty(walks, dtype=np.int64)
    paths = np.empty(len(code), dtype=np.int16)
    walk, end = 0, 0
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        begin, here = end, -1
        upper, lower = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03)
        for event in range(start[case], start[case + 1]):
            there = place_of[code[event]]
            if there != here:
                upper = _mixed(upper, there, np.uint64(0xFF51AFD7ED558CCD))
                lower = _mixed(lower, there, np.uint64(0xC4CEB9FE1A85EC53))
                paths[end] = there
                end += 1
                here = there
        high[walk], low[walk], length[walk] = upper, lower, end - begin
        walk += 1
    return high, low, length, paths[:end].copy()
