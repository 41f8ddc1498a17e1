"""`waypost diff`: what changed, in sentences about the journey instead of lines of YAML."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from waypost.cli.arguments import Json
from waypost.cli.console import out, print_json
from waypost.errors import InputError, Problem
from waypost.formats.folder import load
from waypost.formats.text import read_text
from waypost.formats.yaml import read_document
from waypost.journey.wording import Change, Sentence, sentences, workspace_sentences

_MARKS = {
    Change.ADDED: ("+", "green"),
    Change.REMOVED: ("−", "red"),
    Change.MOVED: ("↷", "cyan"),
}


def diff(
    old: Annotated[Path, typer.Argument(help="A document (YAML), or a workspace's folder.")],
    new: Annotated[Path, typer.Argument(help="The same document or workspace, changed.")],
    json: Json = False,
) -> None:
    """Tell what changed between two states of a document or a workspace.

    Elements are matched by id, so a step that moved has moved: "step *Pays* moved from *Decide* to *Buy*". Exit code 1
    when something changed.
    """
    if old.is_dir() != new.is_dir():
        remedy = "Give two files or two folders"
        raise InputError(Problem("A document cannot be compared with a folder", str(new), remedy=remedy))
    told = _workspaces(old, new) if old.is_dir() else _documents(old, new)
    if json:
        print_json([{**sentence.model_dump(mode="json"), "text": str(sentence)} for sentence in told])
    else:
        for sentence in told:
            out.print(_line(sentence))
    if told:
        raise typer.Exit(1)


def _workspaces(old: Path, new: Path) -> Sequence[Sentence]:
    return workspace_sentences(load(old).workspace, load(new).workspace)


def _documents(old: Path, new: Path) -> Sequence[Sentence]:
    before, after = (read_document(read_text(file), str(file)) for file in (old, new))
    if (type(before), before.id) != (type(after), after.id):
        message = f"These are two documents: {before.word} '{before.id}' and {after.word} '{after.id}'"
        raise InputError(Problem(message, str(new), remedy="Compare two states of one document: same kind, same id"))
    return sentences(before, after)


def _line(sentence: Sentence) -> Text:
    mark, style = _MARKS.get(sentence.kind, ("~", "yellow"))
    line = Text.assemble((f"{mark} ", style))
    for part in sentence.parts:
        line.append(part.text, style="bold" if part.name else "")
    return line
