"""Looking into a file: what separates its columns, how its text is encoded, what each column seems to hold."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import polars as pl

from waypost.errors import InputError
from waypost.events.cells import boolean_cells, number_cells
from waypost.events.files import DataFile, files_of
from waypost.events.pieces import ROW
from waypost.events.styles import style_of
from waypost.events.tabular import columns_of, pieces_of
from waypost.events.times import Clock
from waypost.journey.source import FileFormat, PropertyType, Table

SHOWN = 8
"""Rows of a preview."""
SAMPLE = 20_000
"""Rows that are looked at to tell what a column holds."""
MOST_COLUMNS = 300
_HEAD = 262_144
_SEPARATORS = (",", ";", "\t", "|")
_SURE = 0.95
"""The part of a column's values that must be of a type."""
_HEADER_AGAIN = 0.15
"""The part of the columns whose first value must be their own name for a row to be a second header."""
_STYLED = 200
_DATED = (
    r"^\s*(?:(?:[A-Za-z]{3},\s+)?\d{1,4}[./ -]\s?(?:\d{1,2}|[A-Za-z]{3,9})\.?,?[./ -]\s?\d{2,4}"
    r"|[A-Za-z]{3,9} \d{1,2},? \d{4}|\d{8})"
)
"""What a date looks like from afar, so that other texts are not held against every style there is."""
_STATES_ZONE = r"(?i)^\d{9,}(?:\.\d+)?$|\d\s*(?:z|utc|gmt)$|\d[+-]\d{2}:?\d{2}$|:\d{2}(?:\.\d+)?\s*[+-]\d{2}$"
"""How a time ends that says its zone, or a count of seconds since 1970."""
Encoding: TypeAlias = Literal["utf-8", "utf-16", "latin-1", "windows-1252"]
SEPARATOR_WORDS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}


@dataclass(frozen=True)
class Column:
    """One column as it looks."""

    name: str
    type: PropertyType
    filled: float
    """The part of the rows in which something stands."""
    distinct: int
    """How many different values the sample has."""
    examples: tuple[str, ...]
    time_format: str = ""
    """How its times are written, when that is not ISO 8601."""
    day_first_guessed: bool = False
    """Whether day and month could be either way round."""
    low: float | None = None
    """The smallest number."""
    high: float | None = None
    """The largest number."""
    longest: int = 0
    """Characters of the longest text."""
    zoned: bool = False
    """Whether its times say themselves in which zone they are."""


