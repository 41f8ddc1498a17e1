"""The shape every measure has: partition → kernel → merge → finish (rule 4).

A measure's `kernel` reads one partition and gives *counts*: integers only. Counts are merged by adding them, in any
order, with the same result. `finish` turns the merged counts into figures. Where the partitions are read is the
business of an engine (see `engines`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Generic, Protocol, Self, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from waypost.analysis.groups import Chosen, Group
from waypost.events.trails import Partition

Integers: TypeAlias = npt.NDArray[np.int64]
Places: TypeAlias = npt.NDArray[np.int16]
"""[touchpoints] where each touchpoint code belongs: to itself, its step, its phase, a funnel's stage; −1: nowhere."""


def summed(places: npt.NDArray[np.integer], amounts: Integers, size: int) -> Integers:
    """[size] the amounts at each place; exact while no sum exceeds 2 ** 53."""
    return np.bincount(places, weights=amounts, minlength=size).astype(np.int64)


class Additive(Protocol):
    """Counts of one partition or of many: merging is addition."""

    def __add__(self, other: Self) -> Self:
        """The counts of both; associative and commutative to the last integer."""


C = TypeVar("C", bound=Additive)
C_co = TypeVar("C_co", bound=Additive, covariant=True)
R_co = TypeVar("R_co", covariant=True)


class Countable(Protocol[C_co]):
    """Something that can be counted partition by partition: all an engine needs to know of a measure."""

    def kernel(self, partition: Partition, chosen: Chosen) -> C_co:
        """The counts of the chosen cases of one partition: integers only."""


class Measure(Countable[C], Protocol[C, R_co]):
    """Something that can be counted and made into figures."""

    def finish(self, counts: C) -> R_co:
        """Figures from merged counts; the only place for floats."""


@dataclass(frozen=True)
class Counts:
    """A record of counts, added field by field: integers, integer arrays, or counts again."""

    def __add__(self, other: Self) -> Self:
        """Both together."""
        return type(self)(
            **{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)}
        )


@dataclass(frozen=True)
class Grouped(Generic[C]):
    """The counts of several groups, in their order."""

    groups: tuple[C, ...]

    def __add__(self, other: Self) -> Self:
        """Group by group."""
        return type(self)(tuple(one + more for one, more in zip(self.groups, other.groups, strict=True)))


def count(measure: Countable[C], partition: Partition, groups: tuple[Group, ...]) -> Grouped[C]:
    """What an engine does with one partition."""
    return Grouped(tuple(measure.kernel(partition, group.chosen(partition)) for group in groups))
