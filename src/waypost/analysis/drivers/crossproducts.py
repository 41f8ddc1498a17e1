"""Cross-products: sums over the cases that gave each two scores, as they are and resampled customer by customer.

Everything about how scores hang together follows from these integers: means, variances, correlations. Resampling is the
Poisson bootstrap: each customer counts a Poisson-distributed number of times (mean 1), told by their hash, so that it
is the same in every partition and on every machine. Source: N. Chamandy et al., *Estimating Uncertainty for Massive
Data Streams* (Google, 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numba
import numpy as np
import numpy.typing as npt
from scipy.stats import poisson

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts, Integers
from waypost.events.trails import Partition, owner_of

Floats: TypeAlias = npt.NDArray[np.float64]
Hashes: TypeAlias = npt.NDArray[np.uint64]

REPLICATES = 200
"""How often customers are resampled."""
NONE = np.iinfo(np.int64).min
"""Where a case gave no score."""

_THRESHOLDS = (poisson.cdf(np.arange(16), 1) * 2.0**53).astype(np.uint64)
"""Of the hash's upper 53 bits: below how many a customer counts at most so many times."""


@dataclass(frozen=True)
class ProductCounts(Counts):
    """Sums over the cases that gave both of two of v scores; [0] as they are, the rest resampled."""

    n: Integers
    """[1 + replicates, v, v] how many cases."""
    total: Integers
    """[1 + replicates, v, v] the sum of the first score."""
    squares: Integers
    """[1 + replicates, v, v] the sum of the first score squared."""
    products: Integers
    """[1 + replicates, v, v] the sum of both multiplied."""

    def correlations(self, replicate: int) -> Floats:
        """[v, v] Pearson's, each from the cases that gave both scores; 0 where one never varies."""
        n = np.maximum(self.n[replicate], 1).astype(np.float64)
        total, squares = self.total[replicate], self.squares[replicate]
        spread = np.sqrt(np.maximum(squares - total / n * total, 0))
        shared = self.products[replicate] - total / n * total.T
        scale = spread * spread.T
        result: Floats = np.divide(shared, scale, out=np.zeros_like(shared), where=scale > 0)
        np.fill_diagonal(result, 1.0)
        return result.clip(-1, 1)

    def deviations(self, replicate: int) -> Floats:
        """[v] the standard deviation of each score, in hundredths."""
        n = np.maximum(np.diag(self.n[replicate]), 1)
        total = np.diag(self.total[replicate])
        result: Floats = np.sqrt(np.maximum(np.diag(self.squares[replicate]) / n - (total / n) ** 2, 0))
        return result


@dataclass(frozen=True)
class CrossProducts:
    """How some scores hang together, each case's latest answer counting."""

    codes: tuple[int, ...]
    """The score codes; the last one must have been given for a case to count."""
    complete: bool
    """Whether only cases that gave all of them count."""
    replicates: int = REPLICATES

    def kernel(self, partition: Partition, chosen: Chosen) -> ProductCounts:
        """Add up the chosen cases."""
        given = latest(partition, self.codes)
        known = given != NONE
        counts = chosen & (known.all(axis=1) if self.complete else known[:, -1] & known[:, :-1].any(axis=1))
        sums = _add(given[counts], partition.customer_hash[counts], self.replicates, _THRESHOLDS)
        return ProductCounts(sums[0], sums[1], sums[2], sums[3])


def latest(partition: Partition, codes: tuple[int, ...]) -> Integers:
    """[n cases, codes] each case's latest answer in hundredths; NONE where there is none."""
    given = np.full((partition.cases, len(codes)), NONE, dtype=np.int64)
    case = owner_of(partition.score_start)
    for place, code in enumerate(codes):
        here = np.flatnonzero(partition.score_code == code)
        last = np.append(case[here][1:] != case[here][:-1], True)[: len(here)]  # sorted by time within a case
        given[case[here][last], place] = partition.score_cents[here][last]
    return given


@numba.njit(cache=True, nogil=True)
def _add(  # pragma: no cover
    given: Integers, hashes: Hashes, replicates: int, thresholds: Hashes
) -> Integers:
    scores = given.shape[1]
    sums = np.zeros((4, replicates + 1, scores, scores), dtype=np.int64)
    for case in range(len(given)):
        for replicate in range(replicates + 1):
            times = 1
            if replicate > 0:
                # SplitMix64 (Steele, Lea and Flood, 2014) of the customer and the replicate
                mixed = hashes[case] + np.uint64(replicate) * np.uint64(0x9E3779B97F4A7C15)
                mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
                mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
                mixed = (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)
                times = 0
                while times < len(thresholds) and mixed >= thresholds[times]:
                    times += 1
            if times == 0:
                continue
            for one in range(scores):
                first = given[case, one]
                if first == NONE:
                    continue
                for other in range(scores):
                    second = given[case, other]
                    if second != NONE:
                        sums[0, replicate, one, other] += times
                        sums[1, replicate, one, other] += times * first
                        sums[2, replicate, one, other] += times * first * first
                        sums[3, replicate, one, other] += times * first * second
    return sums