@dataclass(frozen=True)
class Look:
    """A file as it looks."""

    name: str
    format: FileFormat
    separator: str
    encoding: Encoding
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first few, as text."""
    looked_at: int
    """How many rows were looked at."""
    whole: bool
    """Whether those are all there are."""
    frame: pl.DataFrame = field(repr=False, compare=False)
    """The sample."""

    @property
    def separated_by(self) -> str:
        """The separator in a word."""
        return SEPARATOR_WORDS.get(self.separator, self.separator)

    def column(self, name: str) -> Column | None:
        """A column by its name."""
        return next((column for column in self.columns if column.name == name), None)


def look_into(folder: Path, path: Path, separator: str = "", encoding: str = "") -> Look:
    """Look into a file below the folder; what is not given is found out.

    Raises InputError with the reason when it cannot be read.
    """
    table = Table(id="look", files=path.relative_to(folder).as_posix(), customer="?", time="?", event="?")
    (file,) = files_of(table, folder, path.name)
    if file.format in (FileFormat.CSV, FileFormat.NDJSON):
        head = _head(file)
        found = encoding or _encoding_of(head)
        text = head.decode(_codec(found), errors="replace")
        between = separator or (_separator_of(text) if file.format is FileFormat.CSV else ",")
        file = DataFile(path.name, path, file.format, between, found)
    return _seen(DataFile(path.name, path, file.format, file.separator, file.encoding))


def _seen(file: DataFile) -> Look:
    names = columns_of(file).names
    if not names or not any(names):
        raise file.error("the file has no columns", "Begin with a row of column names", line=1)
    kept = tuple(name for name in dict.fromkeys(names) if name)[:MOST_COLUMNS]
    double = [name for name, times in Counter(names).items() if times > 1 and name]
    kept = tuple(name for name in kept if name not in double)
    if not kept:
        raise file.error(f"all columns are called “{double[0]}”", "Give each column a name of its own", line=1)
    frame, whole = _sample(file, _readable(file, kept))
    if frame.is_empty():
        raise file.error("the file has no rows", "There is only a header: export it again")
    if file.format is FileFormat.CSV and (more := _more_headers(frame)):
        where = "row 2" if more == 1 else f"rows 2 and {more + 1}"
        message = f"this looks like a survey export with {('two', 'three')[more - 1]} header rows"
        raise file.error(message, f"Delete {where}, then bring it again")
    columns = tuple(column_of(frame[name]) for name in frame.columns)
    texts = [frame[name].head(SHOWN).cast(pl.String, strict=False).fill_null("").to_list() for name in frame.columns]
    encoding: Encoding = file.encoding  # type: ignore[assignment]  # of the four
    rows = tuple(zip(*texts, strict=True))
    return Look(file.name, file.format, file.separator, encoding, columns, rows, len(frame), whole, frame)


def _more_headers(frame: pl.DataFrame) -> int:
    """How many of the first two rows are still the header: up to the last that says it again, or names its import."""

    def says_it_again(row: tuple[str | None, ...]) -> bool:
        written = [(name.strip().lower(), (cell or "").strip()) for name, cell in zip(frame.columns, row, strict=True)]
        imported = sum(cell.startswith('{"ImportId"') for _, cell in written)
        same = sum(cell.lower() == name for name, cell in written)
        return imported > 0 or same >= max(2, _HEADER_AGAIN * len(written))

    first = frame.head(2).select(pl.all().cast(pl.String, strict=False)).rows()
    return max((place for place, row in enumerate(first, start=1) if says_it_again(row)), default=0)


def _readable(file: DataFile, names: Sequence[str]) -> tuple[str, ...]:
    """Of a Parquet file, the columns that hold plain values."""
    if file.format is not FileFormat.PARQUET or _packed(file):
        return tuple(names)
    schema = pl.read_parquet_schema(file.path)
    return tuple(name for name in names if not (schema[name].is_nested() or schema[name] in (pl.Binary, pl.Object)))


def _packed(file: DataFile) -> bool:
    with file.path.open("rb") as raw:
        return raw.read(4) != b"PAR1"


def _sample(file: DataFile, names: Sequence[str]) -> tuple[pl.DataFrame, bool]:
    pieces = pieces_of(file, names)
    first = next(pieces, None)
    if first is None:
        return pl.DataFrame(), True
    more = len(first.frame) > SAMPLE or next(pieces, None) is not None
    return first.frame.drop(ROW).head(SAMPLE), not more


def _head(file: DataFile) -> bytes:
    try:
        with file.unpacked() as content:
            return content.read(_HEAD)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise file.error("the gzip file is damaged", "Pack or download it again") from None


def _codec(encoding: str) -> str:
    return {"utf-8": "utf-8-sig", "windows-1252": "cp1252"}.get(encoding, encoding)


def _encoding_of(head: bytes) -> Encoding:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def _separator_of(text: str) -> str:
    """The sign that cuts the first lines into the most columns, the same number in each."""
    lines = text[: text.rfind("\n") + 1] or text

    def cut(separator: str) -> tuple[bool, int]:
        try:
            rows = [row for row, _ in zip(csv.reader(io.StringIO(lines), delimiter=separator), range(50)) if row]  # noqa: B905
        except csv.Error:
            return (False, 0)
        widths = Counter(map(len, rows))
        header = len(rows[0]) if rows else 0
        even = bool(rows) and widths[header] >= 0.8 * len(rows)
        return (even and header > 1, header)

    best = max(_SEPARATORS, key=cut)
    return best if cut(best)[1] > 1 else ","


def column_of(series: pl.Series) -> Column:
    """What a column seems to hold."""
    written = series.cast(pl.String, strict=False).str.strip_chars()
    written = written.set((written == "").fill_null(value=False), None)
    values = written.drop_nulls()
    distinct = values.n_unique()
    examples = tuple(text[:80] for text in values.unique(maintain_order=True).head(3).to_list())
    longest = int(values.str.len_chars().max() or 0) if len(values) else 0  # type: ignore[arg-type]
    filled = len(values) / len(series) if len(series) else 0.0
    common = (filled, distinct, examples)
    if len(values):
        time_format, either = _time_format(series, values)
        if time_format is not None:
            zoned = _zoned(series, values)
            return Column(series.name, PropertyType.TIME, *common, time_format, either, longest=longest, zoned=zoned)
        if _part(boolean_cells(series).values, values) >= _SURE and distinct == 2 and not series.dtype.is_numeric():
            words = set(values.str.to_lowercase().unique())
            if words - {"0", "1"}:
                return Column(series.name, PropertyType.BOOLEAN, *common, longest=longest)
        numbers = number_cells(series).values
        if _part(numbers, values) >= _SURE:
            low, high = (float(bound) for bound in (numbers.min(), numbers.max()))  # type: ignore[arg-type]
            return Column(series.name, PropertyType.NUMBER, *common, low=low, high=high, longest=longest)
    return Column(series.name, PropertyType.TEXT, *common, longest=longest)


def _zoned(series: pl.Series, values: pl.Series) -> bool:
    """Whether times state their zone: by an offset, a Z, or as counts since 1970, which have none to state."""
    if isinstance(series.dtype, pl.Datetime):
        return series.dtype.time_zone is not None
    return bool(values.head(_STYLED).str.contains(_STATES_ZONE).all())


def _time_format(series: pl.Series, values: pl.Series) -> tuple[str | None, bool]:
    """How a column's times are written ("" as ISO 8601), None when it has none; and whether that is a guess."""
    if isinstance(series.dtype, pl.Datetime | pl.Date):
        return "", False
    clock = Clock("UTC")
    counted = _part(number_cells(series).values, values) >= _SURE
    if counted and not _named_as_time(series.name):
        return None, False
    plain = values.head(_STYLED)
    if _part(clock.read(plain), plain) >= _SURE:
        return "", False
    dated = _part(plain.set(~plain.str.contains(_DATED), None), plain) >= _SURE
    return _style(plain, clock) if dated and not counted else (None, False)


