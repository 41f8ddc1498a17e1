"""What was put aside of a file, in words for who has never heard of the ways in which a file is declared."""

from __future__ import annotations

from dataclasses import dataclass

from waypost.events.quarantine import PutAside, Spot
from waypost.events.styles import style_of
from waypost.events.tolerance import meaning, named


@dataclass(frozen=True)
class Told:
    """What could not be taken of a file for one reason."""

    file: str
    count: int
    what: str
    """As in "unreadable times"."""
    spots: tuple[tuple[Spot, str], ...]
    """The first few, and what is wrong with each."""


def told(aside: PutAside) -> Told:
    """One reason of one file, in words."""
    spots = tuple((spot, why(aside.reason, spot.value)) for spot in aside.spots)
    return Told(aside.file, aside.count, named(aside.reason, aside.count), spots)


def why(reason: str, value: str | None) -> str:
    """What is wrong with one value."""
    if reason == "bad-time" and value and style_of(value):
        return "this time is written in another way than the others"
    if reason == "bad-time":
        words = meaning(reason, value)
        return words if "ISO" not in words else "this is no time"
    return meaning(reason, value)
