"""Times in logarithmic buckets: within 1 %, added exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.reference import quantile
from waypost.analysis.histogram import BUCKETS, Histograms, bucket_of, reported
from waypost.analysis.results import Durations, NotEnough

TIMES = st.one_of(st.integers(0, 300), st.integers(0, 2**40), st.integers(0, 2**53 - 1))
ROWS = st.lists(st.tuples(st.integers(0, 2), TIMES), max_size=200)


def histograms(rows: list[tuple[int, int]]) -> Histograms:
    numbers = np.array([row for row, _ in rows], dtype=np.int32)
    return Histograms.of((numbers, np.array([value for _, value in rows], dtype=np.int64)), 3)


def same(one: Histograms, other: Histograms) -> bool:
    return np.array_equal(one.keys, other.keys) and np.array_equal(one.counts, other.counts)


@given(TIMES)
def test_a_bucket_reports_within_one_percent(value: int) -> None:
    assert abs(reported(int(bucket_of(value))) - value) <= 0.008 * value


@pytest.mark.parametrize("value", range(128))
def test_the_shortest_times_are_exact(value: int) -> None:
    assert reported(int(bucket_of(value))) == value


def test_every_power_of_two_and_its_neighbours_lie_in_ascending_buckets() -> None:
    values = sorted({2**power + more for power in range(53) for more in (-1, 0, 1)})
    buckets = [int(bucket_of(value)) for value in values]
    assert buckets == sorted(buckets)
    assert buckets[-1] < BUCKETS


def test_times_beyond_the_ends_count_as_the_ends() -> None:
    assert bucket_of(-5) == bucket_of(0)
    assert bucket_of(2**62) == bucket_of(2**53 - 1) == BUCKETS - 1


@given(ROWS)
def test_a_histogram_keeps_every_value_of_every_row(rows: list[tuple[int, int]]) -> None:
    keys, times = np.unique([row * BUCKETS + int(bucket_of(value)) for row, value in rows], return_counts=True)
    assert same(histograms(rows), Histograms(keys.astype(np.int64), times))


@given(ROWS, ROWS, ROWS)
def test_adding_is_counting_together_in_any_order(
    one: list[tuple[int, int]], two: list[tuple[int, int]], three: list[tuple[int, int]]
) -> None:
    together = histograms(one + two + three)
    a, b, c = histograms(one), histograms(two), histograms(three)
    assert same((a + b) + c, together)
    assert same(c + (a + b), together)
    assert same(a + (c + b), together)


@given(st.lists(TIMES, min_size=1, max_size=300))
def test_quantiles_are_those_of_the_values_within_one_percent(values: list[int]) -> None:
    times = histograms([(1, value) for value in values] + [(0, 7), (2, 7)]).durations(1, minimum=1)
    assert isinstance(times, Durations)
    assert times.n == len(values)
    found = (times.p10, times.p25, times.median, times.p75, times.p90)
    for percent, value in zip((10, 25, 50, 75, 90), found, strict=True):
        assert value == pytest.approx(quantile(values, percent), rel=0.008)


def test_few_times_are_not_enough_data() -> None:
    assert histograms([(0, 5)] * 9).durations(0) == NotEnough(9, 10)
    assert histograms([(0, 5)] * 10).durations(0) == Durations(10, 5, 5, 5, 5, 5)
    assert histograms([]).durations(0) == NotEnough(0, 10)
