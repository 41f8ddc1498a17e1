"""Comparing like with like: two groups over many strata, most of them small.

Mantel and Haenszel's estimates stand strata so sparse that each holds one case of either group.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Self

import numpy as np
import numpy.typing as npt
from statsmodels.stats.contingency_tables import StratifiedTable

from waypost.analysis.statistics import CONFIDENCE

Column = npt.NDArray[np.float64]

_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True)
class Interval:
    """A value, its 95 % interval and the p of there being no difference."""

    value: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Shares:
    """k strata with both groups in each: how many there are, and how many had the outcome."""

    n1: Column
    """The exposed …"""
    y1: Column
    n0: Column
    """… and those they are compared with."""
    y0: Column
    selves: Column
    """Those that stand on both sides and are not compared with themselves …"""
    selves1: Column
    """… those of them with the outcome as the exposed …"""
    selves0: Column
    """… and as the compared."""

    @classmethod
    def apart(cls, n1: Column, y1: Column, n0: Column, y0: Column) -> Self:
        """Two groups of different people."""
        nobody = np.zeros_like(n1)
        return cls(n1, y1, n0, y0, nobody, nobody, nobody)

    @property
    def cases(self) -> int:
        """Everybody."""
        return int(self.n1.sum() + self.n0.sum())

    @property
    def had(self) -> int:
        """Those who had the outcome."""
        return int(self.y1.sum() + self.y0.sum())


@dataclass(frozen=True)
class Sums:
    """k strata with both groups in each: how many there are, the sum of what they spent, and the sum of its squares."""

    n1: Column
    sum1: Column
    square1: Column
    n0: Column
    sum0: Column
    square0: Column
    selves: Column
    """Those that stand on both sides …"""
    own: Column
    """… and the sum of what they spent more as the exposed than as the compared."""


def risk_difference(shares: Shares) -> Interval:
    """Mantel and Haenszel's difference of shares, with Sato's variance; p by the stratified test.

    The variance holds for few large strata and for many small ones. A sum over pairs of an exposed and a compared, from
    which the pairs of a case with itself are left out. Sources: S. Greenland and J. M. Robins, *Estimation
    of a Common Effect Parameter from Sparse Follow-up Data*, Biometrics 41 (1985); T. Sato, *On the Variance Estimator
    for the Mantel–Haenszel Risk Difference*, Biometrics 45 (1989); N. Mantel and W. Haenszel, JNCI 22 (1959), without
    continuity correction.
    """
    n1, y1, n0, y0 = shares.n1, shares.y1, shares.n0, shares.y0
    n = n1 + n0
    weight = float(((n1 * n0 - shares.selves) / n).sum())
    value = float(((y1 * n0 - y0 * n1 - shares.selves1 + shares.selves0) / n).sum()) / weight
    even = (n1**2 * y0 - n0**2 * y1 + n1 * n0 * (n0 - n1) / 2) / n**2
    odd = (y1 * (n0 - y0) + y0 * (n1 - y1)) / (2 * n)
    error = sqrt(max(value * float(even.sum()) + float(odd.sum()), 0.0)) / weight
    return Interval(value, max(value - _Z * error, -1.0), min(value + _Z * error, 1.0), _p(shares))


def crowding(shares: Shares, often: float) -> float:
    """By how much the variance grows when the compared are so often the same cases: 1 for once.

    The exposed count once. Of the compared, each case counts as one however often it is looked at (a design effect with
    a correlation of 1: L. Kish, *Survey Sampling*, 1965), so that the variance is rather too large than too small.
    """
    one, other = (
        (float(had.sum()) + 0.5) * (float(n.sum() - had.sum()) + 0.5) / float(n.sum() + 1) ** 3
        for had, n in ((shares.y1, shares.n1), (shares.y0, shares.n0))
    )
    return (one + often * other) / (one + other)


def widened(interval: Interval, factor: float) -> Interval:
    """An interval on the scale of differences with so many times the variance, and its p."""
    z = -NormalDist().inv_cdf(max(interval.p, 1e-300) / 2) / sqrt(factor)
    reach = sqrt(factor)
    return Interval(
        interval.value,
        interval.value - reach * (interval.value - interval.low),
        interval.value + reach * (interval.high - interval.value),
        2 * NormalDist().cdf(-z),
    )


def widened_ratio(interval: Interval, factor: float) -> Interval:
    """The same on the scale of ratios."""
    one = widened(Interval(log(interval.value), log(interval.low), log(interval.high), interval.p), factor)
    return Interval(interval.value, exp(one.low), exp(one.high), one.p)


def odds_ratio(shares: Shares) -> Interval | None:
    """Mantel and Haenszel's odds ratio with the interval of Robins, Breslow and Greenland; None where it has no end.

    Source: J. M. Robins, N. Breslow and S. Greenland, *Estimators of the Mantel–Haenszel Variance Consistent in both
    Sparse Data and Large-Strata Limiting Models*, Biometrics 42 (1986).
    """
    n = shares.n1 + shares.n0
    up = float((shares.y1 * (shares.n0 - shares.y0) / n).sum())
    down = float((shares.y0 * (shares.n1 - shares.y1) / n).sum())
    if not (up and down):
        return None
    table = _stratified(shares)
    low, high = table.oddsratio_pooled_confint(alpha=1 - CONFIDENCE)
    return Interval(float(table.oddsratio_pooled), float(low), float(high), _p(shares))


def risk_ratio(shares: Shares) -> Interval | None:
    """Mantel and Haenszel's ratio of shares, with Greenland and Robins's variance (1985); None where it has no end."""
    n1, y1, n0, y0 = shares.n1, shares.y1, shares.n0, shares.y0
    n = n1 + n0
    up = float(((y1 * n0 - shares.selves1) / n).sum())
    down = float(((y0 * n1 - shares.selves0) / n).sum())
    if up <= 0 or down <= 0:
        return None
    error = sqrt(float(((n1 * n0 * (y1 + y0) - y1 * y0 * n) / n**2).sum()) / (up * down))
    value = up / down
    p = 2 * NormalDist().cdf(-abs(log(value)) / error) if error else 1.0
    return Interval(value, value * exp(-_Z * error), value * exp(_Z * error), p)


def mean_difference(sums: Sums) -> Interval:
    """The difference of means, strata weighted as Mantel and Haenszel do, with each group's own pooled variance.

    The variance within a group is pooled over strata, since most hold too few for one of their own; p by the normal
    distribution. The weights are those of `risk_difference`, which it is for a sum of zeros and ones but for the
    variance.
    """
    n = sums.n1 + sums.n0
    weight = sums.n1 * sums.n0 / n
    total = float((weight - sums.selves / n).sum())
    value = float(((sums.sum1 * sums.n0 - sums.sum0 * sums.n1 - sums.own) / n).sum()) / total
    own = _variance(sums.n1, sums.sum1, sums.square1), _variance(sums.n0, sums.sum0, sums.square0)
    known = [variance for variance in own if variance is not None]
    one, other = (max(known, default=0.0) if variance is None else variance for variance in own)
    error = sqrt(float((weight**2 * (one / sums.n1 + other / sums.n0)).sum())) / total
    p = 2 * NormalDist().cdf(-abs(value) / error) if error else 1.0
    return Interval(value, value - _Z * error, value + _Z * error, p)


def spread(sums: Sums) -> float:
    """The standard deviation of what all spent."""
    n = float((sums.n1 + sums.n0).sum())
    mean = float((sums.sum1 + sums.sum0).sum()) / n
    return sqrt(max(float((sums.square1 + sums.square0).sum()) / n - mean**2, 0.0))


def e_value(ratio: Interval) -> tuple[float, float]:
    """How strongly a hidden cause would have to go with both signal and outcome to explain a ratio of shares away.

    The first for the ratio itself, the second for the end of its interval that is nearer to 1; 1 where the interval
    holds 1. Source: T. J. VanderWeele and P. Ding, *Sensitivity Analysis in Observational Research: Introducing the
    E-Value*, Annals of Internal Medicine 167 (2017).
    """
    bound = ratio.low if ratio.value >= 1 else ratio.high
    crosses = ratio.low <= 1 <= ratio.high
    return _e_value(ratio.value), 1.0 if crosses else _e_value(bound)


def ratio_of_means(difference: Interval, deviation: float) -> Interval:
    """A difference of means as the ratio of shares it is about as strong as, by VanderWeele and Ding's rule (2017).

    exp(0.91 d), with d the difference in standard deviations; likewise for the interval.
    """
    value, low, high = (
        exp(min(0.91 * part / deviation, 700.0)) for part in (difference.value, difference.low, difference.high)
    )
    return Interval(value, low, high, difference.p)


def _e_value(ratio: float) -> float:
    upwards = ratio if ratio >= 1 else 1 / ratio
    return upwards + sqrt(upwards * (upwards - 1))


def _p(shares: Shares) -> float:
    """Of the stratified test; 1 where in each stratum all or none had the outcome, so that none can tell."""
    had = shares.y1 + shares.y0
    if not ((had > 0) & (had < shares.n1 + shares.n0)).any():
        return 1.0
    return float(_stratified(shares).test_null_odds(correction=False).pvalue)


def _stratified(shares: Shares) -> StratifiedTable:
    return StratifiedTable(
        np.array([[shares.y1, shares.n1 - shares.y1], [shares.y0, shares.n0 - shares.y0]], dtype=np.float64)
    )


def _variance(n: Column, sums: Column, squares: Column) -> float | None:
    """Within strata; None where no stratum has two."""
    freedom = float((n - 1).sum())
    return max(float((squares - sums**2 / n).sum()) / freedom, 0.0) if freedom else None
