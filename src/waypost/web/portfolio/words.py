"""What can be found in a document: every element with the words people wrote into it, ready to be looked through."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from threading import Lock

from waypost.journey.journey import Phase, Step
from waypost.journey.model import Document, Element
from waypost.journey.nesting import reference_fields
from waypost.journey.tree import own_fields

_SILENT = frozenset({"kind", "match", "score", "when", "by", "file", "portrait", "lane", "origin", "target", "case"})
"""Fields that hold no words of people."""

_REMEMBERED = 4096
_known: dict[tuple[int, str], tuple[Document, tuple[Spoken, ...]]] = {}
_lock = Lock()


@dataclass(frozen=True)
class Spoken:
    """An element and what it says."""

    id: str
    label: str
    word: str
    """What kind of element it is, in words."""
    at: str
    """The step or phase it stands at; empty for what stands nowhere."""
    text: str
    """All its words, plain."""


def plain(text: str) -> str:
    """Words as they are compared: "Überweisung" is found by "uberweisung"."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def spoken(workspace: int, document: Document) -> tuple[Spoken, ...]:
    """Everything in a document of a workspace; remembered as long as the document is the same value."""
    key = (workspace, document.id)
    with _lock:
        known = _known.get(key)
    if known is not None and known[0] is document:
        return known[1]
    found = tuple(_walk(document, ""))
    with _lock:
        if len(_known) >= _REMEMBERED:
            _known.clear()
        _known[key] = (document, found)
    return found


def _walk(element: Element, at: str) -> Iterator[Spoken]:
    yield Spoken(element.id, element.label, element.word, at, plain(" \n".join(_words(element))))
    inside = element.label if isinstance(element, Phase | Step) else at
    for child in element.children():
        yield from _walk(child, inside)


def _words(element: Element) -> Iterator[str]:
    silent = _SILENT.union(reference_fields(type(element)))
    for name in own_fields(type(element)):
        value = None if name in silent else getattr(element, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str) and not isinstance(one, Enum):
                yield one
