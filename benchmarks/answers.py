"""The answer that everybody gives to one question, and whether two of them agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

TOLERANCE = 0.01
ENOUGH = 1000
"""Medians are compared from so many observations on: with fewer, definitions of the median differ by more than 1 %."""


@dataclass(frozen=True)
class Answer:
    """Counts, and medians of what was counted; not everybody gives medians."""

    counts: Mapping[str, int]
    """By what was counted: a move ("advert → search"), a stage, a path."""
    medians: Mapping[str, float] = field(default_factory=dict)
    """Microseconds."""

    @classmethod
    def of_moves(cls, rows: Iterable[tuple[Any, ...]], names: Iterable[str] | None = None) -> Answer:
        """From rows of origin, target, count and perhaps the median; origin and target are places when named."""
        known = None if names is None else tuple(names)
        counts, medians = {}, {}
        for origin, target, count, *median in rows:
            move = f"{origin} → {target}" if known is None else f"{known[origin]} → {known[target]}"
            counts[move] = int(count)
            if median:
                medians[move] = float(median[0])
        return cls(counts, medians)

    def differences(self, other: Answer) -> Iterator[str]:
        """Everything in which another answer is not this one; nothing when they agree on what both tell."""
        for name in sorted(self.counts.keys() | other.counts.keys()):
            ours, theirs = self.counts.get(name, 0), other.counts.get(name, 0)
            if ours != theirs:
                yield f"{name}: {ours} times or {theirs}"
            elif ours >= ENOUGH and {name} <= self.medians.keys() & other.medians.keys():
                one, another = self.medians[name], other.medians[name]
                if abs(one - another) > TOLERANCE * one:
                    yield f"{name}: median {one} or {another} µs"

    @property
    def compared_medians(self) -> int:
        """How many medians `differences` looks at, when the other has them too."""
        return sum(self.counts[name] >= ENOUGH for name in self.medians)


MANY = 100


def paths(rows: Iterable[tuple[Iterable[str], int]], different: int) -> Answer:
    """The paths that `MANY` cases or more took, and how many different ones there are in all."""
    return Answer({" → ".join(path): cases for path, cases in rows if cases >= MANY} | {"different paths": different})
