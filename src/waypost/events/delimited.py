"""CSV and its kin: found out row by row what is well formed, then parsed by Polars as a whole.

A record ends at a newline outside quotes; a field is quoted when its first character is a quote, and `""` inside it is
one (RFC 4180). Two liberties of everyday files are taken as Python's csv module takes them: a quote inside an unquoted
field is itself, and text after a closing quote belongs to the field. Blank lines are no rows. A row with more or fewer
fields than the header is refused as *ragged*, one with a zero byte as *zero-byte*.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

from waypost.errors import InputError
from waypost.events.files import DataFile
from waypost.events.pieces import MAX_RECORD, REFUSED, ROW, Columns, Piece, utf8

_UNUSUAL_QUOTES = 1
_ZERO_BYTE = 2


@dataclass(frozen=True)
class _Records:
    """The records of some text: record i is `text[start[i]:end[i]]`, its newline included. Blank lines are left out."""

    text: bytes
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    fields: npt.NDArray[np.int64]
    flags: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.end)

    def parsed(self, index: int, separator: str) -> list[str]:
        """One record's fields, read slowly."""
        line = self.text[self.start[index] : self.end[index]].decode()
        return next(csv.reader(io.StringIO(line, newline=""), delimiter=separator))


def columns(file: DataFile) -> Columns:
    """The names in the header, without surrounding spaces."""
    for records in _records(file):
        if len(records):
            return Columns(tuple(_header(file, records)), complete=True)
    return Columns((), complete=True)


def pieces(file: DataFile, wanted: Sequence[str]) -> Iterator[Piece]:
    """The rows of a file with the wanted columns as text; raises InputError when it cannot be read on."""
    names: list[str] | None = None
    row = 0
    for records in _records(file):
        first = 0
        if names is None and len(records):
            names = _header(file, records)
            _check_header(file, names, wanted)
            first = 1
        if names is not None and len(records) > first:
            yield _piece(file, records, first, names, wanted, row)
            row += len(records) - first


def lines(file: DataFile) -> Iterator[bytes]:
    """Every record as it is written, in UTF-8, the header first and blank lines left out."""
    for records in _records(file):
        for start, end in zip(records.start.tolist(), records.end.tolist(), strict=True):
            yield records.text[start:end]


def _header(file: DataFile, records: _Records) -> list[str]:
    try:
        return [name.strip() for name in records.parsed(0, file.separator)]
    except csv.Error as error:
        raise file.error(f"the header cannot be read: {error}", "Begin with a row of column names", line=1) from None


def _check_header(file: DataFile, names: list[str], wanted: Sequence[str]) -> None:
    for name in wanted:
        if names.count(name) > 1:
            raise file.error(f"two columns are called '{name}'", "Rename one of them", line=1)


def _piece(file: DataFile, records: _Records, first: int, names: list[str], wanted: Sequence[str], row: int) -> Piece:
    """Records from `first` on; the first of them is row number `row`."""
    usual = (records.fields == len(names)) & (records.flags == 0)
    usual[:first] = False
    repaired, refused = [], []
    for index in (np.flatnonzero(~usual[first:]) + first).tolist():
        found = _read_slowly(records, index, file.separator, len(names))
        if isinstance(found, bytes):
            repaired.append((index, found))
        else:
            refused.append((row + index - first, *found))
    kept = usual.copy()
    kept[[index for index, _ in repaired]] = True
    text = b"".join(_kept_text(records, usual, dict(repaired)))
    frame = _parse(file, text, int(kept.sum()), names, wanted)
    numbers = pl.Series(ROW, np.flatnonzero(kept) - first + row, dtype=pl.Int64)
    return Piece(frame.insert_column(0, numbers), pl.DataFrame(refused, schema=REFUSED, orient="row"))


