"""Going back without losing anything: a restored version and a change taken back are changes of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from waypost.journey.difference import difference
from waypost.journey.edits import Edit, EditError, apply, inverse
from waypost.journey.journey import Journey
from waypost.journey.model import Document
from waypost.journey.tree import Tree

D = TypeVar("D", bound=Document)


class TakenOverError(EditError):
    """What was changed has been changed again since, so it cannot be taken back by itself."""


def restoration(now: D, then: D) -> tuple[Edit, ...]:
    """The edits that make the document as it was then; none when it is.

    How far a map has come is not restored: an old text does not come with its old approval.
    """
    if isinstance(now, Journey) and isinstance(then, Journey):
        then = then.model_copy(update={"lifecycle": now.lifecycle})
    return difference(now, then)


def taking_back(now: Document, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that take these back from the document as it is now.

    Raises:
        TakenOverError: they no longer fit, said in a sentence for whoever asked.
    """
    back = tuple(inverse(edit) for edit in reversed(edits))
    try:
        apply(now, *back)
    except EditError as error:
        raise TakenOverError(_explained(now, error), error.element) from error
    return back


def _explained(now: Document, error: EditError) -> str:
    element = Tree.of(now).elements.get(error.element)
    if element is None:
        return "Something it is about is no longer there. Restore an earlier version, or write it anew."
    return (
        f"The {element.word} “{element.label}” was changed again after it. Change it by hand, or restore an earlier "
        "version."
    )
