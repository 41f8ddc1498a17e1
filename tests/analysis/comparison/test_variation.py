"""Whether groups differ more than chance: against SciPy, statsmodels and published examples."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, f_oneway, fisher_exact, median_test
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oneway import anova_oneway

from waypost.analysis.comparison.samples import Answers, Sample, Shares, Waits
from waypost.analysis.comparison.variation import Spread, adjusted, p_alike, spread
from waypost.analysis.histogram import Histograms, bucket_of, reported
from waypost.analysis.results import Estimate, NotEnough

SCORES = ([1, 2, 2, 3, 5, 5, 4], [3, 3, 4, 4, 5, 5, 5, 5], [1, 1, 1, 2, 3])


def answers(*given: int) -> Answers:
    return Answers(1, 5, Counter(100 * one for one in given))


def waits(*times: int) -> Waits:
    rows = np.zeros(len(times), dtype=np.int32)
    return Waits.of(Histograms.of((rows, np.array(times, dtype=np.int64)), 1), 0)


def test_shares_are_tested_by_pearson() -> None:
    groups = [Shares(30, 100), Shares(45, 110), Shares(20, 95)]
    table = [[one.part for one in groups], [one.whole - one.part for one in groups]]
    assert p_alike(groups) == pytest.approx(chi2_contingency(table, correction=False).pvalue)


def test_few_of_two_groups_are_tested_by_fisher() -> None:
    """Fisher's lady tasting tea: three of four cups right."""
    assert p_alike([Shares(3, 4), Shares(1, 4)]) == pytest.approx(0.4857, abs=1e-4)
    assert p_alike([Shares(1, 40), Shares(6, 40)]) == pytest.approx(fisher_exact(np.array([[1, 6], [39, 34]])).pvalue)


def test_few_of_many_groups_are_tested_by_drawing() -> None:
    groups = [Shares(0, 20), Shares(1, 25), Shares(5, 30)]
    whole = [one.whole for one in groups]

    # all ways to spread six over the groups, each as likely as its ways to be drawn
    def far(parts: tuple[int, ...]) -> float:
        share = sum(parts) / sum(whole)
        return sum((part - n * share) ** 2 / n for part, n in zip(parts, whole, strict=True))

    ways = {
        parts: comb(whole[0], parts[0]) * comb(whole[1], parts[1]) * comb(whole[2], parts[2])
        for parts in product(range(7), repeat=3)
        if sum(parts) == 6
    }
    exact = sum(count for parts, count in ways.items() if far(parts) >= far((0, 1, 5)) - 1e-12) / sum(ways.values())
    assert p_alike(groups) == pytest.approx(exact, abs=0.01)


def test_means_are_tested_by_welch() -> None:
    groups = [answers(*scores) for scores in SCORES]
    expected = anova_oneway(list(map(np.array, SCORES)), use_var="unequal", welch_correction=True)
    assert p_alike(groups) == pytest.approx(expected.pvalue)


def test_means_of_groups_that_agree_are_tested_with_a_pooled_variance() -> None:
    groups = [[4] * 12, [1, 5] * 6, [2, 3, 4] * 4]
    expected = f_oneway(*groups).pvalue
    assert p_alike([answers(*group) for group in groups]) == pytest.approx(expected)
    assert p_alike([answers(*[4] * 12), answers(*[4] * 11)]) == 1
    assert p_alike([answers(*[4] * 12), answers(*[5] * 11)]) == 0


def test_times_are_tested_by_mood() -> None:
    groups = [[5, 10, 11, 12, 13, 14, 15, 16], [1, 2, 3, 4, 6, 7, 8, 9], [17, 18, 19, 20, 21, 22, 23, 24]]
    expected = median_test(*groups, ties="below", correction=False).pvalue
    assert p_alike([waits(*group) for group in groups]) == pytest.approx(expected, abs=0.005)


