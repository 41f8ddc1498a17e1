"""Groups: the cases a measure is about. Every measure can be counted for any of them, and compared between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from waypost.events.trails import Partition

Chosen: TypeAlias = npt.NDArray[np.bool_]
"""[n cases] whether a case counts."""


class Group(Protocol):
    """Some of the cases of trails."""

    def chosen(self, partition: Partition) -> Chosen:
        """Which of a partition's cases belong."""


@dataclass(frozen=True)
class Everyone:
    """All cases."""

    def chosen(self, partition: Partition) -> Chosen:
        """Which of a partition's cases belong."""
        return np.ones(partition.cases, dtype=np.bool_)


EVERYONE = Everyone()


@dataclass(frozen=True)
class Members:
    """The cases of the customers of one segment."""

    segment: int
    """The segment's place in the codebook."""

    def chosen(self, partition: Partition) -> Chosen:
        """Which of a partition's cases belong."""
        return np.ascontiguousarray(partition.membership[:, self.segment])


@dataclass(frozen=True)
class Others:
    """The cases of customers of whom the same is known as of the members of a segment, and who are none of them.

    Who left before anything was known of them is like neither: set against them, members always do well, because
    nobody is a member before they came as far as to be known.
    """

    segment: int
    """The segment's place in the codebook."""

    def chosen(self, partition: Partition) -> Chosen:
        """Which of a partition's cases belong."""
        return partition.judged[:, self.segment] & ~partition.membership[:, self.segment]


@dataclass(frozen=True)
class Alike:
    """The cases with one value of a breakdown: one region, one team."""

    breakdown: int
    """The breakdown's place in the codebook."""
    value: str

    def chosen(self, partition: Partition) -> Chosen:
        """Which of a partition's cases belong."""
        values = partition.breakdown_values[self.breakdown]
        if self.value not in values:
            return np.zeros(partition.cases, dtype=np.bool_)
        alike: Chosen = partition.breakdown_code[:, self.breakdown] == values.index(self.value)
        return alike


@dataclass(frozen=True)
class Begun:
    """The cases whose first event lies in a period."""

    since: int
    """UTC microseconds, included."""
    before: int
    """UTC microseconds, left out."""

    def chosen(self, partition: Partition) -> Chosen:
        """Which of a partition's cases belong."""
        first = partition.time[partition.start[:-1]]
        return (first >= self.since) & (first < self.before)


@dataclass(frozen=True)
class Unlike:
    """The cases whose value of a breakdown is known, and none of these."""

    breakdown: int
    """The breakdown's place in the codebook."""
    values: tuple[str, ...]

    def chosen(self, partition: Partition) -> Chosen:
        """Which of a partition's cases belong."""
        known = partition.breakdown_values[self.breakdown]
        among = [code for code, value in enumerate(known) if value not in self.values]
        unlike: Chosen = np.isin(partition.breakdown_code[:, self.breakdown], np.array(among, dtype=np.int32))
        return unlike


@dataclass(frozen=True)
class Either:
    """The cases that belong to at least one of several groups."""

    groups: tuple[Group, ...]

    def chosen(self, partition: Partition) -> Chosen:
        """Which of a partition's cases belong."""
        either = np.zeros(partition.cases, dtype=np.bool_)
        for group in self.groups:
            either |= group.chosen(partition)
        return either
