"""Where the glossary's words are used: every text of the workspace that has one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_type_hints

from waypost.drawing.terms import Lexicon
from waypost.journey.glossary import Glossary, Term
from waypost.journey.model import Document, Element, Text, mentions
from waypost.journey.source import Source
from waypost.journey.workspace import Settings, Workspace
from waypost.web.people.findings import Places

SHOWN = 30
"""Places of one term that are listed."""
_AROUND = 36
"""Characters on both sides of a word that are shown with it."""


@dataclass(frozen=True)
class Use:
    """A text a term stands in."""

    before: str
    word: str
    after: str
    where: str
    """What the element is, and the document it stands in."""
    href: str


@dataclass(frozen=True)
class Used:
    """All uses of one term."""

    n: int
    """How many texts have it."""
    shown: tuple[Use, ...]
    """The first of them."""


def uses(workspace: Workspace, places: Places, terms: Sequence[Term]) -> dict[str, Used]:
    """Term id → where it is used; a glossary's own texts do not count."""
    lexicon = Lexicon(terms)
    counted = dict.fromkeys((term.id for term in terms), 0)
    found: dict[str, list[Use]] = {term.id: [] for term in terms}
    for document in workspace.documents:
        if isinstance(document, Glossary | Source | Settings):
            continue
        for element in document.walk():
            for text in texts(element):
                _look(lexicon, text, (document, element), (counted, found), places)
    return {term: Used(counted[term], tuple(found[term])) for term in found}


def _look(
    lexicon: Lexicon,
    text: str,
    at: tuple[Document, Element],
    into: tuple[dict[str, int], dict[str, list[Use]]],
    places: Places,
) -> None:
    document, element = at
    counted, found = into
    start, seen = 0, set[str]()
    for piece in lexicon.pieces(text):
        end = start + len(piece.text)
        if piece.term is not None and piece.term.id not in seen:
            seen.add(piece.term.id)
            counted[piece.term.id] += 1
            if len(found[piece.term.id]) < SHOWN:
                inner = "" if element is document else element.id
                where = document.name if element is document else f"{element.word} · {document.name}"
                before, after = _excerpt(text, start, end)
                found[piece.term.id].append(Use(before, piece.text, after, where, places.href(document, inner)))
        start = end


def _excerpt(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands around a word, cut where it is long."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = f"… {before.partition(' ')[2]}"
    if end + _AROUND < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return before, after


def texts(element: Element) -> Iterator[str]:
    """What people wrote in an element itself."""
    for field in text_fields(type(element)):
        value = getattr(element, field)
        if isinstance(value, str):
            yield value
        elif value is not None:
            yield from (each for each in value if isinstance(each, str))


@cache
def text_fields(kind: type[Element]) -> tuple[str, ...]:
    """The fields of an element that hold words people wrote."""
    return tuple(name for name, hint in get_type_hints(kind, include_extras=True).items() if mentions(hint, Text))
