"""What changed between two states of a document or a workspace, in sentences for people.

`step *Pays* moved from *Decide* to *Buy*`: names are parts of their own, so that a page can set them off; as plain
text they stand between asterisks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache, singledispatch
from typing import Any, Generic, TypeVar, get_type_hints

from waypost.journey.binding import OverdueAfter, Predicate
from waypost.journey.difference import unmoved, workspace_difference
from waypost.journey.edits import same_document
from waypost.journey.journey import Emotion, Phase, Route
from waypost.journey.marks import Vote
from waypost.journey.model import LABELS, Document, Element, Id, Text, Value, mentions
from waypost.journey.nesting import WITHIN
from waypost.journey.tree import Tree, own_fields
from waypost.journey.workspace import Workspace

D = TypeVar("D", bound=Document)

LONGEST = 60
"""Names and texts longer than this are cut in a sentence."""

FIELD_WORDS = {
    "also": "other spellings",
    "any_order": "in any order",
    "by": "ownership",
    "mapped": "date of mapping",
    "match": "match rule",
    "of": "number asked",
    "on": "date",
    "overdue_after": "deadline",
    "review": "review date",
    "score": "score rule",
}
"""Fields whose own name would not read well before "of"."""


class Change(StrEnum):
    """What kind of change a sentence tells."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"
    CHANGED = "changed"
    RETYPED = "retyped"
    """It became another kind of element."""


class Part(Value):
    """A piece of a sentence; `name` is true when it is what somebody called something."""

    text: str
    name: bool = False


class Sentence(Value):
    """One change. Its parts put together are the sentence."""

    kind: Change
    document: Id
    element: Id
    field: str | None = None
    """The field, when one was changed."""
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        """Plain text, names between asterisks."""
        return "".join(f"*{part.text}*" if part.name else part.text for part in self.parts)


def sentences(a: D, b: D) -> tuple[Sentence, ...]:
    """What changed from `a` to `b`, in the reading order of `b`; what was removed comes last.

    Raises:
        EditError: the two are not states of one document.
    """
    same_document(a, b)
    return tuple(_Telling(a, b).told())


def workspace_sentences(a: Workspace, b: Workspace) -> tuple[Sentence, ...]:
    """What changed in a workspace: documents removed, added, and what changed in the others."""
    changes = workspace_difference(a, b)
    before = {document.id: document for document in (a.settings, *a.documents)}
    told: list[Sentence] = []
    for kind, documents in ((Change.REMOVED, changes.removed), (Change.ADDED, changes.added)):
        for document in documents:
            parts = (Part(text=f"{document.word} "), _name(document.label), Part(text=f" {kind}"))
            told.append(Sentence(kind=kind, document=document.id, element=document.id, parts=parts))
    for document in (b.settings, *b.documents):
        if document.id in changes.changed:
            told.extend(_Telling(before[document.id], document).told())
    return tuple(told)


def _name(text: str) -> Part:
    return Part(text=_short(text), name=True)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


PLURALS = {
    "activity": "activities",
    "moment of truth": "moments of truth",
    "worth lingering": "marks worth lingering",
    "opportunity": "opportunities",
    "piece of content": "pieces of content",
}


def counted(word: str, n: int) -> str:
    """How many there are of what a word names: `2 steps`."""
    return f"{n} {word if n == 1 else PLURALS.get(word, word + 's')}"


Piece = str | Part | Iterable["Part"]


def _parts(pieces: Iterable[Piece]) -> Iterator[Part]:
    for piece in pieces:
        if isinstance(piece, str):
            yield Part(text=piece)
        elif isinstance(piece, Part):
            yield piece
        else:
            yield from piece


