"""Predicates match exactly what a slow three-valued reading of them says, and nothing else compiles."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.events.reference_predicate import Part, Row, conditions, rows
from waypost.errors import InputError
from waypost.events.predicate import Scope, compile_predicate, decode, properties_used, property_types
from waypost.events.tables import TIME, Schema
from waypost.journey.source import PropertyColumn, PropertyType, Source, Table

TYPES = {"amount": PropertyType.NUMBER, "paid": PropertyType.BOOLEAN, "due": PropertyType.TIME}


def frame_of(rows: list[Row]) -> pl.DataFrame:
    """Rows with fixed columns and dotted properties, as the lake stores them."""
    columns: dict[str, list[Any]] = {"event": [], "source": [], "customer": [], "time": [], "properties": []}
    for row in rows:
        columns["event"].append(row.get("event"))
        columns["source"].append("web")
        columns["customer"].append("c1")
        columns["time"].append(row.get("time"))
        inner = {name.removeprefix("properties."): value for name, value in row.items() if "." in name}
        present = {name: _written(value) for name, value in inner.items() if value is not None}
        columns["properties"].append(json.dumps(present, ensure_ascii=False) if present else None)
    schema: Schema = {**dict.fromkeys(columns, pl.String()), "time": TIME}
    return pl.DataFrame(columns, schema=schema)


def _written(value: Any) -> Any:
    return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if isinstance(value, datetime) else value


def matches(text: str, rows: list[Row], zone: str = "UTC") -> list[bool]:
    """Which rows the predicate matches."""
    condition = compile_predicate(text, Scope.EVENT, TYPES, zone=zone)
    frame = decode(frame_of(rows), Scope.EVENT, condition.properties)
    return frame.select(condition.expression.alias("match"))["match"].to_list()


@given(part=conditions, found=rows)
def test_matches_what_the_slow_reading_says(part: Part, found: list[Row]) -> None:
    text = f"({part.text}) AND (event IS NULL OR event IS NOT NULL)"  # so that it names a column
    assert matches(text, found) == [part.meaning(row) is True for row in found]


def test_words_bind_as_in_sql() -> None:
    found: list[Row] = [{"event": "a", "properties.amount": 2.0}, {"event": "b", "properties.amount": 1.0}]
    assert matches("event = 'a' OR event = 'b' AND properties.amount > 5", found) == [True, False]
    assert matches("NOT event = 'a' AND properties.amount = 1", found) == [False, True]
    assert matches("properties.amount + 2 * 3 = 8 AND event NOT LIKE 'b%'", found) == [True, False]
    assert matches("properties.amount not between 1.5 and 3", found) == [False, True]
    assert matches("-properties.amount < -1.5", found) == [True, False]


def test_a_property_nobody_declared_is_compared_as_what_it_is_compared_with() -> None:
    found: list[Row] = [{"properties.note": value} for value in ("9", "10", "ten", 10, 10.5, True, None, "nan", "inf")]
    assert matches("properties.note > 9.5", found) == [False, True, False, True, True, False, False, False, False]
    assert matches("properties.note > '9'", found) == [False, False, True, False, False, True, False, True, True]
    assert matches("properties.note = true", found) == [False] * 5 + [True] + [False] * 3


def test_properties_may_be_called_like_keywords() -> None:
    for name in ("order", "date", "from", "select", "in", "is", "null", "end", "time", "case", "between"):
        assert matches(f"properties.{name} = 'x' AND event = 'a'", [{"event": "a", f"properties.{name}": "x"}]) == [
            True
        ]


def test_a_bare_time_is_in_the_zone() -> None:
    found: list[Row] = [{"time": datetime(2018, 6, 30, 22, tzinfo=UTC)}]
    assert matches("time >= '2018-07-01'", found) == [False]
    assert matches("time >= '2018-07-01'", found, zone="Europe/Berlin") == [True]
    assert matches("time >= '2018-07-01T00:00:00Z'", found, zone="Europe/Berlin") == [False]


def test_properties_that_are_not_what_was_declared_are_missing() -> None:
    frame = pl.DataFrame(
        {
            "properties": [
                '{"amount":"12","paid":"yes","due":"soon"}',
                '{"amount":[1],"paid":null,"due":{"a":1}}',
                '{"amount":true}',
                "not json",
                None,
                '{"amount":-1.5e3,"paid":false,"due":"2018-08-01T03:00:00.000001Z"}',
            ]
        }
    )
    decoded = decode(frame, Scope.EVENT, TYPES)
    assert decoded["properties.amount"].to_list() == [12.0, None, None, None, None, -1500.0]
    assert decoded["properties.paid"].to_list() == [None, None, None, None, None, False]
    assert decoded["properties.due"].to_list() == [None] * 5 + [datetime(2018, 8, 1, 3, 0, 0, 1, tzinfo=UTC)]


def test_says_which_properties_it_uses() -> None:
    texts = ("properties.amount > 1 AND event = 'a'", "properties.note LIKE 'x%'")
    found = [compile_predicate(text, Scope.EVENT, TYPES) for text in texts]
    assert properties_used(found) == {"amount": PropertyType.NUMBER, "note": PropertyType.TEXT}


def test_each_scope_has_its_own_columns() -> None:
    customers = pl.DataFrame({"customer": ["c1", "c2"], "attributes": ['{"size":12}', '{"size":2}']})
    condition = compile_predicate("attributes.size >= 10", Scope.CUSTOMER)
    frame = decode(customers, Scope.CUSTOMER, condition.properties)
    assert frame.filter(condition.expression)["customer"].to_list() == ["c1"]
    responses = pl.DataFrame({"score": [1.0, 5.0, None], "verbatim": ["slow", "slow", "slow"]})
    condition = compile_predicate("score <= 2 AND verbatim LIKE '%slow%'", Scope.RESPONSE)
    assert responses.filter(condition.expression)["score"].to_list() == [1.0]
    for text, scope in (
        ("score > 1", Scope.EVENT),
        ("event = 'a'", Scope.RESPONSE),
        ("properties.x = 1", Scope.CUSTOMER),
    ):
        with pytest.raises(InputError, match="Allowed are"):
            compile_predicate(text, scope)


def test_sources_that_disagree_on_a_type_leave_text() -> None:
    def source(name: str, kind: PropertyType) -> Source:
        declared = (PropertyColumn(column="Sum", name="amount", type=kind), PropertyColumn(column="when", type=kind))
        table = Table(
            id="t", files="a.csv", customer="c", time="t", event_name="e", properties=declared[: 1 + (name == "a")]
        )
        return Source(id=name, name=name, zone="UTC", tables=(table,))

    number, text = source("a", PropertyType.NUMBER), source("b", PropertyType.TEXT)
    assert property_types([number], Scope.EVENT) == {"amount": PropertyType.NUMBER, "when": PropertyType.NUMBER}
    for sources in ([number, text], [text, number], [number, text, number]):
        assert property_types(sources, Scope.EVENT) == {"amount": PropertyType.TEXT, "when": PropertyType.NUMBER}
    assert property_types([number], Scope.CUSTOMER) == {}


HOSTILE = [
    "",
    "   ",
    "read_csv('/etc/passwd')",
    "event = read_csv('/etc/passwd')",
    "event IN (SELECT event FROM read_parquet('https://example.org/x'))",
    "event = (SELECT 1)",
    "EXISTS (SELECT 1)",
    "SELECT 1",
    "event = 'x' || 'y'",
    "'x' 'y' = event",
    "upper(event) = 'A'",
    "event (1) = 1",
    "IS = event",
    "NOT IN = event",
    "count(*) > 1",
    "sum(properties.amount) OVER (PARTITION BY customer) > 1",
    "CASE WHEN event = 'a' THEN true END",
    "properties.x::text = 'a'",
    "CAST(properties.x AS INT) = 1",
    "properties.x.y = 1",
    "properties.x[0] = 1",
    "properties.x -> 'y' = 1",
    "properties",
    "properties. = 1",
    'properties."x y" = 1',
    "__import__('os').system('true')",
    "event.__class__ = 'a'",
    "lambda x: x",
    "x -> x + 1",
    "event = 'a'; DROP TABLE events",
    "event = 'a' -- comment",
    "event = 'a' /* comment */",
    "event = 'a' /*+ hint */",
    "event = 'a' UNION SELECT 1",
    "event = 'a' LIMIT 1",
    "event AS e",
    "event event",
    "event ~ 'a'",
    "event RLIKE 'a'",
    "event ILIKE 'a'",
    "event LIKE event",
    "event LIKE 'a' ESCAPE '!'",
    "event LIKE ANY ('a')",
    "event COLLATE nocase = 'a'",
    "event = ?",
    "event = :name",
    "event = @name",
    "event = $1",
    "event = $$a$$",
    "event = N'a'",
    "N'event' = 'a'",
    "event = b'1'",
    "event = x'61'",
    "event = {{ event }}",
    "{% raw %}",
    'event = "a"',
    "`event` = 'a'",
    "[event] = 'a'",
    "* = true",
    "event = NULL",
    "event <=> 'a'",
    "event IS TRUE",
    "event IS DISTINCT FROM 'a'",
    "event IN ()",
    "event IN (customer)",
    "event IN ('a', 1)",
    "event IN 'a'",
    "(event, customer) = ('a', 'b')",
    "time BETWEEN SYMMETRIC '2018-01-01' AND '2019-01-01'",
    "time > DATE '2018-01-01'",
    "time > now()",
    "time > 5",
    "time = event",
    "time > 'yesterday'",
    "time + 1 > 2",
    "INTERVAL '1 day' > time",
    "event > 1 > 2",
    "properties.paid < true",
    "properties.amount = 'many'",
    "event = 1e999",
    "event = 0x1F",
    "event = 1_000",
    "1 = 1",
    "true",
    "event",
    "properties.amount",
    "event = 'a' AND",
    "NOT",
    "((event = 'a')",
    "event = 'a')",
    "event = 'a",
    "ｅvent = 'a'",
    "event\u200b = 'a'",
    "event = ‘a’",
    "event\x00 = 'a'",
    "(" * 10_000 + "event = 'a'" + ")" * 10_000,
    "(" * 900 + "event = 'a'" + ")" * 900,
    "NOT " * 400 + "event = 'a'",
    "NOT (" * 300 + "event = 'a'" + ")" * 300,
    "- " * 900 + "properties.amount = 1",
    "1 + " * 400 + "properties.amount = 1",
    "event = '" + "a" * 1_000_000 + "'",
    "event IN (" + "'a', " * 100_000 + "'b')",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:40].encode("ascii", "replace").decode() or "empty")
def test_refuses_what_is_not_in_the_language(text: str) -> None:
    with pytest.raises(InputError) as refused:
        compile_predicate(text, Scope.EVENT, TYPES, file="journey.yaml", element="buying/pays")
    (problem,) = refused.value.problems
    assert (problem.file, problem.element) == ("journey.yaml", "buying/pays")
    assert problem.remedy
    assert len(str(problem)) < 500


def test_says_where_and_what_was_meant() -> None:
    with pytest.raises(InputError, match=r"no column 'custmer' at character 17: .* Did you mean customer\?"):
        compile_predicate("event = 'a' AND custmer = 'b'", Scope.EVENT)
    with pytest.raises(InputError, match=r"'x' is not a time at character 24.*'2018-08-01'"):
        compile_predicate("event = 'a' AND time > 'x'", Scope.EVENT)
    with pytest.raises(InputError, match=r"single quotes: 'signup'"):
        compile_predicate("event = signup", Scope.EVENT)


def test_long_and_wide_conditions_within_the_limits_work() -> None:
    listed = ", ".join(str(number) for number in range(400))
    assert matches(f"properties.amount IN ({listed})", [{"properties.amount": 12.0}]) == [True]
    joined = " OR ".join(["event = 'a'"] * 100)
    assert matches(joined, [{"event": "a"}]) == [True]
    assert matches("(" * 20 + "event = 'a'" + ")" * 20, [{"event": "a"}]) == [True]


@given(st.text(max_size=60))
def test_any_text_compiles_or_is_refused(text: str) -> None:
    try:
        compile_predicate(text, Scope.EVENT)
    except InputError:
        return


TOKENS = re.findall(
    r"\S+", "event time properties.x 'a' 1 NULL TRUE = < ( ( ) ) , + - % * AND OR NOT IN LIKE BETWEEN IS"
)


@given(st.lists(st.sampled_from(TOKENS), max_size=14))
def test_any_row_of_its_own_words_compiles_or_is_refused(words: list[str]) -> None:
    try:
        assert len(matches(" ".join(words), [{"event": "a", "properties.x": "1"}])) == 1
    except InputError:
        return
