"""Ingesting: a source's files into the lake, each row once, and an account of what became of them.

Running it again costs nothing and changes nothing: what is in the lake already is passed over. A file whose table is
declared differently than when it was read is taken out and read anew; one whose table is gone is taken out. A file that
turns out to be unreadable leaves nothing behind, and the files before it stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import polars as pl

from waypost.errors import InputError, Problem
from waypost.events.batch import Batch
from waypost.events.extract import NO_EXTRACTS
from waypost.events.extracting import extracts_of
from waypost.events.lake import Lake
from waypost.events.plan import plan_of
from waypost.events.reading import read_source
from waypost.events.tolerance import tolerable
from waypost.journey.source import Source, Table

Progress: TypeAlias = Callable[[Batch, bool], None]
"""Called when a batch is safely in the lake, with whether it is new there."""


@dataclass(frozen=True)
class FileReport:
    """What became of one file's rows."""

    source: str
    table: str
    file: str
    rows: int
    """Rows of the file, quarantined ones included."""
    events: int
    responses: int
    customers: int
    """Rows that say something about a customer's attributes."""
    quarantined: dict[str, int]
    """Reason → how many values were put aside for it."""
    new: bool
    """False when all of the file was in the lake already and it was not read again: only its rows are told."""

    @classmethod
    def of(cls, batch: Batch, new: bool) -> FileReport:
        """What became of one batch of a file."""
        counts = {name: len(frame) for name, frame in batch.frames.items()}
        quarantine = batch.frames.get("quarantine")
        reasons = [] if quarantine is None else quarantine.group_by("reason").len().rows()
        return cls(
            source=batch.source,
            table=batch.table,
            file=batch.file,
            rows=batch.rows,
            events=counts.get("events", 0),
            responses=counts.get("responses", 0),
            customers=counts.get("customers", 0),
            quarantined=dict(reasons),
            new=new,
        )

    def __add__(self, other: FileReport) -> FileReport:
        """The same file, further read."""
        return replace(
            self,
            rows=self.rows + other.rows,
            events=self.events + other.events,
            responses=self.responses + other.responses,
            customers=self.customers + other.customers,
            quarantined=dict(Counter(self.quarantined) + Counter(other.quarantined)),
            new=self.new or other.new,
        )


@dataclass(frozen=True)
class IngestReport:
    """What became of the files of one or several sources, in the order in which they were read."""

    files: tuple[FileReport, ...]
    taken_out: tuple[str, ...] = ()
    """Files that had been read for a table the source no longer declares."""

    @property
    def new(self) -> tuple[FileReport, ...]:
        """The files that brought something new."""
        return tuple(file for file in self.files if file.new)

    @property
    def passed_over(self) -> tuple[FileReport, ...]:
        """The files that were in the lake already."""
        return tuple(file for file in self.files if not file.new)

    @property
    def rows(self) -> int:
        """Rows of the new files, quarantined ones included."""
        return sum(file.rows for file in self.new)

    @property
    def events(self) -> int:
        """Events of the new files."""
        return sum(file.events for file in self.new)

    @property
    def responses(self) -> int:
        """Responses of the new files."""
        return sum(file.responses for file in self.new)

    @property
    def quarantined(self) -> dict[str, int]:
        """Reason → how many values of the new files were put aside for it, most frequent first."""
        counts = sum((Counter(file.quarantined) for file in self.new), Counter[str]())
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def __add__(self, other: IngestReport) -> IngestReport:
        """The report on one source after another."""
        return IngestReport(self.files + other.files, self.taken_out + other.taken_out)


def ingest(
    lake: Lake,
    source: Source,
    data: Path,
    progress: Progress | None = None,
    *,
    replacing: bool = False,
    connecting: bool = True,
) -> IngestReport:
    """Read all files of a source under the folder `data`, and what is new of its queries, into the lake.

    Unless `connecting`, no warehouse is asked: what was read of queries before stays as it is.

    Raises InputError when a file cannot be read, or has changed since it was read: then the new content replaces the
    old when `replacing`, because only a person knows whether the old rows are all in the new file; and when more of a
    file's rows are bad than its table tolerates.
    """
    said = {table.id: _declaration(source, table, data) for table in source.tables}
    taken_out = _take_out_undeclared(lake, source)
    extracts = extracts_of(lake, source, data, said, replacing=replacing) if connecting else NO_EXTRACTS
    done = _done(lake, source, said)
    batches = read_source(source, data, done["file_key"].to_list(), extracts)
    declared = (replace(batch, declaration=said[batch.table]) for batch in batches)
    tolerated = {table.id: table.tolerates for table in source.tables}
    added = take(lake, tolerable(declared, tolerated), progress, replacing=replacing)
    return IngestReport(_passed_over(done) + added.files, taken_out)


