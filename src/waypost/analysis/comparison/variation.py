"""Variation: whether groups differ more than chance would make them, and by how much.

Three kinds of figures, three tests of *they are all alike*: Pearson's χ² for shares, Welch's analysis of variance for
means, Mood's median test for times. How far groups truly lie apart, once chance is taken out, is estimated for all in
the same way (DerSimonian and Laird).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Self, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2, f, false_discovery_control, fisher_exact

from waypost.analysis.comparison.samples import Answers, Sample, Shares, Waits
from waypost.analysis.results import Estimate
from waypost.analysis.statistics import CONFIDENCE

Floats: TypeAlias = npt.NDArray[np.float64]

S = TypeVar("S", bound=Sample)

_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
_DRAWS = 9_999
_MOST = 0.8
"""Cochran's rule: so many of the expected counts are at least 5, and none is below 1."""
_RESOLUTION = 1 / 128
"""Of a time, relatively."""
_SEED = 20_010_101
"""Draws are the same every time."""


@dataclass(frozen=True)
class Spread:
    """How far the values of groups lie apart."""

    excess: float
    """The part of it that is more than chance: Higgins and Thompson's I², 0 to 1."""
    between: float
    """The standard deviation between groups, chance taken out: DerSimonian and Laird's τ."""
    part: float
    """The part of all differences between cases that goes with their group, chance taken out: Kelley's ε², 0 to 1."""


@dataclass(frozen=True)
class _Beyond:
    """What is left of a spread once chance is taken out."""

    excess: float
    between: float

    @classmethod
    def of(cls, values: Floats, precision: Floats) -> Self:
        """From the groups' values and one over the variance that chance gives each.

        Source: R. DerSimonian and N. Laird, *Meta-Analysis in Clinical Trials*, Controlled Clinical Trials 7 (1986);
        J. P. T. Higgins and S. G. Thompson, *Quantifying Heterogeneity in a Meta-Analysis*, Statistics in Medicine 21
        (2002).
        """
        total = precision.sum()
        centre = (precision * values).sum() / total
        q = float((precision * (values - centre) ** 2).sum())
        beyond = max(q - (len(values) - 1), 0.0)
        scale = total - (precision**2).sum() / total
        return cls(excess=beyond / q if q > 0 else 0.0, between=sqrt(beyond / scale) if scale > 0 else 0.0)


def p_alike(samples: Sequence[Sample]) -> float:
    """How often chance alone would make the groups differ at least so much, were they all alike.

    Two or more groups, all samples of one kind, each with at least two cases, answers or times.
    """
    if shares := _all(samples, Shares):
        return _p_shares(shares)
    if answers := _all(samples, Answers):
        return _p_answers(answers)
    return _p_waits(_all(samples, Waits))


def spread(samples: Sequence[Sample]) -> Spread:
    """How far apart the groups lie, chance taken out; for the same samples as `p_alike`."""
    if shares := _all(samples, Shares):
        n = _floats([one.whole for one in shares])
        values = _floats([one.part for one in shares]) / n
        pooled = float((values * n).sum() / n.sum())
        deviations = sqrt(pooled * (1 - pooled)) / np.sqrt(n)
        part = _part_of_shares(shares)
    elif answers := _all(samples, Answers):
        n = _floats([one.n for one in answers])
        values = _floats([one.mean for one in answers])
        within = sum(one.squares for one in answers) / (n.sum() - len(n))
        deviations = np.sqrt(within / n)
        whole = sum(answers[1:], answers[0])
        part = 1 - within * (whole.n - 1) / whole.squares if whole.squares else 0.0
    else:
        waits = _all(samples, Waits)
        figures = [figure for one in waits if isinstance(figure := one.figure(), Estimate)]
        values = _floats([figure.value for figure in figures])
        half = _floats([figure.high - figure.low for figure in figures]) / 2
        deviations = np.maximum(half, values * _RESOLUTION) / _Z
        part = _part_of_shares(_above(waits))
    if deviations.all():
        beyond = _Beyond.of(values, deviations**-2.0)
    else:
        beyond = _Beyond(float(np.ptp(values) > 0), float(values.std(ddof=1)))
    return Spread(beyond.excess, beyond.between, max(part, 0.0))


