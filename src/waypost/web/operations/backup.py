"""Everything in one file: the database as it is at one moment, every workspace's folder, the secret key.

The database comes first and the folders after it, so that every file a row names is there. A lake is copied while
nobody may write to it.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from waypost.errors import InputError, Problem
from waypost.events.lake import Lake
from waypost.library import STATE
from waypost.web.configuration import Configuration
from waypost.web.operations import postgresql

NOTE, SQLITE, ROWS, WORKSPACES, SECRET = "waypost.json", "waypost.sqlite3", "rows", "workspaces", "secret-key"
FORMAT = 1


@dataclass(frozen=True)
class BackupNote:
    """What a backup says about itself."""

    made: str
    version: str
    database: str
    """`sqlite` or `postgresql`."""
    format: int = FORMAT


def back_up(chosen: Configuration, file: Path) -> BackupNote:
    """Write everything into a file (tar, gzipped) that only we may read; people may go on working meanwhile.

    Raises InputError when the file is there already, and BusyError when a lake stays taken.
    """
    if file.exists():
        raise InputError(Problem("this file is there already", str(file), remedy="Choose another name"))
    note = BackupNote(datetime.now(UTC).isoformat(timespec="seconds"), version("waypost"), connection.vendor)
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        with _private(unfinished) as archive, TemporaryDirectory(dir=chosen.home, prefix=".backup-") as temporary:
            folder = Path(temporary)
            (folder / NOTE).write_text(json.dumps(vars(note)), encoding="utf-8")
            archive.add(folder / NOTE, NOTE)
            archive.add(_database_copy(folder), SQLITE if note.database == "sqlite" else ROWS)
            if (chosen.home / SECRET).exists():
                archive.add(chosen.home / SECRET, SECRET)
            for workspace in workspaces_in(chosen.home):
                with _nobody_writes(workspace):
                    archive.add(workspace, f"{WORKSPACES}/{workspace.name}", filter=_without_locks)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return note


def _database_copy(folder: Path) -> Path:
    """The database as it is at one moment, copied into a folder."""
    if connection.vendor == "postgresql":
        return postgresql.copy_out(folder / ROWS)
    connection.ensure_connection()
    with sqlite3.connect(folder / SQLITE) as copy:
        connection.connection.backup(copy)
    copy.close()
    return folder / SQLITE


@contextmanager
def _private(path: Path) -> Iterator[tarfile.TarFile]:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream, tarfile.open(fileobj=stream, mode="w:gz", compresslevel=3) as archive:
        yield archive


def workspaces_in(home: Path) -> list[Path]:
    """The folders of all workspaces below a home folder."""
    folder = home / WORKSPACES
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _nobody_writes(workspace: Path) -> AbstractContextManager[None]:
    lake = workspace / STATE / "lake"
    return Lake.at(lake).writing() if lake.is_dir() else nullcontext()


def _without_locks(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if entry.name.endswith((".lock", "writer.pid")) else entry
