"""The way in as a person goes it, in a real browser: a file, its columns, the proposal, the measured map, binding."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.web.conftest import Browsing
from tests.web.data.shop import shop_csv
from tests.web.served import Served


def test_from_a_file_to_a_measured_map(served: Served, browser_page: Browsing, tmp_path: Path) -> None:
    file = tmp_path / "my shop.csv"
    file.write_bytes(shop_csv())
    page = browser_page(served)
    page.set_default_timeout(40_000)
    expect.set_options(timeout=40_000)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))

    page.goto("/w/acme/start/data/")
    page.set_input_files("input[type=file]", str(file))
    expect(page.get_by_role("heading", level=1)).to_have_text("What are the columns of my-shop.csv?")
    expect(page.locator("[data-tried]")).to_contain_text("From 572 rows we take 570 events of 7 kinds")
    page.get_by_label("What region is").select_option("")
    page.get_by_role("button", name="Propose a journey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("A journey from your data")
    page.get_by_label("What is the journey called?").fill("Getting a bell")
    page.get_by_role("button", name="Make this the map").click()
    expect(page.get_by_role("region", name="What customers did")).to_be_visible()

    page.locator(".measured .lane-reach button.figure").nth(1).press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("The share of all cases that came here at least once.")
    page.get_by_role("button", name="See the customers behind it").press("Enter")
    expect(page.locator(".behind .people li").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.goto("/w/acme/data/bind/buying/")
    touchpoints = page.get_by_role("listbox", name="Touchpoints")
    expect(page.locator("[data-coverage] p")).to_contain_text("of 570 events are on the map")
    touchpoints.focus()
    page.get_by_role("button", name="viewed product").click()
    expect(page.locator("textarea[name=match]")).to_have_value("event IN ('viewed', 'viewed product')")
    expect(touchpoints.get_by_role("option").first).to_contain_text("110 events")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("textarea[name=match]")).to_have_value("event = 'viewed'")
    assert broken == []
