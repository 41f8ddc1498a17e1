"""From the portfolio to a map of one's own without ever touching a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Browsing
from tests.web.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("editor")]

FARTHEST = 60
"""Presses of a key after which something counts as out of reach."""


def _press(page: Page, key: str, wanted: str) -> None:
    """Press a key until the keyboard is at something that matches a selector."""
    for _ in range(FARTHEST):
        page.keyboard.press(key)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} cannot be reached on {page.url}")


def test_a_journey_is_made_from_a_template_and_written_by_keyboard_alone(
    shared_server: Served, browser_page: Browsing
) -> None:
    page = browser_page(shared_server, "editor")
    page.goto("/w/acme/")
    _press(page, "Tab", "main a[href$='/w/acme/new']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/w/acme/new")
    _press(page, "Tab", ".three-doors a[href='#templates']")
    page.keyboard.press("Enter")
    _press(page, "Tab", "button[value='universal']")
    page.keyboard.press("Enter")

    page.wait_for_url("**/journeys/**")
    page.locator(".sheet .felt").first.wait_for(state="attached")
    _press(page, "Tab", ".sheet [tabindex='0']")
    _press(page, "ArrowDown", ".step")
    steps = page.locator(".row.steps .step h3")
    before = steps.all_inner_texts()
    page.keyboard.press("/")
    page.keyboard.type("step")
    page.keyboard.press("Enter")
    page.keyboard.type("I ask my neighbour")
    page.keyboard.press("Enter")
    written = [before[0], "I ask my neighbour", *before[1:]]
    expect(steps).to_have_text(written)
    expect(page.locator(".step:focus h3")).to_have_text("I ask my neighbour")

    page.keyboard.press("/")
    page.keyboard.type("pain")
    page.keyboard.press("Enter")
    page.keyboard.type("He is never at home")
    page.keyboard.press("Enter")
    pain = page.locator(".item.pain", has_text="He is never at home")
    here, next_one = (page.locator(".row.steps .step").nth(place).get_attribute("data-cell") for place in (1, 2))
    expect(page.locator(f".lane-pains [data-cell='{here}']").filter(has=pain)).to_have_count(1)
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(f".lane-pains [data-cell='{next_one}']").filter(has=pain)).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator(f".lane-pains [data-cell='{here}']").filter(has=pain)).to_have_count(1)
    expect(page.locator("#status")).to_have_attribute("data-status", "saved")

    slug = re.search(r"/journeys/([^/]+)/", page.url)
    assert slug is not None
    with shared_server.client("owner") as client:
        kept = client.get(f"/w/acme/documents/{slug[1]}/state").json()["document"]
    told = [step for phase in kept["phases"] for step in phase.get("steps", ())]
    assert [step["name"] for step in told] == written
    assert [pain["text"] for pain in told[1]["pains"]] == ["He is never at home"]
