"""The reference of the file format, made from the models."""

from __future__ import annotations

from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, MaxLen
from pydantic.fields import FieldInfo

from waypost.formats import table
from waypost.formats.fields import held, order, word
from waypost.formats.schema import reachable
from waypost.journey.binding import Duration, Predicate
from waypost.journey.model import Document, Element, Id, Reference, Value
from waypost.journey.source import Column
from waypost.journey.workspace import KINDS

_NAMED: tuple[tuple[Any, str], ...] = (
    (Id, "id"),
    (Reference, "reference"),
    (Predicate, "condition"),
    (Duration, "duration"),
    (Column, "column"),
)
_COMMON = {
    "kind": "What the document is.",
    "format": "The version of this format; need not be written while it is 1.",
    "name": "What people call it.",
}
"""Meanings of fields that are the same everywhere."""

_PLAIN = {"str": "text", "int": "whole number", "float": "number", "bool": "`true` or `false`", "date": "date"}

INTRODUCTION = """\
# File format

*This page is generated from the code; `docs/schemas` has the same as JSON Schemas, which editors understand.*

A workspace is a folder with a file `waypost.yaml` and any number of other YAML files, in folders as you like. Each
file is one document, and says of which `kind` it is:

{kinds}

```yaml
kind: journey
name: Buying a bicycle
phases:
  - name: Decide
    steps:
      - name: Compares bicycles
        words: I look and look and see nothing.
        touchpoints:
          - {{name: Shop window, channel: store}}
```

- **YAML 1.2**, UTF-8, one document a file. `no`, `on` and `1:30` are texts; `2024` and `true` need quotes to be
  texts. Dates are written `2024-05-31`. Anchors, aliases and tags are refused: a document says what it says.
- **Ids** name a document or element: lower-case letters, digits, `.`, `-` and `_`. You may leave them out; they are
  then made from the name (a document's from its file's name), and the first tool that changes the file writes them
  down, as does `waypost check --write-ids`. Ids are unique within their document, and a document's within the
  workspace.
- **References** are `document id` or `document id/element id`, as in `buying-a-bicycle/compares-bicycles`.
- **Conditions** are described under [predicates](predicates.md). **Durations** are a number and minutes, hours, days or
  weeks, as in `36 hours`.
- A field left empty is a field left out. An unknown field is an error, so that a misspelt one is never lost.
- When Waypost changes a file, your comments, order, quotes and empty lines stay.
"""


def reference_markdown() -> str:
    """The page `docs/reference/file-format.md`: every kind and every part, field by field."""
    kinds = "\n".join(f"- [`{kind}`](#{kind}): {_sentence(model)}" for kind, model in KINDS.items())
    parts = dict.fromkeys(part for model in KINDS.values() for part in reachable(model) if part not in KINDS.values())
    sections = [INTRODUCTION.format(kinds=kinds)]
    sections += [_section(model, f"## `{kind}`", kind) for kind, model in KINDS.items()]
    sections.append("# Parts\n\nWhat documents are made of.\n")
    sections += [_section(part, f"## {word(part).capitalize()}", _anchor(part)) for part in parts]
    return "\n".join([*sections, _spreadsheet()])


_SPREADSHEET = """\
# Spreadsheets

A journey converts to one flat CSV table and back. A row is a touchpoint, a step without touchpoints, or a phase without
steps; of a phase and a step, only the first row says more than name and id. When a table is read:

- Commas, semicolons and tabs all separate; headings may stand in any order and have other names, in any case. A column
  with a heading not listed here is left out, and you are told so.
- A blank phase or step means the one above, so merged cells are fine. Lists grow with every row of their step.
- Several texts in one cell stand on a line of their own each. `[2]` at the end of a pain point is its intensity, of an
  opportunity its impact.
- A row with a channel and no touchpoint is a touchpoint called like its channel.
- Cells that a spreadsheet would take for a formula (they begin with `=`, `+`, `-`, `@` or a tab) are written with a `'`
  in front, which is taken away again on the way back.

What the table cannot hold (signals, pictures, votes, evidence, routes, what belongs to the journey as a whole …) is
named when it is written.
"""


