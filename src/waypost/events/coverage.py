"""Coverage: what a journey's bindings see of the lake, and what they miss."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Coverage:
    """What the bindings see and miss, of everything up to `as_of`."""

    events: int
    """Events in the lake."""
    mapped: int
    """Events that are a touchpoint of this journey."""
    caseless: int
    """Events that match a touchpoint but lack the case property."""
    unmapped: tuple[tuple[str, str, int], ...]
    """(source, event, count), most frequent first."""
    silent: tuple[str, ...]
    """Touchpoints with a `match` that no event ever fits."""
    unbound: tuple[str, ...]
    """Touchpoints without a `match`."""
    overlapping: int = 0
    """Events that more than one touchpoint matches; the first in reading order takes them."""
    unattached: int = 0
    """Responses that speak of a touchpoint, by customers without a case they could belong to."""
