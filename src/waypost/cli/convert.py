"""`waypost convert`: a journey from one format to another, with every loss reported."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from waypost.cli.console import out, say
from waypost.errors import InputError, Problem
from waypost.formats.csv import ENCODING, from_csv, to_csv
from waypost.formats.folder import write_bytes
from waypost.formats.loss import Loss
from waypost.formats.mermaid import from_mermaid, to_mermaid
from waypost.formats.text import read_text
from waypost.formats.yaml import read_document, write_document
from waypost.journey.journey import Journey


class Format(StrEnum):
    """A format journeys are kept in."""

    YAML = "yaml"
    MERMAID = "mermaid"
    CSV = "csv"


_ENDINGS = {
    ".yaml": Format.YAML,
    ".yml": Format.YAML,
    ".mmd": Format.MERMAID,
    ".mermaid": Format.MERMAID,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
}


def convert(
    file: Annotated[Path, typer.Argument(help="A journey as YAML, Mermaid (.mmd) or CSV.")],
    target: Annotated[Path | None, typer.Argument(help="Where to write; standard output when left out.")] = None,
    to: Annotated[Format | None, typer.Option(help="The format to write; told by the target's ending.")] = None,
    source: Annotated[
        Format | None, typer.Option("--from", help="The format to read; told by the file's ending.")
    ] = None,
) -> None:
    """Convert a journey between YAML, Mermaid and CSV.

    What the other format cannot hold is listed on standard error, line by line; the exit code stays 0.
    """
    wanted = to or (_format_of(target) if target else None)
    if wanted is None:
        raise InputError(Problem("Nobody said which format to write", remedy="Name a target file, or use --to"))
    journey, read_losses = read_journey(file, source or _format_of(file))
    text, write_losses = written(journey, wanted)
    for loss in (*read_losses, *write_losses):
        say(f"● {file.name}: {loss}", "yellow")
    if target is None:
        out.file.write(text)
    else:
        # Spreadsheets read a CSV file as UTF-8 only when it says so in its first bytes.
        write_bytes(target, text.encode(ENCODING if wanted is Format.CSV else "utf-8"))
        say(f"Wrote {target}", "green")


def read_journey(file: Path, kind: Format) -> tuple[Journey, tuple[Loss, ...]]:
    """A journey from a file, and what reading lost."""
    text = read_text(file)
    if kind is Format.MERMAID:
        return from_mermaid(text, str(file), file.stem)
    if kind is Format.CSV:
        return from_csv(text, str(file), file.stem)
    document = read_document(text, str(file))
    if not isinstance(document, Journey):
        remedy = "Give a document of kind 'journey'"
        raise InputError(Problem(f"This is no journey but {document.called}", str(file), remedy=remedy))
    return document, ()


def written(journey: Journey, kind: Format) -> tuple[str, tuple[Loss, ...]]:
    """A journey as text, and what writing loses."""
    if kind is Format.MERMAID:
        return to_mermaid(journey)
    if kind is Format.CSV:
        return to_csv(journey)
    return write_document(journey), ()


def _format_of(file: Path) -> Format:
    try:
        return _ENDINGS[file.suffix.lower()]
    except KeyError:
        remedy = f"Use one of the endings {', '.join(_ENDINGS)}, or say it with --from or --to"
        raise InputError(Problem("The ending does not tell the format", str(file), remedy=remedy)) from None
