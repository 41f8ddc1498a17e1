"""Coverage counts what the bindings see and what they miss, bucket by bucket."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from waypost.events.coverage import Sightings, coverage

TOUCHPOINTS = ("visit", "pay", "call")

rows = st.lists(
    st.tuples(
        st.sampled_from(["shop", "app"]),
        st.sampled_from(["visit", "pay", "login"]),
        st.none() | st.integers(0, 1),
        st.integers(0, 2),
    ),
    max_size=20,
)
Row = tuple[str, str, int | None, int]


def seen(drawn: list[Row]) -> Sightings:
    schema = {"source": pl.String, "event": pl.String, "code": pl.Int16, "fitting": pl.Int32}
    return Sightings.of(pl.DataFrame(drawn, schema=schema, orient="row"), caseless=0, touchpoints=len(TOUCHPOINTS))


@given(rows, st.integers(0, 20))
def test_what_is_seen_in_parts_adds_up(drawn: list[Row], cut: int) -> None:
    parts = [seen(drawn[:cut]), seen(drawn[cut:])]
    assert coverage(TOUCHPOINTS, {0, 1}, parts, 0) == coverage(TOUCHPOINTS, {0, 1}, [seen(drawn)], 0)


@given(rows)
def test_every_event_is_mapped_or_unmapped(drawn: list[Row]) -> None:
    found = coverage(TOUCHPOINTS, {0, 1}, [seen(drawn)], 0)
    assert found.mapped + sum(count for _, _, count in found.unmapped) == found.events == len(drawn)


def test_the_most_frequent_gap_comes_first() -> None:
    drawn: list[Row] = [("shop", "a", None, 0), ("shop", "b", None, 0), ("app", "b", None, 0), ("shop", "b", None, 0)]
    found = coverage(TOUCHPOINTS, {0}, [seen(drawn)], unattached=3)
    assert found.unmapped == (("shop", "b", 2), ("app", "b", 1), ("shop", "a", 1))
    assert (found.silent, found.unbound, found.unattached) == (("visit",), ("pay", "call"), 3)
