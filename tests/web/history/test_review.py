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
from waypost.web.history.publishing import MOVES, Approval, Said, Voice, refusal, warning
from waypost.web.workspaces.models import AuditEntry, Workspace

AT = "/w/acme/journeys/buying/review"
voices = st.lists(st.builds(Voice, st.sampled_from(Said), st.integers(0, 9)))


@given(voices, st.sampled_from(Lifecycle), st.sampled_from(Lifecycle))
def test_only_publishing_asks_for_anything(said: Sequence[Voice], before: Lifecycle, after: Lifecycle) -> None:
    approval = Approval.of(said)
    agreed = any(one.said is Said.APPROVED for one in said) and not any(one.said is Said.CHANGES for one in said)
    publishes = after is Lifecycle.PUBLISHED and before is not Lifecycle.PUBLISHED
    assert (refusal(before, after, approval) is None) == (agreed or not publishes)
    assert warning(approval, 99) is None or agreed


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


def test_whoever_publishes_a_changed_map_knows(cast: Cast, row: Document) -> None:
    _set_lifecycle(row, "draft", "validated")
    _ask(cast.editor, "contributor")
    _say(cast.contributor, row, "approved")
    assert "changed after it was approved" not in cast.editor.get(AT).content.decode()
    rename(row, "Ben", "pays", "I pay", "I pay cash")
    assert 'data-asks="The map changed after it was approved.' in cast.editor.get(AT).content.decode()
    row.refresh_from_db()
    for seen in ("", str(row.revision - 1), "x"):
        cast.editor.post(f"{AT}/move", {"to": "published", "revision": seen})
        assert journey(row).lifecycle is Lifecycle.VALIDATED
    cast.editor.post(f"{AT}/move", {"to": "published", "revision": row.revision})
    assert journey(row).lifecycle is Lifecycle.PUBLISHED


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
    assert "/w/acme/journeys/buying/history" in page
