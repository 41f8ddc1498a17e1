"""Joining: columns looked up in other files of a source.

The other files are loaded whole, with the columns that are used: memory is bounded by them. The key must be unique
there, or an event would happen twice. A key that is not found leaves its columns empty.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from waypost.errors import InputError, Problem
from waypost.events.cells import text_cells
from waypost.events.files import DataFile
from waypost.events.tabular import columns_of, pieces_of
from waypost.journey.source import Join

_KEY = "\x00key"


@dataclass(frozen=True)
class Other:
    """The files of one join, and the columns that can be taken from them."""

    join: Join
    files: tuple[DataFile, ...]
    columns: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key column in the files."""
        return self.join.to or self.join.on


def other(join: Join, files: Collection[DataFile], element: str) -> Other:
    """Look at what the files offer; raises InputError when the key or a column to take is in none of them."""
    found = dict.fromkeys(name for file in files for name in columns_of(file).names)
    key = join.to or join.on
    for name in (key, *join.take):
        if name not in found:
            listed = ", ".join(list(found)[:20])
            raise InputError(
                Problem(
                    f"no file of '{join.files}' has a column '{name}'",
                    file=next(iter(files)).name,
                    element=element,
                    remedy=f"Its columns are {listed}",
                )
            )
    taken = join.take or tuple(found)
    return Other(join, tuple(files), tuple(name for name in taken if name != key))


def look_up(frame: pl.DataFrame, loaded: pl.DataFrame, on: str) -> pl.DataFrame:
    """The rows, in their order, with the columns of `loaded` (as by `load`) for the key in column `on`."""
    keyed = frame.with_columns(text_cells(frame[on]).values.alias(_KEY))
    return keyed.join(loaded, on=_KEY, how="left", maintain_order="left").drop(_KEY)


def load(found: Other, wanted: Collection[str]) -> pl.DataFrame:
    """The key and the wanted columns of the files; raises InputError when a key occurs twice or a row is unreadable."""
    columns = [name for name in found.columns if name in wanted]
    parts = [_rows(file, found.key, columns) for file in found.files]
    loaded = pl.concat(parts, how="vertical_relaxed").filter(pl.col(_KEY).is_not_null())
    twice = loaded.filter(pl.col(_KEY).is_duplicated())
    if len(twice):
        key = twice[_KEY][0]
        raise found.files[0].error(
            f"column '{found.key}' is no key: '{key}' occurs {twice[_KEY].to_list().count(key)} times",
            "Join by a column with one row each, or make a table of these files and join the other way round",
        )
    return loaded


def _rows(file: DataFile, key: str, columns: list[str]) -> pl.DataFrame:
    parts = []
    for piece in pieces_of(file, [key, *columns]):
        if len(piece.refused):
            row, reason, said = piece.refused.row(0)
            raise file.error(
                f"row {row + 1} is {reason}: {said}", "Files that are joined must be read whole: repair it"
            )
        parts.append(piece.frame.select(text_cells(piece.frame[key]).values.alias(_KEY), *columns))
    empty = pl.DataFrame(schema={_KEY: pl.String()} | dict.fromkeys(columns, pl.String()))
    return pl.concat(parts) if parts else empty
