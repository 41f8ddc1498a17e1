"""The arcs of designed routes between step heads."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.drawing.test_lanes import living
from waypost.analysis.living import LivingMap
from waypost.drawing.page import map_page
from waypost.drawing.poster import poster
from waypost.drawing.routes import RouteArc, arc_path, depth, route_arcs, told_at
from waypost.journey.journey import Journey, Route, RouteKind

STEPS = 6


def map_with(*routes: dict[str, Any]) -> LivingMap:
    steps = [{"id": f"s{place}", "name": f"Step {place}"} for place in range(STEPS)]
    phases: list[dict[str, Any]] = [{"id": "p", "name": "P", "steps": steps[:2]}, {"id": "q", "name": "Q"}]
    return living(
        [*phases, {"id": "r", "name": "R", "steps": steps[2:]}],
        routes=[{"id": f"r{place}", **route} for place, route in enumerate(routes)],
    )


def route(origin: int, target: int, kind: str = "skip", when: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "origin": f"s{origin}", "target": f"s{target}", "when": when}


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    ends = st.integers(0, STEPS - 1).map(lambda place: f"s{place}")
    found = draw(st.lists(st.tuples(ends, ends, st.sampled_from(list(RouteKind))), max_size=12))
    routes = tuple(
        Route(id=f"r{place}", origin=one, target=other, kind=kind) for place, (one, other, kind) in enumerate(found)
    )
    return map_with().journey.model_copy(update={"routes": routes})


def reach(arc: RouteArc) -> tuple[float, float]:
    return min(arc.begin, arc.end), max(arc.begin, arc.end)


def nested(arc: RouteArc) -> tuple[int, int]:
    return arc.span, arc.level


@given(journeys())
def test_arcs_that_share_columns_never_run_on_one_level_and_longer_ones_run_outside(journey: Journey) -> None:
    arcs = route_arcs(journey)
    for side in (sorted(arcs.onward, key=nested), sorted(arcs.back, key=nested)):
        for place, inner in enumerate(side):
            assert inner.begin != inner.end
            for outer in side[place + 1 :]:
                (a, b), (c, d) = reach(inner), reach(outer)
                assert b < c or d < a or inner.level < outer.level


@given(journeys())
def test_every_arc_leaves_and_lands_within_its_own_columns_and_its_band(journey: Journey) -> None:
    arcs = route_arcs(journey)
    for side in (arcs.onward, arcs.back):
        for arc in side:
            assert (int(arc.begin), int(arc.end)) == (arc.origin, arc.target)
            downs = re.findall(r",(-?[\d.]+)", arc_path(arc, depth(side)))
            assert all(0 <= float(down) <= depth(side) for down in downs)


def test_columns_count_the_empty_one_of_a_phase_without_steps() -> None:
    (arc,) = route_arcs(map_with(route(1, 3)).journey).onward
    assert (arc.origin, arc.target) == (1, 4)


def test_what_the_order_of_steps_says_already_is_not_drawn() -> None:
    found = route_arcs(map_with(route(2, 3, "next"), route(2, 3, "next", "It rains"), route(3, 4, "branch")).journey)
    assert [arc.id for arc in found.onward] == ["r1", "r2"]


def test_a_route_to_nowhere_is_left_out() -> None:
    assert route_arcs(map_with({"origin": "s0", "target": "gone"}).journey).onward == ()


def test_the_page_says_each_route_and_its_condition_aloud() -> None:
    page = map_page(map_with(route(0, 3, "skip", "I am in a hurry"), route(4, 1, "repeat")), {})
    assert 'aria-label="Step 0 → Step 3: skips ahead, I am in a hurry"' in page
    assert 'aria-label="Step 4 → Step 1: comes back"' in page
    assert "routes-onward" not in map_page(map_with(), {}).partition("<body>")[2]


def test_paper_says_the_routes_in_words_at_the_step_they_leave() -> None:
    made = map_with(route(0, 3, "skip", "I am in a hurry"), route(4, 4, "repeat", "It failed"))
    arcs = route_arcs(made.journey)
    assert told_at(arcs, 0) == ("skips ahead to “Step 3”: I am in a hurry",)
    assert told_at(arcs, 5) == ("happens again: It failed",)
    assert poster(made, {}).missing == ()