def _read_slowly(records: _Records, index: int, separator: str, fields: int) -> bytes | tuple[str, str]:
    """An unusual record as a usual one, or the reason and the description with which it is refused."""
    if records.flags[index] & _ZERO_BYTE:
        return "zero-byte", "a zero byte"
    try:
        found = records.parsed(index, separator)
    except csv.Error as error:
        return "ragged", str(error)
    if len(found) != fields:
        return "ragged", f"{len(found)} fields, not {fields}"
    line = io.StringIO()
    csv.writer(line, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(found)
    return line.getvalue().encode()


def _kept_text(records: _Records, usual: npt.NDArray[np.bool_], repaired: dict[int, bytes]) -> Iterator[bytes]:
    """The text of usual records as it stands, run by run, and of repaired ones in their place."""
    gaps = records.start[1:] != records.end[:-1]
    edges = np.flatnonzero(np.concatenate([[True], (usual[1:] != usual[:-1]) | ~usual[1:] | gaps]))
    for begin, stop in zip(edges, [*edges[1:], len(usual)], strict=True):
        if usual[begin]:
            yield records.text[records.start[begin] : records.end[stop - 1]]
        elif int(begin) in repaired:
            yield repaired[int(begin)]


def _parse(file: DataFile, text: bytes, rows: int, names: list[str], wanted: Sequence[str]) -> pl.DataFrame:
    places = {f"column_{names.index(name)}": name for name in wanted if name in names}
    frame = pl.DataFrame(schema=dict.fromkeys(places, pl.String()))
    if rows and places:
        schema = {f"column_{place}": pl.String() for place in range(len(names))}
        frame = pl.read_csv(text, has_header=False, separator=file.separator, schema=schema, columns=list(places))
    if places and len(frame) != rows:
        raise file.error(f"{rows} rows were read as {len(frame)}", "Please report this file's first lines")
    nothing = pl.lit(None, pl.String)
    return frame.rename(places).select(pl.col(name) if name in names else nothing.alias(name) for name in wanted)


def _records(file: DataFile) -> Iterator[_Records]:
    """The records of a file, some megabytes at a time."""
    if len(file.separator.encode()) != 1 or file.separator in '"\n\r':
        raise file.error(f"'{file.separator}' cannot separate columns", "Use one ASCII character, as in , ; or a tab")
    rest = b""
    for chunk in utf8(file):
        text = rest + chunk
        records, used = _find(text, file.separator)
        rest = text[used:]
        if len(rest) > MAX_RECORD:
            raise _never_closed(file, rest)
        yield records
    if rest:
        records, used = _find(rest + b"\n", file.separator)
        if used < len(rest):
            raise _never_closed(file, rest)
        yield records


def _never_closed(file: DataFile, rest: bytes) -> InputError:
    begins = rest[:40].decode(errors="replace")
    return file.error("a quote is opened and never closed", f"Look at the row that begins with: {begins}")


def _find(text: bytes, separator: str) -> tuple[_Records, int]:
    """The complete records of a text that begins with one, and how many bytes they take."""
    data = np.frombuffer(text, dtype=np.uint8)
    room = text.count(b"\n")
    found = np.empty((4, room), dtype=np.int64)
    count, used = _scan(data, np.uint8(ord(separator)), found)
    start, end, fields, flags = found[:, :count]
    return _Records(text, start, end, fields, flags), used


@numba.njit(cache=True, nogil=True)
def _scan(  # noqa: C901, PLR0912 - a state machine reads best in one piece
    data: npt.NDArray[np.uint8], separator: np.uint8, found: npt.NDArray[np.int64]
) -> tuple[int, int]:  # pragma: no cover
    """Fill (start, end, fields, flags) of every record; return how many, and where the last one ends."""
    start_of_field, in_field, in_quotes, after_quotes = 0, 1, 2, 3
    state, count, begin, fields, flags = 0, 0, 0, 1, 0
    for index in range(len(data)):
        sign = data[index]
        if sign == 0:
            flags |= _ZERO_BYTE
        if state == in_quotes:
            if sign == 34:
                state = after_quotes
        elif sign == 34 and state == after_quotes:
            state = in_quotes
        elif sign == 10:
            length = index - begin
            if length > 1 or (length == 1 and data[begin] != 13):
                found[0, count], found[1, count], found[2, count], found[3, count] = begin, index + 1, fields, flags
                count += 1
            begin, state, fields, flags = index + 1, start_of_field, 1, 0
        elif sign == separator:
            fields += 1
            state = start_of_field
        elif sign == 34:
            if state == start_of_field:
                state = in_quotes
            else:
                flags |= _UNUSUAL_QUOTES
        elif state == after_quotes:
            if sign != 13 or index + 1 == len(data) or data[index + 1] != 10:
                flags |= _UNUSUAL_QUOTES
                state = in_field
        else:
            state = in_field
    return count, begin
