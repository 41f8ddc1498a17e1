"""What every figure on the map means: the measures' own definitions, and those of the two emotion lines."""

from __future__ import annotations

from dataclasses import dataclass

from waypost.analysis.definitions import DEFINITIONS as MEASURES

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
"""The measures the page draws, in the order it explains them."""


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


def meanings(measured: bool) -> tuple[Meaning, ...]:
    """What the page's figures mean; without measures only the emotions are explained."""
    by_id = {definition.id: definition for definition in MEASURES}
    found = (by_id[one] for one in SHOWN) if measured else ()
    return (*EMOTIONS, *(Meaning(one.id, one.name, one.meaning) for one in found))
