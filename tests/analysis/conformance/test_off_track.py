"""Who is probably still under way, and who has left for good, beside the obvious reading of every single case."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.making import AS_OF, DAY, START, a_case, journey, trails_of, walk
from tests.analysis.reference import Case
from waypost.analysis.conformance.off_track import OffTrack
from waypost.analysis.results import Estimate, NotEnough
from waypost.analysis.study import Study
from waypost.events.trails import instant, microseconds
from waypost.journey.journey import Journey
from waypost.journey.outcome import Outcome, OutcomeKind

NOW = (AS_OF - instant(START)) / timedelta(days=1)
STEP_OF = (0, 1, 1, 2, 3, 3)
ARRIVED = 3
LEAVES = Outcome(id="leaves", name="Cancels", kind=OutcomeKind.CHURN, when="event = 'cancelled'")
WHOLE = (("ad", 0.0), ("site", 1.0), ("sign", 3.0), ("use", 4.0))


def leaving() -> Journey:
    return journey().model_copy(update={"outcomes": (LEAVES,)})


def asked(cases: list[Case], where: Journey) -> OffTrack:
    return Study(where, trails_of(cases)).off_track()


def left(case: Case) -> bool:
    return any(code == 0 and time >= case.events[-1][1] for code, time, _ in case.outcomes)


def has_arrived(case: Case) -> bool:
    return any(STEP_OF[code] == ARRIVED for code, _ in case.events)


def longest_wait(case: Case) -> int | None:
    """From the last event of each visit to the next visit, until it arrived; None when it began by arriving."""
    waits = []
    for (code, time), (after, later) in zip(case.events, case.events[1:], strict=False):
        if STEP_OF[code] == ARRIVED:
            break
        if STEP_OF[after] != STEP_OF[code]:
            waits.append(later - time)
    return max(waits, default=None)


@st.composite
def a_case_that_may_leave(draw: st.DrawFn) -> Case:
    case = draw(a_case())
    days = draw(st.lists(st.integers(-2, 2), max_size=2))
    outcomes = tuple((draw(st.integers(0, 2)), case.events[-1][1] + day * DAY, 100) for day in sorted(days))
    return Case(case.customer, case.events, case.member, outcomes=outcomes)


@given(cases=st.lists(a_case_that_may_leave(), min_size=15, max_size=40))
def test_who_is_under_way_is_found_case_by_case(cases: list[Case]) -> None:
    found = asked(cases, leaving())
    waiting = [case for case in cases if not has_arrived(case)]
    unfinished = [case for case in waiting if not left(case)]
    assert found.gone == len(waiting) - len(unfinished)
    assert found.unfinished == len(unfinished)
    waits = sorted(wait for case in cases if has_arrived(case) and (wait := longest_wait(case)) is not None)
    if len(waits) < 10:
        assert found.under_way is None
        return
    assert found.under_way is not None
    exact = waits[ceil(0.9 * len(waits)) - 1]
    assert found.under_way.within == pytest.approx(exact, rel=0.01, abs=1)
    lately = [case for case in unfinished if microseconds(AS_OF) - case.events[-1][1] <= found.under_way.within]
    assert found.under_way.cases == len(lately) == sum(here.under_way for here in found.here)


def test_of_those_who_stopped_long_ago_all_are_off_track_and_of_those_under_way_few() -> None:
    arrived = [walk(number, *WHOLE) for number in range(20)]
    stopped = [walk(number, ("ad", 0), ("site", 1)) for number in range(100, 140)]
    fresh = [walk(number, ("ad", NOW - 1.5), ("site", NOW - 0.5)) for number in range(200, 212)]
    found = asked([*arrived, *stopped, *fresh], journey())
    assert found.under_way is not None
    assert found.under_way.cases == 12
    assert isinstance(found.under_way.off_track, Estimate)
    assert found.under_way.off_track.value == 0
    assert isinstance(found.off_track, Estimate)
    assert found.off_track.value == 40 / 52
    said = found.sentences()
    assert said[0].startswith("12 of the 52 cases that have not arrived are probably still under way (23 %")
    assert "90 % of those who arrived never waited longer" in said[0]
    assert said[1].startswith("0 % ")


def test_who_left_is_gone_and_not_off_track() -> None:
    arrived = [walk(number, *WHOLE) for number in range(20)]
    here = START + DAY
    gone = [walk(number, ("ad", 0), ("site", 1), outcomes=((0, here, 100),)) for number in range(100, 115)]
    back = [walk(number, ("ad", 0), ("site", 2), outcomes=((0, here, 100),)) for number in range(200, 212)]
    found = asked([*arrived, *gone, *back], leaving())
    assert (found.gone, found.unfinished, found.leaving) == (15, 12, ("Cancels",))
    assert any(said.startswith("15 cases left for good without arriving (“Cancels”)") for said in found.sentences())
    undeclared = asked([*arrived, *gone, *back], journey())
    assert (undeclared.gone, undeclared.unfinished, undeclared.leaving) == (0, 27, ())
    assert not any("left for good" in said for said in undeclared.sentences())
    listed = Study(leaving(), trails_of([*arrived, *gone, *back])).off_track_cases(50).cases
    assert {case.customer for case in listed} == {f"c{number}" for number in range(200, 212)}


def test_without_arrivals_nobody_can_say_who_is_under_way() -> None:
    found = asked([walk(number, ("ad", 0)) for number in range(20)], journey())
    assert found.under_way is None


def test_a_few_under_way_are_too_few_to_say_how_many_are_off_track() -> None:
    stopped = [walk(number, ("ad", 0)) for number in range(100, 115)]
    found = asked([*(walk(number, *WHOLE) for number in range(20)), *stopped, walk(200, ("ad", NOW - 1))], journey())
    assert found.under_way is not None
    assert isinstance(found.under_way.off_track, NotEnough)
    assert found.sentences()[0].startswith("1 of the 16 cases that have not arrived is probably still under way")
    assert found.sentences()[1].startswith("That is too few to say")
