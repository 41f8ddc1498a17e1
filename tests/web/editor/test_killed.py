"""The server is killed while somebody writes, and comes back: nothing that was written is lost or done twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Browsing
from tests.web.served import Served

pytestmark = pytest.mark.xdist_group("served")


def _write(page: Page, text: str) -> None:
    page.locator('.lane-pains [data-cell="pays"]').focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.mark.slow
def test_the_server_is_killed_while_somebody_writes_and_nothing_is_lost(served: Served, browser_page: Browsing) -> None:
    page = browser_page(served, "editor")
    status = page.locator("#status")
    page.goto("/w/acme/journeys/buying/")
    page.locator(".sheet .felt").first.wait_for(state="attached")
    _write(page, "Acknowledged")
    expect(status).to_have_attribute("data-status", "saved")

    _write(page, "On its way")
    served.kill()
    _write(page, "While it was gone")
    expect(status).to_have_attribute("data-status", "offline")
    expect(status).to_contain_text("will be sent")

    served.start()
    expect(status).to_have_attribute("data-status", "saved", timeout=20_000)
    with served.client("owner") as client:
        kept = client.get("/w/acme/documents/buying/state").json()["document"]
    pays = next(step for phase in kept["phases"] for step in phase["steps"] if step["id"] == "pays")
    assert [pain["text"] for pain in pays["pains"]] == ["Acknowledged", "On its way", "While it was gone"]
