"""A change being made: each call is an edit of the document as it is by then."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic_core import to_jsonable_python

from waypost.journey.edits import Edit, EditError, Insert, Move, Remove, Set, apply, plain_field
from waypost.journey.model import Document, Element
from waypost.journey.tree import Place, Tree

D = TypeVar("D", bound=Document)


class Draft(Generic[D]):
    """Edits made one by one on a document's value; nothing is sent before the end.

    Every method raises EditError, in words, when the document cannot take the edit.
    """

    def __init__(self, value: D) -> None:
        self.value = value
        """The document with all edits so far."""
        self.edits: tuple[Edit, ...] = ()

    def set(self, element: str, **fields: object) -> None:
        """Give fields of an element other values, all at once."""
        known = self._element(element)
        edits = []
        for field, value in fields.items():
            if field not in type(known).model_fields or field in known.slots:
                raise EditError(f"'{field}' is not a field of {known.called} that can be set", element)
            new: Any = to_jsonable_python(value, exclude_none=True)
            edits.append(Set(id=element, field=field, old=plain_field(known, field), new=new))
        self.add(*edits)

    def insert(self, element: Element, parent: str, slot: str, after: str | None = None) -> None:
        """Put a new element into a slot (`steps`, `touchpoints` …) of another, after a neighbour or first."""
        self.add(Insert(place=Place(parent=parent, slot=slot, after=after), element=element))

    def append(self, element: Element, parent: str, slot: str) -> None:
        """Put a new element last into a slot of another."""
        children = Tree.of(self.value).children(parent, slot)
        self.insert(element, parent, slot, children[-1] if children else None)

    def move(self, element: str, parent: str, slot: str, after: str | None = None) -> None:
        """Move an element, with everything below it."""
        self.add(Move(id=element, origin=self._place(element), target=Place(parent=parent, slot=slot, after=after)))

    def remove(self, element: str) -> None:
        """Take an element out, with everything below it."""
        place = self._place(element)
        self.add(Remove(place=place, snapshot=self._element(element)))

    def add(self, *edits: Edit) -> None:
        """Make any edits, which must fit together."""
        self.value = apply(self.value, *edits)
        self.edits += edits

    def _element(self, element: str) -> Element:
        found = self.value.elements().get(element)
        if found is None:
            raise EditError(f"there is no element '{element}' in {self.value.called}", element)
        return found

    def _place(self, element: str) -> Place:
        self._element(element)
        if element == self.value.id:
            raise EditError(f"{self.value.called} is the document itself: it can be neither moved nor removed", element)
        return Tree.of(self.value).place(element)
