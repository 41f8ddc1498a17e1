"""What the description of the API says of every operation: the workspace in its address, and how it may refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from waypost.web.documents.models import Document
from waypost.web.workspaces.models import Workspace

_PROBLEM = "Problem"
_METHODS = ("get", "post", "put", "patch", "delete")

_REFUSALS = {
    "400": "The request cannot be read",
    "401": "Nobody is signed in by the token or session that was sent",
    "403": "The role, or the token, does not reach this far",
    "404": "There is no such thing, or it is not shared with you",
    "409": "It does not fit what is there by now",
    "412": "The document is at another revision",
    "413": "It is too large",
    "422": "What was sent does not fit; `errors` says where",
    "429": "Too many requests; `Retry-After` says when to go on",
}
_ALWAYS = ("401", "404", "429")

_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": _PROBLEM,
    "description": "What was wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Which kind of refusal, in a word."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What was wrong, in a sentence for people."},
        "element": {"type": "string", "description": "The element of the document it is about."},
        "revision": {"type": "integer", "description": "The revision the document is at."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["place", "words"],
                "properties": {
                    "place": {"type": "string"},
                    "words": {"type": "string"},
                    "remedy": {"type": "string"},
                },
            },
        },
    },
}

_PARAMETERS = {"workspace": (Workspace, "slug"), "slug": (Document, "slug")}
_WORDS = {
    "workspace": "The workspace, by what stands after /w/ in its address.",
    "slug": "The document, by its id.",
}


def operations(described: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation: its path, its method, what is said of it."""
    for path, methods in described["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield path, method, methods[method]


def complete(described: OpenAPISchema) -> OpenAPISchema:
    """Say of every operation what is true of all."""
    described["components"]["schemas"][_PROBLEM] = _SCHEMA
    for path, method, operation in operations(described):
        named = {parameter["name"] for parameter in operation["parameters"]}
        missing = [name for name in _PARAMETERS if f"{{{name}}}" in path and name not in named]
        operation["parameters"] = [*map(_parameter, missing), *operation["parameters"]]
        for status in sorted({*_ALWAYS, *_possible(path, method, operation)}):
            operation["responses"][int(status)] = _refusal(status)
        if method == "get":
            operation["responses"][304] = {"description": "It has not changed since the `ETag` you sent"}
    return described


def _parameter(name: str) -> dict[str, Any]:
    model, field = _PARAMETERS[name]
    longest = getattr(model._meta.get_field(field), "max_length", None)
    schema = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": "^[a-zA-Z0-9._-]+$"}
    return {"in": "path", "name": name, "required": True, "description": _WORDS[name], "schema": schema}


def _possible(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    if "{workspace}" in path or method != "get":
        yield "403"
    if operation["parameters"] or "requestBody" in operation:
        yield "422"
    if "requestBody" in operation:
        yield from ("400", "413")
    if method != "get":
        yield "409"
    if any(parameter["name"].lower() == "if-match" for parameter in operation["parameters"]):
        yield "412"


def _refusal(status: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{_PROBLEM}"}}}
    return {"description": _REFUSALS[status], "content": content}
