"""Signals: what happened to each case, and when. Pure; vectorised over all cases of a partition.

Each rule says at which instant it happens and which cases are *at risk* of it: those it could have happened to by
`as_of`, the denominator of its share. C is the signal's touchpoint; everything after `as_of` is unknown.

| rule           | instant                                                                        | at risk: cases          |
|----------------|--------------------------------------------------------------------------------|-------------------------|
| `when`         | each event of C for which the predicate holds                                  | that reached C          |
| `reached`      | the first event of C                                                           | all                     |
| `skipped`      | the first event of a later step, if C has not happened before it               | that reached C or a later step |
| `repeated: n`  | the nth event of C                                                             | that reached C          |
| `slower_than: d` | d after the first event of C that is followed by nothing until then; an event of the last bound phase needs nothing to follow it, so there only a later next event makes it slow | with an event of C at least d before `as_of` |
| `overdue: p`   | the deadline, if C has not happened at or before it; the deadline is the first known value of p in the case | with a deadline by `as_of` |
| `overdue_after` | the moment that long after the first event of the step, if C has not happened at or before it | for which the moment is by `as_of` |
| `scored_below: x` | each response that gives C less than x                                      | with a response to C    |

All but `when` and `scored_below` happen to a case at most once.
"""  # noqa: E501 - a table

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from waypost.events.trails import Codes, Offsets, Times
from waypost.journey.binding import Signal, duration

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Happened: TypeAlias = tuple[Places, Times]
"""The cases a signal happened to and when, pairwise."""

NEVER = np.iinfo(np.int64).max
_FOREVER = 1 << 60  # microseconds: longer than any trail, and still far from NEVER when added to a time


@dataclass(frozen=True)
class BoundSignal:
    """A signal and the places it speaks of in the codebook."""

    place: int
    """The signal's own code."""
    signal: Signal
    touchpoint: int
    step: int
    final: bool
    """Whether the touchpoint is in the last bound phase: nothing needs to follow it."""
    after: int | None = None
    """The place of the step that `overdue_after` names."""


@dataclass(frozen=True)
class Responses:
    """The scored responses attached to cases: each one's case, touchpoint code, time and score."""

    case: Places
    touchpoint: Codes
    time: Times
    score: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Walks:
    """The walks of n cases with m events, sorted as in a `Partition`, and what signals need to know beside them."""

    start: Offsets
    """[n + 1]"""
    code: Codes
    """[m]"""
    time: Times
    """[m]"""
    step: Codes
    """[m] the place of each event's step."""
    as_of: int
    flags: Mapping[int, Flags]
    """For the signals (by place) with a `when`: [m] whether it holds at each event."""
    deadlines: Mapping[str, Times]
    """By property: [m] its value at each event, NEVER where there is none."""
    responses: Responses

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.start) - 1

    @cached_property
    def case(self) -> Places:
        """[m] the case of each event."""
        return np.repeat(np.arange(self.cases), np.diff(self.start))

    @cached_property
    def next_time(self) -> Times:
        """[m] the time of the case's next event; NEVER at its last."""
        following = np.append(self.time[1:], NEVER)
        following[self.start[1:] - 1] = NEVER
        return following

    def first(self, which: Flags) -> Places:
        """[n] the place of each case's first event of those chosen; m when it has none."""
        places = np.flatnonzero(which)
        cases = self.case[places]
        starts = _first_of_each(cases)
        result = np.full(self.cases, len(self.time))
        result[cases[starts]] = places[starts]
        return result

    def first_time(self, which: Flags) -> Times:
        """[n] the time of each case's first event of those chosen; NEVER when it has none."""
        return self.at(self.first(which))

    def at(self, places: Places) -> Times:
        """The times of events; NEVER for the place m."""
        return _or_never(self.time, places)


@dataclass(frozen=True)
class Instants:
    """What happened to n cases, as a `Partition` keeps it."""

    start: Offsets
    code: Codes
    time: Times
    at_risk: Flags


def instants(signals: Sequence[BoundSignal], walks: Walks) -> Instants:
    """Every signal's instants, by case, time and signal code, and the cases at risk."""
    found = [_RULES[bound.signal.rule](bound, walks.code == bound.touchpoint, walks) for bound in signals]
    case = np.concatenate([np.empty(0, dtype=np.int64), *(cases for (cases, _), _ in found)])
    time = np.concatenate([np.empty(0, dtype=np.int64), *(times for (_, times), _ in found)])
    codes = np.array([bound.place for bound in signals], dtype=np.int16)
    code = np.repeat(codes, [len(times) for (_, times), _ in found])
    order = np.lexsort((code, time, case))
    at_risk = np.stack([risk for _, risk in found], axis=1) if found else np.zeros((walks.cases, 0), dtype=np.bool_)
    return Instants(
        start=offsets(case, walks.cases), code=code[order], time=time[order], at_risk=np.ascontiguousarray(at_risk)
    )


