"""The life of a document through the API: versions, what differs, the way back, and its review."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.api.conftest import HERE, Program, read
from waypost.web.accounts.models import User
from waypost.web.workspaces.models import Role, Scope, Workspace


def post(client: Any, path: str, content: Any = None, **headers: str) -> Any:
    return client.post(f"{HERE}{path}", content, "application/json", headers=headers)


def rename(client: Any, old: str, new: str, key: int) -> None:
    edit = {"edit": "set", "id": "pays", "field": "name", "old": old, "new": new}
    sent = post(client, "/documents/buying/changes", {"key": f"00000000-0000-0000-0000-{key:012}", "edits": [edit]})
    assert sent.status_code == 200


@pytest.fixture
def editor(program: Program) -> Any:
    """An editor, who changed the journey twice."""
    editor = program(Role.EDITOR)
    rename(editor, "I pay", "I pay cash", 1)
    rename(editor, "I pay cash", "I tap", 2)
    return editor


def test_a_revision_gets_a_name_and_loses_it(editor: Any) -> None:
    named = post(editor, "/documents/buying/versions", {"name": " Before ", "revision": 1})
    assert (named.status_code, named.json()["name"], named.json()["by"]) == (201, "Before", "Editor of Acme")
    assert post(editor, "/documents/buying/versions", {"name": "Now"}).json()["revision"] == 2
    assert [one["name"] for one in read(editor, "/documents/buying/versions", limit=1)["items"]] == ["Now"]
    assert "I pay cash" in str(read(editor, "/documents/buying/versions/1"))
    assert editor.delete(f"{HERE}/documents/buying/versions/1").status_code == 204
    assert [one["revision"] for one in read(editor, "/documents/buying/versions")["items"]] == [2]
    assert post(editor, "/documents/buying/versions", {"name": "x", "revision": 3}).status_code == 404
    assert post(editor, "/documents/buying/versions", {"name": " "}).status_code == 422


def test_what_has_not_changed_is_not_sent_again(editor: Any) -> None:
    for path in ("versions", "versions/1", "compare"):
        told = editor.get(f"{HERE}/documents/buying/{path}")
        again = editor.get(f"{HERE}/documents/buying/{path}", headers={"If-None-Match": told["ETag"]})
        assert again.status_code == 304


def test_two_revisions_are_compared_in_words(editor: Any) -> None:
    (chapter,) = read(editor, "/documents/buying/compare", first=1)["chapters"]
    assert chapter["title"] == "Buy"
    assert "*I pay cash*" in chapter["sentences"][0]["words"]
    assert read(editor, "/documents/buying/compare", first=2, last=2)["chapters"] == []
    assert editor.get(f"{HERE}/documents/buying/compare", {"first": 3}).status_code == 404


def test_going_back_is_a_change_of_its_own(editor: Any) -> None:
    stale = post(editor, "/documents/buying/versions/0/restore", **{"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["revision"]) == (412, 2)
    restored = post(editor, "/documents/buying/versions/0/restore", **{"If-Match": '"2"'})
    assert (restored.status_code, restored["ETag"]) == (200, '"3"')
    assert "I pay" in str(restored.json()["document"])
    assert post(editor, "/documents/buying/versions/0/restore").json()["revision"] == 3
    assert post(editor, "/documents/buying/changes/take-back", {"first": 3, "last": 3}).json() == {"revision": 4}
    assert "I tap" in str(read(editor, "/documents/buying"))
    refused = post(editor, "/documents/buying/changes/take-back", {"first": 1, "last": 1})
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert "changed again after it" in refused.json()["detail"]
    assert post(editor, "/documents/buying/changes/take-back", {"first": 2, "last": 1}).status_code == 422
    assert post(editor, "/documents/buying/changes/take-back", {"first": 1, "last": 9}).status_code == 404


def test_from_asking_to_publishing(editor: Any, program: Program, acme: Workspace, owner: User) -> None:
    ada = program()
    assert owner.pk in [one["id"] for one in read(editor, "/journeys/buying/reviewers")]
    refused = post(editor, "/journeys/buying/lifecycle", {"lifecycle": "published"})
    assert (refused.status_code, refused.json()["detail"]) == (422, "The map is draft: from there it goes elsewhere.")
    assert post(editor, "/journeys/buying/lifecycle", {"lifecycle": "validated"}).json() == {"revision": 3}
    assert post(editor, "/journeys/buying/reviews", {"whom": [9999]}).status_code == 422
    asked = post(editor, "/journeys/buying/reviews", {"whom": [owner.pk], "note": "Is the till right?"})
    assert (asked.status_code, asked.json()["opinions"][0]["verdict"]) == (201, "")
    at = f"/journeys/buying/reviews/{asked.json()['id']}"
    assert post(editor, f"{at}/answer", {"verdict": "approved", "revision": 3}).status_code == 404
    assert post(ada, f"{at}/answer", {"verdict": "changes", "revision": 3}).status_code == 422
    back = post(ada, f"{at}/answer", {"verdict": "changes", "revision": 3, "note": "No."})
    assert (back.json()["opinions"][0]["verdict"], back.json()["opinions"][0]["weight"]) == ("changes", None)
    assert (
        "asked for changes" in post(editor, "/journeys/buying/lifecycle", {"lifecycle": "published"}).json()["detail"]
    )
    assert post(ada, f"{at}/answer", {"verdict": "approved", "revision": 3}).json()["opinions"][0]["weight"] == "counts"
    rename(editor, "I tap", "I tap twice", 3)
    assert read(editor, "/journeys/buying/reviews")["items"][0]["opinions"][0]["weight"] == "void"
    assert "changed after" in post(editor, "/journeys/buying/lifecycle", {"lifecycle": "published"}).json()["detail"]
    post(ada, f"{at}/answer", {"verdict": "approved", "revision": 4})
    assert post(editor, "/journeys/buying/lifecycle", {"lifecycle": "published"}).json() == {"revision": 5}
    (review,) = read(program(Role.VIEWER, Scope.READ), "/journeys/buying/reviews")["items"]
    assert review["closed"]
    assert post(editor, f"{at}/end").status_code == 404
    other = post(editor, "/journeys/buying/reviews", {"whom": [owner.pk]}).json()["id"]
    assert post(editor, f"/journeys/buying/reviews/{other}/end").status_code == 204
