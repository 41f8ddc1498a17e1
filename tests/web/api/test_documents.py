"""Documents through the API: read, made, changed once, put away, and everything told of what went before."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from tests.web.api.conftest import HERE, Program, read
from waypost.web.api import doors
from waypost.web.documents import pace
from waypost.web.documents.pace import Pace
from waypost.web.workspaces.models import Role, Scope, Workspace

EDIT = {"edit": "set", "id": "pays", "field": "name", "old": "I pay", "new": " I have paid"}


def sent(client: Any, method: str, path: str, content: Any, **headers: str) -> Any:
    return client.generic(method, f"{HERE}{path}", json.dumps(content), "application/json", headers=headers)


def test_a_list_in_parts(program: Program) -> None:
    bearer = program(Role.VIEWER, Scope.READ)
    seen, cursor = [], None
    while True:
        part = read(bearer, "/documents", limit=2, **({"cursor": cursor} if cursor else {}))
        assert len(part["items"]) <= 2
        seen += [one["id"] for one in part["items"]]
        cursor = part["next"]
        if cursor is None:
            break
    assert seen == ["buying", "mira", "words", "acme-workspace"]
    assert [one["id"] for one in read(bearer, "/documents", kind="persona")["items"]] == ["mira"]


def test_what_has_not_changed_is_not_sent_again(program: Program) -> None:
    bearer = program(Role.EDITOR)
    first = bearer.get(f"{HERE}/documents/buying")
    assert (first["ETag"], first.json()["document"]["name"]) == ('"0"', "Buying a bike")
    assert bearer.get(f"{HERE}/documents/buying", headers={"If-None-Match": '"0"'}).status_code == 304
    sent(bearer, "POST", "/documents/buying/changes", {"key": str(uuid.uuid4()), "edits": [EDIT]})
    again = bearer.get(f"{HERE}/documents/buying", headers={"If-None-Match": '"0"'})
    assert (again.status_code, again["ETag"], again.json()["revision"]) == (200, '"1"', 1)
    listed = bearer.get(f"{HERE}/documents")
    assert bearer.get(f"{HERE}/documents", headers={"If-None-Match": listed["ETag"]}).status_code == 304


def test_a_change_happens_once_and_is_kept_as_the_document_has_it(program: Program) -> None:
    bearer = program(Role.EDITOR)
    change = {"key": str(uuid.uuid4()), "edits": [EDIT], "label": "By a script"}
    answers = [sent(bearer, "POST", "/documents/buying/changes", change) for _ in range(2)]
    assert [answer.json() for answer in answers] == [{"revision": 1}, {"revision": 1}]
    # Sent again with what it was made from, it is still the same change.
    repeated = sent(bearer, "POST", "/documents/buying/changes", change, **{"If-Match": '"0"'})
    assert repeated.json() == {"revision": 1}
    (told,) = read(bearer, "/documents/buying/changes")["items"]
    assert (told["label"], told["author"], told["edits"][0]["new"]) == ("By a script", "Editor of Acme", "I have paid")
    assert "I pay" in str(read(bearer, "/documents/buying/versions/0"))


def test_a_change_of_something_else_is_refused(program: Program) -> None:
    bearer = program(Role.EDITOR)
    sent(bearer, "POST", "/documents/buying/changes", {"key": str(uuid.uuid4()), "edits": [EDIT]})
    late = {"key": str(uuid.uuid4()), "edits": [{**EDIT, "new": "I have been billed"}]}
    conflict = sent(bearer, "POST", "/documents/buying/changes", late)
    assert (conflict.status_code, conflict.json()["element"]) == (409, "pays")
    stale = sent(bearer, "POST", "/documents/buying/changes", late, **{"If-Match": '"0"'})
    assert (stale.status_code, stale.json()["revision"]) == (412, 1)
    assert read(bearer, "/documents/buying")["revision"] == 1


def test_a_document_is_made_replaced_put_away_and_taken_out(program: Program, acme: Workspace) -> None:
    bearer = program(Role.EDITOR)
    made = sent(bearer, "POST", "/documents", {"kind": "persona", "id": "otto", "name": "Otto"})
    assert (made.status_code, made.json()["revision"]) == (201, 0)
    assert sent(bearer, "POST", "/documents", {"kind": "persona", "id": "otto", "name": "O"}).status_code == 409
    wanted = {"kind": "persona", "id": "otto", "name": "Otto", "role": "rides on Sundays", "goals": []}
    replaced = sent(bearer, "PUT", "/documents/otto", wanted, **{"If-Match": made["ETag"]})
    assert (replaced.status_code, replaced["ETag"]) == (200, '"1"')
    stale = sent(bearer, "PUT", "/documents/otto", {**wanted, "role": "walks"}, **{"If-Match": made["ETag"]})
    assert stale.status_code == 412
    assert acme.documents.get(slug="otto").changes.count() == 1
    assert bearer.delete(f"{HERE}/documents/otto").status_code == 204
    assert bearer.get(f"{HERE}/documents/otto").status_code == 404
    assert [one["id"] for one in read(bearer, "/documents", archived=True)["items"]] == ["otto"]
    assert bearer.post(f"{HERE}/documents/otto/restore").json()["document"]["role"] == "rides on Sundays"
    assert [entry.what for entry in acme.audit.all()][:2] == ["document.taken-out", "document.put-away"]


def test_the_settings_stay(program: Program) -> None:
    assert program(Role.EDITOR).delete(f"{HERE}/documents/acme-workspace").status_code == 422


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"kind": "persona", "id": "otto"}, "name"),
        ({"kind": "persona", "id": "Otto!", "name": "O"}, "id"),
        ({"kind": "sandwich", "id": "otto", "name": "O"}, "kind"),
        (
            {"kind": "journey", "id": "j", "name": "J", "phases": [{"id": "a", "name": "A", "lenght": 3}]},
            "phases.0.lenght",
        ),
    ],
)
def test_what_does_not_fit_is_told_by_its_place(program: Program, content: dict[str, object], place: str) -> None:
    answer = sent(program(Role.EDITOR), "POST", "/documents", content)
    assert answer.status_code == 422
    assert place in [error["place"] for error in answer.json()["errors"]]
    assert all(error["words"] for error in answer.json()["errors"])


def test_what_is_no_json_is_told_so(program: Program) -> None:
    answer = program(Role.EDITOR).generic("POST", f"{HERE}/documents", b"{", "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_script_gone_wild_waits(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "AT_ONCE", 2.0)
    monkeypatch.setattr(doors, "PACE", Pace(now=lambda: 0.0))
    bearer = program(Role.VIEWER)
    answers = [bearer.get(f"{HERE}/documents") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) >= 1
