"""What metrics are made of, counted period by period: answers, outcomes, replies, first contacts, and money kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from waypost.analysis.arrivals import comes
from waypost.analysis.comparison.endings import Endings
from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts, Integers
from waypost.events.trails import Partition, owner_of


@dataclass(frozen=True)
class MetricCounts(Counts):
    """Counts of p periods; cases lie in the period of their first event (for an outcome: of the event it is
    counted from), answers and money in their own."""

    answers: Counter[tuple[int, int, int]]
    """(score code, period, hundredths) → how many."""
    happened: Integers
    """[p, outcomes] cases an outcome happened to."""
    followed: Integers
    """[p, outcomes] cases it could have happened to."""
    came: Integers
    """[p, asked] cases that came to an asked touchpoint."""
    replied: Integers
    """[p, asked] those that answered there."""
    contacts: Integers
    """[p] cases that arrived and had contacted us."""
    once: Integers
    """[p] those that had contacted us once."""
    money: Integers
    """[p, sums] what the customers of the period before paid: see `PAID` … `NEW`."""


_SUMS = 12
PAID, BEFORE, KEPT, ALL, BEFORE_SQUARED, KEPT_SQUARED, ALL_SQUARED, GROWN_SQUARED, KEPT_BOTH, ALL_BOTH, AGAIN, NEW = (
    range(_SUMS)
)
"""Customers who paid in the period before; what they paid then, what of it again, and all they pay now; in whole units
squared, and both multiplied; how many of them pay again; and what comes from others."""


@dataclass(frozen=True)
class MetricSums:
    """Everything metrics are made of, in one pass."""

    bounds: tuple[int, ...]
    """[p + 1] UTC microseconds; each period runs from one to the next."""
    endings: Endings
    asked: tuple[tuple[int, tuple[int, ...]], ...]
    """Touchpoint codes, and the codes of their scores."""
    contact: tuple[int, ...]
    """The touchpoint codes of where customers contact us."""
    destination: tuple[int, ...]
    """The touchpoint codes of the destination."""
    spend: tuple[int, ...]
    """The codes of the outcomes that bring money."""

    def kernel(self, partition: Partition, chosen: Chosen) -> MetricCounts:
        """Count the chosen cases."""
        begun = self._period(partition.time[partition.start[:-1]])
        inside = chosen & (begun >= 0)
        since = self.endings.begun(partition)
        ended, followed = self.endings.cases(partition, since)
        periods = tuple(map(self._period, since))
        came, replied = reply(partition, self.asked)
        arrived = comes(partition, self.destination)
        contacts = _contacts(partition, self.contact)
        return MetricCounts(
            answers=self._answers(partition, chosen),
            happened=self._of_outcomes(periods, chosen, ended),
            followed=self._of_outcomes(periods, chosen, followed),
            came=self._by_period(begun, inside, came),
            replied=self._by_period(begun, inside, came & replied),
            contacts=self._by_period(begun, inside, (arrived & (contacts > 0))[:, None])[:, 0],
            once=self._by_period(begun, inside, (arrived & (contacts == 1))[:, None])[:, 0],
            money=self._money(partition, chosen),
        )

    def _period(self, times: Integers) -> Integers:
        """The period each time lies in; −1: none."""
        place = np.searchsorted(np.array(self.bounds), times, side="right") - 1
        return np.where(place < len(self.bounds) - 1, place, -1)

    def _by_period(self, begun: Integers, inside: Chosen, flags: Chosen) -> Integers:
        counts = np.zeros((len(self.bounds) - 1, flags.shape[1]), dtype=np.int64)
        np.add.at(counts, begun[inside], flags[inside])
        return counts

    def _of_outcomes(self, periods: Sequence[Integers], chosen: Chosen, flags: Chosen) -> Integers:
        """Each outcome's cases in the periods from which it is counted."""
        counts = np.zeros((len(self.bounds) - 1, flags.shape[1]), dtype=np.int64)
        for code, period in enumerate(periods):
            inside = chosen & flags[:, code] & (period >= 0)
            counts[:, code] = np.bincount(period[inside], minlength=len(counts))
        return counts

    def _answers(self, partition: Partition, chosen: Chosen) -> Counter[tuple[int, int, int]]:
        period = self._period(partition.score_time)
        counts = np.repeat(chosen, np.diff(partition.score_start)) & (period >= 0)
        given = np.stack((partition.score_code[counts], period[counts], partition.score_cents[counts]))
        kinds, times = np.unique(given, axis=1, return_counts=True)
        return Counter(dict(zip(zip(*kinds.tolist(), strict=True), times.tolist(), strict=True)))

    def _money(self, partition: Partition, chosen: Chosen) -> Integers:
        """Sum up each customer's periods, and hold each beside the one before."""
        periods = len(self.bounds) - 1
        sums = np.zeros((periods, _SUMS), dtype=np.int64)
        case = owner_of(partition.outcome_start)
        period = self._period(partition.outcome_time)
        paying = np.isin(partition.outcome_code, np.array(self.spend, dtype=np.int16)) & chosen[case] & (period >= 0)
        hashes = partition.customer_hash
        customer = np.cumsum(np.diff(hashes, prepend=hashes[:1]) != 0)
        payers, payer = np.unique(customer[case[paying]], return_inverse=True)
        for first in range(0, len(payers), _AT_ONCE):
            mine = (payer >= first) & (payer < first + _AT_ONCE)
            paid = np.zeros((min(_AT_ONCE, len(payers) - first), periods), dtype=np.int64)
            np.add.at(paid, (payer[mine] - first, period[paying][mine]), partition.outcome_cents[paying][mine])
            sums += _beside(np.maximum(paid, 0))
        return sums


