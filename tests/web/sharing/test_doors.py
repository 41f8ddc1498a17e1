"""The three doors: a named journey by one press, also without a mouse."""

from __future__ import annotations

import pytest

from tests.web.conftest import Browsing, Cast
from tests.web.served import Served
from waypost.journey.journey import Journey
from waypost.journey.templates import TEMPLATES
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.sharing.preview import HEIGHT, WIDTH
from waypost.web.sharing.starting import KINDS, cards
from waypost.web.workspaces.models import Workspace

NEW = "/w/acme/new"


def value(workspace: Workspace, slug: str) -> Journey:
    found = current(Document.objects.get(workspace=workspace, slug=slug)).value
    assert isinstance(found, Journey)
    return found


def test_every_template_has_a_card_of_a_kind() -> None:
    assert [card.name for card in cards()] == [template.name for template in TEMPLATES]
    assert {card.kind for card in cards()} == {kind for kind, _ in KINDS}


def test_a_preview_stays_on_its_paper() -> None:
    for card in cards():
        assert len(card.preview.marks) == card.steps
        assert all(0 < mark.x < WIDTH and 0 < mark.y < HEIGHT for mark in card.preview.marks)
        assert all(0 <= one.x < one.x + one.width <= WIDTH for one in card.preview.stretches)


@pytest.mark.parametrize("template", [template.name for template in TEMPLATES])
def test_one_press_makes_a_named_journey(template: str, cast: Cast, acme: Workspace) -> None:
    answer = cast.editor.post(NEW, {"template": template, "persona": "Olivia"})
    slug = answer.headers["Location"].rstrip("/").split("/")[-1]
    made = value(acme, slug)
    assert made.name.startswith("Olivia: ")
    assert made.personas == ("olivia",)
    assert Document.objects.get(workspace=acme, slug="olivia").name == "Olivia"
    assert made.steps()


def test_who_is_here_already_walks_it(cast: Cast, acme: Workspace) -> None:
    for _ in range(2):
        cast.editor.post(NEW, {"template": "universal", "persona": "mira"})
    assert Document.objects.filter(workspace=acme, kind="persona").count() == 1
    journeys = Document.objects.filter(workspace=acme, kind="journey").exclude(slug="buying")
    assert [value(acme, row.slug).personas for row in journeys] == [("mira",), ("mira",)]


def test_an_empty_sheet_and_nobody_on_it(cast: Cast, acme: Workspace) -> None:
    slug = cast.editor.post(NEW, {"template": "empty"}).headers["Location"].rstrip("/").split("/")[-1]
    assert value(acme, slug).phases == ()
    assert value(acme, slug).personas == ()


def test_what_cannot_be_made(cast: Cast, acme: Workspace) -> None:
    assert cast.editor.post(NEW, {"template": "nothing"}).status_code == 404
    assert cast.editor.post(NEW, {"template": "universal", "persona": "a\x07b"}).headers["Location"] == NEW
    assert cast.viewer.post(NEW, {"template": "universal"}).status_code == 403
    assert Document.objects.filter(workspace=acme, kind="journey").count() == 1
    assert not Document.objects.filter(workspace=acme, kind="persona").exclude(slug="mira").exists()


@pytest.mark.xdist_group("served")
def test_through_the_first_door_by_keyboard_alone(shared_server: Served, browser_page: Browsing) -> None:
    page = browser_page(shared_server, "editor")
    page.goto(NEW)
    page.locator("#persona").focus()
    page.keyboard.type("Theo")
    page.keyboard.press("Enter")
    assert page.url.endswith(NEW), "Enter in the name chooses nothing"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert (
        page.locator(".template:visible h3").first.inner_text() == "Discovering what a new technology could do for us"
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/journeys/*/")
    assert page.locator("h1").inner_text().startswith("Theo: ")
