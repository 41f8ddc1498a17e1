"""Conformance counts what alignments say, lists the worst alike however cases lie, and finds who is off track."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings

from tests.analysis.conformance.reference_alignments import cheapest
from tests.analysis.making import AS_OF, START, journey, many_cases, trails_of, walk
from tests.analysis.reference import Case
from waypost.analysis.conformance.conformance import Conformance
from waypost.analysis.conformance.designed import UNIT, Cost, Costs
from waypost.analysis.results import Estimate, NotEnough
from waypost.analysis.study import Study
from waypost.errors import InputError
from waypost.events.trails import instant

STEPS = ("notice", "look", "buy", "live")
STEP_OF = (0, 1, 1, 2, 3, 3)


def study(cases: list[Case], partitions: int = 2) -> Study:
    return Study(journey(), trails_of(cases, partitions))


def steps_of(case: Case) -> list[str]:
    return [STEPS[STEP_OF[code]] for code, _ in case.events]


def many(events: tuple[tuple[str, float], ...], number: int, first: int = 0) -> list[Case]:
    return [walk(customer, *events) for customer in range(first, first + number)]


WHOLE = (("ad", 0), ("site", 1), ("sign", 2), ("use", 3))
SKIPPING = (("ad", 0), ("sign", 2), ("use", 3))
ENDING = (("ad", 0), ("site", 1))


def kinds(found: Conformance, element: str) -> dict[str, int]:
    here = next(each for each in found.elements if each.element == element)
    return {each.kind: each.cases for each in here.deviations if each.cases}


def test_where_cases_leave_the_design() -> None:
    found = study([*many(WHOLE, 30), *many(SKIPPING, 20, 30), *many(ENDING, 10, 50)]).conformance()
    assert found.cases == 60
    assert isinstance(found.fit, Estimate)
    assert found.fit.value == 0.5
    assert [(count.cost, count.cases) for count in found.costs] == [(0, 30), (1, 20), (2, 10)]
    assert kinds(found, "look") == {"skipped": 20}
    assert kinds(found, "before") == {"skipped": 20}
    assert kinds(found, "after") == {"not reached": 10}
    assert (found.deviations[0].element, found.deviations[0].kind) == ("look", "skipped")
    assert found.unseen == ("I tell others",)
    said = found.sentences()
    assert said[0].startswith("50 %")
    assert "pass over “I look around” at least once and go on (20 cases)" in said[1]
    assert len(found.to_frame()) > 20


def test_the_fitness_of_a_case() -> None:
    """Of three visits and four designed steps, one step was passed over: 1 − 1 / 7."""
    (worst,) = study(many(SKIPPING, 1)).worst_cases(1).cases
    assert worst.fitness == pytest.approx(6 / 7)
    assert (worst.cost, worst.path) == (1, ("notice", "buy", "live"))
    assert [(move.kind, move.element) for move in worst.moves] == [("skipped", "look")]


@given(cases=many_cases)
def test_costs_are_those_of_the_obvious_search(cases: list[Case]) -> None:
    costs = Costs(Cost(1, 2), {"look": Cost(3, 1)})
    expected = Counter(cheapest(journey(), steps_of(case), costs) for case in cases)
    found = study(cases).conformance(costs=costs)
    assert {count.cost: count.cases for count in found.costs} == expected


@settings(max_examples=20)
@given(cases=many_cases)
def test_the_worst_are_the_same_however_cases_lie(cases: list[Case]) -> None:
    found = study(cases, 1).worst_cases(5)
    assert study(cases, 3).worst_cases(5) == found
    every = sorted((cheapest(journey(), steps_of(case), UNIT) for case in cases), reverse=True)
    assert [case.cost for case in found.cases] == every[:5]
    found_off = study(cases, 1).off_track_cases(5)
    assert study(cases, 3).off_track_cases(5) == found_off
    assert study(cases, 1).off_track() == study(cases, 3).off_track()


def test_nobody_is_named_unless_asked_for() -> None:
    asked = study([*many(SKIPPING, 5), *many(ENDING, 30, 5)])
    assert "c0" not in repr(asked.conformance())
    assert "c6" not in repr(asked.off_track())
    assert asked.worst_cases(1).cases[0].customer == "c5"
    assert asked.off_track_cases(50).cases == ()


def test_no_cases_are_not_enough_data() -> None:
    nobody = study([])
    assert isinstance(nobody.conformance().fit, NotEnough)
    assert nobody.worst_cases(3).cases == ()
    assert nobody.off_track().sentences()[0].startswith("There is not enough data")
    assert nobody.off_track_cases(3).cases == ()


NOW = (AS_OF - instant(START)) / timedelta(days=1)


def test_off_track_so_far() -> None:
    """Twenty arrived, waiting a day at each step; of four that have not, each is off track for reasons of its own."""
    fresh = walk(100, ("ad", NOW - 1.5), ("site", NOW - 0.5))
    silent = walk(101, ("ad", NOW - 20), ("site", NOW - 19))
    skipped = walk(102, ("ad", NOW - 1), ("sign", NOW - 0.5))
    looping = walk(103, *((touchpoint, NOW - 0.9 + 0.1 * place) for place, touchpoint in enumerate(["ad", "site"] * 3)))
    asked = study([*many(WHOLE, 20), fresh, silent, skipped, looping])
    found = asked.off_track()
    assert (found.arrived, found.unfinished) == (20, 4)
    assert {reason.reason: reason.cases for reason in found.reasons} == {
        "skipped": 1,
        "looping": 1,
        "late": 1,
        "silent": 1,
    }
    assert [(here.element, here.cases) for here in found.here] == [("notice", 0), ("look", 3), ("buy", 1), ("live", 0)]
    listed = {case.customer: case for case in asked.off_track_cases(10).cases}
    assert {customer: case.reasons for customer, case in listed.items()} == {
        "c101": ("late", "silent"),
        "c102": ("skipped",),
        "c103": ("looping",),
    }
    assert listed["c101"].expected == ("buy",)
    assert listed["c101"].waited_as_long.n == 20
    assert list(listed) == ["c103", "c102", "c101"]


def test_who_waits_as_long_as_those_who_arrived_is_not_silent() -> None:
    slow = tuple((touchpoint, 30.0 * place) for place, (touchpoint, _) in enumerate(WHOLE))
    waiting = walk(100, ("ad", NOW - 20), ("site", NOW - 19))
    found = study([*many(slow, 20), waiting]).off_track()
    assert sum(reason.cases for reason in found.reasons) == 0


def test_what_cannot_be_asked() -> None:
    asked = study(many(WHOLE, 3))
    for question in (lambda: asked.worst_cases(0), lambda: asked.off_track_cases(0), lambda: asked.off_track(beyond=1)):
        with pytest.raises(InputError):
            question()
