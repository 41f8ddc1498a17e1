"""The answer that everybody gives, and whether two of them agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Pair: TypeAlias = tuple[str, str]
"""An event and the one that follows it in the same case; the two may be alike."""

TOLERANCE = 0.01
ENOUGH = 1000
"""Medians are compared from so many observations on: with fewer, definitions of the median differ by more than 1 %."""


@dataclass(frozen=True)
class Answer:
    """How often each event followed each, and the median time between them."""

    counts: dict[Pair, int]
    medians: dict[Pair, float]
    """Microseconds."""

    def differences(self, other: Answer) -> Iterator[str]:
        """Everything in which another answer is not this one; nothing when they agree."""
        for pair in sorted(self.counts.keys() | other.counts.keys()):
            name = " → ".join(pair)
            ours, theirs = self.counts.get(pair, 0), other.counts.get(pair, 0)
            if ours != theirs:
                yield f"{name}: {ours} times or {theirs}"
            elif ours >= ENOUGH and abs(self.medians[pair] - other.medians[pair]) > TOLERANCE * self.medians[pair]:
                yield f"{name}: median {self.medians[pair]} or {other.medians[pair]} µs"

    @property
    def compared_medians(self) -> int:
        """How many medians `differences` looks at."""
        return sum(count >= ENOUGH for count in self.counts.values())
