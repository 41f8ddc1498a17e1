"""Answers and signals: the scores customers gave, and what happened to them, by touchpoint."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts, Integers
from waypost.analysis.results import Score
from waypost.analysis.statistics import mean
from waypost.events.trails import Partition, owner_of

Answered = Counter[tuple[int, int]]
"""(score code, score in hundredths) → how many gave it."""


@dataclass(frozen=True)
class ScoreCounts(Counts):
    """How often each score was given on each scale."""

    given: Answered


@dataclass(frozen=True)
class Scores:
    """The scores of the chosen cases' responses. Every response counts, also a second one of the same customer."""

    def kernel(self, partition: Partition, chosen: Chosen) -> ScoreCounts:
        """Count equal answers."""
        counts = np.repeat(chosen, np.diff(partition.score_start))
        answers = np.stack((partition.score_code[counts], partition.score_cents[counts]))
        pairs, times = np.unique(answers, axis=1, return_counts=True)
        return ScoreCounts(Counter(dict(zip(zip(*pairs.tolist(), strict=True), times.tolist(), strict=True))))


def score(counts: ScoreCounts, codes: frozenset[int], low: float, high: float) -> Score:
    """One scale's scores, of one or of several touchpoints together."""
    pooled: Counter[int] = Counter()
    for (code, cents), times in counts.given.items():
        if code in codes:
            pooled[cents] += times
    distribution = tuple((cents / 100, times) for cents, times in sorted(pooled.items()))
    return Score(mean(distribution, low, high), low, high, distribution)


@dataclass(frozen=True)
class SignalCounts(Counts):
    """For each of s signals, cases; every array is [s]."""

    happened: Integers
    """Cases the signal happened to, at least once."""
    at_risk: Integers
    """Cases it could have happened to."""


@dataclass(frozen=True)
class Signals:
    """How many cases each signal happened to."""

    def kernel(self, partition: Partition, chosen: Chosen) -> SignalCounts:
        """Count each case once a signal."""
        return SignalCounts(
            happened(partition)[chosen].sum(axis=0, dtype=np.int64),
            partition.at_risk[chosen].sum(axis=0, dtype=np.int64),
        )


def happened(partition: Partition) -> Chosen:
    """[n cases, number of signals] whether the signal happened to the case at least once."""
    case = owner_of(partition.signal_start)
    happened = np.zeros_like(partition.at_risk)
    happened[case, partition.signal_code] = True
    return happened
