"""Flows, loops, exits, retention and milestones count what the plain reading counts, and say it in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tests.analysis.making import CODEBOOK, DAY, START, STEP_OF, journey, many_cases, partition_of, trails_of, walk
from tests.analysis.paths import reference_paths as reference
from tests.analysis.reference import Case
from tests.analysis.test_kernels import DESTINATION, IS_DESTINATION, STAGE_OF, histogram, integers, places
from waypost.analysis.answer import Answer
from waypost.analysis.groups import EVERYONE
from waypost.analysis.paths.exits import Stops
from waypost.analysis.paths.flows import Flow, Flows
from waypost.analysis.paths.loops import Returns
from waypost.analysis.paths.milestones import AnyOrder
from waypost.analysis.paths.retention import Calendar, NotYet, Returning
from waypost.analysis.paths.scattered import pooled, sizes
from waypost.analysis.places import Layer
from waypost.analysis.results import Estimate, NotEnough
from waypost.analysis.statistics import share
from waypost.analysis.study import Study
from waypost.errors import InputError
from waypost.journey.journey import Route, RouteKind

STEPS = Layer(CODEBOOK.steps, CODEBOOK.steps, places(STEP_OF))
LATE = START + 60 * 400 * DAY


def study(cases: list[Case]) -> Study:
    return Study(journey(), trails_of(cases))


def many(*cases: tuple[int, tuple[tuple[str, float], ...]]) -> list[Case]:
    """So many customers each with one walk."""
    walks = [events for count, events in cases for _ in range(count)]
    return [walk(number, *events) for number, events in enumerate(walks)]


@given(cases=many_cases, before=st.integers(0, 3), after=st.integers(1, 3))
def test_flows(cases: list[Case], before: int, after: int) -> None:
    partition = partition_of(cases)
    measure = Flows(4, places(STEP_OF), 1, before, after)
    counts = measure.kernel(partition, EVERYONE.chosen(partition))
    expected = reference.ways(cases, STEP_OF, 1, before, after)
    found = {
        (side, tuple(-1 if place == 4 else place for place in way)): cases
        for (side, way), cases in ((measure.way(number), cases) for number, cases in sizes(counts.times).items())
    }
    assert found == {way: len(times) for way, times in expected.items()}
    numbers = {measure.way(number): number for number in sizes(counts.times)}
    for (side, way), times in expected.items():
        number = numbers[side, tuple(4 if place == -1 else place for place in way)]
        assert pooled(counts.times, [number]) == counts.times.durations(number)
        assert len(times) == sizes(counts.times)[number]
    assert counts.anchored == sum(1 in [place for place, _ in case.placed(STEP_OF)] for case in cases)


@given(cases=many_cases, least=st.sampled_from([0.0, 0.1, 0.5]))
def test_a_flow_loses_nobody(cases: list[Case], least: float) -> None:
    flow = study(cases).flows("look", before=2, after=3, least=least)
    for offset in (-1, 1):
        assert sum(node.cases for node in flow.nodes if node.offset == offset) == flow.anchored
        assert sum(branch.cases for branch in flow.branches if branch.offset == offset) == flow.anchored
    for place, node in enumerate(flow.nodes):
        through = [link.cases for link in flow.links if place == (link.source if node.offset < 0 else link.target)]
        assert sum(through) == node.cases
    assert all(flow.nodes[link.target].offset == flow.nodes[link.source].offset + 1 for link in flow.links)


def test_a_flow_says_where_it_begins_and_ends() -> None:
    cases = many((30, (("ad", 0), ("site", 1), ("sign", 3))), (20, (("site", 0),)), (1, (("ask", 0), ("site", 5))))
    flow = study(cases).flows("look", before=1, after=1, least=0.05)
    assert [(node.offset, node.name, node.kind, node.cases, node.merged) for node in flow.nodes] == [
        (-1, "I notice it", "element", 30, 1),
        (-1, "begins", "entry", 20, 1),
        (-1, "other", "other", 1, 1),
        (0, "I look around", "element", 51, 1),
        (1, "I sign", "element", 30, 1),
        (1, "ends", "exit", 21, 1),
    ]
    assert flow.sentences()[1].startswith("Straight before it came: “I notice it” 59 %")


def test_a_flow_cannot_be_asked_for_what_is_not_there() -> None:
    with pytest.raises(InputError, match="nowhere"):
        study([walk(1, ("ad", 0))]).flows("nowhere")
    with pytest.raises(InputError, match="too many"):
        study([walk(1, ("ad", 0))]).flows("ad", after=60)
    with pytest.raises(InputError, match="at least one"):
        study([walk(1, ("ad", 0))]).flows("ad", before=0, after=0)


@given(cases=many_cases)
def test_loops(cases: list[Case]) -> None:
    partition = partition_of(cases)
    measure = Returns(STEPS, IS_DESTINATION)
    counts = measure.kernel(partition, EVERYONE.chosen(partition))
    back = [(case, reference.returns(case, STEP_OF)) for case in cases]
    early = [(case, reference.returned_early(case, STEP_OF, DESTINATION)) for case in cases]
    assert counts.looped == sum(bool(found) for _, found in back)
    for place in range(4):
        came = [case for case in cases if place in [here for here, _ in case.placed(STEP_OF)]]
        assert counts.came[place] == len(came)
        ahead = [case for case in came if place in reference.came_early(case, STEP_OF, DESTINATION)]
        assert counts.ahead[place] == len(ahead)
        assert counts.ahead_arrived[place] == sum(reference.arrived(case, DESTINATION) for case in ahead)
        assert counts.back[place] == sum(any(path[0] == place for path, _, _ in found) for _, found in back)
        assert counts.early[place] == sum(place in looped for _, looped in early)
        assert counts.early_arrived[place] == sum(
            place in looped and reference.arrived(case, DESTINATION) for case, looped in early
        )
        times = [time for _, found in back for path, time, _ in found if path[0] == place]
        assert counts.seconds[place] * 1_000_000 + counts.rest[place] == sum(times)
        ways = {number: count for number, count in sizes(counts.times).items() if measure.place(number) == place}
        assert sum(ways.values()) == len(times)
        for number, count in ways.items():
            way = measure.way(number)
            paths = [path for _, found in back for path, _, _ in found if path[0] == place]
            assert count == sum(path == way if way else len(path) > 5 for path in paths)


def test_a_loop_is_held_against_those_who_did_not_loop() -> None:
    straight = (("site", 0), ("sign", 1), ("use", 2))
    around = (("site", 0), ("sign", 1), ("site", 4), ("sign", 5))
    found = study(many((50, straight), (40, around), (10, (*around, ("use", 6))))).loops()
    loop = next(loop for loop in found.loops if loop.element == "look")
    assert (loop.came, loop.cases, loop.returns, loop.total) == (100, 50, 50, 50 * 4 * DAY)
    assert loop.paths[0].path == ("look", "buy", "look")
    assert isinstance(loop.difference, Estimate)
    assert loop.difference.value == pytest.approx(0.2 - 1.0)
    assert "80 points less often" in " ".join(loop.sentences())
    assert "Of those who had not arrived when they came to “I look around”" in " ".join(loop.sentences())
    assert [(place.element, place.cases) for place in found.exits.exits] == [("buy", 40)]
    assert found.exits.exits[0].last[0].path == ("look", "buy")


def test_loops_the_design_does_not_have_come_first() -> None:
    """The longest loop is that of the first step, over which a route leads back."""
    around = (("ad", 0), ("site", 1), ("ad", 8), ("site", 9), ("sign", 10), ("ask", 11), ("sign", 12))
    again = Route(id="again", kind=RouteKind.REPEAT, origin="look", target="notice")
    trails = trails_of(many((30, around)))
    plain = Study(journey().model_copy(update={"routes": ()}), trails).loops().loops
    routed = Study(journey().model_copy(update={"routes": (again,)}), trails).loops().loops
    assert [(loop.element, loop.designed) for loop in plain][:2] == [("notice", False), ("look", False)]
    assert [loop.element for loop in routed if loop.designed] == ["notice", "look"]
    assert [loop.designed for loop in routed] == sorted(loop.designed for loop in routed)
    assert not routed[0].designed
    assert "as designed" in " ".join(routed[-1].sentences())


@given(cases=many_cases)
def test_exits(cases: list[Case]) -> None:
    partition = partition_of(cases)
    counts = Stops(STEPS, IS_DESTINATION, LATE).kernel(partition, EVERYONE.chosen(partition))
    expected = reference.last_places(cases, STEP_OF, DESTINATION)
    found = {
        ((before - 1, last) if before else (last,)): int(counts.last[last, before])
        for last, before in zip(*np.nonzero(counts.last), strict=True)
    }
    assert found == expected
    stopped = [case for case in cases if not reference.arrived(case, DESTINATION)]
    spans: dict[int, list[int]] = {}
    quiet: dict[int, list[int]] = {}
    for case in stopped:
        last = STEP_OF[case.events[-1][0]]
        spans.setdefault(last, []).append(case.events[-1][1] - case.events[0][1])
        quiet.setdefault(last, []).append(LATE - case.events[-1][1])
    assert integers(counts.time) == histogram(spans)
    assert integers(counts.quiet) == histogram(quiet)


@given(cases=many_cases, length=st.sampled_from([7, 30, 200]), followed=st.integers(1, 8))
def test_retention(cases: list[Case], length: int, followed: int) -> None:
    edges = list(range(START, LATE, length * DAY))
    partition = partition_of(by_first_event(cases))
    counts = Returning(np.array(edges, dtype=np.int64), followed).kernel(partition, EVERYONE.chosen(partition))
    expected = reference.active(cases, edges)
    assert {
        (int(began), int(later) + 1): int(counts.active[began, later])
        for began, later in zip(*np.nonzero(counts.active), strict=True)
    } == {(began, later): count for (began, later), count in expected.items() if 1 <= later <= followed}
    assert counts.customers.tolist() == [expected[began, 0] for began in range(len(edges) - 1)]


def by_first_event(cases: list[Case]) -> list[Case]:
    """A partition has one customer's cases in order of their first event."""
    return sorted(cases, key=lambda case: case.events[0][1])


