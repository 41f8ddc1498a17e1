from __future__ import annotations

from dataclasses import replace

import pytest

from tests.drawing.fixture import invoicing_map
from waypost.drawing.people import initials, people

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


def test_a_persona_stands_for_as_many_as_were_measured() -> None:
    assert people(LIVING)[0].likes.replace("\u202f", " ") == "2 472 customers"
    assert people(replace(LIVING, measures=None))[0].likes == ""
