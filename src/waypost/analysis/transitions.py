"""Transitions: from which place customers went straight to which, how often, and how long it took."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.histogram import Histograms, Noted
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

    def kernel(self, partition: Partition, chosen: Chosen) -> TransitionCounts:
        """Follow every chosen case from event to event."""
        size = len(self.elements)
        count, cases, entries, exits, noted = _follow(
            partition.start, partition.code, partition.time, chosen, self.place_of, size
        )
        return TransitionCounts(
            count.reshape(size, size), cases.reshape(size, size), entries, exits, Histograms.of(noted, size * size)
        )

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


@numba.njit(cache=True, nogil=True)
def _follow(  # pragma: no cover
    start: Offsets, code: Codes, time: Instants, chosen: Chosen, place_of: Places, size: int
) -> tuple[Integers, Integers, Integers, Integers, Noted]:
    count = np.zeros(size * size, dtype=np.int64)
    cases = np.zeros(size * size, dtype=np.int64)
    latest = np.full(size * size, -1, dtype=np.int64)
    entries = np.zeros(size, dtype=np.int64)
    exits = np.zeros(size, dtype=np.int64)
    rows, times = np.empty(len(code), dtype=np.int32), np.empty(len(code), dtype=np.int64)
    moves = 0
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        here = place_of[code[start[case]]]
        entries[here] += 1
        for event in range(start[case] + 1, start[case + 1]):
            there = place_of[code[event]]
            pair = here * size + there
            count[pair] += 1
            cases[pair] += latest[pair] != case  # no branch: nobody could guess it
            latest[pair] = case
            rows[moves], times[moves] = pair, time[event] - time[event - 1]
            moves += 1
            here = there
        exits[here] += 1
    return count, cases, entries, exits, (rows[:moves], times[:moves])
