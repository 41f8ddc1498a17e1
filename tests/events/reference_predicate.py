"""Predicates again, slow and obvious: each part is a text and a function from a row to its value; None is unknown."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """Something written, and what it means for a row."""

    text: str
    meaning: Callable[[Row], Any]


def unknown_if_missing(operation: Callable[..., Any], *parts: Part) -> Callable[[Row], Any]:
    def meaning(row: Row) -> Any:
        values = [part.meaning(row) for part in parts]
        return None if None in values else operation(*values)

    return meaning


def both(left: Any, right: Any) -> Any:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def negated(value: Any) -> Any:
    return None if value is None else not value


WORDS = ["", "a", "b", "ab", "A", "a%", "a_b", "it's", "a\nb", "é", "日本", ".*", "\\", "12", "-1.5"]
NUMBERS = [0.0, 1.0, -1.0, 2.5, 12.0, 1e15, 0.1]
TIMES = [
    datetime(2018, 8, 1, 3, tzinfo=UTC),
    datetime(2018, 8, 1, 3, 0, 0, 7, tzinfo=UTC),
    datetime(1999, 1, 1, tzinfo=UTC),
]


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def column(name: str) -> Part:
    return Part(name, lambda row: row.get(name))


def literal(value: Any) -> Part:
    if isinstance(value, str):
        return Part(quoted(value), lambda _: value)
    if isinstance(value, datetime):
        return Part(quoted(value.isoformat()), lambda _: value)
    return Part(repr(value).lower(), lambda _: value)


texts = st.one_of(st.sampled_from(["event", "properties.note"]).map(column), st.sampled_from(WORDS).map(literal))
times = st.one_of(st.sampled_from(["time", "properties.due"]).map(column), st.sampled_from(TIMES).map(literal))
numbers = st.recursive(
    st.one_of(st.just(column("properties.amount")), st.sampled_from(NUMBERS).map(literal)),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/%"), inner).map(lambda found: calculation(*found)),
    max_leaves=4,
)


def calculation(left: Part, sign: str, right: Part) -> Part:
    def calculate(first: float, second: float) -> float | None:
        if sign in "/%" and second == 0:
            return None
        result = {
            "+": lambda: first + second,
            "-": lambda: first - second,
            "*": lambda: first * second,
            "/": lambda: first / second,
            "%": lambda: math.copysign(abs(first) - abs(second) * math.floor(abs(first) / abs(second)), first),
        }[sign]()
        return result if math.isfinite(result) else None

    return Part(f"({left.text} {sign} {right.text})", unknown_if_missing(calculate, left, right))


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def comparison(left: Part, sign: str, right: Part) -> Part:
    return Part(f"{left.text} {sign} {right.text}", unknown_if_missing(COMPARE[sign], left, right))


def between(value: Part, low: Part, high: Part) -> Part:
    above, below = unknown_if_missing(COMPARE[">="], value, low), unknown_if_missing(COMPARE["<="], value, high)
    return Part(f"{value.text} BETWEEN {low.text} AND {high.text}", lambda row: both(above(row), below(row)))


def like(value: Part, pattern: str) -> Part:
    steps = [".*" if sign == "%" else "." if sign == "_" else re.escape(sign) for sign in pattern]
    wanted = re.compile("".join(steps), re.DOTALL)
    return Part(
        f"{value.text} LIKE {quoted(pattern)}",
        unknown_if_missing(lambda text: wanted.fullmatch(text) is not None, value),
    )


def one_of_list(value: Part, listed: list[Any]) -> Part:
    values = ", ".join(literal(item).text for item in listed)
    return Part(f"{value.text} IN ({values})", unknown_if_missing(lambda found: found in listed, value))


def is_missing(value: Part) -> Part:
    return Part(f"{value.text} IS NULL", lambda row: value.meaning(row) is None)


def alike(parts: st.SearchStrategy[Part], values: list[Any]) -> st.SearchStrategy[Part]:
    return st.one_of(
        st.tuples(parts, st.sampled_from(sorted(COMPARE)), parts).map(lambda found: comparison(*found)),
        st.tuples(parts, parts, parts).map(lambda found: between(*found)),
        st.tuples(parts, st.lists(st.sampled_from(values), min_size=1, max_size=3)).map(lambda f: one_of_list(*f)),
        parts.map(is_missing),
    )


conditions = st.recursive(
    st.one_of(
        alike(texts, WORDS),
        alike(numbers, NUMBERS),
        alike(times, TIMES),
        st.tuples(texts, st.text("a%_bé\n.\\'", max_size=4)).map(lambda found: like(*found)),
        st.just(column("properties.paid")),
        st.booleans().map(lambda value: comparison(column("properties.paid"), "=", literal(value))),
    ),
    lambda inner: st.one_of(
        inner.map(lambda part: Part(f"NOT ({part.text})", lambda row: negated(part.meaning(row)))),
        st.tuples(inner, inner).map(
            lambda two: Part(
                f"({two[0].text}) AND ({two[1].text})", lambda row: both(two[0].meaning(row), two[1].meaning(row))
            )
        ),
        st.tuples(inner, inner).map(
            lambda two: Part(
                f"({two[0].text} OR {two[1].text})",
                lambda row: negated(both(negated(two[0].meaning(row)), negated(two[1].meaning(row)))),
            )
        ),
    ),
    max_leaves=5,
)

rows = st.lists(
    st.fixed_dictionaries(
        {
            "event": st.none() | st.sampled_from(WORDS),
            "time": st.none() | st.sampled_from(TIMES),
            "properties.note": st.none() | st.sampled_from(WORDS),
            "properties.amount": st.none() | st.sampled_from(NUMBERS),
            "properties.paid": st.none() | st.booleans(),
            "properties.due": st.none() | st.sampled_from(TIMES),
        }
    ),
    min_size=1,
    max_size=4,
)
