"""Curves: the product-limit estimate of how many have come by a time, with its band and its median."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from typing import TypeAlias

import numpy as np

from waypost.analysis.measure import Integers
from waypost.analysis.results import Estimate, Figure, NotEnough
from waypost.analysis.statistics import CONFIDENCE, MINIMUM, wilson

POINTS = 200
"""How many points of a curve are kept to be drawn."""
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True)
class CurvePoint:
    """How many had come by a time."""

    time: int
    """Microseconds since the beginning."""
    share: float
    low: float
    high: float
    at_risk: int
    """Cases that had neither come nor gone out of sight just before."""


@dataclass(frozen=True)
class MedianTime:
    """The time by which half have come, with its 95 % interval, in microseconds."""

    value: int | None
    """None: fewer than half have come as far as can be seen."""
    low: int | None
    high: int | None
    """None: without an upper end as far as can be seen."""
    n: int


Median: TypeAlias = MedianTime | NotEnough


@dataclass(frozen=True)
class Curve:
    """A whole product-limit estimate of the share that has come."""

    points: tuple[CurvePoint, ...]
    """One for every time at which somebody came."""
    cases: int
    came: int
    followed: tuple[tuple[int, int], ...]
    """(time, how many cases could be followed at least so long), ascending."""

    def median(self) -> Median:
        """The first time by which half have come; its interval is where the band around the curve holds one half.

        Source: R. Brookmeyer and J. Crowley, *A Confidence Interval for the Median Survival Time*, Biometrics 38
        (1982), with the band on the log-log scale.
        """
        if self.cases < MINIMUM:
            return NotEnough(self.cases, MINIMUM)
        value, low, high = (
            next((point.time for point in self.points if getattr(point, side) >= _HALF), None)
            for side in ("share", "high", "low")
        )
        return MedianTime(value, low, high, self.cases)

    def by(self, time: int) -> Figure:
        """The share that had come by a time; not enough data when too few cases could be followed so long."""
        so_long = next((cases for least, cases in self.followed if least >= time), 0)
        if so_long < MINIMUM:
            return NotEnough(so_long, MINIMUM)
        reached = [point for point in self.points if point.time <= time]
        if not reached:
            return Estimate(0.0, *wilson(0, so_long), self.cases)
        return Estimate(reached[-1].share, reached[-1].low, reached[-1].high, self.cases)

    def thinned(self, most: int = POINTS) -> tuple[CurvePoint, ...]:
        """At most so many points, the first and the last among them, as even in height as can be."""
        if len(self.points) <= most:
            return self.points
        heights = np.array([point.share for point in self.points])
        places = np.searchsorted(heights, np.linspace(heights[0], heights[-1], most))
        return tuple(self.points[place] for place in np.unique(places).tolist())


_HALF = 0.5 - 1e-12
"""One half, as sums of floats reach it."""


def product_limit(times: Sequence[int], came: Integers, waiting: Integers, followed: Integers) -> Curve:
    """From events and censored cases by bucket; in one bucket, who came is counted before who went out of sight."""
    at_risk = int(came.sum() + waiting.sum())
    cases = at_risk
    surviving, greenwood = 1.0, 0.0
    points: list[CurvePoint] = []
    for bucket in np.flatnonzero(came + waiting).tolist():
        events = int(came[bucket])
        if events:
            surviving *= 1 - events / at_risk
            greenwood += events / (at_risk * (at_risk - events)) if at_risk > events else 0.0
            low, high = _band(surviving, greenwood, at_risk) if at_risk > events else _all_came(points, at_risk)
            points.append(CurvePoint(times[bucket], 1 - surviving if at_risk > events else 1.0, low, high, at_risk))
        at_risk -= events + int(waiting[bucket])
    left = np.cumsum(followed[::-1])[::-1]
    ends = np.flatnonzero(followed).tolist()
    return Curve(tuple(points), cases, int(came.sum()), tuple((times[bucket], int(left[bucket])) for bucket in ends))


def _band(surviving: float, greenwood: float, at_risk: int) -> tuple[float, float]:
    """The interval of the share that has come, from Greenwood's variance on the log-log scale."""
    width = _Z * sqrt(greenwood) / abs(log(surviving))
    centre = log(-log(surviving))
    return 1 - exp(-exp(centre - width)), 1 - exp(-exp(centre + width))


def _all_came(before: Sequence[CurvePoint], at_risk: int) -> tuple[float, float]:
    """Where nobody is left the log-log band has no width: at least as many as before had come, at most all."""
    return (before[-1].low if before else wilson(at_risk, at_risk)[0]), 1.0