def offsets(case: Places, cases: int) -> Offsets:
    """[n + 1] where each case's entries begin once they are sorted by case."""
    return np.concatenate([[0], np.cumsum(np.bincount(case, minlength=cases))]).astype(np.int64)


def _first_of_each(cases: Places) -> Places:
    """Where each case begins among ascending cases."""
    return np.flatnonzero(np.diff(cases, prepend=-1))


def _or_never(times: Times, places: Places) -> Times:
    """The times at some places; NEVER for the place after the last."""
    there = places < len(times)
    result = np.full(len(places), NEVER)
    result[there] = times[places[there]]
    return result


def _has(walks: Walks, which: Flags) -> Flags:
    return walks.first(which) < len(walks.time)


def _each(walks: Walks, which: Flags) -> Happened:
    return walks.case[which], walks.time[which]


def _once(moment: Times) -> Happened:
    cases = np.flatnonzero(moment != NEVER)
    return cases, moment[cases]


def _when(bound: BoundSignal, here: Flags, walks: Walks) -> tuple[Happened, Flags]:
    return _each(walks, here & walks.flags[bound.place]), _has(walks, here)


def _reached(_: BoundSignal, here: Flags, walks: Walks) -> tuple[Happened, Flags]:
    return _once(walks.first_time(here)), np.ones(walks.cases, dtype=np.bool_)


def _skipped(bound: BoundSignal, here: Flags, walks: Walks) -> tuple[Happened, Flags]:
    later = walks.step > bound.step
    first_later, first_here = walks.first(later), walks.first(here)
    at_risk = np.minimum(first_later, first_here) < len(walks.time)
    return _once(np.where(first_later < first_here, walks.at(first_later), NEVER)), at_risk


def _repeated(bound: BoundSignal, here: Flags, walks: Walks) -> tuple[Happened, Flags]:
    before = (bound.signal.repeated or 0) - 1
    events = np.flatnonzero(here)
    case = walks.case[events]
    same_case = case[before:] == case[: max(len(case) - before, 0)]
    nth = np.zeros_like(here)
    nth[events[before:][same_case]] = True
    return _once(walks.first_time(nth)), _has(walks, here)


def _slower(bound: BoundSignal, here: Flags, walks: Walks) -> tuple[Happened, Flags]:
    events = np.flatnonzero(here)
    over = walks.time[events] + _microseconds(str(bound.signal.slower_than))
    following = walks.next_time[events]
    known = over <= walks.as_of
    slow = np.where(following == NEVER, known & (not bound.final), following > over)
    at_risk = np.zeros(walks.cases, dtype=np.bool_)
    at_risk[walks.case[events[known]]] = True
    first = _first_of_each(walks.case[events[slow]])
    return (walks.case[events[slow][first]], over[slow][first]), at_risk


def _overdue(bound: BoundSignal, here: Flags, walks: Walks) -> tuple[Happened, Flags]:
    known = walks.deadlines[str(bound.signal.overdue)]
    return _missed(_or_never(known, walks.first(known != NEVER)), here, walks)


def _overdue_after(bound: BoundSignal, here: Flags, walks: Walks) -> tuple[Happened, Flags]:
    rule = bound.signal.overdue_after
    assert rule is not None
    begun = walks.first_time(walks.step == bound.after)
    wait = _microseconds(rule.duration)
    return _missed(np.where(begun == NEVER, NEVER, begun + wait), here, walks)


def _missed(deadline: Times, here: Flags, walks: Walks) -> tuple[Happened, Flags]:
    at_risk = deadline <= walks.as_of
    missed = at_risk & (walks.first_time(here) > deadline)
    return _once(np.where(missed, deadline, NEVER)), at_risk


def _scored_below(bound: BoundSignal, _: Flags, walks: Walks) -> tuple[Happened, Flags]:
    responses = walks.responses
    about = responses.touchpoint == bound.touchpoint
    low = about & (responses.score < (bound.signal.scored_below or 0))
    at_risk = np.zeros(walks.cases, dtype=np.bool_)
    at_risk[responses.case[about]] = True
    return (responses.case[low], responses.time[low]), at_risk


def _microseconds(text: str) -> int:
    return min(duration(text) // timedelta(microseconds=1), _FOREVER)


_RULES: Mapping[str, Callable[[BoundSignal, Flags, Walks], tuple[Happened, Flags]]] = {
    "when": _when,
    "reached": _reached,
    "skipped": _skipped,
    "repeated": _repeated,
    "slower_than": _slower,
    "overdue": _overdue,
    "overdue_after": _overdue_after,
    "scored_below": _scored_below,
}
"""Rule → the signal's instants and its cases at risk, given the events of its touchpoint."""