def _part_of_shares(samples: Sequence[Shares]) -> float:
    """ε² of shares. Source: T. L. Kelley, *An Unbiased Correlation Ratio Measure*, PNAS 21 (1935)."""
    part, whole = _floats([one.part for one in samples]), _floats([one.whole for one in samples])
    if part.sum() in (0, whole.sum()):
        return 0.0
    between = float(_chi2(part, whole)) / whole.sum()  # of the sum of all squares
    return float(1 - (1 - between) * (whole.sum() - 1) / (whole.sum() - len(samples)))


def adjusted(ps: Sequence[float]) -> list[float]:
    """Each p, allowing for how many there are.

    Source: Y. Benjamini and Y. Hochberg, *Controlling the False Discovery Rate*, JRSS B 57 (1995).
    """
    qs: list[float] = false_discovery_control(ps).tolist() if ps else []
    return qs


def _p_shares(samples: Sequence[Shares]) -> float:
    """Pearson's χ² where it holds (Cochran's rule), else the exact distribution with the same totals.

    For two groups that is Fisher's exact test, for more it is drawn. Source: W. G. Cochran, *Some Methods for
    Strengthening the Common χ² Tests*, Biometrics 10 (1954).
    """
    part, whole = _floats([one.part for one in samples]), _floats([one.whole for one in samples])
    if part.sum() in (0, whole.sum()):
        return 1.0
    found = _chi2(part, whole)
    expected = np.outer([part.sum(), whole.sum() - part.sum()], whole) / whole.sum()
    if expected.min() >= 1 and (expected >= 5).mean() >= _MOST:
        return float(chi2.sf(found, len(samples) - 1))
    if len(samples) == 2:
        return float(fisher_exact(np.stack((part, whole - part))).pvalue)
    drawn = np.random.default_rng(_SEED).multivariate_hypergeometric(
        whole.astype(np.int64), int(part.sum()), size=_DRAWS, method="marginals"
    )
    as_far = _chi2(drawn.astype(np.float64), whole) >= found * (1 - 1e-9)
    return (1 + int(as_far.sum())) / (1 + _DRAWS)


def _chi2(part: Floats, whole: Floats) -> Floats:
    """[…, groups] parts of the wholes: Pearson's χ² of each row."""
    share = part.sum(axis=-1, keepdims=True) / whole.sum()
    result: Floats = ((part - whole * share) ** 2 / (whole * share * (1 - share))).sum(axis=-1)
    return result


def _p_answers(samples: Sequence[Answers]) -> float:
    """Welch's test, which lets groups be spread differently; with a pooled variance where all of a group agree.

    Source: B. L. Welch, *On the Comparison of Several Mean Values*, Biometrika 38 (1951).
    """
    n = _floats([one.n for one in samples])
    means = _floats([one.mean for one in samples])
    squares = _floats([one.squares for one in samples])
    groups = len(samples)
    if not squares.any():
        return 1.0 if np.ptp(means) == 0 else 0.0
    if not squares.all():
        within = squares.sum() / (n.sum() - groups)
        between = (n * (means - (n * means).sum() / n.sum()) ** 2).sum() / (groups - 1)
        return float(f.sf(between / within, groups - 1, n.sum() - groups))
    weight = n * (n - 1) / squares
    share = weight / weight.sum()
    between = (weight * (means - (share * means).sum()) ** 2).sum() / (groups - 1)
    unequal = ((1 - share) ** 2 / (n - 1)).sum() / (groups**2 - 1)
    return float(f.sf(between / (1 + 2 * (groups - 2) * unequal), groups - 1, 1 / (3 * unequal)))


def _p_waits(samples: Sequence[Waits]) -> float:
    """Whether as many of each group took longer than the median of all.

    Source: A. M. Mood, *Introduction to the Theory of Statistics* (1950), section 16.
    """
    return _p_shares(_above(samples))


def _above(samples: Sequence[Waits]) -> list[Shares]:
    """How many of each group took longer than the median of all."""
    middle = sum(samples[1:], samples[0]).middle()
    return [one.above(middle) for one in samples]


def _all(samples: Sequence[Sample], kind: type[S]) -> list[S]:
    return [sample for sample in samples if isinstance(sample, kind)]


def _floats(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)