def _style(plain: pl.Series, clock: Clock) -> tuple[str | None, bool]:
    """The one style in which nearly all of the texts can be read, and whether day and month could change places."""
    styles = Counter(style for text in _telling(plain) if (style := style_of(text)) is not None)
    fitting = {style: _part(clock.written_as(style).read(plain), plain) for style in styles}
    best = max(fitting, key=lambda style: (fitting[style], styles[style]), default=None)
    if best is None or fitting[best] < _SURE:
        return None, False
    other = best.replace("%d", "%\0").replace("%m", "%d").replace("%\0", "%m")
    numbered = "%d" in best[:5] and "%m" in best[:5]
    return best, numbered and _part(clock.written_as(other).read(plain), plain) >= _SURE


def _telling(texts: pl.Series) -> set[str]:
    """The few texts that tell a day from a month: the first, and those whose first and second numbers are largest."""
    numbers = texts.str.extract_all(r"\d+").list
    first, second = (numbers.get(place, null_on_oob=True).cast(pl.Int64, strict=False).arg_max() for place in (0, 1))
    return {texts[place] for place in (0, first or 0, second or 0)}


def _named_as_time(name: str) -> bool:
    words = name.lower().replace("-", "_").split("_")
    return any(word in ("time", "timestamp", "date", "at", "ts", "created", "updated", "when") for word in words)


def _part(found: pl.Series, values: pl.Series) -> float:
    """The part of the values that could be read."""
    return (len(found) - found.null_count()) / len(values) if len(values) else 0.0


def reason(error: InputError) -> str:
    """What is wrong and what to do, in sentences."""
    said = []
    for problem in error.problems:
        place = f", line {problem.line}" if problem.line else ""
        message = f"{problem.message}{place}"
        said.append(f"{message[:1].upper()}{message[1:]}." + (f" {problem.remedy}." if problem.remedy else ""))
    return " ".join(said)
