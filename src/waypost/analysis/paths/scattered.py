"""Scattered histograms: times noted under large numbers (ways, orders, paths) of which few are used.

They are `Histograms` whose rows are these numbers, and merge as all others do.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from waypost.analysis.histogram import BUCKETS, Histograms
from waypost.analysis.measure import Integers, summed
from waypost.analysis.results import Times

MOST = 1 << 50
"""Numbers are below this."""


def scattered(numbers: Integers, times: Integers) -> Histograms:
    """The histogram of each number, from what a kernel noted: [m] numbers and [m] microseconds."""
    used, rows = np.unique(numbers, return_inverse=True)
    dense = Histograms.of((rows.astype(np.int32), times), len(used))
    return Histograms(used[dense.keys // BUCKETS] * BUCKETS + dense.keys % BUCKETS, dense.counts)


def sizes(times: Histograms) -> dict[int, int]:
    """How many times were noted under each number that is used, ascending."""
    if not len(times.keys):
        return {}
    numbers = times.keys // BUCKETS
    firsts = np.flatnonzero(np.diff(numbers, prepend=-1))
    counts = np.add.reduceat(times.counts, firsts)
    return dict(zip(numbers[firsts].tolist(), counts.tolist(), strict=True))


def pooled(times: Histograms, numbers: Collection[int]) -> Times:
    """The quantiles of all times under these numbers together."""
    inside = np.isin(times.keys // BUCKETS, np.array(list(numbers), dtype=np.int64))
    buckets, place = np.unique(times.keys[inside] % BUCKETS, return_inverse=True)
    return Histograms(buckets, summed(place, times.counts[inside], len(buckets))).durations(0)
