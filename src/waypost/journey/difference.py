"""What changed between two states of a document, as edits: `apply(a, difference(a, b)) == b`.

Elements are known by their ids. An element that lasts is moved, not removed and added again; within a slot as few as
possible are moved (those outside a longest increasing subsequence). An element that became another kind under the
same id is removed and inserted, with everything that was below it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from waypost.journey.edits import Edit, Insert, Move, Remove, Set, apply_to, plain_field, same_document
from waypost.journey.model import Document, Element
from waypost.journey.tree import Place, Tree, own_fields
from waypost.journey.workspace import Workspace

D = TypeVar("D", bound=Document)


def difference(a: D, b: D) -> tuple[Edit, ...]:
    """The edits that make `b` of `a`.

    Raises:
        EditError: the two are not states of one document: their id or kind differs.
    """
    same_document(a, b)
    return _Script(a, b).written()


@dataclass(frozen=True)
class WorkspaceDifference:
    """What changed between two states of a workspace; documents are known by id and kind."""

    added: tuple[Document, ...]
    removed: tuple[Document, ...]
    changed: dict[str, tuple[Edit, ...]]
    """Document id → its edits, for the documents in both that are not equal."""


def workspace_difference(a: Workspace, b: Workspace) -> WorkspaceDifference:
    """Which documents were added, removed and changed, the settings among them; their order says nothing."""
    before = {(document.id, type(document)): document for document in (a.settings, *a.documents)}
    after = {(document.id, type(document)): document for document in (b.settings, *b.documents)}
    return WorkspaceDifference(
        added=tuple(document for key, document in after.items() if key not in before),
        removed=tuple(document for key, document in before.items() if key not in after),
        changed={
            key[0]: difference(before[key], document)
            for key, document in after.items()
            if key in before and before[key] != document
        },
    )


def increasing(numbers: Sequence[int]) -> list[int]:
    """The indices of a longest strictly increasing subsequence (patience sorting, O(n log n))."""
    tops: list[int] = []
    top_indices: list[int] = []
    previous: list[int | None] = []
    for index, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        previous.append(top_indices[pile - 1] if pile else None)
        tops[pile : pile + 1] = [number]
        top_indices[pile : pile + 1] = [index]
    found: list[int] = []
    last = top_indices[-1] if top_indices else None
    while last is not None:
        found.append(last)
        last = previous[last]
    return found[::-1]


def unmoved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """A largest set of ids that are in both and keep their order."""
    position = {element_id: index for index, element_id in enumerate(before)}
    common = [element_id for element_id in after if element_id in position]
    return {common[index] for index in increasing([position[element_id] for element_id in common])}


class _Script(Generic[D]):
    """Writes edits down while it turns a tree of `a` into `b`.

    From the top of `b` downwards each slot gets the children it should have: everything above it is already as in
    `b`, so no move can be cyclic. What is left over goes at the end, when all that lasts has moved out of it.
    """

    def __init__(self, a: D, b: D) -> None:
        self.tree = Tree.of(a)
        self.b = b
        self.wanted = Tree.of(b)
        self.edits: list[Edit] = []

    def written(self) -> tuple[Edit, ...]:
        self._remove_replaced()
        for element in self.b.walk():
            for slot in element.slots:
                self._arrange(element.id, slot)
            self._set_fields(element)
        self._remove_gone()
        return tuple(self.edits)

    def _do(self, edit: Edit) -> None:
        apply_to(self.tree, edit)
        self.edits.append(edit)

    def _take_out(self, element_id: str) -> None:
        self._do(Remove(place=self.tree.place(element_id), snapshot=self.tree.build(element_id)))

    def _remove_replaced(self) -> None:
        """Elements that became another kind must go first: their ids are needed again."""
        for element_id in list(self.tree.walk(self.tree.root)):
            now, then = self.tree.elements.get(element_id), self.wanted.elements.get(element_id)
            if now is not None and then is not None and type(now) is not type(then):
                self._take_out(element_id)

    def _remove_gone(self) -> None:
        for element_id in list(self.tree.walk(self.tree.root)):
            if element_id in self.tree.elements and element_id not in self.wanted.elements:
                self._take_out(element_id)

    def _arrange(self, parent: str, slot: str) -> None:
        """Insert and move until the slot holds the children of `b` in their order (and perhaps some still to go)."""
        wanted, present = self.wanted.children(parent, slot), self.tree.children(parent, slot)
        if wanted == present:
            return
        staying = unmoved(present, wanted)
        after: str | None = None
        for element_id in wanted:
            if element_id not in staying:
                place = Place(parent=parent, slot=slot, after=after)
                if element_id in self.tree.elements:
                    self._do(Move(id=element_id, origin=self.tree.place(element_id), target=place))
                else:
                    self._do(Insert(place=place, element=self._new_part(self.wanted.elements[element_id])))
            after = element_id

    def _new_part(self, element: Element) -> Element:
        """The element without what is already there and will be moved into it."""
        return element.model_copy(update={slot: tuple(self._new_children(element, slot)) for slot in element.slots})

    def _new_children(self, element: Element, slot: str) -> Iterator[Element]:
        for child_id in self.wanted.children(element.id, slot):
            if child_id not in self.tree.elements:
                yield self._new_part(self.wanted.elements[child_id])

    def _set_fields(self, element: Element) -> None:
        now = self.tree.elements[element.id]
        if now is element:
            return
        for field in own_fields(type(element)):
            if getattr(now, field) != getattr(element, field):
                old, new = plain_field(now, field), plain_field(element, field)
                self._do(Set(id=element.id, field=field, old=old, new=new))
