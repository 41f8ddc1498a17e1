"""Originals: the files people brought, written anew without the rows of those who were erased.

A file without some of its rows is another file (another content, another key) and is read in place of the one before.
All other rows stay as they were written, in their order; their numbers change with the file.
"""

from __future__ import annotations

import codecs
import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from lxml import etree

from waypost.events import delimited, ndjson
from waypost.events.cells import text_cells
from waypost.events.erased import ErasedNames
from waypost.events.files import DataFile, files_of, joined_files
from waypost.events.joining import Other, load, look_up, other
from waypost.events.pieces import ROW
from waypost.events.tabular import columns_of, pieces_of
from waypost.journey.source import FileFormat, Source, Table


@dataclass
class _Leaving:
    """What is to leave one file."""

    file: DataFile
    rows: set[int] = field(default_factory=set)
    unread: set[int] = field(default_factory=set)
    """Rows that cannot be read: they leave when a name stands in them."""
    looked_up: int = 0
    """How many tables look something up in it."""


def without_erased(sources: Iterable[Source], data: Path, erased: ErasedNames) -> tuple[str, ...]:
    """Take the rows of erased people out of every file of the sources; returns the names of the files that had any.

    Whose a row is may be said by a file it looks things up in: those are written last, so that doing it again completes
    what was interrupted. Raises InputError when a file cannot be read as its table says.
    """
    if not erased.hashes:
        return ()
    found: dict[Path, _Leaving] = {}
    for table in (table for source in sources for table in source.tables if table.files is not None):
        joined = [other(join, joined_files(table, join.files, data, table.id), table.id) for join in table.joins]
        own = files_of(table, data, table.id) if any(data.glob(table.files or "")) else []
        for file in own:
            _look(found.setdefault(file.path, _Leaving(file)), table, joined, erased)
        for place, each in enumerate(joined):
            for file in each.files:
                leaving = found.setdefault(file.path, _Leaving(file))
                leaving.looked_up += 1
                _look(leaving, table, joined[place + 1 :], erased)
    ordered = sorted(found.values(), key=lambda each: each.looked_up)
    return tuple(each.file.name for each in ordered if _written_anew(each, erased))


def _look(leaving: _Leaving, table: Table, joined: list[Other], erased: ErasedNames) -> None:
    """Note the rows of a file that name erased people, or lead to them."""
    own = columns_of(leaving.file).names
    people = [name for name in (table.customer, table.anonymous) if name is not None]
    wanted = [name for name in (*people, *(each.join.on for each in joined)) if name in own]
    there = [(each.join.on, load(each, (*people, *(one.join.on for one in joined)))) for each in joined]
    for piece in pieces_of(leaving.file, list(dict.fromkeys(wanted))):
        frame = piece.frame
        for on, loaded in there:
            if on in frame.columns:
                frame = look_up(frame, loaded.drop(frame.columns, strict=False), on)
        for name in people:
            if name in frame.columns:
                values = text_cells(frame[name]).values
                leaving.rows |= set(frame.filter(erased.among(values))[ROW].to_list())
        leaving.unread |= set(piece.refused["row"].to_list())


def _written_anew(leaving: _Leaving, erased: ErasedNames) -> bool:
    """Write a file without what is to leave it, in one step; False when nothing is."""
    left = 0

    def stays(row: int, text: bytes) -> bool:
        nonlocal left
        gone = row in leaving.rows or (row in leaving.unread and erased.mentioned(text.decode(errors="replace")))
        left += gone
        return not gone

    if not leaving.rows and not leaving.unread:
        return False
    file = leaving.file
    content = _REWRITTEN[file.format](file, stays)
    if left:
        with file.path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
        unfinished = file.path.with_name(f".{file.path.name}.new")
        unfinished.write_bytes(gzip.compress(content, mtime=0) if packed else content)
        unfinished.replace(file.path)
    return left > 0


_Stays = Callable[[int, bytes], bool]


def _csv(file: DataFile, stays: _Stays) -> bytes:
    lines = delimited.lines(file)
    return _encoded(file, (line for row, line in enumerate(lines, -1) if row < 0 or stays(row, line)))


def _ndjson(file: DataFile, stays: _Stays) -> bytes:
    return _encoded(file, (line for row, line in enumerate(ndjson.lines(file)) if stays(row, line)))


def _encoded(file: DataFile, lines: Iterator[bytes]) -> bytes:
    encoder = codecs.getincrementalencoder({"windows-1252": "cp1252"}.get(file.encoding, file.encoding))()
    return b"".join(encoder.encode(line.decode()) for line in lines)


def _parquet(file: DataFile, stays: _Stays) -> bytes:
    with file.unpacked() as raw:
        frame = pl.read_parquet(io.BytesIO(raw.read()))
    out = io.BytesIO()
    frame.filter(pl.Series([stays(row, b"") for row in range(len(frame))], dtype=pl.Boolean)).write_parquet(out)
    return out.getvalue()


def _xes(file: DataFile, stays: _Stays) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    with file.unpacked() as raw:
        tree = etree.parse(raw, parser)
    for row, event in enumerate(list(tree.iter("{*}event"))):
        trace = event.getparent()
        if not stays(row, b"") and trace is not None:
            trace.remove(event)
            log = trace.getparent()
            if log is not None and next(trace.iterchildren("{*}event"), None) is None:
                log.remove(trace)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="utf-8"))


_REWRITTEN: dict[FileFormat, Callable[[DataFile, _Stays], bytes]] = {
    FileFormat.CSV: _csv,
    FileFormat.NDJSON: _ndjson,
    FileFormat.PARQUET: _parquet,
    FileFormat.XES: _xes,
}
