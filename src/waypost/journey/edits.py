"""A change is an edit: `Set`, `Insert`, `Move` or `Remove`, placed by neighbour and never by index.

An edit carries what it expects to find, so that it can be taken back exactly, and so that it is refused when the
document has become another: `apply(apply(d, e), inverse(e)) == d`. Edits are values and travel as JSON (`EDITS`).

- `EditError`: an edit that cannot be applied.
  - `ConflictError`: the document is not as the edit expects it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import BeforeValidator, Field, JsonValue, PlainSerializer, TypeAdapter, ValidationError, WithJsonSchema

from waypost.errors import WaypostError
from waypost.journey.model import Document, Element, Id, Value
from waypost.journey.tree import Place, Tree, own_fields
from waypost.journey.workspace import KINDS

D = TypeVar("D", bound=Document)


class EditError(WaypostError):
    """An edit that cannot be applied; `element` is the id of the element it speaks of."""

    def __init__(self, message: str, element: str) -> None:
        self.element = element
        super().__init__(message)


class ConflictError(EditError):
    """The document is not as the edit expects it: somebody changed it in between."""


@cache
def _element_types() -> dict[str, type[Element]]:
    """Every type of element a document can hold, by the name of its class."""
    found: dict[str, type[Element]] = {}
    waiting: list[type[Element]] = list(KINDS.values())
    while waiting:
        for child in waiting.pop().slots.values():
            if child.__name__ not in found:
                found[child.__name__] = child
                waiting.append(child)
    return found


def tagged(element: Element) -> dict[str, JsonValue]:
    """The element as JSON, with the name of its type: `{"Step": {"id": "pays", "name": "Pays"}}`."""
    return {type(element).__name__: element.model_dump(mode="json", exclude_defaults=True)}


def _untagged(value: object) -> object:
    if isinstance(value, Element):
        return value
    if not isinstance(value, dict) or len(value) != 1:
        raise ValueError('an element is written with its type, as in {"Step": {"id": …}}')
    ((name, fields),) = value.items()
    kind = _element_types().get(name)
    if kind is None:
        raise ValueError(f"'{name}' is not a type of element; there are {', '.join(sorted(_element_types()))}")
    return kind.model_validate(fields)


Snapshot = Annotated[
    Element,
    BeforeValidator(_untagged),
    PlainSerializer(tagged, return_type=dict[str, Any]),
    WithJsonSchema(
        {
            "type": "object",
            "description": 'An element with its type and everything below it, as in `{"Step": {"id": …}}`.',
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": {"type": "object"},
        }
    ),
]
"""An element with everything below it; as JSON it keeps its type."""


class Set(Value):
    """One field of one element gets another value. Both values are JSON, as the YAML file would say them."""

    edit: Literal["set"] = "set"
    id: Id
    field: str
    old: JsonValue
    new: JsonValue


class Insert(Value):
    """A new element, with everything below it."""

    edit: Literal["insert"] = "insert"
    place: Place
    element: Snapshot

    @property
    def id(self) -> str:
        """The element that comes."""
        return self.element.id


class Move(Value):
    """An element, with everything below it, goes from one place to another."""

    edit: Literal["move"] = "move"
    id: Id
    origin: Place
    target: Place


class Remove(Value):
    """An element goes, with everything below it, as the snapshot keeps it."""

    edit: Literal["remove"] = "remove"
    place: Place
    snapshot: Snapshot

    @property
    def id(self) -> str:
        """The element that goes."""
        return self.snapshot.id


Edit: TypeAlias = Annotated[Set | Insert | Move | Remove, Field(discriminator="edit")]
EDITS: TypeAdapter[tuple[Edit, ...]] = TypeAdapter(tuple[Edit, ...])
"""Reads and writes edits as JSON: `EDITS.dump_json(edits)`, `EDITS.validate_json(text)`."""


def inverse(edit: Edit) -> Edit:
    """The edit that takes this one back."""
    match edit:
        case Set(id=element, field=field, old=old, new=new):
            return Set(id=element, field=field, old=new, new=old)
        case Insert(place=place, element=new_element):
            return Remove(place=place, snapshot=new_element)
        case Move(id=element, origin=origin, target=target):
            return Move(id=element, origin=target, target=origin)
        case Remove(place=place, snapshot=snapshot):
            return Insert(place=place, element=snapshot)


def same_document(a: Document, b: Document) -> None:
    """Raise EditError when two documents are not states of one: their id or kind differs."""
    if a.id != b.id or type(a) is not type(b):
        raise EditError(f"{a.called} and {b.called} are different documents", b.id)


def apply(document: D, *edits: Edit) -> D:
    """The document after the edits, in their order.

    The edits of one call are one change: rules that tie several fields together (a signal has exactly one rule) are
    checked when all are in. Parts that did not change are shared with `document`.

    Raises:
        ConflictError: an element is missing or already there, an old value, place or snapshot differs, or a move
            would put an element inside itself.
        EditError: no document could take the edit: a field, slot or value that does not exist there.
    """
    return change(Tree.of(document), edits)


def change(tree: Tree[D], edits: Sequence[Edit]) -> D:
    """Change a tree as `apply` changes a document, and answer the document it is then; when it raises, it is spoilt."""
    for edit in edits:
        apply_to(tree, edit)
    for element_id in dict.fromkeys(edit.id for edit in edits if isinstance(edit, Set)):
        if element_id in tree.elements:
            check(tree.build(element_id))
    return tree.document()


def as_kept(tree: Tree[D], edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The same edits, each value written as the document keeps it: trimmed, converted, without what says nothing new.

    Whoever applies them without reading them as a model does then holds exactly what `apply` made. The tree is that of
    the document before the edits, which are some that `apply` takes.
    """
    inserted: dict[str, type[Element]] = {}
    kept: list[Edit] = []
    for edit in edits:
        match edit:
            case Set(id=element, field=field, old=old, new=new):
                kind = inserted.get(element) or type(tree.elements[element])
                old, new = (_write_field(kind, field, value) for value in (old, new))
                kept.append(edit.model_copy(update={"old": old, "new": new}))
            case Insert(element=element):
                inserted.update((each.id, type(each)) for each in element.walk())
                kept.append(edit)
            case _:
                kept.append(edit)
    return tuple(kept)


