"""A batch: what was read from a piece of one file, ready to be written to the lake in one go."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Batch:
    """The rows of one piece of one file. Reading the same file again gives the same batches in the same order.

    Each frame has the schema of its table in `tables`; `bucket` is filled in by the lake. `file_key` is
    hash(source, table id, file hash): the same content read again has the same key, whatever the file is called.
    """

    source: str
    table: str
    file: str
    """As named to people: relative to the data folder."""
    file_key: int
    number: int
    """Counted from 0 within the file."""
    last: bool
    """Whether it is the file's last batch; an empty file has one empty, last batch."""
    rows: int
    """Rows of the file that this batch covers, quarantined ones included."""
    frames: dict[str, pl.DataFrame]
    """Table name (as in `tables.TABLES`) → rows; tables without rows may be left out."""
    declaration: str = ""
    """What the source says about the file, hashed: when it changes, the file is read anew."""
