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

A rule with a moment of decision has *chances* as well: the moment at which it could have happened to a case and did not.
For `when` the first event of C, for `skipped` the first event of a later step, for `slower_than` d after the first event
of C, for both `overdue` the deadline, for `scored_below` the first response that is not below. They are what moments of
truth are compared at.
"""  # noqa: E501 - a table

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from waypost.events.trails import NEVER, Codes, Offsets, Times, lasting, owner_of
from waypost.journey.binding import Signal

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Happened: TypeAlias = tuple[Places, Times]
"""Cases a signal happened to (or could have happened to) and when, pairwise."""

_NO_CHANCE: Happened = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


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
        return owner_of(self.start)

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
class Seen:
    """What one rule sees in the cases."""

    happened: Happened
    at_risk: Flags
    """[n]"""
    chances: Happened
    """The first chance at which it did not happen, at most one a case. None for a rule without a moment of decision."""


@dataclass(frozen=True)
class Listed:
    """Codes and times of n cases, by case, time and code."""

    start: Offsets
    code: Codes
    time: Times


@dataclass(frozen=True)
class Instants:
    """What happened to n cases, as a `Partition` keeps it."""

    start: Offsets
    code: Codes
    time: Times
    at_risk: Flags
    chances: Listed


def instants(signals: Sequence[BoundSignal], walks: Walks) -> Instants:
    """Every signal's instants and chances, by case, time and signal code, and the cases at risk."""
    seen = [_RULES[bound.signal.rule](bound, walks.code == bound.touchpoint, walks) for bound in signals]
    places = [bound.place for bound in signals]
    happened = _listed(places, [one.happened for one in seen], walks.cases)
    risks = [one.at_risk for one in seen]
    at_risk = np.stack(risks, axis=1) if risks else np.zeros((walks.cases, 0), dtype=np.bool_)
    return Instants(
        start=happened.start,
        code=happened.code,
        time=happened.time,
        at_risk=np.ascontiguousarray(at_risk),
        chances=_listed(places, [one.chances for one in seen], walks.cases),
    )


def _listed(places: Sequence[int], found: Sequence[Happened], cases: int) -> Listed:
    case = np.concatenate([np.empty(0, dtype=np.int64), *(whose for whose, _ in found)])
    time = np.concatenate([np.empty(0, dtype=np.int64), *(times for _, times in found)])
    code = np.repeat(np.array(places, dtype=np.int16), [len(times) for _, times in found])
    order = np.lexsort((code, time, case))
    return Listed(start=offsets(case, cases), code=code[order], time=time[order])


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


def _when(bound: BoundSignal, here: Flags, walks: Walks) -> Seen:
    holds = walks.flags[bound.place]
    first = walks.first(here)
    there = first < len(walks.time)
    passed = there.copy()
    passed[there] = ~holds[first[there]]
    return Seen(_each(walks, here & holds), there, _once(np.where(passed, walks.at(first), NEVER)))


def _reached(_: BoundSignal, here: Flags, walks: Walks) -> Seen:
    return Seen(_once(walks.first_time(here)), np.ones(walks.cases, dtype=np.bool_), _NO_CHANCE)


def _skipped(bound: BoundSignal, here: Flags, walks: Walks) -> Seen:
    first_later, first_here = walks.first(walks.step > bound.step), walks.first(here)
    at_risk = np.minimum(first_later, first_here) < len(walks.time)
    later = walks.at(first_later)
    skips = first_later < first_here
    return Seen(_once(np.where(skips, later, NEVER)), at_risk, _once(np.where(skips, NEVER, later)))


def _repeated(bound: BoundSignal, here: Flags, walks: Walks) -> Seen:
    before = (bound.signal.repeated or 0) - 1
    events = np.flatnonzero(here)
    case = walks.case[events]
    same_case = case[before:] == case[: max(len(case) - before, 0)]
    nth = np.zeros_like(here)
    nth[events[before:][same_case]] = True
    return Seen(_once(walks.first_time(nth)), _has(walks, here), _NO_CHANCE)


def _slower(bound: BoundSignal, here: Flags, walks: Walks) -> Seen:
    events = np.flatnonzero(here)
    over = walks.time[events] + lasting(str(bound.signal.slower_than))
    following = walks.next_time[events]
    known = over <= walks.as_of
    slow = np.where(following == NEVER, known & (not bound.final), following > over)
    case = walks.case[events]
    at_risk = np.zeros(walks.cases, dtype=np.bool_)
    at_risk[case[known]] = True
    first = _first_of_each(case[slow])
    begun = _first_of_each(case)
    quick = begun[known[begun] & ~slow[begun]]
    return Seen((case[slow][first], over[slow][first]), at_risk, (case[quick], over[quick]))


def _overdue(bound: BoundSignal, here: Flags, walks: Walks) -> Seen:
    known = walks.deadlines[str(bound.signal.overdue)]
    return _missed(_or_never(known, walks.first(known != NEVER)), here, walks)


def _overdue_after(bound: BoundSignal, here: Flags, walks: Walks) -> Seen:
    rule = bound.signal.overdue_after
    assert rule is not None
    begun = walks.first_time(walks.step == bound.after)
    wait = lasting(rule.duration)
    return _missed(np.where(begun == NEVER, NEVER, begun + wait), here, walks)


def _missed(deadline: Times, here: Flags, walks: Walks) -> Seen:
    at_risk = deadline <= walks.as_of
    missed = at_risk & (walks.first_time(here) > deadline)
    return Seen(_once(np.where(missed, deadline, NEVER)), at_risk, _once(np.where(at_risk & ~missed, deadline, NEVER)))


def _scored_below(bound: BoundSignal, _: Flags, walks: Walks) -> Seen:
    responses = walks.responses
    about = responses.touchpoint == bound.touchpoint
    low = about & (responses.score < (bound.signal.scored_below or 0))
    at_risk = np.zeros(walks.cases, dtype=np.bool_)
    at_risk[responses.case[about]] = True
    well = np.full(walks.cases, NEVER)
    np.minimum.at(well, responses.case[about & ~low], responses.time[about & ~low])
    return Seen((responses.case[low], responses.time[low]), at_risk, _once(well))


_RULES: Mapping[str, Callable[[BoundSignal, Flags, Walks], Seen]] = {
    "when": _when,
    "reached": _reached,
    "skipped": _skipped,
    "repeated": _repeated,
    "slower_than": _slower,
    "overdue": _overdue,
    "overdue_after": _overdue_after,
    "scored_below": _scored_below,
}
"""Rule → what it sees, given the events of its touchpoint."""