def _write_field(kind: type[Element], field: str, value: JsonValue) -> JsonValue:
    return _plain(kind, field, read_field(kind, field, value))


def apply_to(tree: Tree[D], edit: Edit) -> None:
    """Change a tree by one edit; raises as `apply` does, but leaves rules across fields to the caller."""
    match edit:
        case Set():
            _set(tree, edit)
        case Insert():
            _insert(tree, edit)
        case Move():
            _move(tree, edit)
        case Remove():
            _remove(tree, edit)


def check(element: Element) -> None:
    """Raise EditError when the element's fields do not go together; its children are taken as they are."""
    try:
        type(element).model_validate({name: getattr(element, name) for name in type(element).model_fields})
    except ValidationError as error:
        raise EditError(f"{element.called}: {reason(error)}", element.id) from error


def reason(error: ValidationError) -> str:
    """What is wrong with a value, in one line."""
    return "; ".join(problem["msg"].removeprefix("Value error, ") for problem in error.errors())


@cache
def _reader(kind: type[Element], field: str) -> TypeAdapter[Any]:
    """Reads and writes one field of one type of element."""
    info = kind.model_fields[field]
    annotation: Any = Annotated[info.annotation, info]
    return TypeAdapter(annotation)


def read_field(kind: type[Element], field: str, value: JsonValue) -> Any:
    """A field's value from JSON; raises ValidationError."""
    return _reader(kind, field).validate_python(value)


def plain_field(element: Element, field: str) -> JsonValue:
    """An element's field as JSON; what says nothing new is left out."""
    return _plain(type(element), field, getattr(element, field))


def _plain(kind: type[Element], field: str, value: Any) -> JsonValue:
    plain: JsonValue = _reader(kind, field).dump_python(value, mode="json", exclude_defaults=True)
    return plain


def _find(tree: Tree[D], element_id: str) -> Element:
    element = tree.elements.get(element_id)
    if element is None:
        raise ConflictError(f"there is no element '{element_id}' in {tree.elements[tree.root].called}", element_id)
    return element


def _set(tree: Tree[D], edit: Set) -> None:
    element = _find(tree, edit.id)
    kind = type(element)
    if edit.field not in own_fields(kind):
        raise EditError(f"'{edit.field}' is not a field of {element.called} that can be set", edit.id)
    what = f"{edit.field} of {element.called}"
    try:
        old = read_field(kind, edit.field, edit.old)
        new = read_field(kind, edit.field, edit.new)
    except ValidationError as error:
        raise EditError(f"{what}: {reason(error)}", edit.id) from error
    if getattr(element, edit.field) != old:
        found = plain_field(element, edit.field)
        raise ConflictError(f"{what} is {found!r}, where the edit expects {edit.old!r}", edit.id)
    tree.replace(element.model_copy(update={edit.field: new}))


def _insert(tree: Tree[D], edit: Insert) -> None:
    seen: set[str] = set()
    for element in edit.element.walk():
        other = tree.elements.get(element.id)
        if other is not None or element.id in seen:
            user = other.called if other else "another element inserted with it"
            raise ConflictError(f"{element.called} cannot have the id '{element.id}': {user} has it", element.id)
        seen.add(element.id)
    _check_target(tree, edit.element, edit.place)
    tree.insert(edit.element, edit.place)


def _move(tree: Tree[D], edit: Move) -> None:
    element = _find(tree, edit.id)
    _check_origin(tree, element, edit.origin)
    _check_target(tree, element, edit.target)
    if edit.id in tree.lineage(edit.target.parent):
        raise ConflictError(f"{element.called} cannot be moved into itself", edit.id)
    if edit.target.after == edit.id:
        raise EditError(f"{element.called} cannot come after itself", edit.id)
    tree.move(edit.id, edit.target)


def _remove(tree: Tree[D], edit: Remove) -> None:
    element = _find(tree, edit.id)
    _check_origin(tree, element, edit.place)
    if tree.build(edit.id) != edit.snapshot:
        raise ConflictError(f"{element.called} is no longer what was to be removed", edit.id)
    tree.remove(edit.id)


def _check_origin(tree: Tree[D], element: Element, place: Place) -> None:
    if element.id == tree.root:
        raise EditError(f"{element.called} is the document itself: it can be neither moved nor removed", element.id)
    if tree.place(element.id) != place:
        raise ConflictError(f"{element.called} is no longer where the edit expects it", element.id)


def _check_target(tree: Tree[D], element: Element, place: Place) -> None:
    parent = _find(tree, place.parent)
    slot_type = parent.slots.get(place.slot)
    if slot_type is None or not isinstance(element, slot_type):
        raise EditError(f"'{place.slot}' of {parent.called} cannot hold {element.called}", element.id)
    if place.after is not None and place.after not in tree.children(place.parent, place.slot):
        raise ConflictError(f"'{place.after}' is no longer in '{place.slot}' of {parent.called}", element.id)
