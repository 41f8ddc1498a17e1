"""Alternatives: the paths many took, similar ones grouped, and what sets each group apart from the usual path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from waypost.analysis.results import Figure, Times, Variant


@dataclass(frozen=True)
class VariantGroup:
    """Paths that differ little from the most frequent one among them."""

    path: tuple[str, ...]
    """The most frequent path of the group, as element ids."""
    names: tuple[str, ...]
    """The same by name."""
    differs: tuple[str, ...]
    """What sets it apart from the most frequent path of all, in words; empty for the first group."""
    variants: tuple[Variant, ...]
    """Its paths, most frequent first."""
    cases: int
    share: Figure
    """Of all cases."""
    completed: Figure
    """Share of its cases that arrived at the destination."""
    duration: Times
    """From a case's first event to its first at the destination, for those that arrived."""


@dataclass(frozen=True)
class VariantGroups:
    """The paths of all cases in groups."""

    journey: str
    as_of: datetime
    cases: int
    paths: int
    """How many different paths there are."""
    groups: tuple[VariantGroup, ...]
    """Largest first."""
    grouped: int
    """Cases whose path is in a group; the others took rarer paths than were looked at."""
    rest: Figure
    """Share of the others."""
