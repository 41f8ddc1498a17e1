"""Two people changed one document: both changes, brought together.

Each side is compared with the state both started from, element by element: its own fields, and its place. What only
one side changed is taken; what both changed alike is taken once. Where the two cannot both be had there is a
conflict: the merged document keeps ours, and the conflict shows both. Everything theirs is either in the document or
in a conflict, so nothing is lost unseen.

New and moved elements follow the neighbour they were put after. What two sides put after the same one stands in the
order of ids, so that it does not matter who merges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import JsonValue

from waypost.journey.difference import unmoved
from waypost.journey.edits import EditError, check, plain_field, same_document, tagged
from waypost.journey.model import Document, Element, Id, Value
from waypost.journey.tree import Place, Tree, bare, own_fields

D = TypeVar("D", bound=Document)
Home = tuple[str, str]


class Clash(StrEnum):
    """Why two changes cannot both be had."""

    VALUES = "values"
    """Both gave one field different values."""
    REMOVED = "removed"
    """One side changed something inside what the other removed (or made another kind of element)."""
    PLACES = "places"
    """Both moved one element, to different places."""
    CYCLE = "cycle"
    """Both moves together would put an element inside itself."""
    IDS = "ids"
    """Both gave one id to different new elements."""
    RULE = "rule"
    """Each change is valid, both together are not."""


class Conflict(Value):
    """One thing that both sides wanted differently. The merged document has `ours`."""

    why: Clash
    element: Id
    called: str
    """The element in words: `step 'Pays'`."""
    field: str | None = None
    """The field, when the conflict is about a value."""
    base: JsonValue = None
    """What it was: a field's value, a place, or an element with its type; None when it was not there."""
    ours: JsonValue = None
    theirs: JsonValue = None

    def __str__(self) -> str:
        """The conflict in a sentence."""
        match self.why:
            case Clash.VALUES:
                return f"{self.field} of {self.called} was changed to {self.ours!r} and to {self.theirs!r}"
            case Clash.REMOVED:
                return f"{self.called} was removed on one side and changed or used on the other"
            case Clash.PLACES:
                return f"{self.called} was moved to two different places"
            case Clash.CYCLE:
                return f"{self.called} would end up inside itself by the moves of both sides"
            case Clash.IDS:
                return f"two different new elements have the id '{self.element}', one of them {self.called}"
            case Clash.RULE:
                return f"the changes of both sides to {self.called} do not go together"


@dataclass(frozen=True)
class Merge(Generic[D]):
    """The merged document, and what could not be merged; without conflicts it has the changes of both sides."""

    document: D
    conflicts: tuple[Conflict, ...]


def merge(base: D, ours: D, theirs: D) -> Merge[D]:
    """Bring together what two sides made of one document.

    Raises:
        EditError: the three are not states of one document: an id or kind differs.
    """
    same_document(base, ours)
    same_document(base, theirs)
    return _Merging(base, ours, theirs).merged()


class _Side(Generic[D]):
    """One side's state, element by element; what is refused goes back to how it was in the base."""

    def __init__(self, base: Tree[D], old: dict[str, Element], tree: Tree[D]) -> None:
        self.base = base
        self.tree = tree
        self.old = old
        self.content = {name: bare(element) for name, element in tree.elements.items()}
        self.home = dict(tree.holders)
        self.placed = set(tree.holders.keys() - base.holders.keys())
        """The elements this side inserted or moved."""
        for home, children in tree.order.items():
            staying = unmoved(base.children(*home), children)
            self.placed.update(child for child in children if child not in staying)
        self.receiving = {self.home[name][0] for name in self.placed}
        """The elements into which this side put something."""

    def refuse(self, names: Iterable[str]) -> None:
        """Let whole elements be as in the base."""
        for name in names:
            self.refuse_place(name)
            self.content.pop(name, None)
            if name in self.old:
                self.content[name] = self.old[name]

    def refuse_place(self, name: str) -> None:
        """Let an element stand where it stands in the base."""
        self.placed.discard(name)
        self.home.pop(name, None)
        if name in self.base.holders:
            self.home[name] = self.base.holders[name]

    def removed(self) -> dict[str, list[str]]:
        """What this side removed: the top of each removed part → its ids in the base, top first."""
        parts: dict[str, list[str]] = {}
        top: dict[str, str] = {}
        for name in self.base.walk(self.base.root):
            if name not in self.tree.elements:
                holder = self.base.holders[name][0]
                top[name] = top.get(holder, name)
                parts.setdefault(top[name], []).append(name)
        return parts

    def touched(self, name: str) -> bool:
        """Whether this side changed an element of the base that it still has, moved it, or put something into it."""
        if name not in self.tree.elements:
            return False
        changed = self.content[name] != self.old[name]
        return changed or name in self.placed or name in self.receiving

    def shown(self, name: str) -> JsonValue:
        """The element as this side has it."""
        return dict(tagged(self.tree.build(name))) if name in self.tree.elements else None

    def place(self, name: str) -> JsonValue:
        """Where this side has the element."""
        return _place(self.tree, name)


