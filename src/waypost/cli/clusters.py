"""`waypost clusters` and `waypost outliers`: cases that walked alike, and those unlike all others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table

from waypost.cli.answering import answer, study_of
from waypost.cli.arguments import AsOf, Csv, Data, Folder, JourneyId, Json, State

if TYPE_CHECKING:
    from waypost.analysis.walks.clusters import Cluster, Clusters
    from waypost.analysis.walks.outliers import Outliers

Sample = Annotated[int, typer.Option(min=1, help="How many cases are looked at; all when there are no more.")]
_SAMPLE = 20_000


def clusters(
    folder: Folder = Path(),
    journey: JourneyId = None,
    sample: Sample = _SAMPLE,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Find groups of cases that walked alike, each named by what sets it apart; or say that there are none.

    Groups count only when they lie well apart, are found again when the cases are drawn anew, and are clearer than in a
    crowd where everybody follows the same odds from step to step.

    Definitions: `docs/reference/measures.md`.
    """
    answer(study_of(folder, journey, data, state, as_of).clusters(sample=sample), _groups, csv, json=json)


def outliers(
    folder: Folder = Path(),
    journey: JourneyId = None,
    sample: Sample = _SAMPLE,
    listed: Annotated[
        int, typer.Option("--list", min=0, help="List so many of the oddest cases by name.", metavar="N")
    ] = 0,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Find cases whose walk is unlike all others, and say what is odd about them.

    Only counts, unless individual customers are asked for with --list.

    Definitions: `docs/reference/measures.md`.
    """
    study = study_of(folder, journey, data, state, as_of)
    answer(study.outliers(sample=sample, listed=listed), _oddities, csv, json=json)


def _groups(found: Clusters) -> Group:
    return Group(*(_traits(cluster) for cluster in found.clusters if cluster.traits))


def _traits(cluster: Cluster) -> Table:
    from waypost.analysis.wording import share_text

    title = f"{cluster.number}. {cluster.name}"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, min_width=70)
    table.add_column("What sets them apart")
    table.add_column(f"These {cluster.cases:,}", justify="right")
    table.add_column("All others", justify="right")
    for trait in cluster.traits:
        table.add_row(trait.words, share_text(trait.here), share_text(trait.elsewhere))
    return table


def _oddities(found: Outliers) -> Group:
    if not found.oddities:
        return Group()
    table = Table(title="What is odd about them", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("They …")
    table.add_column("Cases", justify="right")
    table.add_column("Beside all others")
    for one in found.oddities[:15]:
        table.add_row(one.words, f"{one.cases:,}", one.usual)
    if not found.listed:
        return Group(table)
    names = Table(title="The oddest", title_justify="left", box=SIMPLE_HEAD)
    for column in ("Customer", "Case", "They …"):
        names.add_column(column)
    for case in found.listed:
        names.add_row(case.customer, case.case or "", "; ".join(case.words))
    return Group(table, names)
