"""What every partition promises to those who count on it, whatever the events."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tests.events.small_lake import (
    ARRIVE,
    VISIT,
    Row,
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
from waypost.analysis.groups import Others
from waypost.events.bindings import Bindings, bind
from waypost.events.gathering import Followed, gather
from waypost.events.hashing import customer_hash
from waypost.events.identity import Identities
from waypost.events.partitioning import Woven, weave_partition
from waypost.events.tables import IDENTITIES, TABLES
from waypost.events.trails import Partition
from waypost.journey.segment import Segment

SIGNALS: list[Row] = [
    {"id": "twice", "name": "Twice", "repeated": 2},
    {"id": "late", "name": "Late", "overdue": "due"},
    {"id": "slow", "name": "Slow", "slower_than": "3 hours"},
    {"id": "bad", "name": "Bad", "scored_below": 3},
    {"id": "big", "name": "Big", "when": "properties.amount > 5"},
]
PAY = touchpoint("pay", match="event = 'pay'", signals=SIGNALS)
SOUTH = Segment(id="south", name="South", when="attributes.region = 'South'")
NAMES = st.sampled_from(["ann", "bob", "eve", "v1", "v2"])
HOURS = st.integers(0, 30)

events = st.lists(
    st.builds(
        lambda who, hour, name, order, due, amount: event(who, hour, name, order=order, due=due, amount=amount),
        NAMES,
        HOURS,
        st.sampled_from(["visit", "pay", "arrive", "other"]),
        st.sampled_from([None, "x", "y", "?"]),
        st.none() | HOURS.map(stated),
        st.integers(0, 9),
    ),
    max_size=15,
)
responses = st.lists(
    st.builds(
        lambda who, hour, about, score, order: response(who, hour, about, score, order=order),
        NAMES,
        HOURS,
        st.sampled_from(["pay", "Visit", "unknown"]),
        st.integers(1, 5),
        st.sampled_from([None, "x", "y"]),
    ),
    max_size=6,
)
customers = st.lists(
    st.builds(
        lambda who, hour, region: customer(who, hour, region=region),
        NAMES,
        HOURS,
        st.sampled_from(["South", "N", " N/A"]),
    ),
    max_size=4,
)
identities = st.lists(
    st.builds(same, st.sampled_from(["ann", "bob"]), st.sampled_from(["v1", "v2"]))
    | st.builds(account, st.sampled_from(["ann", "eve"]), st.just("acme")),
    max_size=3,
)
journeys = st.builds(
    lambda case, follows: journey(VISIT, PAY, ARRIVE, case=case, follows=follows),
    st.sampled_from([None, "order"]),
    st.sampled_from(["customer", "account"]),
)
Tables = dict[str, list[Row]]
tables = st.fixed_dictionaries(
    {"events": events, "responses": responses, "customers": customers, "identities": identities}
)


def frame(rows: list[Row], schema: dict[str, Any]) -> pl.DataFrame:
    defaults = {"bucket": 0, "file_key": 1, "source": "shop"}
    full = [{**defaults, "row": place, **row} for place, row in enumerate(rows)]
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in full], schema=schema)


def woven(given: Tables, bindings: Bindings, as_of: int) -> Woven:
    """Everything as one partition, without a lake."""
    rows = {name: frame(given[name], TABLES[name]).lazy() for name in ("events", "responses", "customers")}
    people = Identities.from_rows(frame(given["identities"], IDENTITIES))
    followed = Followed.by(people, 1, accounts=bindings.follows_accounts)
    gathered, _ = gather(rows, 0, followed, bindings, at(as_of))
    return weave_partition(gathered.of(0), bindings, at(as_of), 0)


def ascending_within(start: np.ndarray, time: np.ndarray) -> bool:
    return all((np.diff(time[first:last]) >= 0).all() for first, last in itertools.pairwise(start))


@given(tables, journeys, HOURS)
def test_a_partition_keeps_its_contract(given: Tables, map_: Any, as_of: int) -> None:
    bindings = bind(workspace(map_, SOUTH), map_, [(1.0, 5.0)])
    part = woven(given, bindings, as_of).partition
    names = part.names.collect()
    n = part.cases
    assert (part.customer_hash == customer_hash(names["customer"])).all()
    assert (np.diff(part.customer_hash.astype(object)) >= 0).all()
    assert not names.is_duplicated().any()
    assert (np.diff(part.start) >= 1).all(), "every case has an event"
    for start, values in (
        (part.start, part.time),
        (part.signal_start, part.signal_time),
        (part.score_start, part.score_time),
    ):
        assert (len(start), start[0], start[-1]) == (n + 1, 0, len(values))
        assert ascending_within(start, values)
        assert (values <= int(at(as_of).timestamp()) * 1_000_000).all()
    firsts = part.time[part.start[:-1]] if n else part.time
    same_customer = np.diff(part.customer_hash.astype(object)) == 0
    assert (np.diff(firsts)[same_customer.astype(bool)] >= 0).all()
    assert part.membership.shape == part.judged.shape == (n, 1)
    assert (part.judged | ~part.membership).all(), "of a member one can say so"
    assert part.at_risk.shape == (n, len(SIGNALS))
    _assert_types(part)


def _assert_types(part: Partition) -> None:
    """Kernels are compiled for these types."""
    wanted = {"customer_hash": "uint64", "code": "int16", "signal_code": "int16", "score_code": "int16"}
    wanted |= dict.fromkeys(("membership", "judged", "at_risk"), "bool")
    wanted |= dict.fromkeys(("start", "time", "signal_start", "signal_time", "score_start", "score_time"), "int64")
    assert {name: getattr(part, name).dtype.name for name in wanted} == wanted
    assert all(getattr(part, name).flags.c_contiguous for name in wanted)


@given(tables, journeys, HOURS)
def test_no_mapped_event_and_no_score_is_lost(given: Tables, map_: Any, as_of: int) -> None:
    bindings = bind(workspace(map_, SOUTH), map_, [(1.0, 5.0)])
    found = woven(given, bindings, as_of)
    known = [row for row in given["events"] if row["time"] <= at(as_of) and row["event"] != "other"]
    cased = [row for row in known if map_.case is None or '"order": null' not in row["properties"]]
    assert found.partition.events == len(cased)
    spoken = [row for row in given["responses"] if row["time"] <= at(as_of) and row["touchpoint"] != "unknown"]
    assert len(found.partition.score_time) + found.unattached == len(spoken)


@given(tables, journeys, HOURS, HOURS)
def test_the_past_does_not_change(given: Tables, map_: Any, one: int, other: int) -> None:
    """What is known at one time is the same as if nothing later had ever come."""
    early, late = sorted((one, other))
    bindings = bind(workspace(map_, SOUTH), map_, [(1.0, 5.0)])
    cut = {name: [row for row in rows if "time" not in row or row["time"] <= at(late)] for name, rows in given.items()}
    then, now = woven(given, bindings, early).partition, woven(cut, bindings, early).partition
    arrays = [name for name in vars(then) if name not in ("number", "names")]
    assert all(np.array_equal(getattr(then, name), getattr(now, name)) for name in arrays)


def test_attributes_are_those_of_the_whole_person() -> None:
    given: Tables = {
        "events": [event("ann", 1, "visit")],
        "responses": [],
        "customers": [customer("v1", 2, region="South")],
        "identities": [same("ann", "v1")],
    }
    map_ = journey(VISIT, PAY)
    assert woven(given, bind(workspace(map_, SOUTH), map_), 5).partition.membership.tolist() == [[True]]


def test_of_whom_nothing_is_known_one_cannot_say_where_they_belong() -> None:
    given: Tables = {
        "events": [event(who, 1, "visit") for who in ("ann", "bob", "eve")],
        "responses": [],
        "customers": [
            customer("ann", 1, region="South"),
            customer("bob", 1, region="N"),
            customer("bob", 2, trade="x"),
        ],
        "identities": [],
    }
    map_ = journey(VISIT, PAY, ARRIVE)
    unsaid = Segment(id="unsaid", name="Unsaid", when="attributes.region IS NULL")
    part = woven(given, bind(workspace(map_, SOUTH, unsaid), map_), 5).partition
    known = dict(
        zip(
            part.names.collect()["customer"],
            zip(part.membership.tolist(), part.judged.tolist(), strict=True),
            strict=True,
        )
    )
    assert known == {
        "ann": ([True, False], [True, True]),
        "bob": ([False, False], [True, True]),
        "eve": ([False, True], [False, True]),
    }
    others = part.names.collect().filter(pl.Series(Others(0).chosen(part)))
    assert others["customer"].to_list() == ["bob"]