def _spreadsheet() -> str:
    head = ["| column | of the | field | cell | also read as |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([_SPREADSHEET, *head, *map(_column, table.COLUMNS), ""])


def _column(column: table.Column) -> str:
    number = table.NUMBERS.get(column.field[0]) if column.form is table.Form.MARKS else None
    form = f"{column.form}, `[n]`: {number}" if number else column.form.value
    return f"| `{column.name}` | {column.level} | `{'.'.join(column.field)}` | {form} | {', '.join(column.also)} |"


def _section(model: type[Value], heading: str, anchor: str) -> str:
    rows = [_row(model, name) for name in order(model)]
    table = ["| field | type | default | meaning |", "| --- | --- | --- | --- |", *rows]
    return "\n".join([f"{heading} {{ #{anchor} }}", "", " ".join((model.__doc__ or "").split()), "", *table, ""])


def _row(model: type[Value], name: str) -> str:
    field = model.model_fields[name]
    annotation = get_type_hints(model, include_extras=True)[name]
    cells = (f"`{name}`", _type(annotation, held(model, name)), _default(model, name, field), _meaning(model, name))
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _type(annotation: Any, inner: type[Value] | None) -> str:
    """An annotation in words."""
    named = next((name for alias, name in _NAMED if annotation == alias), None)
    if named is not None:
        return named
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return " or ".join(_type(part, inner) for part in arguments if part is not type(None))
    if origin is tuple:
        return f"list of {_type(arguments[0], inner)}"
    if origin is Annotated:
        return f"{_type(arguments[0], inner)}{_bounds(arguments[1:])}"
    return _choice(arguments) if origin is Literal else _single(annotation, inner)


def _single(annotation: type, inner: type[Value] | None) -> str:
    """A type that has no parts."""
    if inner is not None:
        return f"[{word(inner)}](#{_anchor(inner)})"
    if issubclass(annotation, StrEnum):
        return _choice([member.value for member in annotation])
    return _PLAIN[annotation.__name__]


def _choice(values: Any) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _bounds(metadata: tuple[Any, ...]) -> str:
    found = [part for item in metadata for part in (item.metadata if isinstance(item, FieldInfo) else (item,))]
    low = next((part.ge for part in found if isinstance(part, Ge)), None)
    high = next((part.le for part in found if isinstance(part, Le)), None)
    most = next((part.max_length for part in found if isinstance(part, MaxLen) and part.max_length < 10), None)
    if low is not None and high is not None:
        return f", {low:,} to {high:,}".replace("-", "−")
    return f", at most {most}" if most and most > 1 else ""


def _default(model: type[Value], name: str, field: FieldInfo) -> str:
    if name == "id" and issubclass(model, Element):
        return "from the file's name" if issubclass(model, Document) else "from its text"
    if (name == "kind" and issubclass(model, Document)) or field.is_required():
        return "**required**"
    default = field.get_default(call_default_factory=True)
    if default is None or default == ():
        return ""
    shown = str(default).lower() if isinstance(default, bool) else default
    return f"`{shown}`"


def _meaning(model: type[Value], name: str) -> str:
    """What the model says about the field; else what it says about the part or the choice the field holds."""
    field = model.model_fields[name]
    types = (field.annotation, *get_args(field.annotation))
    said = [held(model, name), *(part for part in types if isinstance(part, type) and issubclass(part, StrEnum))]
    about = field.description or next((_sentence(part) for part in said if part is not None), _COMMON.get(name, ""))
    return " ".join(about.split())


def _sentence(model: type) -> str:
    return " ".join((model.__doc__ or "").split("\n\n")[0].split())


def _anchor(model: type[Value]) -> str:
    return next((kind for kind, document in KINDS.items() if document is model), word(model).replace(" ", "-"))
