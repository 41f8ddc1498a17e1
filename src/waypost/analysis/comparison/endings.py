"""Endings: how walks turned out: for how many each declared outcome happened, of those that could be followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts, Integers
from waypost.analysis.places import codes_of, name_of
from waypost.events.trails import NEVER, Codebook, Partition, Times, Trails, lasting, microseconds, owner_of
from waypost.journey.journey import Journey
from waypost.journey.outcome import Outcome


@dataclass(frozen=True)
class EndingCounts(Counts):
    """For each of o outcomes, cases; every array is [o]."""

    happened: Integers
    """Cases it happened to, in time."""
    followed: Integers
    """Cases it could have happened to: those that came where it is counted from, and could be followed so long, or
    answered."""


@dataclass(frozen=True)
class Ending:
    """What is looked for of one outcome."""

    within: int = NEVER
    """Microseconds from where it is counted from; NEVER: however long it takes."""
    answers: tuple[int, ...] = ()
    """The score codes of the touchpoint (a step's all) whose responses it is made of: then only cases that responded
    count."""
    since: tuple[int, ...] | None = None
    """The codes of the touchpoints it is counted from: only cases that came to one count, from their first event there
    on. None: all cases, from their first event."""

    @classmethod
    def of(cls, outcome: Outcome, codebook: Codebook) -> Self:
        """From its declaration."""
        within = NEVER if outcome.within is None else lasting(outcome.within)
        scored = () if outcome.score is None else codes_of(codebook, outcome.score)
        about = {codebook.touchpoints[code] for code in scored}
        answers = (code for code, key in enumerate(codebook.scores) if key.touchpoint in about)
        since = None if outcome.since is None else tuple(codes_of(codebook, outcome.since))
        return cls(within, tuple(answers), since)

    def begun(self, partition: Partition) -> Times:
        """[n cases] from when on it is counted; NEVER for cases that did not come there."""
        firsts = partition.time[partition.start[:-1]]
        if self.since is None:
            return firsts
        here = np.flatnonzero(np.isin(partition.code, np.array(self.since, dtype=np.int16)))
        case = np.searchsorted(partition.start, here, side="right") - 1
        first = np.diff(case, prepend=-1) > 0
        begun = np.full_like(firsts, NEVER)
        begun[case[first]] = partition.time[here[first]]
        return begun

    def in_time(self, time: Times, begun: Times) -> Chosen:
        """Whether what happened then counts, where it is counted from that time on."""
        counts: Chosen = time - begun <= self.within
        if self.since is not None:
            counts &= begun <= time
        return counts

    def in_sight(self, begun: Times, as_of: int) -> Chosen:
        """Whether a case came to where it is counted from, and could be followed long enough."""
        return np.asarray((begun != NEVER) & ((self.within == NEVER) | (begun <= as_of - self.within)))


@dataclass(frozen=True)
class Endings:
    """How often each outcome of the codebook happened, each case counted once.

    With `within`, an outcome is looked for so long after the case's first event, or its first event where the outcome
    is counted from; cases that cannot be followed so long by `as_of`, or never came there, do not count.
    """

    outcomes: tuple[Ending, ...]
    """By outcome code."""
    as_of: int
    """UTC microseconds."""

    @classmethod
    def of(cls, journey: Journey, trails: Trails) -> Self:
        """Those of a journey."""
        outcomes = declared(journey, trails.codebook)
        return cls(tuple(Ending.of(outcome, trails.codebook) for outcome in outcomes), microseconds(trails.as_of))

    def kernel(self, partition: Partition, chosen: Chosen) -> EndingCounts:
        """Count the cases of each outcome."""
        happened, followed = self.cases(partition, self.begun(partition))
        return EndingCounts(
            happened[chosen].sum(axis=0, dtype=np.int64),
            followed[chosen].sum(axis=0, dtype=np.int64),
        )

    def begun(self, partition: Partition) -> tuple[Times, ...]:
        """By outcome, [n cases] from when on it is counted; outcomes counted from one place share one array."""
        known = {ending.since: ending for ending in self.outcomes}
        times = {since: ending.begun(partition) for since, ending in known.items()}
        return tuple(times[ending.since] for ending in self.outcomes)

    def cases(self, partition: Partition, begun: Sequence[Times]) -> tuple[Chosen, Chosen]:
        """[n cases, outcomes] to which an outcome happened; and to which it could have.

        Arguments:
            partition: the cases.
            begun: from when on each outcome is counted (see `begun`): those who ask need it for more than this.
        """
        case = owner_of(partition.outcome_start)
        answering = owner_of(partition.score_start)
        happened = np.zeros((partition.cases, len(self.outcomes)), dtype=np.bool_)
        followed = np.zeros_like(happened)
        for code, (ending, since) in enumerate(zip(self.outcomes, begun, strict=True)):
            here = partition.outcome_code == code
            in_time = here & ending.in_time(partition.outcome_time, since[case])
            happened[case[in_time], code] = True
            if ending.answers:
                about = np.isin(partition.score_code, np.array(ending.answers, dtype=np.int16))
                about &= ending.in_time(partition.score_time, since[answering])
                followed[answering[about], code] = True
            else:
                followed[:, code] = ending.in_sight(since, self.as_of)
        return happened & followed, followed


def called(journey: Journey, outcome: Outcome) -> str:
    """The outcome in words, and of whom it is the share where that is not everybody."""
    of = "" if outcome.since is None else f" of those who came to “{name_of(journey, outcome.since)}”"
    return f"“{outcome.name}”{of}"


def explained(journey: Journey, outcome: Outcome) -> str:
    """The same, to be put between quotation marks."""
    of = "" if outcome.since is None else f" (of those who came to {name_of(journey, outcome.since)})"
    return outcome.name + of


def declared(journey: Journey, codebook: Codebook) -> Sequence[Outcome]:
    """The declarations of the codebook's outcomes, in its order."""
    known = {outcome.id: outcome for outcome in journey.outcomes}
    return tuple(known[outcome] for outcome in codebook.outcomes)
