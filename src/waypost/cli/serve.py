"""`waypost serve`: the application in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from waypost.cli.console import out

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
    with only_server(chosen):
        answer(chosen, opened, lambda: out.print(f"Waypost is ready at {chosen.url}\nCtrl-C stops it."))
