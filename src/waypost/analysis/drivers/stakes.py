"""Stakes: how those who were unhappy at a touchpoint turned out, beside those who were not."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import t

from waypost.analysis.comparison.endings import Ending
from waypost.analysis.drivers.crossproducts import NONE
from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts, Integers, summed
from waypost.analysis.results import Estimate, Figure, NotEnough
from waypost.analysis.statistics import CONFIDENCE, MINIMUM, difference_of_shares
from waypost.events.trails import Partition, ScoreKey, owner_of


@dataclass(frozen=True)
class StakeCounts(Counts):
    """For each of k scores, the unhappy ([k, 1]) and the others ([k, 0])."""

    answered: Integers
    """Cases that gave the score."""
    followed: Integers
    """Those that could be followed long enough after it."""
    happened: Integers
    """Those to which the outcome then happened."""
    cents: Integers
    """What it brought, in hundredths."""
    squares: Integers
    """What each case brought, in whole units of money, squared."""


@dataclass(frozen=True)
class Stakes:
    """What happened after each case's first answer on some scales, by whether it was in the lower half of the scale."""

    scores: tuple[tuple[int, ScoreKey], ...]
    """Score codes and their scales."""
    outcome: int | None
    """The outcome's code; None: only answers are counted."""
    within: int
    """Microseconds after the answer; NEVER: however long it takes."""
    as_of: int

    def kernel(self, partition: Partition, chosen: Chosen) -> StakeCounts:
        """Count the chosen cases."""
        sums = np.zeros((5, len(self.scores), 2), dtype=np.int64)
        case = owner_of(partition.score_start)
        ends = owner_of(partition.outcome_start)
        of_outcome = partition.outcome_code == (-1 if self.outcome is None else self.outcome)
        for place, (code, key) in enumerate(self.scores):
            here = np.flatnonzero((partition.score_code == code) & chosen[case])
            here = here[np.flatnonzero(np.diff(case[here], prepend=-1))]  # the first of each case
            unhappy = (partition.score_cents[here] < 50 * (key.low + key.high)).astype(np.int64)
            at = np.full(partition.cases, NONE, dtype=np.int64)
            at[case[here]] = partition.score_time[here]
            wait = partition.outcome_time - at[ends]
            counted = of_outcome & (at[ends] != NONE) & (wait > 0) & (wait <= self.within)
            brought = summed(ends[counted], partition.outcome_cents[counted], partition.cases)[case[here]]
            happened = np.bincount(ends[counted], minlength=partition.cases)[case[here]] > 0
            in_sight = Ending(self.within).in_sight(partition.score_time[here], self.as_of)
            for side in (0, 1):
                of_side = unhappy == side
                seen = of_side & in_sight
                units = brought[seen] // 100
                sums[:, place, side] = (
                    of_side.sum(),
                    seen.sum(),
                    happened[seen].sum(),
                    brought[seen].sum(),
                    (units * units).sum(),
                )
        return StakeCounts(*sums)


def lost_by_happening(counts: StakeCounts, place: int, worth: float, *, wanted: bool) -> Figure:
    """What goes with the unhappy of one score, when an outcome is worth so much each time it happens."""
    unhappy, others = ((int(counts.happened[place, side]), int(counts.followed[place, side])) for side in (1, 0))
    less = difference_of_shares(others, unhappy) if wanted else difference_of_shares(unhappy, others)
    return _for_all(less, worth * int(counts.answered[place, 1]))


def lost_by_amount(counts: StakeCounts, place: int) -> Figure:
    """What goes with the unhappy of one score, when an outcome brings money: how much less each brings than the others.

    Interval: Welch's (*The Generalization of Student's Problem*, Biometrika 34, 1947).
    """
    n = counts.followed[place]
    if n.min() < MINIMUM:
        return NotEnough(int(n.min()), MINIMUM)
    means = counts.cents[place] / 100 / n
    errors = np.maximum(counts.squares[place] / n - means**2, 0) / (n - 1)
    error = float(errors.sum())
    less = float(means[0] - means[1])
    if error == 0:
        return _for_all(Estimate(less, less, less, int(n.sum())), int(counts.answered[place, 1]))
    freedom = error**2 / float((errors**2 / (n - 1)).sum())
    margin = float(t.ppf((1 + CONFIDENCE) / 2, freedom)) * sqrt(error)
    return _for_all(Estimate(less, less - margin, less + margin, int(n.sum())), int(counts.answered[place, 1]))


def _for_all(each: Figure, times: float) -> Figure:
    if isinstance(each, NotEnough):
        return each
    return Estimate(each.value * times, each.low * times, each.high * times, each.n)