def test_a_period_that_is_not_over_is_left_open() -> None:
    """All trails end with 2025."""
    cases = [walk(number, ("ad", 0), ("site", 20), ("use", 750)) for number in range(12)]
    later = [walk(100 + number, ("ad", 740)) for number in range(11)]
    found = study(cases + later).retention("month", periods=30)
    old, new = found.cohorts
    assert (old.begins, new.begins) == (date(2023, 11, 1), date(2025, 11, 1))
    assert len(old.retained) == len(new.retained) == 25
    assert old.retained[0] == share(12, 12)
    assert isinstance(old.retained[1], Estimate)
    assert old.retained[1].value == 0
    assert isinstance(new.retained[0], Estimate)
    assert new.retained[1] == NotYet(datetime(2026, 2, 1, tzinfo=UTC))
    assert [kept.share.n for kept in found.overall] == [23, *[12] * 24]


@pytest.mark.parametrize(
    ("period", "first", "days"),
    [
        ("week", datetime(2024, 1, 3, tzinfo=UTC), ["2024-01-01", "2024-01-08", "2024-01-15"]),
        ("month", datetime(2023, 12, 31, 23, 30, tzinfo=UTC), ["2024-01-01", "2024-02-01"]),
        ("quarter", datetime(2023, 11, 5, tzinfo=UTC), ["2023-10-01", "2024-01-01", "2024-04-01"]),
    ],
)
def test_periods_begin_at_midnight_of_the_zone(period: str, first: datetime, days: list[str]) -> None:
    calendar = Calendar(period, ZoneInfo("Europe/Berlin"))  # type: ignore[arg-type]
    assert [str(day) for day in calendar.days(first, datetime(2024, 1, 10, tzinfo=UTC))] == days
    assert calendar.midnight(date(2024, 7, 1)) == datetime(2024, 6, 30, 22, tzinfo=UTC)


