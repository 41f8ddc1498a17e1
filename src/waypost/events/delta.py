"""One Delta table of the lake: our own Parquet files, Delta's log.

Polars writes the files and Delta commits them, so that a table can be read by anything that reads Delta while we decide
what a file holds. Neither the files' statistics nor the log ever carry a value: nothing has to be erased from them.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

import polars as pl
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Transaction
from deltalake import Schema as DeltaSchema
from deltalake.exceptions import DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from waypost.events.tables import Schema

Transactions: TypeAlias = Mapping[str, int]
"""Key → number, recorded with a commit; a number of −1 takes a record back."""
Change: TypeAlias = Callable[[pl.DataFrame], pl.DataFrame]

_PROPERTIES = {"delta.dataSkippingNumIndexedCols": "0", "delta.logRetentionDuration": "interval 0 seconds"}
_KEEP_LOG = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
_LOG_FILE = re.compile(r"_last_checkpoint|\d{20}(\.checkpoint.*)?\.(json|parquet)|\d{20}\.crc")
_ATTEMPTS = 5


@dataclass(frozen=True)
class TableFile:
    """One active Parquet file of a table."""

    name: str
    """Relative to the table's folder, as in `bucket=3/….parquet`."""
    path: Path
    bucket: int | None
    """None in tables without buckets."""
    rows: int
    modified: int
    """Milliseconds since 1970, of the commit that added it."""


