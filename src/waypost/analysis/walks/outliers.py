"""Outliers: cases whose walk is unlike all others, and what is odd about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import polars as pl

from waypost.analysis.results import Figure
from waypost.analysis.wording import aside_text, cases_text

_TOLD = 5
"""Oddities that are told in sentences; all are in the table."""

OddityKind: TypeAlias = Literal["move", "visits", "time"]


@dataclass(frozen=True)
class Oddity:
    """One way in which outliers are odd."""

    kind: OddityKind
    """A move hardly anybody makes, very many visits, or a very long time."""
    origin: str | None
    """For a move: the step it leaves; None: the walk begins."""
    target: str | None
    """For a move: the step it leads to; None: the walk ends."""
    words: str
    """`go from “Pay” straight to “Browse”`."""
    cases: int
    """Outliers of which it is true; a case may be odd in several ways."""
    usual: str
    """What is usual: `as 1 of 1,000 moves from there do`, `half make 4 visits or fewer`."""


@dataclass(frozen=True)
class OddCase:
    """One outlier by its name: for those who may see individual customers."""

    customer: str
    case: str | None
    surprise: float
    """How unlikely each of its moves is on average, in bits."""
    words: tuple[str, ...]
    """What is odd about it."""


@dataclass(frozen=True)
class Outliers:
    """The cases whose walk is unlike all others."""

    journey: str
    cases: int
    """All cases."""
    examined: int
    """The cases that were looked at: all, or a sample of them."""
    outliers: int
    share: Figure
    """Of the cases that were looked at."""
    usual_surprise: float | None
    """How unlikely the moves of the case in the middle are, in bits a move; None with too few cases."""
    odd_surprise: float | None
    """From how many bits a move on a case counts as odd; None with too few cases."""
    oddities: tuple[Oddity, ...]
    """The most frequent first."""
    listed: tuple[OddCase, ...] = ()
    """The oddest cases by name; only when asked for."""

    def sentences(self) -> tuple[str, ...]:
        """What it says, the most important first."""
        whole = "all cases" if self.examined == self.cases else f"a sample of {self.examined:,} of {self.cases:,} cases"
        if self.odd_surprise is None:
            return (f"Not enough data to say what is unusual (n {self.examined:,}).",)
        if not self.outliers:
            return (f"No case walks unlike all others, looking at {whole}.",)
        walk = "walks" if self.outliers == 1 else "walk"
        return (
            f"{cases_text(self.outliers)} ({aside_text(self.share, f'of {whole}')}) {walk} unlike all others.",
            *(f"{one.cases:,} of them {one.words} ({one.usual})." for one in self.oddities[:_TOLD]),
        )

    def to_frame(self) -> pl.DataFrame:
        """A row for each way of being odd."""
        return pl.DataFrame(
            [(one.kind, one.origin, one.target, one.words, one.cases, one.usual) for one in self.oddities],
            schema={
                "kind": pl.String,
                "origin": pl.String,
                "target": pl.String,
                "words": pl.String,
                "cases": pl.Int64,
                "usual": pl.String,
            },
            orient="row",
        )
