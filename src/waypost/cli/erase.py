"""`waypost erase` and `waypost export`: what one customer may ask for."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from waypost.cli.arguments import Json, State
from waypost.cli.console import out, print_json, say
from waypost.formats.folder import write_whole
from waypost.library import open_workspace

Workspace = Annotated[Path, typer.Argument(help="The workspace: a folder with a waypost.yaml.")]
Customer = Annotated[str, typer.Argument(help="Any of the customer's names, as a source has it.")]


def erase(
    folder: Workspace,
    customer: Customer,
    state: State = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Erase one customer for good: events, responses, attributes, identities, quarantine, and what was made of them.

    The names go on a list of hashes, so that reading the same files again does not bring the customer back. The
    sources' own files are yours: erase there too. Exit code 1 when nothing was erased.
    """
    project = open_workspace(folder, state=state)
    if not yes and not typer.confirm(f"Erase everything about '{customer}' for good?", err=True):
        say("Nothing was erased")
        raise typer.Exit(1)
    report = project.erase_customer(customer)
    if json:
        print_json(asdict(report))
    elif report.found:
        out.print(
            f"Erased {report.events:,} events, {report.responses:,} responses, {report.customers:,} attributes, "
            f"{report.identities:,} identities and {report.quarantined:,} quarantined values of {report.names} names."
        )
        if report.mentions:
            say(f"● {report.mentions:,} texts of other customers mention them; look at those yourself", "yellow")
    else:
        say(f"There was nothing about '{customer}'; the name will not be taken in from now on", "yellow")
    if not report.found:
        raise typer.Exit(1)


def export(
    folder: Workspace,
    customer: Customer,
    target: Annotated[Path | None, typer.Argument(help="Where to write; standard output when left out.")] = None,
    state: State = None,
) -> None:
    """Export everything held about one customer as JSON.

    Exit code 1 when there is nothing.
    """
    found = open_workspace(folder, state=state).export_customer(customer)
    if not found.found:
        say(f"There is nothing about '{customer}'", "yellow")
        raise typer.Exit(1)
    text = found.model_dump_json(indent=2)
    if target is None:
        typer.echo(text)
    else:
        write_whole(target, text)
        say(f"Wrote {target}", "green")
