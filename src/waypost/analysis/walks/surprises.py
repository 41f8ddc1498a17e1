"""Surprises: how unlikely each walk is by the odds of all of them, and which are too unlikely to be like the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts, Integers
from waypost.analysis.statistics import MINIMUM, share
from waypost.analysis.walks.features import Floats, Paths
from waypost.analysis.walks.outliers import OddCase, Oddity, OddityKind, Outliers
from waypost.analysis.walks.walks import WalkCounts, ordinals
from waypost.analysis.wording import duration_text
from waypost.events.trails import Partition

_FAR = 3
"""Times the distance between the quartiles that lies beyond the upper one: *far out*."""
_RAREST = 0.99
_FEWEST = 10 * MINIMUM
"""Below this many walks nobody can say what is unusual."""

WalkKey = tuple[int, int]
"""The customer's hash, and which of the customer's cases."""


@dataclass(frozen=True)
class Surprising:
    """The cases whose walk is unlike all others."""

    journey: str
    steps: tuple[str, ...]
    """Step ids by place."""
    names: tuple[str, ...]
    """What the steps are called."""

    def finish(self, counts: WalkCounts) -> Outliers:
        """How many are odd, and in what ways; individuals are named by `Names`.

        A walk is odd in one of three ways: its moves are unlikely (the mean of −log2 of the odds of its entry, moves
        and exit, where the odds are those of all walks, each count raised by a half), it makes very many visits, or it
        takes very long (both as logarithms). Odd is what lies far out, above the upper quartile by more than three
        times the distance between the quartiles (J. W. Tukey, *Exploratory Data Analysis*, 1977), and among the 1 %
        of walks that are most so.
        """
        return self.oddness(counts).outliers

    def oddness(self, counts: WalkCounts) -> Oddness:
        """The outliers, and which walks they are."""
        examined = len(counts.key)
        if examined < _FEWEST:
            none = Outliers(self.journey, counts.cases, examined, 0, share(0, examined), None, None, ())
            return Oddness(none, counts, {}, np.zeros(examined))
        moves = _Moves.of(Paths.of(counts, len(self.steps)))
        measured: dict[OddityKind, Floats] = {
            "move": moves.mean,
            "visits": np.log1p(counts.visits),
            "time": np.log1p(counts.duration),
        }
        limits = {kind: _far_out(values) for kind, values in measured.items()}
        odd = {kind: values > limits[kind] for kind, values in measured.items()}
        ways: dict[int, list[Oddity]] = {}
        for kind, which in odd.items():
            for walk in np.flatnonzero(which).tolist():
                ways.setdefault(walk, []).append(self._oddity(kind, walk, moves, counts, limits[kind]))
        outliers = Outliers(
            journey=self.journey,
            cases=counts.cases,
            examined=examined,
            outliers=len(ways),
            share=share(len(ways), examined),
            usual_surprise=float(np.median(moves.mean)),
            odd_surprise=limits["move"],
            oddities=_counted(ways),
        )
        return Oddness(outliers, counts, ways, moves.mean)

    def _oddity(self, kind: OddityKind, walk: int, moves: _Moves, counts: WalkCounts, limit: float) -> Oddity:
        match kind:
            case "move":
                return self._move(*moves.rarest(walk), moves)
            case "visits":
                words = f"visit steps more than {int(np.expm1(limit)):,} times"
                return Oddity(
                    kind, None, None, words, 1, f"half make {int(np.median(counts.visits)):,} visits or fewer"
                )
            case "time":
                words = f"take longer than {duration_text(round(float(np.expm1(limit))))}"
                return Oddity(
                    kind, None, None, words, 1, f"half take {duration_text(int(np.median(counts.duration)))} or less"
                )

    def _move(self, origin: int, target: int, moves: _Moves) -> Oddity:
        outside = len(self.steps)
        often, away = int(moves.count[origin, target]), int(moves.count[origin].sum())
        usual = f"as {often:,} of {away:,} "
        if origin == outside:
            return Oddity("move", None, self.steps[target], f"begin with “{self.names[target]}”", 1, f"{usual}walks do")
        usual += "moves from there do"
        if target == outside:
            return Oddity("move", self.steps[origin], None, f"end with “{self.names[origin]}”", 1, usual)
        words = f"go from “{self.names[origin]}” straight to “{self.names[target]}”"
        return Oddity("move", self.steps[origin], self.steps[target], words, 1, usual)


@dataclass(frozen=True)
class Oddness:
    """Outliers and the walks behind them."""

    outliers: Outliers
    walks: WalkCounts
    ways: dict[int, list[Oddity]]
    """Walk → in what ways it is odd."""
    surprise: Floats

    def oddest(self, listed: int) -> dict[WalkKey, tuple[float, tuple[str, ...]]]:
        """The oddest walks by their keys: those odd in most ways first, then the most surprising."""
        order = sorted(self.ways, key=lambda walk: (-len(self.ways[walk]), -self.surprise[walk], walk))[:listed]
        hashes, which = self.walks.customer_hash, self.walks.ordinal
        return {
            (int(hashes[walk]), int(which[walk])): (
                float(self.surprise[walk]),
                tuple(one.words for one in self.ways[walk]),
            )
            for walk in order
        }


def _far_out(values: Floats) -> float:
    """The value above which one lies far out and among the rarest."""
    lower, upper = np.quantile(values, (0.25, 0.75))
    return float(max(upper + _FAR * (upper - lower), np.quantile(values, _RAREST, method="inverted_cdf")))


def _counted(ways: dict[int, list[Oddity]]) -> tuple[Oddity, ...]:
    """Equal oddities counted together, the most frequent first."""
    counted = Counter(one for found in ways.values() for one in found)
    together = (Oddity(one.kind, one.origin, one.target, one.words, cases, one.usual) for one, cases in counted.items())
    return tuple(sorted(together, key=lambda one: (-one.cases, one.kind, one.words)))


@dataclass(frozen=True)
class _Moves:
    """All moves of walks with their odds; place k is outside: where walks come from and go to."""

    count: Integers
    """[k + 1, k + 1]"""
    bits: Floats
    """[k + 1, k + 1] how unlikely each move is."""
    mean: Floats
    """[w] bits a move."""
    begins: Integers
    """[w + 1] where each walk's moves begin."""
    origin: Integers
    target: Integers

    @classmethod
    def of(cls, paths: Paths) -> _Moves:
        """Count every entry, move and exit."""
        outside, walks = paths.places, len(paths.length)
        begins = np.concatenate(([0], np.cumsum(paths.length + 1)))
        origin = np.full(int(begins[-1]), outside, dtype=np.int64)
        target = np.full(int(begins[-1]), outside, dtype=np.int64)
        shifted = np.arange(len(paths.path)) + paths.walk  # each walk has one move more than visits
        target[shifted] = paths.path
        origin[shifted + 1] = paths.path
        count = np.bincount(origin * (outside + 1) + target, minlength=(outside + 1) ** 2)
        count = count.reshape(outside + 1, outside + 1)
        odds = (count + 0.5) / (count + 0.5).sum(axis=1, keepdims=True)
        bits = -np.log2(odds)
        walk = np.repeat(np.arange(walks), paths.length + 1)
        mean = np.bincount(walk, weights=bits[origin, target], minlength=walks) / (paths.length + 1)
        return cls(count, bits, mean, begins, origin, target)

    def rarest(self, walk: int) -> tuple[int, int]:
        """The walk's most unlikely move."""
        moves = slice(int(self.begins[walk]), int(self.begins[walk + 1]))
        origin, target = self.origin[moves], self.target[moves]
        place = int(np.argmax(self.bits[origin, target]))
        return int(origin[place]), int(target[place])


