"""Counting: all that discovery wants to know of the provisional journey, in one reading of the trails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from waypost.analysis.discovery.precedence import Precedence, PrecedenceCounts
from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Chosen
from waypost.analysis.measure import Counts
from waypost.analysis.transitions import TransitionCounts, Transitions
from waypost.analysis.visits import VisitCounts, Visits
from waypost.events.trails import Partition, Trails


@dataclass(frozen=True)
class FirstLookCounts(Counts):
    """What happens at each kind of event, what follows what, and what comes before what."""

    visits: VisitCounts
    moves: TransitionCounts
    precedence: PrecedenceCounts


@dataclass(frozen=True)
class FirstLook:
    """The counts of some kinds of events of a provisional journey; the places are those kinds."""

    visits: Visits
    moves: Transitions
    precedence: Precedence

    def kernel(self, partition: Partition, chosen: Chosen) -> FirstLookCounts:
        """All counts of the chosen cases of one partition."""
        return FirstLookCounts(
            self.visits.kernel(partition, chosen),
            self.moves.kernel(partition, chosen),
            self.precedence.kernel(partition, chosen),
        )


def look(trails: Trails, engine: Engine, place_of: Sequence[int] | None = None) -> FirstLookCounts:
    """The counts of everyone, by the place of each touchpoint; each is its own when left out."""
    places = np.array(range(len(trails.codebook.touchpoints)) if place_of is None else place_of, dtype=np.int16)
    size = int(places.max()) + 1
    first = FirstLook(
        Visits(size, places, np.zeros(len(places), dtype=np.bool_)),
        Transitions(tuple(f"place {place}" for place in range(size)), places),
        Precedence(size, places),
    )
    (counts,) = engine.count(first, trails, (EVERYONE,))
    return counts
