"""Everything beside documents through the API: the same services as the pages, told as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from tests.web.api.conftest import HERE, Program, read
from waypost.web.accounts.models import User
from waypost.web.workspaces.models import Invitation, Role, Scope, Workspace


def post(client: Any, path: str, content: Any = None) -> Any:
    return client.post(f"{HERE}{path}", content, "application/json")


def patch(client: Any, path: str, content: Any) -> Any:
    return client.patch(f"{HERE}{path}", content, "application/json")


def places(answer: Any) -> list[str]:
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    return [error["place"] for error in answer.json()["errors"]]


def test_a_workspace_is_described_and_changed(program: Program) -> None:
    admin = program()
    assert read(admin, "") == {
        "slug": "acme",
        "name": "Acme",
        "role": "admin",
        "sees_customers": True,
        "zone": "UTC",
        "language": "en",
        "currency": "",
        "approvals": 1,
    }
    changed = patch(admin, "", {"zone": "Europe/Berlin", "currency": "eur"})
    assert (changed.json()["zone"], changed.json()["currency"]) == ("Europe/Berlin", "EUR")
    assert patch(admin, "", {"approvals": 2}).json()["approvals"] == 2
    assert places(patch(admin, "", {"approvals": 0})) == ["approvals"]
    assert places(patch(admin, "", {"zone": "Berlin"})) == ["zone"]
    assert places(patch(admin, "", {"slug": "new"})) == ["slug"]
    assert places(patch(admin, "", {"nmae": "Acme"})) == ["nmae"]


def test_members_are_invited_placed_and_removed(program: Program, acme: Workspace, owner: User) -> None:
    admin, _ = program(), program(Role.VIEWER)
    viewer, ada = (
        next(one for one in read(admin, "/members")["items"] if one["role"] == role) for role in ("viewer", "admin")
    )
    placed = patch(admin, f"/members/{viewer['id']}", {"role": "editor", "department": "Sales"})
    assert (placed.json()["role"], placed.json()["department"], placed.json()["sees_customers"]) == (
        "editor",
        "Sales",
        False,
    )
    assert admin.delete(f"{HERE}/members/{viewer['id']}").status_code == 204
    last = admin.delete(f"{HERE}/members/{ada['id']}")
    assert (last.status_code, last.json()["type"]) == (409, "last-admin")
    invited = post(admin, "/members", {"role": "viewer"})
    assert "/w/join/" in invited.json()["address"]
    assert Invitation.objects.get().role == "viewer"
    assert places(post(admin, "/members", {"role": "viewer", "email": "nobody"})) == ["email"]
    assert [entry["what"] for entry in read(admin, "/audit", who=owner.email)["items"]][:2] == [
        "member.invited",
        "member.removed",
    ]


def test_a_journey_is_checked_and_asked_for_its_evidence(program: Program) -> None:
    reader = program(Role.VIEWER, Scope.READ)
    check = read(reader, "/journeys/buying/check")
    assert (check["journey"], check["lifecycle"], check["revision"]) == ("buying", "draft", 0)
    assert all(remark["reason"] and remark["fix"] for remark in check["remarks"])
    assert read(reader, "/journeys/buying/evidence") == {"elements": {}}
    assert read(reader, "/journeys/buying/measures")["measured"] is False
    assert reader.get(f"{HERE}/journeys/mira/check").status_code == 404
    assert reader.get(f"{HERE}/journeys/buying/figures/reach/pays/customers").status_code == 403


def test_work_is_asked_for_and_taken_back(program: Program) -> None:
    editor = program(Role.EDITOR)
    job = post(editor, "/journeys/buying/measures")
    assert (job.status_code, job.json()["state"]) == (202, "waiting")
    number = job.json()["id"]
    assert post(editor, f"/jobs/{number}/stop").json()["state"] == "cancelled"
    assert [one["id"] for one in read(editor, "/jobs")["items"]] == [number]
    assert read(editor, f"/jobs/{number}")["saying"] == "Stopped"


@pytest.mark.parametrize(("name", "content"), [("map.xlsx", b"x"), ("empty.csv", b"")])
def test_a_file_nobody_can_read(program: Program, name: str, content: bytes) -> None:
    answer = program(Role.EDITOR).post(f"{HERE}/uploads", {"file": SimpleUploadedFile(name, content)})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


def test_a_file_that_is_too_large(program: Program, settings: Settings) -> None:
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"upload_limit": 1})
    answer = program(Role.EDITOR).post(f"{HERE}/uploads", {"file": SimpleUploadedFile("a.csv", b"x" * 1_100_000)})
    assert (answer.status_code, answer.json()["detail"]) == (
        413,
        "a.csv is larger than 1 megabytes. Bring it in parts.",
    )


def test_more_than_a_change_can_be(program: Program, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = post(program(Role.EDITOR), "/actions", {"title": "x" * 2000, "about": "buying"})
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_a_method_an_address_does_not_know(program: Program) -> None:
    answer = patch(program(), "/documents", {})
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (
        405,
        "application/problem+json",
        "GET, POST",
    )


def test_a_file_waits_is_looked_at_and_thrown_away(program: Program) -> None:
    editor = program(Role.EDITOR)
    rows = "customer,time,event\nc1,2026-01-01T10:00:00Z,viewed\n"
    kept = editor.post(f"{HERE}/uploads", {"file": SimpleUploadedFile("visits.csv", rows.encode())})
    assert (kept.status_code, kept.json()) == (201, {"name": "visits.csv", "size": len(rows)})
    assert [column["name"] for column in read(editor, "/uploads/visits.csv")["columns"]] == [
        "customer",
        "time",
        "event",
    ]
    assert places(post(editor, "/uploads/visits.csv/take", {"of": "orders"})) == ["of"]
    assert places(post(editor, "/uploads/visits.csv/take", {"roles": {"colour": "time"}})) == ["roles"]
    assert places(post(editor, "/uploads/visits.csv/take", {"roles": {"event": "hat"}})) == ["roles.event"]
    assert editor.delete(f"{HERE}/uploads/visits.csv").status_code == 204
    assert read(editor, "/uploads") == []
    assert read(editor, "/tables") == []


def test_columns_are_looked_up_in_another_file(program: Program) -> None:
    editor = program(Role.EDITOR)
    orders = "order,customer\n" + "".join(f"o{n},c{n}\n" for n in range(40))
    steps = "order,time,event\n" + "".join(f"o{n},2026-01-{n % 27 + 1:02}T10:00:00Z,paid\n" for n in range(40))
    for name, rows in (("orders.csv", orders), ("steps.csv", steps)):
        editor.post(f"{HERE}/uploads", {"file": SimpleUploadedFile(name, rows.encode())})
    (offer,) = read(editor, "/uploads/steps.csv")["lookups"]
    assert (offer["columns"], "“order” is also in" in offer["says"] or "but “order”" in offer["says"]) == (
        ["customer"],
        True,
    )
    assert places(post(editor, "/uploads/steps.csv/take", {"name": "Steps", "lookups": ["x~y"]})) == ["lookups"]
    taken = post(editor, "/uploads/steps.csv/take", {"name": "Steps", "lookups": [offer["key"]]})
    assert (taken.status_code, taken.json()["table"]) == (202, "steps")
    (source,) = read(editor, "/documents", kind="source")["items"]
    assert "orders.csv" in str(read(editor, f"/documents/{source['id']}")["document"])


def test_an_action_is_made_changed_by_its_owner_and_removed(program: Program, owner: User) -> None:
    editor, contributor, ada = program(Role.EDITOR), program(Role.CONTRIBUTOR), program()
    made = post(editor, "/actions", {"title": "Ask why", "about": "buying/pays", "owner": owner.pk})
    assert (made.status_code, made.json()["owner_name"], made.json()["state"]) == (201, "Ada Park", "open")
    one = f"/actions/{made.json()['id']}"
    assert patch(contributor, one, {"state": "doing", "revision": 0}).status_code == 403
    doing = patch(ada, one, {"state": "doing", "due": "2027-03-01", "revision": 0})
    assert (doing.json()["revision"], doing.json()["due"], doing.json()["title"]) == (1, "2027-03-01", "Ask why")
    assert doing.json()["started"]
    assert patch(editor, one, {"title": "Ask whom", "revision": 0}).status_code == 409
    assert places(patch(editor, one, {"owner": 999, "revision": 1})) == ["owner"]
    assert patch(editor, one, {"owner": None, "revision": 1}).json()["owner"] is None
    assert [each["id"] for each in read(editor, "/actions", journey="buying")["items"]] == [made.json()["id"]]
    assert editor.delete(f"{HERE}{one}").status_code == 204
    assert read(editor, "/actions")["items"] == []


def test_a_thread_is_begun_answered_settled_and_opened_again(program: Program) -> None:
    contributor = program(Role.CONTRIBUTOR)
    begun = post(contributor, "/documents/buying/threads", {"element": "pays", "text": " Why here? "})
    assert (begun.status_code, begun.json()["about"]) == (201, "I pay")
    number = begun.json()["id"]
    answered = post(contributor, f"/threads/{number}/answers", {"text": "Because."})
    assert [comment["text"] for comment in answered.json()["comments"]] == ["Why here?", "Because."]
    assert post(contributor, f"/threads/{number}/resolve").json()["resolved_by"]
    assert post(contributor, f"/threads/{number}/reopen").json()["resolved"] is None
    assert places(post(contributor, f"/threads/{number}/answers", {"text": "  "})) == ["text"]
    assert [one["id"] for one in read(contributor, "/documents/buying/threads")["items"]] == [number]


def test_a_link_is_made_and_revoked(program: Program) -> None:
    editor = program(Role.EDITOR)
    made = post(editor, "/journeys/buying/links", {"note": "the board", "lasts": 7})
    assert made.status_code == 201
    guest = made.json()["address"].partition("/s/")[2]
    assert editor.get(f"/s/{guest}").status_code == 200
    (listed,) = read(editor, "/journeys/buying/links")["items"]
    assert (listed["note"], "address" in listed) == ("the board", False)
    assert editor.delete(f"{HERE}/journeys/buying/links/{listed['id']}").status_code == 204
    assert editor.get(f"/s/{guest}").status_code == 404
    assert places(post(editor, "/journeys/buying/links", {"lasts": 8})) == ["lasts"]


def test_a_journey_as_a_file(program: Program) -> None:
    reader = program(Role.VIEWER, Scope.READ)
    told = reader.get(f"{HERE}/journeys/buying/export/yaml")
    assert told.status_code == 200
    assert told["Content-Disposition"].startswith("attachment")
    assert b"name: Buying a bike" in told.content
    assert reader.get(f"{HERE}/journeys/buying/export/docx").status_code == 422
    whole = reader.get(f"{HERE}/export")
    assert (whole["Content-Type"], whole.content[:2]) == ("application/zip", b"PK")
