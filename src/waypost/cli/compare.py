"""`waypost compare`: every figure of the map for two or more groups, and what differs more than chance."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from waypost.cli.answering import answer, study_of
from waypost.cli.arguments import AsOf, Csv, Data, Folder, JourneyId, Json, State, duration_of, in_utc
from waypost.errors import InputError, Problem
from waypost.library import Project, open_workspace

if TYPE_CHECKING:
    from waypost.analysis.comparison.comparison import ComparedFigure, Comparison

_ROWS = 20
"""Figures in the table, the most telling first; the CSV file has all."""
_GROUPS = 3
"""So many groups stand beside each other in the table; of more, the lowest and the highest."""
_ENDS = ["Lowest", "Highest"]


def compare(
    folder: Folder = Path(),
    by: Annotated[
        str | None,
        typer.Option(help="A breakdown's id, or segment, persona, month, quarter, year.", metavar="WHAT"),
    ] = None,
    before: Annotated[
        datetime | None,
        typer.Option(help="Instead: cases begun before this date, and since (UTC).", metavar="DATE"),
    ] = None,
    value: Annotated[
        list[str] | None, typer.Option(help="A group to compare; give it twice or more. All when left out.")
    ] = None,
    settle: Annotated[
        str | None,
        typer.Option(
            help="With dates and periods: how old a case must be to count, as in '10 days'. Left out: as long as nine "
            "of ten arrivals took."
        ),
    ] = None,
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Compare groups of cases on every figure of the map, and say what differs more than chance.

    Each group's figure comes with its interval, and its difference to all the others together. Many figures are looked
    at, and that is allowed for: of what is called a difference, one in twenty at most is expected to be chance.

    Definitions: `docs/reference/measures.md`.
    """
    _refuse_unclear(open_workspace(folder), journey, by, before)
    wait = None if settle is None else duration_of(settle)
    study = study_of(folder, journey, data, state, as_of)
    comparison = study.compare(by, before=in_utc(before), values=value or (), settle=wait)
    answer(comparison, _table, csv, json=json)


def _refuse_unclear(project: Project, journey_id: str | None, by: str | None, before: datetime | None) -> None:
    """Before any work: one of `--by` and `--before` is given, and the journey knows what to compare by."""
    from waypost.analysis.comparison.grouping import ways_apart

    journey = project.journey(journey_id)
    known = ways_apart(journey, project.workspace)
    listed = f"{', '.join(known)}; or --before DATE"
    if by is None and before is None:
        raise InputError(Problem("Compare by what?", element=journey.id, remedy=f"--by one of: {listed}"))
    if by is not None and before is not None:
        raise InputError(Problem("--by and --before are two questions", remedy="Leave one of them out"))
    if by is not None and by not in known:
        message = f"there is no '{by}' to compare by"
        raise InputError(Problem(message, element=journey.id, remedy=f"--by one of: {listed}"))


def _table(comparison: Comparison) -> Table:
    title, caption = f"By {comparison.name}", _caption(comparison)
    table = Table(title=title, title_justify="left", caption=caption, caption_justify="left", box=SIMPLE_HEAD)
    table.add_column("Figure")
    side_by_side = len(comparison.groups) <= _GROUPS
    heads = [f"{group.group}\n{group.cases:,} cases" for group in comparison.groups] if side_by_side else _ENDS
    for head in heads:
        table.add_column(head, justify="right")
    table.add_column("Spread beyond\nchance", justify="right")
    table.add_column("Part of all\ndifferences", justify="right")
    for figure in comparison.figures[:_ROWS]:
        table.add_row(figure.label, *(_beside(figure) if side_by_side else _ends(figure)), *_spread(figure))
    return table


def _beside(figure: ComparedFigure) -> list[str]:
    """Each group's value."""
    from waypost.analysis.telling import interval_text

    return [("* " if group.differs else "") + interval_text(group.value, figure.unit) for group in figure.groups]


def _ends(figure: ComparedFigure) -> list[str]:
    """The lowest and the highest value, and whose they are."""
    from waypost.analysis.telling import interval_text

    if figure.variation is None:
        return ["–", "–"]
    value = {group.group: interval_text(group.value, figure.unit) for group in figure.groups}
    return [f"{value[group]}\n{group}" for group in (figure.variation.lowest, figure.variation.highest)]


def _spread(figure: ComparedFigure) -> tuple[str, str]:
    from waypost.analysis.telling import percent_text

    if figure.variation is None or not figure.variation.differs:
        return "–", "–"
    return percent_text(figure.variation.excess), percent_text(figure.variation.part)


def _caption(comparison: Comparison) -> str:
    lines = [
        "Shares, means and medians with their 95 % interval; *: differs from all other groups together by more than "
        "chance. Spread beyond chance: how much of the distance between groups is more than chance (–: it may all be). "
        "Part of all differences: how much of the differences between single cases goes with their group."
    ]
    if comparison.pooled:
        lines.append(f"{comparison.pooled} values with few cases, or beyond the largest, are together as others.")
    if comparison.unknown:
        lines.append(f"{comparison.unknown:,} cases belong to no group.")
    if comparison.overlapping:
        lines.append("The groups overlap, so nothing is said of the spread between all of them.")
    if left := max(len(comparison.figures) - _ROWS, 0):
        lines.append(f"{left} more figures: --csv has all, for every group.")
    return " ".join((*lines, *comparison.notes))
