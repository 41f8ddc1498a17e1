"""Flows: what led to a step or touchpoint, and where it went from there, so many places before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

import numba
import numpy as np
import polars as pl

from waypost.analysis.groups import Chosen
from waypost.analysis.histogram import Histograms
from waypost.analysis.measure import Counts, Integers, Places
from waypost.analysis.paths.lines import Line, count_line, frame, share_line, times_lines
from waypost.analysis.paths.scattered import MOST, scattered
from waypost.analysis.places import Layer
from waypost.analysis.results import Durations, Figure, Times
from waypost.analysis.statistics import MINIMUM
from waypost.analysis.wording import aside_text, duration_text, share_text
from waypost.errors import InputError, Problem
from waypost.events.trails import Codes, Offsets, Partition
from waypost.events.trails import Times as Instants

FlowKind: TypeAlias = Literal["element", "entry", "exit", "other"]


@dataclass(frozen=True)
class FlowBranch:
    """Cases that went the same way to or from the anchor: one node of the tree."""

    offset: int
    """−n … −1 before the anchor, 1 … n after it."""
    kind: FlowKind
    """`entry`: nothing came before; `exit`: nothing came after; `other`: the rare branches together."""
    path: tuple[str, ...]
    """Element ids from next to the anchor outwards; an entry, exit or other is not in it, only what it hangs on."""
    names: tuple[str, ...]
    """The same by name."""
    cases: int
    share: Figure
    """Of the cases that came to the anchor."""
    time: Times
    """Before the anchor: from the first event there to the anchor; after it: from the anchor to the first event."""
    merged: int = 1
    """How many branches: more than 1 only for `other`."""


@dataclass(frozen=True)
class FlowNode:
    """A place at an offset, whatever lies between: one node of a Sankey diagram."""

    offset: int
    """0: the anchor."""
    kind: FlowKind
    element: str | None
    """None for entry, exit and other."""
    name: str
    cases: int
    share: Figure
    """Of the cases that came to the anchor."""
    time: Times
    merged: int = 1
    """How many places: more than 1 only for `other`."""


@dataclass(frozen=True)
class FlowLink:
    """Cases that went from one node straight to the next."""

    source: int
    """Place in `nodes`; its offset is one less than the target's."""
    target: int
    cases: int


@dataclass(frozen=True)
class Flow:
    """What led to an element and where it went, anchored at each case's first visit there."""

    journey: str
    as_of: datetime
    anchor: str
    name: str
    before: int
    after: int
    cases: int
    """All cases."""
    anchored: int
    """Cases that came to the anchor."""
    reach: Figure
    branches: tuple[FlowBranch, ...]
    """The tree, parents before their children, the most frequent first."""
    nodes: tuple[FlowNode, ...]
    links: tuple[FlowLink, ...]

    def sentences(self) -> tuple[str, ...]:
        """What came straight before and straight after, and how long before and after."""
        if self.anchored < MINIMUM:
            return (f"There is not enough data: {self.anchored:,} cases came to “{self.name}”, of {MINIMUM} needed.",)
        came = f"{self.anchored:,} of {self.cases:,} cases came to “{self.name}” ({aside_text(self.reach)})."
        return (came, *self._neighbours(-1), *self._neighbours(1))

    def _neighbours(self, offset: int) -> Iterator[str]:
        """What lies at one offset next to the anchor, the three most frequent."""
        near = sorted((node for node in self.nodes if node.offset == offset), key=lambda node: -node.cases)
        words = {"entry": "nothing (they begin there)", "exit": "nothing (they end there)"}
        listed = [
            f"{words.get(node.kind, f'“{node.name}”' if node.kind == 'element' else 'something rarer')} "
            f"{share_text(node.share)}{_after(node.time)}"
            for node in near[:3]
        ]
        if listed:
            where = "Straight before it came" if offset < 0 else "Straight after it came"
            yield f"{where}: {', '.join(listed)}."

    def to_frame(self) -> pl.DataFrame:
        """Every branch, every node and every link."""
        return frame(
            [
                count_line(self.name, "cases", self.cases),
                count_line(self.name, "came", self.anchored),
                share_line(self.name, "reach", self.reach),
                *(line for branch in self.branches for line in _branch_lines(branch)),
                *(line for node in self.nodes for line in _node_lines(node)),
                *(
                    count_line(
                        f"{_place(self.nodes[link.source])} → {_place(self.nodes[link.target])}", "link", link.cases
                    )
                    for link in self.links
                ),
            ]
        )


def _after(time: Times) -> str:
    return f", {duration_text(time.median)} apart" if isinstance(time, Durations) else ""


def _place(node: FlowNode) -> str:
    return f"{node.offset:+d} {node.name}"


def _branch_lines(branch: FlowBranch) -> Iterator[Line]:
    end = () if branch.kind == "element" else (WORDS[branch.kind],)
    of = f"{branch.offset:+d} {' → '.join((*branch.names, *end))}"
    yield count_line(of, "branch, cases", branch.cases)
    yield share_line(of, "branch", branch.share)
    yield from times_lines(of, "branch, time", branch.time)


def _node_lines(node: FlowNode) -> Iterator[Line]:
    yield count_line(_place(node), "node, cases", node.cases)
    yield share_line(_place(node), "node", node.share)
    yield from times_lines(_place(node), "node, time", node.time)


