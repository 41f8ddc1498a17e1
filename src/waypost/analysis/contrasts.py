"""Contrasts: how the cases a signal happened to scored its touchpoint, beside those at risk it did not happen to.

A plain comparison. It is not adjusted for anything, says nothing of a cause, and counts answers given before the
signal's instant as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Self

import numpy as np

from waypost.analysis.answers import happened
from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts
from waypost.analysis.results import Contrast
from waypost.analysis.statistics import difference_of_means, mean
from waypost.events.trails import Codebook, Partition, owner_of


@dataclass(frozen=True)
class ContrastCounts(Counts):
    """How often each score was given by cases with and without each signal."""

    given: Counter[tuple[int, int, bool, int]]
    """(signal code, score code, whether the signal happened to the case, score in hundredths) → how many gave it."""


@dataclass(frozen=True)
class Contrasts:
    """The scores that cases at risk of a signal gave its touchpoint. Every response of a case counts."""

    pairs: tuple[tuple[int, int], ...]
    """(signal code, score code), both of one touchpoint."""

    @classmethod
    def of(cls, codebook: Codebook) -> Self:
        """Each signal with each scale of its touchpoint."""
        return cls(
            tuple(
                (signal, score)
                for signal, (touchpoint, _) in enumerate(codebook.signals)
                for score, key in enumerate(codebook.scores)
                if key.touchpoint == touchpoint
            )
        )

    def kernel(self, partition: Partition, chosen: Chosen) -> ContrastCounts:
        """Count equal answers on either side."""
        case = owner_of(partition.score_start)
        has = happened(partition)
        given: Counter[tuple[int, int, bool, int]] = Counter()
        for signal, score in self.pairs:
            at_risk = chosen & partition.at_risk[:, signal]
            answers = np.flatnonzero((partition.score_code == score) & at_risk[case])
            sides = np.stack((has[case[answers], signal], partition.score_cents[answers]))
            kinds, times = np.unique(sides, axis=1, return_counts=True)
            for side, cents, count in zip(*kinds.tolist(), times.tolist(), strict=True):
                given[signal, score, bool(side), cents] = count
        return ContrastCounts(given)


def contrasts(counts: ContrastCounts, codebook: Codebook, signal: int) -> tuple[Contrast, ...]:
    """One for each scale on which anybody at risk of the signal judged its touchpoint, in the codebook's order."""
    used = sorted({score for one, score, _, _ in counts.given if one == signal})
    return tuple(
        _contrast(counts, signal, score, codebook.scores[score].low, codebook.scores[score].high) for score in used
    )


def _contrast(counts: ContrastCounts, signal: int, score: int, low: float, high: float) -> Contrast:
    one, other = (
        [(cents / 100, times) for (*key, cents), times in sorted(counts.given.items()) if key == [signal, score, side]]
        for side in (True, False)
    )
    return Contrast(low, high, mean(one, low, high), mean(other, low, high), difference_of_means(one, other, low, high))
