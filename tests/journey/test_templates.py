"""The templates read, pass every rule that a map without research can pass, and are written by hand."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from waypost.errors import InputError
from waypost.formats.yaml import read_document
from waypost.journey.check import AUTHORING, RULES
from waypost.journey.journey import Journey, Ownership
from waypost.journey.templates import TEMPLATES, Template, template
from waypost.journey.workspace import Settings, Workspace

each_template = pytest.mark.parametrize("begun", TEMPLATES, ids=lambda begun: begun.name)


def _journey(begun: Template) -> Journey:
    document = read_document(begun.text, f"{begun.name}.yaml")
    assert isinstance(document, Journey)
    return document


@each_template
def test_a_template_passes_every_authoring_rule(begun: Template) -> None:
    journey = _journey(begun)
    workspace = Workspace(settings=Settings(id="waypost", name="Begun"), documents=(journey,))
    rules = [rule for rule in RULES.values() if AUTHORING in rule.tags]
    found = [spot for rule in rules for spot in rule.find(workspace, journey, date(2024, 6, 1))]
    assert found == []
    assert len(rules) >= 15


@each_template
def test_a_template_is_what_the_list_says(begun: Template) -> None:
    journey = _journey(begun)
    assert (journey.id, journey.name, journey.summary) == (begun.name, begun.title, begun.description)
    assert "\n" not in begun.description


@each_template
def test_a_template_speaks_in_the_customers_words_and_looks_beyond_us(begun: Template) -> None:
    journey = _journey(begun)
    assert all(step.words for step in journey.steps())
    assert any(touchpoint.by is not Ownership.OURS for touchpoint in journey.touchpoints())
    assert any(not step.touchpoints for step in journey.steps())


@each_template
def test_a_template_claims_neither_feelings_nor_votes(begun: Template) -> None:
    journey = _journey(begun)
    assert all(step.emotion is None for step in journey.steps())
    assert all(getattr(element, "vote", None) is None for element in journey.walk())


def test_every_template_file_is_listed() -> None:
    folder = files("waypost.journey.templates")
    assert {file.name for file in folder.iterdir() if file.name.endswith(".yaml")} == {
        f"{begun.name}.yaml" for begun in TEMPLATES
    }


def test_a_misspelt_name_is_told_the_nearest() -> None:
    assert template("vendor").title == "Supplying a company and getting paid"
    with pytest.raises(InputError, match="Did you mean 'relationship'"):
        template("relationships")
