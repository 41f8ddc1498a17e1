"""What every measure's result can do besides holding figures: say itself in sentences, and stand as a table."""

from __future__ import annotations

from typing import Protocol

import polars as pl


class Answer(Protocol):
    """The result of one measure: a frozen value made of plain types, so that it can be written as JSON."""

    def sentences(self) -> tuple[str, ...]:
        """What it says, in words for people who have never met a p-value; the most important first.

        Each with its number, n and how sure one can be. *Not enough data* is said as such.
        """

    def to_frame(self) -> pl.DataFrame:
        """Every figure as a row, with value, low, high and n where it has them (value null: not enough data)."""
