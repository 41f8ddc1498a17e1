"""Trails from a lake: complete, in order, and the same however the events came."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.events.small_lake import (
    ARRIVE,
    BEGIN,
    PAY,
    VISIT,
    Row,
    SmallLake,
    account,
    at,
    customer,
    event,
    journey,
    response,
    same,
    stated,
    touchpoint,
    workspace,
)
from tests.events.told import (
    BUYING,
    Told,
    members,
    scores,
    signals,
    told,
    woven,
)
from waypost.errors import InputError
from waypost.events.identity import Identities
from waypost.events.weaving import weave
from waypost.journey.segment import Segment

# What is in a trail


def test_a_trail_holds_the_touchpoints_of_a_customer_in_order(tmp_path: Path) -> None:
    rows = [event("ann", 3, "pay"), event("bob", 2, "visit"), event("ann", 1, "visit"), event("ann", 2, "other")]
    trails = woven(tmp_path, BUYING, events=rows)
    assert told(trails) == {("ann", None): [(1, "visit"), (3, "pay")], ("bob", None): [(2, "visit")]}
    assert (trails.customers, trails.cases, trails.events) == (2, 2, 3)
    assert (trails.as_of, trails.first) == (at(3), at(1))


def test_events_at_one_instant_keep_the_order_of_columns_then_files_then_rows(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[{**event("ann", 1, "pay"), "position": 1}, {**event("ann", 1, "arrive"), "position": 0}])
    small.pour(events=[event("ann", 1, "visit"), event("ann", 1, "pay")])
    trails = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    assert [what for _, what in told(trails)["ann", None]] == ["arrive", "visit", "pay", "pay"]


def test_the_first_touchpoint_in_reading_order_takes_an_event(tmp_path: Path) -> None:
    map_ = journey(VISIT, touchpoint("any", match="event LIKE '%i%'"), ARRIVE)
    trails = woven(tmp_path, map_, events=[event("ann", 1, "visit"), event("ann", 2, "arrive"), event("ann", 3, "pay")])
    assert told(trails) == {("ann", None): [(1, "visit"), (2, "any")]}
    assert trails.coverage is not None
    assert (trails.coverage.overlapping, trails.coverage.silent) == (2, ("arrive",))


def test_what_comes_after_as_of_is_unknown(tmp_path: Path) -> None:
    slow = touchpoint(
        "visit", match="event = 'visit'", signals=[{"id": "slow", "name": "Slow", "slower_than": "2 hours"}]
    )
    map_ = journey(slow, {**PAY, "score": "touchpoint = 'pay'"})
    small = SmallLake(tmp_path / "lake")
    small.pour(
        events=[event("ann", 1, "visit"), event("ann", 4, "pay"), event("bob", 4, "visit")],
        responses=[response("ann", 1, "pay", 5), response("ann", 4, "pay", 1)],
        customers=[customer("ann", 3, region="South")],
    )
    south = Segment(id="south", name="South", when="attributes.region = 'South'")
    then = weave(small.lake, workspace(map_, south), map_, tmp_path, as_of=at(2))
    assert (told(then), signals(then)) == ({("ann", None): [(1, "visit")]}, {("ann", None): []})
    assert scores(then) == {("ann", None): [(1, "pay 5.0")]}
    assert not any(partition.membership.any() for partition in then)
    now = weave(small.lake, workspace(map_, south), map_, tmp_path)
    assert signals(now)["ann", None] == [(3, "slow")]
    assert scores(now)["ann", None] == [(1, "pay 5.0"), (4, "pay 1.0")]
    assert sum(partition.membership.sum() for partition in now) == 1


def test_a_customer_walks_once_for_each_case_in_order_of_their_beginning(tmp_path: Path) -> None:
    rows = [
        event("ann", 5, "visit", order="a"),
        event("ann", 1, "visit", order="b"),
        event("ann", 9, "pay", order="b"),
        event("bob", 2, "visit", order="a"),
        event("bob", 3, "pay"),
    ]
    trails = woven(tmp_path, journey(VISIT, PAY, case="order"), events=rows)
    assert told(trails) == {
        ("ann", "b"): [(1, "visit"), (9, "pay")],
        ("ann", "a"): [(5, "visit")],
        ("bob", "a"): [(2, "visit")],
    }
    own = [case for who, case in told(trails) if who == "ann"]
    assert own == ["b", "a"]
    assert trails.coverage is not None
    assert (trails.coverage.caseless, trails.coverage.mapped) == (1, 5)
    assert trails.coverage.shared_cases == 1, "ann and bob both have a case `a`"


def test_a_case_key_under_two_customers_is_counted_until_they_are_known_to_be_one(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    map_ = journey(VISIT, PAY, case="order")
    people = [event(f"p{number}", number, "visit", order=key) for number, key in enumerate("aaaabbc")]
    small.pour(events=[*people, event("p6", 9, "pay", order="c")])
    seen = [weave(small.lake, workspace(map_), map_, tmp_path).coverage for _ in range(2)]
    assert [found.shared_cases for found in seen if found is not None] == [2, 2]
    small.pour(identities=[same("p4", "p5")])
    known = weave(small.lake, workspace(map_), map_, tmp_path).coverage
    assert known is not None
    assert known.shared_cases == 1
    plain = weave(small.lake, workspace(BUYING), BUYING, tmp_path).coverage
    assert plain is not None
    assert plain.shared_cases == 0


def test_what_a_visitor_did_belongs_to_the_customer_they_became(tmp_path: Path) -> None:
    rows = [event(f"visitor-{number}", number, "visit") for number in range(8)]
    known = [same("ann", f"visitor-{number}") for number in range(7)]
    trails = woven(tmp_path, BUYING, events=[*rows, event("ann", 9, "pay")], identities=known)
    assert told(trails) == {
        ("ann", None): [*((number, "visit") for number in range(7)), (9, "pay")],
        ("visitor-7", None): [(7, "visit")],
    }
    partition = next(part for part in trails if "ann" in part.names.collect()["customer"])
    assert partition.number == int(partition.customer_hash[0]) >> 62


def test_an_account_walks_with_all_its_people(tmp_path: Path) -> None:
    trails = woven(
        tmp_path,
        journey(VISIT, PAY, follows="account"),
        Segment(id="big", name="Big", when="attributes.staff > 10"),
        events=[event("v", 1, "visit"), event("ann", 2, "visit"), event("bob", 3, "pay"), event("eve", 4, "visit")],
        responses=[response("bob", 3, "pay", 2)],
        customers=[customer("bob", staff=20)],
        identities=[same("ann", "v"), account("ann", "acme"), account("bob", "acme")],
    )
    assert told(trails) == {
        ("acme", None): [(1, "visit"), (2, "visit"), (3, "pay")],
        ("eve", None): [(4, "visit")],
    }
    assert scores(trails)["acme", None] == [(3, "pay 2.0")]
    assert members(trails) == {"acme": [True], "eve": [False]}


def test_segments_go_by_the_latest_known_attribute(tmp_path: Path) -> None:
    said = [
        customer("ann", 2, region="South"),
        customer("ann", 5, staff=3),  # says nothing of the region
        customer("ann", region="North"),  # without a time: older than any other
        customer("bob", 1, region="South"),
        customer("bob", 3, region="North"),
    ]
    rows = [event(name, 9, "visit") for name in ("ann", "bob", "eve")]
    south = Segment(id="south", name="South", when="attributes.region = 'South'")
    nowhere = Segment(id="nowhere", name="Nowhere", when="attributes.region IS NULL")
    wrong = Segment(id="wrong", name="Wrong", when="attributes.region = 'Suoth'")
    trails = woven(tmp_path, BUYING, south, nowhere, wrong, events=rows, customers=said)
    assert trails.coverage is not None
    assert trails.coverage.attributeless == 1, "of eve there are no attributes"
    assert trails.coverage.memberless == ("wrong",)
    assert members(trails) == {
        "ann": [True, False, False],
        "bob": [False, False, False],
        "eve": [False, True, False],
    }


def test_without_a_segment_nobody_lacks_attributes(tmp_path: Path) -> None:
    trails = woven(tmp_path, BUYING, events=[event("eve", 9, "visit")])
    assert trails.coverage is not None
    assert trails.coverage.attributeless == 0


def test_responses_find_their_touchpoint_by_name_or_by_rule_and_are_not_lost(tmp_path: Path) -> None:
    map_ = journey(
        touchpoint("visit", match="event = 'visit'"),
        touchpoint("pay", match="event = 'pay'", signals=[{"id": "bad", "name": "Bad", "scored_below": 3}]),
        touchpoint("all", score="score IS NOT NULL AND properties.amount > 5"),
    )
    given = [
        response("ann", 2, "visit", 5),
        response("ann", 3, "Pay", 2.5),
        response("ann", 4, "pay", 4, amount=6),
        response("ann", 5, "something else", 1),
        response("eve", 5, "pay", 1),
        response("ann", 7, "pay", 1),
    ]
    rows = [event("ann", 1, "visit"), event("bob", 6, "other")]
    trails = woven(tmp_path, map_, events=rows, responses=given)
    assert scores(trails) == {("ann", None): [(2, "visit 5.0"), (3, "pay 2.5"), (4, "pay 4.0"), (4, "all 4.0")]}
    assert signals(trails) == {("ann", None): [(3, "bad")]}
    assert trails.coverage is not None
    assert (trails.coverage.unattached, trails.coverage.later) == (1, 1)


def test_answers_no_touchpoint_takes_are_counted_by_what_they_name(tmp_path: Path) -> None:
    given = [
        response("ann", 2, "pay", 5),
        response("ann", 2, "Payy", 1),
        response("bob", 2, "Payy", 1),
        response("eve", 2, None, 3),
        {**response("bob", 2, "Payy", 1), "score": None, "verbatim": "words only"},
    ]
    rows = [event("ann", 1, "pay"), event("bob", 6, "other")]
    trails = woven(tmp_path, BUYING, events=rows, responses=given)
    assert trails.coverage is not None
    assert trails.coverage.untaken == (("shop", "Payy", 2), ("shop", "", 1))


def test_signals_read_properties_and_deadlines(tmp_path: Path) -> None:
    late = {"id": "late", "name": "Late", "overdue": "due"}
    map_ = journey(
        {**VISIT, "signals": [{"id": "big", "name": "Big", "when": "properties.amount > 9"}]},
        touchpoint("pay", match="event = 'pay' AND properties.amount > 0", signals=[late]),
    )
    rows = [
        event("ann", 1, "visit", amount=10, due=stated(6)),
        event("ann", 2, "visit", amount=9),
        event("ann", 8, "pay", amount=1),
        event("bob", 1, "visit", due=stated(2)),
        event("bob", 2, "pay", amount=0),
    ]
    trails = woven(tmp_path, map_, events=rows)
    assert signals(trails) == {("ann", None): [(1, "big"), (6, "late")], ("bob", None): [(2, "late")]}


def test_a_lake_without_events_says_what_to_do(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    with pytest.raises(InputError, match="waypost ingest"):
        weave(small.lake, workspace(BUYING), BUYING, tmp_path)


def test_a_moment_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no time zone"):
        weave(SmallLake(tmp_path / "lake").lake, workspace(BUYING), BUYING, tmp_path, as_of=datetime(2026, 1, 1))


def test_a_journey_that_is_not_bound_has_no_cases(tmp_path: Path) -> None:
    trails = woven(tmp_path, journey(touchpoint("call")), events=[event("ann", 1, "visit")])
    assert (trails.cases, trails.first, trails.partitions) == (0, None, 4)
    assert trails.coverage is not None
    assert (trails.coverage.unbound, trails.coverage.unmapped) == (("call",), (("shop", "visit", 1),))


# The algebra: trails do not depend on how the events came

NAMES = ("ann", "bob", "v1", "v2", "v3")


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    """Events of a few names, no two at one time."""
    hours = draw(st.lists(st.integers(0, 40), unique=True, max_size=12))
    what = st.sampled_from(["visit", "pay", "arrive", "other"])
    return [event(draw(st.sampled_from(NAMES)), hour, draw(what), order=draw(st.sampled_from("xy"))) for hour in hours]


def plain_trails(rows: list[Row], person: dict[str, str], *, by_order: bool) -> Told:
    """The slow, obvious reference."""
    found: Told = {}
    for row in sorted(rows, key=lambda row: row["time"]):
        order = str(row["properties"])[-3] if by_order else None
        if row["event"] != "other":
            who = person[row["customer"]]
            found.setdefault((who, order), []).append(((row["time"] - BEGIN).total_seconds() / 3600, row["event"]))
    return found


@settings(max_examples=15)
@given(histories(), st.data(), st.booleans())
def test_trails_are_the_same_however_the_events_are_split(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], data: st.DataObject, by_order: bool
) -> None:
    first = event("ann", 50, "visit", order="x")
    merges = data.draw(st.lists(st.tuples(st.sampled_from(["ann", "bob"]), st.sampled_from(["v1", "v2"])), max_size=2))
    map_ = journey(VISIT, PAY, ARRIVE, case="order") if by_order else BUYING
    told_in: list[Told] = []
    for _ in range(2):
        folder = tmp_path_factory.mktemp("split")
        small = SmallLake(folder / "lake")
        shuffled = data.draw(st.permutations([first, *rows]))
        cut = data.draw(st.integers(0, len(shuffled)))
        small.pour(batches=data.draw(st.integers(1, 3)), events=shuffled[:cut])
        small.pour(events=shuffled[cut:], identities=[same(known, visitor) for known, visitor in merges])
        told_in.append(told(weave(small.lake, workspace(map_), map_, folder)))
    assert told_in[0] == told_in[1] == plain_trails([first, *rows], _people(merges), by_order=by_order)


def _people(merges: list[tuple[str, str]]) -> dict[str, str]:
    """What the person behind each name is called."""
    rows = pl.DataFrame(
        [same(*merge) for merge in merges], schema=dict.fromkeys(("customer", "other", "kind"), pl.String)
    )
    people = Identities.from_rows(rows)
    return dict(zip(NAMES, people.canonical(pl.Series(NAMES)), strict=True))
