"""Counting moments of truth: at every signal's instant, and at like moments of others, who had which outcome after it.

**Landmarks.** A case the signal happened to is looked at from the signal's first instant on. A case it had not happened
to is looked at from its chance on (see `events.signals`), or, for the rules without a moment of decision (`reached`,
`repeated`), from one moment in each band of time since its beginning, drawn by a hash that knows nothing of what comes
after. So nobody has to survive until something happens to be counted as it (no immortal time), and a case may be
compared before its own signal comes: with others, never with itself.

**Outcomes** count strictly after the landmark and within the outcome's time. Left out are cases that had the outcome by
then, and those that cannot be followed so long by `as_of`. Of a score, the first response after the landmark decides;
of an amount, the sum is taken.

**Strata** are the like cases: same signal, stage, band of tenure, quarter of beginning, segments, mood and other
signals so far, packed into one key. Stage, mood and other signals are those before it was decided whether the signal
happens: before the awaited touchpoint came or its deadline passed, before the visit or the wait began. The stage is the
step of the last event at another touchpoint; the mood what was judged last, and the third of its scale in which that
score lies. Drawn moments are told apart by how long ago the last event was as well: who is about to do something is
busier than somebody at any moment.

Sources: J. R. Anderson, K. C. Cain and R. D. Gelber, *Analysis of Survival by Tumor Response*, J. Clin. Oncol. 1
(1983), for landmarks; M. A. Hernán and J. M. Robins, *Using Big Data to Emulate a Target Trial*, Am. J. Epidemiol. 183
(2016), for sequences of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts, Integers, Places
from waypost.analysis.moment_kernel import SEGMENT_BITS, WITHIN_BAND, Flags, Salts, look, scout
from waypost.events.trails import Partition, Times


@dataclass(frozen=True)
class Landmarks:
    """What a kernel must know of s signals; every array is [s]."""

    drawn: Flags
    """Whether the rule has no moment of decision, so that moments are drawn."""
    own: Places
    """The signal's touchpoint."""
    awaited: Flags
    """With moments drawn: whether a case must have come to the touchpoint before. Without: whether the signal is that
    the touchpoint has not come, so that cases to which it came are taken as they were before it came."""
    visit: Flags
    """Whether cases are taken as they were when they came to the touchpoint: before its run of events up to then."""
    lag: Integers
    """How long before the landmark it is that cases are taken as they were, in microseconds."""
    other: Places
    """The signal's bit among those that make cases unlike; −1: it makes none."""
    salt: Salts
    """From the signal's ids, so that other signals never change a draw."""
    bands: Flags
    """[s, BANDS] the bands of tenure in which moments are drawn."""


@dataclass(frozen=True)
class Deciding:
    """How o outcomes are decided; every array is [o] unless said."""

    kind: Places
    within: Times
    """Microseconds; 0: until the moment measured."""
    purse: Places
    """The place among the amounts; −1 for the others."""
    about: Flags
    """[o, score codes] whose responses decide."""
    below: Integers
    """Hundredths; a response below has the outcome …"""
    at_least: Integers
    """… and one at least as high as this."""


@dataclass(frozen=True)
class Seasons:
    """Where and how high: what else a key needs."""

    step_of: Places
    """[touchpoints]"""
    low: Integers
    """[score codes] hundredths up to which a score is in the lowest third of its scale …"""
    high: Integers
    """… and from which on in the highest."""
    as_of: int


@dataclass(frozen=True)
class StrataCounts:
    """k strata of s signals, o outcomes and a amounts."""

    key: Integers
    """[k] ascending, each once."""
    cases: Integers
    """[k, o, COLUMNS] EXPOSED …"""
    money: Integers
    """[k, a, PURSES, DIGITS]"""
    naive: Integers
    """[s, o, 4] cases with the signal at any time, with the outcome at any time; the same of others at risk."""
    naive_money: Integers
    """[s, a, 2, DIGITS]"""
    fate: Integers
    """[s, o, 5] HAPPENED …"""

    def __add__(self, other: Self) -> Self:
        """Stratum by stratum."""
        key = np.concatenate((self.key, other.key))
        order = np.argsort(key, kind="stable")
        key = key[order]
        firsts = np.flatnonzero(np.diff(key, prepend=-1))
        return type(self)(
            key[firsts],
            _added(np.concatenate((self.cases, other.cases)), order, firsts),
            _added(np.concatenate((self.money, other.money)), order, firsts),
            self.naive + other.naive,
            self.naive_money + other.naive_money,
            self.fate + other.fate,
        )


def _added(rows: Integers, order: Integers, firsts: Integers) -> Integers:
    return np.add.reduceat(rows[order], firsts, axis=0) if len(rows) else rows


@dataclass(frozen=True)
class Strata:
    """Counts of every signal with every outcome."""

    landmarks: Landmarks
    deciding: Deciding
    seasons: Seasons

    def kernel(self, partition: Partition, chosen: Chosen) -> StrataCounts:
        """Look at every chosen case from each of its landmarks."""
        marks, deciding, seasons = self.landmarks, self.deciding, self.seasons
        key, cases, money, naive, naive_money, fate = look(
            (partition.start, partition.code, partition.time),
            (partition.signal_start, partition.signal_code, partition.signal_time),
            (partition.chance_start, partition.chance_code, partition.chance_time),
            (partition.score_start, partition.score_code, partition.score_time, partition.score_cents),
            (partition.outcome_start, partition.outcome_code, partition.outcome_time, partition.outcome_cents),
            partition.customer_hash,
            _packed(partition.membership[:, :SEGMENT_BITS]),
            partition.at_risk,
            chosen,
            (marks.drawn, marks.own, marks.awaited, marks.visit, marks.lag, marks.other, marks.salt, marks.bands),
            (deciding.kind, deciding.within, deciding.purse, deciding.about, deciding.below, deciding.at_least),
            (seasons.step_of, seasons.low, seasons.high, seasons.as_of, WITHIN_BAND),
        )
        order = np.argsort(key)
        return StrataCounts(key[order], cases[order].astype(np.int64), money[order], naive, naive_money, fate)


@dataclass(frozen=True)
class ScoutCounts(Counts):
    """[s, BANDS] cases each signal first happened to, by their tenure."""

    bands: Integers


@dataclass(frozen=True)
class Scout:
    """Where signals happen at all: moments are drawn in no other band, and only frequent signals make cases unlike."""

    signals: int

    def kernel(self, partition: Partition, chosen: Chosen) -> ScoutCounts:
        """The tenure of each chosen case at each signal's first instant."""
        return ScoutCounts(
            scout(
                partition.start,
                partition.time,
                partition.signal_start,
                partition.signal_code,
                partition.signal_time,
                chosen,
                self.signals,
            )
        )


def salt_of(touchpoint: str, signal: str) -> int:
    """64 bits that stand for a signal."""
    return int.from_bytes(blake2b(f"{touchpoint}/{signal}".encode(), digest_size=8).digest(), "little")


def signal_of(key: Integers) -> Integers:
    """The signal code in each key."""
    return key >> 52


def _packed(flags: Flags) -> Integers:
    """[n] the flags of each case as bits."""
    bits: Integers = flags @ (1 << np.arange(flags.shape[1], dtype=np.int64))
    return bits.astype(np.int64)