def test_the_spread_beyond_chance_is_der_simonian_and_laird() -> None:
    part, whole = np.array([30, 45, 20, 9]), np.array([100, 110, 95, 12])
    pooled = part.sum() / whole.sum()
    expected = combine_effects(part / whole, pooled * (1 - pooled) / whole, method_re="dl")
    found = spread([Shares(*pair) for pair in zip(part.tolist(), whole.tolist(), strict=True)])
    assert found.between == pytest.approx(np.sqrt(expected.tau2))
    assert found.excess == pytest.approx(expected.i2)


def test_the_part_that_goes_with_the_group_is_kelleys() -> None:
    """1 − MS within / MS total, with R² of a regression on the groups as the part before chance is taken out."""
    groups = [np.array(scores) for scores in SCORES]
    everyone = np.concatenate(groups)
    within = sum(((group - group.mean()) ** 2).sum() for group in groups) / (len(everyone) - 3)
    expected = 1 - within / everyone.var(ddof=1)
    assert spread([answers(*scores) for scores in SCORES]).part == pytest.approx(expected)


def test_the_part_of_shares_is_that_of_zeros_and_ones() -> None:
    shares = [Shares(30, 100), Shares(60, 110), Shares(20, 95)]
    numbers = [Answers(0, 1, Counter({100: one.part, 0: one.whole - one.part})) for one in shares]
    assert spread(shares).part == pytest.approx(spread(numbers).part)


def test_groups_that_are_alike_have_no_spread_beyond_chance() -> None:
    alike = [Shares(30, 100), Shares(31, 100), Shares(29, 100)]
    nothing: list[list[Sample]] = [
        [*alike],
        [Shares(0, 100), Shares(0, 50)],
        [answers(*[3] * 10), answers(*[3] * 10)],
        [waits(*[1000] * 10), waits(*[1000] * 12)],
    ]
    assert [spread(groups) for groups in nothing] == [Spread(0, 0, 0)] * 4


def test_groups_that_are_far_apart_have_nearly_all_their_spread_beyond_chance() -> None:
    found = spread([Shares(900, 1000), Shares(500, 1000), Shares(100, 1000)])
    assert found.excess > 0.99
    assert found.between == pytest.approx(0.4, abs=0.01)
    assert found.part == pytest.approx(0.426, abs=0.001)
    days = spread([waits(*range(90, 110)), waits(*range(990, 1010))])
    assert days.excess > 0.99
    assert days.between == pytest.approx(900 / np.sqrt(2), rel=0.02)
    assert days.part > 0.9


def test_the_interval_of_a_median_lies_between_order_statistics() -> None:
    """For ten values the second and the ninth (Conover, Practical Nonparametric Statistics, table A3: 97.9 %)."""
    assert waits(*range(1, 11)).figure() == Estimate(5, 2, 9, 10)
    assert waits(1, 2, 3).figure() == NotEnough(3, 10)


@given(times=st.lists(st.integers(0, 10**9), min_size=10, max_size=60))
def test_a_median_is_the_middle_one(times: list[int]) -> None:
    figure = waits(*times).figure()
    assert isinstance(figure, Estimate)
    assert figure.value == reported(int(bucket_of(sorted(times)[(len(times) - 1) // 2])))
    assert figure.low <= figure.value <= figure.high


@pytest.mark.parametrize(
    ("one", "other"),
    [(Shares(3, 10), Shares(4, 9)), (answers(1, 2, 2), answers(2, 5)), (waits(1, 5, 5, 900), waits(5, 7))],
)
def test_a_group_taken_away_leaves_the_rest(one: Sample, other: Sample) -> None:
    assert (one + other) - other == one
    assert (one + other).n == one.n + other.n


def test_many_looks_are_allowed_for_as_statsmodels_does() -> None:
    ps = [0.01, 0.5, 0.04, 0.03]
    assert adjusted(ps) == pytest.approx(multipletests(ps, method="fdr_bh")[1].tolist())
    assert adjusted([]) == []
