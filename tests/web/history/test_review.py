"""A map is published after somebody approved it, whichever way one tries; everything else moves freely."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.web.acme import JOURNEY
from tests.web.conftest import Cast
from tests.web.history.test_timeline import journey, read, rename
from waypost.formats.yaml import read_document
from waypost.journey.edits import EditError, Set
from waypost.journey.journey import Lifecycle
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author, commit, create
from waypost.web.documents.models import Document
from waypost.web.history.publishing import (
    ASK_FIRST,
    CHANGED_SINCE,
    CHANGES_WANTED,
    MOVES,
    OWN_ONLY,
    Approval,
    Said,
    Terms,
    Voice,
    refusal,
)
from waypost.web.workspaces.models import AuditEntry, Workspace

AT = "/w/acme/journeys/buying/review"
voices = st.lists(st.builds(Voice, st.integers(1, 4), st.sampled_from(Said), st.integers(0, 9)))
terms = st.builds(Terms, st.integers(0, 9), st.none() | st.integers(1, 4), st.integers(1, 3))


@given(voices, terms, st.sampled_from(Lifecycle), st.sampled_from(Lifecycle))
def test_only_publishing_asks_for_anything(
    said: Sequence[Voice], on: Terms, before: Lifecycle, after: Lifecycle
) -> None:
    approval = Approval.of(said, on)
    agree = [one for one in said if one.said is Said.APPROVED and one.revision >= on.changed and one.who != on.author]
    agreed = len(agree) >= on.needed and not any(one.said is Said.CHANGES for one in said)
    publishes = after is Lifecycle.PUBLISHED and before is not Lifecycle.PUBLISHED
    assert (refusal(before, after, approval) is None) == (agreed or not publishes)
    assert bool(approval.wanting) is not approval.given


@pytest.mark.parametrize(
    ("said", "needed", "words"),
    [
        ((), 1, ASK_FIRST),
        ((Voice(2, Said.APPROVED, 4),), 1, CHANGED_SINCE),
        ((Voice(1, Said.APPROVED, 5),), 1, OWN_ONLY),
        ((Voice(1, Said.APPROVED, 5), Voice(2, Said.APPROVED, 5)), 1, ""),
        ((Voice(2, Said.APPROVED, 5),), 2, "A map needs 2 approvals here, and has 1."),
        ((Voice(2, Said.APPROVED, 5), Voice(3, Said.CHANGES, 5)), 1, CHANGES_WANTED),
    ],
)
def test_what_is_wanting_is_said(said: Sequence[Voice], needed: int, words: str) -> None:
    assert Approval.of(said, Terms(changed=5, author=1, needed=needed)).wanting == words


def test_every_state_can_be_left_and_reached() -> None:
    assert set(MOVES) == set(Lifecycle)
    assert {move.target for moves in MOVES.values() for move in moves} == set(Lifecycle)


@pytest.fixture
def row(acme: Workspace) -> Document:
    return acme.documents.get(slug="buying")


def _set_lifecycle(row: Document, old: str, new: str) -> None:
    commit(row, Author("Ben"), uuid.uuid4(), (Set(id="buying", field="lifecycle", old=old, new=new),))


def _ask(client: Client, *whom: str) -> None:
    client.post(f"{AT}/ask", {"whom": [User.objects.get(email=f"{one}@acme.example").pk for one in whom]})


def _say(client: Client, row: Document, verdict: str, note: str = "") -> str:
    row.refresh_from_db()
    said = {"verdict": verdict, "revision": row.revision, "note": note}
    return client.post(f"{AT}/answer", said, follow=True).content.decode()


def test_no_edit_publishes_what_nobody_approved(row: Document) -> None:
    _set_lifecycle(row, "draft", "validated")
    with pytest.raises(EditError, match="Ask for a review first"):
        _set_lifecycle(row, "validated", "published")
    assert journey(row).lifecycle is Lifecycle.VALIDATED
    _set_lifecycle(row, "validated", "retired")


def test_the_browser_is_told_why(cast: Cast, row: Document) -> None:
    edit = {"edit": "set", "id": "buying", "field": "lifecycle", "old": "draft", "new": "published"}
    body = {"key": str(uuid.uuid4()), "edits": [edit]}
    answer = cast.editor.post("/w/acme/documents/buying/changes", body, content_type="application/json")
    assert answer.status_code == 422
    assert "after somebody approved it" in answer.json()["detail"]


def test_what_is_brought_published_is_published(acme: Workspace) -> None:
    text = JOURNEY.replace("id: buying", "id: old\nlifecycle: published")
    row = create(acme, read_document(text), Author("Ada"))
    assert journey(row).lifecycle is Lifecycle.PUBLISHED
    rename(row, "Ada", "pays", "I pay", "I pay cash")


def test_from_asking_to_publishing(cast: Cast, row: Document) -> None:
    _set_lifecycle(row, "draft", "validated")
    assert "Ask for a review first" in read(cast.editor, AT)
    _ask(cast.editor, "contributor", "facilitator")
    assert "What do you say?" in read(cast.contributor, AT)
    assert "What do you say?" not in read(cast.admin, AT)
    _say(cast.contributor, row, "approved", "It is how it is.")
    page = read(cast.editor, AT)
    assert "It is how it is." in page
    assert "Publish" in page
    _say(cast.facilitator, row, "changes", "The till is missing.")
    assert "A reviewer asked for changes" in read(cast.editor, AT)
    cast.editor.post(f"{AT}/move", {"to": "published"})
    assert journey(row).lifecycle is Lifecycle.VALIDATED
    _say(cast.facilitator, row, "approved")
    cast.editor.post(f"{AT}/move", {"to": "published"})
    assert journey(row).lifecycle is Lifecycle.PUBLISHED
    assert row.versions.get().name.startswith("Published ")
    assert set(AuditEntry.objects.values_list("what", flat=True)) >= {"review.asked", "journey.published"}


def test_an_approval_is_used_once(cast: Cast, row: Document) -> None:
    _set_lifecycle(row, "draft", "validated")
    _ask(cast.editor, "contributor")
    _say(cast.contributor, row, "approved")
    cast.editor.post(f"{AT}/move", {"to": "published"})
    cast.editor.post(f"{AT}/move", {"to": "validated"})
    cast.editor.post(f"{AT}/move", {"to": "published"})
    assert journey(row).lifecycle is Lifecycle.VALIDATED


def _publish(client: Client) -> str:
    return client.post(f"{AT}/move", {"to": "published"}, follow=True).content.decode()


def test_a_change_makes_an_approval_void(cast: Cast, row: Document) -> None:
    _ask(cast.editor, "contributor")
    _say(cast.contributor, row, "approved")
    _set_lifecycle(row, "draft", "validated")
    assert "Publish" in read(cast.editor, AT), "a map that moved on is the same map"
    rename(row, "Ben", "pays", "I pay", "I pay cash")
    page = read(cast.editor, AT)
    assert CHANGED_SINCE in page
    assert "does not count any more" in page
    assert "of revision 0 (the beginning)" in page
    assert CHANGED_SINCE in _publish(cast.editor)
    assert journey(row).lifecycle is Lifecycle.VALIDATED
    _say(cast.contributor, row, "approved")
    _publish(cast.editor)
    assert journey(row).lifecycle is Lifecycle.PUBLISHED
    assert "approved revision 2" in read(cast.viewer, AT)


def test_nobody_approves_their_own_change_alone(cast: Cast, row: Document) -> None:
    editor = User.objects.get(email="editor@acme.example")
    edit = Set(id="pays", field="name", old="I pay", new="I pay cash")
    commit(row, Author.of(editor), uuid.uuid4(), (edit,))
    _set_lifecycle(row, "draft", "validated")
    _ask(cast.owner, "editor")
    _say(cast.editor, row, "approved")
    assert "approved their own" in read(cast.owner, AT)
    assert OWN_ONLY in _publish(cast.owner)
    row.workspace.memberships.filter(role__in=("admin", "editor")).exclude(user=editor).update(role="contributor")
    _publish(cast.editor)
    assert journey(row).lifecycle is Lifecycle.PUBLISHED, "nobody else could have made the change"


def test_as_many_approve_as_the_workspace_asks_for(cast: Cast, row: Document, acme: Workspace) -> None:
    acme.approvals = 2
    acme.save()
    _set_lifecycle(row, "draft", "validated")
    _ask(cast.editor, "contributor", "facilitator")
    _say(cast.contributor, row, "approved")
    assert "A map needs 2 approvals here, and has 1." in _publish(cast.editor)
    _say(cast.facilitator, row, "approved")
    assert "2 of 2 approvals" in read(cast.editor, AT)
    _publish(cast.editor)
    assert journey(row).lifecycle is Lifecycle.PUBLISHED


def test_nothing_is_changed_while_publishing(cast: Cast, row: Document) -> None:
    _set_lifecycle(row, "draft", "validated")
    _ask(cast.editor, "contributor")
    _say(cast.contributor, row, "approved")
    edits = (
        Set(id="pays", field="name", old="I pay", new="I do not"),
        Set(id="buying", field="lifecycle", old="validated", new="published"),
    )
    with pytest.raises(EditError, match="published by itself"):
        commit(row, Author("Ben"), uuid.uuid4(), edits)


def test_the_check_stands_beside_the_review(cast: Cast) -> None:
    page = read(cast.viewer, AT)
    assert "there is a story to talk about" in page
    assert "of at least 5 phases" in page
    assert "before it is validated" in page


def test_nobody_answers_who_was_not_asked(cast: Cast, row: Document) -> None:
    assert "Nobody asks you" in _say(cast.contributor, row, "approved")
    _ask(cast.editor, "contributor")
    assert "Nobody asks you" in _say(cast.admin, row, "approved")
    assert "Say what should change" in _say(cast.contributor, row, "changes")
    assert "Approve the map, or" in _say(cast.contributor, row, "perhaps")
    cast.editor.post(f"{AT}/end")
    assert "Nobody asks you" in _say(cast.contributor, row, "approved")


def test_only_who_may_comment_can_be_asked(cast: Cast, row: Document) -> None:
    _ask(cast.editor, "viewer")
    assert "Choose whom to ask" in read(cast.editor, AT)
    assert not row.reviews.exists()


@pytest.mark.parametrize("to", ["published", "retired", "nonsense", ""])
def test_a_draft_goes_where_drafts_go(to: str, cast: Cast, row: Document) -> None:
    cast.editor.post(f"{AT}/move", {"to": to})
    assert journey(row).lifecycle is Lifecycle.DRAFT


def test_the_map_leads_to_its_review_and_its_history(cast: Cast, row: Document) -> None:
    page = cast.editor.get("/w/acme/journeys/buying/").content.decode()
    assert f'"review": "{AT}"' in page
    assert "/w/acme/documents/buying/history" in page
