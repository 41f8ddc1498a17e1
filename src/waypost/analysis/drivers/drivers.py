"""Drivers: which touchpoints' scores move the overall score, how well each does, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

import polars as pl

from waypost.analysis.results import Figure, NotEnough
from waypost.analysis.telling import columns, figure_text, interval_text, sure_text

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
    """Profit: in the workspace's currency, what goes with the unhappy: how much less each of them brings than the
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
    from the cases that have both and the overall one."""
    method: Literal["exact", "sampled"]
    """Whether all orders of the drivers were averaged, or a sample of them."""
    mean: Figure
    """The mean overall score."""
    r2: Figure
    """How much of the overall score's variance the drivers explain together, 0 to 1."""
    p: float | None
    """How often chance alone would explain so much; None: not enough data."""
    drivers: tuple[Driver, ...]
    left_out: tuple[LeftOut, ...]
    money: str | None
    """The outcome that says what is at stake; None: no outcome has a worth or an amount."""
    currency: str | None = None
    """What `at_stake` is in, as in `EUR`; None: the workspace declares no currency."""

    @property
    def beyond_chance(self) -> bool:
        """Whether the drivers explain more than chance would make them seem to; else none is called important."""
        return self.p is not None and self.p <= SURE

    def sentences(self) -> tuple[str, ...]:
        """What moves the overall score most, what to do about it, and what is at stake."""
        if not self.drivers:
            few = f"Not enough data to say what moves the score of “{self.name}”"
            return (
                f"{few}: {self.answered:,} cases have one, and too few of them scored anything else.",
                "Ask the same customers at other touchpoints, too: give these a listening post (`posts`), and read its "
                "answers by a `responses` block of a source. Or take another score as the overall one.",
            )
        stakes = tuple(said for driver in self.drivers if (said := _at_stake(driver, self.currency)))
        together = f"{figure_text(self.r2, 'share')} of how differently customers score “{self.name}” (n {self.used:,})"
        names = "one other score" if len(self.drivers) == 1 else f"{len(self.drivers)} other scores"
        if not self.beyond_chance:
            return (
                f"{names.capitalize()} explain {together}: no more than chance could.",
                "More customers who answer at several touchpoints would tell more.",
                *stakes,
            )
        first, *_ = self.drivers
        part = f"{interval_text(first.importance, 'share')} of what the scores of touchpoints explain"
        return (
            f"“{first.name}” goes most with the score of “{self.name}”: {part}. {sure_text(self.p)}",
            f"Together, {names} explain {together}.",
            *(said for driver in self.drivers if (said := _advice(driver))),
            *stakes,
        )

    def to_frame(self) -> pl.DataFrame:
        """A row a driver, the most important first."""
        figures = ("importance", "explained", "effect", "performance", "unhappy", "at_stake")
        kinds = {"value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "n": pl.Int64}
        schema = {
            "journey": pl.String,
            "overall": pl.String,
            "touchpoint": pl.String,
            "name": pl.String,
            "advice": pl.String,
            **{f"{figure}_{part}": kind for figure in figures for part, kind in kinds.items()},
        }
        rows = [
            (
                *(self.journey, self.overall, driver.touchpoint, driver.name, driver.advice),
                *(part for figure in figures for part in columns(getattr(driver, figure) or NotEnough(0, 0))),
            )
            for driver in self.drivers
        ]
        return pl.DataFrame(rows, schema=schema, orient="row")


SURE = 0.05
"""Up to which p what the drivers explain is more than chance."""

_DO = {
    "fix first": "Fix first: it matters, and does worse than the others",
    "keep": "Keep: it matters, and does better than the others",
}


def _advice(driver: Driver) -> str:
    """What to do about one that matters; empty for the others."""
    if driver.advice not in _DO:
        return ""
    mean = f"{figure_text(driver.performance, 'scale')} of {driver.high:g}"
    unhappy = f"{figure_text(driver.unhappy, 'share')} are in the lower half of the scale"
    return f"{_DO[driver.advice]}: “{driver.name}” ({mean}; {unhappy})."


def _at_stake(driver: Driver, currency: str | None) -> str:
    """The money that goes with the unhappy; empty where it may be none."""
    if driver.at_stake is None or isinstance(driver.at_stake, NotEnough) or driver.at_stake.low <= 0:
        return ""
    money = interval_text(driver.at_stake, "money", currency)
    return f"Pain and profit: those unhappy with “{driver.name}” bring {money} less than if they were like the others."
