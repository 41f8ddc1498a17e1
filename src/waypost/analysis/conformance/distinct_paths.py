"""Distinct paths: which steps cases went to one after the other, each such path once.

Cases are many and paths are few: what depends on the path alone is worked out once a path, and counted as often as
cases went it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Integers, Places
from waypost.events.trails import Codes, Offsets, Partition


@dataclass(frozen=True)
class DistinctPaths:
    """The p distinct paths of the chosen cases of a partition, in order of their first case."""

    of: npt.NDArray[np.int32]
    """[cases] the path of each; −1 of those not chosen."""
    cases: Integers
    """[p] how many went it."""
    start: Offsets
    """[p + 1] the visits of path i are `start[i]` to `start[i + 1]`."""
    visit: Codes
    """The place of each visit; consecutive events at one place are one visit."""

    def path(self, number: int) -> tuple[int, ...]:
        """The places of one path."""
        return tuple(self.visit[self.start[number] : self.start[number + 1]].tolist())


def distinct_paths(partition: Partition, chosen: Chosen, place_of: Places) -> DistinctPaths:
    """The paths of a partition's chosen cases between places; every event has one."""
    return DistinctPaths(*_gather(partition.start, partition.code, chosen, place_of))


@numba.njit(cache=True, nogil=True)
def _gather(  # pragma: no cover
    start: Offsets, code: Codes, chosen: Chosen, place_of: Places
) -> tuple[npt.NDArray[np.int32], Integers, Offsets, Codes]:
    """Write each path behind those known, look it up by its hash, and leave it there when it is new."""
    walks = np.count_nonzero(chosen)
    of = np.full(len(chosen), -1, dtype=np.int32)
    cases, path_start = np.zeros(walks, dtype=np.int64), np.zeros(walks + 1, dtype=np.int64)
    visit = np.empty(len(code) + 1, dtype=np.int16)
    bits = 4
    while 1 << bits < 2 * walks:
        bits += 1
    slots, hashes = np.full(1 << bits, -1, dtype=np.int32), np.empty(walks, dtype=np.uint64)
    paths, end = 0, 0
    for case in range(len(chosen)):
        if not chosen[case]:
            continue
        value, here, past = np.uint64(0), -1, end
        for event in range(start[case], start[case + 1]):
            there = place_of[code[event]]
            moved = there != here
            more = value * np.uint64(0xFF51AFD7ED558CCD) + np.uint64(there + 1)
            value = more if moved else value
            visit[past] = there  # overwritten when nothing moved: no branch, which nobody could guess
            past += moved
            here = there
        slot = np.int64((value * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits))
        while True:
            path = slots[slot]
            if path < 0:
                path = paths
                slots[slot], hashes[path], path_start[path + 1] = path, value, past
                paths += 1
                end = past
                break
            if hashes[path] == value and path_start[path + 1] - path_start[path] == past - end:
                same, place = True, path_start[path]
                for other in range(end, past):
                    same &= visit[other] == visit[place]
                    place += 1
                if same:
                    break
            slot = (slot + 1) & ((1 << bits) - 1)
        cases[path] += 1
        of[case] = path
    return of, cases[:paths], path_start[: paths + 1], visit[:end]
