"""Board, comments and palette, by keyboard in a real browser."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Browsing
from tests.web.served import Served

pytestmark = pytest.mark.xdist_group("served")


def _made(client: httpx.Client, title: str) -> None:
    sent = {"about": "buying/no-answer", "title": title, "state": "open"}
    assert client.post("/w/acme/actions/new", data=sent).status_code == 302


def _titles(page: Page, state: str) -> list[str]:
    return page.locator(f"[data-state={state}] h3").all_inner_texts()


def test_cards_are_moved_by_keyboard_and_by_hand_and_others_see_it(
    shared_server: Served, browser_page: Browsing
) -> None:
    with shared_server.client("editor") as client:
        _made(client, "First card")
        _made(client, "Second card")
    page, other = browser_page(shared_server, "editor"), browser_page(shared_server, "viewer")
    other.goto("/w/acme/actions/")  # what happens from now on is heard, however late it begins to listen
    page.goto("/w/acme/actions/")
    expect(other.get_by_role("button", name="Move “First card”")).to_have_count(0)
    page.get_by_role("button", name="Move “First card”").press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("[data-state=doing] h3")).to_have_text("First card")
    expect(other.locator("[data-state=doing] h3")).to_have_text("First card")
    page.locator("[data-state=open] .action h3").drag_to(page.locator("[data-state=done] .cards"))
    expect(other.locator("[data-state=done] h3")).to_have_text("Second card")
    page.reload()
    assert (_titles(page, "doing"), _titles(page, "done")) == (["First card"], ["Second card"])
    grip = page.get_by_role("button", name="Move “First card”")
    grip.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator("[data-state=doing] h3")).to_have_text("First card")


@pytest.mark.slow
def test_a_comment_names_somebody_by_picking_and_others_see_it(shared_server: Served, browser_page: Browsing) -> None:
    address = "/w/acme/documents/buying/comments/page"
    page, other = browser_page(shared_server, "editor"), browser_page(shared_server, "owner")
    other.goto(address)
    page.goto(address)
    field = page.get_by_role("textbox", name="Say something about the whole")
    field.press_sequentially("Look, @ad")
    expect(page.get_by_role("option", name="Ada Park")).to_be_visible()
    field.press("Enter")
    field.press_sequentially("please")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".voice .words")).to_have_text("Look, @Ada Park please")
    expect(page.locator(".mention")).to_have_text("@Ada Park")
    expect(other.locator(".voice .words")).to_have_text("Look, @Ada Park please")
    page.get_by_role("button", name="Settle").click()
    expect(page.locator(".settled-ones summary")).to_have_text("1 settled")


@pytest.mark.slow
def test_the_palette_goes_to_what_is_found(shared_server: Served, browser_page: Browsing) -> None:
    page = browser_page(shared_server, "viewer")
    page.goto("/w/acme/mine/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find or go to")
    expect(page.get_by_role("option", name="Actions")).to_be_visible()
    field.fill("looks around bikes")
    expect(page.get_by_role("status").filter(has_text="Nothing has")).to_be_visible()
    field.fill("many bikes")
    expect(page.get_by_role("option", name="I look around")).to_be_visible()
    field.press("Enter")
    page.wait_for_url("**/journeys/buying/#looks-around")


@pytest.mark.slow
def test_an_action_is_made_from_the_map(shared_server: Served, browser_page: Browsing) -> None:
    page = browser_page(shared_server, "editor")
    page.goto("/w/acme/journeys/buying/#no-answer")
    page.get_by_role("button", name="Details").click()
    page.get_by_role("tab", name="Comments").click()
    page.get_by_role("link", name="Make an action").click()
    expect(page.get_by_text("Nobody has time for me")).to_be_visible()
    page.get_by_label("What is to be done?").fill("Answer at once")
    page.get_by_role("button", name="Make the action").click()
    expect(page.get_by_role("heading", name="Answer at once")).to_be_visible()
