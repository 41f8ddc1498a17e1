"""A response belongs to the case it names, or to the one its customer was walking."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tests.events.small_lake import at
from waypost.events.attaching import attach
from waypost.events.tables import TIME

Walk = tuple[str, str, int, int]
"""customer, case, first, last"""
Answer = tuple[str, str | None, int]
"""customer, case, time"""


def attached(answers: list[Answer], walks: list[Walk]) -> dict[int, str]:
    """Which answer (by its place) belongs to which case."""
    cases = pl.DataFrame(
        [(customer, case, at(first), at(last)) for customer, case, first, last in walks],
        schema={"customer": pl.String, "case": pl.String, "first": TIME, "last": TIME},
        orient="row",
    )
    responses = pl.DataFrame(
        [(place, customer, case, at(time)) for place, (customer, case, time) in enumerate(answers)],
        schema={"place": pl.Int64, "customer": pl.String, "case": pl.String, "time": TIME},
        orient="row",
    )
    found = attach(responses, cases).select("place", "number").rows()
    assert len(found) == len(dict(found)), "no response is attached twice"
    return {place: walks[number][1] for place, number in found}


def expected(answer: Answer, walks: list[Walk]) -> str | None:
    customer, key, time = answer
    own = [walk for walk in walks if walk[0] == customer]
    if key is not None:
        return key if key in [walk[1] for walk in own] else None
    if len(own) == 1:
        return own[0][1]
    under_way = [case for _, case, first, last in own if first <= time <= last]
    begun = [case for _, case, first, _ in own if first <= time]
    return (begun + under_way)[-1] if begun else None


customers = st.sampled_from("ab")
walk_lists = st.lists(st.tuples(customers, st.integers(0, 9), st.integers(0, 5)), max_size=7).map(
    lambda drawn: [
        (customer, f"case-{place}", first, first + length)
        for place, (customer, first, length) in enumerate(sorted(drawn))
    ]
)
keys = st.none() | st.integers(0, 7).map(lambda place: f"case-{place}")


@given(st.lists(st.tuples(st.sampled_from("abc"), keys, st.integers(0, 15)), max_size=6), walk_lists)
def test_every_response_finds_the_case_of_the_plain_reading(answers: list[Answer], walks: list[Walk]) -> None:
    wanted = {place: expected(answer, walks) for place, answer in enumerate(answers)}
    assert attached(answers, walks) == {place: case for place, case in wanted.items() if case is not None}


def test_told() -> None:
    walks = [("ann", "long", 1, 20), ("ann", "short", 3, 5), ("bob", "only", 8, 9)]
    answers: list[Answer] = [
        ("ann", None, 4),  # both are under way: the latest begun
        ("ann", None, 10),  # only the long one still is
        ("ann", None, 30),  # none is: the latest begun before
        ("ann", None, 0),  # before any
        ("ann", "long", 4),
        ("ann", "unknown", 4),
        ("bob", None, 0),  # the only case there is
        ("eve", None, 4),
    ]
    assert attached(answers, walks) == {0: "short", 1: "long", 2: "short", 4: "long", 6: "only"}
