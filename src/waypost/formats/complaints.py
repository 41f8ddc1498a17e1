"""What validation found wrong, in plain words and with the place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Map
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from waypost.errors import Problem
from waypost.formats.fields import held, order, word
from waypost.formats.ids import slug
from waypost.formats.tree import Mapping, Node, Scalar, Sequence, Span, glued
from waypost.journey.model import Value

Step = int | str
"""One part of the way from the document to a value: a field's name or a position in a list."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known word a misspelt one was probably meant to be."""
    by_form = {_form(candidate): candidate for candidate in known}
    found = get_close_matches(_form(name), by_form, n=1, cutoff=0.6)
    return by_form[found[0]] if found else None


def _form(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")


def locate(root: Node, way: Iterable[Step]) -> tuple[Span, Span | None]:
    """Where the value at the end of a way stands, and its field name if it has one; as far as the way exists."""
    node, key = root, None
    for step in way:
        if isinstance(node, Mapping) and isinstance(step, str) and (entry := node.entry(step)):
            node, key = entry.value, entry.key.span
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node, key = node.items[step], None
        else:
            break
    return node.span, key


def trail(root: Node, way: Iterable[Step]) -> str:
    """The way for people: `phases[decide].steps[2].pain`, list items by id where they have one."""
    node: Node | None = root
    text = ""
    for step in way:
        if isinstance(step, int):
            node = node.items[step] if isinstance(node, Sequence) and step < len(node.items) else None
            own = node.entry("id") if isinstance(node, Mapping) else None
            text += f"[{own.value.text if own and isinstance(own.value, Scalar) else step + 1}]"
        else:
            entry = node.entry(step) if isinstance(node, Mapping) else None
            node = entry.value if entry else None
            text += f".{step}" if text else step
    return text


@dataclass(frozen=True)
class _Fault:
    """One thing pydantic found, with what is needed to say it well."""

    error: ErrorDetails
    model: type[Value]
    """The model whose field is at fault."""

    @property
    def field(self) -> str:
        """The field at fault; for an item of a list, the list's field."""
        return next((step for step in reversed(self.error["loc"]) if isinstance(step, str)), "document")

    @property
    def subject(self) -> str:
        """The field or the item at fault, as it begins a sentence."""
        last = self.error["loc"][-1] if self.error["loc"] else "the document"
        return f"item {last + 1} of '{self.field}'" if isinstance(last, int) else f"'{last}'"

    @property
    def limit(self) -> float:
        """The bound that was passed; 0 when there is none."""
        context = self.error.get("ctx", {})
        return next((float(context[name]) for name in ("ge", "le", "max_length", "min_length") if name in context), 0)


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong, not yet placed in a file."""

    way: tuple[Step, ...]
    message: str
    remedy: str | None
    about_name: bool
    """The field's name is wrong (or missing), not its value."""


_ALTERNATIVES = ("(one)", "(several)")
"""Steps that stand in no file: a field that takes a value or a list of them says which of the two was read."""


def complaints(error: ValidationError, model: type[Value]) -> list[Complaint]:
    """Everything that validation found wrong, in plain words."""
    found = []
    for detail in error.errors(include_url=False):
        detail["loc"] = way = tuple(step for step in detail["loc"] if step not in _ALTERNATIVES)
        message, remedy = _words(_Fault(detail, _model_at(model, way)))
        found.append(Complaint(way, message, remedy, detail["type"] in ("extra_forbidden", "missing")))
    return found


def problems(error: ValidationError, model: type[Value], root: Node, file: str | None) -> list[Problem]:
    """Everything that is wrong with what a tree says, in the order of the file."""
    found = []
    for complaint in complaints(error, model):
        value, key = locate(root, complaint.way)
        span = key if key and (complaint.about_name or _spread(value, key)) else value
        element = trail(root, complaint.way) or None
        message, remedy = _part_of_text(root, complaint.way) or (complaint.message, complaint.remedy)
        found.append(Problem(message, file, span.line, span.column, element, remedy))
    return sorted(found, key=lambda problem: (problem.line or 0, problem.column or 0))


def _part_of_text(root: Node, way: tuple[Step, ...]) -> tuple[str, str] | None:
    """Message and remedy for what stands alone between the commas of { }, and is no field but a piece of a text."""
    node: Node | None = root
    for step in way[:-1]:
        if isinstance(node, Mapping) and isinstance(step, str):
            entry = node.entry(step)
            node = entry.value if entry else None
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    alone = str(way[-1]) if way else ""
    if not isinstance(node, Mapping) or not node.flow or node.entry(alone) is None or node.gives(alone):
        return None
    if message := glued(alone):
        return message, "Write 'field: value'"
    return f"'{_short(alone)}' is no field but looks like part of a text", _COMMA


def _spread(value: Span, key: Span) -> bool:
    """Whether a value begins on a later line than its name; then the name is the place to look."""
    return value.line > key.line


def _model_at(model: type[Value], way: tuple[Step, ...]) -> type[Value]:
    """The model that has the last named field of a way."""
    names = [step for step in way if isinstance(step, str)]
    ends_in_list = bool(way) and isinstance(way[-1], int)
    for name in names if ends_in_list else names[:-1]:
        inner = held(model, name)
        model = inner if inner is not None else model
    return model


def _words(fault: _Fault) -> tuple[str, str | None]:
    """Message and remedy for one fault."""
    kind = fault.error["type"]
    if special := _SPECIAL.get(kind):
        return special(fault)
    if plain := _PLAIN.get("date" if kind.startswith("date") else kind):
        message, remedy = plain
        given = fault.error["input"]
        words = {
            "subject": fault.subject,
            "given": f"'{_short(str(given))}'" if given is not None else "nothing",
            "limit": f"{fault.limit:,g}",
            "count": f"{len(given):,}" if isinstance(given, str | list | tuple) else "",
        }
        return message.format_map(words), remedy.format_map(words) if remedy else None
    return f"{fault.subject}: {fault.error['msg'].lower()}", None


def _named(model: type[Value]) -> str:
    name = word(model)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


_COMMA = "Put a text with a comma in quotes: inside { } a comma begins the next field"


def _unknown_field(fault: _Fault) -> tuple[str, str | None]:
    known = order(fault.model)
    if fault.error["input"] is None and " " in fault.field:
        return f"'{_short(fault.field)}' is no field but looks like part of a text", _COMMA
    near = nearest(fault.field, known)
    if near:
        return f"unknown field '{fault.field}': did you mean '{near}'?", None
    return f"unknown field '{fault.field}'", f"{_named(fault.model).capitalize()} has {', '.join(known)}"


def _not_allowed(fault: _Fault) -> tuple[str, str | None]:
    expected = str(fault.error.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
    allowed = [part.strip().strip("'") for part in expected.split(",")]
    given = fault.error["input"]
    near = nearest(given, allowed) if isinstance(given, str) else None
    hint = f": did you mean '{near}'?" if near else ""
    return f"'{given}' is not a {fault.field.replace('_', ' ')}{hint}", f"Allowed: {', '.join(allowed)}"


def _not_text(fault: _Fault) -> tuple[str, str | None]:
    given = fault.error["input"]
    if isinstance(given, bool):
        shown = str(given).lower()
        return f"{fault.subject} must be text, but {shown} is read as yes or no", f"Put it in quotes: '{shown}'"
    if isinstance(given, int | float):
        return f"{fault.subject} must be text, but {given} is read as a number", f"Put it in quotes: '{given}'"
    if given is None:
        return f"{fault.subject} is empty", "Write something or delete the line"
    found = "a list" if isinstance(given, list) else "a group of fields"
    return f"{fault.subject} must be text, but it is {found}", "Put a text with ': ' or [ ] { } in quotes"


def _wrong_form(fault: _Fault) -> tuple[str, str | None]:
    given = str(fault.error["input"])
    pattern = str(fault.error.get("ctx", {}).get("pattern", ""))
    if pattern.startswith("^[a-z0-9]"):
        suggestion = "/".join(slug(part, word(fault.model)) for part in given.split("/", 1))
        form = "a document's id or document/element" if "/" in pattern else "an id"
        remedy = f"An id has lower-case letters, digits, dots and dashes, as in '{suggestion}'"
        return f"'{_short(given)}' cannot be used for {fault.subject}: it must be {form}", remedy
    if pattern.startswith(r"^[^\x00"):
        return f"{fault.subject} has a control character in it, which no text needs", "Delete it"
    if "A-Za-z_" in pattern:
        return f"'{_short(given)}' cannot be used for {fault.subject}", "Use letters, digits and underscores only"
    return f"'{_short(given)}' cannot be used for {fault.subject}", f"It must have the form {pattern}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _not_fields(fault: _Fault) -> tuple[str, str | None]:
    given, inner = fault.error["input"], held(fault.model, fault.field)
    found = "it is empty" if given is None else f"'{_short(str(given))}' stands there"
    remedy = f"Its fields are {', '.join(order(inner))}" if inner else None
    return f"{fault.subject} must have fields of its own, but {found}", remedy


_SPECIAL: Map[str, Callable[[_Fault], tuple[str, str | None]]] = {
    "extra_forbidden": _unknown_field,
    "missing": lambda fault: (
        f"{_named(fault.model)} needs '{fault.field}', which is missing",
        f"Add '{fault.field}:'",
    ),
    "enum": _not_allowed,
    "literal_error": _not_allowed,
    "string_type": _not_text,
    "string_pattern_mismatch": _wrong_form,
    "value_error": lambda fault: (fault.error["msg"].removeprefix("Value error, "), None),
    "model_type": _not_fields,
    "model_attributes_type": _not_fields,
}

_WHOLE = ("{subject} must be a whole number, not {given}", None)
_NUMBER = ("{subject} must be a number, not {given}", None)
_YES_NO = ("{subject} must be true or false, not {given}", None)

_PLAIN: Map[str, tuple[str, str | None]] = {
    "greater_than_equal": ("{subject} is {given}, but may not be below {limit}", None),
    "less_than_equal": ("{subject} is {given}, but may not be above {limit}", None),
    "string_too_long": (
        "{subject} has {count} characters, but may have {limit}",
        "Shorten it or keep it elsewhere",
    ),
    "string_too_short": ("{subject} is empty", "Write something or delete the field"),
    "too_long": ("{subject} has {count} entries, but may have {limit}", "Keep the {limit} that matter most"),
    "tuple_type": ("{subject} must be a list", "Begin each entry on a line of its own with '- '"),
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _WHOLE,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "bool_parsing": _YES_NO,
    "bool_type": _YES_NO,
    "date": ("{subject} must be a date, not {given}", "Write year-month-day, as in 2024-05-31"),
}
"""Pydantic's error types → message and remedy."""