_AT_ONCE = 50_000
"""Customers whose periods are summed up at once: bounds the memory."""


def _beside(paid: Integers) -> Integers:
    """[p, sums] each period beside the one before, from [customers, p] what was paid."""
    sums = np.zeros((paid.shape[1], _SUMS), dtype=np.int64)
    before, now = paid[:, :-1], paid[:, 1:]
    had = before > 0
    again = np.where(had, now, 0)
    kept = np.minimum(before, again)
    units = [part // 100 for part in (before, kept, again)]
    sums[1:, PAID] = had.sum(axis=0)
    sums[1:, BEFORE] = before.sum(axis=0)
    sums[1:, KEPT] = kept.sum(axis=0)
    sums[1:, ALL] = again.sum(axis=0)
    sums[1:, BEFORE_SQUARED] = (units[0] ** 2).sum(axis=0)
    sums[1:, KEPT_SQUARED] = (units[1] ** 2).sum(axis=0)
    sums[1:, ALL_SQUARED] = (units[2] ** 2).sum(axis=0)
    sums[1:, GROWN_SQUARED] = ((units[2] - units[1]) ** 2).sum(axis=0)
    sums[1:, KEPT_BOTH] = (units[0] * units[1]).sum(axis=0)
    sums[1:, ALL_BOTH] = (units[0] * units[2]).sum(axis=0)
    sums[1:, AGAIN] = (again > 0).sum(axis=0)
    sums[1:, NEW] = np.where(had, 0, now).sum(axis=0)
    return sums


def reply(partition: Partition, asked: tuple[tuple[int, tuple[int, ...]], ...]) -> tuple[Chosen, Chosen]:
    """[n cases, asked] who came to each touchpoint; and who answered there, having come or not."""
    case = owner_of(partition.score_start)
    came = np.zeros((partition.cases, len(asked)), dtype=np.bool_)
    replied = np.zeros_like(came)
    for place, (touchpoint, scores) in enumerate(asked):
        came[:, place] = comes(partition, (touchpoint,))
        replied[case[np.isin(partition.score_code, np.array(scores, dtype=np.int16))], place] = True
    return came, replied


def _contacts(partition: Partition, touchpoints: tuple[int, ...]) -> Integers:
    """[n cases] how often each case came to the one of these touchpoints that it came to first; 0: to none.

    The others do not count: they may be our answer.
    """
    case = owner_of(partition.start)
    here = np.flatnonzero(np.isin(partition.code, np.array(touchpoints, dtype=np.int16)))
    contacting, firsts = np.unique(case[here], return_index=True)
    opened = np.zeros(partition.cases, dtype=np.int16)
    opened[contacting] = partition.code[here[firsts]]
    same = here[partition.code[here] == opened[case[here]]]
    return np.bincount(case[same], minlength=partition.cases)
