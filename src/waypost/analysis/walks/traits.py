"""Traits: what sets some walks apart from all others, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from waypost.analysis.groups import Chosen
from waypost.analysis.results import Estimate
from waypost.analysis.statistics import share
from waypost.analysis.walks.clusters import Trait, TraitKind
from waypost.analysis.walks.features import Paths
from waypost.analysis.walks.walks import WalkCounts

_TELLING = 0.2
"""The least difference between the shares that makes a trait."""
_WEAKLY = 0.05
"""The least difference that is told where there is none so large, the intervals apart."""
_TRAITS = 4
_NAMING = 2
"""Traits in a name."""
_WORDS: dict[TraitKind, str] = {
    "returns": "come back to “{}”",
    "reaches": "come to “{}”",
    "begins": "begin with “{}”",
    "ends": "end with “{}”",
    "skips": "do without “{}”",
    "long": "go on for long",
    "short": "leave after a few steps",
    "slow": "take long",
    "fast": "are quick",
}
"""What people do tells more than what they do without: of two about as strong, the first here is told first."""
_QUANTITIES = ((0.995, "All"), (0.85, "Nearly all"), (0.6, "Most"), (0.4, "Many"), (0.0, "Some"))
_KINDS = tuple(_WORDS)

Candidate = tuple[TraitKind, int | None, Chosen]


def traits_of(
    walks: WalkCounts, paths: Paths, inside: Chosen, steps: Sequence[str], names: Sequence[str]
) -> tuple[Trait, ...]:
    """What is true of more of the walks inside than of all others, by 20 points or more; the strongest first.

    Each step and each side of a walk's extent is spoken of once. Where nothing is so much more often true, the one
    thing that is most so, by 5 points or more and with intervals that lie apart; nothing where there is none.
    """
    found: list[tuple[float, int, int, Trait]] = []
    for kind, place, true in _candidates(walks, paths):
        here = share(int(true[inside].sum()), int(inside.sum()))
        elsewhere = share(int(true[~inside].sum()), int((~inside).sum()))
        if isinstance(here, Estimate) and isinstance(elsewhere, Estimate) and here.value - elsewhere.value >= _WEAKLY:
            words = _WORDS[kind].format("" if place is None else names[place])
            trait = Trait(kind, None if place is None else steps[place], words, here, elsewhere)
            found.append((elsewhere.value - here.value, _KINDS.index(kind), -1 if place is None else place, trait))
    strong = [one for one in found if _is_strong(one[3])]
    if not strong:
        return tuple(trait for *_, trait in sorted(found, key=lambda one: one[:3]) if _are_apart(trait))[:1]
    kept: list[Trait] = []
    for *_, trait in sorted(strong, key=lambda one: (round(one[0], 1), *one[1:3])):
        if all(trait.element is None or trait.element != other.element for other in kept):
            kept.append(trait)
    return tuple(kept[:_TRAITS])


def _are_apart(trait: Trait) -> bool:
    here, elsewhere = trait.here, trait.elsewhere
    return isinstance(here, Estimate) and isinstance(elsewhere, Estimate) and here.low > elsewhere.high


def named(traits: Sequence[Trait], taken: set[str], number: int) -> str:
    """`Most come back to “Basket”, nearly all do without “Pay”`; never a name that is taken.

    By the two strongest traits; where these are another group's name, by the next that are not. `A little more often
    come to “Pay”` where only a weak one is known, `No particular path` without any.
    """
    free = [name for name in _names(traits) if name not in taken]
    if free:
        return free[0]
    name = next(_names(traits), NO_PATH)
    return name if name not in taken else f"{name} (group {number})"


NO_PATH = "No particular path"
"""What a group is called whose cases do nothing more often than all others."""


def _names(traits: Sequence[Trait]) -> Iterator[str]:
    """The names that two of the traits make, the best first; with one trait only, that one's."""
    if len(traits) == 1:
        (only,) = traits
        yield f"{_quantity(only)} {only.words}" if _is_strong(only) else f"A little more often {only.words}"
    pairs = combinations(traits, _NAMING)
    for first, other in sorted(pairs, key=lambda pair: (traits.index(pair[0]), pair[0].kind == pair[1].kind)):
        quantity, then = _quantity(first), _quantity(other)
        joined = f" and {other.words}" if quantity == then else f", {then.lower()} {other.words}"
        yield f"{quantity} {first.words}{joined}"


def _is_strong(trait: Trait) -> bool:
    here, elsewhere = trait.here, trait.elsewhere
    return isinstance(here, Estimate) and isinstance(elsewhere, Estimate) and here.value - elsewhere.value >= _TELLING


def _quantity(trait: Trait) -> str:
    value = trait.here.value if isinstance(trait.here, Estimate) else 0.0
    return next(word for least, word in _QUANTITIES if value >= least)


def _candidates(walks: WalkCounts, paths: Paths) -> Iterator[Candidate]:
    """Everything that could be said of a walk, and of which walks it is true."""
    visits = paths.visits()
    ends = np.cumsum(paths.length)
    first, last = paths.path[ends - paths.length], paths.path[ends - 1]
    for place in range(paths.places):
        yield "reaches", place, visits[:, place] > 0
        yield "skips", place, visits[:, place] == 0
        yield "returns", place, visits[:, place] > 1
        yield "begins", place, first == place
        yield "ends", place, last == place
    yield from _extent("short", "long", walks.visits)
    yield from _extent("fast", "slow", walks.duration)


def _extent(little: TraitKind, much: TraitKind, values: npt.NDArray[np.int64]) -> Iterator[Candidate]:
    """Whether a value is in the lowest or the highest quarter."""
    low, high = np.quantile(values, (0.25, 0.75), method="inverted_cdf")
    yield little, None, values <= low
    yield much, None, values > high
