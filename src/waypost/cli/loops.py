"""`waypost loops`: the steps cases come back to, what it costs, and where cases stop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table

from waypost.cli.answering import answer, study_of
from waypost.cli.arguments import AsOf, Csv, Data, Folder, JourneyId, Json, State

if TYPE_CHECKING:
    from waypost.analysis.paths.exits import Exits
    from waypost.analysis.paths.loops import Loops


def loops(
    folder: Folder = Path(),
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Show the steps customers come back to, what that costs them, and where those stop who never arrive.

    For each step the returns, the time they take, and whether those who came back arrive as often as the others (a
    plain comparison); for each exit what came last, and for how long nothing has followed.

    Definitions: `docs/reference/measures.md`.
    """
    answer(study_of(folder, journey, data, state, as_of).loops(), _tables, csv, json=json)


def _tables(found: Loops) -> Group:
    return Group(_loops(found), _exits(found.exits))


def _loops(found: Loops) -> Table:
    from waypost.analysis.wording import duration_text, points_text, share_text, times_text

    table = Table(title="Loops", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("Step, and the most frequent way back to it")
    for heading in ("Came back", "Returns", "Time of a loop", "All loops", "Arrived, points\nmore or less"):
        table.add_column(heading, justify="right")
    for loop in found.loops:
        way = f"\n[dim]{' → '.join(loop.paths[0].names)}[/]" if loop.paths else ""
        table.add_row(
            f"{loop.name}{' (as designed)' if loop.designed else ''}{way}",
            share_text(loop.share),
            f"{loop.returns:,}",
            times_text(loop.time),
            duration_text(loop.total),
            points_text(loop.difference) if loop.difference.n else "–",
        )
    return table


def _exits(exits: Exits) -> Table:
    from waypost.analysis.wording import share_text, times_text

    table = Table(title="Where cases stopped that have not arrived", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("Last step, and what mostly came before it")
    for heading in ("Cases", "Share", "After", "Quiet for"):
        table.add_column(heading, justify="right")
    for place in exits.exits:
        before = " → ".join(place.last[0].names) if len(place.last[0].path) > 1 else "nothing before it"
        table.add_row(
            f"{place.name}\n[dim]{before}[/]",
            f"{place.cases:,}",
            share_text(place.share),
            times_text(place.time),
            times_text(place.quiet),
        )
    return table
