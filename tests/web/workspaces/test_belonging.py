"""Members are changed and removed by admins; one admin always stays."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web import acme as small
from tests.web.conftest import Cast
from waypost.web.accounts.models import User
from waypost.web.workspaces.models import AuditEntry, Membership, Role, Workspace


def _path(member: Membership, more: str = "") -> str:
    return f"/w/acme/settings/people/{member.pk}/{more}"


def _of(acme: Workspace, role: Role) -> Membership:
    return Membership.objects.filter(workspace=acme, role=role).latest("pk")


def _message(client: Client) -> str:
    return client.get("/w/acme/settings/people/").content.decode()


def test_a_member_gets_another_place(cast: Cast, acme: Workspace) -> None:
    viewer = _of(acme, Role.VIEWER)
    cast.owner.post(_path(viewer), {"role": "editor", "department": "Support", "sees_customers": "on"})
    viewer.refresh_from_db()
    assert (viewer.role, viewer.department, viewer.sees_customers) == ("editor", "Support", True)
    entry = AuditEntry.objects.get(what="member.changed")
    assert entry.about == f"{viewer.user.email}: editor, sees customers"


def test_a_place_that_is_the_same_is_not_written_down(cast: Cast, acme: Workspace) -> None:
    cast.owner.post(_path(_of(acme, Role.VIEWER)), {"role": "viewer", "department": ""})
    assert not AuditEntry.objects.filter(what="member.changed").exists()


def test_a_role_that_is_not_one_changes_nothing(cast: Cast, acme: Workspace) -> None:
    viewer = _of(acme, Role.VIEWER)
    cast.owner.post(_path(viewer), {"role": "emperor"})
    viewer.refresh_from_db()
    assert viewer.role == Role.VIEWER


def test_a_removed_member_is_a_stranger(cast: Cast, acme: Workspace) -> None:
    editor = _of(acme, Role.EDITOR)
    assert cast.editor.get("/w/acme/settings/tokens/").status_code == 200
    cast.owner.post(_path(editor, "remove/"))
    assert cast.editor.get("/w/acme/settings/tokens/").status_code == 404
    assert AuditEntry.objects.filter(what="member.removed", about=editor.user.email).exists()


@pytest.mark.parametrize("more", ["", "remove/"])
def test_the_last_admin_stays(acme: Workspace, owner: User, more: str) -> None:
    client = Client()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    small.member(acme, Role.EDITOR)
    last = Membership.objects.get(workspace=acme, user=owner)
    client.post(_path(last, more), {"role": "viewer"})
    last.refresh_from_db()
    assert last.role == Role.ADMIN
    assert "Make another member an admin first" in _message(client)


def test_an_admin_beside_another_may_go(cast: Cast, acme: Workspace, owner: User) -> None:
    mine = Membership.objects.get(workspace=acme, user=owner)
    assert cast.owner.post(_path(mine, "remove/")).headers["Location"] == "/"
    assert not Membership.objects.filter(pk=mine.pk).exists()


def test_members_of_other_workspaces_are_not_there(cast: Cast) -> None:
    stranger = Membership.objects.get(workspace__slug="elsewhere")
    assert cast.owner.post(_path(stranger), {"role": "viewer"}).status_code == 404
    assert cast.owner.post(_path(stranger, "remove/")).status_code == 404
