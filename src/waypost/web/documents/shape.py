"""What the elements of a document are made of, told to the browser: words, fields, defaults, bounds, slots.

Everything is read from the models, so that a new field is in the editor the day it is written. The browser checks an
edit by it before sending, and knows what a field that is left out means. Rules that tie several fields together
stay with the models: the server has the last word.
"""

from __future__ import annotations

import types
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, JsonValue, StringConstraints, TypeAdapter
from pydantic.alias_generators import to_camel

from waypost.journey.binding import Duration, Predicate
from waypost.journey.model import LABELS, Document, Element, Id, Reference, Text, Value
from waypost.journey.nesting import LEADS_TO, WITHIN
from waypost.journey.source import TimeFormat
from waypost.journey.tree import own_fields
from waypost.journey.wording import FIELD_WORDS

Type: TypeAlias = Literal[
    "text",
    "texts",
    "condition",
    "duration",
    "date",
    "boolean",
    "integer",
    "number",
    "choice",
    "choices",
    "reference",
    "references",
    "id",
    "code",
    "codes",
    "formats",
    "value",
    "values",
]
"""What a field holds. `id` names an element of the same document, `reference` one of any; `code` is a name that
software reads, as a column's; `formats` is one text or several; a `value` has fields of its own."""

NAMED: tuple[tuple[object, Type], ...] = (
    (Text, "text"),
    (Predicate, "condition"),
    (Duration, "duration"),
    (Reference, "reference"),
    (Id, "id"),
    (TimeFormat, "formats"),
)
"""Annotations that say more than the type below them."""

PLAIN: dict[type, Type] = {bool: "boolean", int: "integer", float: "number", str: "code"}

SEVERAL: dict[Type, Type] = {
    "text": "texts",
    "choice": "choices",
    "reference": "references",
    "code": "codes",
    "value": "values",
}

BOUNDS = {
    "minimum": "min",
    "maximum": "max",
    "exclusiveMinimum": "above",
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "maxItems": "max_items",
}
"""JSON Schema's words and ours for what limits a value."""

CHOICE_WORDS = {
    "ces": "Effort (CES)",
    "csat": "Satisfaction (CSAT)",
    "csv": "CSV",
    "email": "E-mail",
    "ndjson": "JSON lines",
    "nps": "Recommendation (NPS)",
    "open": "In their own words",
    "sms": "SMS",
    "xes": "XES",
}
"""Choices whose own name would not read well."""


class Shape(BaseModel):
    """A part of what the browser is told; what was not given is left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)


class FieldShape(Shape):
    """One field: what it holds, what it means when it is left out, and what limits it."""

    type: Type
    label: str
    """What people call the field."""
    help: str
    """What it is for, in a sentence."""
    required: bool
    default: JsonValue
    """What it is when it is left out."""
    fixed: bool = False
    """Whether the software writes it, and no person."""
    choices: tuple[tuple[str, str], ...] = ()
    """The values of a choice, each with its words."""
    leads_to: tuple[str, ...] = ()
    """The kinds of element a reference or an id may name; any when there is none."""
    fields: dict[str, FieldShape] = {}
    """The fields of a value."""
    strip: bool = False
    """Whether blanks around it are dropped."""
    pattern: str = ""
    """A regular expression its text matches."""
    min_length: int = 0
    max_length: int = 0
    """Characters in a text."""
    max_items: int = 0
    """How many a list may hold."""
    min: float = 0
    max: float = 0
    above: float = 0
    """The number is larger than this."""


class ElementShape(Shape):
    """One kind of element."""

    word: str
    """What people call it."""
    help: str
    """What it is, in a sentence."""
    label_field: str | None
    """The field by which people know one from another."""
    root: bool = False
    """Whether it is the document itself."""
    fields: dict[str, FieldShape]
    """Its own fields."""
    slots: dict[str, str]
    """The fields that hold children in order → their kind."""


@cache
def shape(kind: type[Document]) -> dict[str, JsonValue]:
    """What a browser needs to know of such documents, as JSON: every kind of element by the name of its class."""
    parts = element_shapes(kind).items()
    return {name: part.model_dump(mode="json", by_alias=True, exclude_unset=True) for name, part in parts}


def element_shapes(kind: type[Document]) -> dict[str, ElementShape]:
    """Every kind of element that can stand in such a document; the document first."""
    found: dict[str, ElementShape] = {}
    waiting: list[type[Element]] = [kind]
    for current in waiting:
        found[current.__name__] = _element(current)
        waiting.extend(child for child in dict.fromkeys(current.slots.values()) if child not in waiting)
    return found


def _element(kind: type[Element]) -> ElementShape:
    root = {"root": True} if issubclass(kind, Document) else {}
    fields = own_fields(kind)
    return ElementShape(
        word=kind.word,
        help=kind.__doc__ or "",
        label_field=next((name for name in LABELS if name in fields), None),
        fields={name: _field(kind, name, _leads_to(kind, name)) for name in fields},
        slots={slot: child.__name__ for slot, child in kind.slots.items()},
        **root,
    )


def _leads_to(kind: type[Element], name: str) -> tuple[str, ...]:
    """The kinds of element a field's reference or id may name."""
    allowed = (*LEADS_TO.get((kind, name), ()), *WITHIN.get((kind, name), ()))
    return tuple(each.__name__ for each in allowed)


