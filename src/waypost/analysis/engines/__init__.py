"""Engines: where partitions are counted. The measures, their merging and their integers are the same everywhere."""

from __future__ import annotations

from typing import Protocol

from waypost.analysis.groups import Group
from waypost.analysis.measure import C, Countable
from waypost.events.trails import Trails


class Engine(Protocol):
    """Counts a measure over all partitions of trails."""

    def count(self, measure: Countable[C], trails: Trails, groups: tuple[Group, ...]) -> tuple[C, ...]:
        """The merged counts of each group."""
