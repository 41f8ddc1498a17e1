"""The plain comparison: outcomes as they are declared, of all whom a signal ever happened to and of all others.

An outcome counts from where it is declared to be counted from and for as long (see `comparison.endings`), whether it
came before the signal or after. It is what one counts without thinking, and is counted to be shown beside what stands,
and to be distrusted.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from waypost.analysis.comparison.endings import Endings
from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Integers
from waypost.analysis.moments.kernel import DIGITS
from waypost.analysis.moments.rules import Deciding
from waypost.events.trails import Partition, Times, owner_of

_HALF = (1 << 32) - 1


def plain(partition: Partition, chosen: Chosen, deciding: Deciding, endings: Endings) -> tuple[Integers, Integers]:
    """The chosen cases [s, o, 4] and their money [s, a, 2, DIGITS], with each signal and without it (see `counts`)."""
    begun = endings.begun(partition)
    had, known = endings.cases(partition, begun)
    spent = _spent(partition, deciding, endings, begun, known)
    happened = np.zeros_like(partition.at_risk)
    happened[owner_of(partition.signal_start), partition.signal_code] = True
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


def _spent(
    partition: Partition, deciding: Deciding, endings: Endings, begun: Sequence[Times], known: Chosen
) -> Integers:
    """[n, a] what cases spent in time, of those of which it is known."""
    spent = np.zeros((partition.cases, int(deciding.purse.max(initial=-1)) + 1), dtype=np.int64)
    case = owner_of(partition.outcome_start)
    for outcome in np.flatnonzero(deciding.purse >= 0).tolist():
        counts = (partition.outcome_code == outcome) & known[case, outcome]
        counts &= endings.outcomes[outcome].in_time(partition.outcome_time, begun[outcome][case])
        np.add.at(spent[:, deciding.purse[outcome]], case[counts], partition.outcome_cents[counts])
    return spent


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
