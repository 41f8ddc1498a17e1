"""XES event logs (IEEE 1849), one event after another, by a parser that fetches and expands nothing.

An attribute of an event is a column by its key, an attribute of its trace is the column `case:<key>` (unless the event
says it itself). Nested attributes, lists and classifiers are passed over. A file with a document type is refused: XES
has none, and entities declared there are how XML files are made to explode. One trace at a time is held in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TypeAlias

import polars as pl
from lxml import etree

from waypost.events.files import DataFile
from waypost.events.pieces import REFUSED, ROW, Columns, Piece

PIECE = 50_000
"""A piece ends with the trace that reaches this many events. Batches end where pieces end, so it may not change."""

_LOOKED_AT = 1000
_VALUES = {"string", "date", "int", "float", "boolean", "id"}
"""The attributes that are one value."""

_Event: TypeAlias = dict[str, str]


def columns(file: DataFile) -> Columns:
    """The keys of the first events."""
    first = islice((event for events in _traces(file, None) for event in events), _LOOKED_AT)
    return Columns(tuple(dict.fromkeys(name for event in first for name in event)), complete=False)


def pieces(file: DataFile, wanted: Sequence[str]) -> Iterator[Piece]:
    """The events of a log with the wanted columns as text; raises InputError with the line where it is malformed."""
    row = 0
    events: list[_Event] = []
    for trace in _traces(file, frozenset(wanted)):
        events += trace
        if len(events) >= PIECE:
            yield _piece(events, wanted, row)
            row += len(events)
            events = []
    if events:
        yield _piece(events, wanted, row)


def _piece(events: list[_Event], wanted: Sequence[str], row: int) -> Piece:
    data = {name: pl.Series(name, [event.get(name) for event in events], dtype=pl.String) for name in wanted}
    numbers = pl.int_range(row, row + len(events), dtype=pl.Int64, eager=True).alias(ROW)
    return Piece(pl.DataFrame([numbers, *data.values()]), pl.DataFrame(schema=REFUSED))


def _traces(file: DataFile, wanted: Collection[str] | None) -> Iterator[list[_Event]]:
    """The events of each trace, and those outside any trace one by one."""
    with file.unpacked() as content:
        parser = etree.iterparse(
            content,
            events=("start", "end"),
            tag=("{*}log", "{*}trace", "{*}event"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            _check_beginning(file, next(iter(parser), None))
            yield from _walk(parser, wanted)
        except etree.XMLSyntaxError as error:
            raise file.error(
                f"this is no XML that can be read: {error.msg}", "Export it again", line=error.lineno or None
            ) from None


def _check_beginning(file: DataFile, first: tuple[str, etree._Element] | None) -> None:
    if first is None or _name(first[1]) != "log" or first[1].getparent() is not None:
        raise file.error("the file does not begin with <log>", "Is it an XES file?", line=1)
    if first[1].getroottree().docinfo.doctype:  # type: ignore[attr-defined]  # the stubs do not know it
        raise file.error("a document type is not allowed in XES", "Remove the <!DOCTYPE …> declaration", line=1)


def _walk(parser: etree.iterparse, wanted: Collection[str] | None) -> Iterator[list[_Event]]:
    found: list[_Event] = []
    for what, element in parser:
        name = _name(element)
        if what == "start" or name == "log":
            continue
        parent = element.getparent()
        if name == "trace":
            case = _attributes(element, "case:", wanted)
            yield [case | event for event in found]
            found = []
        elif parent is not None and _name(parent) == "trace":
            found.append(_attributes(element, "", wanted))
        else:
            yield [_attributes(element, "", wanted)]
        element.clear()
        before = element.getprevious()
        if parent is not None and before is not None and _name(before) in ("event", "trace"):
            parent.remove(before)


def _attributes(element: etree._Element, prefix: str, wanted: Collection[str] | None) -> _Event:
    found: _Event = {}
    for child in element:
        key, value = child.get("key"), child.get("value")
        if key is None or value is None or _name(child) not in _VALUES:
            continue
        column = prefix + key
        if wanted is None or column in wanted:
            found[column] = value
    return found


def _name(element: etree._Element) -> str:
    """The tag without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
