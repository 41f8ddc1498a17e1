"""The panel beside the map, in a real browser: the form of any element, the check and its fixes, what people say."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.editor.conftest import Room

pytestmark = pytest.mark.xdist_group("editor")


@pytest.fixture
def beside(room: Room) -> Page:
    """The map with its panel open."""
    page = room.open()
    page.locator("#panel-toggle").click()
    page.locator("#about-details h2").wait_for()
    return page


def _field(page: Page, name: str) -> str:
    return f'#about-details [data-field="{name}"]'


def test_the_form_of_a_step_is_written_and_undone(beside: Page, room: Room) -> None:
    beside.locator('.step[data-id="pays"] h3').click()
    beside.keyboard.press("Escape")
    title = beside.locator("#about-details h2")
    expect(title).to_have_text("I pay")

    beside.locator(f"{_field(beside, 'name')} textarea").fill("I pay at the till")
    beside.keyboard.press("Enter")
    expect(title).to_have_text("I pay at the till")
    expect(beside.locator('.step[data-id="pays"] h3')).to_have_text("I pay at the till")
    expect(beside.locator("#status")).to_have_attribute("data-status", "saved")
    assert "I pay at the till" in str(room.kept())

    beside.get_by_role("button", name="Undo", exact=True).first.click()
    expect(title).to_have_text("I pay")


@pytest.mark.slow
def test_what_cannot_be_kept_is_said_beside_its_field_with_the_words(beside: Page) -> None:
    beside.locator('.step[data-id="pays"] h3').click()
    beside.keyboard.press("Escape")
    name = beside.locator(f"{_field(beside, 'name')} textarea")
    name.fill("")
    name.press("Enter")
    expect(beside.locator(f"{_field(beside, 'name')} .error")).to_contain_text("cannot be empty")
    name.press("Escape")
    expect(name).to_have_value("I pay")


@pytest.mark.slow
def test_a_list_is_written_line_by_line(beside: Page, room: Room) -> None:
    beside.locator('.step[data-id="pays"] h3').click()
    beside.keyboard.press("Escape")
    lines = beside.locator(f"{_field(beside, 'needs')} input")
    lines.first.fill("A receipt")
    lines.first.press("Enter")
    beside.keyboard.type("A bag")
    beside.keyboard.press("Enter")
    expect(beside.locator("#status")).to_have_attribute("data-status", "saved")
    assert "['A receipt', 'A bag']" in str(room.kept())
    lines.nth(1).press("Alt+ArrowUp")
    expect(lines.first).to_have_value("A bag")


@pytest.mark.slow
def test_a_part_is_added_by_its_name_and_opened(beside: Page) -> None:
    beside.locator('.step[data-id="pays"] h3').click()
    beside.keyboard.press("Escape")
    adding = beside.get_by_label("Add a tollgate")
    adding.fill("I have compared two offers")
    adding.press("Enter")
    part = beside.locator("#about-details .parts").get_by_role("button", name="I have compared two offers")
    part.click()
    expect(beside.locator("#about-details .word")).to_have_text("tollgate")


def test_the_check_leads_to_the_place_and_a_fix_is_one_click(beside: Page, room: Room) -> None:
    beside.get_by_role("tab", name="Check").click()
    expect(beside.locator(".strengths li").first).to_be_visible()
    beside.locator("#about-check .later > summary").click()
    owner = beside.locator("#about-check .offers").get_by_role("button", name="I keep it true")
    owner.click()
    expect(owner).to_have_count(0)
    expect(beside.locator("#status")).to_have_attribute("data-status", "saved")
    assert room.kept()["owner"] == "Ada Park"
    beside.get_by_role("button", name="Undo", exact=True).first.click()
    expect(owner).to_have_count(1)


@pytest.mark.slow
def test_a_remark_leads_into_the_field_that_answers_it_and_is_marked_on_the_map(beside: Page) -> None:
    beside.locator('.step[data-id="pays"] h3').dblclick()
    beside.keyboard.press("Control+a")
    beside.keyboard.type("We send the bill")
    beside.keyboard.press("Enter")
    mark = beside.locator('.step[data-id="pays"]')
    expect(mark).to_have_attribute("data-severity", "warning", timeout=15_000)
    beside.get_by_role("tab", name="Check").click()
    beside.locator("#about-check").get_by_role("button", name="Tell step").click()
    field = beside.locator(f"{_field(beside, 'name')} textarea")
    expect(field).to_be_focused()
    field.fill("I pay")
    field.press("Enter")
    expect(mark).not_to_have_attribute("data-remarks", "1", timeout=15_000)


@pytest.mark.slow
def test_what_is_said_is_about_what_is_selected(beside: Page) -> None:
    beside.locator('.step[data-id="pays"] h3').click()
    beside.keyboard.press("Escape")
    beside.get_by_role("tab", name="Comments").click()
    beside.locator("#about-comments textarea").fill("Is this the till or the phone?")
    beside.locator("#about-comments").get_by_role("button", name="Comment", exact=True).click()
    expect(beside.locator("#about-comments")).to_contain_text("Is this the till or the phone?")
    expect(beside.locator("#tab-comments .count")).to_have_text("1")
    beside.locator('.step[data-id="asks"] h3').click()
    beside.keyboard.press("Escape")
    expect(beside.locator("#about-comments")).not_to_contain_text("Is this the till or the phone?")


@pytest.mark.slow
def test_who_only_reads_the_map_is_not_told_what_it_lacks(room: Room) -> None:
    page = room.open("viewer")
    page.locator("#panel-toggle").click()
    expect(page.get_by_role("tab")).to_have_text(["Details", "Comments"])


LISTED = {
    "type": "values",
    "label": "Columns",
    "default": [],
    "fields": {
        "column": {"type": "code", "label": "Column", "required": True},
        "name": {"type": "code", "label": "Name", "default": None},
    },
}


@pytest.mark.slow
def test_a_list_of_small_values_is_written_value_by_value(beside: Page) -> None:
    beside.evaluate(
        """async (field) => {
          const source = document.querySelector('script[src*="editor/page.js"]').src;
          const { control } = await import(source.replace("editor/page.js", "panel/controls.js"));
          window.written = null;
          const write = (value) => { window.written = value; made.show(value); };
          const made = control(field, { id: "listed", write });
          made.show([{ column: "plan" }]);
          document.querySelector("#about-details").replaceChildren(made.node);
        }""",
        LISTED,
    )
    listed = beside.locator("#about-details")
    listed.get_by_role("button", name="Add one").click()
    beside.keyboard.type("seats")
    beside.keyboard.press("Enter")
    listed.get_by_label("Name").last.fill("size")
    listed.get_by_label("Name").last.press("Enter")
    assert beside.evaluate("written") == [{"column": "plan"}, {"column": "seats", "name": "size"}]
    listed.get_by_role("button", name="Take it out").first.click()
    assert beside.evaluate("written") == [{"column": "seats", "name": "size"}]
