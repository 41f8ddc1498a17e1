"""Exits: where cases stopped that did not arrive, after how long, and what came last."""

from __future__ import annotations

from dataclasses import dataclass

from waypost.analysis.results import Figure, Times


@dataclass(frozen=True)
class LastSteps:
    """The last two steps of cases that stopped."""

    path: tuple[str, ...]
    """Element ids: the step before the last (missing when there was none) and the last."""
    names: tuple[str, ...]
    cases: int
    share: Figure
    """Of the cases that stopped at the same step."""


@dataclass(frozen=True)
class Exit:
    """Cases that did not arrive and whose last event is at one step."""

    element: str
    name: str
    cases: int
    share: Figure
    """Of all cases that did not arrive."""
    time: Times
    """From a case's first event to its last."""
    quiet: Times
    """From its last event to the moment measured: a case that has been quiet only briefly may still be under way."""
    last: tuple[LastSteps, ...]
    """Most frequent first."""


@dataclass(frozen=True)
class Exits:
    """Where cases stopped."""

    cases: int
    stopped: Figure
    """Share of all cases that have not arrived at the destination."""
    exits: tuple[Exit, ...]
    """Most frequent first."""
