"""Metrics: the figures customer-experience people report, each with its interval, its trend, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

import polars as pl

from waypost.analysis.results import Figure, NotEnough
from waypost.analysis.telling import columns, difference_told, figure_text, interval_text, sure_text
from waypost.analysis.wording import cases_text

MetricKind: TypeAlias = Literal[
    "ces",
    "easy",
    "csat",
    "nps",
    "stars",
    "response",
    "churn",
    "staying",
    "first-contact",
    "adoption",
    "time-to-value",
    "recommends",
    "gross-retention",
    "net-retention",
    "expansion",
    "lifetime-value",
]
"""Which metric; the ids of their definitions."""

MetricUnit: TypeAlias = Literal["share", "scale", "points", "microseconds", "money"]
"""Parts of 1, points of a scale, NPS points (−100 to 100), times, or money in the workspace's currency."""

Every: TypeAlias = Literal["month", "quarter", "year"]


@dataclass(frozen=True)
class Period:
    """One period of a trend."""

    start: datetime
    """UTC; the period runs to the start of the next."""
    label: str
    """`2017-11`, `2017 Q4`, `2017`."""
    figure: Figure
    low: float | None
    """Between `low` and `high` a period lies as long as nothing special happened (control limits); None: no limits."""
    high: float | None
    unusual: bool
    """Whether it lies outside: something special happened."""


@dataclass(frozen=True)
class Change:
    """The one moment that divides the trend best."""

    since: datetime
    """The first period after the change."""
    label: str
    before: Figure
    after: Figure
    difference: Figure
    """After less before."""
    p: float
    """How often the same periods in a random order would divide so well."""
    q: float
    """The same, allowing for how many trends were looked at (Benjamini and Hochberg)."""


@dataclass(frozen=True)
class Trend:
    """A metric period by period."""

    every: Every
    periods: tuple[Period, ...]
    change: Change | None
    """The best dividing moment, whether or not it is more than chance; None: too few periods."""
    minimum: int
    """The least number of periods with enough data for a change to be looked for."""

    @property
    def changed(self) -> bool:
        """Whether something changed, more than chance would have it."""
        return self.change is not None and self.change.q <= FALSE_DISCOVERY


FALSE_DISCOVERY = 0.05
"""Of the changes called real, this part at most is expected to be chance after all."""


@dataclass(frozen=True)
class FewerThanHalf:
    """There is no median yet: fewer than half of the cases have come, as far as can be seen."""

    n: int
    """Cases."""
    came: int
    """Those that have come so far."""


MetricFigure: TypeAlias = Figure | FewerThanHalf


@dataclass(frozen=True)
class MetricOf:
    """The metric of one segment."""

    segment: str
    name: str
    figure: MetricFigure


@dataclass(frozen=True)
class Metric:
    """One metric at one element, or of the whole journey."""

    kind: MetricKind
    label: str
    """In words: `Satisfied with 'Parcel' (CSAT)`."""
    element: str | None
    """The id of the phase, step or touchpoint; None: the whole journey."""
    outcome: str | None
    """The id of the outcome it is made of; None: it is made of answers or visits."""
    unit: MetricUnit
    low: float | None
    """Answers: the scale's lower end."""
    high: float | None
    """Answers: the scale's upper end."""
    wanted: bool
    """Whether more is better."""
    counted: str
    """What its n counts: `cases`, `answers`, or `customer-months`, where a customer counts once for each month."""
    figure: MetricFigure
    segments: tuple[MetricOf, ...]
    trend: Trend | None
    """None: it has none (as lifetime value)."""
    assumptions: tuple[str, ...] = ()
    """What was assumed to compute it; empty when nothing was."""


@dataclass(frozen=True)
class Apart:
    """How those who answered differ from those who did not, in one thing."""

    what: str
    """In words: `Promised day passed`."""
    kind: Literal["signal", "outcome", "segment", "completed"]
    id: str
    """Of the signal, the outcome or the segment; the journey's for `completed`."""
    answered: Figure
    """The share among those who answered."""
    silent: Figure
    """The share among those who did not."""
    difference: Figure
    """Those who answered less those who did not."""
    q: float | None
    """How often chance alone would give this, allowing for how many were looked at; None: not enough data."""


@dataclass(frozen=True)
class Replies:
    """Who answered at one touchpoint, and who did not."""

    touchpoint: str
    name: str
    cases: int
    """Cases that came here, and so could have been asked."""
    rate: Figure
    """The share of them that answered."""
    absent: int
    """Cases that answered here without ever having come, as far as their events tell: they are on neither side."""
    apart: tuple[Apart, ...]
    """Where those who answered differ from those who did not, the largest difference first."""


@dataclass(frozen=True)
class Revenue:
    """What one period's paying customers brought in the period after it."""

    start: datetime
    """UTC; where the later period begins."""
    label: str
    customers: int
    """Customers who paid in the period before."""
    before: float
    """What they paid then."""
    kept: float
    """What of it they paid again: of each at most as much as before."""
    grown: float
    """What they paid beyond that."""
    new: float
    """What came from customers who had not paid in the period before."""
    gross: Figure
    """Gross revenue retention: `kept` as a share of `before`."""
    net: Figure
    """Net revenue retention: `kept` and `grown` as a share of `before`."""


