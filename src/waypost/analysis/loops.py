"""Loops: the steps cases come back to, how long a loop takes, and whether those who loop arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from waypost.analysis.exits import Exits
from waypost.analysis.results import Figure, Times


@dataclass(frozen=True)
class LoopPath:
    """A way out and back."""

    path: tuple[str, ...]
    """Element ids from the step back to it."""
    names: tuple[str, ...]
    count: int
    """How often."""
    share: Figure
    """Of all returns to the step."""
    time: Times


@dataclass(frozen=True)
class Loop:
    """Coming back to one step after being elsewhere on the map."""

    element: str
    name: str
    came: int
    """Cases that came here."""
    cases: int
    """Cases that came back at least once."""
    share: Figure
    """Of the cases that came here."""
    returns: int
    """How often cases came back, all together."""
    time: Times
    """A loop's time: from the last event here to the first event of the next visit here."""
    total: int
    """Microseconds: the time of all loops together."""
    completed_looped: Figure
    """Share that arrived of the cases that came back here before they had arrived."""
    completed_others: Figure
    """Share that arrived of the other cases that came here."""
    difference: Figure
    """The first less the second: a plain comparison, not a cause. Not enough data at the destination itself."""
    paths: tuple[LoopPath, ...]
    """Most frequent first; ways over more than three other steps are left out."""


@dataclass(frozen=True)
class Loops:
    """All loops of a journey, and where cases stopped."""

    journey: str
    as_of: datetime
    cases: int
    looped: Figure
    """Share of all cases that came back to any step."""
    loops: tuple[Loop, ...]
    """Those that took the most time all together first."""
    exits: Exits
