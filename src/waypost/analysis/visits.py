"""Visits: who came to a place and when, how long they stayed, whether they came back, and who left for good.

A *visit* is a run of consecutive events of one case at the same place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.histogram import Histograms, Noted
from waypost.analysis.measure import Counts, Integers, Places
from waypost.analysis.results import Times
from waypost.analysis.statistics import NOTHING
from waypost.events.trails import Codes, Offsets, Partition
from waypost.events.trails import Times as Instants


@dataclass(frozen=True)
class VisitCounts(Counts):
    """What happened at each of k places; every array is [k]."""

    cases: Integers
    """Cases that came here."""
    events: Integers
    visits: Integers
    returned: Integers
    """Cases that came back after being elsewhere."""
    repeated: Integers
    """Cases that came back, or in which one touchpoint happened twice in a row here."""
    entries: Integers
    """Cases that begin here."""
    exits: Integers
    """Cases whose last event is here."""
    dropped: Integers
    """Cases whose last event is here and that never arrived at the destination."""
    dwell: Histograms
    """From the first event of a visit to the first event elsewhere; a visit nothing follows has none."""
    time_to: Histograms
    """From a case's first event to its first event here."""

    def at(self, place: int) -> PlaceCounts:
        """What happened at one place."""
        return PlaceCounts(
            cases=int(self.cases[place]),
            events=int(self.events[place]),
            visits=int(self.visits[place]),
            returned=int(self.returned[place]),
            repeated=int(self.repeated[place]),
            entries=int(self.entries[place]),
            exits=int(self.exits[place]),
            dropped=int(self.dropped[place]),
            dwell=self.dwell.durations(place),
            time_to=self.time_to.durations(place),
        )


@dataclass(frozen=True)
class PlaceCounts:
    """What happened at one place, as in `VisitCounts`; nothing where nothing could be seen."""

    cases: int = 0
    events: int = 0
    visits: int = 0
    returned: int = 0
    repeated: int = 0
    entries: int = 0
    exits: int = 0
    dropped: int = 0
    dwell: Times = NOTHING
    time_to: Times = NOTHING


@dataclass(frozen=True)
class Visits:
    """What happened at each place of one level."""

    size: int
    """How many places there are."""
    place_of: Places
    destination: Chosen
    """[touchpoints] whether an event of this touchpoint is the arrival at the destination."""

    def kernel(self, partition: Partition, chosen: Chosen) -> VisitCounts:
        """Follow every chosen case from visit to visit."""
        counted, stayed, came = _visit(
            partition.start,
            partition.code,
            partition.time,
            chosen,
            self.place_of,
            self.destination,
            self.size,
        )
        return VisitCounts(
            cases=counted[_CASES],
            events=counted[_EVENTS],
            visits=counted[_VISITS],
            returned=counted[_RETURNED],
            repeated=counted[_REPEATED],
            entries=counted[_ENTRIES],
            exits=counted[_EXITS],
            dropped=counted[_DROPPED],
            dwell=Histograms.of(stayed, self.size),
            time_to=Histograms.of(came, self.size),
        )


_CASES, _EVENTS, _VISITS, _RETURNED, _REPEATED, _ENTRIES, _EXITS, _DROPPED = range(8)


@numba.njit(cache=True, nogil=True)
def _visit(  # pragma: no cover
    start: Offsets,
    code: Codes,
    time: Instants,
    chosen: Chosen,
    place_of: Places,
    destination: Chosen,
    size: int,
) -> tuple[Integers, Noted, Noted]:
    counted = np.zeros((8, size), dtype=np.int64)
    came, returned, repeated = np.full((3, size), -1, dtype=np.int64)  # by the latest case that did
    rows, times = np.empty(len(code), dtype=np.int32), np.empty(len(code), dtype=np.int64)
    places, waits = np.empty(len(code), dtype=np.int32), np.empty(len(code), dtype=np.int64)
    left, found = 0, 0
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        first, end = start[case], start[case + 1]
        arrived = False
        here = -1
        since = time[first]
        for event in range(first, end):
            there = place_of[code[event]]
            arrived = arrived or destination[code[event]]
            counted[_EVENTS, there] += 1
            again = there == here and code[event] == code[event - 1]
            if there != here:
                if here >= 0:
                    rows[left], times[left] = here, time[event] - since
                    left += 1
                since = time[event]
                counted[_VISITS, there] += 1
                if came[there] != case:
                    came[there] = case
                    counted[_CASES, there] += 1
                    places[found], waits[found] = there, time[event] - time[first]
                    found += 1
                else:
                    again = True
                    if returned[there] != case:
                        returned[there] = case
                        counted[_RETURNED, there] += 1
            if again and repeated[there] != case:
                repeated[there] = case
                counted[_REPEATED, there] += 1
            here = there
        counted[_ENTRIES, place_of[code[first]]] += 1
        counted[_EXITS, here] += 1
        if not arrived:
            counted[_DROPPED, here] += 1
    return counted, (rows[:left], times[:left]), (places[:found], waits[:found])
