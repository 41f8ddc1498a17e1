from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawing.fixture import great_map, invoicing_map
from waypost.analysis.living import LivingMap
from waypost.analysis.results import ElementMeasures, Estimate, Measures, NotEnough, Transition
from waypost.drawing.arcs import Course
from waypost.drawing.moves import designed_ways, measured_moves, measured_ways, rare_of
from waypost.drawing.paths import Diagram, lay_out
from waypost.journey.journey import Journey

NOTHING = NotEnough(0, 5)


def journey_of(steps: int) -> Journey:
    names = [{"id": f"s{place}", "name": f"Step {place}"} for place in range(steps)]
    half = [
        {"id": "p0", "name": "First", "steps": names[: steps // 2]},
        {"id": "p1", "name": "Then", "steps": names[steps // 2 :]},
    ]
    return Journey.model_validate({"id": "j", "name": "J", "phases": half})


def move(origin: int | None, target: int | None, count: int) -> Transition:
    ends = [None if end is None else f"s{end}" for end in (origin, target)]
    return Transition(ends[0], ends[1], count, count, NOTHING, NOTHING)


def measures_of(*moves: Transition, elements: dict[str, ElementMeasures] | None = None) -> Measures:
    return Measures(
        "j", None, datetime(2027, 1, 1, tzinfo=UTC), None, 0, 0, 0, NOTHING, NOTHING, elements or {}, moves, (), ()
    )


def drawn(steps: int, *moves: Transition, elements: dict[str, ElementMeasures] | None = None) -> Diagram:
    return measured(journey_of(steps), measures_of(*moves, elements=elements))


def measured(journey: Journey, measures: Measures) -> Diagram:
    ways = measured_ways(journey, measures, measured_moves(journey, measures))
    return lay_out(LivingMap(journey, date(2027, 1, 1)), ways, measures.elements)


def courses(diagram: Diagram) -> dict[Course, int | None]:
    return {move.way.course: move.way.count for move in diagram.moves}


def test_every_way_of_going_has_its_course() -> None:
    diagram = drawn(4, move(None, 0, 9), move(0, 1, 8), move(1, 3, 7), move(3, 0, 6), move(2, 2, 5), move(3, None, 4))
    assert courses(diagram) == {
        Course.ENTRY: 9,
        Course.ONWARD: 8,
        Course.SKIP: 7,
        Course.BACK: 6,
        Course.REPEAT: 5,
        Course.EXIT: 4,
    }


def test_moves_to_steps_that_are_not_on_the_map_are_left_out() -> None:
    assert courses(drawn(2, move(0, 9, 5), move(9, 1, 5), move(0, 1, 1))) == {Course.ONWARD: 1}


def test_those_who_repeat_a_step_are_drawn_as_a_loop() -> None:
    share = Estimate(0.25, 0.2, 0.3, 40)
    here = ElementMeasures("s1", "Step 1", "step", True, 40, 80, share, NOTHING, share, NOTHING, 0, 0)
    assert courses(drawn(2, elements={"s1": here})) == {Course.REPEAT: 10}


def test_the_more_often_the_thicker() -> None:
    thin, thick = (
        next(m.thickness for m in drawn(3, move(0, 1, 100), move(0, 2, n)).moves if m.way.course is Course.SKIP)
        for n in (10, 50)
    )
    assert thick == pytest.approx(5 * thin)


def test_rare_moves_are_those_beyond_95_percent() -> None:
    assert rare_of([5, 90, 3, 2]) == {2, 3}
    assert rare_of([]) == set()


def test_steps_stand_below_their_phase() -> None:
    diagram = drawn(6)
    first, second = diagram.phases
    assert diagram.nodes[0].box.x == first.x
    assert first.x + first.width < second.x == diagram.nodes[3].box.x


def test_leaving_after_the_destination_is_no_loss() -> None:
    here = ElementMeasures("s1", "Step 1", "step", True, 9, 9, NOTHING, None, NOTHING, NOTHING, 0, 9)
    exits = {
        m.way.origin: m.way.arrives for m in drawn(2, move(0, None, 1), move(1, None, 9), elements={"s1": here}).moves
    }
    assert exits == {"s0": False, "s1": True}


def test_leaving_for_good_is_a_loss_even_after_the_destination() -> None:
    outcome = {"id": "leaves", "name": "Leaves", "kind": "churn", "when": "event = 'cancelled'"}
    plain = journey_of(2).model_dump(mode="json")
    for step, match in zip(
        (plain["phases"][0]["steps"][0], plain["phases"][1]["steps"][0]), ("used", "cancelled"), strict=True
    ):
        step["touchpoints"] = [{"id": f"{step['id']}-t", "name": "T", "match": f"event = '{match}'"}]
    journey = Journey.model_validate(plain | {"outcomes": [outcome]})
    none = Estimate(0.0, 0.0, 0.1, 9)
    elements = {
        name: ElementMeasures(name, name, "step", True, 9, 9, NOTHING, none, NOTHING, NOTHING, 0, 9)
        for name in ("s0", "s0-t", "s1", "s1-t")
    }
    measures = measures_of(move(0, None, 9), move(1, None, 9), elements=elements)
    exits = {made.way.origin: made.way.arrives for made in measured(journey, measures).moves}
    assert exits == {"s0": True, "s1": False}


def test_designed_ways_are_thin_and_carry_no_count() -> None:
    routes = [
        {"id": "r1", "kind": "skip", "origin": "s0", "target": "s2"},
        {"id": "r2", "kind": "repeat", "origin": "s1", "target": "s0"},
    ]
    journey = Journey.model_validate(journey_of(4).model_dump() | {"routes": routes})
    diagram = lay_out(LivingMap(journey, date(2027, 1, 1)), designed_ways(journey), {})
    assert [(m.way.course, m.way.count, m.label) for m in diagram.moves] == [
        (Course.SKIP, None, None),
        (Course.BACK, None, None),
        (Course.ONWARD, None, None),
        (Course.ONWARD, None, None),
        (Course.ONWARD, None, None),
    ]
    assert len({m.thickness for m in diagram.moves}) == 1
    assert not any(node.seen for node in diagram.nodes)


def test_a_step_leads_to_the_next_unless_the_map_says_otherwise() -> None:
    routes = [{"id": "r", "kind": "next", "origin": "s0", "target": "s2"}]
    journey = Journey.model_validate(journey_of(3).model_dump() | {"routes": routes})
    assert [(way.origin, way.target) for way in designed_ways(journey)] == [("s0", "s2"), ("s1", "s2")]


COUNTS = st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(1, 10**6))


@given(st.lists(COUNTS, max_size=60, unique_by=lambda one: one[:2]))
def test_no_label_covers_another_or_a_step(moves: list[tuple[int, int, int]]) -> None:
    assert_clear(drawn(12, *(move(*one) for one in moves), *(move(place, None, 77 * place) for place in range(12))))


@pytest.mark.parametrize("living", [invoicing_map(), great_map()], ids=["invoicing", "great"])
def test_the_fixture_maps_have_clear_labels_inside_the_drawing(living: object) -> None:
    measures = living.measures.everyone  # type: ignore[attr-defined]
    diagram = measured(living.journey, measures)  # type: ignore[attr-defined]
    assert_clear(diagram)
    labels = [move.label for move in diagram.moves if move.label is not None]
    assert len(labels) > len(diagram.nodes)
    for label in labels:
        assert 0 <= label.box.x <= diagram.width - label.box.width
        assert 0 <= label.box.y <= diagram.height - label.box.height


def assert_clear(diagram: Diagram) -> None:
    boxes = [move.label.box for move in diagram.moves if move.label] + [node.box for node in diagram.nodes]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
