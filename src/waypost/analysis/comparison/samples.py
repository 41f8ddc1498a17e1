"""Samples: what was seen of one figure in one group, in integers, so that groups can be added, taken away, compared.

A figure of the map is a share, a mean of answers, or a median of times; each has its own kind of sample.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol, Self

import numpy as np
from scipy.stats import binom

from waypost.analysis.histogram import BUCKETS, Histograms, reported
from waypost.analysis.results import Estimate, Figure, NotEnough
from waypost.analysis.statistics import CONFIDENCE, MINIMUM, mean, share


class Sample(Protocol):
    """What was seen of one figure in one group."""

    @property
    def n(self) -> int:
        """How many cases, answers or times there are."""

    def figure(self) -> Figure:
        """The value with its interval."""

    def __add__(self, other: Self) -> Self:
        """Both groups together."""

    def __sub__(self, other: Self) -> Self:
        """Without a group that is part of this one."""


@dataclass(frozen=True)
class Shares:
    """How many of how many."""

    part: int
    whole: int

    @property
    def n(self) -> int:
        """The whole."""
        return self.whole

    def figure(self) -> Figure:
        """The share, with Wilson's interval."""
        return share(self.part, self.whole)

    def __add__(self, other: Self) -> Self:
        """Both groups together."""
        return type(self)(self.part + other.part, self.whole + other.whole)

    def __sub__(self, other: Self) -> Self:
        """Without a group that is part of this one."""
        return type(self)(self.part - other.part, self.whole - other.whole)


@dataclass(frozen=True)
class Answers:
    """How often each answer was given on one scale."""

    low: float
    high: float
    given: Counter[int]
    """Answer in hundredths → how often."""

    @property
    def n(self) -> int:
        """How many answers."""
        return self.given.total()

    @property
    def distribution(self) -> tuple[tuple[float, int], ...]:
        """(answer, how often), ascending."""
        return tuple((cents / 100, times) for cents, times in sorted(self.given.items()))

    @property
    def mean(self) -> float:
        """The mean answer; there must be one."""
        return sum(cents * times for cents, times in self.given.items()) / self.n / 100

    @property
    def squares(self) -> float:
        """The sum of the squared distances from the mean."""
        centre = self.mean
        return sum((cents / 100 - centre) ** 2 * times for cents, times in self.given.items())

    def figure(self) -> Figure:
        """The mean, with the interval for answers on a scale with ends."""
        return mean(self.distribution, self.low, self.high)

    def __add__(self, other: Self) -> Self:
        """Both groups together."""
        return type(self)(self.low, self.high, self.given + other.given)

    def __sub__(self, other: Self) -> Self:
        """Without a group that is part of this one."""
        return type(self)(self.low, self.high, self.given - other.given)


@dataclass(frozen=True)
class Waits:
    """How often something took so long."""

    buckets: Counter[int]
    """Bucket of the histogram → how often."""

    @classmethod
    def of(cls, histograms: Histograms, row: int) -> Self:
        """One row of histograms."""
        start, end = np.searchsorted(histograms.keys, (row * BUCKETS, (row + 1) * BUCKETS))
        keys = (histograms.keys[start:end] - row * BUCKETS).tolist()
        return cls(Counter(dict(zip(keys, histograms.counts[start:end].tolist(), strict=True))))

    @property
    def n(self) -> int:
        """How many times."""
        return self.buckets.total()

    def figure(self) -> Figure:
        """The median in microseconds, with the interval between two order statistics.

        That needs no assumption about how times are spread. Source: H. A. David and H. N. Nagaraja, *Order
        Statistics* (3rd ed., 2003), section 7.1.
        """
        n = self.n
        if n < MINIMUM:
            return NotEnough(n, MINIMUM)
        below = max(int(binom.ppf((1 - CONFIDENCE) / 2, n, 0.5)), 1)
        low, middle, high = self._ranked((below, (n + 1) // 2, n + 1 - below))
        return Estimate(middle, low, high, n)

    def above(self, bucket: int) -> Shares:
        """How many took longer than a bucket's times."""
        return Shares(sum(count for one, count in self.buckets.items() if one > bucket), self.n)

    def middle(self) -> int:
        """The bucket of the median; there must be a time."""
        return self._places(((self.n + 1) // 2,))[0]

    def _ranked(self, ranks: tuple[int, ...]) -> list[int]:
        return [reported(bucket) for bucket in self._places(ranks)]

    def _places(self, ranks: tuple[int, ...]) -> list[int]:
        """The buckets of the values with these ranks, counted from 1."""
        ascending = sorted(self.buckets)
        reach = list(accumulate(self.buckets[bucket] for bucket in ascending))
        return [ascending[int(np.searchsorted(reach, rank))] for rank in ranks]

    def __add__(self, other: Self) -> Self:
        """Both groups together."""
        return type(self)(self.buckets + other.buckets)

    def __sub__(self, other: Self) -> Self:
        """Without a group that is part of this one."""
        return type(self)(self.buckets - other.buckets)
