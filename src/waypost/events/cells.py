"""Cells: a column of text, numbers, booleans or times as a file writes them, and which of them are none."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from waypost.events.times import Clock
from waypost.journey.source import PropertyType

LONGEST = 100_000
"""Bytes in one text; a longer one is put aside."""

_TRUE, _FALSE = ["true", "t", "yes", "y", "1"], ["false", "f", "no", "n", "0"]


@dataclass(frozen=True)
class Cells:
    """One column, read as a type. Spaces around a text do not count, and an empty text is no value."""

    column: str
    written: pl.Series
    """String, null where nothing stands."""
    values: pl.Series
    """String, Float64, Boolean or UTC microseconds; null also where something stands that is none."""
    reason: str
    """Why a cell with something written and no value is put aside."""

    @property
    def bad(self) -> pl.Series:
        """Where something stands that is no value."""
        return self.values.is_null() & self.written.is_not_null()


def text_cells(series: pl.Series) -> Cells:
    """Text of at most LONGEST bytes."""
    written = _written(series)
    long = written.str.len_bytes() > LONGEST
    values = written.set(long.fill_null(value=False), None) if long.any() else written
    return Cells(series.name, written, values, "too-long")


def number_cells(series: pl.Series) -> Cells:
    """Finite numbers, with a dot for the fraction."""
    written = _written(series)
    numbers = (series if series.dtype.is_numeric() else written).cast(pl.Float64, strict=False)
    finite = numbers.is_finite().fill_null(value=True)
    return Cells(series.name, written, numbers if finite.all() else numbers.set(~finite, None), "bad-number")


def boolean_cells(series: pl.Series) -> Cells:
    """True or false, written as true, t, yes, y, 1 or false, f, no, n, 0 in any case."""
    written = _written(series)
    lower = written.str.to_lowercase()
    values = pl.select(pl.when(lower.is_in(_TRUE)).then(True).when(lower.is_in(_FALSE)).then(False)).to_series()
    return Cells(series.name, written, values, "bad-boolean")


def time_cells(series: pl.Series, clock: Clock) -> Cells:
    """Instants, as `times` reads them."""
    written = _written(series)
    values = clock.read(written if series.dtype == pl.String else series)
    return Cells(series.name, written, values, "bad-time")


def cells_of(series: pl.Series, kind: PropertyType, clock: Clock) -> Cells:
    """The cells of a property or attribute."""
    if kind is PropertyType.NUMBER:
        return number_cells(series)
    if kind is PropertyType.BOOLEAN:
        return boolean_cells(series)
    return time_cells(series, clock) if kind is PropertyType.TIME else text_cells(series)


def json_objects(named: Iterable[tuple[str, Cells]], rows: int) -> pl.Series:
    """One JSON object a row, without the values that are null; null where there is none at all.

    Times are written in UTC with microseconds, as in `2018-08-01T03:00:00.000000Z`.
    """
    members = [_members(name, cells.values) for name, cells in named]
    if not members:
        return pl.Series([None], dtype=pl.String).new_from_index(0, rows)
    inner = pl.concat_str(members, separator=",", ignore_nulls=True)
    return pl.select(
        pl.when(inner.str.len_bytes() > 0).then(pl.concat_str(pl.lit("{"), inner, pl.lit("}")))
    ).to_series()


def _members(name: str, values: pl.Series) -> pl.Series:
    """`"name":value` for each value, null for null."""
    if isinstance(values.dtype, pl.Datetime):
        values = values.dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
    key = json.dumps(name, ensure_ascii=False)
    if values.dtype == pl.String:
        value = (
            values.alias("v")
            .to_frame()
            .to_struct("")
            .struct.json_encode()
            .str.strip_prefix('{"v":')
            .str.strip_suffix("}")
        )
    else:
        value = values.cast(pl.String)
    return pl.select(pl.when(values.is_not_null()).then(pl.concat_str(pl.lit(f"{key}:"), value))).to_series()


def _written(series: pl.Series) -> pl.Series:
    """What stands in the cells, as text."""
    text = series.cast(pl.String, strict=False).str.strip_chars()
    empty = text == ""
    return text.set(empty.fill_null(value=False), None) if empty.any() else text
