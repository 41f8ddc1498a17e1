"""Milestones: customers come to them in various ways, so here the order is not asked for but found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeGuard

import numba
import numpy as np
import polars as pl

from waypost.analysis.engines import Engine
from waypost.analysis.funnels import funnel_through
from waypost.analysis.groups import EVERYONE, Chosen, Group
from waypost.analysis.histogram import Histograms, Rows
from waypost.analysis.measure import Counts, Integers, Places
from waypost.analysis.paths.lines import Line, count_line, frame, share_line, times_lines
from waypost.analysis.places import level_of, name_of
from waypost.analysis.results import Durations, Figure, Times
from waypost.analysis.statistics import MINIMUM, share
from waypost.analysis.wording import duration_text, share_text
from waypost.errors import InputError, Problem
from waypost.events.trails import Codes, Offsets, Partition, Trails
from waypost.events.trails import Times as Instants
from waypost.journey.journey import Journey


@dataclass(frozen=True)
class Milestone:
    """One of the milestones, whenever it was reached."""

    element: str
    name: str
    cases: int
    share: Figure
    """Of all cases."""
    time: Times
    """From the case's first milestone; 0 where this was the first."""


@dataclass(frozen=True)
class MilestoneCount:
    """Cases that came to at least so many of the milestones, in any order."""

    number: int
    cases: int
    share: Figure
    """Of all cases."""
    time: Times
    """From the case's first milestone to the one that made it so many."""


@dataclass(frozen=True)
class MilestoneOrder:
    """An order in which milestones were reached, each at its first event."""

    path: tuple[str, ...]
    names: tuple[str, ...]
    cases: int
    share: Figure
    """Of the cases that came to at least one milestone."""
    complete: bool
    """Whether it has all milestones."""


@dataclass(frozen=True)
class Milestones:
    """How far customers came through milestones they may take in any order."""

    journey: str
    as_of: datetime
    window: timedelta | None
    """A milestone counts when it lies no later than this after the case's first one."""
    cases: int
    milestones: tuple[Milestone, ...]
    """As they were asked for."""
    counts: tuple[MilestoneCount, ...]
    """1 … k."""
    orders: tuple[MilestoneOrder, ...]
    """The most frequent."""
    different: int
    """How many different orders there are."""

    def sentences(self) -> tuple[str, ...]:
        """How many came to all, which order most took, and which milestone the fewest reach."""
        if self.cases < MINIMUM:
            return (f"There is not enough data: {self.cases:,} cases, of {MINIMUM} needed.",)
        last = self.counts[-1]
        took = f", {duration_text(last.time.median)} after their first one (median)" if _known(last.time) else ""
        within = "" if self.window is None else f" within {duration_text(self.window // _MICROSECOND)}"
        said = [
            f"{share_text(last.share)} of {self.cases:,} cases came to all {last.number} milestones{within}{took}; "
            f"{share_text(self.counts[0].share)} came to at least one."
        ]
        complete = next((order for order in self.orders if order.complete), None)
        if complete is not None:
            said.append(
                f"Of all orders with every milestone, most took {' → '.join(complete.names)}: {complete.cases:,} cases."
            )
        if self.different > 1:
            usual = self.orders[0]
            said.append(
                f"They came in {self.different:,} different ways; the most frequent, {' → '.join(usual.names)}, is "
                f"that of {share_text(usual.share)} of those who came to any."
            )
        rarest = min(self.milestones, key=lambda milestone: milestone.cases)
        said.append(f"The fewest came to “{rarest.name}”: {share_text(rarest.share)}.")
        return tuple(said)

    def to_frame(self) -> pl.DataFrame:
        """Each milestone, each number of milestones, each order."""
        return frame([count_line("journey", "cases", self.cases), *self._lines()])

    def _lines(self) -> Iterator[Line]:
        for milestone in self.milestones:
            yield count_line(milestone.name, "came, cases", milestone.cases)
            yield share_line(milestone.name, "came", milestone.share)
            yield from times_lines(milestone.name, "time from the first milestone", milestone.time)
        for count in self.counts:
            of = f"at least {count.number}"
            yield count_line(of, "came, cases", count.cases)
            yield share_line(of, "came", count.share)
            yield from times_lines(of, "time from the first milestone", count.time)
        for order in self.orders:
            yield count_line(" → ".join(order.names), "order, cases", order.cases)
            yield share_line(" → ".join(order.names), "order", order.share)


def _known(time: Times) -> TypeGuard[Durations]:
    return isinstance(time, Durations)


_MICROSECOND = timedelta(microseconds=1)
MOST = 8
"""How many milestones can be followed at once."""
ORDERS = 10
"""How many orders are listed."""


@dataclass(frozen=True)
class MilestoneCounts(Counts):
    """Cases, and what they came to of k milestones."""

    cases: int
    orders: Counter[int]
    """By order, as a number: its digits in base 9 are the milestones plus one, the first reached first."""
    each: Histograms
    """By milestone: from the case's first milestone."""
    nth: Histograms
    """By how many were reached before: from the case's first milestone."""


