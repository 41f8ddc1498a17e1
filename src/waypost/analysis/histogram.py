"""Histograms of times in logarithmic buckets: exact counts, values within 1 %, merged by addition.

After HdrHistogram (Gil Tene): every power of two is cut into 64 equal buckets. A value is reported as the middle of its
bucket, so at most 1/128 (0.79 %) away from the truth; values below 128 µs are exact. Times are microseconds from 0 to
2**53 - 1 (285 years); shorter and longer ones count as these.

A measure has histograms of many rows (a row a transition, an element …). Its kernel writes down the row of each time
and the time, and `Histograms.of` counts them; only buckets that are not empty are kept. That kernels call nothing of
this module is on purpose: Numba's cache would not notice a change here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, TypeAlias

import numba
import numpy as np
import numpy.typing as npt

from waypost.analysis.measure import Integers
from waypost.analysis.results import Durations, NotEnough, Times
from waypost.analysis.statistics import MINIMUM

_DETAIL = 6
_PAGE = 1 << _DETAIL
_OCTAVES = 54
_LONGEST = (1 << 53) - 1
Rows: TypeAlias = npt.NDArray[np.int32]
Noted: TypeAlias = tuple[Rows, Integers]
"""Times as a kernel notes them: the row of each, and each in microseconds."""

BUCKETS = _OCTAVES << _DETAIL
"""How many buckets a row has."""
_SHIFT = 52 - _DETAIL
_BIAS = 1022 << _DETAIL


@numba.njit(cache=True, nogil=True)
def bucket_of(value: int) -> np.int64:  # pragma: no cover
    """The bucket of a time in microseconds.

    An integer below 2**53 is a float without loss, and the bits of a float are its power of two followed by its
    leading digits: the bucket, once the rest is cut off.
    """
    kept = min(max(value, 0), _LONGEST)
    return (np.float64(kept).view(np.int64) >> _SHIFT) - _BIAS if kept > 0 else np.int64(0)


@numba.njit(cache=True, nogil=True)
def _counted(rows: Rows, values: Integers, size: int) -> tuple[Integers, Integers]:  # pragma: no cover
    """The page of each row and octave (−1: none), and the buckets of page after page: only what is used has a page."""
    keys = np.empty(len(values), dtype=np.int64)
    page_of = np.full(size * _OCTAVES, -1, dtype=np.int64)
    used = 0
    for place in range(len(values)):
        key = rows[place] * BUCKETS + bucket_of(values[place])
        keys[place] = key
        if page_of[key >> _DETAIL] < 0:
            page_of[key >> _DETAIL] = used
            used += 1
    pages = np.zeros(used * _PAGE, dtype=np.int64)
    for key in keys:
        pages[page_of[key >> _DETAIL] * _PAGE + (key & (_PAGE - 1))] += 1
    return page_of, pages


def reported(bucket: int) -> int:
    """The value a bucket stands for: its middle."""
    octave, detail = divmod(bucket, _PAGE)
    if octave == 0:
        return 0
    low = ((_PAGE + detail) << octave) >> (_DETAIL + 1)
    high = (((_PAGE + detail + 1) << octave) - 1) >> (_DETAIL + 1)
    return (low + high) // 2


@dataclass(frozen=True)
class Histograms:
    """The histograms of many rows, without their empty buckets."""

    keys: Integers
    """row × BUCKETS + bucket, ascending, each once."""
    counts: Integers

    @classmethod
    def of(cls, noted: Noted, size: int) -> Self:
        """The histograms of `size` rows, from what a kernel noted."""
        page_of, pages = _counted(*noted, size)
        octaves = np.flatnonzero(page_of >= 0)
        counts = pages.reshape(-1, _PAGE)[page_of[octaves]]
        octave, detail = np.nonzero(counts)
        return cls(octaves[octave] * _PAGE + detail, counts[octave, detail])

    def __add__(self, other: Self) -> Self:
        """Bucket by bucket."""
        keys = np.concatenate((self.keys, other.keys))
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        firsts = np.flatnonzero(np.diff(keys, prepend=-1))
        counts = np.concatenate((self.counts, other.counts))[order]
        return type(self)(keys[firsts], np.add.reduceat(counts, firsts) if len(keys) else counts)

    def durations(self, row: int, minimum: int = MINIMUM) -> Times:
        """One row's quantiles, when at least `minimum` values were counted.

        The q-quantile is the smallest value at or below which lie at least q of all values (type 1 of Hyndman and
        Fan, *Sample Quantiles in Statistical Packages*, 1996), reported as the middle of its bucket.
        """
        start, end = np.searchsorted(self.keys, (row * BUCKETS, (row + 1) * BUCKETS))
        cumulated = np.cumsum(self.counts[start:end])
        n = int(cumulated[-1]) if end > start else 0
        if n < max(minimum, 1):
            return NotEnough(n, minimum)
        ranks = [-(-n * percent // 100) for percent in (10, 25, 50, 75, 90)]
        places = start + np.searchsorted(cumulated, ranks)
        p10, p25, median, p75, p90 = (reported(int(self.keys[place]) - row * BUCKETS) for place in places)
        return Durations(n, p10, p25, median, p75, p90)
