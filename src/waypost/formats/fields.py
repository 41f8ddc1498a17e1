"""What a format must know of the models: which field holds what, in which order, and a document as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel

from waypost.journey.model import Document, Element, Value

Data: TypeAlias = "str | int | float | bool | date | list[Data] | dict[str, Data] | None"
"""A document as plain data: what is written to a file."""

ALWAYS = {"kind", "id", "name"}
"""The fields that are written even when they say nothing new."""


def _parts(annotation: object) -> Iterator[object]:
    """The types an annotation is made of: through unions, Annotated and tuples."""
    if get_origin(annotation) in (Annotated, Union, UnionType, tuple):
        for part in get_args(annotation):
            yield from _parts(part)
    else:
        yield annotation


@cache
def held(model: type[Value], field: str) -> type[Value] | None:
    """The type of value a field holds, alone or in a list; None when it holds text, numbers or dates."""
    info = model.model_fields.get(field)
    found = (part for part in _parts(info.annotation if info else None) if isinstance(part, type))
    return next((part for part in found if issubclass(part, Value)), None)


@cache
def order(model: type[Value]) -> tuple[str, ...]:
    """The fields as a person reads them: identity, plain fields, then lists of elements, else as in the model."""
    slots = model.slots if issubclass(model, Element) else {}
    identity = ("kind", "id", "format", "name") if issubclass(model, Document) else ("id", "name")
    first = [name for name in identity if name in model.model_fields]
    others = [name for name in model.model_fields if name not in first]
    return (*first, *sorted(others, key=lambda name: name in slots))


def data(value: Value) -> dict[str, Data]:
    """A value as plain data in reading order, without the fields that say nothing new (the defaults)."""
    found: dict[str, Data] = {}
    for name in order(type(value)):
        content = getattr(value, name)
        if name in ALWAYS or content != type(value).model_fields[name].get_default(call_default_factory=True):
            found[name] = _data(content)
    return found


def _data(content: object) -> Data:
    if isinstance(content, Value):
        return data(content)
    if isinstance(content, tuple):
        return [_data(item) for item in content]
    if isinstance(content, StrEnum):
        return content.value
    assert content is None or isinstance(content, str | int | float | date)
    return content


def word(model: type[BaseModel]) -> str:
    """What people call a model: `PainPoint` → "pain point"."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in model.__name__).strip()
