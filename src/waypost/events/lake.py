"""The lake: everything read from the sources, in Delta tables spread over buckets by customer hash.

Appending is exactly once. A batch goes table by table in the order of `tables.TABLES`, each commit recording (file key,
batch number), which the next attempt checks first. The last table is the register of files; its row acknowledges the
batch, and what was acknowledged survives the death of the process. One process writes at a time; readers never
wait and see each table as of some commit.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout

from waypost.errors import BusyError, WaypostError
from waypost.events.batch import Batch
from waypost.events.delta import LakeTable, TableFile
from waypost.events.erased import ErasedNames
from waypost.events.hashing import bucket_of
from waypost.events.tables import BUCKETS, TABLES

_REGISTER = "files"
_HAPPENING = ("events", "responses", "quarantine")
"""The tables that say what happened, and what could not be taken of it."""
_FORMAT = 1
_WAIT = 120.0
_SMALL_ROWS = 250_000
_FRAGMENTS = 32
_READERS_FINISH = timedelta(hours=1)


@dataclass(frozen=True)
class Lake:
    """The lake of one workspace, in its own folder, which need not exist yet."""

    root: Path
    buckets: int
    """Fixed when the lake is created."""
    wait: float = _WAIT
    """Seconds to wait for another process that writes."""
    only: frozenset[int] | None = None
    """The files whose events and responses are read, by their keys; None: all there are."""

    @classmethod
    def at(cls, root: Path, buckets: int = BUCKETS, wait: float = _WAIT) -> Lake:
        """The lake in this folder; `buckets` (a power of two, at most 1024) counts only until the first batch.

        Raises WaypostError when a version with another layout made it.
        """
        record = root / "lake.json"
        if not record.is_file():
            return cls(root, buckets, wait)
        written = json.loads(record.read_text())
        if written["format"] != _FORMAT:
            raise WaypostError(f"the lake at {root} was made by another version of Waypost: remove it and ingest again")
        return cls(root, written["buckets"], wait)

    @cached_property
    def tables(self) -> Mapping[str, LakeTable]:
        """The lake's tables by name, in the order in which a batch is written."""
        return {name: LakeTable(self.root / name, schema) for name, schema in TABLES.items()}

    # Reading

    def of_files(self, file_keys: Iterable[int]) -> Lake:
        """The lake as if nothing but these files said what happened; who is who, and what is known, comes from all."""
        return replace(self, only=frozenset(file_keys))

    def scan(self, table: str, bucket: int | None = None) -> pl.LazyFrame:
        """A table's rows, lazily and in no promised order: of one bucket, reading only its files, or of all."""
        rows, files = self.tables[table].scan(bucket), self._files_of(table)
        return rows if files is None else rows.filter(pl.col("file_key").is_in(files))

    def fingerprint(self, table: str, bucket: int | None = None) -> str:
        """Stays the same as long as what `scan` reads for this bucket does."""
        whole, files = self.tables[table].fingerprint(bucket), self._files_of(table)
        return whole if files is None else f"{whole} of {files}"

    @property
    def version(self) -> int:
        """Grows with every change of any table; 0 when nothing was ever written."""
        return sum(table.version + 1 for table in self.tables.values())

    @property
    def events_count(self) -> int:
        """How many events there are."""
        if self.only is not None:
            return int(self.scan("events").select(pl.len()).collect().item())
        return sum(file.rows for file in self.tables["events"].files())

    def last_event_time(self) -> datetime | None:
        """The time of the latest event, UTC; None when there are no events."""
        last = self.scan("events").select(pl.col("time").max()).collect().item()
        assert last is None or isinstance(last, datetime)
        return last

    def has(self, file_key: int) -> bool:
        """Whether the whole file is in the lake."""
        return self.tables[_REGISTER].transaction(_complete(file_key)) >= 0

    def acknowledged(self, file_key: int) -> int:
        """How many of the file's batches are in the lake."""
        return self.tables[_REGISTER].transaction(_key(file_key)) + 1

    def register(self) -> pl.DataFrame:
        """The batches in the lake, as in the table `files`."""
        return self.scan(_REGISTER).collect()

    def _files_of(self, table: str) -> list[int] | None:
        """The files that a table is read of; None: all."""
        return None if self.only is None or table not in _HAPPENING else sorted(self.only)

    # Writing

    def append(self, batch: Batch) -> bool:
        """Add a batch exactly once; False when it was there already. A file's batches come in their order.

        When it returns, the batch is in the lake for good. When the process dies before, trying again completes it.
        Rows of customers who were erased are left out. Raises BusyError when another process writes for too long, or
        has meanwhile taken out the batches before this one.
        """
        if self.acknowledged(batch.file_key) > batch.number:
            return False
        with self.writing():
            there = self.acknowledged(batch.file_key)
            if there > batch.number:
                return False
            if there < batch.number:
                raise BusyError(
                    f"{batch.file} was taken out of the lake by another process; ingest again to read it anew"
                )
            self._record_format()
            for name, rows in self._accepted(batch).items():
                self._append_to(name, rows, batch)
        return True

    def withdraw(self, file_keys: Collection[int]) -> None:
        """Take everything read from these files out again, as if they had never been read.

        The register goes last: until then the files count as read, and withdrawing them again completes it.
        """
        with self.writing():
            self._withdraw(file_keys)

    def recover(self) -> None:
        """Take out what a killed process wrote of files it never got to register."""
        with self.writing():
            registered = self.scan(_REGISTER).select("file_key").unique().collect()
            parts = [self.scan(name).select("file_key").unique() for name in TABLES]
            lost = pl.concat(parts).unique().collect().join(registered, on="file_key", how="anti")
            if len(lost):
                self._withdraw(lost["file_key"].to_list())

    def compact(self) -> None:
        """Make one file of the many small ones that batches leave in a bucket; no row changes."""
        with self.writing():
            for table in self.tables.values():
                self._compact(table)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lake for writing; raises BusyError naming the holder when it stays taken for `wait` seconds."""
        self.root.mkdir(parents=True, exist_ok=True)
        holder = self.root / "writer.pid"
        lock = FileLock(self.root / "writer.lock", timeout=self.wait, poll_interval=0.02, preserve_lock_file=True)
        try:
            lock.acquire()
        except Timeout:
            raise BusyError(_busy(holder, self.root, self.wait)) from None
        try:
            holder.write_text(str(os.getpid()))
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    def _record_format(self) -> None:
        """Written once, before the first row, in one step."""
        record = self.root / "lake.json"
        if not record.is_file():
            unfinished = record.with_suffix(".new")
            unfinished.write_text(json.dumps({"format": _FORMAT, "buckets": self.buckets}))
            unfinished.replace(record)

    def _accepted(self, batch: Batch) -> dict[str, pl.DataFrame]:
        """The rows of each table that are not about erased customers, in their buckets."""
        erased = ErasedNames.read(self.root)
        accepted = {}
        for name, schema in TABLES.items():
            rows = erased.left_out(name, batch.frames.get(name, pl.DataFrame(schema=schema)))
            if "bucket" in schema and len(rows):
                rows = rows.with_columns(bucket_of(rows["customer"], self.buckets).alias("bucket"))
            accepted[name] = rows
        return accepted | {_REGISTER: _receipt(batch)}

    def _append_to(self, name: str, rows: pl.DataFrame, batch: Batch) -> None:
        if rows.is_empty():
            return
        key = _key(batch.file_key)
        transactions = {key: batch.number}
        if name == _REGISTER and batch.last:
            transactions[_complete(batch.file_key)] = 0
        self.tables[name].append(rows, f"{key}-{batch.number:06d}", transactions)

    def _withdraw(self, file_keys: Collection[int]) -> None:
        nothing = {_key(key): -1 for key in file_keys} | {_complete(key): -1 for key in file_keys}
        for table in self.tables.values():
            table.remove(pl.col("file_key").is_in(list(file_keys)), transactions=nothing)

    def _compact(self, table: LakeTable) -> None:
        small: dict[int | None, list[TableFile]] = {}
        for file in table.files():
            if file.rows < _SMALL_ROWS:
                small.setdefault(file.bucket, []).append(file)
        crowded = [files for files in small.values() if len(files) >= _FRAGMENTS]
        for files in crowded:
            table.merge(files)
        if crowded:
            table.drop_unused(_READERS_FINISH)


def _receipt(batch: Batch) -> pl.DataFrame:
    row = {column: getattr(batch, column) for column in TABLES[_REGISTER]}
    return pl.DataFrame([row], schema=TABLES[_REGISTER])


def _key(file_key: int) -> str:
    return f"{file_key:016x}"


def _complete(file_key: int) -> str:
    return f"{file_key:016x}-complete"


def _busy(holder: Path, root: Path, wait: float) -> str:
    try:
        who = f"process {holder.read_text()}"
    except FileNotFoundError:
        who = "another process"
    return f"{who} has been writing to the lake at {root} for more than {wait:.0f} seconds; try again when it is done"
