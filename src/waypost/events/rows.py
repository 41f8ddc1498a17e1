"""Rows: some of a table's rows with what all that is taken from them shares: whose they are, and their properties."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from waypost.events.cells import Cells, cells_of, json_objects, text_cells
from waypost.events.pieces import ROW
from waypost.events.quarantine import aside, bad_cells
from waypost.events.times import Clock
from waypost.journey.source import PropertyColumn, Table


@dataclass(frozen=True)
class Taken:
    """What was taken from rows, and what was put aside (as `quarantine.ASIDE`)."""

    frame: pl.DataFrame
    aside: list[pl.DataFrame]


@dataclass(frozen=True)
class Rows:
    """Rows of a table, joins included."""

    frame: pl.DataFrame
    number: pl.Series
    """In the file, counted from 0."""
    known: Cells
    """The known customer."""
    anonymous: Cells
    """The visitor before we know them."""
    customer: pl.Series
    """The known or else the anonymous one; null where nobody is named."""
    properties: pl.Series
    """JSON objects."""
    aside: list[pl.DataFrame]

    def bad(self, cells: Cells, among: pl.Series | None = None) -> pl.DataFrame:
        """Cells put aside."""
        return bad_cells(self.number, self.customer, cells, among)

    def missing(self, where: pl.Series, column: str | None, reason: str) -> pl.DataFrame:
        """Rows of a known customer in which something is missing, put aside."""
        return aside(self.number, self.customer, where & self.customer.is_not_null(), column, reason)


def rows_of(table: Table, frame: pl.DataFrame, clock: Clock) -> Rows:
    """Prepare rows for all that is taken from them."""
    number = frame[ROW].alias("row")
    known, anonymous = (text_cells(column_or_none(frame, name)) for name in (table.customer, table.anonymous))
    customer = pl.select(pl.coalesce(known.values, anonymous.values)).to_series().alias("customer")
    properties, bad = objects(frame, table.properties, clock)
    nobody = aside(number, customer, customer.is_null(), table.customer or table.anonymous, "no-customer")
    put_aside = [nobody, *(bad_cells(number, customer, cells) for cells in (known, anonymous, *bad))]
    return Rows(frame, number, known, anonymous, customer, properties.alias("properties"), put_aside)


def objects(frame: pl.DataFrame, columns: tuple[PropertyColumn, ...], clock: Clock) -> tuple[pl.Series, list[Cells]]:
    """Columns as JSON objects, and the columns with cells that are not what was declared."""
    named = [
        (
            column.name or column.column,
            cells_of(
                frame[column.column], column.type, clock.written_as(column.time_format, end_of_day=column.end_of_day)
            ),
        )
        for column in columns
    ]
    return json_objects(named, len(frame)), [cells for _, cells in named if cells.bad.any()]


def column_or_none(frame: pl.DataFrame, name: str | None) -> pl.Series:
    """A column of the rows; nothing in any row where the table names no such column."""
    return pl.Series([None], dtype=pl.String).new_from_index(0, len(frame)) if name is None else frame[name]
