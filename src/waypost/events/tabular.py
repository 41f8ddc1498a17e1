"""Files of any format and extracts of warehouses, behind one door: their columns, and their rows piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from waypost.events import delimited, ndjson, parquet, xes
from waypost.events.extract import Extract, Readable
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


def columns_of(file: Readable) -> Columns:
    """The columns of a file or extract; raises InputError when it cannot be read."""
    if isinstance(file, Extract):
        return file.columns()
    return _COLUMNS[file.format](file)


def pieces_of(file: Readable, wanted: Sequence[str]) -> Iterator[Piece]:
    """The rows with the wanted columns, a few megabytes at a time; a file's always cut at the same places."""
    if isinstance(file, Extract):
        return file.pieces(wanted)
    return _PIECES[file.format](file, wanted)