def _place(tree: Tree[D], name: str) -> JsonValue:
    place: Place | None = tree.place(name) if name in tree.holders else None
    return None if place is None else place.model_dump(mode="json")


class _Merging(Generic[D]):
    """Refuses of theirs what cannot be had together with ours, until the rest fits."""

    def __init__(self, base: D, ours: D, theirs: D) -> None:
        self.base = Tree.of(base)
        self.old = {name: bare(element) for name, element in self.base.elements.items()}
        self.ours = _Side(self.base, self.old, Tree.of(ours))
        self.theirs = _Side(self.base, self.old, Tree.of(theirs))
        self.their_parts = self.theirs.removed()
        self.names = list(dict.fromkeys((*self.base.elements, *self.ours.content, *self.theirs.content)))
        self.conflicts: list[Conflict] = []
        self.reported: set[str] = set()
        """Elements of theirs that a conflict shows already."""

    def merged(self) -> Merge[D]:
        self._settle_removals()
        for name in self.names:
            self._settle_content(name)
        for name in sorted(self.ours.placed & self.theirs.placed):
            self._settle_place(name)
        while self._refuse_misfits() or self._refuse_cycles():
            pass
        return Merge(self._assembled(), tuple(self.conflicts))

    # What the result is, given what has been refused so far.

    def _content(self, name: str) -> Element | None:
        """The element without children, or None; no conflict is left in it."""
        old, ours, theirs = self._contents(name)
        if theirs in (old, ours):
            return ours
        if ours == old:
            return theirs
        assert old is not None
        assert ours is not None
        assert theirs is not None
        given = {
            field: getattr(theirs, field)
            for field in own_fields(type(old))
            if getattr(theirs, field) != getattr(old, field)
        }
        return ours.model_copy(update=given)

    def _contents(self, name: str) -> tuple[Element | None, Element | None, Element | None]:
        return self.old.get(name), self.ours.content.get(name), self.theirs.content.get(name)

    def _home(self, name: str) -> Home:
        from_theirs = name not in self.ours.home or (name in self.theirs.placed and name not in self.ours.placed)
        return self.theirs.home[name] if from_theirs else self.ours.home[name]

    # What cannot be had together.

    def _conflict(self, why: Clash, name: str, versions: tuple[JsonValue, ...], field: str | None = None) -> None:
        found = next(
            tree.elements[name] for tree in (self.ours.tree, self.base, self.theirs.tree) if name in tree.elements
        )
        base, ours, theirs = versions
        self.conflicts.append(
            Conflict(why=why, element=name, called=found.called, field=field, base=base, ours=ours, theirs=theirs)
        )

    def _show_elements(self, why: Clash, name: str) -> None:
        """A conflict about a whole element, with all below it, said once."""
        if name in self.reported:
            return
        if name in self.theirs.tree.elements:
            self.reported.update(self.theirs.tree.walk(name))
        old = dict(tagged(self.base.build(name))) if name in self.base.elements else None
        self._conflict(why, name, (old, self.ours.shown(name), self.theirs.shown(name)))

    def _show_places(self, why: Clash, name: str) -> None:
        if name not in self.reported:
            self._conflict(why, name, (_place(self.base, name), self.ours.place(name), self.theirs.place(name)))

    def _settle_removals(self) -> None:
        """An edit inside something removed: theirs is refused, be it the edit or the removal."""
        for top, names in self.ours.removed().items():
            touched = [name for name in names if self.theirs.touched(name)]
            for name in touched:
                below_top = top in self.theirs.tree.lineage(name)
                self._show_elements(Clash.REMOVED, top if below_top else name)
            self.theirs.refuse(touched)
        for top, names in self.their_parts.items():
            if any(self.ours.touched(name) for name in names):
                self._keep(top)

    def _keep(self, top: str) -> None:
        """Refuse that they removed a part."""
        self._show_elements(Clash.REMOVED, top)
        self.theirs.refuse(self.their_parts[top])

    def _settle_content(self, name: str) -> None:
        old, ours, theirs = self._contents(name)
        if theirs in (old, ours) or ours == old:
            return
        if old is None or ours is None or theirs is None or not type(old) is type(ours) is type(theirs):
            self._show_elements(Clash.IDS if old is None else Clash.REMOVED, name)
            if old is not None:
                self.theirs.content[name] = old
            elif ours is not None:
                self.theirs.content[name] = ours
            return
        for field in own_fields(type(old)):
            before, here, there = (getattr(element, field) for element in (old, ours, theirs))
            if there not in (before, here) and here != before:
                versions = tuple(plain_field(element, field) for element in (old, ours, theirs))
                self._conflict(Clash.VALUES, name, versions, field)
                self.theirs.content[name] = self.theirs.content[name].model_copy(update={field: before})
        self._settle_rules(name)

    def _settle_rules(self, name: str) -> None:
        """Values that are each right may be wrong together."""
        together = self._content(name)
        assert together is not None
        try:
            check(together)
        except EditError:
            self._show_elements(Clash.RULE, name)
            self.theirs.content[name] = self.old[name]

    def _settle_place(self, name: str) -> None:
        """Both put it somewhere: alike, when it has the same neighbour among those both know."""
        ours, theirs = self.ours.home[name], self.theirs.home[name]
        if ours != theirs or self._known_neighbour(self.ours, name) != self._known_neighbour(self.theirs, name):
            self._show_places(Clash.PLACES, name)
            self.theirs.placed.discard(name)

    def _known_neighbour(self, side: _Side[D], name: str) -> str | None:
        """The next one before it that stands in the slot on both sides, left alone by both or put there by both."""
        siblings = side.tree.children(*side.home[name])
        known = set(self.ours.tree.children(*side.home[name])) & set(self.theirs.tree.children(*side.home[name]))
        for other in reversed(siblings[: siblings.index(name)]):
            if other in known and (other in self.ours.placed) == (other in self.theirs.placed):
                return other
        return None

    def _refuse_misfits(self) -> bool:
        """Elements whose parent is gone or cannot hold them; True when something had to be refused."""
        present = {name: content for name in self.names if (content := self._content(name)) is not None}
        misfits = [
            name for name in present if name != self.base.root and not _holds(present, self._home(name), present[name])
        ]
        for name in misfits:
            self._refuse_misfit(name, self._home(name)[0])
        return bool(misfits)

    def _refuse_misfit(self, name: str, parent: str) -> None:
        if name not in self.ours.content and name in self.theirs.placed:
            self._show_elements(Clash.REMOVED, name)
            self.theirs.refuse([name])
        elif name in self.theirs.placed and name not in self.ours.placed:
            self._show_places(Clash.REMOVED, name)
            self.theirs.refuse_place(name)
        elif parent in self.old and parent not in self.theirs.content:
            self._keep(next(top for top, names in self.their_parts.items() if parent in names))
        else:
            for changed in (parent, name):
                if changed in self.old and self.theirs.content.get(changed) != self.old[changed]:
                    self._show_elements(Clash.REMOVED, changed)
                    self.theirs.content[changed] = self.old[changed]

    def _refuse_cycles(self) -> bool:
        """Moves of theirs that with moves of ours lead in a circle; True when something had to be refused."""
        circle = self._circle()
        for name in circle:
            if name in self.old and name in self.theirs.placed and name not in self.ours.placed:
                self._show_places(Clash.CYCLE, name)
                self.theirs.refuse_place(name)
        return bool(circle)

    def _circle(self) -> list[str]:
        reaching = {self.base.root}
        for start in self.names:
            path: list[str] = []
            name = start
            while name not in reaching and self._content(name) is not None:
                if name in path:
                    return path[path.index(name) :]
                path.append(name)
                name = self._home(name)[0]
            reaching.update(path)
        return []

    # The result.

    def _assembled(self) -> D:
        elements: dict[str, Element] = {}
        members: defaultdict[Home, list[str]] = defaultdict(list)
        for name in self.names:
            content = self._content(name)
            if content is not None:
                elements[name] = content
                if name != self.base.root:
                    members[self._home(name)].append(name)
        order = {home: self._ordered(home, set(names)) for home, names in members.items()}
        return Tree[D].assembled(self.base.root, elements, order).document()

    def _ordered(self, home: Home, members: set[str]) -> list[str]:
        """The unmoved in their order; behind each what was put after it, and behind that what was put after that."""
        placed = (self.ours.placed | self.theirs.placed) & members
        behind: defaultdict[str | None, list[str]] = defaultdict(list)
        together = self.ours.placed & self.theirs.placed  # what one side put in between comes before them
        for name in sorted(placed, key=lambda name: (name in together, name), reverse=True):
            behind[self._neighbour(name, members)].append(name)
        found: list[str] = []
        waiting = [*reversed([name for name in self.base.children(*home) if name in members - placed]), *behind[None]]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(behind[found[-1]])
        return found

    def _neighbour(self, name: str, members: set[str]) -> str | None:
        """The next one before it, on the side that put it there, that this side knows to stand there."""
        side, other = (self.ours, self.theirs) if name in self.ours.placed else (self.theirs, self.ours)
        if name in self.ours.placed and name in self.theirs.placed:
            return self._known_neighbour(side, name)
        siblings = side.tree.children(*side.home[name])
        for before in reversed(siblings[: siblings.index(name)]):
            if before in members and (before in side.placed or before not in other.placed):
                return before
        return None


def _holds(present: dict[str, Element], home: Home, element: Element) -> bool:
    parent = present.get(home[0])
    slot_type = None if parent is None else parent.slots.get(home[1])
    return slot_type is not None and isinstance(element, slot_type)
