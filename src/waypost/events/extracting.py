"""Extracting: which rows of a source's queries are not in the lake yet.

A query without a growing column is read once, like a file. One with it (`since`) is read in extracts: each time the
rows after the last value that is in the lake, up to the greatest value there is now. The register of files says how
far that is: an extract's name ends with it. What a killed process left of an extract is taken out and read anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from waypost.errors import InputError, Problem
from waypost.events.extract import Extract, Warehouse
from waypost.events.lake import Lake
from waypost.journey.source import Source, Table

_UP_TO = " up to "


def extracts_of(
    lake: Lake, source: Source, data: Path, said: Mapping[str, str], *, replacing: bool
) -> dict[str, tuple[Extract, ...]]:
    """What is to be read of each table with a query; `said` is how each table is declared, by its id.

    Takes out what is in the lake of a query that is now declared otherwise, or is to be replaced. Raises InputError
    when a warehouse does not answer or its query is wrong.
    """
    return {
        table.id: _due(table, _read_before(lake, source, table, said[table.id], replacing=replacing), source, data)
        for table in source.tables
        if table.query is not None
    }


def _read_before(lake: Lake, source: Source, table: Table, said: str, *, replacing: bool) -> list[str]:
    """The names of the extracts that are wholly in the lake and stay there."""
    here = (pl.col("source") == source.id) & (pl.col("table") == table.id)
    files = lake.register().filter(here).group_by("file", "file_key", "declaration").agg(pl.col("last").any())
    stays = pl.col("last") & (pl.col("declaration") == said) & ~pl.lit(replacing)
    outdated = files.filter(~stays)["file_key"].to_list()
    if outdated:
        lake.withdraw(outdated)
    return files.filter(stays)["file"].to_list()


def _due(table: Table, before: list[str], source: Source, data: Path) -> tuple[Extract, ...]:
    assert table.query is not None
    assert table.connection is not None
    warehouse = Warehouse(table.connection, data, f"{source.id}/{table.id}")
    if table.since is None:
        return () if before else (Extract(f"{table.connection}: {table.id}", warehouse, table.query),)
    rows = warehouse.table(table.query)
    with warehouse.asking("does not take the query", "Try the query in the warehouse itself"):
        until, bare = _ends(rows, table.since, warehouse)
    if bare:
        message = f"{bare:,} rows of the query have no '{table.since}', so nobody could tell whether they were read"
        raise InputError(Problem(message, element=warehouse.element, remedy=f"Add: where {table.since} is not null"))
    column = rows[table.since]
    after = max((name.rpartition(_UP_TO)[2] for name in before), key=_order(column), default=None)
    if until is None or (after is not None and _order(column)(until) <= _order(column)(after)):
        return ()
    begun = f" after {after}" if after is not None else ""
    name = f"{table.connection}: {table.id}{begun}{_UP_TO}{until}"
    return (Extract(name, warehouse, table.query, table.since, after, until),)


def _ends(rows: Any, since: str, warehouse: Warehouse) -> tuple[str | None, int]:
    """The greatest value of the growing column, as text, and how many rows have none."""
    if since not in rows.columns:
        remedy = f"Its columns are {', '.join(rows.columns)}"
        raise InputError(Problem(f"the query has no column '{since}'", element=warehouse.element, remedy=remedy))
    column = rows[since]
    kind = column.type()
    if not (kind.is_timestamp() or kind.is_date() or kind.is_integer() or kind.is_string()):
        remedy = "It must be a time, a date, a whole number or text that sorts as it grows"
        raise InputError(Problem(f"`since: {since}` is {kind}", element=warehouse.element, remedy=remedy))
    (ends,) = rows.aggregate(until=column.max(), bare=column.isnull().sum()).to_pyarrow().to_pylist()
    return (None if ends["until"] is None else str(ends["until"])), int(ends["bare"] or 0)


def _order(column: Any) -> Any:
    """How values kept as text are ordered: ISO times and dates as text, whole numbers as numbers."""
    return int if column.type().is_integer() else str
