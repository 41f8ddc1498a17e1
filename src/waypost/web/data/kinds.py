"""Kinds of file: the tables of uploaded files, what was read from each file, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from waypost.events.lake import Lake
from waypost.events.quarantine import PutAside, put_aside
from waypost.journey.journey import Journey
from waypost.journey.source import Table
from waypost.journey.workspace import Workspace as Documents
from waypost.web.data.declaring import SOURCE, source_value
from waypost.web.data.looking import Look
from waypost.web.data.matching import tried
from waypost.web.data.uploading import files_of_table
from waypost.web.measuring.project import project_of
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.models import Workspace


@dataclass(frozen=True)
class Kind:
    """A table of uploaded files."""

    table: Table
    files: tuple[Path, ...]
    rows: int
    """In the lake."""

    @property
    def name(self) -> str:
        """What its rows are called."""
        return self.table.id.replace("-", " ").capitalize()

    @property
    def says(self) -> str:
        """What is taken from it, in a line."""
        table = self.table
        parts = []
        if table.events:
            parts.append(", ".join(event.event for event in table.events))
        elif table.time:
            parts.append(f"events named by “{table.event}”" if table.event else f"“{table.event_name}”")
        if table.responses:
            parts.append("answers")
        if table.attributes:
            parts.append("what is known of customers")
        return " · ".join(parts)


@dataclass(frozen=True)
class Content:
    """What was read from one file."""

    name: str
    path: Path | None
    """Where it lies; None when it is only in the lake any more."""
    rows: int = 0
    events: int = 0
    kinds: int = 0
    """Names of events."""
    answers: int = 0
    known: int = 0
    """Rows that say something about a customer."""
    first: datetime | None = None
    last: datetime | None = None
    """When its first and its last event happened."""
    aside: tuple[PutAside, ...] = field(default=())

    @property
    def aside_count(self) -> int:
        """Values that could not be taken."""
        return sum(one.count for one in self.aside)

    @property
    def read(self) -> bool:
        """Whether it is in the lake."""
        return self.rows > 0


@dataclass(frozen=True)
class Use:
    """A journey and the touchpoints of it that take events of some files."""

    journey: Journey
    touchpoints: tuple[tuple[str, int], ...]
    """Their names, and how many events each takes."""


def kinds_of(visit: Visit) -> list[Kind]:
    """The tables of uploaded files."""
    source = source_value(visit.workspace)
    if source is None:
        return []
    register = project_of(visit.workspace).lake.register().filter(pl.col("source") == SOURCE)
    rows = dict(register.group_by("table").agg(pl.col("rows").sum()).iter_rows())
    return [
        Kind(table, tuple(files_of_table(visit.workspace, table.id)), rows.get(table.id, 0)) for table in source.tables
    ]


def fitting(visit: Visit, look: Look) -> list[Kind]:
    """The tables that a file has all columns for."""
    columns = {column.name for column in look.columns}
    return [kind for kind in kinds_of(visit) if columns_of_table(kind.table) <= columns]


def columns_of_table(table: Table) -> set[str]:
    """The columns of its own files that a table needs."""
    named = {table.customer, table.anonymous, table.account, table.time, table.event}
    named |= {event.column for event in table.events}
    named |= {column.column for column in (*table.properties, *table.attributes)}
    if table.responses is not None:
        answer = table.responses
        named |= {answer.time, answer.score, answer.verbatim, answer.touchpoint}
    named |= {join.on for join in table.joins}
    joined = {column for join in table.joins for column in join.take}
    return {name for name in named if name} - joined


def table_with(workspace: Workspace, name: str) -> str | None:
    """The table that a file of this name was taken into, the latest when there are several."""
    source = source_value(workspace)
    tables = source.tables if source is not None else ()
    found = [(path.stat().st_mtime_ns, table.id) for table in tables for path in files_of_table(workspace, table.id)
             if path.name == name]  # fmt: skip
    return max(found)[1] if found else None


def keys_of(lake: Lake, tables: Iterable[tuple[str, str]]) -> list[int]:
    """The keys of the files that were read for some tables, each a source and a table."""
    wanted = pl.DataFrame(list(tables), schema={"source": pl.String, "table": pl.String}, orient="row")
    return lake.register().join(wanted, on=["source", "table"], how="semi")["file_key"].unique().sort().to_list()


def contents(workspace: Workspace, table: str) -> tuple[Content, ...]:
    """What was read from each file of a table; of one that was not read yet only its name."""
    lake, paths = project_of(workspace).lake, {path.name: path for path in files_of_table(workspace, table)}
    register = lake.register().filter(pl.col("source") == SOURCE, pl.col("table") == table)
    files = register.group_by("file", "file_key").agg(pl.col("rows").sum()).sort("file")
    part = lake.of_files(files["file_key"].to_list())
    events = _by_file(
        part.scan("events"),
        events=pl.len(),
        kinds=pl.col("event").n_unique(),
        first=pl.col("time").min(),
        last=pl.col("time").max(),
    )
    answers = _by_file(part.scan("responses"), answers=pl.len())
    known = _by_file(
        lake.scan("customers").filter(pl.col("file_key").is_in(files["file_key"].implode())), known=pl.len()
    )
    found = [
        Content(
            name=Path(file).name,
            path=paths.get(Path(file).name),
            rows=rows,
            **{**events.get(key, {}), **answers.get(key, {}), **known.get(key, {})},
            aside=put_aside(lake.of_files([key]).scan("quarantine")),
        )
        for file, key, rows in files.iter_rows()
    ]
    there = {one.name for one in found}
    return (*found, *(Content(name, path) for name, path in paths.items() if name not in there))


def _by_file(rows: pl.LazyFrame, **counts: pl.Expr) -> dict[int, dict[str, Any]]:
    each = rows.group_by("file_key").agg(**counts).collect().to_dicts()
    return {row.pop("file_key"): row for row in each}


def uses_of(lake: Lake, documents: Documents, table: str) -> tuple[Use, ...]:
    """The journeys whose touchpoints take events of a table of uploaded files."""
    part = lake.of_files(keys_of(lake, [(SOURCE, table)]))
    found = []
    for journey in documents.of(Journey):
        names = {touchpoint.id: touchpoint.name for touchpoint in journey.touchpoints()}
        taken = tried(part, documents, journey, {}).touchpoints
        some = tuple((names[touchpoint], count) for touchpoint, count in taken.items() if count)
        if some:
            found.append(Use(journey, some))
    return tuple(found)