def take(
    lake: Lake, batches: Iterable[Batch], progress: Progress | None = None, *, replacing: bool = False
) -> IngestReport:
    """Add batches, file after file, to the lake; as `ingest`, whoever read them."""
    lake.recover()
    parts = []
    for batch in _prepared(lake, batches, replacing):
        new = lake.append(batch)
        parts.append(FileReport.of(batch, new))
        if progress is not None:
            progress(batch, new)
    lake.compact()
    return IngestReport(tuple(_sum(list(group)) for _, group in groupby(parts, lambda part: (part.table, part.file))))


def _prepared(lake: Lake, batches: Iterable[Batch], replacing: bool) -> Iterator[Batch]:
    """The batches, the lake made ready for each file before its first; an unreadable file is taken out again."""
    register = lake.register().select("source", "table", "file", "file_key", "declaration").unique()
    unfinished: Batch | None = None
    try:
        for batch in batches:
            if batch.number == 0:
                _make_room(lake, register, batch, replacing)
            unfinished = None if batch.last else batch
            yield batch
    except InputError:
        if unfinished is not None:
            lake.withdraw([unfinished.file_key])
        raise


def _make_room(lake: Lake, register: pl.DataFrame, batch: Batch, replacing: bool) -> None:
    """Take out what is in the lake of this file as it was, or was declared, before."""
    this_name = (pl.col("source") == batch.source) & (pl.col("table") == batch.table) & (pl.col("file") == batch.file)
    this_content = pl.col("file_key") == batch.file_key
    before = register.filter(this_name & ~this_content)["file_key"].unique().to_list()
    declared_otherwise = register.filter(this_content & (pl.col("declaration") != batch.declaration))
    if before and not replacing:
        raise InputError(
            Problem(
                f"{batch.file} has changed since it was read into the lake",
                file=batch.file,
                element=f"{batch.source}/{batch.table}",
                remedy="Give the new file its own name, or let it replace the old one ('waypost ingest --replace')",
            )
        )
    outdated = before + declared_otherwise["file_key"].unique().to_list()
    if outdated:
        lake.withdraw(outdated)


def _take_out_undeclared(lake: Lake, source: Source) -> tuple[str, ...]:
    declared = [table.id for table in source.tables]
    register = lake.register().filter(pl.col("source") == source.id, ~pl.col("table").is_in(declared))
    if register.is_empty():
        return ()
    lake.withdraw(register["file_key"].unique().to_list())
    return tuple(register["file"].unique().sort())


def _sum(parts: list[FileReport]) -> FileReport:
    total = parts[0]
    for part in parts[1:]:
        total += part
    return total


def _done(lake: Lake, source: Source, said: Mapping[str, str]) -> pl.DataFrame:
    """source, table, file, file_key, rows of the files that are wholly in the lake, read as they would be now."""
    register = lake.register().filter(pl.col("source") == source.id)
    now = pl.DataFrame({"table": list(said), "declaration": list(said.values())})
    same = register.join(now, on=["table", "declaration"], how="semi")
    files = same.group_by("source", "table", "file", "file_key").agg(pl.col("rows").sum(), pl.col("last").any())
    return files.filter("last").drop("last").sort("table", "file")


def _passed_over(done: pl.DataFrame) -> tuple[FileReport, ...]:
    files = done.drop("file_key").to_dicts()
    return tuple(FileReport(**file, events=0, responses=0, customers=0, quarantined={}, new=False) for file in files)


def _declaration(source: Source, table: Table, data: Path) -> str:
    """A hash of all but a file's own content that decides what becomes of its rows, joined files included.

    Raises InputError when the table cannot be read as declared.
    """
    said = blake2b(f"{source.zone} {table.model_dump_json(exclude={'files'})}".encode(), digest_size=16)
    for other in plan_of(source, table, data).others:
        for file in other.files:
            said.update(file.key(source, table).to_bytes(8, "big"))
    return said.hexdigest()
