"""The description of the API as a reader meets it: chapters of operations, with what goes in and what comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from waypost.web.api.describing import operations


@dataclass(frozen=True)
class Part:
    """A parameter, or a field of a body."""

    name: str
    kind: str
    words: str
    required: bool


@dataclass(frozen=True)
class Explained:
    """One operation."""

    id: str
    method: str
    path: str
    words: str
    parameters: tuple[Part, ...]
    body: tuple[Part, ...]
    answer: tuple[Part, ...]
    statuses: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chapter:
    """Operations on one thing."""

    name: str
    operations: tuple[Explained, ...]

    @property
    def id(self) -> str:
        """Its anchor."""
        return self.name.lower().replace(" ", "-")


def chapters(described: Mapping[str, Any]) -> tuple[Chapter, ...]:
    """The description's operations by their tag, in order."""
    found: dict[str, list[Explained]] = {}
    schemas = described["components"]["schemas"]
    for path, method, operation in operations(described):
        found.setdefault(operation["tags"][0], []).append(_explained(path, method, operation, schemas))
    return tuple(Chapter(name, tuple(each)) for name, each in found.items())


def _explained(path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Explained:
    parameters = tuple(
        Part(each["name"], _kind(each["schema"]), each.get("description", ""), each["required"])
        for each in operation["parameters"]
    )
    body = operation.get("requestBody", {}).get("content", {})
    answers = {str(status): told for status, told in operation["responses"].items()}
    good: Mapping[str, Any] = next((told for status, told in sorted(answers.items()) if status.startswith("2")), {})
    return Explained(
        operation["operationId"],
        method.upper(),
        path,
        operation.get("description", ""),
        parameters,
        tuple(_fields(body, schemas)),
        tuple(_fields(good.get("content", {}), schemas)),
        tuple(sorted((status, told["description"]) for status, told in answers.items())),
    )


def _fields(content: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Part]:
    for said in content.values():
        if "schema" not in said:
            continue
        schema = _resolved(said["schema"], schemas)
        if schema.get("type") == "array":
            schema = _resolved(schema["items"], schemas)
        required = schema.get("required", ())
        if "properties" not in schema:
            yield Part("", _kind(schema), schema.get("description", ""), required=False)
        for name, field in schema.get("properties", {}).items():
            words = field.get("description", "") or _resolved(field, schemas).get("description", "")
            yield Part(name, _kind(field), words, name in required)


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return schemas[name] if name else schema


def _kind(schema: Mapping[str, Any]) -> str:
    """A type in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")
