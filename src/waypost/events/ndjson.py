"""NDJSON: one JSON object a line.

A column is a key of the object; `a.b` also means the key `b` inside `a`. Numbers, booleans and nested values are taken
as text. Blank lines are no rows; a line that is no JSON object is refused as *bad-json*.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from waypost.events.files import DataFile
from waypost.events.pieces import MAX_RECORD, REFUSED, ROW, Columns, Piece, utf8

_LOOKED_AT = 1000
_PATH_PART = re.compile(r"[\w :$@-]+")


def columns(file: DataFile) -> Columns:
    """The keys in the first lines; raises InputError when none of them is a JSON object."""
    lines = next(_lines(file), [])[:_LOOKED_AT]
    objects = [found for found in map(_object, lines) if found is not None]
    if lines and not objects:
        raise file.error("the first lines are not JSON objects", "Write one JSON object a line", line=1)
    return Columns(tuple(dict.fromkeys(name for found in objects for name in _keys(found))), complete=False)


def pieces(file: DataFile, wanted: Sequence[str]) -> Iterator[Piece]:
    """The rows of a file with the wanted columns as text."""
    row = 0
    for lines in _lines(file):
        good = _good_lines(lines, 0)
        frame = _parse([lines[index] for index in good], wanted)
        assert frame is not None
        numbers = pl.Series(ROW, good, dtype=pl.Int64) + row
        bad = sorted(set(range(len(lines))) - set(good)) if len(good) < len(lines) else []
        refused = [(row + index, "bad-json", "not a JSON object") for index in bad]
        yield Piece(frame.insert_column(0, numbers), pl.DataFrame(refused, schema=REFUSED, orient="row"))
        row += len(lines)


def lines(file: DataFile) -> Iterator[bytes]:
    """Every line that is not blank, in UTF-8, its newline included."""
    for several in _lines(file):
        yield from (line + b"\n" for line in several)


def _lines(file: DataFile) -> Iterator[list[bytes]]:
    """The lines that are not blank, some megabytes at a time."""
    rest = b""
    for chunk in utf8(file):
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > MAX_RECORD:
            raise file.error("a line never ends", "Write one JSON object a line")
        if found := [line for line in lines if line.strip()]:
            yield found
    if rest.strip():
        yield [rest]


def _good_lines(lines: list[bytes], first: int) -> list[int]:
    """The places, counted from `first`, of the JSON objects; the lines are halved until the others are found."""
    if _parse(lines, ()) is not None:
        return list(range(first, first + len(lines)))
    if len(lines) == 1:
        return []
    half = len(lines) // 2
    return _good_lines(lines[:half], first) + _good_lines(lines[half:], first + half)


def _parse(lines: list[bytes], wanted: Sequence[str]) -> pl.DataFrame | None:
    """The wanted columns of JSON objects; None when one of the lines is none."""
    schema = dict.fromkeys([*wanted, *([] if wanted else [ROW])], pl.String())
    if not lines:
        return pl.DataFrame(schema=schema)
    try:
        frame = pl.read_ndjson(b"\n".join(lines), schema=schema)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    if len(frame) != len(lines):
        return None
    nested = [name for name in wanted if "." in name and all(map(_PATH_PART.fullmatch, name.split(".")))]
    if nested:
        text = pl.Series([line.decode() for line in lines])
        inner = [text.str.json_path_match(_path(name)).alias(name) for name in nested]
        frame = frame.with_columns(frame[found.name].fill_null(found) for found in inner)
    return frame


def _path(name: str) -> str:
    return "$" + "".join(f"['{part}']" for part in name.split("."))


def _object(line: bytes) -> Mapping[str, object] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _keys(found: Mapping[str, object], within: str = "") -> Iterator[str]:
    for name, value in found.items():
        yield within + name
        if isinstance(value, dict) and within.count(".") < 3:
            yield from _keys(value, f"{within}{name}.")