@dataclass
class LakeTable:
    """A table of the lake in its own folder. Only the holder of the lake's lock may write; anybody may read."""

    folder: Path
    schema: Schema
    _seen: DeltaTable | None = field(default=None, init=False, repr=False, compare=False)
    """As of the last look: to look again costs what was committed since, not the whole log."""

    @property
    def has_buckets(self) -> bool:
        """Whether the table's files are spread over buckets."""
        return "bucket" in self.schema

    @property
    def version(self) -> int:
        """The Delta version: −1 when the table was never written, then counting up."""
        table = self._opened()
        return -1 if table is None else table.version()

    def files(self, bucket: int | None = None) -> tuple[TableFile, ...]:
        """The active files, of one bucket or of all, in order of their names."""
        table = self._opened()
        found = [] if table is None else list(self._active(table))
        return tuple(sorted((file for file in found if bucket in (None, file.bucket)), key=lambda file: file.name))

    def scan(self, bucket: int | None = None) -> pl.LazyFrame:
        """The rows, of one bucket or of all, lazily and in no promised order; an empty table has its schema too."""
        frames = [self._scan_files(place, files) for place, files in _by_bucket(self.files(bucket)).items()]
        return pl.concat(frames) if frames else pl.LazyFrame(schema=self.schema)

    def fingerprint(self, bucket: int | None = None) -> str:
        """Changes whenever the bucket's (or the table's) files do."""
        digest = blake2b(digest_size=16)
        for file in self.files(bucket):
            digest.update(f"{file.name} {file.rows} {file.modified}\n".encode())
        return digest.hexdigest()

    def transaction(self, key: str) -> int:
        """The highest number committed under this key; −1 when there is none."""
        table = self._opened()
        return -1 if table is None else _recorded(table, key)

    def append(self, rows: pl.DataFrame, name: str, transactions: Transactions) -> bool:
        """Add rows and record the transactions in one commit, unless they are on record; says whether it did.

        `name` helps people to recognise the new files.

        A file carries the version it comes with in its name, so no two versions share one, and trying again after
        the process was killed writes over what it left.
        """
        table = self._opened() or self._created()
        if all(_recorded(table, key) >= number for key, number in transactions.items()):
            return False
        name = f"{_next_version(table)}-{name}"
        self._commit(table, [self._write(part, bucket, name) for bucket, part in self._parts(rows)], transactions)
        return True

    def merge(self, files: Sequence[TableFile]) -> None:
        """Make one file of several of one bucket."""
        table = self._opened()
        if table is not None and files:
            name = f"{_next_version(table)}-merged"
            merged = self._write(self._read(files), files[0].bucket, name, data_change=False)
            self._commit(table, [*(_removed(file, data_change=False) for file in files), merged])

    def rewrite(self, touched: pl.Expr, change: Change, buckets: Collection[int] | None = None) -> int:
        """Replace the files that hold a row for which `touched` is true by what `change` makes of all their rows.

        One commit, which says nothing about the rows. Reads only the given buckets. Returns how many rows were touched.
        """
        return self._rewrite(touched, change, buckets, {})

    def remove(
        self, touched: pl.Expr, buckets: Collection[int] | None = None, transactions: Transactions | None = None
    ) -> int:
        """Take out the rows for which `touched` is true, and record the transactions in the same commit."""
        stay = touched.fill_null(value=False).not_()
        return self._rewrite(touched, lambda rows: rows.filter(stay), buckets, transactions or {})

    def _rewrite(
        self, touched: pl.Expr, change: Change, buckets: Collection[int] | None, transactions: Transactions
    ) -> int:
        table = self._opened()
        if table is None:
            return 0
        total = 0
        actions: list[AddAction | RemoveAction] = []
        for file in self.files():
            if buckets is not None and file.bucket not in buckets:
                continue
            count = self._scan_files(file.bucket, [file]).select(touched.sum()).collect().item() or 0
            if count:
                total += count
                rows = change(self._read([file]))
                actions.append(_removed(file, data_change=True))
                name = f"{_next_version(table)}-{len(actions)}"
                actions.extend([self._write(rows, file.bucket, name)] if len(rows) else [])
        if actions or transactions:
            self._commit(table, actions, transactions)
        return total

    def forget_history(self) -> None:
        """Remove every file that is not active and every log entry that led here, and what killed writers left.

        A reader in the middle of an older version may fail and has to start again.
        """
        table = self._opened()
        if table is None:
            return
        table.vacuum(
            0, dry_run=False, enforce_retention_duration=False, full=True, post_commithook_properties=_KEEP_LOG
        )
        table.create_checkpoint()
        table.cleanup_metadata()
        for file in (self.folder / "_delta_log").iterdir():
            if not _LOG_FILE.fullmatch(file.name):
                file.unlink()

    def drop_unused(self, retention: timedelta) -> None:
        """Remove the files that commits have replaced longer ago than `retention`, so that present readers finish."""
        table = self._opened()
        if table is not None:
            hours = int(retention / timedelta(hours=1))
            table.vacuum(hours, dry_run=False, enforce_retention_duration=False, post_commithook_properties=_KEEP_LOG)

    def _opened(self) -> DeltaTable | None:
        """The table as of now; opened afresh when the log was tidied up under our hands."""
        for attempt in range(_ATTEMPTS):
            try:
                table = self._seen or DeltaTable(self.folder)
                table.update_incremental()
            except TableNotFoundError:
                self._seen = None
                return None
            except (DeltaError, OSError):
                self._seen = None
                if attempt == _ATTEMPTS - 1:
                    raise
            else:
                self._seen = table
                return table
        return None

    def _created(self) -> DeltaTable:
        return DeltaTable.create(
            self.folder, schema=self._delta_schema(), partition_by=self._partition_by(), configuration=_PROPERTIES
        )

    def _delta_schema(self) -> DeltaSchema:
        return DeltaSchema.from_arrow(pl.Schema(self.schema))

    def _partition_by(self) -> list[str]:
        return ["bucket"] if self.has_buckets else []

    def _active(self, table: DeltaTable) -> Iterator[TableFile]:
        for action in pl.DataFrame(table.get_add_actions(flatten=True)).iter_rows(named=True):
            name = action["path"]
            bucket = action.get("partition.bucket")
            yield TableFile(name, self.folder / name, bucket, action["num_records"], action["modification_time"])

    def _scan_files(self, bucket: int | None, files: Sequence[TableFile]) -> pl.LazyFrame:
        frame = pl.scan_parquet([file.path for file in files], glob=False)
        if self.has_buckets:
            frame = frame.with_columns(pl.lit(bucket, dtype=pl.Int32).alias("bucket"))
        return frame.select(pl.col(column).cast(dtype) for column, dtype in self.schema.items())

    def _read(self, files: Sequence[TableFile]) -> pl.DataFrame:
        return self._scan_files(files[0].bucket, files).collect()

    def _parts(self, rows: pl.DataFrame) -> Iterator[tuple[int | None, pl.DataFrame]]:
        if not self.has_buckets:
            yield from [(None, rows)] if len(rows) else []
            return
        for (bucket,), part in rows.partition_by("bucket", as_dict=True).items():
            yield int(str(bucket)), part

    def _write(self, rows: pl.DataFrame, bucket: int | None, name: str, data_change: bool = True) -> AddAction:
        relative = f"{name}.parquet" if bucket is None else f"bucket={bucket}/{name}.parquet"
        path = self.folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = [column for column in self.schema if column != "bucket"]
        rows.select(columns).write_parquet(path, compression="zstd", compression_level=1, statistics=False)
        size = path.stat().st_size
        values = {} if bucket is None else {"bucket": str(bucket)}
        statistics = json.dumps({"numRecords": len(rows)})
        return AddAction(relative, size, values, int(time.time() * 1000), data_change, statistics)

    def _commit(
        self,
        table: DeltaTable,
        actions: list[AddAction | RemoveAction],
        transactions: Transactions | None = None,
    ) -> None:
        recorded = [Transaction(key, number) for key, number in (transactions or {}).items()]
        table.create_write_transaction(
            actions,
            "append",
            self._delta_schema(),
            self._partition_by(),
            commit_properties=CommitProperties(app_transactions=recorded),
            post_commithook_properties=_KEEP_LOG,
        )


def _recorded(table: DeltaTable, key: str) -> int:
    number = table.transaction_version(key)
    return -1 if number is None else number


def _next_version(table: DeltaTable) -> str:
    return f"{table.version() + 1:010d}"


def _removed(file: TableFile, data_change: bool) -> RemoveAction:
    return RemoveAction(file.name, data_change=data_change, deletion_timestamp=int(time.time() * 1000))


def _by_bucket(files: Iterable[TableFile]) -> dict[int | None, list[TableFile]]:
    places: dict[int | None, list[TableFile]] = {}
    for file in files:
        places.setdefault(file.bucket, []).append(file)
    return places
