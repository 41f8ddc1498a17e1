"""A document taken apart: every element on its own, and who holds whom in which order.

Documents are nested, frozen values; edits, differences and merges speak of single elements. A `Tree` is the mutable
form in between: it is put together again as a document, sharing whatever did not change with the document it came
from. Whoever keeps one changes a copy of it: copying is far cheaper than taking a document apart again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Generic, TypeVar, cast

from waypost.journey.model import Document, Element, Id, Value

D = TypeVar("D", bound=Document)
E = TypeVar("E", bound=Element)


class Place(Value):
    """Where an element stands: in which slot of which parent, right after which neighbour."""

    parent: Id
    slot: str
    after: Id | None = None
    """The neighbour before it; None when it comes first."""


@cache
def own_fields(kind: type[Element]) -> tuple[str, ...]:
    """The fields an element is told by itself: all but its id and its children."""
    return tuple(name for name in kind.model_fields if name != "id" and name not in kind.slots)


def bare(element: E) -> E:
    """The element without its children."""
    full = [slot for slot in element.slots if getattr(element, slot)]
    return element.model_copy(update=dict.fromkeys(full, ())) if full else element


class Tree(Generic[D]):
    """Elements by id, the (parent, slot) each is held by, and the order in each slot."""

    def __init__(self, root: Id) -> None:
        self.root = root
        self.elements: dict[str, Element] = {}
        """Each element's own fields count; its children are those in `order`."""
        self.holders: dict[str, tuple[str, str]] = {}
        """Every element but the root → the parent and slot that hold it."""
        self.order: dict[tuple[str, str], list[str]] = {}
        """Slot of a parent → its children in order; a slot that was never filled is not there."""
        self._dirty: set[str] = set()

    @classmethod
    def of(cls, document: D) -> Tree[D]:
        """Take a document apart."""
        tree = cls(document.id)
        tree._add(document)
        return tree

    @classmethod
    def assembled(cls, root: Id, elements: dict[str, Element], order: dict[tuple[str, str], list[str]]) -> Tree[D]:
        """A tree of single elements and of who holds whom."""
        tree = cls(root)
        tree.elements, tree.order = elements, order
        tree.holders = {child: holder for holder, children in order.items() for child in children}
        tree._dirty = set(elements)
        return tree

    def copy(self) -> Tree[D]:
        """The same tree, to be changed by itself."""
        twin: Tree[D] = Tree(self.root)
        twin.elements, twin.holders, twin._dirty = dict(self.elements), dict(self.holders), set(self._dirty)
        twin.order = {slot: list(children) for slot, children in self.order.items()}
        return twin

    def _add(self, element: Element) -> None:
        self.elements[element.id] = element
        for slot in element.slots:
            children: tuple[Element, ...] = getattr(element, slot)
            if children:
                self.order[element.id, slot] = [child.id for child in children]
            for child in children:
                self.holders[child.id] = element.id, slot
                self._add(child)

    def children(self, parent: str, slot: str) -> Sequence[str]:
        """The ids in one slot, in order."""
        return self.order.get((parent, slot), ())

    def place(self, element_id: str) -> Place:
        """Where an element other than the root stands now."""
        parent, slot = self.holders[element_id]
        siblings = self.order[parent, slot]
        index = siblings.index(element_id)
        return Place(parent=parent, slot=slot, after=siblings[index - 1] if index else None)

    def walk(self, element_id: str) -> Iterator[str]:
        """The ids of an element and of everything below it, parents before children, in order."""
        yield element_id
        for slot in self.elements[element_id].slots:
            for child in self.children(element_id, slot):
                yield from self.walk(child)

    def lineage(self, element_id: str) -> Iterator[str]:
        """The ids of an element and of everything that holds it, up to the root."""
        yield element_id
        while holder := self.holders.get(element_id):
            element_id = holder[0]
            yield element_id

    def replace(self, element: Element) -> None:
        """Let an element's own fields be those of another of the same kind and id."""
        self.elements[element.id] = element
        self._touch(element.id)

    def insert(self, element: Element, place: Place) -> None:
        """Put a new element, with its children, where `place` says; the neighbour is there."""
        self._add(element)
        self._attach(element.id, place)

    def move(self, element_id: str, place: Place) -> None:
        """Put an element somewhere else, outside itself; the neighbour is there."""
        self._detach(element_id)
        self._attach(element_id, place)

    def remove(self, element_id: str) -> None:
        """Take an element out, with everything below it."""
        below = list(self.walk(element_id))
        self._detach(element_id)
        for gone in below:
            for slot in self.elements.pop(gone).slots:
                self.order.pop((gone, slot), None)
            self.holders.pop(gone, None)

    def _attach(self, element_id: str, place: Place) -> None:
        siblings = self.order.setdefault((place.parent, place.slot), [])
        siblings.insert(0 if place.after is None else siblings.index(place.after) + 1, element_id)
        self.holders[element_id] = place.parent, place.slot
        self._touch(place.parent)

    def _detach(self, element_id: str) -> None:
        parent, slot = self.holders.pop(element_id)
        self.order[parent, slot].remove(element_id)
        self._touch(parent)

    def _touch(self, element_id: str) -> None:
        self._dirty.update(self.lineage(element_id))

    def build(self, element_id: str) -> Element:
        """One element put together again; parts that did not change are those it was made from."""
        element = self.elements[element_id]
        if element_id not in self._dirty:
            return element
        slots = {slot: tuple(self.build(child) for child in self.children(element_id, slot)) for slot in element.slots}
        self.elements[element_id] = built = element.model_copy(update=slots)
        self._dirty.discard(element_id)
        return built

    def document(self) -> D:
        """The whole document put together again."""
        return cast("D", self.build(self.root))
