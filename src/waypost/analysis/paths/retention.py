"""Retention: of the customers who began in the same period, how many are active in each period that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Chosen, Group
from waypost.analysis.measure import Counts, Integers
from waypost.analysis.paths.lines import Line, count_line, frame, share_line
from waypost.analysis.results import Estimate, Figure
from waypost.analysis.statistics import share
from waypost.analysis.wording import share_text
from waypost.errors import InputError, Problem
from waypost.events.trails import Offsets, Partition, Trails, microseconds
from waypost.events.trails import Times as Instants

Period: TypeAlias = Literal["week", "month", "quarter"]


@dataclass(frozen=True)
class NotYet:
    """A period that was not over at the moment measured: neither zero nor a small share."""

    until: datetime
    """UTC; when it is over."""


Cell: TypeAlias = Figure | NotYet


@dataclass(frozen=True)
class Cohort:
    """Customers whose first event lies in one period."""

    begins: date
    """The period's first day, in the zone asked for."""
    customers: int
    retained: tuple[Cell, ...]
    """[1 …] share active in the first, second … period that follows."""


@dataclass(frozen=True)
class Retained:
    """All cohorts that could be followed so far, together."""

    period: int
    """1: the first period after the one they began in."""
    share: Figure


@dataclass(frozen=True)
class Retention:
    """Cohort retention: customers, not cases, are counted."""

    journey: str
    as_of: datetime
    period: Period
    zone: str
    customers: int
    overall: tuple[Retained, ...]
    cohorts: tuple[Cohort, ...]
    """Oldest first; periods in which nobody began are left out."""

    def sentences(self) -> tuple[str, ...]:
        """How many are still active after one period, and later."""
        told = [(kept.period, kept.share) for kept in self.overall if isinstance(kept.share, Estimate)]
        if not told:
            return (f"There is not enough data: {self.customers:,} customers, and too few {self.period}s are over.",)
        said = [
            f"Of the customers who began in one {self.period}, {share_text(first)} were active in the "
            f"{_ordinal(period)} {self.period} after it (n {first.n:,})."
            for period, first in told[:1]
        ]
        if len(told) > 1:
            period, last = told[-1]
            said.append(f"In the {_ordinal(period)} {self.period} it was {share_text(last)} (n {last.n:,}).")
        said.append(
            "Active means anything on the map, also what happens later in the case they began with, such as a delivery "
            "or a review."
        )
        said.append(
            f"Only {self.period}s that were over by {self.as_of:%Y-%m-%d} count; customers, not cases, are counted."
        )
        return tuple(said)

    def to_frame(self) -> pl.DataFrame:
        """The overall curve, and every cell of every cohort that is over."""
        return frame(
            [
                count_line("everyone", "customers", self.customers, "customers"),
                *(share_line("everyone", f"{self.period} {kept.period}", kept.share) for kept in self.overall),
                *(line for cohort in self.cohorts for line in self._cohort_lines(cohort)),
            ]
        )

    def _cohort_lines(self, cohort: Cohort) -> Iterator[Line]:
        yield count_line(f"{cohort.begins}", "customers", cohort.customers, "customers")
        for period, cell in enumerate(cohort.retained, start=1):
            if not isinstance(cell, NotYet):
                yield share_line(f"{cohort.begins}", f"{self.period} {period}", cell)


def _ordinal(number: int) -> str:
    words = ("first", "second", "third")
    return words[number - 1] if number <= len(words) else f"{number}th"


@dataclass(frozen=True)
class RetentionCounts(Counts):
    """Customers by the period they began in, of p."""

    customers: Integers
    """[p]"""
    active: Integers
    """[p, followed] by the period they began in, and how many periods later they were active (0: the next one)."""


@dataclass(frozen=True)
class Returning:
    """The customers who come back, by period. A customer begins with the first event of any chosen case."""

    edges: Integers
    """[p + 1] UTC microseconds at which periods begin, ascending; no event lies outside."""
    followed: int
    """How many periods after the first are looked at."""

    def kernel(self, partition: Partition, chosen: Chosen) -> RetentionCounts:
        """Go through the events of each customer, all chosen cases together."""
        customers, active = _return(
            partition.start, partition.time, partition.customer_hash, chosen, self.edges, self.followed
        )
        return RetentionCounts(customers, active)