@dataclass(frozen=True)
class Metrics:
    """A journey's metrics: effort and satisfaction first."""

    journey: str
    as_of: datetime
    metrics: tuple[Metric, ...]
    replies: tuple[Replies, ...]
    revenue: tuple[Revenue, ...]
    """Period by period; empty without an outcome of the kind `spend`."""
    absent: tuple[str, ...]
    """What cannot be said, and what the journey would have to declare for it."""
    currency: str | None = None
    """What money is in, as in `EUR`; None: the workspace declares no currency."""

    def sentences(self) -> tuple[str, ...]:
        """Each metric with its interval, then what changed, then how those who answered differ from the silent."""
        known = [metric for metric in self.metrics if not isinstance(metric.figure, NotEnough)]
        few = [f"{metric.label}: not enough data." for metric in self.metrics if isinstance(metric.figure, NotEnough)]
        told = [_told(metric, self.currency) for metric in known]
        changed = [_changed(metric, metric.trend, self.currency) for metric in known if metric.trend is not None]
        apart = [_silent(replies) for replies in self.replies]
        absent = [_absent(replies) for replies in self.replies]
        if any(changed):
            changed.append(_LASTING)
        return (*told, *filter(None, (*changed, *absent, *apart)), *few, *self.absent)

    def to_frame(self) -> pl.DataFrame:
        """A row a metric, for everyone, for each segment and for each period."""
        rows = [row for metric in self.metrics for row in _rows(self.journey, metric)]
        return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


_COLUMNS = {
    **dict.fromkeys(("journey", "metric", "label", "element", "outcome", "unit", "segment", "period"), pl.String),
    **dict.fromkeys(("value", "low", "high"), pl.Float64),
    "n": pl.Int64,
    "counted": pl.String,
    "unknown": pl.String,
    "unusual": pl.Boolean,
}


def _rows(journey: str, metric: Metric) -> Iterator[tuple[str | float | bool | None, ...]]:
    names = (journey, metric.kind, metric.label, metric.element, metric.outcome, metric.unit)
    yield (*names, None, None, *_columns(metric.figure, metric), None)
    for of in metric.segments:
        yield (*names, of.segment, None, *_columns(of.figure, metric), None)
    for period in metric.trend.periods if metric.trend is not None else ():
        yield (*names, None, period.label, *_columns(period.figure, metric), period.unusual)


def _columns(figure: MetricFigure, metric: Metric) -> tuple[str | float | None, ...]:
    """value, low, high, n, what n counts, and why there is no value."""
    match figure:
        case FewerThanHalf(n, _):
            return None, None, None, n, metric.counted, "fewer than half so far"
        case NotEnough():
            return *columns(figure), metric.counted, "not enough data"
        case _:
            return *columns(figure), metric.counted, None


_RARELY = "In a random order, periods would rarely be divided so well."
_LASTING = "A season, or a slow drift, can look like a change or a period out of the ordinary, too."


def metric_text(figure: MetricFigure, unit: str, currency: str | None = None) -> str:
    """The value with its interval, as in a table; or that fewer than half have come so far."""
    return "fewer than half so far" if isinstance(figure, FewerThanHalf) else interval_text(figure, unit, currency)


def n_text(metric: Metric) -> str:
    """`1,234 answers`: its n, and what that counts."""
    return f"{metric.figure.n:,} {metric.counted}"


def _told(metric: Metric, currency: str | None) -> str:
    """The figure, what is behind it, and what was assumed."""
    if isinstance(metric.figure, FewerThanHalf):
        came = f"{metric.figure.came:,} of {n_text(metric)}"
        return f"{metric.label}: fewer than half have come there so far, as far as can be seen ({came})."
    figure = metric_text(metric.figure, metric.unit, currency)
    return " ".join((f"{metric.label}: {figure}, n {n_text(metric)}.", *metric.assumptions))


def _changed(metric: Metric, trend: Trend, currency: str | None) -> str:
    """What changed for good, or else which periods stood out; empty for neither."""
    label, unit = metric.label, metric.unit
    if trend.changed and trend.change is not None:
        change = trend.change
        ends = f"from {figure_text(change.before, unit, currency)} to {figure_text(change.after, unit, currency)}"
        more = difference_told(change.difference, unit, currency)
        return f"{label} changed about {change.label}, {ends}: about {more}. {_RARELY}"
    unusual = [period.label for period in trend.periods if period.unusual]
    return f"{label}: out of the ordinary in {', '.join(unusual)}." if unusual else ""


def _absent(replies: Replies) -> str:
    """How many answered who never came; empty for none."""
    if not replies.absent:
        return ""
    return (
        f"{cases_text(replies.absent)} answered at “{replies.name}” and never came there, as far as their events tell: "
        "their answers count in its scores, but not in how many answered."
    )


def _silent(replies: Replies) -> str:
    """The one thing in which those who answered differ most; empty where they may not differ."""
    differing = [apart for apart in replies.apart if apart.q is not None and apart.q <= FALSE_DISCOVERY]
    if not differing:
        return ""
    first = differing[0]
    values = (
        f"{figure_text(first.answered, 'share')} of them against {figure_text(first.silent, 'share')} of the silent"
    )
    return f"Who answers at “{replies.name}” is not like who does not: “{first.what}”, {values}. {sure_text(first.q)}"
