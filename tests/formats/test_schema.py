"""The published schemas and the reference are current, and accept what the reader accepts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.journey.strategies import documents
from waypost.errors import InputError
from waypost.formats.reference import reference_markdown
from waypost.formats.schema import json_schema, reachable, schema_text
from waypost.formats.tree import parse, plain
from waypost.formats.yaml import read_document, write_document
from waypost.journey.model import Document
from waypost.journey.workspace import KINDS

REPOSITORY = Path(__file__).parents[2]
VALIDATORS = {kind: Draft202012Validator(json_schema(kind)) for kind in KINDS}
YAML_FILES = sorted(
    path for top in ("examples", "src") for path in (REPOSITORY / top).rglob("*.y*ml") if ".waypost" not in path.parts
)


def faults(text: str) -> list[str]:
    """What the schema of a document's own kind says against it."""
    content: Any = plain(parse(text, None))
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[content["kind"]].iter_errors(content)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schema_is_current(kind: str) -> None:
    published = REPOSITORY / "docs" / "schemas" / f"{kind}.schema.json"
    assert published.read_text(encoding="utf-8") == schema_text(kind), "`python -m waypost.documentation`"
    Draft202012Validator.check_schema(json.loads(published.read_text(encoding="utf-8")))


def test_every_kind_gets_a_file() -> None:
    published = (REPOSITORY / "docs" / "schemas").iterdir()
    assert {path.name for path in published} == {f"{kind}.schema.json" for kind in KINDS}


def test_a_schema_explains_itself() -> None:
    schema = json_schema("journey")
    assert schema["$id"] == "journey.schema.json"
    assert schema["title"] == "Journey"
    assert schema["required"] == ["kind", "name"]
    assert schema["properties"]["trigger"]["type"] == ["string", "null"]
    touchpoint = schema["$defs"]["Touchpoint"]
    assert touchpoint["description"].startswith("One contact on any channel")
    assert touchpoint["properties"]["importance"]["description"] == "Believed, 1 to 5."
    assert touchpoint["required"] == ["name"]
    assert list(touchpoint["properties"])[:3] == ["id", "name", "channel"]


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_every_document_in_the_repository_is_valid(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@given(documents())
def test_what_can_be_written_is_valid(document: Document) -> None:
    assert faults(write_document(document)) == []


@pytest.mark.parametrize(
    "text",
    [
        "kind: journey\n",
        "kind: journey\nname: A\npain: []\n",
        "kind: journey\nname: 2024\n",
        "kind: journey\nname: A\nstate: futur\n",
        "kind: journey\nname: A\nphases:\n  - steps: []\n",
        "kind: journey\nname: A\nimpression: [a, b, c, d]\n",
        "kind: glossary\nname: A\nterms:\n  - {term: a, meaning: b, id: A B}\n",
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(text: str) -> None:
    assert faults(text)
    with pytest.raises(InputError):
        read_document(text)


def test_fields_left_empty_are_fine_for_both() -> None:
    text = "kind: journey\nname: A\nlanes:\nowner:\nstate:\nvalidated:\nid:\n"
    assert faults(text) == []
    assert read_document(text).id == "a"


def test_the_reference_is_current_and_has_every_field() -> None:
    page = reference_markdown()
    assert (REPOSITORY / "docs" / "reference" / "file-format.md").read_text(encoding="utf-8") == page
    for model in {part for kind in KINDS.values() for part in reachable(kind)}:
        for field in model.model_fields:
            assert f"\n| `{field}` | " in page