class _Telling(Generic[D]):
    """Tells the changes between two states of one document."""

    def __init__(self, a: D, b: D) -> None:
        self.before = Tree.of(a)
        self.after = Tree.of(b)
        self.document = b.id
        self.staying = {
            name
            for home, children in self.after.order.items()
            for name in unmoved(self.before.children(*home), children)
        }

    def told(self) -> Iterator[Sentence]:
        for name in self.after.walk(self.after.root):
            old, new = self.before.elements.get(name), self.after.elements[name]
            if old is None:
                yield from self._come(name)
            elif type(old) is not type(new):
                yield self._retyped(name)
            else:
                yield from self._lasting(name, old, new)
        for name in self.before.walk(self.before.root):
            if name not in self.after.elements and self.before.holders[name][0] in self.after.elements:
                yield self._say(
                    Change.REMOVED,
                    name,
                    _called(self.before, name),
                    " removed",
                    self._from(name),
                    _company(self.before, self.after, name),
                )

    def _say(self, kind: Change, name: str, *pieces: Piece, field: str | None = None) -> Sentence:
        parts = tuple(part for part in _parts(pieces) if part.text)
        return Sentence(kind=kind, document=self.document, element=name, field=field, parts=parts)

    # Coming, going, moving.

    def _come(self, name: str) -> Iterator[Sentence]:
        if self.after.holders[name][0] in self.before.elements:
            where = self._to(name)
            company = _company(self.after, self.before, name)
            yield self._say(Change.ADDED, name, _called(self.after, name), " added", where, company)

    def _to(self, name: str) -> list[Part]:
        """Where something new stands: ` to step *Pays*`."""
        parent, slot = self.after.holders[name]
        if _ambiguous(self.after, name):
            return [Part(text=f" to {slot}")]
        if parent != self.after.root:
            return [Part(text=" to "), *_called(self.after, parent)]
        return self._order(name, " at the beginning") if isinstance(self.after.elements[name], Phase) else []

    def _from(self, name: str) -> list[Part]:
        """Where something that went stood: ` from step *Pays*`."""
        parent, slot = self.before.holders[name]
        if _ambiguous(self.before, name):
            return [Part(text=f" from {slot}")]
        return [Part(text=" from "), *_called(self.before, parent)] if parent != self.before.root else []

    def _order(self, name: str, first: str) -> list[Part]:
        """` after *Decide*`, or the words for the first."""
        neighbour = self.after.place(name).after
        return [Part(text=first)] if neighbour is None else [Part(text=" after "), _label(self.after, neighbour)]

    def _retyped(self, name: str) -> Sentence:
        old, new = self.before.holders[name][0], self.after.holders[name][0]
        where = [Part(text=" in "), *_called(self.after, new)] if old != new else []
        return self._say(Change.RETYPED, name, _called(self.before, name), " became ", _called(self.after, name), where)

    def _lasting(self, name: str, old: Element, new: Element) -> Iterator[Sentence]:
        if name != self.after.root and name not in self.staying:
            yield self._say(Change.MOVED, name, _called(self.after, name), " moved", self._way(name))
        for field in own_fields(type(new)):
            if getattr(old, field) != getattr(new, field):
                if field in LABELS and getattr(old, field) and old.label == getattr(old, field):
                    verb = " renamed to " if field in ("name", "term") else " reworded to "
                    called, label = _called(self.before, name), _name(getattr(new, field) or new.label)
                    yield self._say(Change.RENAMED, name, called, verb, label, field=field)
                else:
                    yield self._say(Change.CHANGED, name, self._changed(old, new, field), field=field)

    def _way(self, name: str) -> list[Part]:
        (old_parent, old_slot), (parent, slot) = self.before.holders[name], self.after.holders[name]
        if old_parent != parent:
            origin, target = _label(self.before, old_parent), _label(self.after, parent)
            return [Part(text=" from "), origin, Part(text=" to "), target]
        if old_slot != slot:
            return [Part(text=f" from {old_slot} to {slot}")]
        if parent == self.after.root:
            return self._order(name, " to the beginning")
        first = self._order(name, " to the beginning of ")
        return first if len(first) > 1 else [*first, _label(self.after, parent)]

    # Fields.

    def _changed(self, old: Element, new: Element, field: str) -> Iterator[Part]:
        before, after = getattr(old, field), getattr(new, field)
        called = _called(self.after, new.id)
        if isinstance(before, bool) and isinstance(after, bool):
            yield from _parts((called, " is now " if after else " is no longer ", _word(field)))
            return
        yield from _parts((f"{_word(field)} of ", called))
        was, now = _said(self.before, old, field), _said(self.after, new, field)
        if isinstance(before, tuple) and isinstance(after, tuple):
            yield Part(text=_items(type(new), field, before, after))
        elif before is None:
            yield from _parts((" set to ", now))
        elif after is None:
            yield from _parts((" removed; it was ", was))
        else:
            yield from _parts((" changed from ", was, " to ", now))


