"""Breakdowns: what tells each case apart, as text, read from its events or its customer's attributes. Pure.

Values that only say that nothing is known (`UNTOLD`) are none: they make no group, and what tells is looked for on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from waypost.journey.source import PropertyType

ValueCodes = npt.NDArray[np.int32]

UNTOLD = ("", "?", "-", "unknown", "n/a", "null", "none")
"""What people and systems write where nothing is known: in any case, with or without spaces around it."""
_WHOLE = 1e15  # below it a whole number is written without a fraction and without an exponent


@dataclass(frozen=True)
class BoundBreakdown:
    """A breakdown and where its values are."""

    place: int
    """Its column in a partition's `breakdown_code`."""
    name: str
    """The property or the attribute."""
    of_customer: bool
    """Whether it is an attribute of the customer."""
    kind: PropertyType
    at: tuple[int, ...] | None = None
    """The codes of the touchpoints of whose events the first that has it tells; None: all events."""

    @property
    def column(self) -> str:
        """The column that holds it in what is gathered."""
        return f"by.{self.name}"


def told(column: pl.Expr, kind: PropertyType) -> pl.Expr:
    """A decoded property or attribute as people write it; null where it only says that nothing is known."""
    written = _plain(column, kind)
    known = ~written.str.strip_chars().str.to_lowercase().is_in(UNTOLD)
    return pl.when(known).then(written)


def _plain(column: pl.Expr, kind: PropertyType) -> pl.Expr:
    """A whole number without a fraction, a time as ISO 8601."""
    if kind is PropertyType.NUMBER:
        whole = (column == column.floor()) & (column.abs() < _WHOLE)
        return (
            pl.when(whole).then(column.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(column.cast(pl.String))
        )
    if kind is PropertyType.TIME:
        return column.dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ")
    return column.cast(pl.String)


def first_told(bound: BoundBreakdown, events: pl.DataFrame, cases: int) -> pl.Series:
    """The value of each case by its events, which have a column `number` and are in order."""
    here = pl.lit(True) if bound.at is None else pl.col("code").is_in(bound.at)
    telling = events.filter(pl.col(bound.column).is_not_null() & here)
    values = telling.unique("number", keep="first").select("number", value=bound.column)
    everyone = pl.DataFrame({"number": pl.int_range(cases, eager=True)})
    return everyone.join(values, on="number", how="left", maintain_order="left")["value"]


def coded(columns: Sequence[pl.Series], cases: int) -> tuple[ValueCodes, tuple[tuple[str, ...], ...]]:
    """[n, number of columns] the place of each value among those met, −1 where there is none; and the values met."""
    codes = np.empty((cases, len(columns)), dtype=np.int32)
    for place, column in enumerate(columns):
        codes[:, place] = (column.rank("dense").cast(pl.Int32) - 1).fill_null(-1).to_numpy()
    return codes, tuple(tuple(column.drop_nulls().unique().sort().to_list()) for column in columns)
