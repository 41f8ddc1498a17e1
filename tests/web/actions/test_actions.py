"""Actions: made from a pain point, changed, moved, told to whoever looks at the board."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.conftest import Cast
from waypost.journey.edits import Remove
from waypost.journey.journey import Journey
from waypost.journey.tree import Place
from waypost.web.accounts.models import User
from waypost.web.actions.models import Action
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.live.models import Event

ABOUT = "buying/no-answer"


def _made(client: Client, title: str = "Ask within a minute", **more: object) -> Action:
    sent = {"about": ABOUT, "title": title, "state": "open", **more}
    answer = client.post("/w/acme/actions/new", sent)
    assert answer.status_code == 302, answer.content
    return Action.objects.latest("pk")


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_action_hangs_on_a_pain_point(cast: Cast) -> None:
    assert "Nobody has time for me" in _page(cast.editor, "/w/acme/actions/new")
    action = _made(cast.editor)
    assert action.about == "Nobody has time for me"
    page = _page(cast.viewer, "/w/acme/actions/")
    assert "Ask within a minute" in page
    assert "/w/acme/journeys/buying/#no-answer" in page
    assert "intensity 1 of 3" in page
    told = cast.viewer.get("/w/acme/journeys/buying/actions").json()
    assert [one["title"] for one in told["actions"]["no-answer"]] == ["Ask within a minute"]
    assert told["make"] is None
    assert cast.editor.get("/w/acme/journeys/buying/actions").json()["make"] == "/w/acme/actions/new?about=buying/"


def test_nothing_is_made_of_what_is_not_there(cast: Cast) -> None:
    for about in ("buying/nothing", "nothing/no-answer", "mira", "words/till"):
        assert cast.editor.post("/w/acme/actions/new", {"about": about, "title": "x"}).status_code == 404
    assert cast.editor.post("/w/acme/actions/new", {"about": ABOUT, "title": ""}).status_code == 422
    assert not Action.objects.exists()


def test_an_owner_is_a_member(cast: Cast) -> None:
    stranger = User.objects.get(email="sam@elsewhere.example")
    answer = cast.editor.post(
        "/w/acme/actions/new", {"about": ABOUT, "title": "x", "state": "open", "owner": stranger.pk}
    )
    assert answer.status_code == 422


def test_what_is_overdue_is_said(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    action = _made(cast.editor, due=yesterday.isoformat())
    assert "1 overdue." in _page(cast.viewer, "/w/acme/actions/")
    cast.editor.post(f"/w/acme/actions/{action.pk}/place", {"state": "done"})
    page = _page(cast.viewer, "/w/acme/actions/?as=list")
    assert "overdue" not in page


def test_a_change_is_written_down_in_words(cast: Cast, owner: User) -> None:
    action = _made(cast.editor)
    sent = {"title": action.title, "state": "doing", "owner": owner.pk, "due": "2030-03-03", "revision": 0}
    assert cast.editor.post(f"/w/acme/actions/{action.pk}/", sent).status_code == 302
    action.refresh_from_db()
    assert action.started is not None
    assert action.lines.all()[0].words == "Owner: none → Ada Park; due day: none → 3 Mar 2030; state: open → doing"
    assert [one.words for one in action.lines.all()][-1] == "Made it"


def test_two_people_do_not_overwrite_each_other(cast: Cast) -> None:
    action = _made(cast.editor)
    first = {"title": "Mine", "state": "open", "revision": 0}
    assert cast.editor.post(f"/w/acme/actions/{action.pk}/", first).status_code == 302
    cast.admin.post(f"/w/acme/actions/{action.pk}/", {"title": "Theirs", "state": "open", "revision": 0})
    action.refresh_from_db()
    assert action.title == "Mine"


def test_the_board_keeps_its_order(cast: Cast) -> None:
    one, two, three = (_made(cast.editor, title) for title in ("One", "Two", "Three"))

    def order(state: str) -> list[str]:
        return list(Action.objects.filter(state=state).values_list("title", flat=True))

    assert order("open") == ["One", "Two", "Three"]
    cast.editor.post(f"/w/acme/actions/{three.pk}/place", {"state": "open", "after": one.pk})
    assert order("open") == ["One", "Three", "Two"]
    cast.editor.post(f"/w/acme/actions/{two.pk}/place", {"state": "doing"})
    cast.editor.post(f"/w/acme/actions/{one.pk}/place", {"state": "doing", "after": 999})
    assert order("doing") == ["One", "Two"]
    assert cast.editor.post(f"/w/acme/actions/{one.pk}/place", {"state": "nowhere"}).status_code == 422


def test_the_workspace_hears_of_it(cast: Cast) -> None:
    action = _made(cast.editor)
    cast.editor.post(f"/w/acme/actions/{action.pk}/place", {"state": "done"})
    heard = Event.objects.filter(kind="action", topic=action.workspace.topic)
    assert [event.payload["state"] for event in heard] == ["open", "done"]


def test_whoever_owns_an_action_may_move_it(cast: Cast) -> None:
    contributor = User.objects.get(email="contributor@acme.example")
    theirs, not_theirs = _made(cast.editor, owner=contributor.pk), _made(cast.editor, "Another")
    assert cast.contributor.post(f"/w/acme/actions/{theirs.pk}/place", {"state": "doing"}).status_code == 200
    assert cast.contributor.post(f"/w/acme/actions/{not_theirs.pk}/place", {"state": "doing"}).status_code == 403
    assert cast.viewer.post(f"/w/acme/actions/{theirs.pk}/", {"title": "x"}).status_code == 403


def test_an_action_outlives_what_it_is_about(cast: Cast, owner: User) -> None:
    action = _made(cast.editor)
    row = Document.objects.get(slug="buying")
    value = current(row).value
    assert isinstance(value, Journey)
    pain = value.elements()["no-answer"]
    removed = Remove(place=Place(parent="asks", slot="pains"), snapshot=pain)
    commit(row, Author.of(owner), action.workspace.key, (removed,))
    page = _page(cast.viewer, f"/w/acme/actions/{action.pk}/")
    assert "Nobody has time for me" in page
    assert "not on the map any more" in page


@pytest.mark.parametrize("path", ["actions/{}/", "actions/{}/place", "actions/{}/throw-away"])
def test_strangers_see_no_action(cast: Cast, path: str) -> None:
    action = _made(cast.editor)
    assert cast.stranger.get(f"/w/acme/{path.format(action.pk)}").status_code in (404, 405)
    # A number of another workspace is none of one's own.
    assert cast.stranger.post(f"/w/elsewhere/{path.format(action.pk)}").status_code == 404


def test_an_action_can_be_thrown_away(cast: Cast) -> None:
    action = _made(cast.editor)
    cast.editor.post(f"/w/acme/actions/{action.pk}/throw-away")
    assert not Action.objects.exists()
