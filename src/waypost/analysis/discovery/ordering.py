"""Ordering: the one order of steps that contradicts the fewest walks, and where to cut it into phases."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from waypost.analysis.discovery.precedence import PrecedenceCounts
from waypost.analysis.measure import Integers

Floats = npt.NDArray[np.float64]

_LEAST, _LONGEST = 3, 6
"""Steps in a phase."""
_ALIKE = 0.5
"""How much words weigh beside moves."""


def in_order(counts: PrecedenceCounts) -> tuple[int, ...]:
    """The places in the order that contradicts the fewest first arrivals.

    A pair of places in a case contradicts an order that has them the other way round. The order with the fewest
    contradictions is Kemeny's (J. G. Kemeny, *Mathematics without Numbers*, Daedalus 88, 1959). From the order of the
    mean normalised position of first arrivals, places are moved to where they contradict least for as long as that
    helps (insertion search for the linear ordering problem: M. Laguna, R. Martí and V. Campos, Computers & Operations
    Research 26, 1999). Deterministic; ties keep the lower place first.
    """
    mean = counts.position / np.maximum(counts.came, 1)
    order: list[int] = sorted(range(len(mean)), key=lambda place: (float(mean[place]), place))
    margin = counts.before - counts.before.T
    while _improve(order, margin):
        pass
    return tuple(order)


def _improve(order: list[int], margin: Integers) -> bool:
    """Move the first place that has a better one there; whether there was any."""
    for now, place in enumerate(order):
        others = [*order[:now], *order[now + 1 :]]
        steps = margin[place, others]
        # With `place` first all its margins count for it; each other it is put behind turns one round.
        gains = np.concatenate(([0], np.cumsum(-2 * steps)))
        best = int(np.argmax(gains))
        if gains[best] > gains[now]:
            order[:] = [*others[:best], place, *others[best:]]
            return True
    return False


def cut(
    moves: Integers, came: Integers, alike: npt.NDArray[np.bool_], fewest: int, most: int
) -> tuple[tuple[int, int], ...]:
    """Cut ordered places into phases so that moves stay inside them as much as they can: (start, end) of each.

    The cuts are those with the greatest directed modularity of all ways to cut the order into `fewest` to `most` runs:
    the share of weight inside a run less what chance would put there (E. A. Leicht and M. E. J. Newman, *Community
    Structure in Directed Networks*, Physical Review Letters 100, 2008). A run's part depends on nothing outside it,
    so dynamic programming finds the best cuts exactly (R. Bellman, *On the Approximation of Curves by Line Segments
    Using Dynamic Programming*, Communications of the ACM 4, 1961). The moves away from a place weigh as the square root
    of the cases that came there, so that neither a busy start decides about a quiet end nor what hardly ever happens
    makes a phase of its own; places that are alike in words weigh half as much again. A run has 3 to 6 places, or what
    comes nearest to that: fewer are a step, more cannot be read. With no more places than `fewest`, each is a phase.

    Arguments:
        moves: [k, k] how often customers went from one place straight to another, in the order to be cut.
        came: [k] cases that came to each place.
        alike: [k, k] whether the same words fit both places.
        fewest: the least number of runs.
        most: the greatest number of runs.
    """
    size = len(moves)
    if size <= fewest:
        return tuple((place, place + 1) for place in range(size))
    least = min(max((size - 2) // fewest, 1), _LEAST)
    longest = max(_LONGEST, -(-size // most))
    worth = _worth((_shares(moves) + _ALIKE * _shares(alike)) * np.sqrt(came)[:, None])
    best = np.full((most + 1, size + 1), -np.inf)
    came_from = np.zeros((most + 1, size + 1), dtype=np.int64)
    best[0, 0] = 0
    for runs in range(1, most + 1):
        for end in range(least, size + 1):
            starts = np.arange(max(end - longest, 0), end - least + 1)
            candidates = best[runs - 1, starts] + worth[starts, end]
            came_from[runs, end] = starts[int(np.argmax(candidates))]
            best[runs, end] = candidates.max()
    runs = max(range(fewest, most + 1), key=lambda count: (round(float(best[count, size]), 12), -count))
    cuts = [size]
    for count in range(runs, 0, -1):
        cuts.append(int(came_from[count, cuts[-1]]))
    cuts.reverse()
    return tuple(pairwise(cuts))


def _shares(pairs: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> Floats:
    """[k, k] each place's pairs with others as shares."""
    apart = pairs.astype(np.float64)
    np.fill_diagonal(apart, 0)
    whole = apart.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(apart, whole, out=np.zeros_like(apart), where=whole > 0)
    return shares


def _worth(weight: Floats) -> Floats:
    """[k + 1, k + 1] what the run from the row's place up to before the column's adds to modularity."""
    size = len(weight)
    weight = weight / (weight.sum() or 1.0)
    inside = np.zeros((size + 1, size + 1))
    inside[1:, 1:] = weight.cumsum(axis=0).cumsum(axis=1)
    out = np.concatenate(([0], weight.sum(axis=1).cumsum()))
    into = np.concatenate(([0], weight.sum(axis=0).cumsum()))
    start, end = np.meshgrid(np.arange(size + 1), np.arange(size + 1), indexing="ij")
    held = inside[end, end] - inside[start, end] - inside[end, start] + inside[start, start]
    worth: Floats = held - (out[end] - out[start]) * (into[end] - into[start])
    return worth
