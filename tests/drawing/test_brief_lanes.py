"""What a brief adds to the map: measured moments at their steps and where cases leave the design, and no more."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from tests.drawing.fixture import invoicing_map
from tests.drawing.test_page import read
from waypost.analysis.brief import Brief
from waypost.analysis.living import LivingMap
from waypost.analysis.moments.moments import Effect, Moments
from waypost.analysis.results import Estimate
from waypost.drawing.page import map_page
from waypost.drawing.paper import Paper
from waypost.drawing.part import departments, part_of
from waypost.drawing.poster import poster
from waypost.drawing.sheet import Lane, Truth
from waypost.drawing.sheeting import columns_of, sheet_of
from waypost.drawing.views import views
from waypost.library import Project

pytestmark = pytest.mark.xdist_group("kite")


@pytest.fixture(scope="module")
def living(kite: Project, kite_brief: Brief) -> LivingMap:
    return kite.living_map(date(2026, 7, 1), measures=kite.measure(), brief=_moved(kite_brief))


def _moved(found: Brief) -> Brief:
    """One effect at least that stands, whatever so few customers show."""
    assert found.moments is not None
    first, *others = sorted(found.moments.effects, key=lambda effect: (effect.unit != "share", -effect.difference.n))
    moved = replace(first, found=True, sure="very sure", difference=Estimate(0.2, 0.1, 0.3, 900))
    return replace(found, moments=replace(found.moments, effects=(moved, *others)))


def truths(living: LivingMap) -> dict[str, list[Truth]]:
    """Measured moments by the step under which they are drawn."""
    lanes = [lane for lane in sheet_of(living).lanes if lane.id == "truths"]
    steps = columns_of(living.journey)
    return {
        step.id: [item for item in cell.items if isinstance(item, Truth)]
        for lane in lanes
        for (row,) in (lane.rows,)
        for step, cell in zip(steps, row, strict=True)
        if step is not None and cell.items
    }


def found(living: LivingMap) -> tuple[Effect, ...]:
    assert living.brief is not None
    assert living.brief.moments is not None
    return tuple(effect for effect in living.brief.moments.found if effect.clear)


def test_measured_moments_stand_at_their_steps(living: LivingMap) -> None:
    at = truths(living)
    assert set(at) == {effect.step for effect in found(living)}
    for step, drawn in at.items():
        assert {truth.text for truth in drawn} <= {
            effect.signal_name for effect in found(living) if effect.step == step
        }


def test_page_and_poster_draw_them(living: LivingMap) -> None:
    page = map_page(living, {})
    assert page.count('class="truth') == sum(map(len, truths(living).values()))
    text = PdfReader(io.BytesIO(poster(living, {}, Paper.A0).data)).pages[0].extract_text()
    flat = " ".join(text.split())
    assert "measured" in flat
    assert all(truth.sure in flat for drawn in truths(living).values() for truth in drawn)


def test_what_they_show_is_defined_on_the_page_and_on_a_departments_part(living: LivingMap) -> None:
    for map_ in (living, *(part_of(living, department) for department in departments(living.journey))):
        page = read(map_page(map_, {}))
        asked = {found["data-measure"] for _, found in page.elements if "data-measure" in found}
        assert asked <= {found.get("data-defines") for _, found in page.elements}
        assert asked


def test_what_may_be_none_is_not_drawn_on_the_map(living: LivingMap) -> None:
    """A difference whose interval holds none neither helps nor hurts."""
    assert living.brief is not None
    assert living.brief.moments is not None
    maybe = tuple(
        replace(effect, difference=Estimate(0.2, -0.1, 0.5, 900), found=True) for effect in living.brief.moments.effects
    )
    assert not truths(
        replace(living, brief=replace(living.brief, moments=replace(living.brief.moments, effects=maybe)))
    )


def test_nothing_found_is_no_lane(living: LivingMap) -> None:
    assert living.brief is not None
    assert isinstance(living.brief.moments, Moments)
    none = tuple(replace(effect, found=False) for effect in living.brief.moments.effects)
    quiet = replace(living, brief=replace(living.brief, moments=replace(living.brief.moments, effects=none)))
    for map_ in (quiet, replace(living, brief=None)):
        assert truths(map_) == {}
        assert 'class="truth' not in map_page(map_, {})


def test_a_brief_has_nothing_to_say_to_a_map_that_was_not_measured() -> None:
    assert 'class="block panel"' not in map_page(invoicing_map(), {})


def test_where_cases_leave_the_design_stands_under_the_steps(living: LivingMap) -> None:
    def off(map_: LivingMap) -> list[Lane]:
        every = views(map_, columns_of(map_.journey))
        return [lane for view in every for lane in view.lanes if lane.id.endswith("conformance")]

    assert off(living) or any(lane.id == "conformance" for lane in sheet_of(living).lanes)
    assert not off(replace(living, brief=None))


def test_the_part_of_a_department_shows_no_panels(living: LivingMap) -> None:
    assert 'class="block panel"' in map_page(living, {})
    for department in departments(living.journey):
        assert 'class="block panel"' not in map_page(part_of(living, department), {})


def test_every_panel_has_an_id_of_its_own(living: LivingMap) -> None:
    page = map_page(living, {})
    ids: Iterable[str] = (
        line.split('id="')[1].split('"')[0] for line in page.split("<") if line.startswith("section id")
    )
    listed = list(ids)
    assert len(listed) == len(set(listed))
