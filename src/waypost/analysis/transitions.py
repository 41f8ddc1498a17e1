"""Transitions: from which place customers went straight to which, how often, and how long it took."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.histogram import Buckets, Histograms, PageOf
from waypost.analysis.measure import Counts, Integers, Places
from waypost.analysis.results import Transition
from waypost.analysis.statistics import NOTHING, share
from waypost.events.trails import Codes, Offsets, Partition
from waypost.events.trails import Times as Instants


@dataclass(frozen=True)
class TransitionCounts(Counts):
    """What follows what, between k places. Two events in a row at one place are counted on the diagonal."""

    count: Integers
    """[k, k] origin, target."""
    cases: Integers
    """[k, k] in how many different cases."""
    entries: Integers
    """[k] cases whose first event is there."""
    exits: Integers
    """[k] cases whose last event is there."""
    times: Histograms
    """Between the two events; row origin × k + target."""


@dataclass(frozen=True)
class Transitions:
    """The transitions between elements (steps, touchpoints …)."""

    elements: tuple[str, ...]
    """Element ids by place."""
    place_of: Places
    """Every touchpoint has a place: no −1."""

    def kernel(self, partition: Partition, chosen: Chosen) -> TransitionCounts:
        """Follow every chosen case from event to event."""
        size = len(self.elements)
        cases, entries, exits, page_of, buckets = _follow(
            partition.start, partition.code, partition.time, chosen, self.place_of, size
        )
        times = Histograms.of_pages(page_of, buckets)
        count = times.totals(size * size)  # every move has its time
        return TransitionCounts(count.reshape(size, size), cases.reshape(size, size), entries, exits, times)

    def finish(self, counts: TransitionCounts) -> tuple[Transition, ...]:
        """Entries, moves and exits, each kind in the journey's order; staying at a place is no move."""
        return (*self._entries(counts), *self._moves(counts), *self._exits(counts))

    def _entries(self, counts: TransitionCounts) -> list[Transition]:
        walks = int(counts.entries.sum())
        return [
            Transition(None, element, cases, cases, share(cases, walks), NOTHING)
            for element, cases in zip(self.elements, counts.entries.tolist(), strict=True)
            if cases
        ]

    def _exits(self, counts: TransitionCounts) -> list[Transition]:
        away = _away(counts).tolist()
        return [
            Transition(element, None, cases, cases, share(cases, away[origin]), NOTHING)
            for origin, (element, cases) in enumerate(zip(self.elements, counts.exits.tolist(), strict=True))
            if cases
        ]

    def _moves(self, counts: TransitionCounts) -> list[Transition]:
        size = len(self.elements)
        away = _away(counts).tolist()
        return [
            Transition(
                self.elements[origin],
                self.elements[target],
                int(counts.count[origin, target]),
                int(counts.cases[origin, target]),
                share(int(counts.count[origin, target]), away[origin]),
                counts.times.durations(origin * size + target),
            )
            for origin, target in zip(*(axis.tolist() for axis in np.nonzero(counts.count)), strict=True)
            if origin != target
        ]


def _away(counts: TransitionCounts) -> Integers:
    """[k] all moves away from each place, exits included."""
    moves: Integers = counts.count.sum(axis=1) - counts.count.diagonal() + counts.exits
    return moves


# Buckets as in `histogram`, said again: Numba's cache would not notice a change of constants over there.
_DETAIL = 6
_PAGE = 1 << _DETAIL
_OCTAVES = 54
_SHIFT = 52 - _DETAIL
_BIAS = 1022 << _DETAIL
_LONGEST = (1 << 53) - 1


@numba.njit(cache=True, nogil=True)
def _follow(  # pragma: no cover
    start: Offsets, code: Codes, time: Instants, chosen: Chosen, place_of: Places, size: int
) -> tuple[Integers, Integers, Integers, PageOf, Buckets]:
    """Cases by pair, entries, exits, and the times of all moves as `Histograms.of_pages` takes them.

    Each time is counted at once: written down to be counted later, it would go through memory three times. Indices are
    unsigned, because a signed one is tested for being negative (counted from the end) each time.
    """
    places, octaves, page_size = np.uint64(size), np.uint64(_OCTAVES), np.uint64(_PAGE)
    cases = np.zeros(size * size, dtype=np.int64)
    latest = np.full(size * size, -1, dtype=np.int64)
    entries = np.zeros(size, dtype=np.int64)
    exits = np.zeros(size, dtype=np.int64)
    page_of = np.zeros(size * size * _OCTAVES, dtype=np.uint32)
    # Room for the most pages there could be: memory is taken only where it is touched, and pages are used in turn.
    buckets = np.zeros((min(len(code), len(page_of)) + 1) * _PAGE, dtype=np.uint32)
    used = np.uint32(0)
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        first = np.uint64(start[case])
        here = np.uint64(place_of[np.uint64(code[first])])
        before = time[first]
        entries[here] += 1
        for event in range(first + np.uint64(1), np.uint64(start[case + 1])):
            there = np.uint64(place_of[np.uint64(code[event])])
            pair = here * places + there
            cases[pair] += latest[pair] != case  # no branch: nobody could guess it
            latest[pair] = case
            kept = np.float64(min(time[event] - before, _LONGEST))
            bucket = np.uint64(max((kept.view(np.int64) >> _SHIFT) - _BIAS, np.int64(0)))
            octave = pair * octaves + bucket // page_size
            page = page_of[octave]
            if page == 0:
                used += np.uint32(1)
                page_of[octave] = page = used
            buckets[np.uint64(page) * page_size + bucket % page_size] += np.uint32(1)
            here, before = there, time[event]
        exits[here] += 1
    return cases, entries, exits, page_of, buckets[: (np.int64(used) + 1) * _PAGE]
