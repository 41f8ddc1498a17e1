"""Features: walks as rows of numbers, so that those alike lie near each other; and walks without any groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from waypost.analysis.measure import Integers
from waypost.analysis.walks.walks import WalkCounts
from waypost.events.trails import Codes

Floats = npt.NDArray[np.float64]

_MOVES = 24
"""Pairs of places that are looked at, the most frequent ones."""
_WEIGHTS = {"reach": 1.0, "visits": 1.0, "moves": 1.0, "extent": 0.5}
"""The variance that each block of features has in all."""


@dataclass(frozen=True)
class Paths:
    """The paths of w walks between k places."""

    places: int
    length: Integers
    """[w]"""
    path: Codes
    """One walk after the other."""
    waits: Integers

    @classmethod
    def of(cls, walks: WalkCounts, places: int) -> Paths:
        """Those of a sample."""
        return cls(places, walks.length, walks.paths, walks.waits)

    @property
    def walk(self) -> Integers:
        """Beside `path`: the walk each visit belongs to."""
        return np.repeat(np.arange(len(self.length)), self.length)

    @property
    def last(self) -> npt.NDArray[np.bool_]:
        """Beside `path`: whether it is the walk's last visit."""
        last = np.zeros(len(self.path), dtype=np.bool_)
        last[np.cumsum(self.length)[self.length > 0] - 1] = True
        return last

    def visits(self) -> Integers:
        """[w, k] how often each walk came to each place."""
        counted = np.bincount(self.walk * self.places + self.path, minlength=len(self.length) * self.places)
        return counted.reshape(len(self.length), self.places)

    def moves(self) -> tuple[Integers, Integers]:
        """[m] the walk of every move, and origin × k + target."""
        goes = np.flatnonzero(~self.last)
        pair = self.path[goes].astype(np.int64) * self.places + self.path[goes + 1] if len(goes) else goes
        return self.walk[goes], pair


def features(paths: Paths) -> Floats:
    """[w, f] where walks reach, how often they come, the most frequent moves, how far and how long they go.

    Counts and times as logarithms; each block scaled so that together its columns vary as much as the others'.
    """
    visits = paths.visits()
    walk, pair = paths.moves()
    often = np.argsort(-np.bincount(pair, minlength=paths.places**2), kind="stable")[:_MOVES]
    column = np.full(paths.places**2, -1)
    column[often] = np.arange(len(often))
    moved = np.zeros((len(paths.length), len(often)))
    known = column[pair] >= 0
    np.add.at(moved, (walk[known], column[pair[known]]), 1)
    duration = np.bincount(paths.walk, weights=paths.waits, minlength=len(paths.length))
    blocks = {
        "reach": (visits > 0).astype(np.float64),
        "visits": np.log1p(visits),
        "moves": np.log1p(moved),
        "extent": np.column_stack((_standard(np.log1p(paths.length)), _standard(np.log1p(duration / 1e6)))),
    }
    return np.column_stack([_weighed(block, _WEIGHTS[name]) for name, block in blocks.items()])


def _standard(column: Floats) -> Floats:
    spread = float(column.std())
    centred: Floats = column - column.mean()
    return centred / spread if spread > 0 else centred


def _weighed(block: Floats, weight: float) -> Floats:
    whole = float(block.var(axis=0).sum())
    return block * np.sqrt(weight / whole) if whole > 0 else block * 0


def without_groups(paths: Paths, seed: int) -> Paths:
    """As many walks by which everybody follows the same odds: each next place depends on the place before only.

    The odds of entries, moves and exits, and the waits at each place, are those of the walks at hand: a first-order
    Markov chain, to hold groups against that could be found in any crowd (C. Hennig and C.-J. Lin, *Flexible Parametric
    Bootstrap for Testing Homogeneity Against Clustering*, Statistics and Computing 25, 2015).
    """
    chance = np.random.default_rng(seed)
    size = paths.places
    begins = np.cumsum(paths.length) - paths.length
    entries = np.bincount(paths.path[begins[paths.length > 0]], minlength=size)
    odds = np.zeros((size, size + 1))
    _, pair = paths.moves()
    odds[:, :size] = np.bincount(pair, minlength=size * size).reshape(size, size)
    odds[:, size] = np.bincount(paths.path[paths.last], minlength=size)
    limits = np.cumsum(odds, axis=1)
    waits = [paths.waits[(paths.path == place) & ~paths.last] for place in range(size)]
    here = chance.choice(size, size=len(paths.length), p=entries / entries.sum())
    walking = np.arange(len(paths.length))
    walks, visited, waited = [walking], [here], []
    longest = int(paths.length.max())
    while True:
        there = _next(limits, here, chance) if len(visited) < longest else np.full(len(here), size)
        waited.append(_waits(waits, np.where(there < size, here, -1), chance))
        on = there < size
        if not on.any():
            break
        walking, here = walking[on], there[on]
        walks.append(walking)
        visited.append(here)
    walk, path, wait = (np.concatenate(parts) for parts in (walks, visited, waited))
    order = np.argsort(walk, kind="stable")
    length = np.bincount(walk, minlength=len(paths.length))
    return Paths(size, length, path[order].astype(np.int16), wait[order])


def _next(limits: Floats, here: Integers, chance: np.random.Generator) -> Integers:
    drawn = chance.random(len(here)) * limits[here, -1]
    there: Integers = (limits[here] <= drawn[:, None]).sum(axis=1)
    return there


def _waits(waits: list[Integers], here: Integers, chance: np.random.Generator) -> Integers:
    waited = np.zeros(len(here), dtype=np.int64)
    for place, known in enumerate(waits):
        at = np.flatnonzero(here == place)
        if len(at) and len(known):
            waited[at] = chance.choice(known, size=len(at))
    return waited
