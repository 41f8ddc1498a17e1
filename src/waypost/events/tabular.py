"""Tabular files of any format, behind one door: their columns, and their rows piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from waypost.events import delimited, ndjson, parquet, xes
from waypost.events.files import DataFile
from waypost.events.pieces import Columns, Piece
from waypost.journey.source import FileFormat

_COLUMNS: dict[FileFormat, Callable[[DataFile], Columns]] = {
    FileFormat.CSV: delimited.columns,
    FileFormat.NDJSON: ndjson.columns,
    FileFormat.PARQUET: parquet.columns,
    FileFormat.XES: xes.columns,
}
_PIECES: dict[FileFormat, Callable[[DataFile, Sequence[str]], Iterator[Piece]]] = {
    FileFormat.CSV: delimited.pieces,
    FileFormat.NDJSON: ndjson.pieces,
    FileFormat.PARQUET: parquet.pieces,
    FileFormat.XES: xes.pieces,
}


def columns_of(file: DataFile) -> Columns:
    """The columns of a file; raises InputError when it cannot be read."""
    return _COLUMNS[file.format](file)


def pieces_of(file: DataFile, wanted: Sequence[str]) -> Iterator[Piece]:
    """The rows of a file with the wanted columns, a few megabytes at a time and always cut at the same places."""
    return _PIECES[file.format](file, wanted)
