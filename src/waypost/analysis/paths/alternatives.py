"""Alternatives: the paths many took, similar ones grouped, and what sets each apart from the most frequent way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Chosen, Group
from waypost.analysis.histogram import Histograms
from waypost.analysis.measure import Counts, Integers, Places
from waypost.analysis.measuring import destination_of
from waypost.analysis.paths.lines import Line, count_line, frame, share_line, times_lines
from waypost.analysis.paths.unlike import Path, differences, distance, folded, least_distance
from waypost.analysis.places import Layer, layer
from waypost.analysis.results import Durations, Estimate, Figure, NotEnough, Times, Variant
from waypost.analysis.statistics import MINIMUM, share
from waypost.analysis.variants import Variants
from waypost.analysis.wording import duration_text, share_text
from waypost.errors import InputError, Problem
from waypost.events.trails import Codes, Offsets, Partition, Trails
from waypost.events.trails import Times as Instants
from waypost.journey.journey import Journey

USUAL = 0.05
"""The least share of all cases that a group has whose way is called usual."""


@dataclass(frozen=True)
class VariantGroup:
    """Paths that differ little from the most frequent one among them."""

    path: tuple[str, ...]
    """The most frequent path of the group, as element ids."""
    names: tuple[str, ...]
    """The same by name."""
    differs: tuple[str, ...]
    """What sets its path apart from that of the largest group of which most arrive (of the largest, when there is
    none), in words; nothing is said of that group itself."""
    variants: tuple[Variant, ...]
    """Its paths, most frequent first."""
    cases: int
    share: Figure
    """Of all cases."""
    completed: Figure
    """Share of its cases that arrived at the destination."""
    duration: Times
    """From a case's first event to its first at the destination, for those that arrived."""


@dataclass(frozen=True)
class VariantGroups:
    """The paths of all cases in groups."""

    journey: str
    as_of: datetime
    cases: int
    paths: int
    """How many different paths there are."""
    groups: tuple[VariantGroup, ...]
    """Largest first."""
    grouped: int
    """Cases whose path is in a group; the others took rarer paths than were looked at."""
    rest: Figure
    """Share of the others."""

    @property
    def most_frequent(self) -> VariantGroup:
        """The group the others are told by: the largest of which most arrive; the largest, when there is none."""
        return next((group for group in self.groups if not group.differs), self.groups[0])

    @property
    def has_usual(self) -> bool:
        """Whether that group holds enough of all cases to be called the usual way."""
        return bool(self.groups) and self.most_frequent.cases >= USUAL * self.cases

    def sentences(self) -> tuple[str, ...]:
        """The usual path, or that there is none, then what the other groups do differently, the largest first."""
        if self.cases < MINIMUM or not self.groups:
            return (f"There is not enough data: {self.cases:,} cases, of {MINIMUM} needed.",)
        first = self.most_frequent
        others = [group for group in self.groups if group is not first]
        said = [
            f"{'The usual' if self.has_usual else 'There is no usual way; the most frequent'} {_way(first)} is "
            f"{' → '.join(first.names)}, give or take a step: {share_text(first.share)} of {self.cases:,} cases"
            f"{_ending(first)}."
        ]
        said += [
            f"Another way, taken by {share_text(group.share)}: {_shortened(group.differs)}{_ending(group)}."
            for group in others[:4]
            if group.differs and group.cases >= MINIMUM
        ]
        if self.cases > self.grouped:
            said.append(
                f"{self.paths:,} different paths were taken; {share_text(self.rest)} of the cases took one too rare "
                "to be grouped."
            )
        return tuple(said)

    def to_frame(self) -> pl.DataFrame:
        """Every group and every path in it."""
        return frame(
            [
                count_line("journey", "cases", self.cases),
                count_line("journey", "different paths", self.paths, "paths"),
                share_line("journey", "rarer paths", self.rest),
                *(line for group in self.groups for line in _group_lines(group)),
            ]
        )


