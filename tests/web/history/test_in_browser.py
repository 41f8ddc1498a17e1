"""History, review and future in a real browser: full pages keep nobody out, and going back asks once."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Browsing
from tests.web.served import Served
from tests.web.test_accessibility import SIZES, judge_everywhere

pytestmark = pytest.mark.xdist_group("served")

AT = "/w/acme/journeys/buying"
BEFORE = "/w/acme/documents/buying/history"
THEN = ("I pay", "I pay cash", "I pay by card")


@pytest.fixture
def lived(served: Served) -> Served:
    """Acme, whose journey was changed twice by different people, is under review, and has a future."""
    for who, old, new in zip(("owner", "editor"), THEN, THEN[1:], strict=False):
        _rename(served, who, "buying", old, new)
    with served.client("owner") as ada:
        ada.post(f"{BEFORE}/1/name", data={"name": "Before the workshop"})
        ada.post(f"{AT}/future/make", data={"name": "Buying by tap"})
        _rename(served, "owner", "buying-by-tap", THEN[2], "I tap")
        ada.post(f"{AT}/review/move", data={"to": "validated"})
    with served.client("editor") as editor:
        editor.post(f"{AT}/review/ask", data={"whom": "1", "note": "Is the till right?"})
    return served


def _rename(served: Served, who: str, slug: str, old: str, new: str) -> None:
    edit = {"edit": "set", "id": "pays", "field": "name", "old": old, "new": new}
    with served.client(who) as client:
        body = {"key": str(uuid.uuid4()), "edits": [edit]}
        assert client.post(f"/w/acme/documents/{slug}/changes", json=body).status_code == 200


@pytest.mark.slow
def test_full_pages_keep_nobody_out(lived: Served, browser_page: Browsing) -> None:
    page = browser_page(lived)
    words = "/w/acme/documents/words/history"
    before = (BEFORE, f"{BEFORE}/compare?from=0", f"{BEFORE}/1", words, f"{words}/0")
    for path in (*before, f"{AT}/review", f"{AT}/future", f"{AT}/gaps"):
        page.goto(path)
        judge_everywhere(page, SIZES[:2])


def test_a_state_is_named_and_restored_by_keyboard(lived: Served, browser_page: Browsing) -> None:
    page = browser_page(lived, "editor")
    page.goto(BEFORE)
    expect(page.get_by_text("Before the workshop")).to_be_visible()
    page.get_by_role("button", name="Restore").first.press("Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("What is there now stays in the history")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_role("button", name="Restore").last.press("Enter")
    dialog.get_by_role("button", name="Restore it").press("Enter")
    expect(page.get_by_text("Restored the beginning. What was there")).to_be_visible()
    page.goto(f"{AT}/")
    expect(page.locator('.step[data-id="pays"] h3')).to_have_text("I pay")


@pytest.mark.slow
def test_a_map_is_approved_and_published(lived: Served, browser_page: Browsing) -> None:
    reviewer = browser_page(lived, "owner")
    reviewer.goto(f"{AT}/review")
    expect(reviewer.get_by_text("Is the till right?")).to_be_visible()
    reviewer.get_by_role("button", name="Approve").press("Enter")
    expect(reviewer.get_by_text("Your opinion is kept.")).to_be_visible()
    reviewer.get_by_role("button", name="Publish").press("Enter")
    expect(reviewer.get_by_role("heading", name="This map is published")).to_be_visible()
    reviewer.goto(f"{AT}/")
    link = reviewer.locator(".map-facts").get_by_role("link", name="published")
    expect(link).to_have_attribute("href", f"{AT}/review")
    reviewer.locator("#panel-toggle").click()
    field = reviewer.locator('#about-details [data-field="lifecycle"]')
    expect(field).to_contain_text("published")
    expect(field.get_by_role("link")).to_have_attribute("href", f"{AT}/review")
    expect(field.locator("select,input")).to_have_count(0)
