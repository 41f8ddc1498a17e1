"""Finding moments of truth: figures from counted strata, with one control of false discoveries over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from statsmodels.stats.multitest import multipletests

from waypost.analysis.moments.counts import StrataCounts, signal_of
from waypost.analysis.moments.kernel import (
    ALREADY,
    COMPARED,
    EXPOSED,
    HAD,
    HAPPENED,
    HEADS,
    HEADS_HAD,
    OTHERS_ALREADY,
    OTHERS_UNFOLLOWED,
    SELVES,
    SELVES_HAD,
    SELVES_HAD_BEFORE,
    THEY_HAD,
    TIMES,
    TIMES_SQUARED,
    UNFOLLOWED,
)
from waypost.analysis.moments.moments import Effect, Sureness
from waypost.analysis.moments.pairs import Pair
from waypost.analysis.moments.rules import Deciding
from waypost.analysis.moments.stratified import (
    Column,
    Interval,
    Shares,
    Sums,
    crowding,
    e_value,
    mean_difference,
    odds_ratio,
    ratio_of_means,
    risk_difference,
    risk_ratio,
    spread,
    widened,
    widened_ratio,
)
from waypost.analysis.results import Estimate, Figure, NotEnough
from waypost.analysis.statistics import difference_of_shares
from waypost.journey.outcome import Outcome

FEWEST = 5
"""The least number of cases with an outcome, and without it, from which a difference is told."""
VERY_SURE = 0.001
"""An adjusted p up to this, and a hidden cause would have to be at least `STRONG`: *very sure*."""
STRONG = 1.5
"""The E-value of the interval's end from which a difference does not hang by a thread."""
QUITE_SURE = 0.05
"""An adjusted p up to this: *quite sure*. Above it, up to q: *a hint*. Above q: *we cannot tell*."""
MERE = {
    "reached": "it says only that somebody came",
    "repeated": "it says only that somebody came again",
    "slower_than": "it says only that somebody waited",
}
"""Signals by these rules say little of what happened to anybody: no more than *quite sure*, and why."""
TURNED = "counted plainly, it is the other way round"
"""Why no more than *quite sure* where comparing like with like turns the sign."""
COIN = 0.01
"""A coin that makes a difference with a p up to this takes one word of sureness away."""
_WORDS: tuple[Sureness, ...] = ("very sure", "quite sure", "a hint", "we cannot tell")
_DIGIT = float(1 << 32)