def test_what_is_no_period_and_no_zone_is_refused() -> None:
    with pytest.raises(InputError, match="fortnight"):
        study([walk(1, ("ad", 0))]).retention("fortnight")
    with pytest.raises(InputError, match="0 periods"):
        study([walk(1, ("ad", 0))]).retention(periods=0)


@given(cases=many_cases, window=st.sampled_from([0, 100, 30 * DAY, 10**17]))
def test_milestones_in_any_order(cases: list[Case], window: int) -> None:
    partition = partition_of(cases)
    measure = AnyOrder(places(STAGE_OF), 3, window)
    counts = measure.kernel(partition, EVERYONE.chosen(partition))
    expected = [found for found in reference.orders(cases, STAGE_OF, window) if found]
    orders = [tuple(milestone for milestone, _ in found) for found in expected]
    assert {measure.order(number): count for number, count in counts.orders.items()} == {
        order: orders.count(order) for order in orders
    }
    each: dict[int, list[int]] = {}
    nth: dict[int, list[int]] = {}
    for found in expected:
        for number, (milestone, time) in enumerate(found):
            each.setdefault(milestone, []).append(time)
            nth.setdefault(number, []).append(time)
    assert integers(counts.each) == histogram(each)
    assert integers(counts.nth) == histogram(nth)


