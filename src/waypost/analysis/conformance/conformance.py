"""Conformance: how far cases keep to the designed journey, and where they leave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numba
import numpy as np
import polars as pl

from waypost.analysis.conformance.alignments import Alignments, Kinds, aligned
from waypost.analysis.conformance.designed import UNIT, Costs, Designed, designed
from waypost.analysis.conformance.deviations import KINDS, CostCount, Deviation, ElementConformance, Kind
from waypost.analysis.elements import is_bound
from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Chosen, Group
from waypost.analysis.measure import Counts, Integers, Places, summed
from waypost.analysis.paths.lines import Line, count_line, frame, share_line
from waypost.analysis.results import Figure, Level, NotEnough
from waypost.analysis.statistics import MINIMUM, mean, share
from waypost.analysis.wording import cases_text, share_text
from waypost.events.trails import Codes, Offsets, Partition, Trails
from waypost.journey.journey import Journey

_SAID: dict[Kind, str] = {
    "skipped": "pass over “{}” at least once and go on",
    "detoured": "go to “{}” where the design has no way to it",
    "repeated": "come back to “{}” where the design does not",
    "out of order": "do “{}” at another place in the order than designed",
    "not reached": "end before “{}”",
}
_COST = " (a step passed over or out of its place costs 1, unless told otherwise)"


@dataclass(frozen=True)
class Conformance:
    """Every case beside the designed journey, by the cheapest way to explain it."""

    journey: str
    as_of: datetime
    cases: int
    fit: Figure
    """Share of cases that go just as designed, from beginning to end."""
    fitness: Figure
    """Mean of the cases' fitness, 0 to 1."""
    costs: tuple[CostCount, ...]
    """Ascending."""
    elements: tuple[ElementConformance, ...]
    """Each phase with steps in our view, followed by these, in reading order."""
    deviations: tuple[Deviation, ...]
    """At steps, most cases first; what nobody did is left out."""
    unseen: tuple[str, ...]
    """Names of the steps outside our view: cases pass through them unseen."""

    def sentences(self) -> tuple[str, ...]:
        """How many keep to the design, where the others leave it, and how far most come."""
        if isinstance(self.fit, NotEnough):
            return (f"There is not enough data: {self.cases:,} cases, of {MINIMUM} needed.",)
        return (
            f"{share_text(self.fit)} of {self.cases:,} cases go just as designed, from beginning to end.",
            *self._leaving(),
            *self._ending(),
            *self._typical(),
            *self._beyond(),
        )

    def _leaving(self) -> Iterator[str]:
        on_the_way = [found for found in self.deviations if found.kind != "not reached"]
        for found in on_the_way[:3]:
            yield f"{share_text(found.share)} {_SAID[found.kind].format(found.name)} ({cases_text(found.cases)})."
        if not on_the_way:
            yield "Nobody leaves the design on the way."

    def _ending(self) -> Iterator[str]:
        ends = [found for found in self.deviations if found.kind == "not reached"]
        if ends:
            said = _SAID["not reached"].format(ends[0].name)
            yield f"{share_text(ends[0].share)} {said} ({cases_text(ends[0].cases)})."

    def _typical(self) -> Iterator[str]:
        if isinstance(self.fitness, NotEnough):
            return
        reached, half = 0, (self.cases + 1) // 2
        for count in self.costs:
            reached += count.cases
            if reached >= half:
                far = f"leave the design at a cost of {count.cost} or less" if count.cost else "keep to the design"
                yield (
                    f"At least half of the cases {far}{_COST if count.cost else ''}; the mean fitness is "
                    f"{self.fitness.value:.2f}, where 1 is just as designed and 0 has nothing in common with it."
                )
                return

    def _beyond(self) -> Iterator[str]:
        if self.unseen:
            listed = ", ".join(f"“{name}”" for name in self.unseen)
            yield f"Outside our view, and passed unseen: {listed}."

    def to_frame(self) -> pl.DataFrame:
        """The whole, every kind of deviation at every element, and how many cases have each cost."""
        lines = [
            count_line("journey", "cases", self.cases),
            share_line("journey", "just as designed", self.fit),
            share_line("journey", "fitness", self.fitness),
            *(line for element in self.elements for line in _element_lines(element)),
            *(count_line(f"cost {count.cost}", "cases", count.cases) for count in self.costs),
        ]
        return frame(lines)


def _element_lines(element: ElementConformance) -> Iterator[Line]:
    yield share_line(element.name, "leaves the design here", element.off)
    for found in element.deviations:
        yield count_line(element.name, f"{found.kind}, cases", found.cases)
        yield count_line(element.name, f"{found.kind}, moves", found.moves, "events")
        yield share_line(element.name, f"{found.kind}, share", found.share)


@dataclass(frozen=True)
class PlaceDeviations(Counts):
    """What was counted at k places; KINDS × k."""

    moves: Integers
    cases: Integers
    off: Integers
    """[k] cases that leave the design there in any way but by ending before."""


@dataclass(frozen=True)
class ConformanceCounts(Counts):
    """How cases leave the design."""

    steps: PlaceDeviations
    phases: PlaceDeviations
    costs: Counter[int]
    """Cost → cases."""
    fitness: Integers
    """[1001] cases by fitness in thousandths, rounded down."""


