"""Noise: events that only echo another one, written by the same click of the customer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from waypost.analysis.discovery.counting import FirstLookCounts
from waypost.analysis.histogram import BUCKETS, Histograms, reported

_AT_ONCE = 2_000_000
"""Microseconds within which nobody does two things."""
_ALWAYS = 0.95
_FINE = 0.5
"""With a larger part of all moves at once, the log's times are too coarse to tell an echo."""


@dataclass(frozen=True)
class Echo:
    """A kind of event that practically always follows another one at once."""

    place: int
    of: int


def echoes(counts: FirstLookCounts) -> tuple[Echo, ...]:
    """The places of which at least 95 % of events follow one and the same other place within two seconds."""
    size = len(counts.visits.cases)
    moves = counts.moves
    at_once = _at_once(moves.times, size)
    everything = int(moves.count.sum())
    if not everything or at_once.sum() > _FINE * everything:
        return ()
    events = counts.visits.events
    np.fill_diagonal(at_once, 0)
    found: dict[int, int] = {}
    for place in np.argsort(-events, kind="stable").tolist():
        origin = int(np.argmax(at_once[:, place]))
        echoing = events[place] and at_once[origin, place] >= _ALWAYS * events[place]
        if echoing and origin not in found:
            found[place] = origin
    return tuple(Echo(place, of) for place, of in sorted(found.items()))


def _at_once(times: Histograms, size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """[k, k] moves that took no longer than two seconds."""
    row, bucket = np.divmod(times.keys, BUCKETS)
    distinct, where = np.unique(bucket, return_inverse=True)
    short = np.array([reported(int(one)) <= _AT_ONCE for one in distinct], dtype=np.bool_)
    counted = np.zeros(size * size, dtype=np.int64)
    if len(row):
        np.add.at(counted, row[short[where]], times.counts[short[where]])
    return counted.reshape(size, size)
