"""The check as the browser gets it, references by their words, conditions read while they are written."""

from __future__ import annotations

import json
import uuid

import pytest

from tests.web.conftest import Cast
from waypost.web.workspaces.models import Workspace

CHECK = "/w/acme/journeys/buying/check"


def test_strengths_come_first_and_every_remark_says_why_and_what_to_do(cast: Cast) -> None:
    told = cast.viewer.get(CHECK).json()
    assert list(told)[3:6] == ["strengths", "remarks", "next"]
    assert told["strengths"]
    (few,) = (remark for remark in told["remarks"] if remark["rule"] == "phase-count")
    assert few["element"] == "buying"
    assert few["reason"]
    assert few["practice"]
    assert few["fix"]


def test_what_only_the_next_state_asks_for_comes_later(cast: Cast) -> None:
    told = cast.editor.get(CHECK).json()
    assert (told["lifecycle"], told["next"]) == ("draft", "validated")
    assert "no-owner" in {remark["rule"] for remark in told["later"]}
    assert not {remark["rule"] for remark in told["later"]} & {remark["rule"] for remark in told["remarks"]}


def test_a_fix_is_an_ordinary_change(cast: Cast) -> None:
    (owner,) = (remark for remark in cast.editor.get(CHECK).json()["later"] if remark["rule"] == "no-owner")
    body = {"key": str(uuid.uuid4()), "edits": owner["offers"][0]["edits"]}
    answer = cast.editor.post("/w/acme/documents/buying/changes", json.dumps(body), "application/json")
    assert answer.status_code == 200, answer.content
    told = cast.editor.get(CHECK).json()
    assert told["revision"] == 1
    assert "no-owner" not in {remark["rule"] for remark in told["later"]}


def test_a_persona_has_no_check(cast: Cast) -> None:
    assert cast.viewer.get("/w/acme/journeys/mira/check").status_code == 404
    assert cast.viewer.get("/w/acme/journeys/none/check").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=till", ["buying/till", "words/till"]),
        ("q=till&kinds=Touchpoint", ["buying/till"]),
        ("q=mir&kinds=Persona", ["mira"]),
        ("q=shop ask", ["buying/asks"]),
        ("q=nothing", []),
        ("of=mira,buying/pays,gone,buying/gone", ["mira", "buying/pays"]),
    ],
)
def test_references_are_found_by_their_words(cast: Cast, query: str, expected: list[str]) -> None:
    found = cast.viewer.get(f"/w/acme/references?{query}").json()["found"]
    assert sorted(each["reference"] for each in found) == sorted(expected)


def test_a_condition_is_read_or_its_mistake_is_said(cast: Cast) -> None:
    page = "/w/acme/conditions"
    assert cast.viewer.get(page, {"text": "event = 'paid'", "kind": "Touchpoint", "field": "match"}).status_code == 204
    assert cast.viewer.get(page, {"text": "score < 3", "kind": "Touchpoint", "field": "score"}).status_code == 204
    wrong = cast.viewer.get(page, {"text": "evnt = 'paid'", "kind": "Touchpoint", "field": "match"})
    assert wrong.status_code == 422
    assert "evnt" in wrong.json()["detail"]
    assert cast.viewer.get(page, {"text": "score < 3", "kind": "Segment", "field": "when"}).status_code == 422


def test_strangers_learn_nothing(cast: Cast, acme: Workspace) -> None:
    for address in (CHECK, "/w/acme/references?q=till", "/w/acme/conditions?text=event"):
        assert cast.stranger.get(address).status_code == 404
        assert cast.anonymous.get(address).status_code == 404
