"""Predicates: the small language of `match` and `when`, compiled to Polars expressions by our own tree walk.

User text never reaches a query engine. It is parsed by sqlglot into an allow-list of words and signs
(`predicate_syntax`), and every node of the tree is compiled here or refused.

The language is SQL's, with SQL's three-valued logic: a comparison with a missing value is neither true nor false, and
only what is true matches. Numbers are 64-bit floats; dividing by zero gives a missing value. LIKE is case-sensitive,
`%` stands for any text and `_` for one character; there is no escape. Text compares by code point. A property whose
type no source declares is text; compared with a number it is read as a number where it is one. Times are compared with
ISO 8601 text; without an offset it is in `zone`.

Properties are one JSON string column. `decode` turns the ones that are used into columns, each once, however many
predicates then look at them:

    conditions = [compile_predicate(text, Scope.EVENT, types) for text in texts]
    frame = decode(frame, Scope.EVENT, properties_used(conditions))
    frame.select(condition.expression.alias(...) for condition in conditions)
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

import polars as pl
from sqlglot import exp

from waypost.events.predicate_syntax import Names, Place, syntax_tree
from waypost.journey.source import PropertyType, Source

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
_Value: TypeAlias = str | float | bool | datetime


class Scope(Enum):
    """What a predicate speaks of: its fixed columns with their types, and the JSON column its dotted names are in."""

    EVENT = (("event", "source", "customer", "time"), "properties")
    RESPONSE = (("touchpoint", "score", "verbatim", "source", "customer", "time"), "properties")
    CUSTOMER = (("customer",), "attributes")

    @property
    def names(self) -> Names:
        """The columns it may name."""
        return Names(*self.value)


_FIXED = {"time": PropertyType.TIME, "score": PropertyType.NUMBER}
"""Fixed columns that are not text."""

_KIND = {
    PropertyType.TEXT: "text",
    PropertyType.NUMBER: "a number",
    PropertyType.BOOLEAN: "true or false",
    PropertyType.TIME: "a time",
}


@dataclass(frozen=True)
class Condition:
    """A compiled predicate."""

    expression: pl.Expr
    """True where it matches, false elsewhere, never null; over a frame that `decode` has prepared."""
    properties: Mapping[str, PropertyType]
    """The properties (or attributes) it looks at, by their name without the dot."""


def compile_predicate(
    text: str,
    scope: Scope,
    types: Mapping[str, PropertyType] | None = None,
    *,
    zone: str = "UTC",
    file: str | None = None,
    element: str | None = None,
) -> Condition:
    """Compile a predicate; raises InputError naming the place in `text`, and `file` and `element` where it stands.

    `types` says what the properties are (see `property_types`); `zone` is the zone of time literals without an offset.
    """
    place = Place(text, file, element)
    walk = _Walk(place, scope, types or {}, ZoneInfo(zone))
    try:
        expression = walk.condition(syntax_tree(place, scope.names))
    except RecursionError:
        raise place.error("the condition is nested too deeply", 0, "Take it apart") from None
    if not walk.columns:
        raise place.error("the condition names no column", None, f"Use at least one of {scope.names}")
    inner = f"{scope.names.within}."
    properties = {name.removeprefix(inner): kind for name, kind in walk.columns.items() if name.startswith(inner)}
    return Condition(expression.fill_null(value=False), properties)


def properties_used(conditions: Iterable[Condition]) -> dict[str, PropertyType]:
    """Every property the conditions look at: what `decode` must prepare."""
    return {name: kind for condition in conditions for name, kind in condition.properties.items()}


def property_types(sources: Iterable[Source], scope: Scope) -> dict[str, PropertyType]:
    """What the sources declare of the properties (CUSTOMER: attributes): name → type; text where they disagree."""
    types: dict[str, PropertyType] = {}
    tables = [table for source in sources for table in source.tables]
    for column in (column for table in tables for column in getattr(table, scope.names.within)):
        name = column.name or column.column
        types[name] = column.type if types.get(name, column.type) is column.type else PropertyType.TEXT
    return types


def decode(frame: Frame, scope: Scope, properties: Mapping[str, PropertyType]) -> Frame:
    """Add a column `properties.<name>` (`attributes.<name>`) for each property, out of the JSON column.

    Text is String, numbers Float64, booleans Boolean, times UTC microseconds; null where the property is missing or is
    not what its type says.
    """
    inner = scope.names.within
    found = (
        _typed(pl.col(inner).str.json_path_match(f"$.{name}"), kind).alias(f"{inner}.{name}")
        for name, kind in properties.items()
    )
    return frame.with_columns(*found)


def _typed(text: pl.Expr, kind: PropertyType) -> pl.Expr:
    if kind is PropertyType.NUMBER:
        return _finite(text.cast(pl.Float64, strict=False))
    if kind is PropertyType.BOOLEAN:
        return pl.when(text == "true").then(True).when(text == "false").then(False)
    if kind is PropertyType.TIME:
        return text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us", strict=False).dt.replace_time_zone("UTC")
    return text


def _finite(number: pl.Expr) -> pl.Expr:
    return pl.when(number.is_finite()).then(number)


@dataclass(frozen=True)
class _Operand:
    """A column, a value or a calculation, with what it is and where it stands."""

    expression: pl.Expr
    kind: PropertyType
    position: int
    value: _Value | None = None
    """When it is a literal."""


_COMPARE: Mapping[type[exp.Expr], Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
}
_CALCULATE: Mapping[type[exp.Expr], Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    exp.Add: operator.add,
    exp.Sub: operator.sub,
    exp.Mul: operator.mul,
    exp.Div: operator.truediv,
}
_ALLOWED_PARTS = {"this", "expression", "expressions", "low", "high", "quoted", "is_string", "negate"}


class _Walk:
    """Compiles a tree node by node; what it does not know it refuses."""

    def __init__(self, place: Place, scope: Scope, types: Mapping[str, PropertyType], zone: ZoneInfo) -> None:
        self.place = place
        self.scope = scope
        self.types = types
        self.zone = zone
        self.columns: dict[str, PropertyType] = {}

    def condition(self, node: exp.Expr) -> pl.Expr:
        """A node that must be true or false."""
        operand = self.operand(node)
        if operand.kind is not PropertyType.BOOLEAN:
            raise self.place.error(f"{_KIND[operand.kind]} alone is no condition", operand.position, "Compare it")
        return operand.expression

    def operand(self, node: exp.Expr) -> _Operand:
        """Any node of the language."""
        kind, position = type(node), _position(node)
        unknown = [part for part, value in node.args.items() if value and part not in _ALLOWED_PARTS]
        if kind is exp.Paren and not unknown:
            return self.operand(node.this)
        if kind is exp.Column and not unknown and node.this.args.get("quoted"):
            return self._column(node.name, position)  # unquoted, the parser has taken a keyword for a column
        if kind in (exp.Literal, exp.Boolean, exp.Neg):
            return self._literal_or_negative(node, position)
        if kind in _CALCULATE or kind is exp.Mod:
            return self._calculation(node, position)
        if kind is exp.Null:
            raise self.place.error("nothing equals NULL", position, "Write IS NULL or IS NOT NULL")
        if unknown or kind not in _CONDITIONS:
            raise self.place.error("this is not allowed", position)
        expression = _CONDITIONS[kind](self, node)
        if node.args.get("negate"):
            expression = ~expression
        return _Operand(expression, PropertyType.BOOLEAN, position)

    def _column(self, name: str, position: int) -> _Operand:
        inner, _, name_within = name.partition(".")
        fixed = _FIXED.get(inner, PropertyType.TEXT)
        kind = self.types.get(name_within, PropertyType.TEXT) if name_within else fixed
        self.columns[name] = kind
        return _Operand(pl.col(name), kind, position)

    def _literal_or_negative(self, node: exp.Expr, position: int) -> _Operand:
        if isinstance(node, exp.Neg):
            inner = self.operand(node.this)
            number = self._as(PropertyType.NUMBER, inner)
            value = -number.value if isinstance(number.value, float) else None
            return _Operand(-number.expression, PropertyType.NUMBER, position, value)
        if isinstance(node, exp.Boolean):
            return _literal(bool(node.this), PropertyType.BOOLEAN, position)
        if node.args["is_string"]:
            return _literal(str(node.this), PropertyType.TEXT, position)
        return self._as(PropertyType.NUMBER, _literal(str(node.this), PropertyType.TEXT, position))

    def _calculation(self, node: exp.Expr, position: int) -> _Operand:
        left, right = (self._as(PropertyType.NUMBER, self.operand(part)).expression for part in _sides(node))
        if isinstance(node, exp.Mod):
            # SQL's remainder has the sign of the dividend; Polars' has the divisor's.
            result = pl.when(left < 0).then(-(left.abs() % right.abs())).otherwise(left.abs() % right.abs())
        else:
            result = _CALCULATE[type(node)](left, right)
        return _Operand(_finite(result), PropertyType.NUMBER, position)

    def _comparison(self, node: exp.Expr) -> pl.Expr:
        left, right = (self.operand(part) for part in _sides(node))
        return self._compare(type(node), left, right)

    def _compare(self, sign: type[exp.Expr], left: _Operand, right: _Operand) -> pl.Expr:
        kind = self._common(left, right)
        if kind is PropertyType.BOOLEAN and sign not in (exp.EQ, exp.NEQ):
            raise self.place.error("true and false have no order", right.position, "Compare them with = or <>")
        return _COMPARE[sign](self._as(kind, left).expression, self._as(kind, right).expression)

    def _common(self, left: _Operand, right: _Operand) -> PropertyType:
        """The kind two operands are compared as: text gives way to the other."""
        if left.kind is right.kind or right.kind is PropertyType.TEXT:
            return left.kind
        if left.kind is PropertyType.TEXT:
            return right.kind
        raise self.place.error(
            f"{_KIND[left.kind]} cannot be compared with {_KIND[right.kind]}", right.position, "Compare like with like"
        )

    def _as(self, kind: PropertyType, operand: _Operand) -> _Operand:
        """The operand read as `kind`; only text can be read as something else."""
        if operand.kind is kind:
            return operand
        if operand.kind is PropertyType.TEXT and operand.value is not None:
            value = _read_literal(str(operand.value), kind, self.zone)
            if value is None:
                message = f"'{operand.value}' is not {_KIND[kind]}"
                raise self.place.error(message, operand.position, _HOW_WRITTEN[kind])
            return _literal(value, kind, operand.position)
        if operand.kind is PropertyType.TEXT and kind is not PropertyType.TIME:
            return _Operand(_typed(operand.expression, kind), kind, operand.position)
        remedy = "Declare the property's type in the source"
        raise self.place.error(f"{_KIND[operand.kind]} is not {_KIND[kind]}", operand.position, remedy)

    def _and(self, node: exp.Expr) -> pl.Expr:
        left, right = _sides(node)
        return self.condition(left) & self.condition(right)

    def _or(self, node: exp.Expr) -> pl.Expr:
        left, right = _sides(node)
        return self.condition(left) | self.condition(right)

    def _not(self, node: exp.Expr) -> pl.Expr:
        return ~self.condition(node.this)

    def _between(self, node: exp.Expr) -> pl.Expr:
        value, low, high = (self.operand(node.args[part]) for part in ("this", "low", "high"))
        return self._compare(exp.GTE, value, low) & self._compare(exp.LTE, value, high)

    def _is_null(self, node: exp.Expr) -> pl.Expr:
        if type(node.args["expression"]) is not exp.Null:
            raise self.place.error("IS goes with NULL or NOT NULL", _position(node.args["expression"]))
        return self.operand(node.this).expression.is_null()

    def _like(self, node: exp.Expr) -> pl.Expr:
        operand, pattern = self.operand(node.this), self.operand(node.args["expression"])
        if operand.kind is not PropertyType.TEXT or not isinstance(pattern.value, str):
            raise self.place.error("LIKE compares text with a pattern in single quotes", pattern.position)
        parts = (".*" if sign == "%" else "." if sign == "_" else pl.escape_regex(sign) for sign in pattern.value)
        return operand.expression.str.contains(f"(?s)^{''.join(parts)}$")

    def _in(self, node: exp.Expr) -> pl.Expr:
        operand, listed = self.operand(node.this), [self.operand(part) for part in node.expressions]
        literals = [part for part in listed if part.value is not None]
        if not listed or literals != listed or len({part.kind for part in listed}) > 1:
            raise self.place.error("IN is followed by a list of values of one kind", operand.position)
        kind = self._common(operand, listed[0])
        values = [self._as(kind, part).value for part in listed]
        return self._as(kind, operand).expression.is_in(values)


_CONDITIONS: Mapping[type[exp.Expr], Callable[[_Walk, exp.Expr], pl.Expr]] = {
    **dict.fromkeys(_COMPARE, _Walk._comparison),
    exp.And: _Walk._and,
    exp.Or: _Walk._or,
    exp.Not: _Walk._not,
    exp.Between: _Walk._between,
    exp.Is: _Walk._is_null,
    exp.Like: _Walk._like,
    exp.In: _Walk._in,
}

_HOW_WRITTEN = {
    PropertyType.NUMBER: "Write it with digits and a dot, as in 12.5",
    PropertyType.BOOLEAN: "Write true or false",
    PropertyType.TIME: "Write times as '2018-08-01' or '2018-08-01T03:00:00Z'",
}


def _sides(node: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    return node.args["this"], node.args["expression"]


def _position(node: exp.Expr) -> int:
    """Where the node's first word or sign stands, counted from 0."""
    return min((int(part.meta["start"]) for part in node.walk() if "start" in part.meta), default=0)


def _literal(value: _Value, kind: PropertyType, position: int) -> _Operand:
    return _Operand(pl.lit(value), kind, position, value)


def _read_literal(text: str, kind: PropertyType, zone: ZoneInfo) -> _Value | None:
    """The value a literal stands for, or None."""
    try:
        if kind is PropertyType.NUMBER:
            number = float(text)
            return number if math.isfinite(number) else None
        if kind is PropertyType.TIME:
            time = datetime.fromisoformat(text)
            return (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return {"true": True, "false": False}.get(text)
