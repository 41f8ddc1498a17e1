"""What each variable explains: against published values, all orders by regression, and the laws it keeps."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS
from statsmodels.tools import add_constant

from waypost.analysis.drivers import shapley
from waypost.analysis.drivers.shapley import Floats, proper, r2_of, shares_of_r2

SWISS = {
    "Agriculture": (1.0, -0.68654221, -0.63952252, 0.40109505, -0.06085861, 0.35307918),
    "Examination": (-0.68654221, 1.0, 0.69841530, -0.57274180, -0.11402160, -0.64588275),
    "Education": (-0.63952252, 0.69841530, 1.0, -0.15385892, -0.09932185, -0.66378886),
    "Catholic": (0.40109505, -0.57274180, -0.15385892, 1.0, 0.17549591, 0.46368470),
    "Infant mortality": (-0.06085861, -0.11402160, -0.09932185, 0.17549591, 1.0, 0.41655603),
    "Fertility": (0.35307918, -0.64588275, -0.66378886, 0.46368470, 0.41655603, 1.0),
}
"""The correlations of R's `swiss` data (Mosteller and Tukey, 1977)."""


def scores(variables: int, cases: int = 200) -> Floats:
    drawn = np.random.default_rng(5)
    return drawn.normal(size=(cases, variables + 1)) @ drawn.normal(size=(variables + 1, variables + 1))


def correlations_of(data: Floats) -> Floats:
    return np.asarray(np.corrcoef(data.T))


def test_the_example_of_relaimpo() -> None:
    """`calc.relimp(swiss, type = "lmg")`, in the manual of the R package."""
    explained = shares_of_r2(np.array(list(SWISS.values())))
    assert explained.tolist() == pytest.approx([0.0571, 0.1712, 0.2601, 0.1056, 0.1128], abs=5e-5)
    assert explained.sum() == pytest.approx(0.7067, abs=5e-5)


def test_it_is_the_mean_gain_over_all_orders() -> None:
    data = scores(4)
    gains = np.zeros(4)
    for order in permutations(range(4)):
        before = 0.0
        for taken in range(1, 5):
            r2 = OLS(data[:, -1], add_constant(data[:, list(order[:taken])])).fit().rsquared
            gains[order[taken - 1]] += (r2 - before) / 24
            before = r2
    correlations = correlations_of(data)
    assert shares_of_r2(correlations) == pytest.approx(gains)
    assert r2_of(correlations) == pytest.approx(gains.sum())


def test_variables_that_say_the_same_share_it() -> None:
    data = scores(1)
    twice = correlations_of(np.column_stack((data[:, 0], data[:, 0], data[:, 1])))
    one, other = shares_of_r2(twice)
    assert one == pytest.approx(other)
    assert one + other == pytest.approx(correlations_of(data)[0, 1] ** 2)


def test_a_sample_of_orders_comes_close_and_adds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    correlations = correlations_of(scores(6))
    exact = shares_of_r2(correlations)
    monkeypatch.setattr(shapley, "EXACT", 3)
    sampled = shares_of_r2(correlations)
    assert sampled == pytest.approx(exact, abs=0.02)
    assert sampled.sum() == pytest.approx(exact.sum())
    assert (shares_of_r2(correlations) == sampled).all()


def test_correlations_that_cannot_hold_together_are_mended() -> None:
    torn = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    mended = proper(torn)
    assert np.linalg.eigvalsh(mended).min() > -1e-12
    assert np.diag(mended) == pytest.approx(1)
    held = correlations_of(scores(3))
    assert (proper(held) == held).all()
