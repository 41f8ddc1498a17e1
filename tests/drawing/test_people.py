from __future__ import annotations

from dataclasses import replace

import pytest

from tests.drawing.fixture import invoicing_map
from waypost.drawing.people import initials, people
from waypost.journey.persona import Persona

LIVING = invoicing_map()


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Olivia", "O"),
        ("Aurélie Nkemelu-Østergård", "AN"),
        ("Ada B. King", "AK"),
        ("田中さくら", "田"),
        ("ليلى الحسن", "ل"),
        ("", ""),
        ("🎉", "🎉"),
    ],
)
def test_initials_in_any_script(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_each_line_says_whether_it_is_known_or_assumed() -> None:
    (olivia,) = people(LIVING)
    goals = next(trait for trait in olivia.traits if trait.name == "Goals")
    assert [(line.text, line.known, line.assumed) for line in goals.lines] == [
        ("Be paid within a week", "1 piece of evidence · Interviews, spring 2027", False),
        ("Look like a real business", "assumed", True),
    ]


def test_how_they_buy_is_told_for_the_phases_of_this_map() -> None:
    phase = LIVING.journey.phases[1]
    dimensions = (
        {"id": "d1", "phase": f"{LIVING.journey.id}/{phase.id}", "participation": "Asks", "content": ["Prices"]},
        {"id": "d2", "phase": "another/phase", "activities": ["Elsewhere"]},
    )
    buyer = Persona.model_validate(
        {
            **LIVING.personas[0].model_dump(),
            "buying_roles": ["champion", "end-user"],
            "adoption": "pragmatist",
            "dimensions": dimensions,
        }
    )
    (person,) = people(replace(LIVING, personas=(buyer,)))
    assert person.buying == "champion, end user · pragmatist"
    assert [trait.name for trait in person.traits if trait.name.startswith("Buying")] == [f"Buying: {phase.name}"]
    assert [(line.text, line.known) for line in person.traits[-1].lines] == [
        ("Asks", "participation, assumed"),
        ("Prices", "prefers, assumed"),
    ]


def test_a_persona_stands_for_as_many_as_were_measured() -> None:
    assert people(LIVING)[0].likes.replace("\u202f", " ") == "2,472 customers"
    assert people(replace(LIVING, measures=None))[0].likes == ""
