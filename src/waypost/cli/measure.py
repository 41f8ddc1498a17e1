"""`waypost measure`: everything measured about a journey, as a table or as JSON."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from waypost.cli.arguments import AsOf, Data, Folder, JourneyId, Json, State, in_utc
from waypost.cli.console import err, out, print_json, progress
from waypost.cli.ingest import up_to_date
from waypost.formats.folder import write_whole
from waypost.library import Project, open_workspace

if TYPE_CHECKING:
    from rich.console import Console

    from waypost.analysis.results import LivingMeasures
    from waypost.analysis.study import Study


def measure(
    folder: Folder = Path(),
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    csv: Annotated[Path | None, typer.Option(help="Write every figure as a row of this CSV file.")] = None,
    json: Json = False,
) -> None:
    """Measure a journey: who came how far, how long it took, what they scored, which signals they had.

    Reads what is new in the sources first. Every figure comes with n and a 95 % interval, or says that there is not
    enough data; below the tables stands what is not on the map, and what may make it wrong.

    Definitions: `docs/reference/measures.md`.
    """
    project = open_workspace(folder, data=data, state=state)
    project.journey(journey)
    up_to_date(project)
    measures = woven(project, journey, as_of=in_utc(as_of)).measures()
    if csv is not None:
        write_whole(csv, measures.to_frame().write_csv())
        tell_coverage(measures, err)
    if json:
        from waypost.analysis.figures import measures_json

        print_json(measures_json(measures))
    elif csv is None:
        out.print(measures)


def tell_coverage(measures: LivingMeasures, console: Console) -> None:
    """Print what is on the map and what may make it wrong."""
    from waypost.analysis.notebook import rich_coverage

    for line in rich_coverage(measures):
        console.print(line)


def woven(project: Project, journey: str | None, *, as_of: datetime | None = None) -> Study:
    """Weave with a progress bar; hand out the journey and its trails, to put questions to."""
    with progress("Weaving trails") as tick:
        return project.study(journey, as_of=as_of, progress=lambda done, of: tick(done, of, ""))
