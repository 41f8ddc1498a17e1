"""Counting moments of truth: at every signal's instant, and at like moments of others, who had which outcome after it.

**Landmarks.** A case the signal happened to is looked at from the signal's first instant on. A case it had not happened
to is looked at from its chance on (see `events.signals`), or, for the rules without a moment of decision (`reached`,
`repeated`), from one moment in each band of time since its beginning, drawn by a hash that knows nothing of what comes
after. So nobody has to survive until something happens to be counted as it (no immortal time), and a case may be
compared before its own signal comes: with others, never with itself.

**Outcomes** count strictly after the landmark and within the outcome's time. Left out are cases that had the outcome by
then, and those that cannot be followed so long by `as_of`. Of a score, the first response decides: cases that had
answered by the landmark had the outcome, or the contrary, by then. Of an amount, the sum is taken.

**Strata** are the like cases: same signal, stage, band of tenure, quarter of beginning, segments, mood and other
signals so far, packed into one key. Stage, mood and other signals are those before it was decided whether the signal
happens: before the awaited touchpoint came or its deadline passed, before the visit or the wait began. The stage is the
step of the last event at another touchpoint; the mood what was judged last, and the third of its scale in which that
score lies. Drawn moments are told apart by how long ago the last event was as well: who is about to do something is
busier than somebody at any moment.

Counted are only the strata that somebody with the signal is in, which a pass of its own finds first (`Exposures`):
nobody in another can be compared, and most moments that are drawn lie in such.

Sources: J. R. Anderson, K. C. Cain and R. D. Gelber, *Analysis of Survival by Tumor Response*, J. Clin. Oncol. 1
(1983), for landmarks; M. A. Hernán and J. M. Robins, *Using Big Data to Emulate a Target Trial*, Am. J. Epidemiol. 183
(2016), for sequences of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

import numpy as np

from waypost.analysis.comparison.endings import Endings
from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts, Integers
from waypost.analysis.moments.kernel import (
    COLUMNS,
    DIGITS,
    OTHER_BITS,
    PURSES,
    SEGMENT_BITS,
    WITHIN_BAND,
    Small,
    laid_out,
    look,
    meet,
    scout,
)
from waypost.analysis.moments.plain import plain
from waypost.analysis.moments.rules import Deciding, Landmarks, Seasons
from waypost.events.trails import Partition

_QUARTERS_BEFORE = 70 * 4
"""Quarters are counted from 1900 on, and numpy counts months from 1970 on."""


@dataclass(frozen=True)
class Sought:
    """The strata to count: those that somebody with the signal is in. Nobody in another can be compared with them."""

    key: Integers
    """[k] ascending, each once."""
    slots: Integers
    """A hash table of the keys …"""
    places: Small
    """… and of their places in `key`."""

    @classmethod
    def of(cls, key: Integers) -> Self:
        """From ascending keys, each once."""
        return cls(key, *laid_out(key))


@dataclass(frozen=True)
class StrataCounts:
    """k strata of s signals, o outcomes and a amounts.

    A stratum meets a case at most once on either side, so 32 bits hold what is counted in one of a thousand million.
    """

    key: Integers
    """[k] ascending, each once: of the strata sought those in which there is anybody."""
    cases: Small
    """[k, o, COLUMNS] EXPOSED …"""
    money: Integers
    """[k, a, PURSES, DIGITS]"""
    naive: Integers
    """[s, o, 4] cases with the signal at any time of which the outcome as declared is known, and with it; the same of
    others at risk."""
    naive_money: Integers
    """[s, a, 2, DIGITS]"""
    fate: Integers
    """[s, o, FATES] HAPPENED …"""

    def __add__(self, other: Self) -> Self:
        """Stratum by stratum."""
        key = np.union1d(self.key, other.key)
        cases = np.zeros((len(key), *self.cases.shape[1:]), dtype=self.cases.dtype)
        money = np.zeros((len(key), *self.money.shape[1:]), dtype=self.money.dtype)
        for part in (self, other):
            rows = np.searchsorted(key, part.key)
            cases[rows] += part.cases
            money[rows] += part.money
        return type(self)(
            key,
            cases,
            money,
            self.naive + other.naive,
            self.naive_money + other.naive_money,
            self.fate + other.fate,
        )


@dataclass(frozen=True)
class Strata:
    """Counts of every signal with every outcome."""

    landmarks: Landmarks
    deciding: Deciding
    seasons: Seasons
    sought: Sought
    endings: Endings
    """How the outcomes are counted where nothing is compared."""

    def kernel(self, partition: Partition, chosen: Chosen) -> StrataCounts:
        """Look at every chosen case from each of its landmarks, and compare plainly."""
        landmarks, deciding, seasons, sought = self.landmarks, self.deciding, self.seasons, self.sought
        size, outcomes, amounts = len(sought.key), len(deciding.kind), int(deciding.purse.max(initial=-1)) + 1
        # Zeros that nobody has touched take no memory: there is room for all, though a partition meets few of many.
        cases = np.zeros((size, outcomes, COLUMNS), dtype=np.int32)
        money = np.zeros((size, amounts, PURSES, DIGITS), dtype=np.int64)
        stratum = np.zeros(size, dtype=np.int32)
        met, fate = look(
            (partition.start, partition.code, partition.time),
            (partition.signal_start, partition.signal_code, partition.signal_time),
            (partition.chance_start, partition.chance_code, partition.chance_time),
            (partition.score_start, partition.score_code, partition.score_time, partition.score_cents),
            (partition.outcome_start, partition.outcome_code, partition.outcome_time, partition.outcome_cents),
            partition.customer_hash,
            _homes(partition),
            chosen,
            (landmarks.salt, landmarks.bands, WITHIN_BAND),
            landmarks.rules(),
            deciding.rules(),
            deciding.about,
            seasons.step_of,
            seasons.thirds(),
            seasons.as_of,
            (sought.slots, sought.places),
            (np.full(size, -1, dtype=np.int32), stratum, cases, money),
        )
        order = np.argsort(stratum[:met])
        naive, naive_money = plain(partition, chosen, deciding, self.endings)
        return StrataCounts(sought.key[stratum[order]], cases[order], money[order], naive, naive_money, fate)


@dataclass(frozen=True)
class ExposureCounts:
    """The strata that somebody with the signal is in."""

    key: Integers
    """[k] ascending, each once."""

    def __add__(self, other: Self) -> Self:
        """All of both."""
        return type(self)(np.union1d(self.key, other.key))


@dataclass(frozen=True)
class Exposures:
    """In which strata signals happen at all: those alone are worth counting, and they are few."""

    landmarks: Landmarks
    seasons: Seasons

    def kernel(self, partition: Partition, chosen: Chosen) -> ExposureCounts:
        """The stratum of each chosen case at each of its signals' first instants."""
        keys = meet(
            (partition.start, partition.code, partition.time),
            (partition.signal_start, partition.signal_code, partition.signal_time),
            (partition.score_start, partition.score_code, partition.score_time, partition.score_cents),
            _homes(partition),
            chosen,
            self.landmarks.rules(),
            self.seasons.step_of,
            self.seasons.thirds(),
        )
        return ExposureCounts(np.unique(keys))


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


def _homes(partition: Partition) -> Integers:
    """[n] what is the same in all keys of a case: the quarter in which it began, and its segments."""
    months = partition.time[partition.start[:-1]].astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    quarter = np.clip(months // 3 + _QUARTERS_BEFORE, 0, 1023)
    members = partition.membership[:, :SEGMENT_BITS]
    segments = members @ (1 << np.arange(members.shape[1], dtype=np.int64))
    homes: Integers = quarter << 28 | segments.astype(np.int64) << OTHER_BITS
    return homes
