"""Retention: of the customers who began in the same period, how many are active in each period that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from waypost.analysis.results import Figure

Period: TypeAlias = Literal["week", "month", "quarter"]


@dataclass(frozen=True)
class NotYet:
    """A period that was not over at the moment measured: neither zero nor a small share."""

    until: datetime
    """UTC; when it is over."""


Cell: TypeAlias = Figure | NotYet


@dataclass(frozen=True)
class Cohort:
    """Customers whose first event lies in one period."""

    begins: date
    """The period's first day, in the zone asked for."""
    customers: int
    retained: tuple[Cell, ...]
    """[1 …] share active in the first, second … period that follows."""


@dataclass(frozen=True)
class Retained:
    """All cohorts that could be followed so far, together."""

    period: int
    """1: the first period after the one they began in."""
    share: Figure


@dataclass(frozen=True)
class Retention:
    """Cohort retention: customers, not cases, are counted."""

    journey: str
    as_of: datetime
    period: Period
    zone: str
    customers: int
    overall: tuple[Retained, ...]
    cohorts: tuple[Cohort, ...]
    """Oldest first; periods in which nobody began are left out."""
