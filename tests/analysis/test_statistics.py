"""Intervals against published tables and other people's code, and against what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from waypost.analysis.results import Estimate, NotEnough
from waypost.analysis.statistics import (
    MINIMUM,
    Distribution,
    difference_of_means,
    difference_of_shares,
    mean,
    share,
    wilson,
)

PARTS = st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
ANSWERS = st.lists(st.integers(1, 5), min_size=MINIMUM, max_size=200)


def distribution(answers: list[int]) -> Distribution:
    return [(float(answer), answers.count(answer)) for answer in sorted(set(answers))]


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_in_newcombes_table(part: int, whole: int, low: float, high: float) -> None:
    """Newcombe, Two-Sided Confidence Intervals for the Single Proportion (1998), table I, method 3."""
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


@given(PARTS)
def test_wilson_as_in_statsmodels(parts: tuple[int, int]) -> None:
    assert wilson(*parts) == pytest.approx(proportion_confint(*parts, method="wilson"), abs=1e-12)


def test_a_share_of_few_is_not_enough_data() -> None:
    assert share(3, MINIMUM - 1) == NotEnough(MINIMUM - 1, MINIMUM)
    assert share(0, 0) == NotEnough(0, MINIMUM)
    assert isinstance(share(0, MINIMUM), Estimate)
    assert share(0, 0, minimum=0) == NotEnough(0, 0)


@given(PARTS.filter(lambda parts: parts[1] >= MINIMUM))
def test_with_two_possible_answers_the_mean_has_clopper_and_pearsons_interval(parts: tuple[int, int]) -> None:
    part, whole = parts
    found = mean([(0.0, whole - part), (1.0, part)], 0, 1)
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == pytest.approx(proportion_confint(part, whole, method="beta"), abs=1e-9)
    assert found.value == pytest.approx(part / whole)


@given(ANSWERS)
def test_the_interval_of_a_mean_stays_on_the_scale_and_around_the_mean(answers: list[int]) -> None:
    found = mean(distribution(answers), 1, 5)
    assert isinstance(found, Estimate)
    assert 1 <= found.low <= found.value <= found.high <= 5
    assert found.n == len(answers)
    assert found.high > found.low


@given(ANSWERS)
def test_a_scale_turned_around_turns_the_interval_around(answers: list[int]) -> None:
    found = mean(distribution(answers), 1, 5)
    turned = mean(distribution([6 - answer for answer in answers]), 1, 5)
    assert isinstance(found, Estimate)
    assert isinstance(turned, Estimate)
    assert (6 - turned.high, 6 - turned.low) == pytest.approx((found.low, found.high), abs=1e-9)


@pytest.mark.parametrize("answers", [[5] * 8 + [1, 4], [3, 3, 4, 4, 2, 5, 3, 4, 3, 2, 4, 3], [5] * 40 + [4, 1, 1]])
def test_the_interval_of_a_mean_is_gaffkes_bound(answers: list[int]) -> None:
    """The bound as its authors state it: quantiles over random gaps between ordered uniforms."""
    draws = np.random.default_rng(7).dirichlet(np.ones(len(answers) + 1), size=40_000)
    lowest = np.quantile(draws @ np.array([1, *answers]), 0.025)
    highest = np.quantile(draws @ np.array([5, *answers]), 0.975)
    found = mean(distribution(answers), 1, 5)
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == pytest.approx((lowest, highest), abs=0.03)


def test_with_many_answers_the_interval_is_students() -> None:
    answers = np.random.default_rng(3).choice([1, 2, 3, 4, 5], p=[0.1, 0.05, 0.1, 0.25, 0.5], size=4000)
    student = stats.t.interval(0.95, 3999, answers.mean(), stats.sem(answers))
    found = mean(distribution(answers.tolist()), 1, 5)
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == pytest.approx(student, abs=0.003)


@pytest.mark.parametrize("n", [10, 20, 60])
@pytest.mark.parametrize(
    "chances",
    [(0.02, 0, 0, 0.03, 0.95), (0.5, 0, 0, 0, 0.5), (0.1, 0.1, 0.2, 0.3, 0.3), (0.15, 0, 0, 0, 0.85)],
    ids=["nearly all content", "split", "mixed", "a few hate it"],
)
def test_the_interval_of_a_mean_keeps_its_promise(n: int, chances: tuple[float, ...]) -> None:
    """Over many surveys of a known population at least 95 % of the intervals hold the truth, within chance."""
    truth = float(np.dot(chances, (1, 2, 3, 4, 5)))
    surveys = np.random.default_rng(11).multinomial(n, chances, size=1500)
    hits = 0
    for counts in surveys.tolist():
        found = mean([(answer, count) for answer, count in zip((1, 2, 3, 4, 5), counts, strict=True) if count], 1, 5)
        assert isinstance(found, Estimate)
        hits += found.low <= truth <= found.high
    assert hits / 1500 >= 0.95 - 3 * (0.95 * 0.05 / 1500) ** 0.5


def test_a_mean_of_few_is_not_enough_data() -> None:
    assert mean([(5.0, MINIMUM - 1)], 1, 5) == NotEnough(MINIMUM - 1, MINIMUM)
    assert mean([], 1, 5) == NotEnough(0, MINIMUM)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_differences_as_in_newcombes_table(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe, Interval Estimation for the Difference Between Independent Proportions (1998), table II, method 10."""
    found = difference_of_shares(one, other, minimum=1)
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(ANSWERS, ANSWERS)
def test_a_difference_of_means_has_width_and_turns_with_its_sides(one: list[int], other: list[int]) -> None:
    found = difference_of_means(distribution(one), distribution(other), 1, 5)
    turned = difference_of_means(distribution(other), distribution(one), 1, 5)
    assert isinstance(found, Estimate)
    assert isinstance(turned, Estimate)
    assert found.value == pytest.approx(np.mean(one) - np.mean(other))
    assert found.low < found.value < found.high
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


def test_a_difference_of_many_answers_comes_close_to_welchs() -> None:
    one, other = [1] * 400 + [2] * 300 + [4] * 200 + [5] * 500, [1] * 200 + [3] * 900 + [5] * 1100
    found = difference_of_means(distribution(one), distribution(other), 1, 5)
    expected = stats.ttest_ind(one, other, equal_var=False).confidence_interval()
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.01)


def test_a_difference_needs_enough_on_both_sides() -> None:
    assert difference_of_shares((1, 2), (50, 100)) == NotEnough(2, MINIMUM)
    assert difference_of_means([(3.0, 100)], [(4.0, 3)], 1, 5) == NotEnough(3, MINIMUM)


def test_answers_beyond_the_scale_widen_it() -> None:
    found = mean([(0.0, 5), (5.0, 20)], 1, 5)
    assert isinstance(found, Estimate)
    assert found == mean([(0.0, 5), (5.0, 20)], 0, 5)
