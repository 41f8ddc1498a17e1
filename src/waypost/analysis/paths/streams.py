"""Streams: the counted ways to and from an anchor as a tree of branches, and as the nodes and links of a Sankey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import TypeAlias

from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Group
from waypost.analysis.paths.flows import (
    WORDS,
    Flow,
    FlowBranch,
    FlowCounts,
    FlowKind,
    FlowLink,
    FlowNode,
    Flows,
    Way,
    flows,
)
from waypost.analysis.paths.scattered import pooled, sizes
from waypost.analysis.places import Layer, layer, level_of
from waypost.analysis.results import Times
from waypost.analysis.statistics import NOTHING, share
from waypost.events.trails import Trails
from waypost.journey.journey import Journey

LEAST = 0.02
"""The share of the cases at the anchor under which a branch or a place is merged into *other*."""
_OTHER = -1
Spot: TypeAlias = tuple[int, int]
"""(offset, place); the place −1 stands for the rare ones together, the number of places for entry or exit."""


@dataclass(frozen=True)
class Streams:
    """Merged counts of one measure of flows, read as a tree and as a diagram."""

    measure: Flows
    counts: FlowCounts
    layer: Layer
    least: float = LEAST

    @cached_property
    def ways(self) -> dict[tuple[int, Way], tuple[int, int]]:
        """(side, places) → (number, cases)."""
        return {self.measure.way(number): (number, cases) for number, cases in sizes(self.counts.times).items()}

    @property
    def _enough(self) -> int:
        return max(ceil(self.least * self.counts.anchored), 1)

    def branches(self) -> tuple[FlowBranch, ...]:
        """Both trees, parents before their children, the most frequent first."""
        children: dict[tuple[int, Way], list[Way]] = {}
        for side, way in self.ways:
            children.setdefault((side, way[:-1]), []).append(way)
        return (*self._below(-1, (), children), *self._below(1, (), children))

    def _below(self, side: int, parent: Way, children: dict[tuple[int, Way], list[Way]]) -> Iterator[FlowBranch]:
        """What follows one branch: the frequent ones each with what follows it, then the rare ones together."""
        ways = sorted(children.get((side, parent), ()), key=lambda way: (-self.ways[side, way][1], way))
        for way in ways:
            if self.ways[side, way][1] >= self._enough:
                yield self._branch(side, parent, [way])
                yield from self._below(side, way, children)
        rare = [way for way in ways if self.ways[side, way][1] < self._enough]
        if rare:
            yield self._branch(side, parent, rare, "other")

    def _branch(self, side: int, parent: Way, ways: list[Way], kind: FlowKind | None = None) -> FlowBranch:
        numbers = [self.ways[side, way][0] for way in ways]
        cases = sum(self.ways[side, way][1] for way in ways)
        kind = kind or self._kind(side, ways[0][-1])
        path = tuple(self.layer.elements[place] for place in (ways[0] if kind == "element" else parent))
        return FlowBranch(
            offset=side * (len(parent) + 1),
            kind=kind,
            path=path,
            names=self.layer.named(path),
            cases=cases,
            share=share(cases, self.counts.anchored),
            time=self._time(kind, numbers),
            merged=len(ways),
        )

    def _kind(self, side: int, place: int) -> FlowKind:
        if place < self.measure.places:
            return "element"
        return "entry" if side < 0 else "exit"

    def _time(self, kind: FlowKind, numbers: list[int]) -> Times:
        """Nothing lies between an entry or exit and the anchor that could be timed; nor in a mixture with them."""
        return pooled(self.counts.times, numbers) if kind == "element" else NOTHING

    def diagram(self) -> tuple[tuple[FlowNode, ...], tuple[FlowLink, ...]]:
        """The nodes by offset, the most frequent first, and the links between neighbours."""
        numbers: dict[Spot, list[int]] = {}
        cases: Counter[Spot] = Counter({(0, self.measure.anchor): self.counts.anchored})
        for (side, way), (number, count) in self.ways.items():
            spot = (side * len(way), way[-1])
            numbers.setdefault(spot, []).append(number)
            cases[spot] += count
        shown = {spot: self._shown(spot, count) for spot, count in cases.items()}
        order = sorted(set(shown.values()), key=lambda spot: (spot[0], spot[1] == _OTHER, -cases[spot], spot[1]))
        inside = {spot: [one for one in shown if shown[one] == spot] for spot in order}
        nodes = tuple(
            self._node(spot, inside[spot], sum(cases[one] for one in inside[spot]), numbers) for spot in order
        )
        return nodes, self._links(shown, order)

    def _shown(self, spot: Spot, cases: int) -> Spot:
        return spot if cases >= self._enough else (spot[0], _OTHER)

    def _node(self, spot: Spot, inside: list[Spot], cases: int, numbers: dict[Spot, list[int]]) -> FlowNode:
        offset, place = spot
        kind: FlowKind = "other" if place == _OTHER else self._kind(offset, place)
        ways = [number for one in inside for number in numbers.get(one, ())]
        return FlowNode(
            offset=offset,
            kind=kind,
            element=self.layer.elements[place] if kind == "element" else None,
            name=self.layer.names[place] if kind == "element" else WORDS[kind],
            cases=cases,
            share=share(cases, self.counts.anchored),
            time=self._time(kind, ways) if offset else NOTHING,
            merged=len(inside),
        )

    def _links(self, shown: dict[Spot, Spot], order: list[Spot]) -> tuple[FlowLink, ...]:
        cases: Counter[tuple[int, int]] = Counter()
        for (side, way), (_, count) in self.ways.items():
            outer = order.index(shown[side * len(way), way[-1]])
            near = (side * (len(way) - 1), way[-2] if len(way) > 1 else self.measure.anchor)
            inner = order.index(shown[near])
            cases[(outer, inner) if side < 0 else (inner, outer)] += count
        return tuple(FlowLink(source, target, count) for (source, target), count in sorted(cases.items()))


def flow(
    journey: Journey,
    trails: Trails,
    engine: Engine,
    anchor: str,
    visits: tuple[int, int],
    least: float = LEAST,
    group: Group = EVERYONE,
) -> Flow:
    """What led to an element and where it went, so many visits before and after.

    Arguments:
        journey: the journey the trails were woven for.
        trails: its trails.
        engine: counts them.
        anchor: a phase, step or touchpoint; the places before and after are of the same level.
        visits: how many before and how many after.
        least: the share of the cases at the anchor under which branches and places are merged into *other*.
        group: the cases that count.

    Raises:
        InputError: an element without events, or too few or too many visits.
    """
    places = layer(journey, trails.codebook, level_of(journey, anchor))
    measure = flows(places, anchor, *visits)
    (counts,) = engine.count(measure, trails, (group,))
    streams = Streams(measure, counts, places, least)
    nodes, links = streams.diagram()
    return Flow(
        journey=journey.id,
        as_of=trails.as_of,
        anchor=anchor,
        name=places.names[measure.anchor],
        before=visits[0],
        after=visits[1],
        cases=counts.cases,
        anchored=counts.anchored,
        reach=share(counts.anchored, counts.cases),
        branches=streams.branches(),
        nodes=nodes,
        links=links,
    )
