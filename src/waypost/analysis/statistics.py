"""Intervals that hold for small samples, and the one minimum below which a figure is *not enough data*.

All intervals are two-sided with 95 % confidence. Floats live here and in `finish`, nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, sqrt
from statistics import NormalDist

from scipy.special import betaincinv

from waypost.analysis.results import Estimate, Figure, NotEnough

MINIMUM = 10
"""The least n with which a share, a mean or a quantile is shown. The one place that says so."""

NOTHING = NotEnough(0, MINIMUM)
"""Where nothing could be counted."""

CONFIDENCE = 0.95
_TAIL = (1 - CONFIDENCE) / 2
_Z = NormalDist().inv_cdf(1 - _TAIL)

Distribution = Sequence[tuple[float, int]]
"""(value, how many), each value once."""


def share(part: int, whole: int, minimum: int = MINIMUM) -> Figure:
    """A proportion with Wilson's score interval.

    Source: E. B. Wilson, *Probable Inference, the Law of Succession, and Statistical Inference*, JASA 22 (1927);
    recommended by Brown, Cai and DasGupta, *Interval Estimation for a Binomial Proportion* (2001).
    """
    if whole < max(minimum, 1):
        return NotEnough(whole, minimum)
    low, high = wilson(part, whole)
    return Estimate(part / whole, low, high, whole)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval for `part` of `whole` (at least 1)."""
    value = part / whole
    factor = 1 + _Z**2 / whole
    centre = (value + _Z**2 / (2 * whole)) / factor
    margin = _Z * sqrt(value * (1 - value) / whole + _Z**2 / (4 * whole**2)) / factor
    low = 0.0 if part == 0 else max(centre - margin, 0.0)
    high = 1.0 if part == whole else min(centre + margin, 1.0)
    return low, high


def mean(distribution: Distribution, low: float, high: float, minimum: int = MINIMUM) -> Figure:
    """The mean of answers on a scale from `low` to `high`, with an interval that is honest for few answers.

    Student's interval has no width when all answers agree, and misses too often for few skewed answers. This one asks
    only that the scale has ends. Its lower bound is that of the Dirichlet-weighted mean of the answers *and one more
    at the scale's lower end*; its upper bound mirrors it at the upper end. With two possible answers it is exactly
    Clopper and Pearson's interval, with many answers it comes close to Student's. Source: N. Gaffke, *Three Test
    Statistics for a Nonparametric One-Sided Hypothesis on the Mean of a Nonnegative Variable*, Mathematical Methods
    of Statistics 14 (2005); E. Learned-Miller and P. S. Thomas, *A New Confidence Interval for the Mean of a Bounded
    Random Variable* (2019). The quantile of the weighted mean is that of the beta distribution with its mean and
    variance (exact with two possible answers), so nothing is drawn at random. Answers beyond the scale's ends widen it.
    """
    n = sum(count for _, count in distribution)
    if n < max(minimum, 1):
        return NotEnough(n, minimum)
    value = sum(answer * count for answer, count in distribution) / n
    answers = [answer for answer, _ in distribution]
    lower = _weighted_quantile(distribution, min(low, *answers), _TAIL)
    upper = -_weighted_quantile([(-answer, count) for answer, count in distribution], -max(high, *answers), _TAIL)
    return Estimate(value, lower, upper, n)


def _weighted_quantile(distribution: Distribution, end: float, tail: float) -> float:
    """The `tail` quantile of the Dirichlet-weighted mean of the values and one more at the `end` below them all."""
    top = max(value for value, count in distribution if count)
    if top <= end:
        return end
    n = sum(count for _, count in distribution)
    centre = sum((value - end) * count for value, count in distribution) / (n + 1)
    square = sum((value - end - centre) ** 2 * count for value, count in distribution) + centre**2
    variance = square / ((n + 1) * (n + 2))
    # The beta distribution from `end` to `top` with this mean and variance.
    place, spread = centre / (top - end), variance / (top - end) ** 2
    weight = place * (1 - place) / spread - 1
    return end + (top - end) * float(betaincinv(place * weight, (1 - place) * weight, tail))


def difference_of_shares(one: tuple[int, int], other: tuple[int, int], minimum: int = MINIMUM) -> Figure:
    """The first proportion less the second, each as (part, whole); `n` is both wholes together.

    Source: R. G. Newcombe, *Interval Estimation for the Difference Between Independent Proportions*, Statistics in
    Medicine 17 (1998), method 10 (hybrid score, without continuity correction).
    """
    return difference(share(*one, minimum), share(*other, minimum), minimum)


def difference_of_means(
    one: Distribution, other: Distribution, low: float, high: float, minimum: int = MINIMUM
) -> Figure:
    """The first mean less the second, of answers on a scale from `low` to `high`; `n` is both samples together.

    The two intervals of `mean` are combined, so that it never has no width, even where all on one side agree. Source:
    G. Y. Zou and A. Donner, *Construction of Confidence Limits about Effect Measures: A General Approach*, Statistics
    in Medicine 27 (2008); `difference_of_shares` is the same for shares.
    """
    return difference(mean(one, low, high, minimum), mean(other, low, high, minimum), minimum)


def difference(first: Figure, second: Figure, minimum: int = MINIMUM) -> Figure:
    """One figure less another of a separate sample, from the intervals of both; `n` is both samples together.

    Source: G. Y. Zou and A. Donner, *Construction of Confidence Limits about Effect Measures: A General Approach*,
    Statistics in Medicine 27 (2008).
    """
    if isinstance(first, NotEnough) or isinstance(second, NotEnough):
        return NotEnough(min(first.n, second.n), minimum)
    value = first.value - second.value
    below = hypot(first.value - first.low, second.high - second.value)
    above = hypot(first.high - first.value, second.value - second.low)
    return Estimate(value, value - below, value + above, first.n + second.n)
