"""Indicators: samples of the figures that are neither a plain share, mean nor median: promoters, and money kept."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Protocol, Self

from waypost.analysis.comparison.samples import Answers, Shares
from waypost.analysis.results import Estimate, Figure, NotEnough
from waypost.analysis.statistics import CONFIDENCE, MINIMUM

_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)

PROMOTER, DETRACTOR = 900, 600
"""In hundredths of a scale from 0 to 10: from this score on a promoter, up to this one a detractor."""


class Indicator(Protocol):
    """What was seen of one metric in one group or period."""

    @property
    def n(self) -> int:
        """How many cases, answers or customers there are."""

    def figure(self) -> Figure:
        """The value with its interval."""

    def __add__(self, other: Self) -> Self:
        """Both together."""


@dataclass(frozen=True)
class Promoters:
    """How many would recommend, and how many would not."""

    promoters: int
    detractors: int
    answers: int

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """From answers on the scale from 0 to 10."""
        return cls(
            sum(times for cents, times in answers.given.items() if cents >= PROMOTER),
            sum(times for cents, times in answers.given.items() if cents <= DETRACTOR),
            answers.n,
        )

    @property
    def n(self) -> int:
        """How many answers."""
        return self.answers

    def figure(self) -> Figure:
        """The net promoter score, −100 to 100, with the adjusted Wald interval.

        Three answers are added: three quarters of a promoter, as much of a detractor, and one and a half passives.
        Source: B. Rocks, *Interval Estimation for the Net Promoter Score*, The American Statistician 70 (2016).
        """
        if self.answers < MINIMUM:
            return NotEnough(self.answers, MINIMUM)
        n = self.answers + 3
        for_it, against = (self.promoters + 0.75) / n, (self.detractors + 0.75) / n
        centre = for_it - against
        margin = _Z * sqrt((for_it + against - centre**2) / n)
        value = (self.promoters - self.detractors) / self.answers
        low, high = max(min(centre - margin, value), -1.0), min(max(centre + margin, value), 1.0)
        return Estimate(100 * value, 100 * low, 100 * high, self.answers)

    def __add__(self, other: Self) -> Self:
        """Both together."""
        return type(self)(
            self.promoters + other.promoters, self.detractors + other.detractors, self.answers + other.answers
        )


@dataclass(frozen=True)
class Kept:
    """What customers paid one month, and what of it the next: sums over customers, in hundredths and whole units."""

    customers: int
    """Who paid in the month before."""
    before: int
    """Hundredths."""
    after: int
    """Hundredths."""
    before_squared: int
    """The sum of each customer's whole units, squared."""
    after_squared: int
    both: int
    """The sum of each customer's whole units of both months, multiplied."""

    @property
    def n(self) -> int:
        """How many customers."""
        return self.customers

    def figure(self) -> Figure:
        """The second as a part of the first, with the interval of a ratio.

        Source: W. G. Cochran, *Sampling Techniques* (3rd ed., 1977), section 6.4.
        """
        if self.customers < MINIMUM or self.before <= 0:
            return NotEnough(self.customers, MINIMUM)
        ratio = self.after / self.before
        off = max(self.after_squared - 2 * ratio * self.both + ratio**2 * self.before_squared, 0.0)
        spread = off * self.customers / (self.customers - 1)
        margin = _Z * sqrt(spread) / (self.before / 100)
        return Estimate(ratio, max(ratio - margin, 0.0), ratio + margin, self.customers)

    def __add__(self, other: Self) -> Self:
        """Both together; a customer of several months counts once a month."""
        return type(self)(
            self.customers + other.customers,
            self.before + other.before,
            self.after + other.after,
            self.before_squared + other.before_squared,
            self.after_squared + other.after_squared,
            self.both + other.both,
        )


def deviation(whole: Indicator) -> float:
    """The standard deviation of a single case, answer or customer, in the figure's unit; 0: it cannot be told."""
    match whole:
        case Shares(part, cases):
            return sqrt(part * (cases - part)) / cases if cases else 0.0
        case Answers():
            return sqrt(whole.squares / (whole.n - 1)) if whole.n > 1 else 0.0
        case Promoters(promoters, detractors, answers):
            if not answers:
                return 0.0
            return 100 * sqrt(max((promoters + detractors) / answers - ((promoters - detractors) / answers) ** 2, 0.0))
        case _:
            return 0.0
