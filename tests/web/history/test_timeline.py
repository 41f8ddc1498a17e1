"""The pages of the history: told in words, any state looked at, compared, named, restored, a change taken back."""

from __future__ import annotations

import re
import uuid
from html import unescape

import pytest
from django.test import Client

from tests.web.conftest import Cast
from waypost.journey.edits import Set
from waypost.journey.evidence import Evidence, Finding
from waypost.journey.journey import Journey
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.history.written import written
from waypost.web.workspaces.models import Workspace

AT = "/w/acme/documents/buying/history"


@pytest.fixture
def row(acme: Workspace) -> Document:
    """The journey, with two people's changes."""
    row = acme.documents.get(slug="buying")
    rename(row, "Ben", "pays", "I pay", "I pay cash")
    rename(row, "Cleo", "buy", "Buy", "Make it mine")
    row.refresh_from_db()
    return row


def rename(row: Document, who: str, element: str, old: str, new: str) -> None:
    commit(row, Author(who), uuid.uuid4(), (Set(id=element, field="name", old=old, new=new),))


def journey(row: Document) -> Journey:
    row.refresh_from_db()
    value = current(row).value
    assert isinstance(value, Journey)
    return value


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode())))


def test_who_changed_what(cast: Cast, row: Document) -> None:
    page = read(cast.viewer, AT)
    assert page.index("Cleo") < page.index("Ben") < page.index("The map was begun")
    assert "I pay cash" in page
    assert "Make it mine" in page
    assert "Restore" not in page, "who only looks is offered nothing to change"
    assert "Restore" in read(cast.editor, AT)


def test_a_map_nobody_changed(cast: Cast, acme: Workspace) -> None:
    assert "Nobody changed it since" in read(cast.viewer, AT)


def test_the_map_of_then_is_drawn_under_its_own_policy(cast: Cast, row: Document) -> None:
    answer = cast.viewer.get(f"{AT}/1")
    page = answer.content.decode()
    assert "I pay cash" in page
    assert "Make it mine" not in page
    meta = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert meta is not None
    assert answer.headers["Content-Security-Policy"] == unescape(meta[1])
    assert "As Ben left it on " in unescape(page)
    assert "It was changed once since." in page
    assert "As it was begun on " in cast.viewer.get(f"{AT}/0").content.decode()
    assert cast.viewer.get(f"{AT}/3").status_code == 404
    assert cast.viewer.get(f"{AT}/{10**12}").status_code == 404


def test_two_states_are_compared_in_words(cast: Cast, row: Document) -> None:
    whole = read(cast.viewer, f"{AT}/compare?from=0&to=2")
    assert "From the beginning to now" in whole
    assert "I pay cash" in whole
    only_last = read(cast.viewer, f"{AT}/compare?from=1&to=2")
    assert "I pay cash" not in only_last
    assert "Nothing differs" in read(cast.viewer, f"{AT}/compare?from=2&to=2")


@pytest.mark.parametrize("asked", ["from=x", "from=-1&to=99999999999999999999", "from=²", "from=&to="])
def test_an_odd_address_shows_something(asked: str, cast: Cast, row: Document) -> None:
    assert cast.viewer.get(f"{AT}/compare?{asked}").status_code == 200
    assert cast.viewer.get(f"{AT}?{asked}").status_code == 200


def test_a_version_gets_a_name_and_loses_it(cast: Cast, row: Document) -> None:
    cast.editor.post(f"{AT}/1/name", {"name": "Before the <workshop>"})
    assert "Before the <workshop>" in read(cast.viewer, AT)
    assert "“Before the <workshop>”" in read(cast.viewer, f"{AT}/compare?from=1")
    assert cast.viewer.post(f"{AT}/1/name", {"name": "Mine"}).status_code == 403
    assert cast.editor.post(f"{AT}/9/name", {"name": "Mine"}).status_code == 404
    cast.editor.post(f"{AT}/1/name", {"name": "x" * 121})
    cast.editor.post(f"{AT}/1/name", {"name": ""})
    assert row.versions.count() == 0


