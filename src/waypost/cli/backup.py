"""`waypost backup` and `waypost restore`: everything in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from waypost.cli.console import say
from waypost.cli.serve import Home
from waypost.errors import InputError, Problem
from waypost.journey.wording import counted


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, as in waypost-2027-03-01.tar.gz.")],
    home: Home = None,
) -> None:
    """Write everything into one file: the database, every workspace's data and pictures, the secret key.

    Whoever has the file has everything in it: keep it as safe as the server. People may go on working meanwhile.
    """
    from waypost.web.serving import settle

    chosen = settle(home)
    from waypost.web.operations.backup import back_up

    back_up(chosen, file)
    say(f"Wrote {file}, {file.stat().st_size / 1_000_000:,.1f} MB", "green")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `waypost backup` wrote.")],
    home: Annotated[Path, typer.Option("--home", help="The home folder to make.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Set aside what is in the home folder; who was erased there stays erased.")
    ] = False,
) -> None:
    """Make a home folder of a backup. A database of PostgreSQL goes into the empty one that WAYPOST_DATABASE_URL names.

    A newer release brings the database up to date by itself.
    """
    home = home.expanduser().absolute()
    if home.exists() and any(home.iterdir()) and not replace:
        remedy = "Choose another folder, or set aside what is there with --replace"
        raise InputError(Problem("this folder is not empty", str(home), remedy=remedy))
    from waypost.web.operations.restoring import restored

    customers, aside = restored(file, home)
    if aside is not None:
        say(f"What was in {home} is now in {aside}")
    if customers:
        say(f"Erased {counted('customer', customers)} again, who were erased after the backup was made")
    say(f"Restored {home}", "green")
