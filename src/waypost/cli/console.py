"""What every verb says and how: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from waypost.errors import InputError, WaypostError

WIDE = 180
"""Characters of a table that goes to a file or another program, where nothing may be cut off."""

out = Console(highlight=False, soft_wrap=True)
if not out.is_terminal and "COLUMNS" not in os.environ:
    out = Console(highlight=False, soft_wrap=True, width=WIDE)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Tick(Protocol):
    """Called as work goes on: how much is done, of how much, and on what."""

    def __call__(self, done: int, total: int | None, what: str) -> None:
        """Show that `done` of `total` is done (None: nobody knows how much there is)."""


def say(text: str, style: str = "") -> None:
    """Tell the person something that is not the result."""
    err.print(Text(text, style=style))


def typed(*words: object) -> str:
    """A command of ours to be typed next, begun as this one was: by `uv run`, or by its own name."""
    # Only `uv run` counts how deep it is nested; a plain virtual environment needs no prefix.
    begun = "uv run waypost" if "UV_RUN_RECURSION_DEPTH" in os.environ else "waypost"
    return shlex.join([*begun.split(), *map(str, words)])


def complain(error: WaypostError) -> None:
    """Say what was wrong, where, and what to do; one line a problem."""
    problems = error.problems if isinstance(error, InputError) else (error,)
    for problem in problems:
        err.print(Text.assemble(("✗ ", "bold red"), str(problem)))


def as_json(value: object) -> str:
    """A result for scripts, as JSON text."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def print_json(value: object) -> None:
    """A result for scripts, as one JSON value on standard output."""
    typer.echo(as_json(value))


@contextmanager
def progress(title: str) -> Iterator[Tick]:
    """A progress bar on standard error while the body runs; nothing when that is not a terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(title, total=None)

        def tick(done: int, total: int | None, what: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{title} [dim]{escape(what)}[/dim]")

        yield tick
