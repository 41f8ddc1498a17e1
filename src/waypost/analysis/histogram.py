"""Histograms of times in logarithmic buckets: exact counts, values within 1 %, merged by addition.

After HdrHistogram (Gil Tene): every power of two is cut into 64 equal buckets. A value is reported as the middle of its
bucket, so at most 1/128 (0.79 %) away from the truth; values below 128 µs are exact. Times are microseconds from 0 to
2**53 - 1 (285 years); shorter and longer ones count as these.

A measure has histograms of many rows (a row a transition, an element …). Its kernel writes down the row of each time
and the time, and `Histograms.of` counts them; the busiest kernel counts them itself, in the same pages
(`Histograms.of_pages`). Only buckets that are not empty are kept. That kernels call nothing of this module is on
purpose: Numba's cache would not notice a change here.
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
PageOf: TypeAlias = npt.NDArray[np.uint32]
"""[rows × 54] the page of each row's power of two; 0: none, nothing was counted there."""
Buckets: TypeAlias = npt.NDArray[np.uint32]
"""[(1 + pages) × 64] the counts of page after page; page 0 is empty."""

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
def _counted(rows: Rows, values: Integers, size: int) -> tuple[PageOf, Buckets]:  # pragma: no cover
    """Only what is used has a page."""
    octaves = size * _OCTAVES
    page_of = np.zeros(octaves, dtype=np.uint32)
    buckets = np.zeros((min(len(values), octaves) + 1) * _PAGE, dtype=np.uint32)  # taken only where it is touched
    used = np.uint32(0)
    for place in range(len(values)):
        key = rows[place] * BUCKETS + bucket_of(values[place])
        page = page_of[key >> _DETAIL]
        if page == 0:
            used += np.uint32(1)
            page = used
            page_of[key >> _DETAIL] = page
        buckets[np.int64(page) * _PAGE + (key & (_PAGE - 1))] += np.uint32(1)
    return page_of, buckets[: (np.int64(used) + 1) * _PAGE]


@numba.njit(cache=True, nogil=True)
def _listed(page_of: PageOf, buckets: Buckets) -> tuple[Integers, Integers]:  # pragma: no cover
    """The keys of all buckets that are not empty, ascending, and their counts."""
    keys, counts = np.empty(len(buckets), dtype=np.int64), np.empty(len(buckets), dtype=np.int64)
    end = 0
    for octave in range(len(page_of)):
        page = np.int64(page_of[octave]) * _PAGE
        if page == 0:
            continue
        for detail in range(_PAGE):
            keys[end], counts[end] = octave * _PAGE + detail, buckets[page + detail]
            end += buckets[page + detail] > 0  # no branch: nobody could guess it
    return keys[:end].copy(), counts[:end].copy()


@numba.njit(cache=True, nogil=True)
def _together(  # pragma: no cover
    keys: Integers, counts: Integers, other_keys: Integers, other_counts: Integers
) -> tuple[Integers, Integers]:
    """Two ascending lists of keys as one, the counts of equal keys added."""
    most = len(keys) + len(other_keys)
    merged, sums = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    here, there, end = 0, 0, 0
    while here < len(keys) and there < len(other_keys):
        one, other = keys[here], other_keys[there]
        merged[end] = min(one, other)
        sums[end] = counts[here] * (one <= other) + other_counts[there] * (other <= one)
        here, there, end = here + (one <= other), there + (other <= one), end + 1
    left, right = len(keys) - here, len(other_keys) - there  # one of them is 0
    merged[end : end + left], sums[end : end + left] = keys[here:], counts[here:]
    merged[end : end + right], sums[end : end + right] = other_keys[there:], other_counts[there:]
    return merged[: end + left + right].copy(), sums[: end + left + right].copy()


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
        return cls.of_pages(*_counted(*noted, size))

    @classmethod
    def of_pages(cls, page_of: PageOf, buckets: Buckets) -> Self:
        """The histograms counted in pages."""
        return cls(*_listed(page_of, buckets))

    def totals(self, rows: int) -> Integers:
        """[rows] how many times were counted in each row."""
        ends = np.searchsorted(self.keys, np.arange(rows + 1) * BUCKETS)
        return np.diff(np.concatenate(([0], np.cumsum(self.counts)))[ends])

    def __add__(self, other: Self) -> Self:
        """Bucket by bucket."""
        return type(self)(*_together(self.keys, self.counts, other.keys, other.counts))

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
