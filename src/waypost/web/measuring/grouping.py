"""For whom a map is measured: everyone and each segment, at all times and by the period in which cases began."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from waypost.analysis.comparison.grouping import Calendar, zone_of
from waypost.analysis.groups import EVERYONE, Begun, Chosen, Group, Members
from waypost.analysis.metrics.metrics import Every
from waypost.analysis.study import Study
from waypost.events.trails import Partition, instant, microseconds

MOST_PERIODS = 12
"""More of them, and they are taken longer: months, then quarters, then years."""


@dataclass(frozen=True)
class Among:
    """The cases of a segment's customers that began in a period."""

    members: Group
    begun: Group

    def chosen(self, partition: Partition) -> Chosen:
        """Which of a partition's cases belong."""
        both: Chosen = self.members.chosen(partition) & self.begun.chosen(partition)
        return both


@dataclass(frozen=True)
class Named:
    """A group of cases and how it is asked for."""

    segment: str
    """The segment's id; empty for everyone."""
    period: str
    """As `2026-03`, `2026 Q1` or `2026`; empty for all times."""
    group: Group


def groups_of(study: Study) -> tuple[Named, ...]:
    """Everyone at all times first, then each segment, then each period of both."""
    segments = study.trails.codebook.segments
    who: list[tuple[str, Group]] = [
        ("", EVERYONE),
        *((segment, Members(place)) for place, segment in enumerate(segments)),
    ]
    when = _periods(study)
    at_all_times = [Named(segment, "", group) for segment, group in who]
    by_period = [Named(segment, period, Among(group, begun)) for period, begun in when for segment, group in who]
    return (*at_all_times, *by_period)


def _periods(study: Study) -> tuple[tuple[str, Begun], ...]:
    """The latest periods, the newest first; none when there is only one."""
    trails = study.trails
    if trails.first is None:
        return ()
    zone = zone_of(study.workspace)
    calendar = Calendar(_length((trails.as_of - trails.first).days), zone)
    starts = calendar.periods(trails.first, trails.as_of)[-MOST_PERIODS - 1 :]
    moments = [microseconds(start) for start in starts]
    found = [(calendar.label(instant(since)), Begun(since, before)) for since, before in pairwise(moments)]
    return tuple(reversed(found)) if len(found) > 1 else ()


def _length(days: int) -> Every:
    if days <= MOST_PERIODS * 28:
        return "month"
    return "quarter" if days <= MOST_PERIODS * 90 else "year"
