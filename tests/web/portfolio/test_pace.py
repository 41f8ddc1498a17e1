"""The front page stays fast: the questions to the database do not grow with the journeys, and checks are remembered."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import Cast
from waypost.formats.yaml import read_document
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author, create
from waypost.web.workspaces.models import Workspace

JOURNEY = """\
kind: journey
id: way-{number}
name: Way {number}
owner: Viewer of Acme
personas: [mira]
phases:
  - id: look
    name: Look
    steps:
      - {{id: looks, name: I look around}}
      - {{id: asks, name: I ask, pains: [{{id: hurts, text: Nobody answers}}], opens: way-{next}}}
"""


def _questions(cast: Cast, path: str) -> int:
    cast.viewer.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert cast.viewer.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    "path", ["/w/acme/", "/w/acme/?as=cards", "/w/acme/search?q=ask", "/w/acme/mine/", "/w/acme/actions/"]
)
def test_more_journeys_are_no_more_questions(cast: Cast, acme: Workspace, owner: User, path: str) -> None:
    for number in range(2):
        create(acme, read_document(JOURNEY.format(number=number, next=number + 1)), Author.of(owner))
    few = _questions(cast, path)
    for number in range(2, 14):
        create(acme, read_document(JOURNEY.format(number=number, next=number + 1)), Author.of(owner))
    assert _questions(cast, path) == few
    assert few < 14


def test_journeys_stand_below_what_opens_them(cast: Cast, acme: Workspace, owner: User) -> None:
    for number in (2, 1, 0):
        create(acme, read_document(JOURNEY.format(number=number, next=number + 1)), Author.of(owner))
    page = cast.viewer.get("/w/acme/?sort=name").content.decode()
    assert page.index("Way 0") < page.index("Way 1") < page.index("Way 2")
    assert page.count("opens from “I ask”") == 2
    assert 'class="depth-2"' in page
