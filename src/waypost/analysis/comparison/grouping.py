"""Grouping: into which groups cases are told apart, by a breakdown, a segment, a persona or the time they began."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np

from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Alike, Begun, Chosen, Group, Members, Unlike
from waypost.analysis.measure import Counts
from waypost.analysis.metrics.metrics import Every
from waypost.analysis.statistics import MINIMUM
from waypost.errors import InputError, Problem
from waypost.events.trails import Partition, Trails, instant, microseconds
from waypost.journey.journey import Journey
from waypost.journey.persona import Persona
from waypost.journey.segment import Segment
from waypost.journey.workspace import Workspace

SHOWN = 12
"""How many values of a breakdown stand for themselves; the rest are others."""

OTHERS = "others"
"""What the rest is called."""

MOST_PERIODS = 120
"""How many periods can be told apart."""

EVERY: tuple[Every, ...] = ("month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Grouping:
    """Named groups of cases."""

    by: str
    """A breakdown's id, `segment`, `persona`, `month`, `quarter`, `year` or `before`."""
    name: str
    """The same in words."""
    names: tuple[str, ...]
    """Of the groups."""
    groups: tuple[Group, ...]
    pooled: int = 0
    """How many values are together in the last group, the others."""
    notes: tuple[str, ...] = ()
    """Who was left out, and why."""


@dataclass(frozen=True)
class ValueCounts(Counts):
    """How many cases have each value of a breakdown."""

    cases: Counter[str]


@dataclass(frozen=True)
class Values:
    """The values of one breakdown. Cases whose value is not known do not count."""

    breakdown: int
    """The breakdown's place in the codebook."""

    def kernel(self, partition: Partition, chosen: Chosen) -> ValueCounts:
        """Count the cases with each value."""
        codes = partition.breakdown_code[chosen, self.breakdown]
        found, cases = np.unique(codes[codes >= 0], return_counts=True)
        values = partition.breakdown_values[self.breakdown]
        return ValueCounts(
            Counter({values[code]: count for code, count in zip(found.tolist(), cases.tolist(), strict=True)})
        )


