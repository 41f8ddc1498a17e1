"""Comparison: what a study says of groups side by side, and which figures differ between them more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

import polars as pl

from waypost.analysis.results import Estimate, Figure
from waypost.analysis.statistics import MINIMUM
from waypost.analysis.telling import columns, difference_told, figure_text, percent_text, sure_text

Kind: TypeAlias = Literal[
    "completed",
    "duration",
    "reach",
    "drop-off",
    "returns",
    "dwell",
    "time-to",
    "score",
    "signal",
    "outcome",
]
"""Which figure of the map it is; the ids of their definitions, `outcome` apart."""

Unit: TypeAlias = Literal["share", "scale", "microseconds"]
"""What the values are: parts of 1, points of a scale, or times (medians)."""


@dataclass(frozen=True)
class GroupSize:
    """One group, and how many it holds."""

    group: str
    """Its name: a region, a segment, a period."""
    cases: int
    customers: int


@dataclass(frozen=True)
class GroupFigure:
    """One figure of one group, beside all the other groups together."""

    group: str
    value: Figure
    """The share, the mean or the median, with its interval."""
    difference: Figure
    """The value less that of all the other groups together; its n is that of both."""
    p: float | None
    """How often chance alone would give a difference at least so large, were there none; None: not enough data."""
    q: float | None
    """The same, allowing for how many differences were looked at (Benjamini and Hochberg)."""

    @property
    def differs(self) -> bool:
        """Whether it differs from the others more than chance, allowing for how many were looked at."""
        return self.q is not None and self.q <= FALSE_DISCOVERY


@dataclass(frozen=True)
class Variation:
    """How much a figure varies between the groups, and how much of that is more than chance."""

    groups: int
    """How many groups had enough data."""
    p: float
    """How often chance alone would spread the groups at least so far, were they all alike."""
    q: float
    """The same, allowing for how many figures were looked at (Benjamini and Hochberg)."""
    excess: float
    """The part of the spread between the groups that is more than chance, 0 to 1 (I²)."""
    spread: float
    """How far apart groups truly lie: the standard deviation between them, chance taken out (τ), in the figure's
    unit."""
    part: float
    """The part of all differences between single cases that goes with their group, chance taken out, 0 to 1 (ε²)."""
    lowest: str
    """The group with the lowest value, of those with at least 30 cases, answers or times; of all where fewer than two
    have so many."""
    highest: str
    """The group with the highest value, of the same groups."""

    @property
    def differs(self) -> bool:
        """Whether the groups differ more than chance, allowing for how many figures were looked at.

        Times whose medians are all the same do not, even where chance alone would not spread them so.
        """
        return self.q <= FALSE_DISCOVERY and self.lowest != self.highest


FALSE_DISCOVERY = 0.05
"""Of the differences called more than chance, this part at most is expected to be chance after all."""


@dataclass(frozen=True)
class ComparedFigure:
    """One figure of the map, for each group."""

    kind: Kind
    element: str | None
    """The id of the phase, step or touchpoint; None: the whole journey."""
    detail: str | None
    """The id of the signal or the outcome, or the scale as `1–5`; None: the figure needs none."""
    label: str
    """What it is, in words: `Arrived at 'Parcel'`."""
    unit: Unit
    groups: tuple[GroupFigure, ...]
    """In the order of the comparison's groups."""
    variation: Variation | None
    """None: fewer than two groups have enough data, or the groups overlap."""
    wanted: bool | None = None
    """Whether more of it is good; None: that cannot be said of it."""


