"""Parquet, a slice at a time; types stay as they are stored."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from waypost.errors import InputError
from waypost.events.files import CHUNK, DataFile
from waypost.events.pieces import REFUSED, ROW, Columns, Piece

SLICE = 250_000
"""Rows in a piece. Batches end where pieces end, so it may not change."""

_MOST_UNPACKED = 100
"""How many times its size a packed Parquet file may have: it is packed within, and a bomb otherwise."""


def columns(file: DataFile) -> Columns:
    """The names of the columns."""
    with _scanned(file) as frame:
        return Columns(tuple(frame.collect_schema().names()), complete=True)


def pieces(file: DataFile, wanted: Sequence[str]) -> Iterator[Piece]:
    """The rows of a file with the wanted columns; raises InputError when one holds lists or binary data."""
    with _scanned(file) as frame:
        schema = frame.collect_schema()
        for name in wanted:
            if name in schema and (schema[name].is_nested() or schema[name] in (pl.Binary, pl.Object)):
                raise file.error(f"column '{name}' holds {schema[name]}", "Only plain values can be read")
        nothing = pl.lit(None, pl.String)
        kept = frame.select(pl.col(name) if name in schema else nothing.alias(name) for name in wanted)
        rows = frame.select(pl.len()).collect().item()
        for first in range(0, rows, SLICE):
            part = kept.slice(first, SLICE).collect()
            if wanted and set(wanted).isdisjoint(schema):  # only literals: a frame of one row
                part = pl.DataFrame({name: [None] * min(SLICE, rows - first) for name in wanted})
            numbers = pl.int_range(first, first + len(part), dtype=pl.Int64, eager=True).alias(ROW)
            yield Piece(part.insert_column(0, numbers), pl.DataFrame(schema=REFUSED))


@contextmanager
def _scanned(file: DataFile) -> Iterator[pl.LazyFrame]:
    with tempfile.TemporaryDirectory(prefix="waypost-") as folder:
        try:
            yield pl.scan_parquet(_plain(file, Path(folder)), glob=False)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            said = str(error).partition("\n")[0]
            raise file.error(f"this is no Parquet file that can be read: {said}", "Export it again") from None


def _plain(file: DataFile, folder: Path) -> Path:
    """The file itself, or a copy unpacked into the folder."""
    with file.path.open("rb") as raw:
        if raw.read(4) == b"PAR1":
            return file.path
    most = max(CHUNK, file.path.stat().st_size * _MOST_UNPACKED)
    copy = folder / "unpacked.parquet"
    with copy.open("wb") as out:
        for chunk in file.chunks():
            if out.tell() > most:
                raise _bomb(file)
            out.write(chunk)
    return copy


def _bomb(file: DataFile) -> InputError:
    return file.error("it unpacks to far more than a Parquet file can", "Unpack it yourself, if you trust it")
