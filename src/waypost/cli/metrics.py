"""`waypost metrics`: effort, satisfaction, replies, churn, money kept, and how they went from period to period."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from waypost.cli.answering import answer, study_of
from waypost.cli.arguments import AsOf, Csv, Data, Folder, JourneyId, Json, State

if TYPE_CHECKING:
    from waypost.analysis.metrics.metrics import Metric, Metrics, Trend

_PERIODS = 4
"""How many of the latest periods stand in the table."""


class Length(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def metrics(
    folder: Folder = Path(),
    every: Annotated[Length, typer.Option(help="How long the periods of trends are.")] = Length.MONTH,
    contact: Annotated[
        str | None,
        typer.Option(
            help="The step or touchpoint at which customers contact us. [default: the touchpoints of ours by phone, "
            "chat, in a store or in person of the first step that has one]"
        ),
    ] = None,
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Show the metrics a journey declares by its listening posts and outcomes, each with interval, n and trend.

    Effort (CES) and satisfaction (CSAT) first, then stars, NPS, churn, adoption, first-contact resolution, replies and
    who did not answer, money kept, time to value and lifetime value. What cannot be said is named, with what it would
    need.

    Definitions: `docs/reference/measures.md`.
    """
    study = study_of(folder, journey, data, state, as_of)
    answer(study.metrics(every=every.value, contact=contact), _table, csv, json=json)


def _table(found: Metrics) -> Table:
    caption = (
        "With 95 % intervals. Change: the period about which it changed, as periods in a random order would rarely do; "
        "* marks periods out of the ordinary. A season, or a slow drift, can look like either."
    )
    table = Table(title="Metrics", title_justify="left", caption=caption, caption_justify="left", box=SIMPLE_HEAD)
    table.add_column("Metric")
    for head in ("Figure", "n", "Latest periods", "Change"):
        table.add_column(head, justify="right")
    for metric in found.metrics:
        table.add_row(*_row(metric, found.currency))
    return table


def _row(metric: Metric, currency: str | None) -> tuple[str, ...]:
    from waypost.analysis.metrics.metrics import metric_text, n_text

    figure, n = metric_text(metric.figure, metric.unit, currency), n_text(metric)
    if metric.trend is None:
        return metric.label, figure, n, "–", "–"
    change = metric.trend.change.label if metric.trend.changed and metric.trend.change is not None else "–"
    return metric.label, figure, n, _latest(metric.trend, metric.unit), change


def _latest(trend: Trend, unit: str) -> str:
    from waypost.analysis.results import Estimate
    from waypost.analysis.telling import value_text

    told = [
        f"{value_text(period.figure.value, unit)}{'*' if period.unusual else ''}"
        for period in trend.periods
        if isinstance(period.figure, Estimate)
    ]
    return " → ".join(told[-_PERIODS:]) or "–"
