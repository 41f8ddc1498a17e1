"""Funnels by group: how far each segment, each value of a breakdown or each period's beginners came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import polars as pl

from waypost.analysis.comparison.grouping import Grouping
from waypost.analysis.engines import Engine
from waypost.analysis.funnels import FunnelCounts, funnel_through
from waypost.analysis.groups import EVERYONE
from waypost.analysis.paths.lines import Line, count_line, frame, share_line, times_lines
from waypost.analysis.places import level_of, name_of
from waypost.analysis.results import Estimate, Figure, FunnelStage, NotEnough
from waypost.analysis.statistics import MINIMUM, difference_of_shares
from waypost.analysis.wording import duration_text, share_text
from waypost.errors import InputError, Problem
from waypost.events.trails import Trails
from waypost.journey.journey import Journey


@dataclass(frozen=True)
class GroupFunnel:
    """One group's way through the stages."""

    group: str
    """The segment, the breakdown's value, or the period."""
    name: str
    stages: tuple[FunnelStage, ...]
    difference: Figure
    """The share of the first stage that came to the last one, less that of all cases outside the group."""


@dataclass(frozen=True)
class GroupFunnels:
    """How far customers came through stages in order, all of them and group by group."""

    journey: str
    as_of: datetime
    window: timedelta | None
    names: tuple[str, ...]
    """Of the stages."""
    stages: tuple[FunnelStage, ...]
    """Of everyone."""
    by: str | None
    """What the groups are: `segment`, `persona`, a breakdown's id, `month`, `quarter` or `year`; None: no groups."""
    groups: tuple[GroupFunnel, ...]

    def sentences(self) -> tuple[str, ...]:
        """How many come to the end, where most are lost, and which groups differ most."""
        first, last = self.stages[0], self.stages[-1]
        if isinstance(last.of_first, NotEnough):
            return (f"There is not enough data: {first.cases:,} cases began, of {MINIMUM} needed.",)
        within = "" if self.window is None else f" within {duration_text(self.window // _MICROSECOND)}"
        said = [
            f"{share_text(last.of_first)} of the {first.cases:,} cases that came to “{self.names[0]}” went on to "
            f"“{self.names[-1]}”{within}, in this order."
        ]
        lost = [before.cases - here.cases for before, here in pairwise(self.stages)]
        if max(lost, default=0):
            worst = lost.index(max(lost))
            said.append(
                f"Most are lost between “{self.names[worst]}” and “{self.names[worst + 1]}”: {lost[worst]:,} cases."
            )
        return (*said, *self._differences())

    def _differences(self) -> Iterator[str]:
        """The groups that differ from all others, taken one by one, by how much."""
        clear = [
            (group.name, group.difference)
            for group in self.groups
            if isinstance(group.difference, Estimate) and not group.difference.low <= 0 <= group.difference.high
        ]
        for name, difference in sorted(clear, key=lambda pair: -abs(pair[1].value))[:5]:
            low, high = sorted((abs(difference.low), abs(difference.high)))
            way = "more" if difference.value > 0 else "less"
            yield (
                f"Cases of “{name}” come to the end {100 * abs(difference.value):.0f} points {way} often than all "
                f"others ({100 * low:.0f} to {100 * high:.0f}; n {difference.n:,})."
            )
        if self.groups and not clear:
            yield "No group differs clearly from all others."
        if clear and len(self.groups) > 2:
            yield (
                f"These are {len(self.groups)} plain comparisons, one by one: of twenty groups without any difference, "
                "one would look like this by chance."
            )

    def to_frame(self) -> pl.DataFrame:
        """Every stage of everyone and of each group."""
        lines = list(_stage_lines("everyone", self.names, self.stages))
        for group in self.groups:
            lines += _stage_lines(group.name, self.names, group.stages)
            lines.append(share_line(group.name, "difference from all others", group.difference))
        return frame(lines)


_MICROSECOND = timedelta(microseconds=1)


def _stage_lines(group: str, names: Sequence[str], stages: Sequence[FunnelStage]) -> Iterator[Line]:
    for name, stage in zip(names, stages, strict=True):
        of = f"{group}: {name}"
        yield count_line(of, "cases", stage.cases)
        yield share_line(of, "of the first stage", stage.of_first)
        yield share_line(of, "of the stage before", stage.of_previous)
        yield from times_lines(of, "time from the stage before", stage.time)


def group_funnels(
    journey: Journey,
    trails: Trails,
    engine: Engine,
    elements: Sequence[str],
    window: timedelta | None = None,
    grouping: Grouping | None = None,
) -> GroupFunnels:
    """How far cases came through two or more stages in order, all together and group by group.

    Raises:
        InputError: fewer than two stages, one without events, or one that lies inside another.
    """
    if len(elements) < 2:
        raise InputError(Problem(f"{len(elements)} stage is no funnel", remedy="Name at least two, in their order"))
    for element in elements:
        level_of(journey, element)
    through = funnel_through(trails.codebook, elements, window)
    groups = grouping.groups if grouping is not None else ()
    whole, *parts = engine.count(through, trails, (EVERYONE, *groups))
    names = grouping.names if grouping is not None else ()
    return GroupFunnels(
        journey=journey.id,
        as_of=trails.as_of,
        window=window,
        names=tuple(name_of(journey, element) for element in elements),
        stages=through.finish(whole),
        by=grouping.by if grouping is not None else None,
        groups=tuple(
            GroupFunnel(name, name, through.finish(counts), _difference(counts, whole))
            for name, counts in zip(names, parts, strict=True)
        ),
    )


def _difference(part: FunnelCounts, whole: FunnelCounts) -> Figure:
    """The share that came to the end, inside the group less outside."""
    inside = (int(part.reached[-1]), int(part.reached[0]))
    outside = (int(whole.reached[-1]) - inside[0], int(whole.reached[0]) - inside[1])
    return difference_of_shares(inside, outside)
