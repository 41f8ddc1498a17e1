"""A segment's condition in plain words, and how many real customers it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl
from sqlglot import exp

from waypost.events.predicate import Scope, compile_predicate, decode, property_types
from waypost.events.predicate_syntax import Place, syntax_tree
from waypost.journey.source import Source
from waypost.journey.workspace import Workspace
from waypost.library import Project

SMALL = 10
"""A group smaller than this is not counted out to those who may not see customers."""

_SIGNS: Mapping[type[exp.Expr], str] = {
    exp.EQ: "is",
    exp.NEQ: "is not",
    exp.GT: "is more than",
    exp.GTE: "is at least",
    exp.LT: "is less than",
    exp.LTE: "is at most",
    exp.Like: "looks like",
}


@dataclass(frozen=True)
class Found:
    """How many customers fit a condition."""

    n: int
    of: int
    """All whose attributes are known."""

    def words(self, sees_customers: bool) -> str:
        """As a page says it; small groups are hidden from those who may not see customers."""
        if not self.of:
            return "No customer’s attributes are known yet."
        if 0 < self.n < SMALL and not sees_customers:
            return f"Fewer than {SMALL} of {self.of:,} customers fit."
        return f"{self.n:,} of {self.of:,} customers fit."


def in_words(text: str) -> str:
    """The condition as one would say it: "trade is design or photography"; empty where words would not help.

    Raises InputError when it cannot be read.
    """
    return _said(syntax_tree(Place(text), Scope.CUSTOMER.names)) or ""


def _said(node: exp.Expr) -> str | None:
    inner = node.this if isinstance(node, exp.Paren) else node
    for kind, words in _WORDS:
        if isinstance(inner, kind):
            return words(inner)
    return None


def _compared(node: exp.Expr) -> str | None:
    left, right = _name(node.this), _value(node.expression)
    return f"{left} {_SIGNS[type(node)]} {right}" if left and right else None


def _listed(node: exp.Expr) -> str | None:
    left, names = _name(node.this), [_value(each) for each in node.expressions]
    known = [name for name in names if name is not None]
    if left is None or not known or len(known) < len(names):
        return None
    return f"{left} is {', '.join(known[:-1])} or {known[-1]}" if len(known) > 1 else f"{left} is {known[0]}"


def _between(node: exp.Expr) -> str | None:
    left, low, high = _name(node.this), _value(node.args["low"]), _value(node.args["high"])
    return f"{left} is from {low} to {high}" if left and low and high else None


def _missing(node: exp.Expr) -> str | None:
    left = _name(node.this)
    return f"{left} is not known" if left and isinstance(node.expression, exp.Null) else None


def _denied(node: exp.Expr) -> str | None:
    inner = node.this.this if isinstance(node.this, exp.Paren) else node.this
    if isinstance(inner, exp.Is) and (left := _name(inner.this)):
        return f"{left} is known"
    said = _said(inner)
    return f"not: {said}" if said else None


def _joined(node: exp.Expr) -> str | None:
    """AND and OR at once would not be clear without brackets, so that is left to the condition itself."""
    parts = []
    for side in (node.this, node.expression):
        inner = side.this if isinstance(side, exp.Paren) else side
        if isinstance(inner, exp.And | exp.Or) and type(inner) is not type(node):
            return None
        parts.append(_said(side))
    word = " and " if isinstance(node, exp.And) else " or "
    return word.join(part for part in parts if part) if all(parts) else None


_WORDS: tuple[tuple[type[exp.Expr] | tuple[type[exp.Expr], ...], Callable[[exp.Expr], str | None]], ...] = (
    ((exp.And, exp.Or), _joined),
    (exp.In, _listed),
    (exp.Between, _between),
    (exp.Is, _missing),
    (exp.Not, _denied),
    (tuple(_SIGNS), _compared),
)
"""How each part of a condition is said."""


def _name(node: exp.Expr) -> str | None:
    return str(node.name).rpartition(".")[2].replace("_", " ") if isinstance(node, exp.Column) else None


def _value(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Boolean):
        return "true" if node.this else "false"
    if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal):
        return f"−{node.this.name}"
    return str(node.name) if isinstance(node, exp.Literal) else None


def attributes_of(workspace: Workspace) -> tuple[str, ...]:
    """The attributes of customers that the workspace's sources tell, as a condition names them."""
    return tuple(sorted(f"attributes.{name}" for name in property_types(workspace.of(Source), Scope.CUSTOMER)))


def found(project: Project, text: str) -> Found:
    """How many customers fit a condition, by the latest that is known of each.

    Raises InputError when it cannot be read.
    """
    types = property_types(project.workspace.of(Source), Scope.CUSTOMER)
    condition = compile_predicate(text, Scope.CUSTOMER, types, zone=project.workspace.settings.zone)
    if not project.has_data:
        return Found(0, 0)
    names = [f"attributes.{name}" for name in condition.properties]
    said = decode(project.lake.scan("customers"), Scope.CUSTOMER, condition.properties)
    latest = (
        said.sort("time", "file_key", "row", nulls_last=False)
        .group_by("customer", maintain_order=True)
        .agg(pl.col(name).drop_nulls().last() for name in names)
    )
    n, of = latest.select(condition.expression.sum().alias("n"), pl.len().alias("of")).collect().row(0)
    return Found(int(n or 0), int(of))
