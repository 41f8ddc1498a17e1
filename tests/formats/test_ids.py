"""Ids for elements without one: readable, unique, never changing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.formats.ids import LONGEST, slug, with_ids
from waypost.journey.journey import Journey


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Compares prices", "compares-prices"),
        ("Größe wählen – später!", "grosse-wahlen-spater"),
        ("Żółć", "zolc"),
        ("First invoice / by e-mail", "first-invoice-by-e-mail"),
        ("I do not know what it will cost me in the end", "i-do-not-know-what-it-will-cost"),
        ("Donaudampfschifffahrtsgesellschaftskapitän", "donaudampfschifffahrtsgesellscha"),
        ("2024", "2024"),
        ("", "pain-point"),
        ("!!! 😀", "pain-point"),
    ],
)
def test_an_id_reads_like_the_text_it_was_made_from(words: str, expected: str) -> None:
    assert slug(words, "pain point") == expected


def test_texts_in_other_scripts_get_their_kind_and_a_hash_that_tells_them_apart() -> None:
    japanese, hindi, mixed = slug("見る", "step"), slug("देखना", "step"), slug("見る価格を比べる TV", "step")
    assert re.fullmatch(r"step-[0-9a-f]{6}", japanese)
    assert len({japanese, hindi, mixed}) == 3
    assert slug("  見る ", "step") == japanese


@given(st.text(max_size=80))
def test_every_text_gives_a_valid_id(words: str) -> None:
    found = slug(words, "lane note")
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", found)
    assert len(found) <= LONGEST


def test_elements_that_are_called_the_same_get_numbers_and_never_the_id_of_another() -> None:
    steps: list[Any] = [{"name": "Pay"}, {"name": "Pay", "id": "pay-2"}, {"name": "Pay"}, {"name": "Buy"}]
    data = with_ids(Journey, {"name": "Buy", "phases": [{"name": "Pay", "steps": steps}]})
    assert Journey.model_validate(data).elements().keys() == {"buy", "pay", "pay-3", "pay-2", "pay-4", "buy-2"}


def test_the_same_text_always_gets_the_same_ids_and_given_ones_stay() -> None:
    data: dict[str, Any] = {"name": "X", "lanes": [{"name": "見る"}, {"name": "見る"}, {"id": "own", "name": "見る"}]}
    first = with_ids(Journey, data, "file")
    assert first == with_ids(Journey, data, "file")
    assert with_ids(Journey, first, "other") == first
    assert [lane["id"] for lane in first["lanes"]] == ["lane-c1ee2c", "lane-c1ee2c-2", "own"]  # type: ignore[index, union-attr, call-overload]


@pytest.mark.parametrize("wrong", [None, 3, "x", [3, "x", None], {"a": 1}, [[{"name": "A"}]]])
def test_data_of_a_wrong_shape_is_left_for_validation(wrong: Any) -> None:
    found = with_ids(Journey, {"id": "a", "name": "A", "phases": wrong})["phases"]
    assert found == ({"id": "phase", "a": 1} if wrong == {"a": 1} else wrong)