@dataclass(frozen=True)
class Conforming:
    """The conformance of cases to a design."""

    journey: Journey
    as_of: datetime
    steps: tuple[str, ...]
    phases: tuple[str, ...]
    phase_of: Places
    """[steps]"""
    design: Designed

    def kernel(self, partition: Partition, chosen: Chosen) -> ConformanceCounts:
        """Align the chosen cases and count their moves by place."""
        found = aligned(partition, chosen, self.design)
        steps, phases = _counted(found, self.phase_of, len(self.phases))
        fitness = (found.worst - found.cost) * 1000 // np.maximum(found.worst, 1)
        return ConformanceCounts(
            steps=steps,
            phases=phases,
            costs=_cases_by(found.cost, found.paths.cases),
            fitness=summed(fitness, found.paths.cases, 1001),
        )

    def finish(self, counts: ConformanceCounts) -> Conformance:
        """Shares of all cases, element by element."""
        cases = counts.costs.total()
        elements = tuple(self._elements(counts, cases))
        found = [each for element in elements if element.level == "step" for each in element.deviations if each.cases]
        fitness = [(place / 1000, cases) for place, cases in enumerate(counts.fitness.tolist()) if cases]
        return Conformance(
            journey=self.journey.id,
            as_of=self.as_of,
            cases=cases,
            fit=share(counts.costs[0], cases),
            fitness=mean(fitness, 0, 1),
            costs=tuple(CostCount(cost, counts.costs[cost]) for cost in sorted(counts.costs)),
            elements=elements,
            deviations=tuple(sorted(found, key=lambda each: -each.cases)),
            unseen=tuple(step.name for step in self.journey.steps() if not is_bound(step)),
        )

    def _elements(self, counts: ConformanceCounts, cases: int) -> Iterator[ElementConformance]:
        for phase in self.journey.phases:
            if is_bound(phase):
                place = self.phases.index(phase.id)
                yield _element(phase.id, phase.name, "phase", counts.phases, place, cases)
            for step in phase.steps:
                if is_bound(step):
                    yield _element(step.id, step.name, "step", counts.steps, self.steps.index(step.id), cases)


def _element(
    element: str, name: str, level: Level, counts: PlaceDeviations, place: int, cases: int
) -> ElementConformance:
    return ElementConformance(
        element=element,
        name=name,
        level=level,
        off=share(int(counts.off[place]), cases),
        deviations=tuple(
            Deviation(
                element=element,
                name=name,
                kind=kind,
                cases=int(counts.cases[number, place]),
                moves=int(counts.moves[number, place]),
                share=share(int(counts.cases[number, place]), cases),
            )
            for number, kind in enumerate(KINDS)
        ),
    )


def conforming(journey: Journey, trails: Trails, costs: Costs = UNIT) -> Conforming:
    """What there is to count; InputError for a design or costs that cannot be."""
    codebook = trails.codebook
    return Conforming(
        journey=journey,
        as_of=trails.as_of,
        steps=codebook.steps,
        phases=codebook.phases,
        phase_of=np.array(codebook.phase_of, dtype=np.int16),
        design=designed(journey, codebook, costs),
    )


def conformance(
    journey: Journey, trails: Trails, engine: Engine, costs: Costs = UNIT, group: Group = EVERYONE
) -> Conformance:
    """Every case of a group beside the designed journey."""
    measure = conforming(journey, trails, costs)
    (counts,) = engine.count(measure, trails, (group,))
    return measure.finish(counts)


def _counted(found: Alignments, phase_of: Places, phases: int) -> tuple[PlaceDeviations, PlaceDeviations]:
    """By step and by phase."""
    steps = len(phase_of)
    levels = np.stack((np.arange(steps, dtype=np.int16), phase_of + np.int16(steps)))
    moves, cases, off = _tally(found.start, found.kind, found.step, found.paths.cases, levels, steps + phases)
    return (
        PlaceDeviations(moves[:, :steps], cases[:, :steps], off[:steps]),
        PlaceDeviations(moves[:, steps:], cases[:, steps:], off[steps:]),
    )


def _cases_by(cost: Integers, cases: Integers) -> Counter[int]:
    costs, place = np.unique(cost, return_inverse=True)
    return Counter(dict(zip(costs.tolist(), summed(place, cases, len(costs)).tolist(), strict=True)))


@numba.njit(cache=True, nogil=True)
def _tally(  # pragma: no cover
    start: Offsets, kind: Kinds, step: Codes, times: Integers, levels: Places, size: int
) -> tuple[Integers, Integers, Integers]:
    """Moves, cases and cases off track at places; each step is at one place of each level."""
    moves = np.zeros((5, size), dtype=np.int64)
    cases = np.zeros((5, size), dtype=np.int64)
    latest = np.full((5, size), -1, dtype=np.int64)
    off = np.zeros(size, dtype=np.int64)
    here = np.full(size, -1, dtype=np.int64)
    for path in range(len(start) - 1):
        for move in range(start[path], start[path + 1]):
            for level in range(len(levels)):
                what, where = kind[move], levels[level, step[move]]
                moves[what, where] += times[path]
                cases[what, where] += times[path] * (latest[what, where] != path)
                latest[what, where] = path
                if what != 4:  # not reached
                    off[where] += times[path] * (here[where] != path)
                    here[where] = path
    return moves, cases, off
