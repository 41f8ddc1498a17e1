"""`waypost init`: a new workspace with a journey to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from waypost.cli.console import out, say, typed
from waypost.errors import InputError, Problem
from waypost.formats.folder import SETTINGS, write_whole
from waypost.formats.ids import slug
from waypost.formats.yaml import read_document, update, write_document
from waypost.journey.model import Document
from waypost.journey.templates import TEMPLATES, Template, template
from waypost.journey.workspace import Settings

_ZONE = "# Whose midnight ends a day? Change it to where your customers are, as in Europe/Berlin or America/Sao_Paulo."
_IGNORED = "# What Waypost makes from your data; it can be made again, and may name customers.\n.waypost/\n"


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it may exist, without a waypost.yaml.")] = Path(),
    template_id: Annotated[
        str, typer.Option("--template", "-t", help="What to start from; see --list.", metavar="TEMPLATE")
    ] = "universal",
    list_templates: Annotated[bool, typer.Option("--list", help="List the templates and stop.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Lay out the simulated company, with its data.")] = False,
) -> None:
    """Make a workspace: settings and a first journey from a template, or a whole company with `--demo`.

    A workspace is a folder of YAML files: write in them with any editor, keep them in git. The simulated company,
    Kite, sells invoicing to very small businesses; truths are planted in its data for an analysis to find.
    """
    if list_templates:
        width = max(len(each.name) for each in TEMPLATES)
        for each in TEMPLATES:
            out.print(Text.assemble((f"{each.name:<{width}}  ", "bold"), each.description))
        return
    if (folder / SETTINGS).exists():
        remedy = "Choose another folder, or edit the files in this one"
        raise InputError(Problem("This folder is a workspace already", str(folder / SETTINGS), remedy=remedy))
    chosen = template(template_id)
    if not (folder / ".gitignore").exists():
        write_whole(folder / ".gitignore", _IGNORED)
    if demo:
        _lay_out_company(folder)
    else:
        _begin(folder, chosen)


def _lay_out_company(folder: Path) -> None:
    from waypost.demo.show import lay_out

    say("Simulating Kite, a company that sells invoicing to very small businesses")
    lay_out(folder)
    say(f"Made {folder / SETTINGS} and {folder / 'data'}", "green")
    say(f"Next: '{typed('report', folder)}' reads the data, measures the journey and draws the living map")


def _begin(folder: Path, chosen: Template) -> None:
    name = folder.resolve().name.strip() or "workspace"
    settings = Settings(id=slug(name, "workspace") + "-workspace", name=name)
    begun = _begun(chosen, slug(name, "journey"))
    journey = folder / "journeys" / f"{begun.id}.yaml"
    write_whole(journey, update(chosen.text, begun))
    write_whole(folder / SETTINGS, _with_zone(settings))
    say(f"Made {folder / SETTINGS} and {journey}", "green")
    say(f"Next: write in {journey}, then '{typed('check', folder)}' and '{typed('draw', folder)}'")


def _begun(chosen: Template, own: str) -> Document:
    """The template's journey under an id of its own; it keeps its name until somebody finds a better one."""
    return read_document(chosen.text).model_copy(update={"id": own})


def _with_zone(settings: Settings) -> str:
    """The settings with their zone written out, although it is the one we would take anyway: days hang on it."""
    return write_document(settings) + f"{_ZONE}\nzone: {settings.zone}\n"
