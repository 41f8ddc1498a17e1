"""Shapley: how much each of several variables explains of another, averaged over all orders they could be added in.

Relative importance after Lindeman, Merenda and Gold, which is the Shapley value of R². Source: R. H. Lindeman, P. F.
Merenda and R. Z. Gold, *Introduction to Bivariate and Multivariate Analysis* (1980), p. 119 ff.; U. Grömping, *Relative
Importance for Linear Regression in R: The Package relaimpo*, Journal of Statistical Software 17 (2006).
"""

from __future__ import annotations

from math import factorial
from typing import TypeAlias

import numba
import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

EXACT = 14
"""Up to so many variables all orders are averaged."""
ORDERS = 1_000
"""Of more, so many orders are drawn: the same ones every time."""
_SEED = 19_800_119


def shares_of_r2(correlations: Floats) -> Floats:
    """[k] what each variable adds to R², averaged over orders; the sum is R².

    Arguments:
        correlations: [k + 1, k + 1] those of the k variables and, last, of the one to be explained.
    """
    size = len(correlations) - 1
    if size <= EXACT:
        weight = np.array([factorial(n) * factorial(size - n - 1) / factorial(size) for n in range(size)])
        return _exact(np.ascontiguousarray(correlations), weight)
    generator = np.random.default_rng(_SEED)
    return _sampled(
        np.ascontiguousarray(correlations), generator.permuted(np.tile(np.arange(size), (ORDERS, 1)), axis=1)
    )


def r2_of(correlations: Floats) -> float:
    """How much of the last variable all the others explain together."""
    return float(_sampled(np.ascontiguousarray(correlations), np.arange(len(correlations) - 1)[None]).sum())


def proper(correlations: Floats) -> Floats:
    """The nearest correlations that can hold together, for those that were each taken from different cases.

    Negative eigenvalues become none. Source: P. J. Rousseeuw and G. Molenberghs, *Transformation of Non Positive
    Semidefinite Correlation Matrices*, Communications in Statistics 22 (1993).
    """
    values, vectors = np.linalg.eigh(correlations)
    if values.min() >= 0:
        return correlations
    mended: Floats = (vectors * np.maximum(values, 0)) @ vectors.T
    scale = np.sqrt(np.diag(mended))
    mended /= np.outer(scale, scale)
    return mended


@numba.njit(cache=True, nogil=True)
def _exact(correlations: Floats, weight: Floats) -> Floats:  # pragma: no cover
    """Condition on every subset, each from the one without its highest member."""
    size = len(correlations) - 1
    left = np.empty((1 << size, size + 1, size + 1))
    left[0] = correlations
    for subset in range(1, 1 << size):
        highest = size - 1
        while not subset >> highest & 1:
            highest -= 1
        before = left[subset ^ (1 << highest)]
        spread = before[highest, highest]
        for one in range(size + 1):
            for other in range(size + 1):
                known = before[one, highest] * before[highest, other] / spread if spread > 1e-10 else 0.0
                left[subset, one, other] = before[one, other] - known
    gain = np.zeros(size)
    for subset in range(1 << size):
        members = 0
        for place in range(size):
            members += subset >> place & 1
        for place in range(size):
            if not subset >> place & 1:
                more = left[subset, size, size] - left[subset | (1 << place), size, size]
                gain[place] += weight[members] * more
    return gain


@numba.njit(cache=True, nogil=True)
def _sampled(correlations: Floats, orders: npt.NDArray[np.int64]) -> Floats:  # pragma: no cover
    """Add the variables one by one, in each of the orders."""
    size = len(correlations) - 1
    gain = np.zeros(size)
    for order in orders:
        left = correlations.copy()
        for place in order:
            spread = left[place, place]
            if spread <= 1e-10:
                continue
            along = left[:, place].copy()
            gain[place] += along[size] * along[size] / spread
            for one in range(size + 1):
                for other in range(size + 1):
                    left[one, other] -= along[one] * along[other] / spread
    return gain / len(orders)
