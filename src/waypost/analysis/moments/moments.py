"""Moments of truth, measured: which outcomes go with which signals, like with like, beside what people believe.

This module holds what the measure gives back; `counts` counts it, `finding` makes figures of the counts,
and `beliefs` lays them beside the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

import polars as pl

from waypost.analysis.results import Estimate, Figure

FALSE_DISCOVERIES = 0.1
"""The share of false discoveries allowed unless said otherwise."""

Sureness: TypeAlias = Literal["very sure", "quite sure", "a hint", "we cannot tell"]
Verdict: TypeAlias = Literal["agreed", "over-rated", "under-rated", "unknown"]
Unit: TypeAlias = Literal["share", "money"]


@dataclass(frozen=True)
class Effect:
    """How much more often one outcome follows one signal: after its instant, among cases that are alike."""

    touchpoint: str
    touchpoint_name: str
    step: str
    """The touchpoint's step."""
    signal: str
    signal_name: str
    rule: str
    outcome: str
    outcome_name: str
    outcome_kind: str
    unit: Unit
    """Whether the difference is one of shares (of cases) or of money (per case)."""
    wanted: bool
    """Whether it is good that the outcome happens."""
    within: str | None
    """How long from the signal on the outcome is looked for, as in `90 days`; None: until the moment measured."""
    happened: int
    """Cases the signal happened to."""
    exposed: int
    """Those of them that are compared."""
    compared: int
    """Moments of other cases, alike and at risk, they are compared with."""
    already: int
    """Cases it happened to of which the outcome was decided before (they had it, or had answered): left out."""
    unfollowed: int
    """Cases it happened to that cannot be followed long enough, or said nothing afterwards: left out."""
    unmatched: int
    """Cases it happened to for which there was nobody alike: left out."""
    others_already: int
    """Moments of other cases at which the outcome was decided: left out …"""
    others_unfollowed: int
    """… from which they cannot be followed long enough, or said nothing afterwards …"""
    others_unmatched: int
    """… and at which they are like nobody it happened to."""
    strata: int
    """Groups of like cases in which the two could be compared."""
    difference: Figure
    """With the signal less without it, like with like; of shares (0.1: ten points) or of money per case."""
    naive: Figure
    """The same before comparing like with like: all cases it ever happened to less all others at risk, the outcome
    counted from where and for as long as it is declared."""
    base: float | None
    """The outcome's share (or mean) among the cases compared it happened to; None without enough data."""
    odds_ratio: Figure | None
    """None for money."""
    p: float | None
    """None without enough data."""
    p_adjusted: float | None
    """After Benjamini and Hochberg across all tests."""
    found: bool
    """Whether it stands after the control of false discoveries."""
    sure: Sureness
    caution: str
    """Why we are no more than quite sure although the figures are very clear, in words; empty for no such reason."""
    attributable: Figure | None
    """If it is the cause: how many more (or fewer) of the cases compared had the outcome with it than would have
    without; None for money."""
    money: Figure | None
    """If it is the cause: what it brought the company (negative: cost it); None where nobody said what the outcome is
    worth."""
    e_value: float | None
    """How strong a hidden cause would have to be to explain the difference away …"""
    e_value_bound: float | None
    """… and to move the interval to none."""
    control: Figure
    """The negative control: the difference a coin makes, tossed per customer among the same cases."""
    control_p: float | None
    """The p of the negative control; None without enough data."""
    reason: str
    """Why it cannot be told, in words; empty where it can."""

    @property
    def clear(self) -> bool:
        """Whether it stands and its interval leaves out none: else it is not said to help or hurt, nor what rides on
        it."""
        told = self.difference
        return self.found and isinstance(told, Estimate) and not told.low <= 0 <= told.high


@dataclass(frozen=True)
class Unasked:
    """A signal and an outcome that are not held against each other, since one decides the other by construction."""

    touchpoint: str
    signal: str
    signal_name: str
    outcome: str
    outcome_name: str
    decided_by: str
    """The outcome that happens at the signal itself: this one, or one that ends the relationship."""
    decided_by_name: str


@dataclass(frozen=True)
class Belief:
    """What people believe of an element beside what is measured at it."""

    element: str
    name: str
    level: Literal["phase", "step", "touchpoint"]
    believed: bool
    votes: int | None
    """The most votes that one of its moments has …"""
    of: int | None
    """… and of how many."""
    importance: int | None
    """The highest importance given to it or a touchpoint in it, 1 to 5."""
    verdict: Verdict
    reason: str
    """Why, in words."""
    strongest: Effect | None
    """The effect found here on which most rides."""


@dataclass(frozen=True)
class Cover:
    """Who assists at a believed or measured moment."""

    element: str
    name: str
    verdict: Verdict
    owner: str | None
    posts: tuple[str, ...]
    """The questions of its listening posts."""
    missing: tuple[str, ...]
    """What it lacks, in words."""


@dataclass(frozen=True)
class Moments:
    """Moments of truth: measured effects, the surest first; beliefs beside them; their cover."""

    journey: str
    as_of: datetime
    q: float
    """The share of false discoveries allowed."""
    minimum: int
    tested: int
    """How many pairs of a signal and an outcome had enough data to be tested."""
    effects: tuple[Effect, ...]
    unasked: tuple[Unasked, ...]
    """Pairs that are left out, since what one would find is known beforehand."""
    beliefs: tuple[Belief, ...]
    covers: tuple[Cover, ...]
    currency: str | None = None
    """What money is in, as in `EUR`; None: the workspace declares no currency."""

    @property
    def found(self) -> tuple[Effect, ...]:
        """The effects that stand."""
        return tuple(effect for effect in self.effects if effect.found)

    def sentences(self) -> tuple[str, ...]:
        """What it says, the most important first."""
        from waypost.analysis.moments.wording import sentences  # noqa: PLC0415  # which speaks of what is defined here

        return sentences(self)

    def to_frame(self) -> pl.DataFrame:
        """A row for each figure of each effect."""
        return pl.DataFrame(
            [
                _row(effect, name, getattr(effect, name))
                for effect in self.effects
                for name in ("difference", "naive", "odds_ratio", "attributable", "money", "control")
                if getattr(effect, name) is not None
            ],
            schema=_SCHEMA,
            orient="row",
        )


_SCHEMA = {
    "touchpoint": pl.String,
    "signal": pl.String,
    "outcome": pl.String,
    "figure": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "n": pl.Int64,
    "found": pl.Boolean,
    "sure": pl.String,
    "p_adjusted": pl.Float64,
    "e_value": pl.Float64,
}


def _row(effect: Effect, name: str, figure: Figure) -> tuple[object, ...]:
    value, low, high = (figure.value, figure.low, figure.high) if isinstance(figure, Estimate) else (None, None, None)
    who = (effect.touchpoint, effect.signal, effect.outcome, name)
    return (*who, value, low, high, figure.n, effect.found, effect.sure, effect.p_adjusted, effect.e_value)
