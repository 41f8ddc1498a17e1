"""Personas and the glossary as people write them, in a real browser on a real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import Browsing
from tests.web.served import Served
from tests.web.test_accessibility import judge_everywhere

pytestmark = pytest.mark.xdist_group("served")

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763a8efaf070003820180e2a9f4b10000000049454e44ae426082"
)

UNDERLINED = """async () => {
  const size = () => CSS.highlights.get("waypost-term")?.size ?? 0;
  for (let frames = 0; frames < 600 && !size(); frames += 1) await new Promise(requestAnimationFrame);
  return size();
}"""
"""How many words of the glossary are underlined, as soon as there are any."""


@pytest.fixture
def persona(shared_server: Served, request: pytest.FixtureRequest) -> str:
    """The address of a persona of this test's own."""
    name = re.sub(r"\W+", " ", request.node.name).replace("_", " ")
    with shared_server.client("owner") as client:
        answer = client.post("/w/acme/personas/new", data={"name": name})
    return answer.headers["Location"]


@pytest.fixture
def page(shared_server: Served, browser_page: Browsing, persona: str) -> Iterator[Page]:
    """Its page, opened by an editor."""
    page = browser_page(shared_server, "editor")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    _open(page, persona)
    yield page
    assert faults == []


def _open(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".opening")).to_have_count(0)


def _goals(page: Page) -> Locator:
    return page.locator("section.group", has_text="Business goals").locator(".line .words")


def _kept(page: Page) -> None:
    expect(page.locator("#status")).to_have_text("All saved")


def _write_goals(page: Page, *texts: str) -> None:
    page.get_by_role("button", name="Add a goal").press("Enter")
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    _kept(page)


def test_lines_are_written_moved_and_taken_away_by_keyboard(page: Page) -> None:
    _write_goals(page, "Paid at once", "No paperwork", "Sleep")
    expect(_goals(page)).to_have_text(["Paid at once", "No paperwork", "Sleep"])
    _goals(page).nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(_goals(page)).to_have_text(["Paid at once", "Sleep", "No paperwork"])
    expect(_goals(page).nth(1)).to_be_focused()
    page.keyboard.press("Delete")
    expect(_goals(page)).to_have_text(["Paid at once", "No paperwork"])
    page.keyboard.press("Control+z")
    expect(_goals(page)).to_have_text(["Paid at once", "Sleep", "No paperwork"])
    _kept(page)
    page.reload()
    expect(_goals(page)).to_have_text(["Paid at once", "Sleep", "No paperwork"])


def test_a_line_begun_in_the_middle_stands_in_the_middle(page: Page) -> None:
    _write_goals(page, "First", "Third")
    _goals(page).nth(0).press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Second")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(_goals(page)).to_have_text(["First", "Second", "Third"])


@pytest.mark.slow
def test_a_line_is_assumed_until_evidence_stands_behind_it(page: Page, shared_server: Served) -> None:
    with shared_server.client("owner") as client:
        finding = {"text": "Friday is when money comes.", "kind": "quote", "standing": "reported", "new_study": "Talks"}
        client.post("/w/acme/evidence/add", data=finding)
    _write_goals(page, "Paid on Friday")
    line = page.locator(".line")
    expect(line.locator(".behind")).to_have_text("assumed")
    expect(page.locator("#how-known")).to_contain_text("Every line is assumed")
    line.hover()
    line.get_by_role("button", name="Evidence").click()
    page.keyboard.type("friday is")
    page.get_by_role("button", name="Friday is when money comes.").first.click()
    page.keyboard.press("Escape")
    expect(line).to_have_class(re.compile("known"))
    expect(page.locator("#how-known")).to_have_text("The one line has research behind it.")
    _kept(page)
    page.reload()
    expect(page.locator(".line .behind")).to_contain_text("“Friday is when money comes.”")


