"""The page of a journey: what the browser is given with it, and to whom."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.web.conftest import Cast
from waypost.formats.yaml import read_document
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author, create
from waypost.web.workspaces.models import Workspace

PAGE = "/w/acme/journeys/buying/"
EVIDENCE = """\
kind: evidence
id: talks
name: Talks
source: Nine talks in the shop
findings:
  - {id: past-me, about: [buying/asks, buying/no-answer], text: They looked past me., said_by: a rider, n: 4, of: 9}
  - {id: felt, kind: emotion, about: [buying/asks], text: How asking felt, level: -1.2, spread: 0.5, n: 9, of: 9}
  - {id: elsewhere, about: [other/thing], text: Not ours.}
"""


def _given(content: bytes) -> Any:
    found = re.search(r'<script id="editor-data" type="application/json">(.*?)</script>', content.decode(), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.fixture
def evidence(acme: Workspace, owner: User) -> None:
    create(acme, read_document(EVIDENCE), Author.of(owner))


def test_every_member_may_look_and_editors_may_edit(cast: Cast) -> None:
    allowed = {name: _given(client.get(PAGE).content)["edits"] for name, client in cast.members().items()}
    assert allowed == {
        "owner": True,
        "admin": True,
        "editor": True,
        "facilitator": False,
        "contributor": False,
        "viewer": False,
    }


def test_strangers_find_nothing_and_a_persona_is_no_journey(cast: Cast) -> None:
    assert cast.stranger.get(PAGE).status_code == 404
    assert cast.owner.get("/w/acme/journeys/mira/").status_code == 404
    assert cast.owner.get("/w/acme/journeys/nothing/").status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(cast: Cast) -> None:
    response = cast.anonymous.get(PAGE, headers={"Accept": "text/html"})
    assert response.status_code == 302
    assert "next=" in response.headers["Location"]


@pytest.mark.usefixtures("evidence")
def test_the_evidence_about_its_elements_comes_with_it(cast: Cast) -> None:
    given = _given(cast.viewer.get(PAGE).content)
    assert set(given["findings"]) == {"asks", "no-answer"}
    (quote, _) = given["findings"]["asks"]
    assert quote == given["findings"]["no-answer"][0]
    assert (quote["id"], quote["tally"]) == ("talks/past-me", "reported · 4 of 9")
    assert quote["source"] == "Nine talks in the shop"


@pytest.mark.usefixtures("evidence")
def test_reported_feelings_are_pooled_for_each_step(cast: Cast) -> None:
    felt = _given(cast.viewer.get(PAGE).content)["feelings"]
    assert list(felt) == ["asks"]
    assert (felt["asks"]["level"], felt["asks"]["n"]) == (-1.2, 9)
    assert felt["asks"]["low"] < -1.2 < felt["asks"]["high"]


def test_the_name_stands_in_the_page_before_any_script(cast: Cast) -> None:
    content = cast.viewer.get(PAGE).content.decode()
    assert "<h1>Buying a bike</h1>" in content
    assert "style=" not in content
    assert not re.search(r"\son[a-z]+=", content)
