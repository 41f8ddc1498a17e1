"""Outcomes: how each case turned out, and when. Pure; vectorised over all cases of a partition.

| rule         | instant                                                                                                 |
|--------------|---------------------------------------------------------------------------------------------------------|
| `when`       | each event of the customer's for which the predicate holds and that belongs to the case, whether or not it is a touchpoint; with an `amount`, only those that say how much |
| `reached`    | the case's first event of the touchpoint, or of any touchpoint of the step                              |
| `silent_for` | that long after an event of the case that none of the case's follows until then, if it is by `as_of`    |
| `score`      | each response that gives the touchpoint less than `below`, or `at_least` that much                      |

An event of `when` belongs to a case as a response does (`attaching`): one that has the case property to the case of
that key only, even when the customer begins another, and one that has none to the case under way, else to the latest
begun before it. So a cancellation long after a walk counts for that walk, and the next order's own payment does not.
"""  # noqa: E501 - a table

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from waypost.events.signals import Places, Walks, offsets
from waypost.events.trails import Codes, Offsets, Times, lasting
from waypost.journey.outcome import Outcome

Cents = npt.NDArray[np.int64]

ONCE = 100
"""The hundredths of an outcome that is neither money nor a score: it happened once."""


@dataclass(frozen=True)
class BoundOutcome:
    """An outcome and the places it speaks of in the codebook."""

    place: int
    """The outcome's own code."""
    outcome: Outcome
    touchpoints: tuple[int, ...] = ()
    """The codes of the touchpoints that `reached` or `score` names, a step's all."""


@dataclass(frozen=True)
class Happened:
    """Events of `when` outcomes attached to cases: each one's case, outcome code, time and hundredths."""

    case: Places
    code: Codes
    time: Times
    cents: Cents


@dataclass(frozen=True)
class Outcomes:
    """How n cases turned out, as a `Partition` keeps it."""

    start: Offsets
    code: Codes
    time: Times
    cents: Cents


_Found: TypeAlias = tuple[Places, Times, Cents]
"""Cases, times and hundredths of one outcome."""


def outcomes(bound: Sequence[BoundOutcome], walks: Walks, happened: Happened) -> Outcomes:
    """Every outcome's instants, by case, time, outcome code and hundredths."""
    found = [_RULES[one.outcome.rule](one, walks, happened) for one in bound]
    nothing = np.empty(0, dtype=np.int64)
    case, time, cents = (np.concatenate([nothing, *(each[part] for each in found)]) for part in range(3))
    code = np.repeat(np.array([one.place for one in bound], dtype=np.int16), [len(cases) for cases, _, _ in found])
    order = np.lexsort((cents, code, time, case))
    return Outcomes(offsets(case, walks.cases), code[order], time[order], cents[order])


def hundredths(amount: npt.NDArray[np.float64]) -> Cents:
    """Scores or money times 100, rounded."""
    cents: Cents = np.rint(amount * 100).astype(np.int64)
    return cents


def _when(bound: BoundOutcome, _: Walks, happened: Happened) -> _Found:
    which = happened.code == bound.place
    return happened.case[which], happened.time[which], happened.cents[which]


def _reached(bound: BoundOutcome, walks: Walks, _: Happened) -> _Found:
    first = walks.first(np.isin(walks.code, bound.touchpoints))
    cases = np.flatnonzero(first < len(walks.time))
    return cases, walks.time[first[cases]], np.full(len(cases), ONCE)


def _silent(bound: BoundOutcome, walks: Walks, _: Happened) -> _Found:
    wait = lasting(str(bound.outcome.silent_for))
    over = walks.time + wait
    silent = (over < walks.next_time) & (over <= walks.as_of)
    return walks.case[silent], over[silent], np.full(int(silent.sum()), ONCE)


def _score(bound: BoundOutcome, walks: Walks, _: Happened) -> _Found:
    said, outcome = walks.responses, bound.outcome
    about = np.isin(said.touchpoint, bound.touchpoints)
    low = np.zeros_like(about) if outcome.below is None else said.score < outcome.below
    high = np.zeros_like(about) if outcome.at_least is None else said.score >= outcome.at_least
    which = about & (low | high)
    return said.case[which], said.time[which], hundredths(said.score[which])


_RULES: Mapping[str, Callable[[BoundOutcome, Walks, Happened], _Found]] = {
    "when": _when,
    "reached": _reached,
    "silent_for": _silent,
    "score": _score,
}
