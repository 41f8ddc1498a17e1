"""One department's part of a map."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.drawing.fixture import invoicing_map
from waypost.drawing.page import map_page
from waypost.drawing.paper import Paper
from waypost.drawing.part import departments, part_of
from waypost.drawing.poster import poster
from waypost.drawing.sheeting import columns_of, sheet_of
from waypost.drawing.views import views
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


def test_a_part_keeps_the_numbers_its_phases_have_on_the_whole_map() -> None:
    living = invoicing_map()
    whole = {phase.id: number for number, phase in enumerate(living.journey.phases, start=1)}
    for department in departments(living.journey):
        part = part_of(living, department)
        numbers = {phase.id: phase.number for phase in sheet_of(part).phases}
        stretches = {phase.number for view in views(part, columns_of(part.journey)) for phase in view.diagram.phases}
        assert numbers == {phase.id: whole[phase.id] for phase in part.journey.phases}
        assert stretches <= set(numbers.values())


def test_the_page_and_the_poster_say_whose_part_it_is() -> None:
    part = part_of(invoicing_map(), "payments")
    assert '<p class="part" dir="auto">Payments’s part in it</p>' in map_page(part, {})
    text = PdfReader(io.BytesIO(poster(part, {}, Paper.A3).data)).pages[0].extract_text()
    assert "Payments’s part in it" in text


def test_an_unknown_department_is_answered_with_the_nearest() -> None:
    living = invoicing_map()
    known = departments(living.journey)[0]
    with pytest.raises(InputError, match=f"Did you mean '{known}'"):
        part_of(living, known[:-1])
