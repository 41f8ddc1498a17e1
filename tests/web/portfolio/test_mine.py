"""My part: by department, by name."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import Cast
from waypost.formats.yaml import read_document
from waypost.journey.journey import Journey
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author, create
from waypost.web.portfolio.mine import Mine, share_of
from waypost.web.workspaces.models import Membership, Workspace

JOURNEY = """\
kind: journey
id: help
name: Getting help
owner: Ada Park, service
mapped: 2020-01-01
phases:
  - id: ask
    name: Ask
    steps:
      - id: calls
        name: I call
        pains: [{id: waits, text: Nobody answers}]
        touchpoints:
          - {id: line, name: Hotline, department: Support, posts: [{id: post, question: Was it solved?}]}
          - {id: site, name: Site, department: Marketing, moments: [{id: truth, text: Hope, owner: support}]}
        backstage: [{id: looks, text: Looks it up, department: SUPPORT}]
"""


@pytest.fixture
def journey() -> Journey:
    value = read_document(JOURNEY)
    assert isinstance(value, Journey)
    return value


def test_a_department_finds_its_part(journey: Journey) -> None:
    share = share_of(journey, Mine("Ben Okafor", "support"))
    assert share is not None
    assert [part.element.id for part in share.touchpoints] == ["line"]
    assert [part.element.id for part in share.moments] == ["truth"]
    assert [part.element.id for part in share.activities] == ["looks"]
    assert [part.element.id for part in share.posts] == ["post"]
    assert [pain.id for pain in share.touchpoints[0].pains] == ["waits"]
    assert [step.id for step in share.steps] == ["calls"]


@pytest.mark.parametrize(
    ("name", "department", "roles"),
    [
        ("Ada Park", "", ("owner",)),
        ("ada park", "", ("owner",)),
        ("Ada", "", ("owner",)),
        ("Da Park", "", None),
        ("", "", None),
    ],
)
def test_a_name_is_found_as_whole_words(
    journey: Journey, name: str, department: str, roles: tuple[str, ...] | None
) -> None:
    share = share_of(journey, Mine(name, department))
    assert (share.roles if share else None) == roles


def test_the_page_shows_what_waits(cast: Cast, acme: Workspace, owner: User) -> None:
    create(acme, read_document(JOURNEY), Author.of(owner))
    Membership.objects.filter(user=owner).update(department="Support")
    page = cast.owner.get("/w/acme/mine/").content.decode()
    assert "/w/acme/journeys/help/#line" in page
    assert "was due on 1 Jan 2021" in page
    assert "Check</dt>" in page
    assert 'href="/w/acme/journeys/help/"' in page
    assert "Nothing is yours yet" in cast.viewer.get("/w/acme/mine/").content.decode()


QUIET = """\
kind: journey
id: calm
name: A calm way
owner: Ada Park
lifecycle: retired
review: 2999-01-01
"""


def test_an_owner_sees_what_waits_in_the_whole_journey(cast: Cast, acme: Workspace, owner: User) -> None:
    create(acme, read_document(JOURNEY), Author.of(owner))
    cast.editor.post("/w/acme/documents/help/comments/begin", {"element": "calls", "text": "Every time?"})
    cast.editor.post(
        "/w/acme/actions/new", {"about": "help/waits", "title": "Answer", "state": "open", "due": "2020-01-01"}
    )
    page = cast.owner.get("/w/acme/mine/").content.decode()
    assert 'href="/w/acme/documents/help/comments/page">1 open thread<' in page
    assert 'href="/w/acme/actions/?journey=help">1 action under way, ' in page
    assert "Nothing waits here" not in page
    assert re.search(r'href="/w/acme/journeys/help/#[a-z-]+" dir="auto">[^<]+</a></li>', page)


def test_where_nothing_waits_the_page_says_so(cast: Cast, acme: Workspace, owner: User) -> None:
    create(acme, read_document(QUIET), Author.of(owner))
    page = cast.owner.get("/w/acme/mine/").content.decode()
    assert "You are its owner. Nothing waits here." in page
    assert "things to" not in page


def test_a_review_waits_for_whoever_is_asked(cast: Cast, acme: Workspace, owner: User) -> None:
    create(acme, read_document(QUIET), Author.of(owner))
    cast.editor.post("/w/acme/journeys/calm/review/ask", {"whom": owner.pk})
    page = cast.owner.get("/w/acme/mine/").content.decode()
    assert 'href="/w/acme/journeys/calm/review"' in page
    assert "Nothing else waits here." in page