def test_two_people_write_at_once(page: Page, persona: str, shared_server: Served, browser_page: Browsing) -> None:
    other = browser_page(shared_server, "owner")
    _open(other, persona)
    _write_goals(page, "Written by one")
    expect(_goals(other)).to_have_text(["Written by one"])
    _write_goals(other, "Written by the other")
    expect(_goals(page)).to_have_text(["Written by one", "Written by the other"])
    expect(page.locator("#present li")).to_have_count(1)


@pytest.mark.slow
def test_both_texts_are_shown_when_two_write_the_same(
    page: Page, persona: str, shared_server: Served, browser_page: Browsing
) -> None:
    other = browser_page(shared_server, "owner")
    _open(other, persona)
    page.locator("#role button").click()
    page.keyboard.type("mine")
    other.locator("#role button").click()
    other.keyboard.type("theirs")
    other.keyboard.press("Enter")
    _kept(other)
    expect(page.locator("#role button")).to_have_text("theirs")
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog", name="Somebody changed this while you were writing")
    expect(card).to_contain_text("theirs")
    card.get_by_role("button", name="Keep mine").click()
    expect(other.locator("#role button")).to_have_text("mine")


@pytest.mark.slow
def test_choices_portrait_and_buying_are_kept(page: Page, tmp_path: Path) -> None:
    page.get_by_label("Adoption type").select_option("pragmatist")
    page.get_by_role("button", name="Champion").click()
    picture = tmp_path / "her.png"
    picture.write_bytes(PIXEL)
    page.locator("#portrait input[type=file]").set_input_files(picture)
    expect(page.locator("#portrait img")).to_have_js_property("naturalWidth", 1)
    cell = page.locator(".phase:not(.heads) .dimension .words").nth(1)
    cell.click()
    page.keyboard.type("The price")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("The date")
    page.keyboard.press("Enter")
    expect(cell).to_have_text("The price\nThe date")
    _kept(page)
    page.reload()
    expect(page.get_by_label("Adoption type")).to_have_value("pragmatist")
    expect(page.get_by_role("button", name="Champion")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#portrait img")).to_have_js_property("naturalWidth", 1)
    expect(page.locator(".phase:not(.heads) .dimension .words").nth(1)).to_have_text("The price\nThe date")


@pytest.mark.slow
def test_a_viewer_reads_and_is_offered_nothing(
    page: Page, persona: str, shared_server: Served, browser_page: Browsing
) -> None:
    _write_goals(page, "Read by all")
    viewer = browser_page(shared_server, "viewer")
    _open(viewer, persona)
    expect(_goals(viewer)).to_have_text(["Read by all"])
    assert viewer.locator("#editor button").count() == 0


@pytest.mark.slow
def test_a_written_persona_is_open_to_everybody(
    page: Page, persona: str, shared_server: Served, browser_page: Browsing
) -> None:
    _write_goals(page, "Paid at once")
    other = browser_page(shared_server, "editor")
    _open(other, persona)
    expect(_goals(other)).to_have_text(["Paid at once"])
    judge_everywhere(other)


@pytest.mark.slow
def test_a_word_is_added_changed_and_explained(shared_server: Served, browser_page: Browsing) -> None:
    page = browser_page(shared_server, "editor")
    _open(page, "/w/acme/glossary/")
    page.get_by_label("A word", exact=True).fill("shop")
    page.get_by_label("What it means here").fill("Our house in Ghent")
    page.get_by_role("button", name="Add the word").click()
    term = page.locator(".terms > li", has_text="Our house in Ghent")
    expect(term.locator("summary")).to_contain_text("used in")
    term.get_by_role("button", name="What shop means").click()
    page.keyboard.type(" since 1911")
    page.keyboard.press("Enter")
    _kept(page)
    page.goto("/w/acme/journeys/buying/")
    step = page.locator(".sheet [data-id=asks]", has_text="I ask in the shop").first
    step.wait_for()
    page.locator("#term-tip").wait_for(state="attached")
    assert page.evaluate(UNDERLINED) > 0
    step.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#term-tip")).to_contain_text("shop Our house in Ghent since 1911")
