"""Comments: said, answered, settled, and told to those who want to hear."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.web.conftest import Cast
from waypost.journey.edits import Remove
from waypost.journey.tree import Place
from waypost.web.accounts.models import User
from waypost.web.comments.digest import APART, send_digests, unsubscribe_token
from waypost.web.comments.models import Notice, Thread
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.live.models import Event
from waypost.web.workspaces.models import Membership, Workspace

SAID = "/w/acme/documents/buying/comments"


def _say(client: Client, text: str, element: str = "pays") -> dict[str, Any]:
    answer = client.post(f"{SAID}/begin", {"element": element, "text": text})
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def _notices(email: str) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(user__email=email).values_list("kind", "words"))


def test_somebody_says_something_about_a_step(cast: Cast) -> None:
    _say(cast.contributor, "Why so slow?")
    (thread,) = cast.viewer.get(SAID).json()["threads"]
    assert (thread["element"], thread["about"], thread["gone"]) == ("pays", "I pay", False)
    (comment,) = thread["comments"]
    assert (comment["text"], comment["name"]) == ("Why so slow?", "Contributor of Acme")
    assert (comment["may_change"], comment["may_remove"]) == (False, False)
    assert cast.viewer.get(f"{SAID}/counts").json() == {"counts": {"pays": 1}}


def test_a_viewer_reads_only(cast: Cast) -> None:
    assert cast.viewer.get(SAID).json()["may"] is False
    assert cast.viewer.post(f"{SAID}/begin", {"element": "pays", "text": "x"}).status_code == 403


@pytest.mark.parametrize(("element", "text"), [("nothing", "x"), ("pays", "  "), ("pays", "x" * 4001)])
def test_what_cannot_be_said_is_refused_in_words(cast: Cast, element: str, text: str) -> None:
    answer = cast.contributor.post(f"{SAID}/begin", {"element": element, "text": text})
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert not Thread.objects.exists()


def test_whoever_is_mentioned_is_told_and_watches_from_then_on(cast: Cast) -> None:
    thread = _say(cast.contributor, "@Viewer of Acme, is that so?")["threads"][0]["id"]
    assert _notices("viewer@acme.example") == [("mention", "@Viewer of Acme, is that so?")]
    assert _notices("contributor@acme.example") == []
    cast.editor.post(f"/w/acme/comments/threads/{thread}/answer", {"text": "It is"})
    assert _notices("viewer@acme.example")[0] == ("comment", "It is")
    assert _notices("contributor@acme.example") == [("comment", "It is")]
    heard = Event.objects.filter(kind="notice", topic=f"user:{User.objects.get(email='viewer@acme.example').pk}")
    assert heard.count() == 2


def test_strangers_are_never_told(cast: Cast) -> None:
    _say(cast.contributor, "@Sam Strange look at this")
    assert _notices("sam@elsewhere.example") == []


def test_who_has_left_is_not_told(cast: Cast) -> None:
    _say(cast.contributor, "@Viewer of Acme look")
    Membership.objects.filter(user__email="viewer@acme.example").delete()
    _say(cast.editor, "And @Viewer of Acme again")
    assert len(_notices("viewer@acme.example")) == 1


def test_who_stopped_watching_hears_only_when_meant(cast: Cast) -> None:
    _say(cast.contributor, "First")
    cast.contributor.post(f"{SAID}/watch", {"off": "yes"})
    _say(cast.contributor, "Second: writing does not begin it again")
    _say(cast.editor, "Third")
    assert _notices("contributor@acme.example") == []
    _say(cast.editor, "Fourth, @Contributor of Acme")
    assert [kind for kind, _ in _notices("contributor@acme.example")] == ["mention"]


def test_a_thread_is_settled_and_opened_again_by_an_answer(cast: Cast) -> None:
    thread = _say(cast.contributor, "Why?")["threads"][0]["id"]
    told = cast.editor.post(f"/w/acme/comments/threads/{thread}/settle").json()
    assert told["threads"][0]["resolved_by"] == "Editor of Acme"
    assert _notices("contributor@acme.example") == [("resolved", "Why?")]
    assert cast.viewer.get(f"{SAID}/counts").json() == {"counts": {}}
    told = cast.editor.post(f"/w/acme/comments/threads/{thread}/answer", {"text": "But"}).json()
    assert told["threads"][0]["resolved"] is None


def test_only_ones_own_words_are_changed(cast: Cast) -> None:
    comment = _say(cast.contributor, "Why?")["threads"][0]["comments"][0]["id"]
    assert cast.editor.post(f"/w/acme/comments/{comment}/rewrite", {"text": "x"}).status_code == 403
    assert cast.editor.post(f"/w/acme/comments/{comment}/remove").status_code == 403
    told = cast.contributor.post(f"/w/acme/comments/{comment}/rewrite", {"text": "Why, @Ada Park?"}).json()
    assert told["threads"][0]["comments"][0]["edited"] is True
    assert [kind for kind, _ in _notices("ada@acme.example")] == ["mention"]
    assert cast.admin.post(f"/w/acme/comments/{comment}/remove").json()["threads"] == []


def test_what_is_said_outlives_its_element(cast: Cast, owner: User) -> None:
    _say(cast.contributor, "True", element="no-answer")
    row = Document.objects.get(slug="buying")
    pain = current(row).value.elements()["no-answer"]
    commit(row, Author.of(owner), row.workspace.key, (Remove(place=Place(parent="asks", slot="pains"), snapshot=pain),))
    (thread,) = cast.viewer.get(SAID).json()["threads"]
    assert (thread["about"], thread["gone"]) == ("Nobody has time for me", True)


def test_the_workspace_hears_of_it(cast: Cast, acme: Workspace) -> None:
    _say(cast.contributor, "Why?")
    event = Event.objects.get(kind="comment")
    assert (event.topic, event.payload["element"]) == (acme.topic, "pays")
    assert "Why" not in json.dumps(event.payload)


def test_another_workspace_has_none_of_it(cast: Cast) -> None:
    thread = _say(cast.contributor, "Why?")["threads"][0]
    said = thread["comments"][0]["id"]
    for path in (f"comments/threads/{thread['id']}/answer", f"comments/{said}/rewrite", f"comments/{said}/remove"):
        assert cast.stranger.post(f"/w/elsewhere/{path}", {"text": "x"}).status_code == 404
    assert cast.stranger.get("/w/elsewhere/documents/buying/comments").status_code == 404


def test_the_bell_counts_what_was_not_looked_at(cast: Cast) -> None:
    _say(cast.contributor, "@Viewer of Acme one")
    _say(cast.contributor, "@Viewer of Acme two")
    assert "Notices: 2 new" in cast.viewer.get("/w/acme/").content.decode()
    notice = Notice.objects.latest("pk")
    answer = cast.viewer.get(f"/w/acme/notices/{notice.pk}/")
    assert answer.headers["Location"] == f"/w/acme/documents/buying/comments/page#thread-{notice.number}"
    assert cast.viewer.get("/w/acme/notices/count").json() == {"unseen": 1}
    assert cast.editor.get(f"/w/acme/notices/{notice.pk}/").status_code == 404
    page = cast.viewer.get("/w/acme/notices/").content.decode()
    assert "Contributor of Acme</bdi> mentioned you" in page
    cast.viewer.post("/w/acme/notices/seen")
    assert cast.viewer.get("/w/acme/notices/count").json() == {"unseen": 0}


def test_a_letter_a_day_until_it_is_looked_at(cast: Cast) -> None:
    _say(cast.contributor, "@Viewer of Acme, <b>look</b>")
    assert send_digests() == 1
    (letter,) = mail.outbox
    assert letter.to == ["viewer@acme.example"]
    assert letter.subject == "Acme: 1 notice for you"
    assert "<b>look</b>" in letter.body
    assert "/w/acme/notices/" in letter.body
    _say(cast.contributor, "Once more")
    assert send_digests() == 0, "twice on one day"
    Notice.objects.exclude(mailed=None).update(mailed=timezone.now() - APART - APART)
    assert send_digests() == 1
    assert "Once more" in mail.outbox[1].body
    assert "look" not in mail.outbox[1].body


def test_who_has_seen_it_or_left_gets_no_letter(cast: Cast) -> None:
    _say(cast.contributor, "@Viewer of Acme and @Editor of Acme")
    cast.viewer.post("/w/acme/notices/seen")
    Membership.objects.filter(user__email="editor@acme.example").delete()
    assert send_digests() == 0


def test_letters_stop_by_their_link(cast: Cast, acme: Workspace) -> None:
    viewer = User.objects.get(email="viewer@acme.example")
    _say(cast.contributor, "@Viewer of Acme")
    link = f"/unsubscribe/{unsubscribe_token(viewer, acme)}"
    assert "Stop the e-mails?" in cast.anonymous.get(link).content.decode()
    strict = Client(enforce_csrf_checks=True)
    assert "No more e-mails" in strict.post(link).content.decode()
    assert send_digests() == 0
    cast.viewer.post("/w/acme/notices/letters")
    assert send_digests() == 1
    assert cast.anonymous.post(link[:-1] + "A" * 3).status_code == 404


def test_a_letter_that_could_not_be_sent_is_sent_later(cast: Cast, settings: Any) -> None:
    _say(cast.contributor, "@Viewer of Acme")
    sending = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert send_digests() == 0
    settings.EMAIL_BACKEND = sending
    assert send_digests() == 1
