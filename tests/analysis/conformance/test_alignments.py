"""Alignments cost what the obvious search says, and their named moves add up to it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.conformance.reference_alignments import cheapest
from tests.analysis.making import partition_of
from tests.analysis.reference import Case
from waypost.analysis.conformance.alignments import (
    DETOURED,
    NOT_REACHED,
    OUT_OF_ORDER,
    REPEATED,
    SKIPPED,
    Alignments,
    aligned,
)
from waypost.analysis.conformance.designed import UNIT, Cost, Costs, designed
from waypost.analysis.conformance.deviations import KINDS
from waypost.analysis.groups import EVERYONE
from waypost.errors import InputError
from waypost.events.trails import Codebook
from waypost.journey.journey import Journey, Phase, Route, RouteKind, Step, Touchpoint


def step(name: str, *, optional: bool = False, unseen: bool = False) -> Step:
    touchpoint = Touchpoint(id=f"at-{name}", name=name, match=None if unseen else f"event = '{name}'")
    return Step(id=name, name=name, optional=optional, touchpoints=(touchpoint,))


def journey_of(*phases: Phase | str, routes: str = "", arrives: str | None = None) -> Journey:
    """Phases by the letters of their steps; routes as `repeat:a>b`."""
    made = [
        Phase(id=f"phase-{place}", name=f"Phase {place}", steps=tuple(step(letter) for letter in phase))
        if isinstance(phase, str)
        else phase
        for place, phase in enumerate(phases)
    ]
    ways = []
    for place, said in enumerate(routes.split()):
        kind, ends = said.split(":")
        origin, target = ends.split(">")
        ways.append(Route(id=f"route-{place}", kind=RouteKind(kind), origin=origin, target=target))
    return Journey(id="way", name="Way", phases=tuple(made), routes=tuple(ways), arrives=arrives)


def any_order(letters: str, name: str = "loose", *, optional: str = "") -> Phase:
    steps = tuple(step(letter, optional=letter in optional) for letter in letters)
    return Phase(id=name, name=name, any_order=True, steps=steps)


def codebook_of(journey: Journey) -> Codebook:
    return Codebook(
        touchpoints=tuple(touchpoint.id for touchpoint in journey.touchpoints()),
        steps=tuple(step.id for step in journey.steps()),
        phases=tuple(phase.id for phase in journey.phases),
        step_of=tuple(place for place, step in enumerate(journey.steps()) for _ in step.touchpoints),
        phase_of=tuple(place for place, phase in enumerate(journey.phases) for _ in phase.steps),
        signals=(),
        scores=(),
        segments=(),
    )


def case_of(journey: Journey, trail: str, customer: int = 0) -> Case:
    ids = [step.id for step in journey.steps()]
    return Case(customer, tuple((ids.index(letter), place) for place, letter in enumerate(trail)))


def alignments(journey: Journey, trails: list[str], costs: Costs = UNIT, *, whole: bool = True) -> Alignments:
    design = designed(journey, codebook_of(journey), costs)
    partition = partition_of([case_of(journey, trail, place) for place, trail in enumerate(trails)])
    return aligned(partition, EVERYONE.chosen(partition), design if whole else design.so_far)


def moves(journey: Journey, trail: str, costs: Costs = UNIT, *, whole: bool = True) -> tuple[int, list[str]]:
    """The cost, and the moves as `skipped b`."""
    found = alignments(journey, [trail], costs, whole=whole)
    ids = [step.id for step in journey.steps()]
    return int(found.cost[0]), [f"{KINDS[kind]} {ids[step]}" for kind, step in found.moves(0)]


@pytest.mark.parametrize(
    ("trail", "named"),
    [
        ("abcde", []),
        ("aabbbcde", []),
        ("abde", ["skipped c"]),
        ("abcbde", ["repeated b"]),
        ("abcdeab", ["repeated a", "repeated b"]),
        ("acbde", ["out of order b"]),
        ("abc", ["not reached d", "not reached e"]),
        ("eabcd", ["out of order e"]),
        ("cabcde", ["detoured c"]),
    ],
)
def test_moves_in_a_line(trail: str, named: list[str]) -> None:
    cost, found = moves(journey_of("ab", "cde"), trail)
    assert found == named
    assert cost == len(named) + sum(name.startswith("out of order") for name in named)


@pytest.mark.parametrize(
    ("routes", "trail", "cost"),
    [
        ("skip:a>c", "acde", 0),
        ("skip:a>d", "ade", 0),
        ("skip:a>d", "ace", 2),
        ("repeat:c>a", "abcabcde", 0),
        ("repeat:c>a", "abcbcde", 1),
        ("repeat:b>b", "abxbcde", 1),
        ("", "abxbcde", 2),
        ("next:a>d next:d>b next:c>e", "adbce", 0),
        ("next:a>d next:d>b next:c>e", "abcde", 2),
        ("branch:b>e", "abe", 0),
    ],
)
def test_routes_allow_ways(routes: str, trail: str, cost: int) -> None:
    outside = Phase(id="apart", name="Apart", steps=(step("x", optional=True),))
    assert moves(journey_of("abcde", outside, routes=routes, arrives="e"), trail)[0] == cost


def test_optional_and_unseen_steps_cost_nothing() -> None:
    steps = (step("a"), step("b", optional=True), step("c", unseen=True), step("d"))
    journey = journey_of(Phase(id="only", name="Only", steps=steps))
    assert moves(journey, "ad") == (0, [])
    assert moves(journey, "abd") == (0, [])
    assert moves(journey, "b") == (2, ["skipped a", "not reached d"])


def test_a_case_may_end_at_the_destination_or_below() -> None:
    journey = journey_of("abcd", arrives="b")
    assert [moves(journey, trail)[0] for trail in ("a", "ab", "abc", "abcd", "abd")] == [1, 0, 0, 0, 1]


def test_a_route_past_the_destination_does_not_let_a_case_end_without_it() -> None:
    journey = journey_of("abc", routes="skip:a>c branch:c>b", arrives="b")
    assert moves(journey, "acb") == (0, [])
    assert moves(journey, "ac", whole=False) == (0, [])
    assert moves(journey, "ac") == (1, ["skipped b"])


def test_any_order() -> None:
    journey = journey_of("a", any_order("bcd"), "e")
    trails = ["abcde", "adcbe", "acbde", "acde", "abcdbe", "ae"]
    assert alignments(journey, trails).cost.tolist() == [0, 0, 0, 1, 1, 3]
    assert moves(journey_of("a", any_order("bcd"), "e", routes="repeat:d>b"), "abcdbe")[0] == 0
    assert moves(journey_of("a", any_order("bcd"), "e", routes="skip:c>e"), "ace")[0] == 0
    assert moves(journey_of("a", any_order("bcd", optional="bd"), "e"), "ace")[0] == 0


def test_so_far_nothing_is_missing() -> None:
    journey = journey_of("ab", "cde")
    assert moves(journey, "ab", whole=False) == (0, [])
    assert moves(journey, "ac", whole=False) == (1, ["skipped b"])
    assert moves(journey, "aba", whole=False) == (1, ["repeated a"])


def test_what_the_design_expects_next() -> None:
    journey = journey_of("a", any_order("bcd"), "e", routes="skip:a>e")
    design = designed(journey, codebook_of(journey))
    (state,) = alignments(journey, ["ab"], whole=False).state.tolist()
    assert design.expected(state) == [2, 3]
    (state,) = alignments(journey, ["a"], whole=False).state.tolist()
    assert design.expected(state) == [1, 2, 3, 4]


def test_costs_by_element() -> None:
    journey = journey_of("ab", "cde")
    costs = Costs(Cost(skip=2), {"phase-1": Cost(skip=5, detour=3), "d": Cost(skip=7)})
    assert [moves(journey, trail, costs)[0] for trail in ("acde", "abde", "abce", "abcede")] == [2, 5, 7, 3]


def test_what_cannot_be_compiled_is_refused() -> None:
    with pytest.raises(InputError, match="any order, but 7 of them are measured"):
        alignments(journey_of(any_order("abcdefg")), ["a"])
    with pytest.raises(InputError, match="no phase or step 'z'"):
        alignments(journey_of("abc"), ["a"], Costs(at={"z": Cost()}))
    with pytest.raises(InputError, match="at least 1"):
        alignments(journey_of("abc"), ["a"], Costs(Cost(skip=0)))
    with pytest.raises(InputError, match="never lead from its first step"):
        alignments(journey_of("abc", routes="next:b>a"), ["a"])


@st.composite
def a_journey(draw: st.DrawFn) -> Journey:
    """Any design: optional and unseen steps, any order, routes of every kind, also in circles."""
    letters = "abcdefg"[: draw(st.integers(2, 7))]
    cuts = sorted(draw(st.sets(st.integers(1, len(letters) - 1), max_size=2)))
    parts = [letters[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(letters)], strict=True)]
    odd = st.sampled_from([False, False, False, True])
    phases = tuple(
        Phase(
            id=f"phase-{place}",
            name=f"Phase {place}",
            any_order=len(part) <= 4 and draw(st.booleans()),
            steps=tuple(step(letter, optional=draw(odd), unseen=draw(odd)) for letter in part),
        )
        for place, part in enumerate(parts)
    )
    ends = st.sampled_from(letters)
    routes = draw(st.lists(st.tuples(st.sampled_from(RouteKind), ends, ends), max_size=4))
    return Journey(
        id="way",
        name="Way",
        phases=phases,
        routes=tuple(
            Route(id=f"route-{place}", kind=kind, origin=origin, target=target)
            for place, (kind, origin, target) in enumerate(routes)
        ),
        arrives=draw(st.none() | ends),
    )


some_costs = st.builds(Cost, st.integers(1, 3), st.integers(1, 3))


def seen_of(journey: Journey) -> str:
    return "".join(step.id for step in journey.steps() if step.touchpoints[0].match)


@given(journey=a_journey(), everywhere=some_costs, first=some_costs, whole=st.booleans(), data=st.data())
def test_costs_are_those_of_the_obvious_search_and_moves_add_up(
    journey: Journey, everywhere: Cost, first: Cost, whole: bool, data: st.DataObject
) -> None:
    seen = seen_of(journey)
    if not seen:
        return
    costs = Costs(everywhere, {seen[0]: first})
    trails = data.draw(st.lists(st.text(seen, min_size=1, max_size=9), min_size=1, max_size=6))
    try:
        found = alignments(journey, trails, costs, whole=whole)
    except InputError:  # its routes lead nowhere
        return
    design = designed(journey, codebook_of(journey), costs)
    for case, trail in enumerate(trails):
        path = int(found.paths.of[case])
        assert found.cost[path] == cheapest(journey, list(trail), costs, whole=whole)
        named = Counter(found.moves(path))
        skips = {SKIPPED, NOT_REACHED, OUT_OF_ORDER}
        detours = {DETOURED, REPEATED, OUT_OF_ORDER}
        assert found.cost[path] == sum(
            times * (design.skip[step] * (kind in skips) + design.detour[step] * (kind in detours))
            for (kind, step), times in named.items()
        )
        ids = [step.id for step in journey.steps()]
        away = Counter({step: sum(named[kind, step] for kind in detours) for step in range(len(ids))})
        been = Counter(ids.index(letter) for letter, _ in groupby(trail))
        assert all(away[step] <= been[step] for step in away)


def test_equal_costs_are_explained_the_same_wherever_a_case_lies() -> None:
    journey = journey_of("ab", any_order("cde"), "fg", routes="repeat:d>a skip:b>f")
    rng = np.random.default_rng(3)
    trails = ["".join(rng.choice(list("abcdefg"), rng.integers(1, 12))) for _ in range(200)]
    together = alignments(journey, trails)
    for case in range(0, len(trails), 7):
        alone = alignments(journey, [trails[case]])
        assert alone.moves(0) == together.moves(int(together.paths.of[case]))
