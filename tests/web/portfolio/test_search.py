"""Search: everything, by any of its words, without minding accents or capitals."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Cast
from waypost.web.portfolio.words import plain


def _found(cast: Cast, asked: str) -> dict[str, list[dict[str, Any]]]:
    answer = cast.viewer.get("/w/acme/search", {"q": asked})
    assert answer.status_code == 200
    return {group["name"]: group["found"] for group in answer.json()["groups"]}


@pytest.mark.parametrize(
    ("asked", "group", "label", "href"),
    [
        ("bikes many", "Journeys", "I look around", "/w/acme/journeys/buying/#looks-around"),
        ("nobody has TIME", "Journeys", "Nobody has time for me", "/w/acme/journeys/buying/#no-answer"),
        ("buying a", "Journeys", "Buying a bike", "/w/acme/journeys/buying/"),
        ("weather", "Personas", "Mira", "/w/acme/personas/mira/"),
        ("where one pays", "Glossary", "Till", "/w/acme/glossary/#till"),
    ],
)
def test_things_are_found_by_their_words(cast: Cast, asked: str, group: str, label: str, href: str) -> None:
    first = _found(cast, asked)[group][0]
    assert (first["label"], first["href"]) == (label, href)


def test_actions_and_comments_are_found(cast: Cast) -> None:
    cast.editor.post("/w/acme/actions/new", {"about": "buying/no-answer", "title": "Hire Zoë", "state": "open"})
    cast.editor.post("/w/acme/documents/buying/comments/begin", {"element": "pays", "text": "Ask Zoé about it"})
    found = _found(cast, "zoe")
    assert found["Actions"][0]["label"] == "Hire Zoë"
    assert found["Comments"][0]["label"] == "Ask Zoé about it"
    assert "/w/acme/documents/buying/comments/page#thread-" in found["Comments"][0]["href"]


def test_what_is_called_so_comes_first(cast: Cast) -> None:
    found = _found(cast, "till")
    assert [one["label"] for one in found["Journeys"]] == ["Till"]


def test_the_page_says_when_nothing_is_found(cast: Cast) -> None:
    page = cast.viewer.get("/w/acme/search?q=<b>", headers={"Accept": "text/html"}).content.decode()
    assert "Nothing has" in page
    assert "<b>" not in page.partition("<main")[2]
    assert cast.viewer.get("/w/acme/search", headers={"Accept": "text/html"}).status_code == 200


def test_nothing_of_another_workspace_is_found(cast: Cast) -> None:
    assert cast.stranger.get("/w/elsewhere/search", {"q": "bike"}).json() == {"groups": []}


@given(st.text())
def test_comparing_twice_is_comparing_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(("one", "other"), [("Überweisung", "uberweisung"), ("ﬁne", "FINE"), ("Zoë", "zoe")])
def test_letters_are_compared_without_their_marks(one: str, other: str) -> None:
    assert plain(one) == plain(other)
