"""How long, and who stays: the time to a milestone by Kaplan and Meier, and retention by cohort."""

from __future__ import annotations

from waypost.analysis.paths.retention import Cell, NotYet, Retention
from waypost.analysis.paths.survival import TimeTo
from waypost.analysis.results import Estimate
from waypost.drawing.numerals import count, percent, sample, time
from waypost.drawing.panels.blocks import Card, Cards, Curve, Heat, HeatCell, Line, Panel
from waypost.drawing.panels.figures import share_ticks, time_ticks
from waypost.drawing.sheet import Told
from waypost.drawing.tables import share_number


def time_panel(times: TimeTo) -> Panel:
    """The curve of those who have come, and how many by a few round times."""
    cards = tuple(Card(f"Within {time(one.time)}", share_number(one.share)) for one in times.by)
    return Panel(
        id="time-to",
        title=f"How long until: {times.target_name}",
        lead=f"Counted from {_origin(times)}. Those who have not come yet are not left out: they count for as "
        "long as we have been able to watch them. “Time to get here” on the map leaves them out, so it is shorter.",
        says=times.sentences(),
        blocks=((_curve(times),) if times.curve else ()) + (Cards("", cards),),
        measures=("time-to-milestone",),
    )


def _origin(times: TimeTo) -> str:
    return "the beginning" if times.origin is None else f"“{times.origin_name}”"


def _curve(times: TimeTo) -> Curve:
    longest = times.curve[-1].time or 1
    points = tuple((point.time / longest, point.share) for point in times.curve)
    low = tuple((point.time / longest, point.low) for point in times.curve)
    high = tuple((point.time / longest, point.high) for point in times.curve)
    if points[0][0] > 0:
        points, low, high = ((0.0, 0.0), *points), ((0.0, 0.0), *low), ((0.0, 0.0), *high)
    last = times.curve[-1]
    return Curve(
        "",
        (Line("", points, low, high),),
        time_ticks(longest),
        share_ticks(),
        f"since {_origin(times)}",
        f"Share that has come to {times.target_name}: {percent(last.share)} after {time(last.time)}",
        hint="The band is the 95 % interval.",
    )


def retention_panel(retention: Retention) -> Panel:
    """Cohorts by period; a period that is not over is neither zero nor small."""
    periods = max((len(cohort.retained) for cohort in retention.cohorts), default=0)
    rows = tuple(
        (
            cohort.begins.isoformat() if retention.period == "week" else f"{cohort.begins:%b %Y}",
            sample(cohort.customers),
            tuple(map(_cell, cohort.retained)),
        )
        for cohort in retention.cohorts
    )
    heat = Heat(
        "",
        "Began in",
        tuple(f"{retention.period} {number}" for number in range(1, periods + 1)),
        rows,
        f"Share of customers with anything on the map in each {retention.period} that followed.",
    )
    return Panel(
        id="retention",
        title="Who stays",
        lead="Customers who began together, and how many of them were active in each period that followed.",
        says=retention.sentences(),
        blocks=(heat,) if rows else (),
        measures=("retention",),
    )


def _cell(cell: Cell) -> HeatCell:
    if isinstance(cell, NotYet):
        return HeatCell("not yet", None)
    if not isinstance(cell, Estimate):
        return HeatCell(f"n {count(cell.n)}", None)
    told = Told(percent(cell.value), (share_number(cell).aside,), "retention")
    return HeatCell(percent(cell.value), cell.value, told)