@numba.njit(cache=True, nogil=True)
def _return(  # pragma: no cover
    start: Offsets,
    time: Instants,
    customer: npt.NDArray[np.uint64],
    chosen: Chosen,
    edges: Integers,
    followed: int,
) -> tuple[Integers, Integers]:
    periods = len(edges) - 1
    customers = np.zeros(periods, dtype=np.int64)
    active = np.zeros((periods, followed), dtype=np.int64)
    latest = np.full(periods, -1, dtype=np.int64)  # by the latest customer, named by the first case
    known, began = -1, 0
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        period = int(np.searchsorted(edges, time[start[case]], side="right")) - 1
        if known < 0 or customer[known] != customer[case]:
            known, began = case, period
            customers[period] += 1
        for event in range(start[case], start[case + 1]):
            while time[event] >= edges[period + 1]:
                period += 1
            later = period - began - 1
            if 0 <= later < followed and latest[period] != known:
                latest[period] = known
                active[began, later] += 1
    return customers, active


@dataclass(frozen=True)
class Calendar:
    """Periods of one kind with the midnights of a zone. Weeks begin on Monday (ISO 8601)."""

    period: Period
    zone: ZoneInfo

    def days(self, first: datetime, last: datetime) -> tuple[date, ...]:
        """The first days of the periods from the one `first` lies in to the one after `last`."""
        days = [self._begin(first.astimezone(self.zone).date())]
        while days[-1] <= last.astimezone(self.zone).date():
            days.append(self.after(days[-1], 1))
        return tuple(days)

    def after(self, day: date, periods: int) -> date:
        """The first day so many periods after a period's first day."""
        for _ in range(periods):
            day = self._begin(day + _LONGEST[self.period])
        return day

    def _begin(self, day: date) -> date:
        """The first day of the period a day lies in."""
        match self.period:
            case "week":
                return day - timedelta(days=day.weekday())
            case "month":
                return day.replace(day=1)
            case "quarter":
                return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)

    def midnight(self, day: date) -> datetime:
        """When a day begins, as a moment in UTC."""
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)


_LONGEST = {"week": timedelta(days=7), "month": timedelta(days=31), "quarter": timedelta(days=92)}
PERIODS: tuple[Period, ...] = get_args(Period)


def calendar(period: str, zone: str) -> Calendar:
    """A calendar; InputError for a period or a zone that there is not."""
    known = next((one for one in PERIODS if one == period), None)
    if known is None:
        raise InputError(Problem(f"'{period}' is no period", remedy=f"Choose one of {', '.join(PERIODS)}"))
    try:
        return Calendar(known, ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputError(Problem(f"'{zone}' is no time zone", remedy="Write it as in Europe/Berlin or UTC")) from error


def retention(trails: Trails, engine: Engine, calendar: Calendar, periods: int, group: Group = EVERYONE) -> Retention:
    """Cohort retention of a group's customers over so many periods after the one they began in.

    Raises:
        InputError: no period to follow.
    """
    if periods < 1:
        raise InputError(Problem(f"{periods} periods cannot be followed", remedy="Ask for at least 1"))
    nobody = Retention(trails.journey, trails.as_of, calendar.period, calendar.zone.key, 0, (), ())
    if trails.first is None:
        return nobody
    days = calendar.days(trails.first, trails.as_of)
    edges = np.array([microseconds(calendar.midnight(day)) for day in days], dtype=np.int64)
    over = int((edges[1:] <= microseconds(trails.as_of)).sum())
    followed = min(periods, max(over - 1, 1))
    (counts,) = engine.count(Returning(edges, followed), trails, (group,))
    table = _Table(calendar, days, counts, over)
    return replace(
        nobody,
        customers=int(counts.customers.sum()),
        overall=tuple(Retained(later, table.overall(later)) for later in range(1, followed + 1)),
        cohorts=tuple(
            Cohort(days[began], customers, tuple(table.cell(began, later) for later in range(1, followed + 1)))
            for began, customers in enumerate(counts.customers.tolist())
            if customers
        ),
    )


@dataclass(frozen=True)
class _Table:
    """The counts, read by cohort and period."""

    calendar: Calendar
    days: tuple[date, ...]
    counts: RetentionCounts
    over: int
    """How many periods are over."""

    def cell(self, began: int, later: int) -> Cell:
        """One cohort, so many periods later."""
        if began + later >= self.over:
            return NotYet(self.calendar.midnight(self.calendar.after(self.days[began], later + 1)))
        return share(int(self.counts.active[began, later - 1]), int(self.counts.customers[began]))

    def overall(self, later: int) -> Figure:
        """All cohorts for which that period is over."""
        known = slice(0, max(self.over - later, 0))
        return share(int(self.counts.active[known, later - 1].sum()), int(self.counts.customers[known].sum()))