def _field(kind: type[Value], name: str, leads_to: tuple[str, ...]) -> FieldShape:
    info = kind.model_fields[name]
    annotation = _given(get_type_hints(kind, include_extras=True)[name])
    found = _held(annotation, leads_to)
    if issubclass(kind, Document) and name in ("kind", "format"):
        found["fixed"] = True
    return FieldShape(
        label=_sentence({**FIELD_WORDS, "n": "number"}.get(name, name)),
        help=info.description or "",
        required=info.is_required(),
        default=None if info.is_required() else _json(annotation, info.default),
        **found,
    )


def _json(annotation: Any, value: object) -> JsonValue:
    made: JsonValue = None if value is None else TypeAdapter(annotation).dump_python(value, mode="json")
    return made


def _given(annotation: Any) -> Any:
    """The annotation of a value that is given: without None."""
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation
    (one,) = (part for part in get_args(annotation) if part is not type(None))
    return one


def _held(annotation: Any, leads_to: tuple[str, ...]) -> dict[str, Any]:
    """What a field of this annotation holds, and what limits it."""
    inner = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    if get_origin(inner) is tuple:
        item = _held(get_args(inner)[0], leads_to)
        return {**item, **_bounds(annotation), "type": SEVERAL[item["type"]]}
    if isinstance(inner, type) and issubclass(inner, Value):
        return {"type": "value", "fields": {name: _field(inner, name, leads_to) for name in inner.model_fields}}
    found = {"type": _type(annotation, inner), **_bounds(annotation)}
    if found["type"] == "formats":
        found |= _bounds(Text)
    if found["type"] == "choice":
        found["choices"] = tuple((value, _choice(value)) for value in _choices(inner))
    if found["type"] in ("reference", "id") and leads_to:
        found["leads_to"] = leads_to
    return found


def _type(annotation: Any, inner: Any) -> Type:
    named = next((word for known, word in NAMED if annotation == known), None)
    return named or PLAIN.get(inner) or ("choice" if _choices(inner) else "date")


def _choices(inner: Any) -> tuple[str, ...]:
    made = TypeAdapter(inner).json_schema()
    return (made["const"],) if "const" in made else tuple(made.get("enum", ()))


def _bounds(annotation: Any) -> dict[str, Any]:
    """What limits a value, as its JSON Schema says it."""
    made = TypeAdapter(annotation).json_schema()
    found = {ours: made[theirs] for theirs, ours in BOUNDS.items() if theirs in made}
    strips = (part.strip_whitespace for part in get_args(annotation) if isinstance(part, StringConstraints))
    return {**found, "strip": True} if any(strips) else found


def _choice(value: str) -> str:
    return CHOICE_WORDS.get(value) or _sentence(value)


def _sentence(name: str) -> str:
    """`in-person` → `In person`."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]
