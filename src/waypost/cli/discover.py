"""`waypost discover`: from events alone, a draft of a journey to start from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from waypost.cli.arguments import Data, Folder, Json, State
from waypost.cli.check import report_lines
from waypost.cli.console import err, out, print_json, say, typed
from waypost.cli.ingest import up_to_date
from waypost.errors import InputError, Problem
from waypost.formats.folder import write_whole
from waypost.formats.yaml import write_document
from waypost.journey.check import check
from waypost.journey.workspace import Workspace
from waypost.library import open_workspace

if TYPE_CHECKING:
    from waypost.analysis.discovery.discovery import Discovery
    from waypost.analysis.results import Figure


def discover(
    folder: Folder = Path(),
    draft_id: Annotated[str, typer.Option("--id", help="The id of the draft, and the name of its file.")] = "draft",
    case: Annotated[
        str | None,
        typer.Option(
            help="The event property that tells one walk from the next; `customer`: a customer walks once. "
            "[default: guessed]"
        ),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write the draft into the workspace's folder of journeys.")
    ] = False,
    data: Data = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Propose a journey from events alone: phases, steps, touchpoints, routes, and what to watch.

    Needs a workspace with sources only. Prints the draft as YAML to standard output (or writes it to a file, never over
    another one), and to standard error what speaks for it, what was left out, what a person must settle, and what
    `check` says of it.
    """
    project = open_workspace(folder, data=data, state=state)
    file = folder / "journeys" / f"{draft_id}.yaml"
    if write and file.exists():
        raise InputError(Problem("there is such a file already", str(file), remedy="Give the draft another id: `--id`"))
    up_to_date(project)
    found = project.discover(draft_id, case=case)
    text = write_document(found.journey)
    if json:
        from pydantic import TypeAdapter

        print_json(TypeAdapter(type(found)).dump_python(found, mode="json"))
        return
    for sentence in found.sentences():
        err.print(sentence, markup=False)
    if case is None:
        err.print("Another property may tell one walk from the next: --case", markup=False)
    err.print(_table(found))
    documents = (*project.workspace.documents, found.journey)
    report = check(Workspace(settings=project.workspace.settings, documents=documents), found.journey, date.today())
    for line in report_lines(found.journey, report):
        err.print(line)
    if write:
        write_whole(file, text)
        say(f"Wrote {file}", "green")
        say(f"Next: put it into your customers' words, then '{typed('draw', folder, '--journey', draft_id)}'")
    else:
        out.print(text, markup=False, end="")


def _table(found: Discovery) -> Table:
    """The steps by phase; *Reach* is of all cases, *Arrived* of those who arrived. The intervals are in the JSON."""
    table = Table(box=SIMPLE_HEAD)
    table.add_column("Phase and step", no_wrap=True)
    for column in ("Optional", "Cases", "Reach", "Arrived"):
        table.add_column(column, justify="right", no_wrap=True)
    steps = {step.step: step for step in found.steps}
    for phase in found.journey.phases:
        table.add_row(f"[bold]{escape(phase.name)}[/bold]")
        for step in phase.steps:
            one = steps[step.id]
            may = "yes" if step.optional else ""
            table.add_row(f"  {escape(one.name)}", may, f"{one.cases:,}", _part(one.reach), _part(one.of_arrived))
    return table


def _part(figure: Figure) -> str:
    return f"{100 * figure.value:.0f} %" if hasattr(figure, "value") else f"n = {figure.n}"
