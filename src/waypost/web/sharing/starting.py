"""A journey from a template, with somebody who walks it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db import transaction

from waypost.formats.ids import slug
from waypost.formats.yaml import read_document
from waypost.journey.journey import Journey
from waypost.journey.model import Document as Value
from waypost.journey.persona import Persona
from waypost.journey.templates import TEMPLATES
from waypost.web.documents.committing import Author, create
from waypost.web.documents.models import Document
from waypost.web.sharing.preview import Preview, preview_of
from waypost.web.workspaces.models import Workspace

EMPTY = "empty"
"""The name of the sheet without anything on it."""

KINDS = (
    ("customer", "Customers"),
    ("adoption", "Adopting a technology"),
    ("business", "Businesses that buy"),
    ("inside", "Employees and vendors"),
)
"""The kinds of template, and what they are called."""

_KIND_OF = {"employee": "inside", "vendor": "inside", "b2b-buying": "business"}


@dataclass(frozen=True)
class Card:
    """A template to choose."""

    name: str
    title: str
    description: str
    kind: str
    preview: Preview
    steps: int


@cache
def cards() -> tuple[Card, ...]:
    """All templates, the most general first."""
    return tuple(
        Card(
            each.name,
            each.title,
            each.description,
            "adoption" if each.name.startswith("adoption") else _KIND_OF.get(each.name, "customer"),
            preview_of(template_journey(each.name)),
            len(template_journey(each.name).steps()),
        )
        for each in TEMPLATES
    )


@cache
def template_journey(name: str) -> Journey:
    """The journey of a template; raises KeyError for a name there is not."""
    text = {each.name: each.text for each in TEMPLATES}[name]
    journey = read_document(text)
    assert isinstance(journey, Journey)  # a test reads them all
    return journey


def begin(workspace: Workspace, author: Author, template: str, persona: str) -> Document:
    """Make a journey that begins as a template does, walked by `persona` unless that is empty.

    Somebody of that name who is here already walks it; else they are made. Raises KeyError for an unknown template.
    """
    blank = Journey(id="journey", name="A new journey")
    journey = blank if template == EMPTY else template_journey(template)
    called = f"{persona}: {journey.name}" if persona else journey.name
    with transaction.atomic():
        taken = set(workspace.documents.values_list("slug", flat=True))
        walker = _walker(workspace, author, persona, taken) if persona else None
        own = free(slug(journey.name, "journey"), {*taken, *([walker] if walker else [])})
        personas = (walker,) if walker else ()
        value = journey.model_copy(update={"id": own, "name": called, "personas": personas})
        return create(workspace, Journey.model_validate(value.model_dump()), author)


def free(wish: str, taken: Iterable[str]) -> str:
    """The id that is wished for, or with the first number that makes it free."""
    used = set(taken)
    return next(name for name in (wish, *(f"{wish}-{number}" for number in range(2, 10_000))) if name not in used)


def _walker(workspace: Workspace, author: Author, name: str, taken: set[str]) -> str:
    known = workspace.documents.filter(kind="persona", archived=None, name__iexact=name).first()
    if known is not None:
        return known.slug
    persona: Value = Persona(id=free(slug(name, "persona"), taken), name=name)
    return create(workspace, persona, author).slug
