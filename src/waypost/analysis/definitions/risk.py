"""Which cases are at risk of a signal, by its rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AtRisk:
    """For one rule of a signal: when it happens, and which cases are at risk."""

    rule: str
    happens: str
    cases: str


AT_RISK: tuple[AtRisk, ...] = (
    AtRisk("when", "at each event of the touchpoint for which the condition holds", "that reached the touchpoint"),
    AtRisk("reached", "at the first event of the touchpoint", "all"),
    AtRisk(
        "skipped",
        "at the first event of a later step, when the touchpoint has not happened before it",
        "that reached the touchpoint or a later step",
    ),
    AtRisk("repeated", "at the event that makes it so many", "that reached the touchpoint"),
    AtRisk(
        "slower_than",
        "when nothing has followed the first such event of the touchpoint for that long; in the last bound phase only "
        "if something follows later",
        "with an event of the touchpoint at least that long before the moment measured",
    ),
    AtRisk(
        "overdue",
        "at the deadline, when the touchpoint has not happened by then",
        "whose deadline is not after the moment measured",
    ),
    AtRisk(
        "overdue_after",
        "that long after the first event of the step, when the touchpoint has not happened by then",
        "for which that moment is not after the moment measured",
    ),
    AtRisk(
        "scored_below",
        "at each answer about the touchpoint below that score",
        "with an answer about the touchpoint",
    ),
)
"""By rule, as `events.signals` counts them."""
