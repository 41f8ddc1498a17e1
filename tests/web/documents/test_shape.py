"""What the browser is told: every field of every element, always the same way."""

from __future__ import annotations

import json
import re

import pytest
from pydantic import JsonValue, ValidationError

from waypost.journey.edits import read_field
from waypost.journey.journey import Journey, Step, Touchpoint
from waypost.journey.model import Document, Element
from waypost.journey.tree import own_fields
from waypost.journey.workspace import KINDS
from waypost.web.documents.shape import ElementShape, FieldShape, element_shapes, shape

KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


def models(kind: type[Document]) -> dict[str, type[Element]]:
    found: dict[str, type[Element]] = {kind.__name__: kind}
    waiting: list[type[Element]] = [kind]
    for current in waiting:
        waiting.extend(child for child in current.slots.values() if child.__name__ not in found)
        found |= {child.__name__: child for child in current.slots.values()}
    return found


def fields(kind: type[Document]) -> list[tuple[type[Element], str, FieldShape]]:
    told = element_shapes(kind)
    return [
        (model, name, told[word].fields[name]) for word, model in models(kind).items() for name in own_fields(model)
    ]


@KIND
def test_every_field_of_every_element_is_described(kind: type[Document]) -> None:
    told = element_shapes(kind)
    assert set(told) == set(models(kind))
    for word, model in models(kind).items():
        assert set(told[word].fields) | set(told[word].slots) | {"id"} == set(model.model_fields)
        assert list(told[word].slots.items()) == [(slot, child.__name__) for slot, child in model.slots.items()]
        assert told[word].help
    for model, name, field in fields(kind):
        assert field.help or name == "kind", f"{name} of {model.__name__} has no help"
        assert re.match(r"^[A-Z]", field.label)


@KIND
def test_a_default_is_what_a_field_left_out_means(kind: type[Document]) -> None:
    for model, name, field in fields(kind):
        if not field.required:
            assert read_field(model, name, field.default) == model.model_fields[name].default


@KIND
def test_what_may_be_empty_is_what_is_empty_when_left_out(kind: type[Document]) -> None:
    for model, name, field in fields(kind):
        assert allows_none(model, name) == (not field.required and field.default is None)


def allows_none(model: type[Element], name: str) -> bool:
    try:
        read_field(model, name, None)
    except ValidationError:
        return False
    return True


@KIND
def test_exactly_one_kind_is_the_document(kind: type[Document]) -> None:
    assert [word for word, told in element_shapes(kind).items() if told.root] == [kind.__name__]


@KIND
def test_it_is_the_same_every_time(kind: type[Document]) -> None:
    again = {
        name: part.model_dump(mode="json", by_alias=True, exclude_unset=True)
        for name, part in element_shapes(kind).items()
    }
    assert json.dumps(again) == json.dumps(shape(kind))
    assert {name: ElementShape.model_validate(part) for name, part in shape(kind).items()} == element_shapes(kind)


def part(model: type[Element], field: str) -> dict[str, JsonValue]:
    told = shape(Journey)[model.__name__]
    assert isinstance(told, dict)
    assert isinstance(told["fields"], dict)
    found = told["fields"][field]
    assert isinstance(found, dict)
    return found


def test_fields_are_told_by_type() -> None:
    types = {name: field.type for name, field in element_shapes(Journey)["Step"].fields.items()}
    expected = {"name": "text", "needs": "texts", "effort": "integer", "emotion": "value", "opens": "reference"}
    assert types.items() >= {**expected, "optional": "boolean"}.items()
    assert element_shapes(Journey)["Touchpoint"].fields["match"].type == "condition"
    assert element_shapes(Journey)["Journey"].fields["mapped"].type == "date"
    assert element_shapes(Journey)["Route"].fields["origin"].leads_to == ("Step",)


def test_bounds_and_choices_have_words() -> None:
    effort = part(Step, "effort")
    assert (effort["min"], effort["max"], effort["default"]) == (1, 5, None)
    assert part(Step, "name")["maxLength"] == 4000
    choices = part(Touchpoint, "channel")["choices"]
    assert isinstance(choices, list)
    assert ["in-person", "In person"] in choices
    assert ["sms", "SMS"] in choices