def _way(group: VariantGroup) -> str:
    """Only where most arrive is it a way to do so."""
    arrives = isinstance(group.completed, Estimate) and group.completed.value > 0.5
    return "way to arrive" if arrives else "way"


def _shortened(differs: Sequence[str]) -> str:
    """The first three differences."""
    more = f" and {len(differs) - 3} more changes" if len(differs) > 4 else ""
    told = differs[:3] if more else differs
    return f"{', '.join(told)}{more}"


def _ending(group: VariantGroup) -> str:
    """How many of them arrive, and how long it takes."""
    if isinstance(group.completed, NotEnough):
        return ""
    took = f" after {duration_text(group.duration.median)} (median)" if isinstance(group.duration, Durations) else ""
    return f"; {share_text(group.completed)} of them arrive{took}"


def _group_lines(group: VariantGroup) -> Iterator[Line]:
    of = " → ".join(group.names)
    yield count_line(of, "group, cases", group.cases)
    yield share_line(of, "group", group.share)
    yield share_line(of, "group, completed", group.completed)
    yield from times_lines(of, "group, duration", group.duration)
    for variant in group.variants:
        yield count_line(" → ".join(variant.path), "path, cases", variant.cases)
        yield share_line(" → ".join(variant.path), "path", variant.share)


TOP = 300
"""How many of the most frequent paths are grouped."""
APART = 0.25
"""The part of the longer path's steps in which two alike paths may differ."""


@dataclass(frozen=True)
class KindCounts(Counts):
    """The cases of g groups of paths."""

    cases: Integers
    """[g]"""
    arrived: Integers
    """[g]"""
    duration: Histograms
    """By group: from the first event to the first at the destination."""


@dataclass(frozen=True)
class Kinds:
    """Cases by the group their path is in, found by walking a tree of the paths that are known."""

    place_of: Places
    destination: Chosen
    """[touchpoints] whether an event of this touchpoint is the arrival."""
    groups: int
    onward: npt.NDArray[np.int32]
    """[nodes, places] the node a step leads to; −1: no known path goes so."""
    group_of: npt.NDArray[np.int32]
    """[nodes] the group of the path that ends here; −1: none does."""

    @classmethod
    def of(cls, steps: Layer, destination: Chosen, groups: Sequence[Sequence[Variant]]) -> Self:
        """From the paths of each group."""
        onward, group_of = [[-1] * len(steps.elements)], [-1]
        for number, group in enumerate(groups):
            for variant in group:
                node = 0
                for step in variant.path:
                    place = steps.elements.index(step)
                    if onward[node][place] < 0:
                        onward[node][place] = len(onward)
                        onward.append([-1] * len(steps.elements))
                        group_of.append(-1)
                    node = onward[node][place]
                group_of[node] = number
        return cls(
            steps.place_of,
            destination,
            len(groups),
            np.array(onward, dtype=np.int32),
            np.array(group_of, dtype=np.int32),
        )

    def kernel(self, partition: Partition, chosen: Chosen) -> KindCounts:
        """Walk every chosen case down the tree."""
        group, took = _walk(
            partition.start,
            partition.code,
            partition.time,
            chosen,
            self.place_of,
            self.destination,
            self.onward,
            self.group_of,
        )
        arrived = took >= 0
        return KindCounts(
            cases=np.bincount(group[group >= 0], minlength=self.groups),
            arrived=np.bincount(group[arrived], minlength=self.groups),
            duration=Histograms.of((group[arrived], took[arrived]), self.groups),
        )


@numba.njit(cache=True, nogil=True)
def _walk(  # pragma: no cover
    start: Offsets,
    code: Codes,
    time: Instants,
    chosen: Chosen,
    place_of: Places,
    destination: Chosen,
    onward: npt.NDArray[np.int32],
    group_of: npt.NDArray[np.int32],
) -> tuple[npt.NDArray[np.int32], Integers]:
    """[n cases] the group, or −1; and the time to the arrival, or −1 without one or outside all groups."""
    group = np.full(len(start) - 1, -1, dtype=np.int32)
    took = np.full(len(start) - 1, -1, dtype=np.int64)
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        node, here, arrival = 0, -1, -1
        for event in range(start[case], start[case + 1]):
            there = place_of[code[event]]
            if there != here:
                node = onward[node, there]
                here = there
                if node < 0:
                    break
            if arrival < 0 and destination[code[event]]:
                arrival = time[event] - time[start[case]]
        if node >= 0 and group_of[node] >= 0:
            group[case], took[case] = group_of[node], arrival
    return group, took