def _word(field: str) -> str:
    return FIELD_WORDS.get(field, field.replace("_", " "))


def _label(tree: Tree[D], name: str) -> Part:
    return _name(tree.elements[name].label)


def _called(tree: Tree[D], name: str) -> list[Part]:
    """`step *Pays*`; a route is called by the steps it joins."""
    element = tree.elements[name]
    if isinstance(element, Route):
        origin, target = (
            _label(tree, end) if end in tree.elements else _name(end) for end in (element.origin, element.target)
        )
        return [Part(text="route from "), origin, Part(text=" to "), target]
    return [Part(text=f"{element.word} "), _label(tree, name)]


def _ambiguous(tree: Tree[D], name: str) -> bool:
    """Whether the kind of element alone does not tell in which slot of its parent it is."""
    held = list(tree.elements[tree.holders[name][0]].slots.values())
    return held.count(type(tree.elements[name])) > 1


def _company(there: Tree[D], elsewhere: Tree[D], name: str) -> str:
    """What came or went together with an element: `, with 2 steps and 1 touchpoint`."""
    together = [there.elements[below].word for below in there.walk(name) if below not in elsewhere.elements][1:]
    return f", with {_listed([counted(*one) for one in Counter(together).items()])}" if together else ""


@cache
def _quoted(kind: type[Element], field: str) -> bool:
    """Whether a field holds somebody's words, which are quoted, or a term of ours, which is not."""
    return mentions(get_type_hints(kind, include_extras=True)[field], Text, Predicate)


def _said(tree: Tree[D], element: Element, field: str) -> Iterator[Part]:
    """The value of a field; ids of elements of the document become their names."""
    value = getattr(element, field)
    if isinstance(value, OverdueAfter):
        yield Part(text=f"{value.duration} after ")
        value = value.step
    if (type(element), field) in WITHIN and value in tree.elements:
        yield _label(tree, value)
    else:
        yield Part(text=_term(value, _quoted(type(element), field)))


def _items(kind: type[Element], field: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> str:
    """`: “a” added, “b” removed` for a field that holds several values."""
    quoted = _quoted(kind, field)
    changes = [
        *(f"{_term(item, quoted)} added" for item in after if item not in before),
        *(f"{_term(item, quoted)} removed" for item in before if item not in after),
    ]
    return f": {', '.join(changes)}" if changes else " put in another order"


def _term(value: object, quoted: bool) -> str:
    """A value as one would say it; a term of ours without quotes."""
    return value if isinstance(value, str) and not quoted else _words(value)


@singledispatch
def _words(value: object) -> str:
    """A value as one would say it."""
    return str(value)


@_words.register
def _(value: bool) -> str:
    return "yes" if value else "no"


@_words.register
def _(value: int | float) -> str:
    return f"{value:g}".replace("-", "−")


@_words.register
def _(value: str) -> str:
    return f"“{_short(value)}”"


@_words.register
def _(value: StrEnum) -> str:
    return str(value)


@_words.register
def _(value: date) -> str:
    return value.isoformat()


@_words.register
def _(value: Emotion) -> str:
    others = _value_words(value.model_copy(update={"level": None}))
    return f"{value.level:+g}".replace("-", "−") + (f" ({others})" if others else "")


@_words.register
def _(value: Vote) -> str:
    return f"{value.votes} of {value.of} {value.by}"


@_words.register
def _(value: Element) -> str:
    return f"“{_short(value.label)}”"


@_words.register
def _(value: Value) -> str:
    return _value_words(value)


def _value_words(value: Value) -> str:
    given = ((field, getattr(value, field)) for field in type(value).model_fields)
    return ", ".join(f"{field.replace('_', ' ')} {_words(one)}" for field, one in given if one is not None)
