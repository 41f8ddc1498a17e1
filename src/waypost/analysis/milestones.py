"""Milestones: customers come to them in various ways, so here the order is not asked for but found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from waypost.analysis.results import Figure, Times


@dataclass(frozen=True)
class Milestone:
    """One of the milestones, whenever it was reached."""

    element: str
    name: str
    cases: int
    share: Figure
    """Of all cases."""
    time: Times
    """From the case's first milestone; 0 where this was the first."""


@dataclass(frozen=True)
class MilestoneCount:
    """Cases that came to at least so many of the milestones, in any order."""

    number: int
    cases: int
    share: Figure
    """Of all cases."""
    time: Times
    """From the case's first milestone to the one that made it so many."""


@dataclass(frozen=True)
class MilestoneOrder:
    """An order in which milestones were reached, each at its first event."""

    path: tuple[str, ...]
    names: tuple[str, ...]
    cases: int
    share: Figure
    """Of the cases that came to at least one milestone."""
    complete: bool
    """Whether it has all milestones."""


@dataclass(frozen=True)
class Milestones:
    """How far customers came through milestones they may take in any order."""

    journey: str
    as_of: datetime
    window: timedelta | None
    """A milestone counts when it lies no later than this after the case's first one."""
    cases: int
    milestones: tuple[Milestone, ...]
    """As they were asked for."""
    counts: tuple[MilestoneCount, ...]
    """1 … k."""
    orders: tuple[MilestoneOrder, ...]
    """The most frequent."""
    different: int
    """How many different orders there are."""
