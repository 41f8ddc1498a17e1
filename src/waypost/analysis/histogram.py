"""Histograms of times in logarithmic buckets: exact counts, values within 1 %, merged by addition.

After HdrHistogram (Gil Tene): every power of two is cut into 64 equal buckets. A value is reported as the middle of its
bucket, so at most 1/128 (0.79 %) away from the truth; values below 128 µs are exact. Times are microseconds from 0 to
2**53 - 1 (285 years); shorter and longer ones count as these.

In a kernel, a *book* holds histograms of many rows (a row a transition, an element …) in pages of 64 buckets that are
only allocated where something is counted. Outside, `Histograms` keeps the buckets that are not empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, TypeAlias

import numba
import numpy as np

from waypost.analysis.measure import Integers
from waypost.analysis.results import Durations, NotEnough, Times
from waypost.analysis.statistics import MINIMUM

_DETAIL = 6
_PAGE = 1 << _DETAIL
_OCTAVES = 53
_LONGEST = (1 << _OCTAVES) - 1
BUCKETS = (_OCTAVES + 1) << _DETAIL
"""How many buckets a row has."""
_SHIFT = 52 - _DETAIL
_BIAS = 1022 << _DETAIL

Book: TypeAlias = tuple[Integers, Integers, int]
"""(page of each row and octave [rows, octaves], pages [p, 64], pages in use)."""


@numba.njit(cache=True, nogil=True)
def bucket_of(value: int) -> np.int64:  # pragma: no cover
    """The bucket of a time in microseconds.

    An integer below 2**53 is a float without loss, and the bits of a float are its power of two followed by its
    leading digits: the bucket, once the rest is cut off.
    """
    kept = min(max(value, 0), _LONGEST)
    return (np.float64(kept).view(np.int64) >> _SHIFT) - _BIAS if kept > 0 else np.int64(0)


@numba.njit(cache=True, nogil=True)
def blank_book(rows: int) -> Book:  # pragma: no cover
    """Empty histograms for so many rows."""
    return np.full((rows, _OCTAVES + 1), -1, dtype=np.int64), np.zeros((64, _PAGE), dtype=np.int64), 0


@numba.njit(cache=True, nogil=True)
def noted(book: Book, row: int, value: int) -> Book:  # pragma: no cover
    """The book after counting one more value in a row; continue with what is returned."""
    page_of, pages, used = book
    bucket = bucket_of(value)
    octave = bucket >> _DETAIL
    page = page_of[row, octave]
    if page < 0:
        if used == len(pages):
            more = np.zeros((2 * used, _PAGE), dtype=np.int64)
            more[:used] = pages
            pages = more
        page = used
        page_of[row, octave] = page
        used += 1
    pages[page, bucket & (_PAGE - 1)] += 1
    return page_of, pages, used


@numba.njit(cache=True, nogil=True)
def closed(book: Book) -> tuple[Integers, Integers]:  # pragma: no cover
    """The keys (row × BUCKETS + bucket, ascending) of the buckets that are not empty, and their counts."""
    page_of, pages, used = book
    size = np.count_nonzero(pages[:used])
    keys = np.empty(size, dtype=np.int64)
    counts = np.empty(size, dtype=np.int64)
    place = 0
    for row in range(len(page_of)):
        for octave in range(_OCTAVES + 1):
            page = page_of[row, octave]
            if page < 0:
                continue
            for detail in range(_PAGE):
                if pages[page, detail] > 0:
                    keys[place] = row * BUCKETS + octave * _PAGE + detail
                    counts[place] = pages[page, detail]
                    place += 1
    return keys, counts


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