def alike(variants: Sequence[Variant], apart: float) -> tuple[tuple[Variant, ...], ...]:
    """Paths in groups: each joins the nearest path that leads a group, or leads one of its own.

    Paths are taken in order of their frequency (equally frequent ones in the order of their steps); stretches walked
    several times in a row count once. A path joins a leader when the two differ in no more than `apart` of the longer
    one's steps; among several it joins the nearest, among equally near ones the most frequent. Source: leader
    clustering (J. A. Hartigan, *Clustering Algorithms*, 1975, chapter 3).
    """
    ordered = sorted(variants, key=lambda variant: (-variant.cases, variant.path))
    leaders: list[Path] = []
    groups: list[list[Variant]] = []
    for variant in ordered:
        path = folded(variant.path)
        near = [
            (distance(leader, path), place)
            for place, leader in enumerate(leaders)
            if least_distance(leader, path) <= apart * max(len(leader), len(path))
        ]
        close = [(steps, place) for steps, place in near if steps <= apart * max(len(leaders[place]), len(path))]
        if close:
            groups[min(close)[1]].append(variant)
        else:
            leaders.append(path)
            groups.append([variant])
    return tuple(tuple(group) for group in sorted(groups, key=lambda group: -sum(one.cases for one in group)))


def variant_groups(
    journey: Journey,
    trails: Trails,
    engine: Engine,
    top: int = TOP,
    apart: float = APART,
    group: Group = EVERYONE,
) -> VariantGroups:
    """The most frequent paths in groups, each with what sets it apart.

    Arguments:
        journey: the journey the trails were woven for.
        trails: its trails.
        engine: counts them.
        top: how many of the most frequent paths are grouped.
        apart: the part of the longer path's steps in which two alike paths may differ, from 0 to 1.
        group: the cases that count.

    Raises:
        InputError: no path to group, or a part that is none.
    """
    if top < 1 or not 0 <= apart <= 1:
        problem = f"{top} paths that differ in {apart:g} of their steps cannot be grouped"
        raise InputError(Problem(problem, remedy="Ask for at least 1 path, and for a part from 0 to 1"))
    steps = layer(journey, trails.codebook, "step")
    paths = Variants(steps.elements, steps.place_of, top)
    (counts,) = engine.count(paths, trails, (group,))
    groups = alike(paths.finish(counts), apart)
    (kinds,) = engine.count(Kinds.of(steps, destination_of(journey, trails.codebook), groups), trails, (group,))
    cases, grouped = int(counts.cases.sum()), int(kinds.cases.sum())
    names = dict(zip(steps.elements, steps.names, strict=True))
    leaders = [folded(members[0].path) for members in groups]
    arriving = np.flatnonzero(2 * kinds.arrived > kinds.cases)
    usual = leaders[arriving[0] if len(arriving) else 0] if leaders else ()
    return VariantGroups(
        journey=journey.id,
        as_of=trails.as_of,
        cases=cases,
        paths=len(counts.cases),
        groups=tuple(
            VariantGroup(
                path=members[0].path,
                names=steps.named(members[0].path),
                differs=differences(usual, leaders[place], names),
                variants=members,
                cases=int(kinds.cases[place]),
                share=share(int(kinds.cases[place]), cases),
                completed=share(int(kinds.arrived[place]), int(kinds.cases[place])),
                duration=kinds.duration.durations(place),
            )
            for place, members in enumerate(groups)
        ),
        grouped=grouped,
        rest=share(cases - grouped, cases),
    )
