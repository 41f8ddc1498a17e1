"""A home folder made of a backup.

Who was erased after the backup was made stays erased when it takes the place of the home folder that knows of it.
"""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from waypost.errors import InputError, Problem
from waypost.events.erased import ErasedNames
from waypost.events.erasure import erase
from waypost.events.lake import Lake
from waypost.library import STATE
from waypost.web.configuration import configuration
from waypost.web.operations import postgresql
from waypost.web.operations.backup import FORMAT, NOTE, ROWS, WORKSPACES, BackupNote, workspaces_in
from waypost.web.serving import migrate, only_server, settle

_NAMES = {
    "events": ("customer",),
    "responses": ("customer",),
    "customers": ("customer",),
    "identities": ("customer", "other"),
}
"""The columns that name customers."""


def restored(file: Path, home: Path) -> tuple[int, Path | None]:
    """Make a home folder of a backup, setting aside what is there; Django is set up for it afterwards.

    Returns how many customers were erased again, and the place the former home folder went to.
    Raises InputError when the file is no backup, or its database has no place to go, and BusyError when the home folder
    is being served; then everything is as it was.
    """
    with _unpacked(file, home) as (folder, note):
        _refuse_another_database(note)
        with only_server(home):
            aside = _put_in_place(folder, home)
        try:
            settle(home)
            if note.database == "postgresql":
                postgresql.copy_in(home / ROWS)
                shutil.rmtree(home / ROWS)
        except BaseException:
            shutil.rmtree(home)
            if aside is not None:
                aside.rename(home)
            raise
    migrate()
    return (_keep_erased(home, aside) if aside else 0), aside


@contextmanager
def _unpacked(file: Path, beside: Path) -> Iterator[tuple[Path, BackupNote]]:
    """A backup's content, in a folder of its own beside another."""
    beside.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=beside.parent, prefix=".restoring-") as temporary:
        folder = Path(temporary)
        try:
            with tarfile.open(file, "r:gz") as archive:
                archive.extractall(folder, filter="data")
            note = BackupNote(**json.loads((folder / NOTE).read_text(encoding="utf-8")))
        except (OSError, EOFError, tarfile.TarError, ValueError, TypeError):
            remedy = "Give a file that 'waypost backup' wrote"
            raise InputError(Problem("this is no whole backup of Waypost", str(file), remedy=remedy)) from None
        if note.format != FORMAT:
            remedy = f"Restore it with Waypost {note.version} or newer"
            raise InputError(Problem("another release made this backup", str(file), remedy=remedy))
        yield folder, note


def _refuse_another_database(note: BackupNote) -> None:
    here = "postgresql" if configuration(os.environ).database_url else "sqlite"
    if here != note.database:
        remedy = {
            "postgresql": "Name an empty database in WAYPOST_DATABASE_URL",
            "sqlite": "Restore it without WAYPOST_DATABASE_URL",
        }[note.database]
        raise InputError(Problem(f"the backup is of a database of {note.database}", remedy=remedy))


def _put_in_place(folder: Path, home: Path) -> Path | None:
    """Make an unpacked backup the home folder; what was there is set aside, and the place it went to returned."""
    aside = None
    if any(path.name != "serving.lock" for path in home.iterdir()):
        aside = next(path for n in range(1, 10_000) if not (path := home.with_name(f"{home.name}.before-{n}")).exists())
        home.rename(aside)
        home.mkdir(mode=0o700)
    (folder / NOTE).unlink()
    for part in folder.iterdir():
        shutil.move(part, home / part.name)
    return aside


def _keep_erased(home: Path, aside: Path) -> int:
    """Erase again whoever was erased in the folder set aside; returns how many customers went."""
    lakes = ((each / STATE, aside / WORKSPACES / each.name / STATE / "lake") for each in workspaces_in(home))
    return sum(_erase_again(state, ErasedNames.read(former)) for state, former in lakes if former.is_dir())


def _erase_again(state: Path, erased: ErasedNames) -> int:
    """Erase the customers on a list from a lake, and have the lake keep the list."""
    lake = Lake.at(state / "lake")
    if not erased.hashes or not lake.root.is_dir():
        return 0
    found = {name for table, columns in _NAMES.items() for name in _named(lake, table, columns) if name in erased}
    for name in sorted(found):
        erase(state, lake, name)
    erased.write(lake.root)
    return len(found)


def _named(lake: Lake, table: str, columns: tuple[str, ...]) -> list[str]:
    rows = lake.scan(table)
    names = pl.concat([rows.select(pl.col(column).alias("name")) for column in columns]).unique().drop_nulls()
    return names.collect()["name"].to_list()
