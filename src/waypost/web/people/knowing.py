"""How well a persona is known: each group of lines, and which lines have research behind them."""

from __future__ import annotations

from dataclasses import dataclass

from waypost.journey.persona import Persona


@dataclass(frozen=True)
class Group:
    """A kind of line about a persona."""

    slot: str
    """The field of the persona that holds them."""
    name: str
    """What people call them."""
    one: str
    """One of them, as in "Add a goal"."""
    prompt: str
    """An example that teaches what belongs here."""


GROUPS = (
    Group("goals", "Business goals", "goal", "What would make their year?"),
    Group("jobs", "Jobs to be done", "job to be done", "What do they want to get done, with or without us?"),
    Group("needs", "Needs from us", "need", "What do they need from the company?"),
    Group("behaviours", "Behaviour", "way they behave", "What do they do when nobody asks them?"),
    Group("pains", "Pains", "pain", "What hurts, and when?"),
    Group("expectations", "What shapes their expectations", "expectation", "Who taught them how easy it can be?"),
    Group("traits", "Traits", "trait", "What matters about them in this situation?"),
)
"""In reading order."""


@dataclass(frozen=True)
class Known:
    """How many of a persona's lines have research behind them."""

    backed: int
    lines: int

    @property
    def words(self) -> str:
        """As one says it: "12 of 15 lines have research behind them"."""
        if not self.lines:
            return "nothing is written yet"
        if not self.backed:
            return "every line is assumed"
        if self.lines == 1:
            return "the one line has research behind it"
        verb = "has" if self.backed == 1 else "have"
        return f"{self.backed} of {self.lines} lines {verb} research behind them"


def known(persona: Persona) -> Known:
    """The share of a persona that research stands behind."""
    lines = persona.lines()
    return Known(sum(1 for line in lines if line.evidence), len(lines))
