"""Intervals of promoters and of money kept, by hand and by drawing."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from waypost.analysis.comparison.samples import Answers
from waypost.analysis.metrics.indicators import Kept, Promoters
from waypost.analysis.results import Estimate, NotEnough


def test_the_interval_of_the_net_promoter_score() -> None:
    """By hand: with 19 promoters and 4 detractors of 36, (19.75 − 4.75) / 39 and its standard error."""
    figure = Promoters(19, 4, 36).figure()
    assert isinstance(figure, Estimate)
    centre, spread = 15 / 39, np.sqrt((24.5 / 39 - (15 / 39) ** 2) / 39)
    assert figure.value == pytest.approx(100 * 15 / 36)
    assert figure.low == pytest.approx(100 * (centre - 1.959964 * spread), abs=1e-4)
    assert figure.high == pytest.approx(100 * (centre + 1.959964 * spread), abs=1e-4)
    assert Promoters(9, 0, 9).figure() == NotEnough(9, 10)
    assert Promoters.of(Answers(0, 10, Counter({1000: 3, 900: 2, 800: 4, 600: 1, 0: 1}))) == Promoters(5, 2, 11)


def test_the_interval_of_a_ratio_holds() -> None:
    drawn = np.random.default_rng(1)
    inside = 0
    for _ in range(300):
        before = drawn.integers(5, 50, 60)
        after = np.minimum(before, drawn.integers(0, 60, 60))
        squares = (before @ before, after @ after, before @ after)
        figure = Kept(60, 100 * int(before.sum()), 100 * int(after.sum()), *map(int, squares)).figure()
        assert isinstance(figure, Estimate)
        inside += figure.low <= 0.721 <= figure.high
    assert inside / 300 == pytest.approx(0.95, abs=0.04)
