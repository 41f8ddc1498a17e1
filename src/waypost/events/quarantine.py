"""Quarantine: what could not be taken, with the reason, so that nothing is lost without a word.

Reasons: `ragged`, `zero-byte`, `bad-json` (the row could not be read); `no-customer`, `no-time`, `no-event`, `bad-time`
(the row, or one event of a wide row, is left out); `bad-number`, `bad-boolean`, `bad-time` of a property, `too-long`,
`bad-score`, `score-out-of-range` (the value is left out, the rest of the row stays).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from waypost.events.cells import Cells
from waypost.events.tables import Schema

ASIDE: Schema = {
    "row": pl.Int64,
    "column": pl.String,
    "reason": pl.String,
    "value": pl.String,
    "customer": pl.String,
}
"""What is put aside, before the file's name and key are added."""

_SHOWN = 200
_SPOTS = 5


@dataclass(frozen=True)
class Spot:
    """Where something was put aside."""

    row: int
    """Of the file, counted from 1, its header left out."""
    column: str | None
    """None: the whole row."""
    value: str | None
    """What stood there; None where nothing did, or where it is not known whose it is."""


@dataclass(frozen=True)
class PutAside:
    """What is in quarantine of one file for one reason."""

    source: str
    file: str
    reason: str
    count: int
    """Values put aside; a row that could not be read is one."""
    spots: tuple[Spot, ...]
    """The first few, by row."""


def put_aside(quarantine: pl.LazyFrame) -> tuple[PutAside, ...]:
    """What is in the lake's table `quarantine`, by source, file and reason."""
    spot = pl.struct("row", "column", "value").sort_by("row", "column").head(_SPOTS)
    found = quarantine.group_by("source", "file", "reason").agg(count=pl.len(), spots=spot).collect()
    return tuple(
        PutAside(source, file, reason, count, tuple(Spot(**{**where, "row": where["row"] + 1}) for where in spots))
        for source, file, reason, count, spots in found.sort("source", "file", "reason").iter_rows()
    )


def aside(rows: pl.Series, customers: pl.Series, where: pl.Series, column: str | None, reason: str) -> pl.DataFrame:
    """The rows where something is missing."""
    return _aside(rows, customers, where, column, reason, pl.lit(None, pl.String))


def bad_cells(rows: pl.Series, customers: pl.Series, cells: Cells, among: pl.Series | None = None) -> pl.DataFrame:
    """The cells with something that is no value, of the rows `among`.

    What stands there is kept only where the customer is known: else nobody could erase it.
    """
    bad = cells.bad if among is None else cells.bad & among
    shown = pl.when(customers.is_not_null()).then(cells.written.str.slice(0, _SHOWN))
    return _aside(rows, customers, bad, cells.column, cells.reason, shown)


def refused_rows(refused: pl.DataFrame) -> pl.DataFrame:
    """Rows that could not be read at all, as `pieces.REFUSED`."""
    empty = pl.lit(None, pl.String)
    return refused.select("row", empty.alias("column"), "reason", "value", empty.alias("customer"))


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Everything put aside, each once, by row."""
    found = [part for part in parts if len(part)]
    if not found:
        return pl.DataFrame(schema=ASIDE)
    return pl.concat(found).unique(["row", "column", "reason"], keep="first").sort("row", "column", "reason")


def _aside(
    rows: pl.Series, customers: pl.Series, where: pl.Series, column: str | None, reason: str, value: pl.Expr
) -> pl.DataFrame:
    if not where.any():
        return pl.DataFrame(schema=ASIDE)
    return pl.select(
        rows.alias("row"),
        pl.lit(column, pl.String).alias("column"),
        pl.lit(reason).alias("reason"),
        value.alias("value"),
        customers.alias("customer"),
    ).filter(where.fill_null(value=False))
