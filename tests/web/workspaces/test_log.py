"""The audit log: filtered, in pages, each workspace its own."""

from __future__ import annotations

from tests.web.conftest import Cast
from waypost.web.accounts.models import User
from waypost.web.workspaces.access import Visit
from waypost.web.workspaces.audit import note
from waypost.web.workspaces.models import Membership, Workspace

LOG = "/w/acme/settings/log/"


def _visit(workspace: Workspace, user: User) -> Visit:
    return Visit(workspace, user, Membership.objects.get(workspace=workspace, user=user))


def test_filters_and_pages(cast: Cast, acme: Workspace, owner: User) -> None:
    editor = User.objects.get(email="editor@acme.example")
    for number in range(60):
        note(_visit(acme, owner), "link.made", f"number {number}.")
    note(_visit(acme, editor), "link.revoked", "the editor's")
    elsewhere = Workspace.objects.get(slug="elsewhere")
    note(_visit(elsewhere, User.objects.get(email="sam@elsewhere.example")), "link.made", "not yours")

    first = cast.owner.get(LOG).content.decode()
    assert "Link revoked" in first
    assert "number 59." in first
    assert "number 3." not in first
    assert "not yours" not in first
    assert "number 3." in cast.owner.get(LOG, {"page": 2}).content.decode()
    of_editor = cast.owner.get(LOG, {"who": "editor@acme.example"}).content.decode()
    assert "1 entry" in of_editor
    assert "number 59." not in of_editor
    assert "60 entries" in cast.owner.get(LOG, {"what": "link.made"}).content.decode()
    assert cast.owner.get(LOG, {"page": "many"}).status_code == 200
    assert "Nothing to show" in cast.owner.get(LOG, {"who": "nobody"}).content.decode()


def test_what_is_written_is_escaped(cast: Cast, acme: Workspace, owner: User) -> None:
    note(_visit(acme, owner), "link.made", "<script>alert(1)</script>")
    assert "<script>alert" not in cast.owner.get(LOG).content.decode()
