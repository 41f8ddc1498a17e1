"""`waypost retention`: of the customers who began together, how many are active later."""

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
    from waypost.analysis.paths.retention import Cell, Retention
    from waypost.analysis.results import Figure

_COHORTS = 24
"""Cohorts in the table, the latest; the CSV file has all."""
_DATES = {"week": "%Y-%m-%d", "month": "%Y-%m", "quarter": "%Y-%m"}
"""When a cohort began, by period."""


class Every(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


def retention(
    folder: Folder = Path(),
    by: Annotated[Every, typer.Option(help="How long a period is.")] = Every.MONTH,
    periods: Annotated[int, typer.Option(min=1, help="How many periods to follow customers.")] = 12,
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Show, of the customers who began in the same period, how many are active in each period that follows.

    Customers are counted, not cases. A period that is not over yet is left open: it is not zero.

    Definitions: `docs/reference/measures.md`.
    """
    study = study_of(folder, journey, data, state, as_of)
    answer(study.retention(by.value, periods=periods), _table, csv, json=json)


def _table(found: Retention) -> Table:
    caption = f"–: not over yet. n = : too few customers. Periods begin at midnight, {found.zone}."
    if len(found.cohorts) > _COHORTS:
        caption += f" The latest {_COHORTS} of {len(found.cohorts)} cohorts: --csv has all."
    table = Table(title=f"Active by {found.period}", title_justify="left", caption=caption, box=SIMPLE_HEAD)
    table.add_column("Began", no_wrap=True)
    table.add_column("n", justify="right", no_wrap=True)
    for kept in found.overall:
        table.add_column(f"+{kept.period}", justify="right", no_wrap=True)
    for cohort in found.cohorts[-_COHORTS:]:
        table.add_row(f"{cohort.begins:{_DATES[found.period]}}", f"{cohort.customers:,}", *map(_cell, cohort.retained))
    table.add_section()
    table.add_row("all", f"{found.customers:,}", *(_share(kept.share) for kept in found.overall))
    return table


def _cell(cell: Cell) -> str:
    from waypost.analysis.paths.retention import NotYet

    return "–" if isinstance(cell, NotYet) else _share(cell)


def _share(figure: Figure) -> str:
    """Without its interval: JSON and CSV have it, and twelve would not fit beside each other."""
    from waypost.analysis.results import NotEnough
    from waypost.analysis.telling import percent_text

    return f"n = {figure.n}" if isinstance(figure, NotEnough) else percent_text(figure.value)