WORDS: dict[FlowKind, str] = {"element": "", "entry": "begins", "exit": "ends", "other": "other"}
"""What stands in the place of a name."""


@dataclass(frozen=True)
class FlowCounts(Counts):
    """How many cases went which way. A way is a number: see `Flows.way`."""

    cases: int
    anchored: int
    times: Histograms
    """By way: the time between its outermost place and the anchor; 0 for entries and exits."""


Way: TypeAlias = tuple[int, ...]
"""Places from next to the anchor outwards; the number of places stands for entry or exit."""


@dataclass(frozen=True)
class Flows:
    """The ways to and from one place, so many visits before and after a case's first visit there."""

    places: int
    place_of: Places
    anchor: int
    before: int
    after: int

    def kernel(self, partition: Partition, chosen: Chosen) -> FlowCounts:
        """Follow every chosen case that came to the anchor, back and forth from its first visit there."""
        start, code, time = partition.start, partition.code, partition.time
        anchors = _anchored(start, code, chosen, self.place_of, self.anchor)
        before = _back(start, code, time, self.place_of, anchors, self.before, self.places)
        after = _forth(start, code, time, self.place_of, anchors, self.after, self.places)
        keys, times = (np.concatenate(both) for both in zip(before, after, strict=True))
        return FlowCounts(int(chosen.sum()), int((anchors >= 0).sum()), scattered(keys, times))

    def way(self, number: int) -> tuple[int, Way]:
        """The side (−1 before, 1 after) and the places of a way, from the number the kernel gave it.

        Its digits, in base places + 2, are the places plus one, from next to the anchor outwards; the last bit is the
        side.
        """
        side = 1 if number & 1 else -1
        rest, base = number >> 1, self.places + 2
        digits: list[int] = []
        while rest:
            rest, digit = divmod(rest, base)
            digits.append(digit - 1)
        return side, tuple(reversed(digits))


def flows(codebook_layer: Layer, anchor: str, before: int, after: int) -> Flows:
    """The measure of what lies so many visits before and after an element.

    Raises:
        InputError: a number below zero, both zero, or so many that the ways cannot be told apart.
    """
    places = len(codebook_layer.elements)
    if min(before, after) < 0 or not before + after:
        raise InputError(Problem("Ask for at least one visit before or after", remedy="As in before=2, after=3"))
    most = next(depth for depth in range(_DEEPEST, 0, -1) if 2 * (places + 2) ** depth < MOST)
    if max(before, after) > most:
        raise InputError(
            Problem(
                f"{max(before, after)} visits are too many to follow", remedy=f"Here at most {most} can be followed"
            )
        )
    return Flows(places, codebook_layer.place_of, codebook_layer.elements.index(anchor), before, after)


_DEEPEST = 10


@numba.njit(cache=True, nogil=True)
def _anchored(
    start: Offsets, code: Codes, chosen: Chosen, place_of: Places, anchor: int
) -> Integers:  # pragma: no cover
    """[n cases] the first event at the anchor; −1: none, or not chosen."""
    found = np.full(len(start) - 1, -1, dtype=np.int64)
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        for event in range(start[case], start[case + 1]):
            if place_of[code[event]] == anchor:
                found[case] = event
                break
    return found


@numba.njit(cache=True, nogil=True)
def _back(  # pragma: no cover
    start: Offsets, code: Codes, time: Instants, place_of: Places, anchors: Integers, visits: int, places: int
) -> tuple[Integers, Integers]:
    keys, times = np.empty((2, visits * len(anchors)), dtype=np.int64)
    noted = 0
    for case in range(len(anchors)):
        if anchors[case] < 0:
            continue
        way, event = np.int64(0), anchors[case] - 1
        for _ in range(visits):
            if event < start[case]:
                keys[noted], times[noted] = (way * (places + 2) + places + 1) * 2, 0
                noted += 1
                break
            place = place_of[code[event]]
            while event > start[case] and place_of[code[event - 1]] == place:
                event -= 1
            way = way * (places + 2) + place + 1
            keys[noted], times[noted] = way * 2, time[anchors[case]] - time[event]
            noted += 1
            event -= 1
    return keys[:noted].copy(), times[:noted].copy()


@numba.njit(cache=True, nogil=True)
def _forth(  # pragma: no cover
    start: Offsets, code: Codes, time: Instants, place_of: Places, anchors: Integers, visits: int, places: int
) -> tuple[Integers, Integers]:
    keys, times = np.empty((2, visits * len(anchors)), dtype=np.int64)
    noted = 0
    for case in range(len(anchors)):
        if anchors[case] < 0:
            continue
        way, event, end = np.int64(0), anchors[case], start[case + 1]
        here = place_of[code[event]]
        for _ in range(visits):
            while event < end and place_of[code[event]] == here:
                event += 1
            if event == end:
                keys[noted], times[noted] = (way * (places + 2) + places + 1) * 2 + 1, 0
                noted += 1
                break
            here = place_of[code[event]]
            way = way * (places + 2) + here + 1
            keys[noted], times[noted] = way * 2 + 1, time[event] - time[anchors[case]]
            noted += 1
    return keys[:noted].copy(), times[:noted].copy()
