"""`waypost flows`: what led to a step or touchpoint, and where it went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from waypost.cli.answering import answer, study_of
from waypost.cli.arguments import AsOf, Csv, Data, Folder, JourneyId, Json, State
from waypost.errors import InputError, Problem
from waypost.library import open_workspace

if TYPE_CHECKING:
    from waypost.analysis.paths.flows import Flow, FlowBranch
    from waypost.journey.journey import Journey


def flows(
    folder: Folder = Path(),
    *,
    at: Annotated[
        str | None, typer.Option(help="The phase, step or touchpoint to look from, by id.", metavar="ELEMENT")
    ] = None,
    before: Annotated[int, typer.Option(min=0, help="How many visits before it.")] = 2,
    after: Annotated[int, typer.Option(min=0, help="How many visits after it.")] = 3,
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Show what led to a phase, step or touchpoint, and where customers went from there.

    Looks from each case's first visit there, so many visits back and so many ahead; a visit is a run of events at one
    place. Ways that fewer than one in fifty took are together as *other*.

    Definitions: `docs/reference/measures.md`.
    """
    anchor = _anchor(open_workspace(folder).journey(journey), at)
    study = study_of(folder, journey, data, state, as_of)
    answer(study.flows(anchor, before=before, after=after), _table, csv, json=json)


def _anchor(journey: Journey, at: str | None) -> str:
    """The element to look from, refused before any work when it is missing or no events can be there."""
    from waypost.analysis.places import bound_levels, no_events

    levels = bound_levels(journey)
    if at in levels:
        return at
    message = "From where?" if at is None else no_events(at)
    raise InputError(Problem(message, element=journey.id, remedy=f"--at one of: {', '.join(levels)}"))


def _table(flow: Flow) -> Table:
    from waypost.analysis.wording import share_text, times_text

    table = Table(title=f"To and from “{flow.name}”", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("Way")
    for heading in ("Cases", "Share", "Time from here"):
        table.add_column(heading, justify="right")
    for side, heading in ((-1, "Before"), (1, "After")):
        branches = [branch for branch in flow.branches if branch.offset * side > 0]
        if branches:
            table.add_row(f"[bold]{heading}[/]")
        for branch in branches:
            timed = times_text(branch.time) if branch.kind == "element" else ""
            table.add_row(_way(branch), f"{branch.cases:,}", share_text(branch.share), timed)
    return table


def _way(branch: FlowBranch) -> str:
    """The outermost place, indented by how far out it is."""
    words = {
        "entry": "[dim](begins)[/]",
        "exit": "[dim](ends)[/]",
        "other": f"[dim]other ({branch.merged} {'way' if branch.merged == 1 else 'ways'})[/]",
        "element": branch.names[-1] if branch.names else "",
    }
    arrow = "←" if branch.offset < 0 else "→"
    return f"{'  ' * abs(branch.offset)}{arrow} {words[branch.kind]}"