def test_restoring_is_a_change_of_its_own(cast: Cast, row: Document, owner: User) -> None:
    before = journey(row)
    answer = cast.editor.post(f"{AT}/0/restore", follow=True)
    assert "Restored the beginning" in answer.content.decode()
    assert journey(row).phases[1].name == "Buy"
    assert row.revision == 3
    cast.editor.post(f"{AT}/2/restore")
    assert journey(row) == before
    cast.editor.post(f"{AT}/2/restore")
    assert row.revision == 4, "what is so already is no change"


def test_a_change_is_taken_back_and_the_rest_stays(cast: Cast, row: Document) -> None:
    cast.editor.post(f"{AT}/1/take-back/1")
    now = journey(row)
    assert (now.phases[1].name, now.phases[1].steps[0].name) == ("Make it mine", "I pay")


def test_a_change_that_was_changed_again_is_left_alone(cast: Cast, row: Document) -> None:
    rename(row, "Cleo", "pays", "I pay cash", "I pay by card")
    answer = cast.editor.post(f"{AT}/1/take-back/1", follow=True)
    assert "was changed again after it" in answer.content.decode()
    assert journey(row).phases[1].steps[0].name == "I pay by card"


@pytest.mark.parametrize("path", ["2/take-back/1", "0/take-back/1", "1/take-back/9"])
def test_what_never_happened_is_not_taken_back(path: str, cast: Cast, row: Document) -> None:
    assert cast.editor.post(f"{AT}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["0/restore", "1/take-back/1", "1/name"])
def test_no_forged_form(path: str, row: Document, owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"{AT}/{path}").status_code == 403
    assert journey(row).phases[1].name == "Make it mine"


@pytest.mark.parametrize(
    ("slug", "edit", "told"),
    [
        ("mira", Set(id="mira", field="role", old="rides to work in every weather", new="walks"), "walks"),
        ("words", Set(id="till", field="meaning", old="Where one pays", new="Where money goes"), "Where money goes"),
        ("acme-workspace", Set(id="acme-workspace", field="currency", old=None, new="EUR"), "EUR"),
    ],
)
def test_every_kind_of_document_has_a_history(
    slug: str, edit: Set, told: str, cast: Cast, acme: Workspace, owner: User
) -> None:
    row, at = acme.documents.get(slug=slug), f"/w/acme/documents/{slug}/history"
    before = current(row).value
    commit(row, Author.of(owner), uuid.uuid4(), (edit,))
    for page in (at, f"{at}/compare", f"{at}/1"):
        assert told in read(cast.viewer, page)
    then = read(cast.viewer, f"{at}/1")
    assert "As Ada Park left it on " in then
    assert "map" not in then.lower().replace("mapped", "")
    assert told not in read(cast.viewer, f"{at}/0")
    cast.editor.post(f"{at}/0/restore")
    row.refresh_from_db()
    assert current(row).value == before
    assert cast.viewer.get(f"{at}/9").status_code == 404


def test_a_document_is_written_out_in_the_words_of_its_shape(acme: Workspace) -> None:
    finding = Finding(id="f", text="Too slow", about=("buying/pays",), n=6, of=17, level=-1.5)
    told = written(
        Evidence(id="e", name="Talks", source="2026", findings=(finding,)), {"buying/pays": "I pay"}.__getitem__
    )
    assert [(line.label, line.texts) for line in told.lines] == [("Source", ("2026",))]
    (group,) = told.groups
    (part,) = group.parts
    assert (group.name, part.label) == ("Findings", "Too slow")
    assert [(line.label, line.texts) for line in part.lines] == [
        ("About", ("I pay",)),
        ("Number", ("6",)),
        ("Number asked", ("17",)),
        ("Level", ("-1.5",)),
    ]


def test_the_pages_of_people_lead_to_their_history(cast: Cast) -> None:
    for page, slug in (("personas/mira/", "mira"), ("glossary/", "words")):
        assert f'href="/w/acme/documents/{slug}/history"' in cast.viewer.get(f"/w/acme/{page}").content.decode()
