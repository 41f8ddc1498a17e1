"""One department's part of a map."""

from __future__ import annotations

import pytest

from tests.drawing.fixture import invoicing_map
from waypost.drawing.part import departments, part_of
from waypost.errors import InputError


def test_a_part_has_every_step_its_department_answers_for_and_no_other() -> None:
    living = invoicing_map()
    for department in departments(living.journey):
        kept = part_of(living, department.upper()).journey
        for step in living.journey.steps():
            owners = {touchpoint.department for touchpoint in step.touchpoints}
            owners |= {moment.owner for marked in (step, *step.touchpoints) for moment in marked.moments}
            assert (step in kept.steps()) == (department in owners), (department, step.name)


def test_the_touchpoints_of_others_stay_where_the_customer_meets_them() -> None:
    living = invoicing_map()
    kept = part_of(living, departments(living.journey)[0]).journey
    assert all(step.touchpoints == living.journey.elements()[step.id].touchpoints for step in kept.steps())  # type: ignore[attr-defined]


def test_an_unknown_department_is_answered_with_the_nearest() -> None:
    living = invoicing_map()
    known = departments(living.journey)[0]
    with pytest.raises(InputError, match=f"Did you mean '{known}'"):
        part_of(living, known[:-1])