@dataclass(frozen=True)
class NameCounts(Counts):
    """Cases found by their keys."""

    found: tuple[tuple[WalkKey, str, str | None], ...]


@dataclass(frozen=True)
class Names:
    """The names of some cases, for those who may see individual customers."""

    keys: frozenset[WalkKey]

    def kernel(self, partition: Partition, chosen: Chosen) -> NameCounts:
        """Those of a partition."""
        hashes = partition.customer_hash[chosen]
        keys = zip(hashes.tolist(), ordinals(hashes).tolist(), strict=True)
        places = [place for place, key in enumerate(keys) if key in self.keys]
        if not places:
            return NameCounts(())
        cases = np.flatnonzero(chosen)[places]
        names = partition.names.select("customer", "case").collect()[cases.tolist()]
        wanted = zip(hashes[places].tolist(), ordinals(hashes)[places].tolist(), strict=True)
        return NameCounts(
            tuple((key, customer, case) for key, (customer, case) in zip(wanted, names.iter_rows(), strict=True))
        )

    def finish(self, counts: NameCounts) -> dict[WalkKey, tuple[str, str | None]]:
        """Key → customer and case."""
        return {key: (customer, case) for key, customer, case in counts.found}


def listed_by_name(
    oddest: dict[WalkKey, tuple[float, tuple[str, ...]]], names: dict[WalkKey, tuple[str, str | None]]
) -> tuple[OddCase, ...]:
    """The oddest cases with their names."""
    return tuple(OddCase(*names[key], surprise, words) for key, (surprise, words) in oddest.items() if key in names)
