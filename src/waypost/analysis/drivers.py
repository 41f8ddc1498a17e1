"""Drivers: which touchpoints' scores move the overall score, how well each does, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from waypost.analysis.results import Figure

Advice: TypeAlias = Literal["fix first", "keep", "watch", "leave"]
"""Important and poor, important and good, unimportant and poor, unimportant and good."""


@dataclass(frozen=True)
class Driver:
    """One touchpoint's score, and what hangs on it."""

    touchpoint: str
    name: str
    low: float
    """The scale's lower end."""
    high: float
    """The scale's upper end."""
    cases: int
    """Cases with this score and the overall one."""
    importance: Figure
    """Its part of what all drivers together explain of the overall score, 0 to 1; all parts make 1."""
    explained: Figure
    """Its part of the variance of the overall score (of R²)."""
    effect: Figure
    """How many points the overall score is higher for each point more here, the other drivers being equal."""
    performance: Figure
    """Its mean score."""
    place: float | None
    """Where the mean lies on the scale, 0 to 1; None: not enough data."""
    unhappy: Figure
    """Pain: the share of its answers in the lower half of the scale."""
    advice: Advice | None
    """What importance and performance together say; None: not enough data."""
    at_stake: Figure | None
    """Profit: in the workspace's money, what goes with the unhappy: how much less each of them brings than the
    others, times how many they are. None: no outcome has a worth or an amount."""


@dataclass(frozen=True)
class LeftOut:
    """A touchpoint with scores that could not be a driver."""

    touchpoint: str
    name: str
    cases: int
    """Cases with this score and the overall one."""
    reason: str


@dataclass(frozen=True)
class Drivers:
    """Which touchpoints' scores move the overall score, the most important first."""

    journey: str
    as_of: datetime
    overall: str
    """The id of the touchpoint whose score is the overall one."""
    name: str
    """Its name."""
    low: float
    """The overall scale's lower end."""
    high: float
    """The overall scale's upper end."""
    answered: int
    """Cases with an overall score."""
    used: int
    """Cases the shares are computed from."""
    missing: Literal["complete", "pairwise"]
    """`complete`: only cases with all scores are used. `pairwise`: too few have all, so each pair of scores is taken
    from the cases that have both."""
    method: Literal["exact", "sampled"]
    """Whether all orders of the drivers were averaged, or a sample of them."""
    mean: Figure
    """The mean overall score."""
    r2: Figure
    """How much of the overall score's variance the drivers explain together, 0 to 1."""
    drivers: tuple[Driver, ...]
    left_out: tuple[LeftOut, ...]
    money: str | None
    """The outcome that says what is at stake; None: no outcome has a worth or an amount."""
