"""JSON Schemas for editors and other tools: one a kind, made from the models and therefore never out of date.

They describe what may stand in a file: ids may be left out (they are written back) and any field may be empty.
"""

from __future__ import annotations

import json
from typing import Any

from waypost.formats.fields import held, order
from waypost.journey.model import Document, Element, Value
from waypost.journey.workspace import KINDS

Schema = dict[str, Any]
"""A JSON Schema is a dictionary by its own standard."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: str) -> Schema:
    """The JSON Schema (draft 2020-12) of the YAML files of one kind; raises KeyError for an unknown kind."""
    model = KINDS[kind]
    made = model.model_json_schema()
    models = {found.__name__: found for found in reachable(model)}
    parts = {
        name: _of_model(models[name], part) if name in models else _shown(part)
        for name, part in sorted(made.pop("$defs", {}).items())
    }
    head = {"$schema": DIALECT, "$id": f"{kind}.schema.json"}
    return {**head, **_of_model(model, made), **({"$defs": parts} if parts else {})}


def schema_text(kind: str) -> str:
    """The schema of one kind as it stands in its file."""
    return json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"


def reachable(model: type[Value]) -> list[type[Value]]:
    """A model and all models inside it, each once, in reading order."""
    found = [model]
    for current in found:
        inner = (held(current, field) for field in order(current))
        found.extend(part for part in dict.fromkeys(inner) if part is not None and part not in found)
    return found


def _of_model(model: type[Value], made: Schema) -> Schema:
    """A model's schema with its fields in reading order, and what a file may leave out."""
    required = [name for name in made.get("required", ()) if name != "id" or not issubclass(model, Element)]
    if issubclass(model, Document):
        required = ["kind", *required]
    properties = {
        name: _shown(made["properties"][name], may_be_empty=name not in required) for name in order(model)
    }  # fmt: skip
    kept = {name: content for name, content in made.items() if name not in ("properties", "required")}
    return {**kept, "properties": properties, **({"required": required} if required else {})}


def _shown(made: Schema, *, may_be_empty: bool = False) -> Schema:
    """One field's schema without what only repeats its name, and with null where the field may be empty."""
    found = {name: content for name, content in made.items() if name not in ("title", "anyOf")}
    if found.get("default") in (None, []):
        found.pop("default", None)
    several = [each for choice in made.get("anyOf", ()) for each in choice.get("oneOf", [choice])]
    choices = [choice for choice in several if choice != {"type": "null"}]
    for choice in choices:
        found = {**choice, **found}
    types = [choice["type"] for choice in choices if "type" in choice]
    if len(types) > 1:
        found["type"] = types
    if not may_be_empty:
        return found
    if "$ref" in found:
        return {"anyOf": [{"$ref": found.pop("$ref")}, {"type": "null"}], **found}
    if "type" in found and "const" not in found and "enum" not in found:
        found["type"] = [*(types or [found["type"]]), "null"]
    return found