@dataclass(frozen=True)
class Comparison:
    """A journey's figures for two or more groups, those that vary most beyond chance first."""

    journey: str
    as_of: datetime
    by: str
    """What the groups are told apart by: a breakdown's id, `segment`, `persona`, `month`, `quarter`, `year` or
    `before`."""
    name: str
    """The same in words: `Region`."""
    groups: tuple[GroupSize, ...]
    pooled: int
    """How many values are together in the group of others: those with few cases, and those beyond the largest."""
    unknown: int
    """Cases that belong to no group: their value is not known, or they were left out (see `notes`)."""
    overlapping: bool
    """Whether one case can belong to several groups; then nothing is said of the spread between all."""
    figures: tuple[ComparedFigure, ...]
    notes: tuple[str, ...]
    """What one should know before believing it: who was left out, and why."""

    @property
    def cases(self) -> int:
        """Cases of all groups; one that belongs to several counts as often."""
        return sum(group.cases for group in self.groups)

    def sentences(self) -> tuple[str, ...]:
        """What differs more than chance, the most telling first; or that nothing does."""
        telling = [sentence for figure in self.figures if (sentence := self._told(figure))]
        compared = sum(any(group.p is not None for group in figure.groups) for figure in self.figures)
        if not compared and sum(group.cases >= MINIMUM for group in self.groups) > 1:
            return (f"All {self.cases:,} cases did the same; nothing can differ by {self._by}.",)
        if not compared:
            return (f"Not enough data to compare by {self._by}: {self.cases:,} cases in {self._groups}.",)
        rest = f"{compared:,} figures compared, {self.cases:,} cases in {self._groups}"
        if not telling:
            nothing = "Nothing changed" if self.by == "before" else f"Nothing differs by {self._by}"
            return (f"{nothing} more than chance would have it: {rest}.",)
        more = len(telling) - _SAID
        further = (_further(more),) if more > 0 else ()
        others = f"On the other {compared - len(telling):,} figures there is no difference that chance could not make"
        return (*telling[:_SAID], *further, f"{others} ({rest}).")

    @property
    def _by(self) -> str:
        return f"“{self.name}”"

    @property
    def _groups(self) -> str:
        return "one group" if len(self.groups) == 1 else f"{len(self.groups)} groups"

    def _told(self, figure: ComparedFigure) -> str:
        """The figure in a sentence; empty when it does not differ more than chance."""
        if len(self.groups) == 2 and not self.overlapping:
            return _told_of_two(figure, *figure.groups) if figure.groups[1].differs else ""
        if figure.variation is not None and figure.variation.differs:
            return _told_of_many(figure, figure.variation, self._by)
        differing = [group for group in figure.groups if group.differs]
        return _told_of_one(figure, min(differing, key=_certainty)) if self.overlapping and differing else ""

    def to_frame(self) -> pl.DataFrame:
        """A row a figure and group: value and difference with their intervals and n, p, q, and the figure's spread."""
        rows = [_row(self, figure, group) for figure in self.figures for group in figure.groups]
        return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


_SAID = 8
"""How many differences are put into sentences, the most telling first."""

_COLUMNS = {
    "journey": pl.String,
    "by": pl.String,
    "group": pl.String,
    "figure": pl.String,
    "element": pl.String,
    "detail": pl.String,
    "label": pl.String,
    "unit": pl.String,
    **{
        f"{of}{part}": pl.Int64 if part == "n" else pl.Float64
        for of in ("", "difference_")
        for part in ("value", "low", "high", "n")
    },
    **dict.fromkeys(("p", "q", "spread_p", "spread_q", "excess", "spread", "part"), pl.Float64),
}


def _row(whole: Comparison, figure: ComparedFigure, group: GroupFigure) -> tuple[str | float | None, ...]:
    varies = figure.variation
    return (
        *(whole.journey, whole.by, group.group),
        *(figure.kind, figure.element, figure.detail, figure.label, figure.unit),
        *columns(group.value),
        *columns(group.difference),
        *(group.p, group.q),
        *((varies.p, varies.q, varies.excess, varies.spread, varies.part) if varies else (None,) * 5),
    )


def _told_of_two(figure: ComparedFigure, one: GroupFigure, other: GroupFigure) -> str:
    """Both values, the second less the first, and how sure."""
    values = ", ".join(f"{figure_text(each.value, figure.unit)} “{each.group}”" for each in (one, other))
    return f"{figure.label}: {values}; {difference_told(other.difference, figure.unit)}. {sure_text(other.q)}"


def _further(more: int) -> str:
    return (
        "One further figure differs more than chance."
        if more == 1
        else f"{more} further figures differ more than chance."
    )


def _told_of_many(figure: ComparedFigure, variation: Variation, by: str) -> str:
    """From the lowest to the highest, and what the group explains."""
    value = {group.group: group.value for group in figure.groups}
    ends = [
        f"{figure_text(value[name], figure.unit)} ({name}, n {value[name].n:,})"
        for name in (variation.lowest, variation.highest)
    ]
    part = f"{by} goes with {percent_text(variation.part)} of the differences between cases."
    return f"{figure.label} differs by {by}: from {' to '.join(ends)}. {part} {sure_text(variation.q)}"


def _certainty(group: GroupFigure) -> tuple[float, float]:
    """The surest difference first, the largest of equally sure ones."""
    size = abs(group.difference.value) if isinstance(group.difference, Estimate) else 0.0
    return 1.0 if group.q is None else group.q, -size


def _told_of_one(figure: ComparedFigure, group: GroupFigure) -> str:
    """One group beside all the others."""
    value = figure_text(group.value, figure.unit)
    apart = difference_told(group.difference, figure.unit)
    return f"{group.group}: {figure.label} {value}, {apart} than the others. {sure_text(group.q)}"