@dataclass(frozen=True)
class Calendar:
    """Periods with the midnights of a zone."""

    every: Every
    zone: str = "UTC"

    def periods(self, first: datetime, last: datetime) -> tuple[datetime, ...]:
        """The starts (UTC) of all periods from the one of the first moment on, and the end of the last one."""
        local = first.astimezone(ZoneInfo(self.zone))
        step = _MONTHS[self.every]
        month = local.year * 12 + (local.month - 1) // step * step
        starts = [self._start(month)]
        while starts[-1] <= last and len(starts) <= MOST_PERIODS:
            month += step
            starts.append(self._start(month))
        if starts[-1] <= last:
            message = f"there are more than {MOST_PERIODS} {self.every}s between {first:%Y-%m-%d} and {last:%Y-%m-%d}"
            raise InputError(Problem(message, remedy="Choose longer periods: month, quarter or year"))
        return tuple(starts)

    def label(self, start: datetime) -> str:
        """`2017-11`, `2017 Q4` or `2017`."""
        local = start.astimezone(ZoneInfo(self.zone))
        written = {"month": f"{local:%Y-%m}", "quarter": f"{local:%Y} Q{(local.month + 2) // 3}", "year": f"{local:%Y}"}
        return written[self.every]

    def _start(self, month: int) -> datetime:
        year, place = divmod(month, 12)
        return datetime(year, place + 1, 1, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


Names: TypeAlias = dict[str, str]
"""Id → name."""


def ways_apart(journey: Journey, workspace: Workspace | None) -> tuple[str, ...]:
    """What the cases of a journey can be told apart by, as its documents have it: breakdowns, segments, periods."""
    breakdowns = (breakdown.id for breakdown in journey.breakdowns)
    segment = ("segment",) if workspace is None or workspace.of(Segment) else ()
    persona = ("persona",) if _bound(journey, workspace) else ()
    return (*breakdowns, *segment, *persona, *EVERY)


def grouping(
    by: str, journey: Journey, trails: Trails, engine: Engine, workspace: Workspace | None, settle: timedelta
) -> Grouping:
    """The groups of cases told apart by a breakdown's id, `segment`, `persona`, `month`, `quarter` or `year`.

    Values of a breakdown with fewer cases than a figure needs, and those beyond the largest, are pooled as others.
    Of periods, cases begun less than `settle` before the moment measured are left out: they may not be over.

    Raises:
        InputError: nothing of that name, or no group of it.
    """
    if by in trails.codebook.breakdowns:
        return _by_breakdown(by, journey, trails, engine)
    if by == "segment":
        return _by_segment(trails, segment_names(workspace))
    if by == "persona":
        return _by_persona(journey, trails, workspace)
    for every in EVERY:
        if by == every:
            return _by_period(Calendar(every, zone_of(workspace)), trails, settle)
    known = ", ".join(ways_apart(journey, workspace))
    declared = by in {breakdown.id for breakdown in journey.breakdowns}
    problem = f"no case has a value of '{by}'" if declared else f"there is no breakdown '{by}'"
    raise InputError(Problem(problem, element=journey.id, remedy=f"Cases can be told apart by: {known}"))


def around(date: datetime, trails: Trails, settle: timedelta) -> Grouping:
    """The cases begun before a date and those begun from it on.

    Both are given the same time to settle: those begun less than `settle` before the date, and less than that before
    the moment measured, are left out, since the change would reach into the first and time cut off the second.
    """
    names = ("before", "since")
    groups = (
        Begun(np.iinfo(np.int64).min, microseconds(date - settle)),
        Begun(microseconds(date), microseconds(trails.as_of - settle) + 1),
    )
    notes = ["Whatever else changed around that date counts as well: this is no proof of what caused it."]
    if settle:
        left = f"Cases begun less than {_days(settle)} before the date, or before the end of the data, are left out"
        notes.insert(0, f"{left}, so that both sides had the same time to come to an end.")
    return Grouping("before", f"Before and since {date:%Y-%m-%d}", names, groups, notes=tuple(notes))


def only(whole: Grouping, wanted: Sequence[str]) -> Grouping:
    """Some of the groups, in the order they are asked for.

    Raises:
        InputError: a group that is not there.
    """
    unknown = [name for name in wanted if name not in whole.names]
    if unknown:
        remedy = f"The groups are: {', '.join(whole.names)}"
        raise InputError([Problem(f"there is no group '{name}'", remedy=remedy) for name in unknown])
    groups = tuple(whole.groups[whole.names.index(name)] for name in wanted)
    return Grouping(whole.by, whole.name, tuple(wanted), groups, whole.pooled * (OTHERS in wanted), whole.notes)


def segment_names(workspace: Workspace | None) -> Names:
    """The names of the workspace's segments, by id."""
    return {segment.id: segment.name for segment in workspace.of(Segment)} if workspace is not None else {}


def zone_of(workspace: Workspace | None) -> str:
    """The zone whose midnights part days and months."""
    return workspace.settings.zone if workspace is not None else "UTC"


def _by_breakdown(by: str, journey: Journey, trails: Trails, engine: Engine) -> Grouping:
    place = trails.codebook.breakdowns.index(by)
    (counts,) = engine.count(Values(place), trails, (EVERYONE,))
    ranked = sorted(counts.cases.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = tuple(value for value, cases in ranked[:SHOWN] if cases >= MINIMUM)
    rest = len(ranked) - len(shown)
    name = next((breakdown.name for breakdown in journey.breakdowns if breakdown.id == by), by)
    groups: tuple[Group, ...] = tuple(Alike(place, value) for value in shown)
    if rest:
        return Grouping(by, name, (*shown, OTHERS), (*groups, Unlike(place, shown)), pooled=rest)
    return Grouping(by, name, shown, groups)


def _by_segment(trails: Trails, names: Names) -> Grouping:
    known = trails.codebook.segments
    if not known:
        raise InputError(Problem("the workspace has no segment", remedy="Add a document of kind 'segment'"))
    groups = tuple(Members(place) for place in range(len(known)))
    return Grouping("segment", "Segment", tuple(names.get(segment, segment) for segment in known), groups)


def _by_persona(journey: Journey, trails: Trails, workspace: Workspace | None) -> Grouping:
    known = trails.codebook.segments
    bound = [(name, segment) for name, segment in _bound(journey, workspace) if segment in known]
    if not bound:
        remedy = "Give a persona of the journey a `segment`: the rule that says which customers it stands for"
        raise InputError(Problem("no persona of this journey is bound to a segment", element=journey.id, remedy=remedy))
    groups = tuple(Members(known.index(segment)) for _, segment in bound)
    return Grouping("persona", "Persona", tuple(name for name, _ in bound), groups)


def _bound(journey: Journey, workspace: Workspace | None) -> list[tuple[str, str]]:
    """The names of the journey's personas that are bound to a segment, with its id."""
    walking = {reference.partition("/")[0] for reference in journey.personas}
    return [
        (persona.name, persona.segment.partition("/")[0])
        for persona in (workspace.of(Persona) if workspace is not None else ())
        if persona.id in walking and persona.segment is not None
    ]


def _by_period(calendar: Calendar, trails: Trails, settle: timedelta) -> Grouping:
    last = trails.as_of - settle
    first = trails.first or trails.as_of
    if first > last:
        message = f"no case began {_days(settle)} before the end of the data"
        raise InputError(Problem(message, remedy="Choose a shorter time for cases to settle"))
    bounds = calendar.periods(first, last)
    end = microseconds(last) + 1
    pairs = list(pairwise(microseconds(bound) for bound in bounds))
    groups = tuple(Begun(start, min(following, end)) for start, following in pairs)
    note = f"Cases begun less than {_days(settle)} before the end of the data are left out: they may not be over."
    names = tuple(calendar.label(instant(start)) for start, _ in pairs)
    return Grouping(calendar.every, calendar.every.capitalize(), names, groups, notes=(note,) if settle else ())


def _days(duration: timedelta) -> str:
    hours = duration / timedelta(hours=1)
    return f"{hours / 24:.1f} days" if hours >= 48 else f"{hours:.1f} hours"
