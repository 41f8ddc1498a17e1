"""Drafting: the journey written down: phases, steps, touchpoints, routes, signals, an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from waypost.analysis.discovery.counting import FirstLookCounts
from waypost.analysis.discovery.names import Kind
from waypost.analysis.discovery.ordering import cut, in_order
from waypost.analysis.discovery.provisional import condition
from waypost.analysis.discovery.saying import Spoken, phase_names, spoken
from waypost.analysis.discovery.saying_words import FILLERS
from waypost.analysis.discovery.watching import signals_of
from waypost.formats.ids import slug
from waypost.journey.check.phases import FEWEST, MOST
from waypost.journey.journey import Journey, Phase, Route, RouteKind, Step, Touchpoint
from waypost.journey.outcome import Outcome

_OFTEN = 0.1
"""The least share of the moves away from a step that make a route."""
_BRANCHING = 0.25
_ROUTES = 3
"""At most so many of each kind, those most often taken."""
_MOSTLY = 0.5
"""A failure belongs to the step that more than this part of the moves to it come from."""
_NEEDED = 0.5
"""A step that a smaller part of those who arrived came through is optional."""


@dataclass(frozen=True)
class Together:
    """The kinds of events that make one step: a customer would say the same of all of them."""

    kinds: tuple[Kind, ...]
    said: Spoken


@dataclass(frozen=True)
class Outline:
    """The steps in order, cut into phases, before they are written down. Places are positions in this order."""

    steps: tuple[Together, ...]
    counts: FirstLookCounts
    order: tuple[int, ...]
    """The places in the counts by position."""
    phases: tuple[tuple[int, int], ...]
    destination: int
    """The position of the step that is taken for the destination."""

    @property
    def moves(self) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        """[k, k] moves from position to position; staying is no move."""
        moves = self.counts.moves.count[np.ix_(self.order, self.order)].copy()
        np.fill_diagonal(moves, 0)
        return moves

    @property
    def away(self) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        """[k] moves away from each position, leaving included."""
        away: np.ndarray[tuple[int, ...], np.dtype[np.int64]] = (
            self.moves.sum(axis=1) + self.counts.moves.exits[list(self.order)]
        )
        return away

    def came(self, position: int) -> int:
        """Cases that came to a step."""
        return int(self.counts.precedence.came[self.order[position]])

    def of_arrived(self, position: int) -> int:
        """Cases that came to a step and to the destination, whichever was first."""
        if position == self.destination:
            return self.came(position)
        step, destination = self.order[position], self.order[self.destination]
        before = self.counts.precedence.before
        return int(before[step, destination] + before[destination, step])

    def is_optional(self, position: int, cases: int, minimum: int) -> bool:
        """Whether fewer than half of those who arrived came to the step; of all cases, when few arrived."""
        if position == self.destination:
            return False
        arrived = self.came(self.destination)
        if arrived < minimum:
            return self.came(position) < _NEEDED * cases
        return self.of_arrived(position) < _NEEDED * arrived


def together(kinds: Sequence[Kind], counts: FirstLookCounts) -> tuple[Together, ...]:
    """Kinds of which a customer would say the same make one step; a failure belongs to the step it happens at.

    Arguments:
        kinds: the kinds of events.
        counts: what is counted of them; the places are the kinds.
    """
    said: dict[str, list[Kind]] = {}
    for place, kind in enumerate(kinds):
        words = spoken(kind)
        origin = _happens_at(place, kinds, counts) if words.failure else None
        at = kind if origin is None or spoken(kinds[origin]).failure else kinds[origin]
        said.setdefault(spoken(at).step.casefold(), []).append(kind)
    return tuple(_one_step(same) for same in said.values())


def _one_step(same: list[Kind]) -> Together:
    """What went well gives the step its name."""
    ordered = sorted(same, key=lambda kind: (spoken(kind).failure, -kind.events, kind.names))
    return Together(tuple(ordered), spoken(ordered[0]))


def _happens_at(place: int, kinds: Sequence[Kind], counts: FirstLookCounts) -> int | None:
    """The place a failure belongs to: the busiest that speaks of the same thing, or where most moves to it begin.

    A failure that most walks end with belongs to none: it is a step of its own.
    """
    if counts.moves.exits[place] > _MOSTLY * counts.visits.cases[place]:
        return None
    about = set(kinds[place].words) - FILLERS
    same = [other for other, kind in enumerate(kinds) if about & set(kind.words) and not spoken(kind).failure]
    if same:
        return max(same, key=lambda other: (kinds[other].events, -other))
    into = counts.moves.count[:, place].copy()
    into[place] = 0
    origin = int(np.argmax(into))
    return origin if into[origin] > _MOSTLY * max(int(into.sum()), 1) else None


def outline(steps: tuple[Together, ...], counts: FirstLookCounts) -> Outline:
    """Put the steps in order, cut them into phases, and guess where the walk leads."""
    order = in_order(counts.precedence)
    moves = counts.moves.count[np.ix_(order, order)]
    ordered = tuple(steps[place] for place in order)
    themes = np.array([one.said.phase if one.said.known else f"{place}" for place, one in enumerate(ordered)])
    came = counts.precedence.came[list(order)]
    phases = cut(moves, came, themes[:, None] == themes[None, :], FEWEST, MOST)
    return Outline(ordered, counts, order, phases, _destination(ordered, counts, order))


def _destination(steps: tuple[Together, ...], counts: FirstLookCounts, order: tuple[int, ...]) -> int:
    """The step that most looks like what customers came for; or else where most long walks end."""
    best = max(range(len(steps)), key=lambda position: (steps[position].said.goal, position))
    if steps[best].said.goal:
        return best
    ends = counts.precedence.ends
    walks = np.cumsum(ends.sum(axis=0))
    middle = int(np.searchsorted(walks, walks[-1] / 2)) if len(walks) else 0
    return int(np.argmax(ends[list(order), middle:].sum(axis=1)))


@dataclass
class _Ids:
    """Hands out ids that nobody has."""

    taken: set[str] = field(default_factory=set)

    def free(self, text: str, kind: str) -> str:
        wish = slug(text, kind)
        found, number = wish, 2
        while found in self.taken:
            found, number = f"{wish}-{number}", number + 1
        self.taken.add(found)
        return found


def draft(
    found: Outline,
    journey_id: str,
    name: str,
    case: str | None,
    *,
    promise: str | None = None,
    cases: int,
    minimum: int,
) -> Journey:
    """The outline as a document that anybody can go on with; `promise` is the property that holds a promised date."""
    ids = _Ids({journey_id})
    step_ids = [ids.free(one.said.step, "step") for one in found.steps]
    signals = signals_of(found.steps, found.counts, found.order, found.destination, promise)
    names = phase_names(
        [[(found.steps[position].said, found.came(position)) for position in range(*span)] for span in found.phases]
    )
    phases: list[Phase] = []
    for called, (start, end) in zip(names, found.phases, strict=True):
        steps = tuple(
            Step(
                id=step_ids[position],
                name=found.steps[position].said.step,
                optional=found.is_optional(position, cases, minimum),
                touchpoints=tuple(
                    Touchpoint(
                        id=ids.free(" ".join(kind.words), "touchpoint"),
                        name=spoken(kind).touchpoint,
                        channel=spoken(kind).channel,
                        match=condition(kind),
                        signals=tuple(
                            signal.model_copy(update={"id": ids.free(signal.id, "signal")})
                            for signal in signals.get(kind, ())
                        ),
                    )
                    for kind in found.steps[position].kinds
                ),
            )
            for position in range(start, end)
        )
        phases.append(Phase(id=ids.free(called, "phase"), name=called, steps=steps))
    destination = found.steps[found.destination].said
    arrived = Outcome(
        id=ids.free("arrived", "outcome"),
        name="Arrives at the destination",
        reached=step_ids[found.destination],
        wanted=True,
    )
    return Journey(
        id=journey_id,
        name=name,
        destination=destination.destination or (destination.step if destination.known else None),
        arrives=step_ids[found.destination],
        case=case,
        outcomes=(arrived,),
        phases=tuple(phases),
        routes=tuple(
            Route(
                id=ids.free(f"{kind.value} {_short(found, origin)} {_short(found, target)}", "route"),
                kind=kind,
                origin=step_ids[origin],
                target=step_ids[target],
            )
            for kind, origin, target in _routes(found, cases, minimum)
        ),
    )


def _short(found: Outline, position: int) -> str:
    return " ".join(found.steps[position].kinds[0].words)


def _routes(found: Outline, cases: int, minimum: int) -> list[tuple[RouteKind, int, int]]:
    """The frequent moves that neither lead to the next step nor only pass over optional ones."""
    moves, away = found.moves, found.away
    optional = [found.is_optional(position, cases, minimum) for position in range(len(found.steps))]
    kept: dict[RouteKind, list[tuple[int, int]]] = {kind: [] for kind in RouteKind}
    busiest = sorted(zip(*(axis.tolist() for axis in np.nonzero(moves)), strict=True), key=lambda ends: -moves[ends])
    for origin, target in busiest:
        if moves[origin, target] < max(_OFTEN * away[origin], minimum):
            continue
        if target < origin:
            kept[RouteKind.REPEAT].append((origin, target))
        elif not all(optional[origin + 1 : target]):
            shared = moves[origin, target] >= _BRANCHING * away[origin]
            kept[RouteKind.BRANCH if shared else RouteKind.SKIP].append((origin, target))
    return [(kind, *ends) for kind, routes in kept.items() for ends in sorted(routes[:_ROUTES])]
