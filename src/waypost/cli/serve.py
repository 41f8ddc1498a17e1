"""`waypost serve`: the application in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from waypost.cli.console import out

if TYPE_CHECKING:
    from waypost.web.configuration import Configuration

Home = Annotated[
    Path | None,
    typer.Option("--home", help="The folder that holds everything [default: WAYPOST_HOME, or ~/.waypost]."),
]
Host = Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 for every one of this machine.")]
Port = Annotated[int, typer.Option(help="The port to listen at; 0 takes one that is free.", min=0, max=65535)]


def serve(home: Home = None, host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the application: draw, measure and discuss the living map together.

    Settings are environment variables, listed in docs/operations.md. Ctrl-C stops it.
    """
    from waypost.web.serving import address, bind, only_server, prepare
    from waypost.web.serving import serve as answer

    opened = bind(host, port)
    chosen = prepare(home, address(opened))
    with only_server(chosen.home):
        first = _first_lines(chosen)
        answer(chosen, opened, lambda: out.print(first))


def _first_lines(chosen: Configuration) -> Text:
    """Where it is, what to do first, where everything is kept."""
    from waypost.web.operations.links import welcome_token

    token = welcome_token()
    lines = (
        Text.assemble("Waypost is ready at ", (chosen.url, "bold")),
        *((Text(f"Make the first account here, within a day: {chosen.url}/welcome/{token}"),) if token else ()),
        Text(f"Everything is kept in {chosen.home}"),
        Text("Ctrl-C stops it."),
    )
    return Text("\n").join(lines)
