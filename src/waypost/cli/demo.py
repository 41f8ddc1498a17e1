"""`waypost demo`: the application, with a company inside whose truths are known."""

from __future__ import annotations

import logging
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from waypost.cli.console import out, say
from waypost.cli.ingest import lines, taken_in
from waypost.demo.show import SEED, VISITORS
from waypost.errors import InputError

if TYPE_CHECKING:
    import socket

    from waypost.web.operations.company import Company

HOST, PORT = "127.0.0.1", 8000

Folder = Annotated[Path, typer.Option("--home", help="The folder that holds everything; kept for the next start.")]
Port = Annotated[
    int | None, typer.Option(help="The port to listen at [default: 8000, or any that is free].", min=0, max=65535)
]


def demo(
    home: Folder = Path("~/.waypost-demo"),
    port: Port = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the map in a browser.")] = False,
    visitors: Annotated[int, typer.Option(help="How many people visit the simulated company.", min=100)] = VISITORS,
    seed: Annotated[int, typer.Option(help="Another seed, another company with the same truths.", min=0)] = SEED,
) -> None:
    """Open the application with a small company inside, signed in as its owner.

    Kite sells invoicing to very small businesses. Its customers, their surveys and their support tickets are
    simulated, with truths planted for an analysis to find; the journey, personas and interviews are written as a
    practitioner would. The next start goes on with the same company; remove the folder for a new one. As a folder of
    files: `waypost init DIR --demo`.
    """
    from waypost.web.serving import address, only_server, prepare, serve

    say("Getting ready")
    opened = _bound(port)
    chosen = prepare(home.expanduser(), address(opened))
    logging.getLogger("waypost.access").setLevel(logging.WARNING)  # one person looks around: nobody reads each request
    with only_server(chosen.home):
        link = f"{chosen.url}/enter/{_entry(_company(visitors, seed))}"

        def ready() -> None:
            out.print(f"Waypost is ready at {chosen.url}\nEverything is kept in {chosen.home}")
            if no_open or not webbrowser.open(link):
                out.print(f"Sign in as Ines Prado of Kite, once and within ten minutes: {link}")
            out.print("Ctrl-C stops it.")

        serve(chosen, opened, ready)


def _bound(port: int | None) -> socket.socket:
    from waypost.web.serving import bind

    if port is not None:
        return bind(HOST, port)
    try:
        return bind(HOST, PORT)
    except InputError:
        return bind(HOST, 0)


def _company(visitors: int, seed: int) -> Company:
    """The company of the last start, or a new one, with all its data read."""
    from waypost.web.measuring.asking import ask_to_measure_all
    from waypost.web.measuring.project import project_of
    from waypost.web.operations.company import known_company, new_company

    company = known_company()
    if company is None:
        say("Simulating Kite, a company that sells invoicing to very small businesses")
        company = new_company(visitors, seed)
    project = project_of(company.workspace)
    report = taken_in(project)
    if report.new:
        for line in lines(report):
            out.print(line)
    ask_to_measure_all(company.workspace, f"lake:{project.lake.version}", company.owner)
    return company


def _entry(company: Company) -> str:
    from django.urls import reverse

    from waypost.web.operations.company import JOURNEY
    from waypost.web.operations.links import entry_token

    return entry_token(company.owner, reverse("editor:journey", args=(company.workspace.slug, JOURNEY)))
