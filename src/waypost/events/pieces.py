"""Pieces: what every reader of a format gives, a few megabytes of one file at a time."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import polars as pl

from waypost.events.files import DataFile
from waypost.events.tables import Schema

ROW = "\x00row"
"""The column with the row's number in the file, counted from 0; no column of a file is called so."""

REFUSED: Schema = {"row": pl.Int64, "reason": pl.String, "value": pl.String}
"""Rows that could not be read. `value` describes what is wrong and quotes nothing: nobody could tell whose it is."""

MAX_RECORD = 64 * 2**20
"""Bytes in one row; more is a quote or a bracket that was never closed."""

_CODECS = {"utf-8": "utf-8-sig", "windows-1252": "cp1252"}


@dataclass(frozen=True)
class Piece:
    """Some consecutive rows of a file."""

    frame: pl.DataFrame
    """ROW, then the wanted columns; a column the file does not have is null."""
    refused: pl.DataFrame
    """As REFUSED."""

    @property
    def rows(self) -> int:
        """Rows of the file, refused ones included."""
        return len(self.frame) + len(self.refused)


@dataclass(frozen=True)
class Columns:
    """The columns of a file."""

    names: tuple[str, ...]
    complete: bool
    """False when each row has columns of its own and only the first rows were looked at."""


def utf8(file: DataFile) -> Iterator[bytes]:
    """The content of a text file in pieces, decoded and encoded again as UTF-8 without a byte order mark.

    Raises InputError with the byte and the line that are not in the file's encoding.
    """
    decoder = codecs.getincrementaldecoder(_CODECS.get(file.encoding, file.encoding))()
    done, line = 0, 1
    for chunk in chain(file.chunks(), [b""]):
        waiting = len(decoder.getstate()[0])
        try:
            text = decoder.decode(chunk, final=not chunk).encode()
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            message = f"byte {done - waiting + error.start + 1} is not {file.encoding}"
            raise file.error(message, "State the table's `encoding`", line=line) from None
        except UnicodeError:
            raise file.error(f"the file is not {file.encoding}", "State the table's `encoding`", line=1) from None
        done += len(chunk)
        line += text.count(b"\n")
        yield text
