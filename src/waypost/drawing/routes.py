"""The designed routes on the sheet: quiet arcs from step head to step head, onward above the steps, back below them.

The layout is pure and knows no pixels across: `begin` and `end` are columns (2.5 is the middle of the third), a level
is how far outside an arc runs. So a sheet, a poster or an editor of any width draws the same arcs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from waypost.drawing.sheet import Told
from waypost.drawing.sheeting import columns_of
from waypost.journey.journey import Journey, Route, RouteKind

LEVEL = 11.0
"""Pixels between two levels."""
FOOT = 13.0
"""Pixels from the steps to the first level: room for an arrow's head."""
CORNER = 0.09
"""How far a corner reaches, in columns."""
INSET, SPREAD = 0.1, 0.34
"""Where arcs may meet a step: from so far off its middle, over so much of its column."""

WORDS: Mapping[RouteKind, str] = {
    RouteKind.NEXT: "goes on",
    RouteKind.SKIP: "skips ahead",
    RouteKind.REPEAT: "comes back",
    RouteKind.BRANCH: "branches off",
}
"""What people do who take a route."""


@dataclass(frozen=True)
class RouteArc:
    """One route, from `begin` to `end` in columns; level 1 runs closest to the steps."""

    id: str
    kind: RouteKind
    origin: int
    target: int
    begin: float
    end: float
    level: int
    leads_to: str
    """The step at its end, by name."""
    when: str
    """When people take it; may be empty."""
    told: Told

    @property
    def back(self) -> bool:
        """Whether it leads to an earlier step, or to the same one again."""
        return self.target <= self.origin

    @property
    def left(self) -> int:
        """Its first column."""
        return min(self.origin, self.target)

    @property
    def right(self) -> int:
        """Its last column."""
        return max(self.origin, self.target)

    @property
    def span(self) -> int:
        """How many columns it leads over."""
        return self.right - self.left


@dataclass(frozen=True)
class RouteArcs:
    """All arcs of a sheet."""

    onward: tuple[RouteArc, ...] = ()
    back: tuple[RouteArc, ...] = ()


def told_at(arcs: RouteArcs, column: int) -> tuple[str, ...]:
    """The routes that leave a column in words, for paper: "skips ahead to “Pay”: it is urgent"."""
    return tuple(_in_words(arc) for arc in (*arcs.onward, *arcs.back) if arc.origin == column)


def _in_words(arc: RouteArc) -> str:
    way = f"{WORDS[arc.kind]} to “{arc.leads_to}”" if arc.span else "happens again"
    return f"{way}: {arc.when}" if arc.when else way


def route_arcs(journey: Journey) -> RouteArcs:
    """The routes laid out over the sheet's columns, shorter ones inside longer ones.

    A route that says no more than the order of steps does (on to the next column, without a condition) is not drawn,
    and neither is one whose ends are not on the map.
    """
    steps = [(place, step) for place, step in enumerate(columns_of(journey)) if step is not None]
    places, names = {step.id: place for place, step in steps}, {step.id: step.name for _, step in steps}
    arcs = [
        _arc(route, places, names)
        for route in journey.routes
        if route.origin in places and route.target in places and not _plain(route, places)
    ]
    return RouteArcs(
        onward=_laid_out([arc for arc in arcs if not arc.back]), back=_laid_out([arc for arc in arcs if arc.back])
    )


def _plain(route: Route, places: Mapping[str, int]) -> bool:
    onward = places[route.target] == places[route.origin] + 1
    return route.kind is RouteKind.NEXT and route.when is None and onward


def _arc(route: Route, places: Mapping[str, int], names: Mapping[str, str]) -> RouteArc:
    about = f"{names[route.origin]} → {names[route.target]}"
    when, (origin, target) = route.when or "", (places[route.origin], places[route.target])
    told = Told(about, tuple(filter(None, (WORDS[route.kind], when))))
    return RouteArc(route.id, route.kind, origin, target, 0, 0, 1, names[route.target], when, told)


def _laid_out(arcs: Sequence[RouteArc]) -> tuple[RouteArc, ...]:
    """Arcs with their ports and levels, in the order of the steps they leave."""
    placed: list[RouteArc] = []
    for arc in sorted(_with_ports(arcs), key=lambda arc: (arc.span, arc.left)):
        below = [other.level for other in placed if _overlap(arc, other)]
        placed.append(replace(arc, level=1 + max(below, default=0)))
    return tuple(sorted(placed, key=lambda arc: (arc.origin, arc.target)))


def _overlap(one: RouteArc, other: RouteArc) -> bool:
    return min(one.begin, one.end) <= max(other.begin, other.end) and min(other.begin, other.end) <= max(
        one.begin, one.end
    )


def _with_ports(arcs: Sequence[RouteArc]) -> list[RouteArc]:
    """Where arcs meet their steps: left ends on the right half of a column, right ends on the left.

    Longer ones stand outside. Of a step that leads to itself both ends are its own, on either side of the middle.
    """
    lefts, rights = [0.0] * len(arcs), [0.0] * len(arcs)
    for found, side, sign in ((lefts, "left", 1), (rights, "right", -1)):
        columns = {getattr(arc, side) for arc in arcs}
        for column in columns:
            here = [place for place, arc in enumerate(arcs) if getattr(arc, side) == column]
            here.sort(key=lambda place: -arcs[place].span)
            for rank, place in enumerate(here):
                away = INSET + SPREAD * rank / max(1, len(here))
                found[place] = column + 0.5 + sign * away
    return [
        replace(arc, begin=right, end=left) if arc.back and arc.span else replace(arc, begin=left, end=right)
        for arc, left, right in zip(arcs, lefts, rights, strict=True)
    ]


def depth(arcs: Sequence[RouteArc]) -> float:
    """How many pixels the arcs need above or below the steps; 0 for none."""
    return FOOT + LEVEL * max(arc.level for arc in arcs) if arcs else 0.0


def arc_path(arc: RouteArc, height: float) -> str:
    """The arc as an SVG path in columns across and pixels down, in a band of `height` above or below the steps."""
    away = FOOT + LEVEL * (arc.level - 1)
    foot, top = (0.0, away) if arc.back else (height, height - away)
    begin, end = arc.begin, arc.end
    corner = min(CORNER, abs(end - begin) / 2) * (1 if end > begin else -1)
    near = top - LEVEL * 0.7 if arc.back else top + LEVEL * 0.7
    return (
        f"M{begin:.3f},{foot:.1f}V{near:.1f}Q{begin:.3f},{top:.1f} {begin + corner:.3f},{top:.1f}"
        f"H{end - corner:.3f}Q{end:.3f},{top:.1f} {end:.3f},{near:.1f}V{foot:.1f}"
    )
