"""One Delta table of the lake: our own Parquet files, Delta's log.

Polars writes the files and Delta commits them, so that a table can be read by anything that reads Delta while we decide
what a file holds. Neither the files' statistics nor the log ever carry a value: nothing has to be erased from them.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

import polars as pl
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Transaction
from deltalake import Schema as DeltaSchema
from deltalake.exceptions import DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from waypost.events.tables import Schema

_PROPERTIES = {"delta.dataSkippingNumIndexedCols": "0", "delta.logRetentionDuration": "interval 0 seconds"}
_KEEP_LOG = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
_LOG_FILE = re.compile(r"_last_checkpoint|\d{20}(\.checkpoint.*)?\.(json|parquet)|\d{20}\.crc")
_ATTEMPTS = 5


@dataclass(frozen=True)
class DataFile:
    """One active Parquet file of a table."""

    name: str
    """Relative to the table's folder, as in `bucket=3/….parquet`."""
    path: Path
    bucket: int | None
    """None in tables without buckets."""
    rows: int
    modified: int
    """Milliseconds since 1970, of the commit that added it."""


@dataclass(frozen=True)
class Replacement:
    """What takes the place of some files of one bucket in `LakeTable.replace`."""

    files: tuple[DataFile, ...]
    rows: pl.DataFrame
    same_rows: bool
    """Whether the rows only moved, as in compaction."""


@dataclass(frozen=True)
class LakeTable:
    """A table of the lake in its own folder. Only the holder of the lake's lock may write; anybody may read."""

    folder: Path
    schema: Schema

    @property
    def has_buckets(self) -> bool:
        """Whether the table's files are spread over buckets."""
        return "bucket" in self.schema

    @property
    def version(self) -> int:
        """The Delta version: −1 when the table was never written, then counting up."""
        table = self._opened()
        return -1 if table is None else table.version()

    def files(self, bucket: int | None = None) -> tuple[DataFile, ...]:
        """The active files, of one bucket or of all, in order of their names."""
        table = self._opened()
        found = [] if table is None else list(self._active(table))
        return tuple(sorted((file for file in found if bucket in (None, file.bucket)), key=lambda file: file.name))

    def scan(self, bucket: int | None = None) -> pl.LazyFrame:
        """The rows, of one bucket or of all, lazily and in no promised order; an empty table has its schema too."""
        frames = [self._scan_files(place, list(files)) for place, files in _by_bucket(self.files(bucket)).items()]
        return pl.concat(frames) if frames else pl.LazyFrame(schema=self.schema)

    def read(self, files: Iterable[DataFile]) -> pl.DataFrame:
        """The rows of some files."""
        frames = [self._scan_files(file.bucket, [file]) for file in files]
        return pl.concat(frames).collect() if frames else pl.DataFrame(schema=self.schema)

    def fingerprint(self, bucket: int | None = None) -> str:
        """Changes whenever the bucket's (or the table's) files do."""
        digest = blake2b(digest_size=16)
        for file in self.files(bucket):
            digest.update(f"{file.name} {file.rows} {file.modified}\n".encode())
        return digest.hexdigest()

    def transaction(self, key: str) -> int:
        """The highest number committed under this key; −1 when there is none."""
        table = self._opened()
        number = None if table is None else table.transaction_version(key)
        return -1 if number is None else number

    def append(self, rows: pl.DataFrame, name: str, transactions: Mapping[str, int]) -> None:
        """Add rows and record the transactions in one commit; `name` names the new files within the table.

        A file of that name that no commit mentions is what a killed process left, and is written over.
        """
        table = self._opened() or self._created()
        adds = [self._write(part, bucket, name) for bucket, part in self._parts(rows)]
        properties = CommitProperties(
            app_transactions=[Transaction(key, number) for key, number in transactions.items()]
        )
        self._commit(table, list(adds), properties)

    def replace(self, replacements: Iterable[Replacement]) -> None:
        """Put other rows in the place of files, all in one commit that says nothing about why."""
        table = self._opened()
        if table is None:
            return
        now = int(time.time() * 1000)
        actions: list[AddAction | RemoveAction] = []
        for place, replacement in enumerate(replacements):
            changes = not replacement.same_rows
            for file in replacement.files:
                actions.append(RemoveAction(file.name, data_change=changes, deletion_timestamp=now))
            if len(replacement.rows):
                name = f"{table.version() + 1:010d}-{place}"
                bucket = replacement.files[0].bucket
                actions.append(self._write(replacement.rows, bucket, name, changes))
        if actions:
            self._commit(table, actions, CommitProperties())

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
        """The table as of now; tried again when the log is tidied up under our hands."""
        for attempt in range(_ATTEMPTS):
            try:
                return DeltaTable(self.folder)
            except TableNotFoundError:
                return None
            except (DeltaError, OSError):
                if attempt == _ATTEMPTS - 1:
                    raise
        return None

    def _created(self) -> DeltaTable:
        return DeltaTable.create(
            self.folder, schema=self._delta_schema(), partition_by=self._partition_by(), configuration=_PROPERTIES
        )

    def _delta_schema(self) -> DeltaSchema:
        return DeltaSchema.from_arrow(pl.Schema(self.schema))

    def _partition_by(self) -> list[str]:
        return ["bucket"] if self.has_buckets else []

    def _active(self, table: DeltaTable) -> Iterator[DataFile]:
        for action in pl.DataFrame(table.get_add_actions(flatten=True)).iter_rows(named=True):
            name = action["path"]
            bucket = action.get("partition.bucket")
            yield DataFile(name, self.folder / name, bucket, action["num_records"], action["modification_time"])

    def _scan_files(self, bucket: int | None, files: list[DataFile]) -> pl.LazyFrame:
        frame = pl.scan_parquet([file.path for file in files], glob=False)
        if self.has_buckets:
            frame = frame.with_columns(pl.lit(bucket, dtype=pl.Int32).alias("bucket"))
        return frame.select(pl.col(column).cast(dtype) for column, dtype in self.schema.items())

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

    def _commit(self, table: DeltaTable, actions: list[AddAction | RemoveAction], properties: CommitProperties) -> None:
        table.create_write_transaction(
            actions,
            "append",
            self._delta_schema(),
            self._partition_by(),
            commit_properties=properties,
            post_commithook_properties=_KEEP_LOG,
        )


def _by_bucket(files: Iterable[DataFile]) -> dict[int | None, list[DataFile]]:
    places: dict[int | None, list[DataFile]] = {}
    for file in files:
        places.setdefault(file.bucket, []).append(file)
    return places
