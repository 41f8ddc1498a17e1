"""What comes next in a young workspace: a few things, each for those who may do it."""

from __future__ import annotations

from tests.web.conftest import Cast
from waypost.formats.yaml import read_document
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author, create
from waypost.web.workspaces.founding import found
from waypost.web.workspaces.models import Workspace


def _bare(workspace: Workspace, owner: User, name: str = "bare") -> None:
    create(workspace, read_document(f"kind: journey\nid: {name}\nname: The {name} way\n"), Author.of(owner))


def test_a_young_workspace_says_three_things(cast: Cast, owner: User) -> None:
    quiet = found("Quiet", owner)
    _bare(quiet, owner)
    page = cast.owner.get("/w/quiet/").content.decode()
    said = page.partition("What comes next")[2].partition("</section>")[0]
    assert said.count("<li>") == 3
    assert 'href="/w/quiet/journeys/bare/"' in said
    assert 'href="/w/quiet/personas/"' in said
    assert 'href="/w/quiet/data/"' in said


def test_what_is_there_is_not_asked_for(cast: Cast) -> None:
    said = cast.admin.get("/w/acme/").content.decode().partition("What comes next")[2]
    assert 'href="/w/acme/data/"' in said
    assert "Write a persona" not in said
    assert "Invite" not in said
    assert "Name “Buying a bike” as it is today" in said


def test_whoever_may_not_change_anything_is_not_asked(cast: Cast) -> None:
    for client in (cast.viewer, cast.contributor, cast.facilitator):
        assert "What comes next" not in client.get("/w/acme/").content.decode()


def test_only_whoever_manages_is_asked_to_invite(cast: Cast, owner: User) -> None:
    quiet = found("Quiet", owner)
    persona = "kind: persona\nid: mira\nname: Mira\n"
    journey = "kind: journey\nid: way\nname: Way\nphases: [{id: p, name: P, steps: [{id: s, name: I go}]}]\n"
    for text in (persona, journey):
        create(quiet, read_document(text), Author.of(owner))
    assert "Invite the others" in cast.owner.get("/w/quiet/").content.decode()
    quiet.memberships.update(role="editor")
    assert "Invite the others" not in cast.owner.get("/w/quiet/").content.decode()


def test_a_workspace_that_is_grown_is_left_alone(cast: Cast, acme: Workspace, owner: User) -> None:
    for number in range(3):
        _bare(acme, owner, f"way-{number}")
    assert "What comes next" not in cast.editor.get("/w/acme/").content.decode()
