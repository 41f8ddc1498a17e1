"""`waypost variants`: the paths many took, similar ones grouped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from waypost.cli.answering import answer, study_of
from waypost.cli.arguments import AsOf, Csv, Data, Folder, JourneyId, Json, State

if TYPE_CHECKING:
    from waypost.analysis.paths.alternatives import VariantGroups

_ROWS = 15
"""Groups in the table, the largest first; the CSV file has all."""


def variants(
    folder: Folder = Path(),
    top: Annotated[int, typer.Option(min=1, help="How many of the most frequent paths to group.")] = 300,
    apart: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="The part of the steps in which two paths of one group may differ, from 0 to 1."
        ),
    ] = 0.25,
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Group the paths customers took by how alike they are, and say what sets each group apart.

    A path is the steps in their order, immediate repeats counted once. Each group is shown by its most frequent path,
    and by what that does differently from the path of the largest group of which most arrive.

    Definitions: `docs/reference/measures.md`.
    """
    study = study_of(folder, journey, data, state, as_of)
    answer(study.variants(top=top, apart=apart), _table, csv, json=json)


def _table(found: VariantGroups) -> Table:
    from waypost.analysis.statistics import MINIMUM
    from waypost.analysis.wording import share_text, times_text

    shown = [group for group in found.groups[:_ROWS] if group.cases >= MINIMUM]
    left = len(found.groups) - len(shown)
    caption = f"{left} smaller groups: --csv has all." if left else None
    table = Table(title="Alike paths", title_justify="left", caption=caption, box=SIMPLE_HEAD)
    table.add_column("Most frequent path of the group")
    for heading in ("Paths", "Cases", "Share", "Arrived", "Time to arrive"):
        table.add_column(heading, justify="right")
    for group in shown:
        way = " → ".join(group.names)
        table.add_row(
            f"{'; '.join(group.differs)}\n[dim]{way}[/]" if group.differs else way,
            f"{len(group.variants):,}",
            f"{group.cases:,}",
            share_text(group.share),
            share_text(group.completed),
            times_text(group.duration),
        )
    return table
