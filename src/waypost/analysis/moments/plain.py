"""The plain comparison: outcomes at any time, before or after, of all whom a signal happened to and of all others.

It is what one counts without thinking, and is counted to be shown beside what stands, and to be distrusted.
"""

from __future__ import annotations

import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Integers
from waypost.analysis.moments.kernel import DIGITS, SCORE, Flags
from waypost.analysis.moments.rules import Deciding
from waypost.events.trails import Offsets, Partition

_HALF = (1 << 32) - 1


def plain(partition: Partition, chosen: Chosen, deciding: Deciding) -> tuple[Integers, Integers]:
    """The chosen cases [s, o, 4] and their money [s, a, 2, DIGITS], with each signal and without it (see `counts`)."""
    known, had, spent = _turned_out(partition, deciding)
    happened = np.zeros_like(partition.at_risk)
    happened[_case_of(partition.signal_start), partition.signal_code] = True
    signals = happened.shape[1]
    cases = np.zeros((signals, known.shape[1], 4), dtype=np.int64)
    money = np.zeros((signals, spent.shape[1], 2, DIGITS), dtype=np.int64)
    for side, members in enumerate((happened, partition.at_risk & ~happened)):
        for signal in range(signals):
            who = np.flatnonzero(chosen & members[:, signal])
            cases[signal, :, 2 * side] = known[who].sum(axis=0)
            cases[signal, :, 2 * side + 1] = had[who].sum(axis=0)
            for amount in range(spent.shape[1]):
                money[signal, amount, side] = _digits(spent[who, amount])
    return cases, money


def _turned_out(partition: Partition, deciding: Deciding) -> tuple[Flags, Flags, Integers]:
    """[n, o] of which cases each outcome is known, and which had it; [n, a] what they spent."""
    size = len(partition.start) - 1
    known = np.ones((size, len(deciding.kind)), dtype=np.bool_)
    had = np.zeros_like(known)
    spent = np.zeros((size, int(deciding.purse.max(initial=-1)) + 1), dtype=np.int64)
    case, code = _case_of(partition.outcome_start), partition.outcome_code
    had[case, code] = True
    bought = deciding.purse[code] >= 0
    np.add.at(spent, (case[bought], deciding.purse[code[bought]]), partition.outcome_cents[bought])
    said = _case_of(partition.score_start)
    for outcome in np.flatnonzero(deciding.kind == SCORE):
        answers = np.flatnonzero(deciding.about[outcome, partition.score_code])
        first = answers[np.diff(said[answers], prepend=-1) > 0]
        cents = partition.score_cents[first]
        known[:, outcome] = had[:, outcome] = False
        known[said[first], outcome] = True
        had[said[first], outcome] = (cents < deciding.below[outcome]) | (cents >= deciding.at_least[outcome])
    return known, had, spent


def _case_of(start: Offsets) -> Integers:
    """The case of each entry."""
    return np.repeat(np.arange(len(start) - 1), np.diff(start))


def _digits(amounts: Integers) -> Integers:
    """The sum and the sum of squares, in digits of 32 bits."""
    size = np.abs(amounts).astype(np.uint64)
    upper, lower = size >> np.uint64(32), size & np.uint64(_HALF)
    low, middle, high = lower * lower, np.uint64(2) * upper * lower, upper * upper
    parts = (
        amounts & _HALF,
        amounts >> 32,
        low & np.uint64(_HALF),
        (low >> np.uint64(32)) + (middle & np.uint64(_HALF)),
        (middle >> np.uint64(32)) + (high & np.uint64(_HALF)),
        high >> np.uint64(32),
    )
    return np.array([part.astype(np.int64).sum() for part in parts], dtype=np.int64)
