"""Finding what a reference may name: documents and elements of the workspace, by a few letters of their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from waypost.journey.model import Document, Element
from waypost.journey.workspace import Workspace

MOST = 20
"""So many are shown; a few more letters narrow them down."""


@dataclass(frozen=True)
class Found:
    """Something a reference can name."""

    reference: str
    label: str
    word: str
    """What kind of element it is, in words."""
    document: str
    """What the document it stands in is called."""


def search(workspace: Workspace, text: str, kinds: frozenset[str]) -> tuple[Found, ...]:
    """The elements of some kinds (class names; none: any) that have every word of the text, the best fit first."""
    wanted = text.casefold().split()
    found = (each for each in _all(workspace.documents, kinds) if all(word in _spoken(each) for word in wanted))
    return tuple(sorted(found, key=lambda each: _fit(each, wanted))[:MOST])


def named(workspace: Workspace, references: Iterable[str]) -> tuple[Found, ...]:
    """What references name, in their order; those that lead nowhere are left out."""
    found = []
    for reference in references:
        document, element = workspace.document(reference), workspace.element(reference)
        if document is not None and element is not None:
            found.append(_found(document, element))
    return tuple(found)


def _all(documents: Iterable[Document], kinds: frozenset[str]) -> Iterator[Found]:
    for document in documents:
        for element in document.walk():
            if not kinds or type(element).__name__ in kinds:
                yield _found(document, element)


def _found(document: Document, element: Element) -> Found:
    reference = document.id if element is document else f"{document.id}/{element.id}"
    return Found(reference, element.label, element.word, document.name)


def _spoken(found: Found) -> str:
    return f"{found.label} {found.document} {found.reference}".casefold()


def _fit(found: Found, wanted: list[str]) -> tuple[bool, bool, str]:
    label = found.label.casefold()
    return not (wanted and label.startswith(wanted[0])), not all(word in label for word in wanted), label
