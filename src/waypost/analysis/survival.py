"""Survival: how long it takes to come to a milestone, by Kaplan and Meier, counting those who have not come yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from waypost.analysis.results import Figure, NotEnough


@dataclass(frozen=True)
class CurvePoint:
    """How many had come by a time."""

    time: int
    """Microseconds since the beginning."""
    share: float
    low: float
    high: float
    at_risk: int
    """Cases that had neither come nor gone out of sight just before."""


@dataclass(frozen=True)
class MedianTime:
    """The time by which half have come, with its 95 % interval, in microseconds."""

    value: int | None
    """None: fewer than half have come as far as can be seen."""
    low: int | None
    high: int | None
    """None: without an upper end as far as can be seen."""
    n: int


Median: TypeAlias = MedianTime | NotEnough


@dataclass(frozen=True)
class ComeBy:
    """The share that had come by a time."""

    time: int
    """Microseconds since the beginning."""
    share: Figure
    """Not enough data where too few cases could be followed so long (their number is its n)."""


@dataclass(frozen=True)
class TimeTo:
    """How long cases take from a beginning to a milestone."""

    journey: str
    as_of: datetime
    origin: str | None
    """The element the time is counted from; None: the case's first event."""
    origin_name: str
    target: str
    target_name: str
    cases: int
    """Cases that began."""
    came: int
    """Those that came to the milestone."""
    already: int
    """Cases left out, because they had been at the milestone before the beginning."""
    median: Median
    by: tuple[ComeBy, ...]
    """By 1, 7, 30 and 90 days unless others are asked for."""
    curve: tuple[CurvePoint, ...]
    """At most 200 points, ascending; the share steps up at each. Empty when there is not enough data."""
