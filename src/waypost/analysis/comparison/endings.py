"""Endings: how walks turned out: for how many each declared outcome happened, of those that could be followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts, Integers
from waypost.events.trails import Codebook, Partition, Trails, microseconds
from waypost.journey.binding import duration
from waypost.journey.journey import Journey
from waypost.journey.outcome import Outcome

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class EndingCounts(Counts):
    """For each of o outcomes, cases; every array is [o]."""

    happened: Integers
    """Cases it happened to, in time."""
    followed: Integers
    """Cases it could have happened to: those that could be followed so long, or that answered."""


@dataclass(frozen=True)
class Ending:
    """What is looked for of one outcome."""

    within: int = NEVER
    """Microseconds from the case's first event; NEVER: however long it takes."""
    answers: tuple[int, ...] = ()
    """The score codes of the touchpoint whose responses it is made of: then only cases that responded count."""

    @classmethod
    def of(cls, outcome: Outcome, codebook: Codebook) -> Self:
        """From its declaration."""
        within = NEVER if outcome.within is None else duration(outcome.within) // timedelta(microseconds=1)
        return cls(within, tuple(code for code, key in enumerate(codebook.scores) if key.touchpoint == outcome.score))


@dataclass(frozen=True)
class Endings:
    """How often each outcome of the codebook happened, each case counted once.

    With `within`, an outcome is looked for so long after the case's first event, and cases that cannot be followed so
    long by `as_of` do not count.
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
        happened, followed = self.cases(partition)
        return EndingCounts(
            happened[chosen].sum(axis=0, dtype=np.int64),
            followed[chosen].sum(axis=0, dtype=np.int64),
        )

    def cases(self, partition: Partition) -> tuple[Chosen, Chosen]:
        """[n cases, outcomes] to which an outcome happened; and to which it could have."""
        first = partition.time[partition.start[:-1]]
        case = np.repeat(np.arange(partition.cases), np.diff(partition.outcome_start))
        answering = np.repeat(np.arange(partition.cases), np.diff(partition.score_start))
        happened = np.zeros((partition.cases, len(self.outcomes)), dtype=np.bool_)
        followed = np.zeros_like(happened)
        for code, ending in enumerate(self.outcomes):
            here = partition.outcome_code == code
            in_time = here & (partition.outcome_time - first[case] <= ending.within)
            happened[case[in_time], code] = True
            if ending.answers:
                about = np.isin(partition.score_code, np.array(ending.answers, dtype=np.int16))
                about &= partition.score_time - first[answering] <= ending.within
                followed[answering[about], code] = True
            else:
                followed[:, code] = (ending.within == NEVER) | (first <= self.as_of - ending.within)
        return happened & followed, followed


def declared(journey: Journey, codebook: Codebook) -> Sequence[Outcome]:
    """The declarations of the codebook's outcomes, in its order."""
    known = {outcome.id: outcome for outcome in journey.outcomes}
    return tuple(known[outcome] for outcome in codebook.outcomes)
