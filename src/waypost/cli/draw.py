"""`waypost draw`: the map as a page or a poster."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from waypost.cli.arguments import AsOf, Folder, JourneyId, State, in_utc
from waypost.cli.console import say
from waypost.cli.measure import woven
from waypost.drawing.paper import FileKind, Paper, Version
from waypost.errors import InputError, Problem
from waypost.formats.folder import write_bytes
from waypost.library import Project, open_workspace

if TYPE_CHECKING:
    from waypost.analysis.living import LivingMap
    from waypost.journey.journey import Journey


def draw(
    folder: Folder = Path(),
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", "-o", help="A file to write: .html, .pdf, .png or .svg; may be given several times."),
    ] = None,
    journey: JourneyId = None,
    paper: Annotated[Paper, typer.Option(help="The poster's paper, on its side.")] = Paper.A0,
    version: Annotated[
        Version, typer.Option(help="The poster for the wall, or for a talk with customers.")
    ] = Version.WHOLE,
    department: Annotated[str | None, typer.Option(help="Only the steps this department answers for.")] = None,
    believed: Annotated[bool, typer.Option("--believed", help="Leave out what is measured.")] = False,
    state: State = None,
    as_of: AsOf = None,
) -> None:
    """Draw a map: a page for the screen, a poster for the wall.

    When data have been ingested, what is measured stands beside what is believed. Without --out, writes
    JOURNEY.html here.
    """
    project = open_workspace(folder, state=state)
    chosen = project.journey(journey)
    files = out or [Path(f"{chosen.id}.html")]
    kinds = [_kind(file) for file in files]
    if version is Version.TALKING_POINT and None in kinds:
        page = str(files[kinds.index(None)])
        remedy = "Use .pdf, .png or .svg, or leave out --version"
        raise InputError(Problem("A talking point is printed: there is no page of it", page, remedy=remedy))
    living = _believed(project, chosen) if believed or not project.has_data else _measured(project, chosen, as_of)
    if department is not None:
        from waypost.drawing.part import part_of

        living = part_of(living, department)
    drawn = [
        project.page(living).encode() if kind is None else drawn_poster(project, living, kind, paper, version)
        for kind in kinds
    ]
    for file, data in zip(files, drawn, strict=True):  # nothing is written before everything is drawn
        write_bytes(file, data)
        say(f"Drew {file}", "green")


def _believed(project: Project, journey: Journey) -> LivingMap:
    return project.living_map(date.today(), journey.id)


def _measured(project: Project, journey: Journey, as_of: datetime | None) -> LivingMap:
    """The map with what is measured on it."""
    from waypost.analysis.brief import map_brief

    study = woven(project, journey.id, as_of=in_utc(as_of))
    return project.living_map(date.today(), journey.id, study.measures(), map_brief(study))


def drawn_poster(
    project: Project,
    living: LivingMap,
    kind: FileKind,
    paper: Paper = Paper.A0,
    version: Version = Version.WHOLE,
) -> bytes:
    """Draw a poster and say which characters could not be drawn."""
    from waypost.drawing.poster import poster

    made = poster(living, project.pictures(living), paper, kind, version)
    for missing in made.missing:
        say(f"● {missing}", "yellow")
    return made.data


def _kind(file: Path) -> FileKind | None:
    """The kind of poster a file's ending asks for; None for a page."""
    ending = file.suffix.lower().removeprefix(".")
    if ending in ("html", "htm"):
        return None
    try:
        return FileKind(ending)
    except ValueError:
        remedy = "Use .html for a page, .pdf, .png or .svg for a poster"
        raise InputError(Problem("The ending does not tell what to draw", str(file), remedy=remedy)) from None
