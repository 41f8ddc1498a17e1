"""Who is meant by an @."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.web.accounts.models import User
from waypost.web.comments.mentions import mentioned

ANN, ANN_LEE, OTHER_ANN = (
    User(pk=number, email=f"{number}@a.example", name=name) for number, name in ((1, "Ann"), (2, "Ann Lee"), (3, "ann"))
)
PEOPLE = (ANN, ANN_LEE)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@Ann, look", [ANN]),
        ("@ann look", [ANN]),
        ("@Ann Lee, look", [ANN_LEE]),
        ("@Ann Lee and @Ann", [ANN_LEE, ANN]),
        ("@Annabel", []),
        ("write to x@Ann", []),
        ("Ann", []),
    ],
)
def test_a_name_after_an_at(text: str, meant: list[User]) -> None:
    assert mentioned(text, PEOPLE) == meant


def test_those_who_are_called_alike_are_all_meant() -> None:
    assert {one.pk for one in mentioned("@Ann?", (ANN, OTHER_ANN))} == {1, 3}


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert {one.pk for one in mentioned(text, PEOPLE)} <= {1, 2}


@given(st.text(alphabet=st.characters(exclude_categories=["L", "N", "M", "P"])), st.sampled_from(PEOPLE))
def test_whoever_is_named_among_other_signs_is_meant(around: str, person: User) -> None:
    assert person in mentioned(f"{around} @{person.name} {around}", PEOPLE)
