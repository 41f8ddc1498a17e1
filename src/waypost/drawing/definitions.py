"""What every figure on the page means: the measures' own definitions, and those of the two emotion lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from waypost.analysis.definitions import DEFINITIONS as MEASURES
from waypost.analysis.living import LivingMap

SHOWN = (
    "completed",
    "duration",
    "reach",
    "drop-off",
    "repeats",
    "time-to",
    "dwell",
    "entries-exits",
    "score",
    "signal",
    "signal-score",
    "move",
    "move-time",
    "variant",
    "funnel",
    "funnel-time",
)
"""The measures the map draws, in the order the page explains them …"""
ANSWERED = ("moment", "deviation")
"""… and those that a report's brief adds to it. A panel explains its own."""


@dataclass(frozen=True)
class Meaning:
    """A figure's name and how it is counted."""

    id: str
    name: str
    text: str


EMOTIONS = (
    Meaning(
        "emotion-assumed",
        "Feeling, assumed",
        "What the people who drew the map think customers feel, −2 desperate to +2 delighted; the band is the standard "
        "deviation of their votes.",
    ),
    Meaning(
        "emotion-reported",
        "Feeling, reported",
        "What customers said they felt, −2 to +2: the mean of their answers; the band is its 95 % interval.",
    ),
)
_BY_ID = {definition.id: Meaning(definition.id, definition.name, definition.meaning) for definition in MEASURES}


def meanings(measures: Iterable[str]) -> tuple[Meaning, ...]:
    """What these measures mean, in this order; KeyError for one that is not defined."""
    return tuple(_BY_ID[measure] for measure in measures)


def map_meanings(living: LivingMap) -> tuple[Meaning, ...]:
    """What the map's figures mean; without measures only the emotions are explained."""
    measured = SHOWN if living.measures is not None else ()
    answered = ANSWERED if living.brief is not None else ()
    return (*EMOTIONS, *meanings((*measured, *answered)))