@dataclass(frozen=True)
class AnyOrder:
    """Milestones that may be reached in any order; each counts at its first event within the window."""

    milestone_of: Places
    """[touchpoints] the milestone a touchpoint belongs to, or −1."""
    size: int
    window: int
    """Microseconds after the case's first milestone."""

    def kernel(self, partition: Partition, chosen: Chosen) -> MilestoneCounts:
        """Note for every chosen case when it first came to each milestone."""
        orders, each, nth, times = _reach(
            partition.start, partition.code, partition.time, chosen, self.milestone_of, self.size, self.window
        )
        found, cases = np.unique(orders[orders > 0], return_counts=True)
        return MilestoneCounts(
            cases=int(chosen.sum()),
            orders=Counter(dict(zip(found.tolist(), cases.tolist(), strict=True))),
            each=Histograms.of((each, times), self.size),
            nth=Histograms.of((nth, times), self.size),
        )

    def order(self, number: int) -> tuple[int, ...]:
        """The milestones of an order, from its number."""
        digits = []
        while number:
            number, digit = divmod(number, MOST + 1)
            digits.append(digit - 1)
        return tuple(reversed(digits))


def milestones(
    journey: Journey,
    trails: Trails,
    engine: Engine,
    elements: Sequence[str],
    window: timedelta | None = None,
    group: Group = EVERYONE,
) -> Milestones:
    """How far cases came through two to eight phases, steps or touchpoints, in whatever order.

    Raises:
        InputError: too few or too many milestones, one without events, or two that share touchpoints.
    """
    if not 1 < len(elements) <= MOST:
        raise InputError(Problem(f"{len(elements)} milestones cannot be followed", remedy=f"Name 2 to {MOST}"))
    for element in elements:
        level_of(journey, element)
    stages = funnel_through(trails.codebook, elements, window)
    measure = AnyOrder(stages.stage_of, len(elements), stages.window)
    (counts,) = engine.count(measure, trails, (group,))
    return _Found(measure, counts, tuple(elements), tuple(name_of(journey, element) for element in elements)).result(
        journey, trails, window
    )


@dataclass(frozen=True)
class _Found:
    """Merged counts, read through the names of the milestones."""

    measure: AnyOrder
    counts: MilestoneCounts
    elements: tuple[str, ...]
    names: tuple[str, ...]

    def result(self, journey: Journey, trails: Trails, window: timedelta | None) -> Milestones:
        each, nth = (times.totals(len(self.elements)).tolist() for times in (self.counts.each, self.counts.nth))
        return Milestones(
            journey=journey.id,
            as_of=trails.as_of,
            window=window,
            cases=self.counts.cases,
            milestones=tuple(
                Milestone(
                    element, name, each[place], share(each[place], self.counts.cases), self.counts.each.durations(place)
                )
                for place, (element, name) in enumerate(zip(self.elements, self.names, strict=True))
            ),
            counts=tuple(
                MilestoneCount(
                    place + 1, nth[place], share(nth[place], self.counts.cases), self.counts.nth.durations(place)
                )
                for place in range(len(self.elements))
            ),
            orders=self._orders(),
            different=len(self.counts.orders),
        )

    def _orders(self) -> tuple[MilestoneOrder, ...]:
        any_milestone = self.counts.orders.total()
        ranked = sorted(self.counts.orders.items(), key=lambda pair: (-pair[1], pair[0]))[:ORDERS]
        return tuple(
            MilestoneOrder(
                path=tuple(self.elements[place] for place in self.measure.order(number)),
                names=tuple(self.names[place] for place in self.measure.order(number)),
                cases=cases,
                share=share(cases, any_milestone),
                complete=len(self.measure.order(number)) == len(self.elements),
            )
            for number, cases in ranked
        )


@numba.njit(cache=True, nogil=True)
def _reach(  # pragma: no cover
    start: Offsets, code: Codes, time: Instants, chosen: Chosen, milestone_of: Places, size: int, window: int
) -> tuple[Integers, Rows, Rows, Integers]:
    orders = np.zeros(len(start) - 1, dtype=np.int64)
    most = (len(start) - 1) * size
    each, nth = np.empty((2, most), dtype=np.int32)
    times = np.empty(most, dtype=np.int64)
    noted = 0
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        reached, number, anchor = 0, 0, time[start[case]]
        for event in range(start[case], start[case + 1]):
            milestone = milestone_of[code[event]]
            if number == size or (number > 0 and time[event] - anchor > window):
                break
            if milestone < 0 or reached >> milestone & 1:
                continue
            if number == 0:
                anchor = time[event]
            each[noted], nth[noted], times[noted] = milestone, number, time[event] - anchor
            noted += 1
            number += 1
            reached |= 1 << milestone
            orders[case] = orders[case] * 9 + milestone + 1
    return orders, each[:noted].copy(), nth[:noted].copy(), times[:noted].copy()
