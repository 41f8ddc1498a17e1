"""Lines: the rows of a result's frame, the same columns for every measure of paths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

import polars as pl

from waypost.analysis.results import Figure, NotEnough, Times

COLUMNS = {
    "of": pl.String,
    "measure": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "n": pl.Int64,
    "unit": pl.String,
}
"""What the figure is of, what it is, and the figure; value null: not enough data."""


@dataclass(frozen=True)
class Line:
    """One figure."""

    of: str
    measure: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    unit: str


def count_line(of: str, measure: str, count: int, unit: str = "cases") -> Line:
    """Something counted exactly."""
    return Line(of, measure, count, None, None, None, unit)


def share_line(of: str, measure: str, figure: Figure) -> Line:
    """A share, or a difference of shares, with its interval."""
    if isinstance(figure, NotEnough):
        return Line(of, measure, None, None, None, figure.n, "share")
    return Line(of, measure, figure.value, figure.low, figure.high, figure.n, "share")


def times_lines(of: str, measure: str, times: Times) -> tuple[Line, ...]:
    """The quartiles of times; the median alone where there is not enough data."""
    if isinstance(times, NotEnough):
        return (Line(of, f"{measure}, median", None, None, None, times.n, "microseconds"),)
    quartiles = (("first quartile", times.p25), ("median", times.median), ("third quartile", times.p75))
    return tuple(
        Line(of, f"{measure}, {name}", value, None, None, times.n, "microseconds") for name, value in quartiles
    )


def frame(lines: Iterable[Line]) -> pl.DataFrame:
    """The lines as a frame; columns as in `COLUMNS`."""
    return pl.DataFrame([astuple(line) for line in lines], schema=COLUMNS, orient="row")
