"""Conformance: how far cases keep to the designed journey, and where they leave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from waypost.analysis.deviations import CostCount, Deviation, ElementConformance
from waypost.analysis.results import Figure


@dataclass(frozen=True)
class Conformance:
    """Every case beside the designed journey, by the cheapest way to explain it."""

    journey: str
    as_of: datetime
    cases: int
    fit: Figure
    """Share of cases that go just as designed, from beginning to end."""
    fitness: Figure
    """Mean of the cases' fitness, 0 to 1."""
    costs: tuple[CostCount, ...]
    """Ascending."""
    elements: tuple[ElementConformance, ...]
    """Each phase with steps in our view, followed by these, in reading order."""
    deviations: tuple[Deviation, ...]
    """At steps, most cases first; what nobody did is left out."""
    unseen: tuple[str, ...]
    """Names of the steps outside our view: cases pass through them unseen."""