@dataclass(frozen=True)
class _Arms:
    """One pair's strata: all that were counted, and which of them have both groups."""

    cases: Column
    """[k, COLUMNS]"""
    money: Column | None
    """[k, PURSES, 2] sums and sums of squares in the workspace's currency; None for outcomes that are no amount."""

    @property
    def exposed(self) -> int:
        return int(self.cases[:, EXPOSED].sum())

    @property
    def compared(self) -> int:
        return int(self.cases[:, COMPARED].sum())

    def both(self) -> _Arms:
        """The strata in which somebody exposed can be compared with somebody else."""
        return self._where(self.cases[:, EXPOSED] * self.cases[:, COMPARED] > self.cases[:, SELVES])

    def shares(self) -> Shares:
        places = (EXPOSED, HAD, COMPARED, THEY_HAD, SELVES, SELVES_HAD, SELVES_HAD_BEFORE)
        return Shares(*(self.cases[:, place] for place in places))

    def sums(self, money: Column) -> Sums:
        (sum1, square1), (sum0, square0) = money[:, 0].T, money[:, 1].T
        selves, own = self.cases[:, SELVES], money[:, 3, 0]
        return Sums(self.cases[:, EXPOSED], sum1, square1, self.cases[:, COMPARED], sum0, square0, selves, own)

    def tossed(self) -> _Arms:
        """The same cases, dealt into two groups by a coin."""
        cases = np.zeros_like(self.cases)
        cases[:, EXPOSED], cases[:, HAD] = self.cases[:, HEADS], self.cases[:, HEADS_HAD]
        cases[:, COMPARED] = self.cases[:, EXPOSED] + self.cases[:, COMPARED] - self.cases[:, HEADS]
        cases[:, THEY_HAD] = self.cases[:, HAD] + self.cases[:, THEY_HAD] - self.cases[:, HEADS_HAD]
        money = self.money
        if money is not None:
            tails = money[:, 0] + money[:, 1] - money[:, 2]
            money = np.stack((money[:, 2], tails, np.zeros_like(tails), np.zeros_like(tails)), axis=1)
        return _Arms(cases, money).both()

    def _where(self, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> _Arms:
        return _Arms(self.cases[rows], None if self.money is None else self.money[rows])


def effects(
    counts: StrataCounts, pairs: Sequence[Pair], deciding: Deciding, q: float, minimum: int
) -> tuple[Effect, ...]:
    """Each pair's effect, in the order of `_rank`."""
    told = [_effect(counts, pair, deciding, minimum) for pair in pairs]
    tested = [place for place, effect in enumerate(told) if effect.p is not None]
    if tested:
        _, adjusted, _, _ = multipletests([told[place].p for place in tested], alpha=q, method="fdr_bh")
        for place, p in zip(tested, adjusted.tolist(), strict=True):
            told[place] = judged(told[place], p, q)
    return tuple(sorted(told, key=_rank))


def _rank(effect: Effect) -> tuple[bool, int, float, float]:
    """What stands, the surest first; of those, what would take the strongest hidden cause to explain away."""
    p = 1.0 if effect.p is None else effect.p
    return not effect.found, _WORDS.index(effect.sure), -(effect.e_value_bound or 0.0), p


def judged(effect: Effect, p: float, q: float) -> Effect:
    """An effect with its adjusted p: whether it stands, how sure we are, and what keeps us from being surer."""
    word = 3 if p > q else 2 if p > QUITE_SURE else 1 if p > VERY_SURE or (effect.e_value_bound or 1) < STRONG else 0
    if word < 2 and effect.control_p is not None and effect.control_p <= COIN:
        word += 1
    caution = _caution(effect) if word == 0 else ""
    sure = _WORDS[1 if caution else word]
    reason = "" if p <= q else "the difference may be chance"
    return replace(effect, p_adjusted=p, found=p <= q, sure=sure, caution=caution, reason=reason)


def _caution(effect: Effect) -> str:
    """Why nobody should be very sure, however small the p."""
    plain, adjusted = effect.naive, effect.difference
    turned = isinstance(plain, Estimate) and isinstance(adjusted, Estimate) and plain.value * adjusted.value < 0
    return ", and ".join(filter(None, (MERE.get(effect.rule), TURNED if turned else "")))


def _effect(counts: StrataCounts, pair: Pair, deciding: Deciding, minimum: int) -> Effect:
    purse = int(deciding.purse[pair.outcome_place])
    first, last = np.searchsorted(signal_of(counts.key), (pair.place, pair.place + 1))
    everybody = _Arms(
        counts.cases[first:last, pair.outcome_place].astype(np.float64),
        None if purse < 0 else _money(counts.money[first:last, purse]),
    )
    arms = everybody.both()
    fate = counts.fate[pair.place, pair.outcome_place]
    blank = Effect(
        touchpoint=pair.touchpoint.id,
        touchpoint_name=pair.touchpoint.name,
        step=pair.step,
        signal=pair.signal.id,
        signal_name=pair.signal.name,
        rule=pair.signal.rule,
        outcome=pair.outcome.id,
        outcome_name=pair.outcome.name,
        outcome_kind=pair.outcome.kind.value,
        unit="share" if purse < 0 else "money",
        wanted=pair.outcome.wanted,
        within=pair.outcome.within,
        happened=int(fate[HAPPENED]),
        exposed=arms.exposed,
        compared=arms.compared,
        already=int(fate[ALREADY]),
        unfollowed=int(fate[UNFOLLOWED]),
        unmatched=everybody.exposed - arms.exposed,
        others_already=int(fate[OTHERS_ALREADY]),
        others_unfollowed=int(fate[OTHERS_UNFOLLOWED]),
        others_unmatched=int(fate[TIMES]) - arms.compared,
        strata=len(arms.cases),
        difference=NotEnough(min(arms.exposed, arms.compared), minimum),
        naive=_naive(counts, pair, purse, minimum),
        base=None,
        odds_ratio=None if purse >= 0 else NotEnough(min(arms.exposed, arms.compared), minimum),
        p=None,
        p_adjusted=None,
        found=False,
        sure="we cannot tell",
        caution="",
        attributable=None,
        money=None,
        e_value=None,
        e_value_bound=None,
        control=NotEnough(0, minimum),
        control_p=None,
        reason="",
    )
    reason = _why_not(blank, everybody, arms, minimum)
    if reason:
        return replace(blank, reason=reason)
    often = float(fate[TIMES_SQUARED] / fate[TIMES])
    return _told(blank, arms, pair.outcome, often, minimum)


def _why_not(blank: Effect, everybody: _Arms, arms: _Arms, minimum: int) -> str:
    """Why a pair cannot be told; empty where it can."""
    if blank.happened < minimum:
        return f"it happened to {blank.happened} cases only"
    if everybody.exposed < minimum:
        return (
            "the outcome was decided before it"
            if blank.already >= blank.unfollowed
            else "too few can be followed long enough"
        )
    if arms.exposed < minimum or arms.compared < minimum:
        return "there is nobody alike to compare with"
    shares = arms.shares()
    if min(shares.had, shares.cases - shares.had) < FEWEST and blank.unit == "share":
        return "the outcome hardly ever differs here"
    return ""


def _told(blank: Effect, arms: _Arms, outcome: Outcome, often: float, minimum: int) -> Effect:
    n = arms.exposed + arms.compared
    shares = arms.shares()
    factor = crowding(shares, often)
    control, control_p = _control(arms.tossed(), often, minimum)
    odds = None
    if arms.money is None:
        difference = widened(risk_difference(shares), factor)
        odds, ratio = (
            None if one is None else widened_ratio(one, factor) for one in (odds_ratio(shares), risk_ratio(shares))
        )
        attributable = _times(difference, arms.exposed, arms.exposed)
        worth = None if outcome.worth is None else outcome.worth * (1 if outcome.wanted else -1)
        money = None if worth is None else _times(difference, arms.exposed * worth, arms.exposed)
        base = float(shares.y1.sum() / shares.n1.sum())
    else:
        sums = arms.sums(arms.money)
        difference, attributable = widened(mean_difference(sums), factor), None
        deviation = spread(sums)
        ratio = ratio_of_means(difference, deviation) if deviation else None
        money = _times(difference, arms.exposed, arms.exposed)
        base = float(sums.sum1.sum() / sums.n1.sum())
    strength = (None, None) if ratio is None else e_value(ratio)
    return replace(
        blank,
        difference=_times(difference, 1, n),
        base=base,
        odds_ratio=blank.odds_ratio if odds is None else _times(odds, 1, n),
        p=difference.p,
        attributable=attributable,
        money=money,
        e_value=strength[0],
        e_value_bound=strength[1],
        control=control,
        control_p=control_p,
    )


def _control(tossed: _Arms, often: float, minimum: int) -> tuple[Figure, float | None]:
    """The coin tells customers apart, so that both sides hold cases that are looked at so often."""
    if tossed.exposed < minimum or tossed.compared < minimum:
        return NotEnough(min(tossed.exposed, tossed.compared), minimum), None
    found = risk_difference(tossed.shares()) if tossed.money is None else mean_difference(tossed.sums(tossed.money))
    found = widened(found, often)
    return _times(found, 1, tossed.exposed + tossed.compared), found.p


def _times(interval: Interval, factor: float, n: int) -> Estimate:
    low, high = sorted((interval.low * factor, interval.high * factor))
    return Estimate(interval.value * factor, low, high, n)


def _naive(counts: StrataCounts, pair: Pair, purse: int, minimum: int) -> Figure:
    n1, y1, n0, y0 = (int(count) for count in counts.naive[pair.place, pair.outcome_place])
    if purse < 0:
        return difference_of_shares((y1, n1), (y0, n0), minimum)
    if min(n1, n0) < minimum:
        return NotEnough(min(n1, n0), minimum)
    money = _money(counts.naive_money[pair.place, purse])
    columns = (np.array([value], dtype=np.float64) for value in (n1, *money[0], n0, *money[1], 0, 0))
    return _times(mean_difference(Sums(*columns)), 1, n1 + n0)


def _money(digits: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Column:
    """[…, 2] sums and sums of squares, from digits of 32 bits of hundredths."""
    columns = digits.astype(np.float64)
    sums = columns[..., 0] + columns[..., 1] * _DIGIT
    squares = columns[..., 2] + _DIGIT * (columns[..., 3] + _DIGIT * (columns[..., 4] + _DIGIT * columns[..., 5]))
    return np.stack((sums / 100, squares / 10_000), axis=-1)
