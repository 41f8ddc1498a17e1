"""An extract: some rows of a warehouse's query, read as if they were a file.

Rows come in Arrow batches through Ibis (`waypost[warehouse]`), so that memory is bounded by a batch. Nothing is ever
written to a warehouse. The query is the document's own and runs with the rights of its connection.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import polars as pl

from waypost.errors import InputError, Problem
from waypost.events.files import DataFile
from waypost.events.hashing import key_of
from waypost.events.parquet import SLICE
from waypost.events.pieces import REFUSED, ROW, Columns, Piece
from waypost.journey.source import Source, Table

_ON_DISK = {"duckdb": {"read_only": True, "enable_external_access": "false"}, "sqlite": {}}
"""Databases that are files of this machine, and how they are opened: to be read, and nothing beside them."""


@dataclass(frozen=True)
class Warehouse:
    """Where a query runs."""

    connection: str
    """An environment variable that holds a URL, or a URL."""
    data: Path
    """The folder that files of databases are looked for in."""
    element: str
    """The table, for complaints."""

    def table(self, query: str) -> Any:
        """The query as an Ibis table; InputError when Ibis is missing, nothing answers or the query is wrong."""
        with self.asking("does not take the query", "Try the query in the warehouse itself"):
            return self._connected().sql(query)

    @contextmanager
    def asking(self, what: str, remedy: str) -> Iterator[None]:
        """What a warehouse says when it cannot, for people; without its URL, which may hold a password."""
        try:
            yield
        except InputError:
            raise
        except Exception as error:  # each warehouse's driver has errors of its own
            said = str(error).strip().partition("\n")[0].replace(self._url(), self.connection)
            raise self._problem(f"the warehouse {self.connection} {what}: {said}", remedy) from None

    def _connected(self) -> Any:
        try:
            ibis = import_module("ibis")
        except ImportError:
            raise self._problem(
                "reading a warehouse needs Ibis", "Install it: pip install 'waypost[warehouse]'"
            ) from None
        url = self._url()
        kind, _, place = url.partition("://")
        with self.asking("does not answer", "Check its URL, and that Ibis has its driver (ibis-framework[…])"):
            if kind not in _ON_DISK:
                return ibis.connect(url)
            file = self.data / place
            if not file.is_file():
                raise self._problem(
                    f"there is no database {file}", "Write its path below the data folder, or all of it"
                )
            return getattr(ibis, kind).connect(file, **_ON_DISK[kind])

    def _url(self) -> str:
        if "://" in self.connection:
            return self.connection
        url = os.environ.get(self.connection)
        if not url:
            remedy = f"Set it to the warehouse's URL: export {self.connection}=postgres://…"
            raise self._problem(f"the environment variable {self.connection} is not set", remedy)
        return url

    def _problem(self, message: str, remedy: str) -> InputError:
        return InputError(Problem(message, element=self.element, remedy=remedy))


@dataclass(frozen=True)
class Extract:
    """The rows of a query after one value of its growing column up to another; without such a column all rows."""

    name: str
    """As named to people, and in the register."""
    warehouse: Warehouse
    query: str
    since: str | None = None
    after: str | None = None
    """None: from the beginning."""
    until: str | None = None

    def error(self, message: str, remedy: str, *, line: int | None = None) -> InputError:
        """Why it cannot be read."""
        return InputError(Problem(message, file=self.name, line=line, remedy=remedy))

    def key(self, source: Source, table: Table) -> int:
        """The key of these rows: made of the warehouse's name, the query and where they begin and end."""
        where = (self.warehouse.connection, self.query, str(self.since), str(self.after), str(self.until))
        return key_of(source.id, table.id, *where)

    def columns(self) -> Columns:
        """The columns of the query."""
        return Columns(tuple(self.warehouse.table(self.query).columns), complete=True)

    def pieces(self, wanted: Sequence[str]) -> Iterator[Piece]:
        """The rows with the wanted columns."""
        rows = self._rows(self.warehouse.table(self.query))
        here = [name for name in wanted if name in rows.columns]
        first = 0
        with self.warehouse.asking("stopped answering", "Try again: nothing of this query was kept"):
            for batch in rows.select(*here).to_pyarrow_batches(chunk_size=SLICE):
                frame = pl.DataFrame(batch).select(
                    pl.col(name) if name in here else pl.lit(None, pl.String).alias(name) for name in wanted
                )
                numbers = pl.int_range(first, first + len(frame), dtype=pl.Int64, eager=True).alias(ROW)
                first += len(frame)
                yield Piece(frame.insert_column(0, numbers), pl.DataFrame(schema=REFUSED))

    def _rows(self, table: Any) -> Any:
        if self.since is None:
            return table
        column = table[self.since]
        rows = table.filter(column <= _literal(column, self.until))
        return rows if self.after is None else rows.filter(column > _literal(column, self.after))


Readable: TypeAlias = DataFile | Extract
"""What a table's rows are read from."""

NO_EXTRACTS: Mapping[str, Collection[Extract]] = MappingProxyType({})


def _literal(column: Any, text: str | None) -> Any:
    """A value of the column, out of the text it was kept as."""
    kind = column.type()
    return import_module("ibis").literal(int(str(text)) if kind.is_integer() else text, type=kind)
