"""Random but valid documents of every kind, and random changes of them.

Values are drawn from the models' own annotations, so a new field is covered the day it is written. Ids are `e1`,
`e2` … in reading order, and small texts come from a short list: failures shrink to something one can read.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import cache
from itertools import count
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticUndefined

from waypost.journey.binding import RULES, Signal
from waypost.journey.journey import Journey
from waypost.journey.model import Document, Element, Value
from waypost.journey.outcome import Breakdown, Outcome
from waypost.journey.source import Table
from waypost.journey.tree import Place, Tree, own_fields
from waypost.journey.workspace import KINDS, Settings, Workspace

D = TypeVar("D", bound=Document)

WORDS = ("a", "b", "Pays", "Séjour — ½", "价格", "x: 'y' # \"z\"", "two\nlines")
IDS = ("e1", "e2", "e3", "lane", "other")
STRINGS = (
    *WORDS,
    *IDS,
    "e1/e2",
    "2 days",
    "event = 'paid'",
    "properties.late > 3",
    "attributes.region",
    "en",
    "EUR",
    "name_1",
    ";",
)
"""Whatever a constrained string may want: of these each field takes those it allows."""
NUMBERS = (0, 1, 2, 3, 5, -1, -2, 1.5, 0.25)
SIMPLE: dict[Any, SearchStrategy[Any]] = {
    bool: st.booleans(),
    date: st.dates(date(2024, 1, 1), date(2026, 12, 31)),
}


@cache
def _hints(kind: type[Value]) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


@cache
def _constrained(annotation: Any, candidates: tuple[Any, ...]) -> SearchStrategy[Any]:
    adapter = TypeAdapter(annotation)

    def allowed() -> Iterator[Any]:
        for candidate in candidates:
            try:
                yield adapter.validate_python(candidate)
            except ValidationError:
                continue

    return st.sampled_from(list(allowed()))


@cache
def _values(annotation: Any) -> SearchStrategy[Any]:  # noqa: PLR0911 - one return a kind of type
    """Values of one annotation."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    inner = arguments[0] if origin is Annotated else annotation
    if inner is str:
        return _constrained(annotation, STRINGS)
    if inner in (int, float):
        return _constrained(annotation, NUMBERS)
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    if origin is Annotated:
        return _values(inner)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        kinds = [_values(kind) for kind in arguments if kind is not type(None)]
        return st.one_of(st.none(), *kinds) if type(None) in arguments else st.one_of(*kinds)
    if origin is tuple:
        return st.lists(_values(arguments[0]), max_size=2).map(tuple)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(list(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return own(annotation).map(annotation.model_validate)
    raise NotImplementedError(f"no strategy for {annotation}")


@cache
def field_values(kind: type[Value], field: str) -> SearchStrategy[Any]:
    """Values one field allows by itself."""
    return _values(_hints(kind)[field])


@cache
@st.composite
def own(draw: DrawFn, kind: type[Value]) -> dict[str, Any]:
    """Fields of a value or element that go together, children left out; few of the optional ones."""
    fields = own_fields(kind) if issubclass(kind, Element) else tuple(kind.model_fields)
    if kind is Signal:
        rule = draw(st.sampled_from(RULES))
        value = (
            True if rule in ("reached", "skipped") else draw(field_values(kind, rule).filter(lambda v: v is not None))
        )
        return {"name": draw(st.sampled_from(WORDS)), rule: value}
    if kind in WHOLE:
        return draw(st.sampled_from(WHOLE[kind]))
    required = [name for name in fields if kind.model_fields[name].default is PydanticUndefined]
    optional = [name for name in fields if name not in required and name not in ("kind", "format")]
    chosen = draw(st.lists(st.sampled_from(optional), unique=True, max_size=3)) if optional else []
    return {name: draw(field_values(kind, name)) for name in (*required, *chosen)}


WHOLE: dict[type[Value], tuple[dict[str, Any], ...]] = {
    Table: (
        {"files": "a.csv", "customer": "id", "time": "at", "event": "what"},
        {"files": "a.csv", "customer": "id", "time": "at", "event_name": "paid", "zone": "UTC"},
        {"files": "b.csv", "anonymous": "id", "events": ({"column": "paid", "event": "paid"},)},
        {"files": "b.csv", "customer": "id", "attributes": ({"column": "size", "type": "number"},)},
    ),
    Outcome: (
        {"name": "Leaves", "kind": "churn", "when": "event = 'left'", "within": "90 days", "worth": 240},
        {"name": "Pays", "kind": "spend", "when": "event = 'paid'", "amount": "sum", "wanted": True},
        {"name": "Unhappy", "kind": "score", "score": "e1", "below": 3},
        {"name": "Falls silent", "silent_for": "60 days"},
        {"name": "Arrives", "reached": "e2", "since": "e1", "wanted": True},
    ),
    Breakdown: (
        {"name": "Region", "by": "attributes.region"},
        {"name": "Team", "by": "properties.team", "at": "e1"},
    ),
}
"""Kinds of which not every field goes with every other."""


@cache
@st.composite
def _fields(draw: DrawFn, kind: type[Element], room: int) -> dict[str, Any]:
    """An element as a dictionary, its ids still to be given; `room` bounds how many children a slot gets."""
    found = draw(own(kind))
    slots = list(kind.slots)
    if slots and room:
        some = draw(st.lists(st.sampled_from(slots), unique=True, max_size=2))
        for slot in dict.fromkeys((*MAIN_SLOTS.intersection(slots), *some)):
            child = _fields(kind.slots[slot], room - 1 if slot in MAIN_SLOTS else 1)
            found[slot] = draw(st.lists(child, min_size=slot in ("phases", "steps", "groups"), max_size=room))
    return found


MAIN_SLOTS = {"phases", "steps", "touchpoints", "groups"}


def _with_ids(kind: type[Element], found: dict[str, Any], ids: Iterator[str]) -> Element:
    element_id = next(ids)
    slots = {
        slot: tuple(_with_ids(child, fields, ids) for fields in found.get(slot, ()))
        for slot, child in kind.slots.items()
    }
    return kind.model_validate({**found, "id": element_id, **slots})


@cache
@st.composite
def documents_of(draw: DrawFn, kind: type[D]) -> D:
    """Documents of one kind, whose id is `doc`."""
    found = draw(_fields(kind, room=3))
    numbers = (f"e{number}" for number in count(1))
    document = _with_ids(kind, found, iter(_chain("doc", numbers)))
    assert isinstance(document, kind)
    return document


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def journeys() -> SearchStrategy[Journey]:
    """Journeys of a few phases, with everything people can hang on them."""
    return documents_of(Journey)


def documents() -> SearchStrategy[Document]:
    """Documents of every kind, the workspace's settings included."""
    return st.sampled_from(list(KINDS.values())).flatmap(documents_of)


@st.composite
def workspaces(draw: DrawFn) -> Workspace:
    """A few documents of any kind with ids of their own; references lead anywhere or nowhere."""
    found = draw(st.lists(st.sampled_from([kind for kind in KINDS.values() if kind is not Settings]), max_size=4))
    drawn = [
        draw(documents_of(kind)).model_copy(update={"id": f"{name}-{number}"})
        for number, kind in enumerate(found)
        for name, named in KINDS.items()
        if named is kind
    ]
    return Workspace(settings=draw(documents_of(Settings)), documents=tuple(drawn))


def edited(document: D, most: int = 5) -> SearchStrategy[D]:
    """The document after up to `most` random changes: fields, new, moved, lost and retyped elements."""
    return _edited(document, most)


@st.composite
def _edited(draw: DrawFn, document: D, most: int) -> D:
    tree = Tree.of(document)
    for _ in range(draw(st.integers(0, most))):
        change = draw(st.sampled_from((_set, _insert, _move, _remove, _retype)))
        change(draw, tree)
    return tree.document()


def _any_element(draw: DrawFn, tree: Tree[Any]) -> str:
    return draw(st.sampled_from(list(tree.elements)))


def _set(draw: DrawFn, tree: Tree[Any]) -> None:
    element = tree.elements[_any_element(draw, tree)]
    kind = type(element)
    if kind is Signal or kind in WHOLE:
        tree.replace(kind.model_validate({**draw(own(kind)), "id": element.id}))
        return
    fields = [field for field in own_fields(kind) if field not in ("kind", "format")]
    if fields:
        field = draw(st.sampled_from(fields))
        tree.replace(element.model_copy(update={field: draw(field_values(kind, field))}))


def _homes(tree: Tree[Any], kind: type[Element], outside: str | None = None) -> list[tuple[str, str]]:
    """The slots that can hold a kind of element and are not inside `outside`."""
    return [
        (parent, slot)
        for parent, element in tree.elements.items()
        if outside is None or outside not in tree.lineage(parent)
        for slot, held in element.slots.items()
        if held is kind
    ]


def _place(draw: DrawFn, tree: Tree[Any], home: tuple[str, str], but: str | None = None) -> Place:
    others = [child for child in tree.children(*home) if child != but]
    return Place(parent=home[0], slot=home[1], after=draw(st.sampled_from([None, *others])))


def _insert(draw: DrawFn, tree: Tree[Any]) -> None:
    homes = [(parent, slot) for parent, element in tree.elements.items() for slot in element.slots]
    free = [name for name in NEW_IDS if name not in tree.elements]
    if not homes or not free:
        return
    parent, slot = draw(st.sampled_from(homes))
    kind = tree.elements[parent].slots[slot]
    top = draw(st.sampled_from(free))
    below = (f"{top}.{number}" for number in count(1))
    ids = (name for name in _chain(top, below) if name not in tree.elements)
    element = _with_ids(kind, draw(_fields(kind, room=1)), ids)
    tree.insert(element, _place(draw, tree, (parent, slot)))


NEW_IDS = ("n1", "n2", "n3", "n4", "e1", "e2", "e3")
"""Few, so that two sides sometimes give the same one, or one that was in use."""


def _move(draw: DrawFn, tree: Tree[Any]) -> None:
    movable = list(tree.holders)
    if not movable:
        return
    chosen = draw(st.sampled_from(movable))
    home = draw(st.sampled_from(_homes(tree, type(tree.elements[chosen]), outside=chosen)))
    tree.move(chosen, _place(draw, tree, home, but=chosen))


def _remove(draw: DrawFn, tree: Tree[Any]) -> None:
    if tree.holders:
        tree.remove(draw(st.sampled_from(list(tree.holders))))


def _retype(draw: DrawFn, tree: Tree[Any]) -> None:
    """Another kind of element gets the id; children that still fit stay."""
    leaves = [name for name in tree.holders if tree.holders[name][0] in tree.elements]
    if not leaves:
        return
    chosen = draw(st.sampled_from(leaves))
    old = tree.build(chosen)
    homes = [
        (parent, slot)
        for parent, element in tree.elements.items()
        if chosen not in tree.lineage(parent)
        for slot, held in element.slots.items()
        if held is not type(old)
    ]
    if not homes:
        return
    home = draw(st.sampled_from(homes))
    kind = tree.elements[home[0]].slots[home[1]]
    kept = {slot: getattr(old, slot) for slot, held in kind.slots.items() if old.slots.get(slot) is held}
    tree.remove(chosen)
    new = kind.model_validate({**draw(own(kind)), "id": chosen, **kept})
    tree.insert(new, _place(draw, tree, home))
