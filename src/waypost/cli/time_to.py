"""`waypost time-to`: how long it takes to a milestone, counting those who have not come yet."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from waypost.cli.answering import answer, study_of
from waypost.cli.arguments import AsOf, Csv, Data, Folder, JourneyId, Json, State, duration_of

if TYPE_CHECKING:
    from waypost.analysis.paths.survival import TimeTo

_ROWS = 12
"""Points of the curve in the table; JSON and CSV have all."""


def time_to(
    folder: Folder = Path(),
    to: Annotated[
        str | None,
        typer.Option(help="The phase, step or touchpoint, by id [default: the destination].", metavar="ELEMENT"),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(help="Counted from the first event there [default: the case's first event].", metavar="ELEMENT"),
    ] = None,
    within: Annotated[
        list[str] | None,
        typer.Option(help="Say how many had come within this, as in '2 weeks' [default: 1, 7, 30 and 90 days]."),
    ] = None,
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Say how long it takes to a phase, step or touchpoint, counting those who have not come yet.

    Cases that have not come count for as long as they could be followed (Kaplan and Meier), so that the quick ones
    alone do not make the figures.

    Definitions: `docs/reference/measures.md`.
    """
    marks: tuple[timedelta, ...] | None = tuple(map(duration_of, within)) if within else None
    study = study_of(folder, journey, data, state, as_of)
    answer(study.time_to(to, since=since, marks=marks), _table, csv, json=json)


def _table(found: TimeTo) -> Table:
    from waypost.analysis.wording import duration_text

    caption = "With the 95 % band of the curve; waiting: those who had neither come nor gone out of sight just before."
    title = f"From “{found.origin_name}” to “{found.target_name}”"
    table = Table(title=title, title_justify="left", caption=caption, box=SIMPLE_HEAD)
    for heading in ("Within", "Had come", "Waiting"):
        table.add_column(heading, justify="right")
    every = max(-(-len(found.curve) // _ROWS), 1)
    for point in (*found.curve[:-1:every], *found.curve[-1:]):
        share = f"{100 * point.share:.1f} % ({100 * point.low:.1f}–{100 * point.high:.1f})"
        table.add_row(duration_text(point.time), share, f"{point.at_risk:,}")
    return table
