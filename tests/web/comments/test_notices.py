"""What people are told besides comments: reviews that wait for them, their outcome, and actions that are theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.web.conftest import Cast
from waypost.web.accounts.models import User
from waypost.web.actions.models import Action
from waypost.web.actions.overdue import tell_overdue
from waypost.web.comments.digest import send_digests
from waypost.web.comments.models import Notice
from waypost.web.documents.models import Document
from waypost.web.live.models import Event
from waypost.web.workspaces.models import Membership

REVIEW = "/w/acme/journeys/buying/review"
ACTIONS = "/w/acme/actions/"


def _told(who: str) -> list[str]:
    """What somebody was told, as the page says it; the oldest first."""
    told = Notice.objects.filter(user__email=f"{who}@acme.example").order_by("pk")
    return [" ".join(filter(None, (one.who, one.get_kind_display(), one.about))) for one in told]


def _user(who: str) -> User:
    return User.objects.get(email=f"{who}@acme.example")


def _ask(client: Client, *whom: str) -> None:
    client.post(f"{REVIEW}/ask", {"whom": [_user(who).pk for who in whom], "note": "Is it true?"})


def _made(client: Client, **more: object) -> Action:
    sent = {"about": "buying/no-answer", "title": "Answer at once", "state": "open", **more}
    assert client.post(f"{ACTIONS}new", sent).status_code == 302
    return Action.objects.latest("pk")


def test_who_is_asked_for_a_review_is_told_and_led_to_it(cast: Cast) -> None:
    _ask(cast.editor, "contributor", "admin")
    assert _told("contributor") == ["Editor of Acme asks you to review Buying a bike"]
    assert _told("editor") == []
    notice = Notice.objects.get(user=_user("contributor"))
    assert notice.words == "Is it true?"
    assert cast.contributor.get(f"/w/acme/notices/{notice.pk}/").headers["Location"] == REVIEW
    assert "asks you to review" in cast.contributor.get("/w/acme/notices/").content.decode()


@pytest.mark.parametrize(("verdict", "said"), [("approved", "approved"), ("changes", "asks for changes to")])
def test_who_asked_hears_the_answer(cast: Cast, verdict: str, said: str) -> None:
    _ask(cast.editor, "contributor")
    revision = Document.objects.get(slug="buying").revision
    cast.contributor.post(f"{REVIEW}/answer", {"verdict": verdict, "note": "The bank is slow", "revision": revision})
    assert _told("editor") == [f"Contributor of Acme {said} Buying a bike"]


def test_everybody_who_took_part_hears_that_it_is_published(cast: Cast) -> None:
    cast.viewer.post("/w/acme/documents/buying/comments/watch")
    cast.editor.post(f"{REVIEW}/move", {"to": "validated"})
    _ask(cast.editor, "contributor")
    revision = Document.objects.get(slug="buying").revision
    cast.contributor.post(f"{REVIEW}/answer", {"verdict": "approved", "revision": revision})
    cast.admin.post(f"{REVIEW}/move", {"to": "published"})
    published = "Admin of Acme published Buying a bike"
    assert [_told(who)[-1:] for who in ("editor", "contributor", "viewer", "admin")] == [[published]] * 3 + [[]]


def test_an_action_is_told_to_whoever_gets_it(cast: Cast) -> None:
    contributor, viewer = _user("contributor"), _user("viewer")
    action = _made(cast.editor, owner=contributor.pk, due="2030-03-03")
    _made(cast.editor, owner=_user("editor").pk)
    assert _told("contributor") == ["Editor of Acme gave you an action: Answer at once"]
    assert Notice.objects.get(user=contributor).words == "Until 3 Mar 2030"
    assert _told("editor") == []
    sent = {"title": "Answer at once", "state": "doing", "owner": viewer.pk, "revision": 0}
    cast.editor.post(f"{ACTIONS}{action.pk}/", sent)
    assert _told("viewer") == ["Editor of Acme gave you an action: Answer at once"]
    notice = Notice.objects.get(user=viewer)
    assert cast.viewer.get(f"/w/acme/notices/{notice.pk}/").headers["Location"] == f"{ACTIONS}{action.pk}/"
    cast.editor.post(f"{ACTIONS}{action.pk}/throw-away")
    assert (_told("viewer"), _told("contributor")) == ([], [])


def test_what_is_overdue_is_told_once_and_no_longer_than_it_is_so(cast: Cast) -> None:
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    action = _made(cast.editor, owner=_user("editor").pk, due=yesterday)
    _made(cast.editor, owner=_user("contributor").pk, due="2099-01-01")
    _made(cast.editor, due=yesterday)
    tell_overdue()
    tell_overdue()
    assert _told("editor") == ["Overdue: Answer at once"]
    assert _told("contributor") == ["Editor of Acme gave you an action: Answer at once"]
    assert Event.objects.filter(kind="notice", topic=f"user:{_user('editor').pk}").count() == 1
    cast.editor.post(f"{ACTIONS}{action.pk}/place", {"state": "done"})
    assert _told("editor") == []
    assert Event.objects.filter(kind="notice", topic=f"user:{_user('editor').pk}").count() == 2
    cast.editor.post(f"{ACTIONS}{action.pk}/place", {"state": "doing"})
    tell_overdue()
    assert _told("editor") == ["Overdue: Answer at once"]


def test_who_has_left_is_told_of_nothing_that_was_theirs(cast: Cast) -> None:
    _made(cast.editor, owner=_user("contributor").pk, due="2020-01-01")
    Membership.objects.filter(user=_user("contributor")).delete()
    Notice.objects.all().delete()
    tell_overdue()
    assert not Notice.objects.exists()


def test_the_letter_tells_all_of_it(cast: Cast) -> None:
    _made(cast.editor, owner=_user("contributor").pk, due="2020-01-01")
    _ask(cast.editor, "contributor")
    tell_overdue()
    assert send_digests() == 1
    (letter,) = mail.outbox
    assert letter.subject == "Acme: 3 notices for you"
    said = [line for line in letter.body.splitlines() if "“" in line]
    assert said == [
        "Editor of Acme gave you an action: “Answer at once”:",
        "Editor of Acme asks you to review “Buying a bike”:",
        "Overdue: “Answer at once”:",
    ]
    assert "    Is it true?" in letter.body
    assert "    Due on 1 Jan 2020" in letter.body


def test_looking_at_them_is_heard_by_other_pages(cast: Cast) -> None:
    _ask(cast.editor, "contributor")
    heard = Event.objects.filter(kind="notice", topic=f"user:{_user('contributor').pk}")
    assert heard.count() == 1
    cast.contributor.post("/w/acme/notices/seen")
    cast.contributor.post("/w/acme/notices/seen")
    assert heard.count() == 2
