"""A document as it reads: every element with what is said of it, in the words its shape has for its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from waypost.journey.model import Document, Element
from waypost.web.documents.shape import ElementShape, FieldShape, element_shapes

Naming = Callable[[str], str]
"""What people call what a reference names."""


@dataclass(frozen=True)
class Line:
    """A field and what it says; several texts where it holds several."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """What stands in one slot of an element: the steps of a phase, the goals of a persona."""

    name: str
    parts: tuple[Written, ...]


@dataclass(frozen=True)
class Written:
    """An element, its lines, and what stands below it."""

    id: str
    label: str
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]


def written(document: Document, named: Naming) -> Written:
    """Everything a document says; what it leaves out is left out."""
    return _written(document, element_shapes(type(document)), named)


def _written(element: Element, shapes: Mapping[str, ElementShape], named: Naming) -> Written:
    shape = shapes[type(element).__name__]
    values = element.model_dump(mode="json", exclude_defaults=True, include=set(shape.fields))
    silent = {"id", shape.label_field} | {name for name, field in shape.fields.items() if field.fixed}
    lines = (
        Line(field.label, tuple(_texts(field, values[name], named)))
        for name, field in shape.fields.items()
        if name in values and name not in silent
    )
    groups = (
        Group(slot.replace("_", " ").capitalize(), tuple(_written(child, shapes, named) for child in children))
        for slot in shape.slots
        if (children := getattr(element, slot))
    )
    return Written(element.id, element.label, tuple(line for line in lines if line.texts), tuple(groups))


def _texts(field: FieldShape, value: JsonValue, named: Naming) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield "; ".join(f"{field.fields[name].label.lower()} {said}" for name, said in _within(field, one, named))
        elif isinstance(one, bool):
            yield "yes" if one else "no"
        elif one is not None:
            words = str(one)
            yield named(words) if field.type.startswith("reference") else dict(field.choices).get(words, words)


def _within(field: FieldShape, value: Mapping[str, JsonValue], named: Naming) -> Iterator[tuple[str, str]]:
    for name, inner in field.fields.items():
        said = ", ".join(_texts(inner, value[name], named)) if value.get(name) is not None else ""
        if said:
            yield name, said
