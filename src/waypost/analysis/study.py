"""A study: a journey and its trails, and every question one can put to them, one call each.

    study = waypost.open("examples/shop").study("visit")
    study.measures().everyone.completed

What a call gives back is a frozen value whose figures have n and interval; `definitions` says what each one means.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from waypost.analysis.engines import Engine
from waypost.analysis.engines.local import Local
from waypost.analysis.measuring import measure
from waypost.analysis.results import LivingMeasures
from waypost.events.trails import Trails
from waypost.journey.journey import Journey
from waypost.journey.workspace import Workspace


@dataclass(frozen=True)
class Study:
    """A journey, its trails, and the engine that counts them. Each method is one measure."""

    journey: Journey
    trails: Trails = field(repr=False)
    engine: Engine = field(default_factory=Local, repr=False)
    workspace: Workspace | None = field(default=None, repr=False)
    """The documents around the journey: the names of segments, the personas bound to them, the zone of months."""

    def measures(self) -> LivingMeasures:
        """Everything the map shows, for everyone and for each segment."""
        return measure(self.trails, self.journey, engine=self.engine)
