"""Links for guests: they open one map and nothing else, until they do not."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from tests.web.conftest import Cast
from waypost.journey.edits import Set
from waypost.web.accounts.models import User
from waypost.web.accounts.pace import MISSES
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.models import Document
from waypost.web.sharing.models import Link
from waypost.web.workspaces.models import AuditEntry, Workspace

SHARE = "/w/acme/journeys/buying/share"
PAGE = {"Accept": "text/html"}


def made(client: Client, **said: str) -> str:
    """Make a link by the form; its path."""
    page = client.post(f"{SHARE}/links", {"note": "the bank", "lasts": "30", **said}).content.decode()
    found = re.search(r"http://[^/]+(/s/[\w-]+/)", page)
    assert found is not None, page
    return found[1]


def page_of(answer: HttpResponseBase) -> str:
    content: bytes = answer.content  # type: ignore[attr-defined]
    return content.decode()


def test_a_guest_sees_the_map_and_nothing_else(cast: Cast) -> None:
    answer = cast.anonymous.get(made(cast.editor), headers=PAGE)
    page = page_of(answer)
    assert answer.status_code == 200
    assert "I look around" in page
    assert not re.search(r'href="/|action=|<form', page), "no way leads from here into the house"
    stated = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert stated is not None
    assert answer.headers["Content-Security-Policy"] == unescape(stated[1])
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_secret_is_shown_once_and_kept_as_a_hash(cast: Cast) -> None:
    path = made(cast.editor)
    secret = path.split("/")[2]
    assert secret not in page_of(cast.editor.get(SHARE))
    link = Link.objects.get()
    assert secret not in str(vars(link))
    assert link.made_by is not None
    assert link.made_by.email == "editor@acme.example"


def test_every_link_that_opens_nothing_is_the_same(cast: Cast, acme: Workspace) -> None:
    revoked, expired, away = made(cast.editor), made(cast.editor), made(cast.editor)
    third, second, first = Link.objects.all()
    assert cast.editor.post(f"{SHARE}/links/{first.pk}/revoke").status_code == 302
    Link.objects.filter(pk=second.pk).update(expires=timezone.now() - timedelta(seconds=1))
    assert cast.anonymous.get(away).status_code == 200
    Document.objects.filter(pk=third.document_id).update(archived=timezone.now())
    answers = [cast.anonymous.get(path, headers=PAGE) for path in (revoked, expired, away, "/s/never-made/")]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({page_of(answer) for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


def test_links_are_made_and_revoked_by_those_who_edit(cast: Cast) -> None:
    assert cast.contributor.post(f"{SHARE}/links", {"lasts": "7"}).status_code == 403
    path = made(cast.editor)
    assert "A link to look" not in page_of(cast.viewer.get(SHARE))
    assert cast.viewer.post(f"{SHARE}/links/{Link.objects.get().pk}/revoke").status_code == 403
    assert (
        cast.stranger.post(f"/w/elsewhere/journeys/buying/share/links/{Link.objects.get().pk}/revoke").status_code
        == 404
    )
    assert cast.anonymous.get(path).status_code == 200
    cast.owner.post(f"{SHARE}/links/{Link.objects.get().pk}/revoke")
    assert cast.anonymous.get(path).status_code == 404
    assert list(AuditEntry.objects.values_list("what", "actor_name").order_by("id")) == [
        ("link.made", "editor@acme.example"),
        ("link.revoked", "ada@acme.example"),
    ]


def test_a_link_lasts_as_long_as_one_may_choose(cast: Cast) -> None:
    assert cast.editor.post(f"{SHARE}/links", {"lasts": "100000"}).status_code == 422
    assert not Link.objects.exists()
    made(cast.editor, lasts="7")
    assert timedelta(days=6, hours=23) < Link.objects.get().expires - timezone.now() <= timedelta(days=7)


def test_who_guesses_waits(cast: Cast) -> None:
    path = made(cast.editor)
    for number in range(MISSES):
        assert cast.anonymous.get(f"/s/guess-{number}/").status_code == 404
    assert cast.anonymous.get("/s/guess-again/").status_code == 429
    assert cast.anonymous.get(path).status_code == 429, "the right one is not told from a wrong one either"


def test_a_guest_reads_no_names_of_those_who_work_here(cast: Cast, acme: Workspace, owner: User) -> None:
    row = Document.objects.get(workspace=acme, slug="buying")
    names = {"owner": "Olga Owner", "facilitator": "Fritz Facilitator", "sponsor": "Susi Sponsor"}
    commit(
        row,
        Author.of(owner),
        _key(),
        [Set(id="buying", field=field, old=None, new=name) for field, name in names.items()],
    )
    for path in (made(cast.editor), f"{made(cast.editor)}?wall"):
        page = page_of(cast.anonymous.get(path))
        assert "Buying a bike" in page
        assert not [name for name in (*names.values(), "Ada Park") if name in page]


def _key() -> uuid.UUID:
    return uuid.uuid4()


@pytest.mark.parametrize("query", ["", "?wall"])
def test_a_guest_follows_the_journey_as_it_is_now(query: str, cast: Cast, acme: Workspace, owner: User) -> None:
    path = made(cast.editor) + query
    row = Document.objects.get(workspace=acme, slug="buying")
    commit(row, Author.of(owner), _key(), [Set(id="pays", field="name", old="I pay", new="I hand over the money")])
    assert "I hand over the money" in page_of(cast.anonymous.get(path))
