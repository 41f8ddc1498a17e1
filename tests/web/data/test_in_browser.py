"""The way in as a person goes it, in a real browser: a file, its columns, the proposal, the measured map, binding."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Browsing
from tests.web.data.shop import shop_csv
from tests.web.data.test_lookups import ORDERS, PEOPLE, REVIEWS
from tests.web.served import Served
from tests.web.test_accessibility import judge_everywhere


@pytest.mark.slow
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

    page.locator(".lane-measured-reach button.figure").nth(1).press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("The share of all cases that came here at least once.")
    page.get_by_role("button", name="See the customers behind it").press("Enter")
    expect(page.locator(".behind .people li").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.goto("/w/acme/data/bind/buying/")
    touchpoints = page.get_by_role("listbox", name="Touchpoints")
    expect(page.locator("[data-coverage] p")).to_contain_text("of 570 events")
    touchpoints.focus()
    page.get_by_role("button", name="viewed product").click()
    expect(page.locator("textarea[name=match]")).to_have_value("event IN ('viewed', 'viewed product')")
    expect(touchpoints.get_by_role("option").first).to_contain_text("110 events")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("textarea[name=match]")).to_have_value("event = 'viewed'")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("[data-events]")).to_be_hidden()
    touchpoints.get_by_role("option").first.click()
    expect(page.get_by_role("heading", name="Events of ")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("[data-events]")).to_be_hidden()
    assert broken == []


def bring(page: Page, tmp_path: Path, files: dict[str, str]) -> None:
    """Choose several files at once on the page of data."""
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    page.set_input_files("input[type=file]", [str(tmp_path / name) for name in files])


@pytest.mark.slow
def test_three_files_that_hang_together(served: Served, browser_page: Browsing, tmp_path: Path) -> None:
    page = browser_page(served)
    page.set_default_timeout(40_000)
    expect.set_options(timeout=40_000)
    heading = page.get_by_role("heading", level=1)
    page.goto("/w/acme/start/data/")
    bring(page, tmp_path, {"people.csv": PEOPLE, "reviews.csv": REVIEWS, "orders.csv": ORDERS})
    expect(heading).to_have_text("What are the columns of orders.csv?")  # what customers did comes first
    page.get_by_role("button", name="Look them up there").press("Enter")
    expect(page.get_by_label("What customer_unique_id is")).to_have_value("customer")
    expect(page.locator("[data-tried]")).to_contain_text("60 events of 2 kinds of 20 customers")
    page.get_by_role("button", name="Take it, and go on to reviews.csv").click()
    expect(heading).to_have_text("What are the columns of reviews.csv?")
    expect(page.locator(".lookups")).to_contain_text("These rows name no customer, but “order_id”")
    page.get_by_role("button", name="Look the customer up there").press("Enter")
    expect(page.locator("[data-tried]")).to_contain_text("30 answers of 20 customers")
    judge_everywhere(page)
    page.get_by_role("group", name="What are these answers about?").get_by_label("Touchpoint").select_option(
        "delivered"
    )
    page.get_by_role("button", name="Propose a journey").click()
    expect(heading).to_have_text("A journey from your data")
    page.goto("/w/acme/data/")
    expect(page.get_by_text("look things up in it; that may be all it is for")).to_be_visible()
    expect(page.get_by_role("button", name="Throw people.csv away")).to_have_count(0)


@pytest.mark.slow
def test_what_to_watch_is_said_as_a_sentence(served: Served, browser_page: Browsing) -> None:
    page = browser_page(served)
    page.goto("/w/acme/data/bind/buying/")
    signal, outcome = page.locator("[data-signal-form]"), page.locator("[data-outcome-form]")
    for folded in page.locator(".watching summary").all():
        folded.click()
    expect(signal.locator("[name=touchpoint]")).to_contain_text("Till")
    signal.locator("[name=touchpoint]").select_option(label="Till")
    signal.locator("[name=rule]").select_option(label="is repeated")
    signal.locator("[name=times]").fill("3")
    expect(signal.locator("[data-sentence]")).to_have_text("Till happens 3 times.")
    expect(signal.locator("[name=duration]")).to_be_hidden()
    signal.get_by_role("button", name="Watch this").press("Enter")
    expect(page.locator("[data-signals]")).to_contain_text("Till: Happens 3 times")

    outcome.locator("[name=rule]").select_option(label="comes to")
    outcome.locator("[name=step]").select_option(label="I pay")
    outcome.locator("[name=within]").fill("7 days")
    expect(outcome.locator("[data-sentence]")).to_have_text("Comes to “I pay” within 7 days.")
    outcome.get_by_role("button", name="Hold the map against this").press("Enter")
    expect(page.locator("[data-outcomes]")).to_contain_text("Comes to “I pay” within 7 days")
    judge_everywhere(page)

    page.reload()
    expect(page.locator("[data-signals]")).to_contain_text("Till: Happens 3 times")
    page.get_by_text("What to watch").click()
    with served.client("owner") as browser:
        held = browser.get("/w/acme/documents/buying/state").json()["document"]
    till = held["phases"][1]["steps"][0]["touchpoints"][0]
    assert till["signals"][0]["repeated"] == 3
    assert (held["outcomes"][0]["reached"], held["outcomes"][0]["within"]) == ("pays", "7 days")

    page.get_by_role("button", name="Remove Till: Happens 3 times").press("Enter")
    expect(page.locator("[data-signals] li")).to_have_count(0)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator("[data-signals]")).to_contain_text("Till: Happens 3 times")
    signal.locator("[name=rule]").select_option(label="is followed by nothing for")
    signal.locator("[name=duration]").fill("soon")
    signal.get_by_role("button", name="Watch this").press("Enter")
    expect(page.locator("[data-signals] li")).to_have_count(1)
    expect(page.locator(".toast")).to_be_visible()
