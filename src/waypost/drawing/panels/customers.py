"""What customers say: metrics with their trend, who did not answer, and what moves the overall score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from waypost.analysis.drivers.drivers import Driver, Drivers
from waypost.analysis.metrics.metrics import FewerThanHalf, Metric, Metrics, Period, Replies
from waypost.analysis.results import Estimate
from waypost.drawing.numerals import count, percent
from waypost.drawing.panels.blocks import (
    Block,
    Card,
    Cards,
    Curve,
    Dot,
    Field,
    Line,
    Panel,
    Table,
    Tick,
    Tone,
)
from waypost.drawing.panels.figures import axis_of, money_number, number_of, points_number, said_in, ticks
from waypost.drawing.sheet import Told
from waypost.drawing.tables import Number, share_number

_ASIDE = ("ces", "response")
"""Metrics without a card of their own: the mean beside the share, and who answered."""


def metrics_panel(metrics: Metrics) -> Panel:
    """Each metric in large, those that changed as curves, and who did not answer."""
    return Panel(
        id="metrics",
        title="How it is going",
        lead="What customers answered and what became of them, in the figures people report, each with its interval.",
        says=tuple(_metrics_say(metrics)),
        blocks=tuple(_metric_blocks(metrics)),
        statistics=tuple(_replies(one) for one in metrics.replies if one.apart),
        measures=(*dict.fromkeys(metric.kind for metric in metrics.metrics), "trend"),
    )


def _metrics_say(metrics: Metrics) -> Iterator[str]:
    """What changed, and what cannot be said; the figures themselves stand on the cards."""
    changed = [metric for metric in metrics.metrics if metric.trend is not None and metric.trend.changed]
    if not changed and any(metric.trend is not None for metric in metrics.metrics):
        yield "Nothing has changed from period to period by more than chance, as far as can be told."
    yield from (f"{metric.label}: {_changed(metric)}" for metric in changed)
    yield from metrics.absent


def _metric_blocks(metrics: Metrics) -> Iterator[Block]:
    if metrics.metrics:
        yield Cards(
            "", tuple(_card(metric, metrics.currency) for metric in metrics.metrics if metric.kind not in _ASIDE)
        )
    for metric in metrics.metrics:
        if metric.trend is not None and metric.trend.changed:
            yield _trend(metric)
    if metrics.revenue:
        yield _revenue(metrics)
    if metrics.replies:
        rows = tuple((one.name, count(one.cases), share_number(one.rate), count(one.absent)) for one in metrics.replies)
        hint = "Who answered without having come there, as far as their events tell, is on neither side."
        heads = ("Asked at", "Cases that came there", "Of them answered", "Answered without having come")
        yield Table("Who answered", heads, rows, hint)


def _card(metric: Metric, currency: str | None) -> Card:
    trend = _line(metric.trend.periods, metric) if metric.trend is not None else None
    told = Told(metric.label, metric.assumptions, metric.kind)
    tone = Tone.PLAIN if isinstance(metric.figure, Estimate) else Tone.UNSURE
    return Card(metric.label, _number(metric, currency), "", trend, told, tone)


def _number(metric: Metric, currency: str | None) -> Number:
    """The figure with its interval and n, and what that counts; or that fewer than half have come so far."""
    if isinstance(metric.figure, FewerThanHalf):
        came, of = count(metric.figure.came), count(metric.figure.n)
        return Number("", f"fewer than half so far · {came} of {of} {metric.counted}")
    if metric.unit == "money":
        number = money_number(metric.figure, currency)
    else:
        number = number_of(metric.figure, said_in(metric.unit))
    return replace(number, aside=f"{number.aside} {metric.counted}")


def _line(periods: tuple[Period, ...], metric: Metric) -> Line | None:
    """The metric period by period, on its own scale; None with fewer than three periods."""
    shown = [(place, one.figure) for place, one in enumerate(periods) if isinstance(one.figure, Estimate)]
    if len(shown) < 3:
        return None
    axis = axis_of((figure for _, figure in shown), zero=False)
    last = len(periods) - 1
    return Line(
        metric.label,
        tuple((place / last, axis.place(figure.value)) for place, figure in shown),
        tuple((place / last, axis.place(figure.low)) for place, figure in shown),
        tuple((place / last, axis.place(figure.high)) for place, figure in shown),
        steps=False,
        dots=True,
    )


def _trend(metric: Metric) -> Curve:
    trend = metric.trend
    assert trend is not None
    assert trend.change is not None
    said, last = said_in(metric.unit), max(len(trend.periods) - 1, 1)
    axis = axis_of((one.figure for one in trend.periods), zero=False)
    line = _line(trend.periods, metric)
    since = next(place for place, one in enumerate(trend.periods) if one.start == trend.change.since)
    words = _changed(metric)
    every = max(1, len(trend.periods) // 8)
    return Curve(
        metric.label,
        (line,) if line is not None else (),
        tuple(Tick(place / last, one.label) for place, one in enumerate(trend.periods) if place % every == 0),
        ticks(axis, said),
        f"by {trend.every}",
        words,
        (Tick(max(0.0, (since - 0.5) / last), words),),
        hint="The band is the 95 % interval of each period. When it changed was picked from the periods themselves; a "
        "season or a slow drift can look like a change, too.",
    )


def _changed(metric: Metric) -> str:
    assert metric.trend is not None
    assert metric.trend.change is not None
    change, said = metric.trend.change, said_in(metric.unit)
    before = said(change.before.value) if isinstance(change.before, Estimate) else "not enough data"
    after = said(change.after.value) if isinstance(change.after, Estimate) else "not enough data"
    return f"Changed about {change.label}: about {before} before, about {after} since."


def _revenue(metrics: Metrics) -> Table:
    rows = tuple(
        (month.label, count(month.customers), share_number(month.gross), share_number(month.net))
        for month in metrics.revenue[-12:]
    )
    return Table("Revenue kept", ("Period", "Paying before", "Gross retention", "Net retention"), rows)


def _replies(replies: Replies) -> Table:
    rows = tuple(
        (
            one.what,
            share_number(one.answered),
            share_number(one.silent),
            points_number(one.difference),
        )
        for one in replies.apart[:10]
    )
    rate = share_number(replies.rate)
    heads = ("", "Among those who answered", "Among those who did not", "Difference")
    return Table(f"Who answered at {replies.name}", heads, rows, f"{rate.value} of those who came here answered.")


def drivers_panel(drivers: Drivers) -> Panel:
    """Importance against performance, and what the unhappy cost."""
    return Panel(
        id="drivers",
        title=f"What moves the score of {drivers.name}",
        lead="How much of the overall score goes with each touchpoint's own score, beside how well that one does.",
        says=drivers.sentences(),
        blocks=tuple(_driver_blocks(drivers)),
        measures=("drivers", "importance-performance", "pain-profit"),
    )


def _driver_blocks(drivers: Drivers) -> Iterator[Block]:
    placed = [driver for driver in drivers.drivers if _is_placed(driver)]
    if len(placed) > 1:
        yield Field(
            "Where to begin",
            "scores well",
            "moves the score",
            ("fix first", "keep", "watch", "leave"),
            tuple(_dot(driver, placed) for driver in placed),
            "The lines are an equal part of what is explained, and the mean of all these scores.",
        )
    if placed:
        rows = tuple(_driver_row(driver, drivers.currency) for driver in drivers.drivers)
        heads = ("Touchpoint", "Part of what is explained", "Its own score", "Unhappy", "At stake", "So")
        yield Table(
            "", heads, rows, f"Together they explain {number_of(drivers.r2, percent).value} of the differences."
        )


def _is_placed(driver: Driver) -> bool:
    """Whether enough is known to say where it lies."""
    return driver.place is not None and driver.advice is not None and isinstance(driver.importance, Estimate)


def _dot(driver: Driver, placed: list[Driver]) -> Dot:
    assert isinstance(driver.importance, Estimate)
    assert driver.place is not None
    tone = Tone.HURTS if driver.advice == "fix first" else Tone.PLAIN
    facts = (f"part of what is explained {percent(driver.importance.value)}", f"{count(driver.cases)} cases")
    parts = [one.importance.value for one in placed if isinstance(one.importance, Estimate)]
    scores = [one.place for one in placed if one.place is not None]
    right = _beside(driver.place, sum(scores) / len(scores), scores)
    up = _beside(driver.importance.value, 1 / len(placed), parts)
    return Dot(driver.name, right, up, tone, Told(driver.name, facts, "drivers"))


def _beside(value: float, middle: float, values: Sequence[float]) -> float:
    """Where a value lies in the field, 0.06 … 0.94: the middle, which divides the quarters, at 0.5."""
    furthest = max(abs(one - middle) for one in values)
    return 0.5 + 0.44 * (value - middle) / furthest if furthest > 0 else 0.5


def _driver_row(driver: Driver, currency: str | None) -> tuple[str | Number, ...]:
    return (
        driver.name,
        number_of(driver.importance, percent),
        number_of(driver.performance, said_in("scale")),
        share_number(driver.unhappy),
        money_number(driver.at_stake, currency),
        driver.advice or "not enough data",
    )
