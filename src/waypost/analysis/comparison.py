"""Comparison: what a study says of groups side by side, and which figures differ between them more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from waypost.analysis.results import Figure

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
    """The part of all differences between single cases that goes with their group, 0 to 1 (intraclass correlation)."""
    lowest: str
    """The group with the lowest value."""
    highest: str
    """The group with the highest value."""

    @property
    def differs(self) -> bool:
        """Whether the groups differ more than chance, allowing for how many figures were looked at."""
        return self.q <= FALSE_DISCOVERY


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
