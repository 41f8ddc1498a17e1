"""Groups side by side: who is in them, what differs more than chance, and that nothing does where nothing does."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from pydantic import TypeAdapter

from tests.analysis.making import (
    START,
    journey,
    many_cases,
    trails_of,
    walk,
)
from tests.analysis.reference import Case
from waypost.analysis.comparison.comparing import compare_around
from waypost.analysis.comparison.comparison import ComparedFigure, Comparison, Variation
from waypost.analysis.comparison.grouping import Calendar, Values
from waypost.analysis.engines.local import Local
from waypost.analysis.groups import EVERYONE, Alike, Either, Members, Unlike
from waypost.analysis.results import Estimate, NotEnough
from waypost.analysis.statistics import difference_of_shares
from waypost.analysis.study import Study
from waypost.errors import InputError
from waypost.events.trails import instant
from waypost.journey.journey import Journey
from waypost.journey.outcome import Breakdown, Outcome, OutcomeKind
from waypost.journey.persona import Persona
from waypost.journey.segment import Segment
from waypost.journey.workspace import Settings, Workspace

JOURNEY: Journey = journey().model_copy(
    update={
        "breakdowns": (Breakdown(id="region", name="Region", by="attributes.region"),),
        "outcomes": (
            Outcome(id="leaves", name="Leaves", kind=OutcomeKind.CHURN, when="event = 'left'", within="30 days"),
            Outcome(id="spends", name="Spends", kind=OutcomeKind.SPEND, when="event = 'paid'", amount="amount"),
            Outcome(id="scores", name="Is angry", kind=OutcomeKind.SCORE, score="ask", below=3),
        ),
    }
)


def customer(number: int, region: str | None, share: float, day: float = 0, **more: object) -> Case:
    """One who signs with this likelihood (by their number), and begins on this day."""
    signs = number % 100 < 100 * share
    events = [("ad", day), ("site", day + 1), *([("sign", day + 2), ("use", day + 3)] if signs else [])]
    return walk(number, *events, alike=(region,), **more)


def study(cases: list[Case], **more: object) -> Study:
    return Study(JOURNEY, trails_of(cases, 3), **more)  # type: ignore[arg-type]


def figure(comparison: Comparison, kind: str, element: str | None = None) -> ComparedFigure:
    return next(one for one in comparison.figures if (one.kind, one.element) == (kind, element))


@pytest.fixture(scope="module")
def regions() -> Comparison:
    """The north signs half as often as south and west; three more live in two regions of their own."""
    cases = [customer(number, "north", 0.4) for number in range(300)]
    cases += [customer(number, "south", 0.8) for number in range(300, 700)]
    cases += [customer(number, "west", 0.8) for number in range(700, 1000)]
    cases += [customer(1000, "atoll", 1), customer(1001, "atoll", 1), customer(1002, "rock", 1)]
    cases += [customer(number, None, 0.5) for number in range(2000, 2020)]
    return study(cases).compare("region")


def test_groups_are_the_values_by_size_and_small_ones_are_others(regions: Comparison) -> None:
    assert [(group.group, group.cases) for group in regions.groups] == [
        ("south", 400),
        ("north", 300),
        ("west", 300),
        ("others", 3),
    ]
    assert (regions.name, regions.pooled, regions.unknown, regions.overlapping) == ("Region", 2, 20, False)


def test_a_group_is_held_against_all_others_whose_value_is_known(regions: Comparison) -> None:
    completed = figure(regions, "completed")
    north = completed.groups[1]
    assert isinstance(north.value, Estimate)
    assert (north.value.value, north.value.n) == (0.4, 300)
    assert north.difference == difference_of_shares((120, 300), (560 + 3, 703))
    assert north.differs
    assert completed.groups[3].value == NotEnough(3, 10)
    assert (completed.groups[3].p, completed.groups[3].q) == (None, None)


def test_what_varies_is_told_with_its_ends(regions: Comparison) -> None:
    variation = figure(regions, "completed").variation
    assert variation is not None
    assert variation.differs
    assert (variation.groups, variation.lowest, variation.highest) == (3, "north", "south")
    assert variation.spread == pytest.approx(0.23, abs=0.02)
    told = next(sentence for sentence in regions.sentences() if sentence.startswith("Arrived"))
    assert "from 40 % (north, n 300) to 80 % (south, n 400)" in told
    assert told.endswith("We are very sure.")


@pytest.mark.parametrize(("islanders", "lowest"), [(12, "north"), (40, "island")])
def test_a_few_cases_do_not_lead(islanders: int, lowest: str) -> None:
    """Nobody of the island signs: it counts in the spread, and is an end of it only with enough cases."""
    cases = [customer(number, "north", 0.4) for number in range(100)]
    cases += [customer(number, "south", 0.8) for number in range(100, 200)]
    cases += [customer(number, "island", 0) for number in range(200, 200 + islanders)]
    variation = figure(study(cases).compare("region"), "completed").variation
    assert variation is not None
    assert (variation.groups, variation.lowest, variation.highest) == (3, lowest, "south")


def test_groups_that_are_all_small_have_ends_too() -> None:
    cases = [customer(number, "ns"[number % 2], (0, 1)[number % 2]) for number in range(30)]
    variation = figure(study(cases).compare("region"), "completed").variation
    assert variation is not None
    assert (variation.lowest, variation.highest) == ("n", "s")


def test_what_all_do_is_not_compared(regions: Comparison) -> None:
    """Everybody sees the advert first."""
    assert not [one for one in regions.figures if one.element == "notice" and one.kind in ("reach", "time-to")]


def test_groups_that_are_alike_do_not_differ() -> None:
    cases = [customer(number, "nsw"[number % 3], 0.6, day=number % 7) for number in range(900)]
    comparison = study(cases).compare("region")
    assert not any(group.differs for one in comparison.figures for group in one.groups)
    (said,) = comparison.sentences()
    assert said.startswith("Nothing differs by “Region” more than chance would have it:")


def test_two_groups_can_be_picked(regions: Comparison) -> None:
    cases = [
        customer(number, ("north", "south", "west")[number % 3], (0.2, 0.9, 0.5)[number % 3]) for number in range(600)
    ]
    comparison = study(cases).compare("region", values=("west", "north"))
    west, north = figure(comparison, "completed").groups
    assert isinstance(west.difference, Estimate)
    assert isinstance(north.difference, Estimate)
    assert west.difference.value == -north.difference.value
    assert (west.difference.n, comparison.unknown) == (400, 200)


def test_groups_with_the_same_median_are_not_said_to_differ() -> None:
    varies = Variation(3, 1e-9, 1e-9, 0.9, 1.0, 0.2, lowest="North", highest="North")
    assert not varies.differs
    assert replace(varies, highest="South").differs


def test_nothing_can_be_compared_with_few() -> None:
    comparison = study([customer(number, "ns"[number % 2], 0.5) for number in range(8)]).compare("region")
    assert comparison.sentences() == ("Not enough data to compare by “Region”: 8 cases in one group.",)


def test_segments_may_overlap() -> None:
    cases = [
        customer(number, None, 0.9 if number % 2 else 0.3, member=(number % 2 == 1, number % 3 == 0))
        for number in range(600)
    ]
    workspace = Workspace(
        settings=Settings(id="w", name="W"),
        documents=(
            Segment(id="small", name="Small firms", when="attributes.size < 10"),
            Persona(id="ann", name="Ann", segment="large"),
            Persona(id="bob", name="Bob", segment="small"),
        ),
    )
    comparison = study(cases, workspace=workspace).compare("segment")
    assert comparison.overlapping
    assert [group.group for group in comparison.groups] == ["Small firms", "large"]
    completed = figure(comparison, "completed")
    assert completed.variation is None
    assert completed.groups[0].difference == difference_of_shares(*_completed(cases))
    assert any(sentence.startswith("Small firms: Arrived at the destination") for sentence in comparison.sentences())
    walked = replace(
        study(cases, workspace=workspace), journey=JOURNEY.model_copy(update={"personas": ("ann",)})
    ).compare("persona")
    assert [(group.group, group.cases) for group in walked.groups] == [("Ann", 200)]


def _completed(cases: list[Case]) -> tuple[tuple[int, int], tuple[int, int]]:
    arrived = {case: any(code in (4, 5) for code, _ in case.events) for case in cases}
    small = [case for case in cases if case.member[0]]
    rest = [case for case in cases if case.member[1] and not case.member[0]]
    return (sum(map(arrived.get, small)), len(small)), (sum(map(arrived.get, rest)), len(rest))  # type: ignore[arg-type]


MIDDLE = instant(START) + timedelta(days=100)


def test_an_effect_is_told_with_its_interval() -> None:
    cases = [
        customer(number, None, 0.7 if number % 40 >= 20 else 0.4, day=(number * 7 % 100) + 100 * (number % 40 >= 20))
        for number in range(4000)
    ]
    comparison = study(cases).compare(before=MIDDLE, settle=timedelta())
    assert [group.group for group in comparison.groups] == ["before", "since"]
    since = figure(comparison, "completed").groups[1]
    assert isinstance(since.difference, Estimate)
    assert since.difference.value == pytest.approx(0.3, abs=0.02)
    assert since.difference.low > 0.25
    assert any("30 points more" in sentence for sentence in comparison.sentences())


def test_no_effect_is_told_plainly() -> None:
    drawn = random.Random(3)
    cases = [customer(drawn.randrange(100) + 100 * number, None, 0.5, day=number % 200) for number in range(2000)]
    comparison = study(cases).compare(before=MIDDLE)
    assert comparison.sentences()[0].startswith("Nothing changed more than chance would have it:")


def test_both_sides_get_the_same_time_to_settle() -> None:
    """Nine of ten who arrive do so after three days: cases of the last three days on either side are left out."""
    cases = [customer(number, None, 0.5, day=number % 200) for number in range(2000)]
    trails = replace(trails_of(cases), as_of=instant(START) + timedelta(days=200))
    comparison = compare_around(JOURNEY, trails, Local(), MIDDLE)
    assert [group.cases for group in comparison.groups] == [980, 980]
    assert "3.0 days" in comparison.notes[0]


def test_periods_begin_at_the_midnights_of_the_zone() -> None:
    calendar = Calendar("quarter", "Europe/Rome")
    starts = calendar.periods(datetime(2023, 11, 14, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC))
    assert [f"{start:%Y-%m-%d %H}" for start in starts] == [
        "2023-09-30 22",
        "2023-12-31 23",
        "2024-03-31 22",
        "2024-06-30 22",
    ]
    assert [calendar.label(start) for start in starts[:3]] == ["2023 Q4", "2024 Q1", "2024 Q2"]
    month = Calendar("month").periods(datetime(2023, 12, 31, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC))
    assert [Calendar("month").label(start) for start in month] == ["2023-12", "2024-01", "2024-02"]
    with pytest.raises(InputError, match="more than 120 months"):
        Calendar("month").periods(datetime(1990, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC))


def test_every_case_is_in_one_period() -> None:
    comparison = study([customer(number, None, 0.5, day=number % 90) for number in range(900)]).compare("month")
    assert sum(group.cases for group in comparison.groups) == 900
    assert not comparison.overlapping


def test_mistakes_are_named() -> None:
    asked = study([customer(1, "north", 1)])
    with pytest.raises(InputError, match=r"there is no breakdown 'team'.*region, segment, month"):
        asked.compare("team")
    with pytest.raises(InputError, match=r"there is no group 'east'.*others"):
        asked.compare("region", values=("east",))
    with pytest.raises(InputError, match="either by what"):
        asked.compare()
    with pytest.raises(InputError, match="lies outside the data"):
        asked.compare(before=datetime(1999, 1, 1, tzinfo=UTC))
    with pytest.raises(InputError, match="no persona of this journey"):
        asked.compare("persona")


def test_nobody_walked() -> None:
    asked = study([])
    assert asked.compare("region").sentences()[0].startswith("Not enough data")
    with pytest.raises(InputError, match="The data are from nothing yet"):
        asked.compare(before=MIDDLE)


def test_every_figure_is_in_the_frame_and_in_json(regions: Comparison) -> None:
    frame = regions.to_frame()
    assert frame.height == len(regions.figures) * len(regions.groups)
    north = frame.filter(pl.col("group") == "north", pl.col("figure") == "completed").row(0, named=True)
    assert (north["value"], north["n"], north["spread"] > 0) == (0.4, 300, True)
    adapter = TypeAdapter(Comparison)
    assert adapter.validate_json(adapter.dump_json(regions)) == regions


@given(cases=many_cases)
def test_groups_part_the_cases(cases: list[Case]) -> None:
    cases = [replace(case, alike=(("a", "b", "c", None)[case.customer % 4],)) for case in cases]
    for partition in trails_of(cases):
        one, rest = Alike(0, "a").chosen(partition), Unlike(0, ("a",)).chosen(partition)
        assert not (one & rest).any()
        assert (one | rest).tolist() == (partition.breakdown_code[:, 0] >= 0).tolist()
        both = Either((Members(0), Members(1))).chosen(partition)
        assert both.tolist() == partition.membership.any(axis=1).tolist()


@given(cases=many_cases)
def test_values_are_counted(cases: list[Case]) -> None:
    cases = [replace(case, alike=(("a", "b", None)[case.customer % 3],)) for case in cases]
    (counts,) = Local().count(Values(0), trails_of(cases, 3), (EVERYONE,))
    known = [case.alike[0] for case in cases if case.alike[0] is not None]
    assert dict(counts.cases) == {value: known.count(value) for value in set(known)}


def test_outcomes_are_compared() -> None:
    day = 86_400_000_000
    cases = [
        replace(
            customer(number, "ns"[number % 2], 0.5),
            outcomes=((0, START + 5 * day, 100),) if number % 10 in (1, 3, 5) else (),
        )
        for number in range(400)
    ]
    leaves = next(one for one in study(cases).compare("region").figures if one.detail == "leaves")
    assert {group.group: group.value.value for group in leaves.groups if isinstance(group.value, Estimate)} == {
        "n": 0,
        "s": 0.6,
    }
