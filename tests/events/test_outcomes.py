"""Every outcome is dated, and belongs to the case that the plain reading gives; breakdowns tell what was told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.events.reference_outcomes import WAIT, Reference
from tests.events.small_lake import (
    ARRIVE,
    PAY,
    VISIT,
    Row,
    SmallLake,
    at,
    customer,
    event,
    journey,
    response,
    same,
    touchpoint,
    workspace,
)
from tests.events.test_partitioning import HOURS, Tables, frame, tables, woven
from tests.events.told import changed, hour, names_in
from waypost.errors import InputError
from waypost.events.bindings import bind
from waypost.events.identity import Identities
from waypost.events.tables import IDENTITIES
from waypost.events.trails import Partition, Trails, instant
from waypost.events.weaving import weave
from waypost.journey.journey import Journey

OUTCOMES: list[Row] = [
    {"id": "leaves", "name": "Leaves", "when": "event = 'other'"},
    {"id": "spends", "name": "Spends", "kind": "spend", "when": "event = 'pay'", "amount": "amount"},
    {"id": "pays", "name": "Pays", "reached": "pay"},
    {"id": "comes", "name": "Comes", "reached": "step-0"},
    {"id": "silent", "name": "Silent", "silent_for": f"{WAIT} hours"},
    {"id": "unhappy", "name": "Unhappy", "score": "pay", "below": 3},
    {"id": "happy", "name": "Happy", "score": "visit", "at_least": 4},
]
BREAKDOWNS: list[Row] = [
    {"id": "region", "name": "Region", "by": "attributes.region"},
    {"id": "due", "name": "Due", "by": "properties.due"},
    {"id": "order", "name": "Order", "by": "properties.order", "at": "pay"},
    {"id": "amount", "name": "Amount", "by": "properties.amount", "at": "step-1"},
]
journeys = st.builds(
    lambda case, follows: journey(
        VISIT, PAY, ARRIVE, case=case, follows=follows, outcomes=OUTCOMES, breakdowns=BREAKDOWNS
    ),
    st.sampled_from([None, "order"]),
    st.sampled_from(["customer", "account"]),
)


def found(trails: Trails) -> dict[tuple[str, str], list[tuple[Any, str, int]]]:
    """How every case turned out: time, outcome and hundredths."""
    result = {}
    for part in trails:
        for number, (who, case) in enumerate(part.names.collect().iter_rows()):
            places = range(part.outcome_start[number], part.outcome_start[number + 1])
            result[who, case or ""] = [
                (
                    instant(int(part.outcome_time[place])),
                    trails.codebook.outcomes[part.outcome_code[place]],
                    int(part.outcome_cents[place]),
                )
                for place in places
            ]
    return result


def told(trails: Trails) -> dict[tuple[str, str], tuple[str | None, ...]]:
    """The values of every case, by breakdown."""
    return {
        (who, case or ""): tuple(
            None if code < 0 else part.breakdown_values[column][code] for column, code in enumerate(codes)
        )
        for part in trails
        for (who, case), codes in zip(part.names.collect().iter_rows(), part.breakdown_code.tolist(), strict=True)
    }


def in_memory(part: Partition, map_: Journey, as_of: float) -> Trails:
    codebook = bind(workspace(map_), map_, [(1.0, 5.0)]).codebook
    return Trails.in_memory(codebook, [part], journey=map_.id, as_of=at(as_of))


@given(tables, journeys, HOURS)
def test_outcomes_and_breakdowns_are_those_of_the_plain_reading(given: Tables, map_: Any, as_of: int) -> None:
    part = woven(given, bind(workspace(map_), map_, [(1.0, 5.0)]), as_of).partition
    people = Identities.from_rows(frame(given["identities"], IDENTITIES))

    def who(name: str) -> str:
        person = people.canonical(pl.Series([name]))
        account = people.account_of(person).item() if map_.follows == "account" else None
        return str(account or person.item())

    plain = Reference(given, who, map_.case, at(as_of))
    trails = in_memory(part, map_, as_of)
    order = {outcome["id"]: code for code, outcome in enumerate(OUTCOMES)}
    wanted = {
        key: sorted(turned, key=lambda one: (one[0], order[one[1]], one[2]))
        for key, turned in plain.outcomes(timedelta(hours=WAIT)).items()
    }
    assert found(trails) == wanted
    assert told(trails) == plain.told()
    assert all(list(values) == sorted(set(values)) for values in part.breakdown_values)


@settings(max_examples=15)
@given(tables, journeys, HOURS)
def test_a_partition_keeps_its_contract(given: Tables, map_: Any, as_of: int) -> None:
    part = woven(given, bind(workspace(map_), map_, [(1.0, 5.0)]), as_of).partition
    assert part.breakdown_code.shape == (part.cases, len(BREAKDOWNS))
    types = {"outcome_start": "int64", "outcome_code": "int16", "outcome_time": "int64", "outcome_cents": "int64"}
    types["breakdown_code"] = "int32"
    assert {name: getattr(part, name).dtype.name for name in types} == types
    assert all(getattr(part, name).flags.c_contiguous for name in types)
    assert (len(part.outcome_start), part.outcome_start[-1]) == (part.cases + 1, len(part.outcome_time))
    for column, values in enumerate(part.breakdown_values):
        assert set(range(len(values))) == set(part.breakdown_code[:, column].tolist()) - {-1}, "only what was met"


@settings(max_examples=15)
@given(tables, journeys, HOURS, HOURS)
def test_the_past_does_not_change(given: Tables, map_: Any, one: int, other: int) -> None:
    early, late = sorted((one, other))
    bindings = bind(workspace(map_), map_, [(1.0, 5.0)])
    cut = {name: [row for row in rows if "time" not in row or row["time"] <= at(late)] for name, rows in given.items()}
    then, now = woven(given, bindings, early).partition, woven(cut, bindings, early).partition
    for name in ("outcome_start", "outcome_code", "outcome_time", "outcome_cents", "breakdown_code"):
        assert np.array_equal(getattr(then, name), getattr(now, name))
    assert then.breakdown_values == now.breakdown_values


# From a lake


def weaving(
    small: SmallLake, tmp_path: Path, *touchpoints: Row, as_of: float | None = None, **fields: object
) -> Trails:
    map_ = journey(*touchpoints, **fields)
    return weave(small.lake, workspace(map_), map_, tmp_path, as_of=None if as_of is None else at(as_of))


def short(trails: Trails, who: str, case: str = "") -> list[tuple[float, str, int]]:
    return [
        (hour(round(moment.timestamp() * 1_000_000)), what, cents) for moment, what, cents in found(trails)[who, case]
    ]


def test_an_outcome_needs_no_touchpoint_and_no_case_property(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(
        events=[
            event("ann", 1, "visit", order="a"),
            event("ann", 2, "pay", order="a"),
            event("ann", 10, "visit", order="b"),
            event("ann", 5, "leave"),  # between the two: of the latest begun before it
            event("ann", 900, "leave"),  # long after both
            event("ann", 20, "leave", order="a"),  # says whose it is
            event("ann", 21, "leave", order="c"),  # of a case that never began
            event("eve", 3, "leave"),  # of nobody's case
        ]
    )
    leaves = [{"id": "leaves", "name": "Leaves", "when": "event = 'leave'"}]
    trails = weaving(small, tmp_path, VISIT, PAY, case="order", outcomes=leaves)
    assert short(trails, "ann", "a") == [(5, "leaves", 100), (20, "leaves", 100)]
    assert short(trails, "ann", "b") == [(900, "leaves", 100)]


def test_buying_again_under_another_key_belongs_to_the_other_case(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event("ann", 1, "pay", order="a"), event("ann", 9, "pay", order="b")])
    pays = [{"id": "pays", "name": "Pays", "when": "event = 'pay'"}]
    trails = weaving(small, tmp_path, VISIT, PAY, case="order", outcomes=pays)
    assert (short(trails, "ann", "a"), short(trails, "ann", "b")) == ([(1, "pays", 100)], [(9, "pays", 100)])


def test_money_is_in_hundredths_and_what_is_no_money_brings_none(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    sums: list[object] = [19.99, -5, "a lot", None, 1e300, 0.005, 12]
    small.pour(events=[event("ann", number, "pay", amount=amount) for number, amount in enumerate(sums)])
    spends = [{"id": "spends", "name": "Spends", "kind": "spend", "when": "event = 'pay'", "amount": "amount"}]
    trails = weaving(small, tmp_path, PAY, outcomes=spends)
    assert [cents for _, _, cents in short(trails, "ann")] == [1999, -500, 0, 1200]


@pytest.mark.parametrize(("as_of", "times"), [(6.9, [3]), (7, [3, 7]), (30, [3, 7])])
def test_a_silence_happens_once_it_is_over_and_as_often_as_there_is_one(
    tmp_path: Path, as_of: float, times: list[int]
) -> None:
    small = SmallLake(tmp_path / "lake")
    # Two at once are one silence; what comes exactly when it would be over breaks it.
    small.pour(events=[event("ann", when, "visit") for when in (1, 1, 4, 5)] + [event("eve", 40, "visit")])
    silent = [{"id": "silent", "name": "Silent", "silent_for": "2 hours"}]
    trails = weaving(small, tmp_path, VISIT, outcomes=silent, as_of=as_of)
    assert [when for when, _, _ in short(trails, "ann")] == times


def test_responses_speak_of_their_touchpoint_on_any_scale(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    ten = {**response("ann", 4, "pay", 7.25), "high": 10.0}
    small.pour(events=[event("ann", 1, "pay"), event("ann", 9, "visit")], responses=[response("ann", 3, "pay", 2), ten])
    turned = [
        {"id": "low", "name": "Low", "score": "pay", "below": 2.5},
        {"id": "high", "name": "High", "score": "pay", "at_least": 7.25},
    ]
    trails = weaving(small, tmp_path, PAY, VISIT, outcomes=turned)
    assert short(trails, "ann") == [(3, "low", 200), (4, "high", 725)]


def test_outcomes_of_one_instant_are_in_the_order_of_the_journey(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event("ann", 1, "pay", amount=amount) for amount in (3, 1)])
    turned = [
        {"id": "pays", "name": "Pays", "reached": "pay"},
        {"id": "spends", "name": "Spends", "kind": "spend", "when": "event = 'pay'", "amount": "amount"},
    ]
    trails = weaving(small, tmp_path, PAY, outcomes=turned)
    assert short(trails, "ann") == [(1, "pays", 100), (1, "spends", 100), (1, "spends", 300)]


def test_values_are_written_as_people_write_them(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(
        events=[event(who, 1, "visit", amount=amount) for who, amount in (("ann", 2.0), ("bob", 10.5), ("eve", None))],
        customers=[customer("ann", 1, staff=3), customer("ann", 2, staff=12), customer("bob", 1, staff="many")],
    )
    by = [
        {"id": "amount", "name": "Amount", "by": "properties.amount"},
        {"id": "staff", "name": "Staff", "by": "attributes.staff"},
        {"id": "nothing", "name": "Nothing", "by": "attributes.colour"},
    ]
    trails = weaving(small, tmp_path, VISIT, breakdowns=by, as_of=2)
    assert told(trails) == {
        ("ann", ""): ("2", "12", None),
        ("bob", ""): ("10.5", None, None),
        ("eve", ""): (None, None, None),
    }


def test_what_says_only_that_it_is_not_known_tells_nothing(tmp_path: Path) -> None:
    """Neither a group of its own, nor in the way of what is known before or after."""
    small = SmallLake(tmp_path / "lake")
    said = {"ann": ("?", "x"), "bob": (" Unknown ", "n/a"), "eve": ("", "NULL"), "jo": ("-", "nonesuch")}
    small.pour(
        events=[event(who, hour, "visit", order=order) for who in said for hour, order in enumerate(said[who])],
        customers=[
            customer("ann", 1, region="South"),
            customer("ann", 2, region="None"),
            customer("bob", 1, region="?"),
        ],
    )
    by = [
        {"id": "order", "name": "Order", "by": "properties.order"},
        {"id": "there", "name": "Order at the visit", "by": "properties.order", "at": "visit"},
        {"id": "region", "name": "Region", "by": "attributes.region"},
    ]
    trails = weaving(small, tmp_path, VISIT, breakdowns=by)
    assert told(trails) == {
        ("ann", ""): ("x", "x", "South"),
        ("bob", ""): (None, None, None),
        ("eve", ""): (None, None, None),
        ("jo", ""): ("nonesuch", "nonesuch", None),
    }


def test_a_late_outcome_touches_only_its_partition_wherever_it_was_recorded(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    [visitor], [known] = names_in(1, 1), names_in(3, 1)
    others = [event(names_in(bucket, 3)[2], 9, "visit") for bucket in range(4)]
    small.pour(events=[event(known, 1, "visit"), *others], identities=[same(known, visitor)])
    leaves = [{"id": "leaves", "name": "Leaves", "when": "event = 'leave'"}]
    before = weaving(small, tmp_path, VISIT, outcomes=leaves)
    small.pour(events=[event(visitor, 5, "leave")])
    after = weaving(small, tmp_path, VISIT, outcomes=leaves)
    assert changed(before, after) == {1, 3}
    assert short(after, known) == [(5, "leaves", 100)]


def test_another_rule_touches_everything_and_another_judgement_nothing(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event(name, 1, "visit") for name in "abcdefgh"])
    outcome: Row = {"id": "silent", "name": "Silent", "silent_for": "2 hours"}
    before = weaving(small, tmp_path, VISIT, outcomes=[outcome])
    judged = {
        **outcome,
        "name": "Gone",
        "kind": "churn",
        "since": "visit",
        "within": "9 days",
        "worth": 5,
        "wanted": True,
    }
    same_trails = weaving(small, tmp_path, VISIT, outcomes=[judged])
    assert changed(before, same_trails) == set()
    for other in ({**outcome, "silent_for": "3 hours"}, {**outcome, "id": "quiet"}):
        assert changed(before, weaving(small, tmp_path, VISIT, outcomes=[other])) == {0, 1, 2, 3}
        before = weaving(small, tmp_path, VISIT, outcomes=[outcome])
    by = [{"id": "order", "name": "Order", "by": "properties.order"}]
    assert changed(before, weaving(small, tmp_path, VISIT, outcomes=[outcome], breakdowns=by)) == {0, 1, 2, 3}


def test_silence_waits_for_the_moment_measured(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event(names_in(bucket, 1)[0], bucket, "visit") for bucket in range(4)])
    silent = [{"id": "silent", "name": "Silent", "silent_for": "2 hours"}]
    now = weaving(small, tmp_path, VISIT, outcomes=silent)
    assert changed(now, weaving(small, tmp_path, VISIT, outcomes=silent, as_of=9)) == {0, 1, 2, 3}


CALL = touchpoint("call")
WRONG: dict[str, tuple[Row, str]] = {
    "a step nobody knows": ({"reached": "gone"}, "no step or touchpoint 'gone'"),
    "a touchpoint without events": ({"reached": "call"}, "Write a `match` for a touchpoint of 'call'"),
    "a step without events": ({"reached": "step-2"}, "no event is bound to 'step-2'"),
    "counted from a step nobody knows": ({"when": "event = 'pay'", "since": "gone"}, "no step or touchpoint 'gone'"),
    "counted from where nothing happens": ({"reached": "pay", "since": "call"}, "no event is bound to 'call'"),
    "a score of a step": ({"score": "step-0", "below": 3}, "no touchpoint 'step-0'"),
    "an amount nobody declares": ({"when": "event = 'pay'", "amount": "total", "kind": "spend"}, "no source declares"),
    "an amount in words": ({"when": "event = 'pay'", "amount": "order", "kind": "spend"}, "declared as text"),
    "a condition with a mistake": ({"when": "evnt = 'pay'"}, "evnt"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_outcome_that_cannot_be_seen_is_refused_with_its_place(wrong: str) -> None:
    rule, words = WRONG[wrong]
    map_ = journey(VISIT, PAY, CALL, outcomes=[{"id": "ends", "name": "Ends", **rule}])
    with pytest.raises(InputError) as caught:
        bind(workspace(map_), map_)
    [problem] = caught.value.problems
    assert problem.element == "buying/ends"
    assert words in str(problem)


def test_a_breakdown_where_nothing_happens_is_refused() -> None:
    by = {"id": "order", "name": "Order", "by": "properties.order", "at": "call"}
    map_ = journey(VISIT, CALL, breakdowns=[by])
    with pytest.raises(InputError, match="no event is bound to 'call'"):
        bind(workspace(map_), map_)


def test_scores_need_no_events(tmp_path: Path) -> None:
    map_ = journey(VISIT, CALL, outcomes=[{"id": "bad", "name": "Bad", "score": "call", "below": 3}])
    assert bind(workspace(map_), map_).codebook.outcomes == ("bad",)
