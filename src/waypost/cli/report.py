"""`waypost report`: everything in one go, from the sources' files to page, poster and figures."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from waypost.cli.arguments import AsOf, Data, Folder, JourneyId, Json, Replacing, State, in_utc
from waypost.cli.console import as_json, err, print_json, progress, say
from waypost.cli.console import out as console
from waypost.cli.draw import drawn_poster
from waypost.cli.ingest import lines, up_to_date
from waypost.cli.measure import tell_coverage, woven
from waypost.drawing.paper import FileKind, Paper
from waypost.formats.folder import write_bytes
from waypost.library import Project, open_workspace

if TYPE_CHECKING:
    from waypost.analysis.brief import Brief
    from waypost.analysis.study import Study

PAGE, POSTER, FIGURES = "report.html", "map.pdf", "measures.json"


def report(
    folder: Folder = Path(),
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write to.")] = Path("report"),
    journey: JourneyId = None,
    data: Data = None,
    state: State = None,
    as_of: AsOf = None,
    paper: Annotated[Paper, typer.Option(help="The poster's paper, on its side.")] = Paper.A0,
    replace: Replacing = False,
    json: Json = False,
) -> None:
    """Read the sources, measure the journey, and write report.html, map.pdf and measures.json.

    The page is one file without a network: mail it, or put it on a share.
    """
    project = open_workspace(folder, data=data, state=state)
    project.journey(journey)
    for line in lines(up_to_date(project, replacing=replace)):
        if not json:
            console.print(line)
    files = write_report(project, journey, out, paper, in_utc(as_of))
    if json:
        print_json({file.name: str(file) for file in files})


def write_report(
    project: Project, journey: str | None, folder: Path, paper: Paper = Paper.A0, as_of: datetime | None = None
) -> tuple[Path, Path, Path]:
    """Measure and draw what is in the lake; returns page, poster and figures."""
    from waypost.analysis.brief import brief_json
    from waypost.analysis.figures import measures_json

    study = woven(project, journey, as_of=as_of)
    measures = study.measures()
    tell_coverage(measures, err)
    answers = _answered(study)
    living = project.living_map(date.today(), journey, measures, answers)
    drawn = {
        folder / PAGE: project.page(living).encode(),
        folder / POSTER: drawn_poster(project, living, FileKind.PDF, paper),
        folder / FIGURES: as_json({**measures_json(measures), "brief": brief_json(answers)}).encode(),
    }
    for file, data in drawn.items():  # nothing is written before everything is drawn
        write_bytes(file, data)
        say(f"Wrote {file}", "green")
    page, poster, figures = drawn
    return page, poster, figures


def _answered(study: Study) -> Brief:
    """Put every question of a report, telling which one is being put, and which could not be."""
    from waypost.analysis.brief import brief

    with progress("Asking") as tick:
        done = count()
        answers = brief(study, lambda question: tick(next(done), None, question))
    for one in answers.left_out:
        say(f"Left out: {one.question}: {one.reason}")
    return answers
