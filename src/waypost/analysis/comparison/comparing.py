"""Comparing: every figure of the map for two or more groups of cases, and which of them differ more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from waypost.analysis.arrivals import Arrivals
from waypost.analysis.comparison.comparison import ComparedFigure, Comparison, GroupFigure, GroupSize, Variation
from waypost.analysis.comparison.grouping import Grouping, around, grouping, only
from waypost.analysis.comparison.samples import Sample, Shares, Waits
from waypost.analysis.comparison.tally import Item, Reading, Tally, TallyCounts
from waypost.analysis.comparison.variation import adjusted, p_alike, spread
from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Either
from waypost.analysis.measuring import destination_of
from waypost.analysis.results import Estimate, NotEnough
from waypost.analysis.statistics import MINIMUM, difference
from waypost.errors import InputError, Problem
from waypost.events.trails import Trails
from waypost.journey.journey import Journey
from waypost.journey.workspace import Workspace

SETTLED = 0.9
"""Unless said otherwise, cases settle as long as it took this part of those that arrived."""

TELLING = 30
"""So many cases, answers or times a group needs to be named as the lowest or highest: few lie far out by chance."""


@dataclass(frozen=True)
class Side:
    """One figure of one group, and of all the others together."""

    sample: Sample
    others: Sample

    def figure(self, group: str) -> GroupFigure:
        """The value, and its difference to the others; how likely by chance is allowed for later."""
        enough = min(self.sample.n, self.others.n) >= MINIMUM
        value = self.sample.figure()
        apart = difference(value, self.others.figure())
        return GroupFigure(group, value, apart, p_alike((self.sample, self.others)) if enough else None, None)


def compare(
    journey: Journey,
    trails: Trails,
    engine: Engine,
    by: str,
    *,
    values: Sequence[str] = (),
    settle: timedelta | None = None,
    workspace: Workspace | None = None,
) -> Comparison:
    """Compare the groups told apart by a breakdown's id, `segment`, `persona`, `month`, `quarter` or `year`.

    Arguments:
        journey: the journey the trails were woven for.
        trails: its trails.
        engine: counts them.
        by: what tells the groups apart.
        values: the groups to compare, by name; all when left out.
        settle: for periods, how old a case must be to count; as long as nine of ten arrivals took, when left out.
        workspace: the names of segments, the personas, the zone.

    Raises:
        InputError: nothing, or no group, of that name.
    """
    is_period = by in ("month", "quarter", "year")
    wait = settling(journey, trails, engine) if settle is None and is_period else settle or timedelta()
    whole = grouping(by, journey, trails, engine, workspace, wait)
    return _compare(journey, trails, engine, only(whole, values) if values else whole)


def compare_around(
    journey: Journey, trails: Trails, engine: Engine, date: datetime, *, settle: timedelta | None = None
) -> Comparison:
    """Compare the cases begun before a date with those begun from it on.

    Arguments:
        journey: the journey the trails were woven for.
        trails: its trails.
        engine: counts them.
        date: when something changed; with a zone.
        settle: how long cases are given to be over, on both sides; as long as nine of ten arrivals took, when left out.

    Raises:
        InputError: the date lies outside the data.
    """
    if trails.first is None or not trails.first < date <= trails.as_of:
        span = f"{trails.first:%Y-%m-%d} to {trails.as_of:%Y-%m-%d}" if trails.first else "nothing yet"
        raise InputError(Problem(f"{date:%Y-%m-%d} lies outside the data", remedy=f"The data are from {span}"))
    wait = settling(journey, trails, engine) if settle is None else settle
    return _compare(journey, trails, engine, around(date, trails, wait))


def settling(journey: Journey, trails: Trails, engine: Engine) -> timedelta:
    """The time within which nine of ten arrivals came; none when too few arrived."""
    arrivals = Arrivals(destination_of(journey, trails.codebook))
    (counts,) = engine.count(arrivals, trails, (EVERYONE,))
    times = arrivals.finish(counts).duration
    return timedelta() if isinstance(times, NotEnough) else timedelta(microseconds=times.p90)


def _compare(journey: Journey, trails: Trails, engine: Engine, groups: Grouping) -> Comparison:
    tally = Tally.of(journey, trails)
    counted = engine.count(tally, trails, (EVERYONE, Either(groups.groups), *groups.groups))
    everyone, either, *parts = counted
    overlapping = sum(part.arrivals.cases for part in parts) > either.arrivals.cases
    whole = everyone if len(parts) == 1 else either

    def read(counts: TallyCounts) -> list[tuple[Item, Sample]]:
        return list(Reading(journey, trails.codebook, counts).samples())

    of_parts = [[sample for _, sample in read(part)] for part in parts]
    figures = [
        replace(
            _figure(
                item, groups.names, [Side(part[place], all_cases - part[place]) for part in of_parts], not overlapping
            ),
            wanted=_wanted(journey, item),
        )
        for place, (item, all_cases) in enumerate(read(whole))
        if _varies(all_cases)
    ]
    return Comparison(
        journey=journey.id,
        as_of=trails.as_of,
        by=groups.by,
        name=groups.name,
        groups=tuple(
            GroupSize(name, part.arrivals.cases, part.arrivals.customers)
            for name, part in zip(groups.names, parts, strict=True)
        ),
        pooled=groups.pooled,
        unknown=everyone.arrivals.cases - either.arrivals.cases,
        overlapping=overlapping,
        figures=tuple(sorted(_allowed_for(figures), key=_rank)),
        notes=groups.notes,
    )


def _wanted(journey: Journey, item: Item) -> bool | None:
    """Whether more of a figure is good: arriving and scores are, stopping is not, and outcomes say so themselves."""
    match item.kind:
        case "completed" | "score":
            return True
        case "drop-off":
            return False
        case "outcome":
            outcome = next(one for one in journey.outcomes if one.id == item.detail)
            return outcome.wanted or outcome.amount is not None
        case _:
            return None


def _varies(sample: Sample) -> bool:
    """Whether not all cases are the same: what all do, or none, or at once, cannot differ between groups."""
    match sample:
        case Shares(part, whole):
            return 0 < part < whole
        case Waits(buckets):
            return any(buckets) and len(buckets) > 1
        case _:
            return sample.n > 0


def _figure(item: Item, names: Sequence[str], sides: Sequence[Side], apart: bool) -> ComparedFigure:
    groups = tuple(side.figure(name) for name, side in zip(names, sides, strict=True))
    enough = [(name, side.sample) for name, side in zip(names, sides, strict=True) if side.sample.n >= MINIMUM]
    variation = _variation([name for name, _ in enough], [sample for _, sample in enough])
    return ComparedFigure(
        item.kind, item.element, item.detail, item.label, item.unit, groups, variation if apart else None
    )


def _variation(names: Sequence[str], samples: Sequence[Sample]) -> Variation | None:
    if len(samples) < 2:
        return None
    far = spread(samples)
    p = p_alike(samples)
    return Variation(len(samples), p, p, far.excess, far.between, far.part, *_ends(names, samples))


def _ends(names: Sequence[str], samples: Sequence[Sample]) -> tuple[str, str]:
    """The groups with the lowest and the highest value: of the telling ones, or of all where fewer than two are."""
    valued = [
        (name, figure)
        for name, sample in zip(names, samples, strict=True)
        if isinstance(figure := sample.figure(), Estimate)
    ]
    telling = [(name, figure) for name, figure in valued if figure.n >= TELLING]
    known = telling if len(telling) > 1 else valued
    values = [figure.value for _, figure in known]
    return known[int(np.argmin(values))][0], known[int(np.argmax(values))][0]


def _allowed_for(figures: Sequence[ComparedFigure]) -> list[ComparedFigure]:
    """The figures with their q: one family of tests are the spreads of all figures, one all differences."""
    spreads = iter(adjusted([figure.variation.p for figure in figures if figure.variation is not None]))
    differences = iter(adjusted([group.p for figure in figures for group in figure.groups if group.p is not None]))
    return [
        replace(
            figure,
            groups=tuple(replace(group, q=None if group.p is None else next(differences)) for group in figure.groups),
            variation=None if figure.variation is None else replace(figure.variation, q=next(spreads)),
        )
        for figure in figures
    ]


def _rank(figure: ComparedFigure) -> tuple[float, float, float]:
    """Those that differ more than chance first, the largest part of all differences first among them."""
    if figure.variation is not None:
        return (not figure.variation.differs, -figure.variation.part, figure.variation.q)
    qs = [group.q for group in figure.groups if group.q is not None]
    return (2 - any(group.differs for group in figure.groups), 0.0, min(qs, default=2.0))
