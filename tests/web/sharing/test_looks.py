"""The pages one comes to only by doing something, as axe-core sees them."""

from __future__ import annotations

import pytest

from tests.web.acme import JOURNEY
from tests.web.conftest import Browsing
from tests.web.served import Served
from tests.web.sharing.test_bringing import MERMAID
from tests.web.test_accessibility import judge_everywhere

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("served")]


def test_bringing_and_sharing(shared_server: Served, browser_page: Browsing) -> None:
    page = browser_page(shared_server, "owner")
    page.goto("/w/acme/bring")
    page.get_by_label("Paste it").fill(JOURNEY.replace("phases:", "phasez:"))
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="This could not be read").wait_for()
    judge_everywhere(page)
    page.get_by_label("Paste it").fill(MERMAID)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="How it was read").wait_for()
    judge_everywhere(page)
    page.get_by_label("What becomes of it").select_option(label="A new version of “Buying a bike”")
    page.get_by_text("Beside what is here").wait_for()
    judge_everywhere(page)
    page.goto("/w/acme/journeys/buying/share")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("The link", exact=True).inner_text()
    judge_everywhere(page)
    guest = browser_page(shared_server, "")
    guest.goto(f"{address[address.index('/s/') :]}?wall")
    judge_everywhere(guest)
    said: list[str] = []
    guest.on("console", lambda message: said.append(message.text))
    guest.goto(address[address.index("/s/") :])
    assert guest.locator("h1").inner_text() == "Buying a bike"
    assert said == [], "the page keeps to its policy"
