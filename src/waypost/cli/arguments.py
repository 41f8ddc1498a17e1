"""Arguments and options that several verbs share, and how they are read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from waypost.errors import InputError, Problem
from waypost.journey.binding import duration

Folder = Annotated[Path, typer.Argument(help="The workspace: a folder with a waypost.yaml.", show_default="here")]
JourneyId = Annotated[
    str | None, typer.Option("--journey", "-j", help="Which journey, by id; needed when there are several.")
]
Data = Annotated[
    Path | None, typer.Option("--data", "-d", help="The folder the sources' files lie in [default: WORKSPACE/data].")
]
State = Annotated[
    Path | None, typer.Option("--state", help="Where the lake and the trails are kept [default: WORKSPACE/.waypost].")
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", help="Measure as if it were this moment, UTC [default: the last event].", metavar="TIME"),
]
Replacing = Annotated[
    bool, typer.Option("--replace", help="A file that has changed since it was read takes the place of the old one.")
]
Json = Annotated[bool, typer.Option("--json", help="Write the result as JSON, for scripts.")]

Csv = Annotated[Path | None, typer.Option(help="Write every figure as a row of this CSV file.")]


def in_utc(moment: datetime | None) -> datetime | None:
    """A moment typed without a zone is meant in UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def duration_of(text: str) -> timedelta:
    """A duration typed as in documents: `36 hours`, `10 days`; InputError when it is none."""
    try:
        return duration(text)
    except ValueError as mistake:
        raise InputError(Problem(str(mistake))) from None