def test_milestones_say_which_way_most_came() -> None:
    cases = many((60, (("ad", 0), ("sign", 2))), (30, (("sign", 0), ("ad", 4))), (10, (("ask", 0),)))
    found = study(cases).milestones(["ad", "sign"])
    assert [(order.path, order.cases) for order in found.orders] == [(("ad", "sign"), 60), (("sign", "ad"), 30)]
    assert [count.cases for count in found.counts] == [90, 90]
    assert found.sentences()[0].startswith("90 % (83–94) of 100 cases came to all 2 milestones, 2.0 d after")
    with pytest.raises(InputError, match="1 milestones"):
        study(cases).milestones(["ad"])


def test_a_funnel_by_group_holds_each_group_against_all_others() -> None:
    gone, stayed = (("ad", 0),), (("ad", 0), ("sign", 1))
    cases = [walk(number, *(stayed if number % 4 else gone), member=(number < 50, False)) for number in range(50)] + [
        walk(number, *(gone if number % 4 else stayed)) for number in range(50, 100)
    ]
    found = study(cases).funnel(["ad", "sign"], by="segment")
    small, large = found.groups
    assert isinstance(small.difference, Estimate)
    assert (small.stages[0].cases, small.stages[1].cases) == (50, 37)
    assert small.difference.value == pytest.approx(37 / 50 - 12 / 50)
    assert isinstance(large.difference, NotEnough)
    assert "50 points more often" in " ".join(found.sentences())
    alone = study(cases).funnel(["ad", "sign"], window=timedelta(hours=1))
    assert (alone.groups, alone.stages[1].cases) == ((), 0)


@pytest.mark.parametrize("element", ["tell", "friend", "nowhere"])
def test_only_what_events_can_show_is_asked_about_and_offered(element: str) -> None:
    asked = study([walk(1, ("ad", 0))])
    questions: list[Callable[[], Answer]] = [
        lambda: asked.flows(element),
        lambda: asked.time_to(element),
        lambda: asked.time_to("live", since=element),
        lambda: asked.funnel(["notice", element]),
        lambda: asked.milestones(["notice", element]),
    ]
    for question in questions:
        with pytest.raises(InputError, match=f"'{element}' has no events") as refused:
            question()
        (problem,) = refused.value.problems
        assert problem.remedy == "There are: before, notice, ad, look, site, offer, after, buy, sign, live, use, ask"


def answers(cases: list[Case]) -> list[Answer]:
    asked = study(cases)
    return [
        asked.flows("look"),
        asked.variants(),
        asked.loops(),
        asked.time_to(),
        asked.retention(),
        asked.funnel(),
        asked.milestones(["ad", "site", "sign"]),
    ]


@pytest.mark.parametrize("cases", [[], [walk(1, ("ad", 0))], [walk(number, ("ad", 0)) for number in range(30)]])
def test_every_answer_can_be_read_tabulated_and_written(cases: list[Case]) -> None:
    for answer in answers(cases):
        assert answer.sentences()
        assert all(sentence.endswith(".") for sentence in answer.sentences())
        assert answer.to_frame().columns == ["of", "measure", "value", "low", "high", "n", "unit"]
        adapter = TypeAdapter(type(answer))
        assert adapter.validate_json(adapter.dump_json(answer)) == answer


def test_under_the_minimum_nothing_is_claimed() -> None:
    for answer in answers([walk(number, ("ad", 0), ("site", 1)) for number in range(5)]):
        assert "not enough data" in answer.sentences()[0]


def test_neighbours_are_named_with_their_shares() -> None:
    flow: Flow = study(many((20, (("ad", 0), ("site", 1))))).flows("ad", before=1, after=1)
    assert flow.sentences()[1:] == (
        "Straight before it came: nothing (they begin there) 100 % (84–100).",
        "Straight after it came: “Web site” 100 % (84–100), 24 h apart.",
    )
