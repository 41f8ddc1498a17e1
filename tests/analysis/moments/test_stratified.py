"""Estimates over strata give the figures of the literature and of statsmodels, and their limits hold."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from waypost.analysis.moments.stratified import (
    Interval,
    Shares,
    Sums,
    crowding,
    e_value,
    mean_difference,
    odds_ratio,
    ratio_of_means,
    risk_difference,
    risk_ratio,
    spread,
    widened,
    widened_ratio,
)


def column(*values: float) -> npt.NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def shares(*rows: tuple[float, float, float, float]) -> Shares:
    """Strata as (n1, y1, n0, y0)."""
    return Shares.apart(*(column(*values) for values in zip(*rows, strict=True)))


DRINKING = shares(
    # Age: oesophageal cancer and 80 g alcohol a day or more (Breslow and Day 1980, I, table 4.1, Ille-et-Vilaine):
    # exposed cases and controls, unexposed cases and controls.
    (1 + 9, 1, 0 + 106, 0),
    (4 + 26, 4, 5 + 164, 5),
    (25 + 29, 25, 21 + 138, 21),
    (42 + 27, 42, 34 + 139, 34),
    (19 + 18, 19, 36 + 88, 36),
    (5 + 0, 5, 8 + 31, 8),
)


def test_breslow_and_days_drinkers() -> None:
    """Mantel and Haenszel's odds ratio is 5.158 in the book (I, p. 141), its test 85.01 without correction."""
    found = odds_ratio(DRINKING)
    assert found is not None
    assert found.value == pytest.approx(5.158, abs=0.001)
    assert found.low == pytest.approx(3.562, abs=0.01)
    assert found.high == pytest.approx(7.467, abs=0.01)


def test_one_stratum_is_a_plain_difference() -> None:
    found = risk_difference(shares((100, 30, 200, 40)))
    assert found.value == pytest.approx(0.1)
    # Sato's variance of one stratum lies within a hundredth of the binomial one here.
    plain = np.sqrt(0.3 * 0.7 / 100 + 0.2 * 0.8 / 200)
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(plain, rel=0.03)
    ratio = risk_ratio(shares((100, 30, 200, 40)))
    assert ratio is not None
    assert ratio.value == pytest.approx(1.5)
    assert np.log(ratio.high / ratio.value) / 1.959964 == pytest.approx(np.sqrt(1 / 30 - 1 / 100 + 1 / 40 - 1 / 200))


def test_confounding_goes_away() -> None:
    """Simpson: half the difference in each stratum, none adjusted for, all of it in the plain figures."""
    found = risk_difference(shares((90, 45, 10, 5), (10, 1, 90, 9)))
    assert found.value == pytest.approx(0)
    assert found.p == pytest.approx(1)
    assert risk_difference(shares((100, 46, 100, 14))).value == pytest.approx(0.32)


def test_a_case_is_not_compared_with_itself() -> None:
    """Three exposed stand among the compared as well: over all pairs of two different cases, as counted one by one."""
    exposed, compared = [(0, 1), (1, 0), (2, 1)], [(0, 1), (1, 0), (2, 1), (3, 0), (4, 1)]
    pairs = [one - other for who, one in exposed for whom, other in compared if who != whom]
    table = Shares(column(3), column(2), column(5), column(3), column(3), column(2), column(2))
    assert risk_difference(table).value == pytest.approx(np.mean(pairs))


@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.floats(0, 1), st.integers(1, 30), st.floats(0, 1)), min_size=1, max_size=8
    )
)
def test_estimates_agree_with_statsmodels(rows: list[tuple[int, float, int, float]]) -> None:
    table = shares(*((n1, round(n1 * one), n0, round(n0 * other)) for n1, one, n0, other in rows))
    counts = np.array([[table.y1, table.n1 - table.y1], [table.y0, table.n0 - table.y0]])
    difference, ratio, odds = risk_difference(table), risk_ratio(table), odds_ratio(table)
    weights = table.n1 * table.n0 / (table.n1 + table.n0)
    assert difference.value == pytest.approx(np.average(table.y1 / table.n1 - table.y0 / table.n0, weights=weights))
    assert difference.low <= difference.value <= difference.high
    known = StratifiedTable(counts)
    if odds is not None:
        assert odds.value == pytest.approx(known.oddsratio_pooled)
    if ratio is not None:
        assert ratio.value == pytest.approx(known.riskratio_pooled)


def test_means_in_one_stratum_are_welchs() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.normal(10, 3, 80), rng.normal(8, 1, 120)
    (sum1, square1), (sum0, square0) = [(column(values.sum()), column((values**2).sum())) for values in (one, other)]
    sums = Sums(column(80), sum1, square1, column(120), sum0, square0, column(0), column(0))
    found = mean_difference(sums)
    low, high = CompareMeans(DescrStatsW(one), DescrStatsW(other)).zconfint_diff(usevar="unequal")
    assert (found.value, found.low, found.high) == pytest.approx((one.mean() - other.mean(), low, high), rel=1e-3)
    assert spread(sums) == pytest.approx(np.concatenate((one, other)).std())


def test_means_of_strata_of_one_each_have_a_variance() -> None:
    """Matched pairs: no stratum has two on the exposed side, so the others' variance stands in."""
    sums = Sums(
        column(1, 1), column(5, 7), column(25, 49), column(2, 2), column(6, 8), column(20, 34), *[column(0, 0)] * 2
    )
    found = mean_difference(sums)
    assert found.value == pytest.approx(2.5)
    assert found.low < found.value < found.high


def test_the_e_value_of_the_paper() -> None:
    """VanderWeele and Ding (2017): a risk ratio of 3.9 (1.8 to 8.7) has the E-values 7.26 and 3.0."""
    assert e_value(Interval(3.9, 1.8, 8.7, 0)) == pytest.approx((7.26, 3.0), abs=0.01)
    assert e_value(Interval(1 / 3.9, 1 / 8.7, 1 / 1.8, 0)) == pytest.approx((7.26, 3.0), abs=0.01)
    assert e_value(Interval(1.2, 0.9, 1.6, 0))[1] == 1
    assert ratio_of_means(Interval(0.5, 0.0, 1.0, 0), 1.0).value == pytest.approx(np.exp(0.455))


def test_benjamini_and_hochbergs_own_example() -> None:
    """The fifteen p of their paper (1995, section 3): the procedure finds four at 0.05."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1,
    ]
    assert multipletests(p, alpha=0.05, method="fdr_bh")[0].sum() == 4


def test_cases_compared_often_count_once() -> None:
    table = shares((100, 30, 1000, 200))
    assert crowding(table, 1) == pytest.approx(1)
    # Each of the thousand moments is one of a hundred cases: the variance of two groups of a hundred.
    assert 1 < crowding(table, 10) < 2
    wide = widened(Interval(0.2, 0.1, 0.3, 0.0001), 4)
    assert (wide.low, wide.high) == pytest.approx((0.0, 0.4))
    assert wide.p == pytest.approx(0.0517, abs=0.001)
    assert widened_ratio(Interval(2, 1, 4, 0.0001), 4).high == pytest.approx(8)


def test_ratios_without_an_end_are_none() -> None:
    nobody = shares((10, 5, 10, 0))
    assert odds_ratio(nobody) is None
    assert risk_ratio(nobody) is None
    assert risk_difference(nobody).value == pytest.approx(0.5)
