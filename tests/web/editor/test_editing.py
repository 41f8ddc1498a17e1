"""The journey editor in a real browser on a real server: by keyboard, by hand, together, offline."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.editor.conftest import Room

pytestmark = pytest.mark.xdist_group("editor")

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def opened(room: Room) -> Page:
    """The map, open before its owner."""
    return room.open()


def _saved(page: Page) -> None:
    expect(page.locator("#status")).to_have_attribute("data-status", "saved")


def _at(page: Page, lane: str, step: str) -> str:
    return f'.lane-{lane} [data-cell="{step}"]'


def test_a_step_is_written_moved_and_undone_by_keyboard_alone(opened: Page, room: Room) -> None:
    opened.locator('.step[data-id="asks"]').focus()
    opened.keyboard.press("/")
    opened.keyboard.type("step")
    opened.keyboard.press("Enter")
    opened.keyboard.type("I try one out")
    opened.keyboard.press("Enter")
    expect(opened.locator(".row.steps .step h3")).to_have_text(
        ["I look around", "I ask in the shop", "I try one out", "I pay"]
    )
    expect(opened.locator(":focus h3")).to_have_text("I try one out")

    opened.keyboard.press("Alt+ArrowLeft")
    expect(opened.locator(".row.steps .step h3")).to_have_text(
        ["I look around", "I try one out", "I ask in the shop", "I pay"]
    )
    expect(opened.locator("#said")).to_have_text("Moved “I try one out” to place 2 in Look")

    opened.keyboard.press("Control+z")
    opened.keyboard.press("Control+z")
    expect(opened.locator(".row.steps .step h3")).to_have_text(["I look around", "I ask in the shop", "I pay"])
    opened.keyboard.press("Control+Shift+z")
    expect(opened.locator(".row.steps .step h3")).to_have_text(
        ["I look around", "I ask in the shop", "I try one out", "I pay"]
    )
    _saved(opened)
    assert "I try one out" in str(room.kept())


@pytest.mark.slow
def test_typing_on_a_cell_writes_enter_keeps_and_escape_leaves_it(opened: Page) -> None:
    opened.locator(_at(opened, "pains", "pays")).focus()
    opened.keyboard.type("The till is slow")
    opened.keyboard.press("Enter")
    opened.keyboard.type("No receipt")
    opened.keyboard.press("Enter")
    expect(opened.locator(f"{_at(opened, 'pains', 'pays')} .words")).to_have_text(["The till is slow", "No receipt"])
    opened.keyboard.press("Enter")
    opened.keyboard.type(" at all")
    opened.keyboard.press("Escape")
    expect(opened.locator(f"{_at(opened, 'pains', 'pays')} .words")).to_have_text(["The till is slow", "No receipt"])
    opened.keyboard.press("3")
    expect(opened.locator(":focus")).to_have_class(re.compile("pain-3"))
    opened.keyboard.press("Delete")
    expect(opened.locator(f"{_at(opened, 'pains', 'pays')} .words")).to_have_text(["The till is slow"])
    opened.get_by_role("button", name="Undo", exact=True).last.click()
    expect(opened.locator(f"{_at(opened, 'pains', 'pays')} .words")).to_have_text(["The till is slow", "No receipt"])


@pytest.mark.slow
def test_tab_keeps_what_was_written_and_goes_on(opened: Page) -> None:
    opened.locator(_at(opened, "touchpoints", "asks")).focus()
    opened.keyboard.type("Shop assistant")
    opened.keyboard.press("Tab")
    expect(opened.locator(_at(opened, "touchpoints", "asks"))).to_contain_text("Shop assistant")
    expect(opened.locator(":focus")).to_contain_text("Till")


def test_arrows_walk_the_map_and_one_place_is_in_the_tab_order(opened: Page) -> None:
    opened.locator('.step[data-id="looks-around"]').focus()
    opened.keyboard.press("ArrowRight")
    expect(opened.locator(":focus h3")).to_have_text("I ask in the shop")
    opened.keyboard.press("ArrowUp")
    expect(opened.locator(":focus h2")).to_contain_text("Look")
    opened.keyboard.press("Control+End")
    assert opened.locator('.sheet [tabindex="0"]').count() == 1


@pytest.mark.slow
def test_what_is_spoken_of_a_step_follows_its_name(opened: Page) -> None:
    opened.locator('.step[data-id="pays"]').focus()
    opened.keyboard.press("Enter")
    opened.locator(".writing").fill("I pay by card")
    opened.keyboard.press("Enter")
    expect(opened.locator('.felt[data-id="pays"]')).to_have_attribute("aria-label", "How it feels: I pay by card")
    bare = opened.locator(_at(opened, "pains", "pays"))
    expect(bare).to_have_attribute("aria-label", "Pain points, I pay by card: nothing yet")


def test_a_feeling_is_set_by_keys(opened: Page, room: Room) -> None:
    point = opened.locator('.felt[data-id="looks-around"]')
    point.focus()
    opened.keyboard.press("Enter")
    opened.keyboard.press("ArrowUp")
    expect(point).to_have_attribute("aria-valuenow", "1.1")
    opened.keyboard.press("Shift+ArrowDown")
    expect(point).to_have_attribute("aria-valuenow", "0.6")
    opened.keyboard.press("End")
    expect(point).to_have_attribute("aria-valuenow", "-2")
    opened.keyboard.type("1.4")
    expect(point).to_have_attribute("aria-valuenow", "1.4")
    opened.keyboard.press("Delete")
    expect(point).to_have_class(re.compile("unset"))
    opened.locator('.felt[data-id="asks"]').focus()
    opened.keyboard.press("Enter")
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("Enter")
    expect(opened.locator("#said")).to_have_text("Kept")
    opened.keyboard.press("ArrowDown")
    expect(opened.locator(":focus")).not_to_have_class(re.compile("felt"))
    _saved(opened)
    assert "{'level': -0.1}" in str(room.kept())


@pytest.mark.slow
def test_a_feeling_is_dragged_and_escape_lets_go(opened: Page) -> None:
    point = opened.locator('.felt[data-id="looks-around"]')
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    opened.mouse.move(x, y)
    opened.mouse.down()
    opened.mouse.move(x, y + 31, steps=4)
    opened.mouse.up()
    expect(point).to_have_attribute("aria-valuenow", "0")
    opened.mouse.move(x, y + 31)
    opened.mouse.down()
    opened.mouse.move(x, y - 20, steps=4)
    opened.keyboard.press("Escape")
    opened.mouse.up()
    expect(point).to_have_attribute("aria-valuenow", "0")


def _drag(page: Page, source: str, target: str, side: float = 0.5) -> None:
    page.locator(source).scroll_into_view_if_needed()
    start, end = page.locator(source).bounding_box(), page.locator(target).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 30, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 45, start["y"] + 16, steps=3)
    page.mouse.move(end["x"] + end["width"] * side, end["y"] + end["height"] - 4, steps=6)
    expect(page.locator(".drop-line.shown")).to_be_attached()
    page.mouse.up()


def test_a_step_is_dragged_into_another_phase(opened: Page, room: Room) -> None:
    _drag(opened, '.step[data-id="looks-around"]', '.step[data-id="pays"]', 0.9)
    expect(opened.locator(".row.steps .step h3")).to_have_text(["I ask in the shop", "I pay", "I look around"])
    _saved(opened)
    phases = room.kept()["phases"]
    assert isinstance(phases, list)
    assert [step["id"] for step in phases[1]["steps"]] == ["pays", "looks-around"]


@pytest.mark.slow
def test_a_touchpoint_is_dragged_to_another_step(opened: Page) -> None:
    _drag(opened, '[data-item="till"]', _at(opened, "touchpoints", "looks-around"))
    expect(opened.locator(f"{_at(opened, 'touchpoints', 'looks-around')} .words")).to_have_text(["Web site", "Till"])


def test_two_people_see_each_other_and_their_edits(opened: Page, room: Room) -> None:
    other = room.open("editor")
    other.locator('.step[data-id="pays"]').focus()
    expect(opened.locator('.step[data-id="pays"] .ring')).to_be_attached()
    expect(opened.locator("#present li")).to_have_count(1)
    other.keyboard.press("Enter")
    other.locator(".writing").fill("I pay by card")
    other.keyboard.press("Enter")
    expect(opened.locator('.step[data-id="pays"] h3')).to_have_text("I pay by card", timeout=500)


def test_a_conflict_shows_both_texts_and_nothing_is_lost(opened: Page, room: Room) -> None:
    other = room.open("editor")
    opened.context.set_offline(True)
    opened.locator('[data-item="no-answer"]').focus()
    opened.keyboard.press("Enter")
    opened.locator(".writing").fill("Nobody answers me")
    opened.keyboard.press("Enter")
    other.locator('[data-item="no-answer"]').focus()
    other.keyboard.press("Enter")
    other.locator(".writing").fill("They look past me")
    other.keyboard.press("Enter")
    _saved(other)
    opened.context.set_offline(False)
    card = opened.locator(".conflict-card")
    expect(card).to_contain_text("Nobody answers me")
    expect(card).to_contain_text("They look past me")
    card.get_by_role("button", name="Keep both").click()
    expect(other.locator('[data-item="no-answer"] .words')).to_have_text("They look past me\nNobody answers me")
    _saved(opened)


@pytest.mark.slow
def test_what_was_written_while_somebody_else_wrote_the_same_is_asked_about(opened: Page, room: Room) -> None:
    other = room.open("editor")
    opened.locator('[data-item="no-answer"]').focus()
    opened.keyboard.press("Enter")
    opened.locator(".writing").fill("Nobody answers me")
    other.locator('[data-item="no-answer"]').focus()
    other.keyboard.press("Enter")
    other.locator(".writing").fill("They look past me")
    other.keyboard.press("Enter")
    _saved(other)
    opened.wait_for_function(
        """async () => {
          const source = document.querySelector('script[src*="editor/page.js"]').src.replace("page.js", "opened.js");
          const store = await (await import(source)).opened;
          return store.tree.value("no-answer", "text") === "They look past me";
        }"""
    )
    opened.keyboard.press("Enter")
    card = opened.locator(".conflict-card")
    expect(card).to_contain_text("They look past me")
    card.get_by_role("button", name="Keep mine").click()
    expect(other.locator('[data-item="no-answer"] .words')).to_have_text("Nobody answers me")


def test_what_is_written_offline_is_sent_on_return(opened: Page, room: Room) -> None:
    opened.context.set_offline(True)
    opened.locator(_at(opened, "pains", "pays")).focus()
    opened.keyboard.type("Cash only")
    opened.keyboard.press("Enter")
    expect(opened.locator("#status")).to_contain_text("1 change waits")
    assert "Cash only" not in str(room.kept())
    opened.context.set_offline(False)
    _saved(opened)
    assert "Cash only" in str(room.kept())


@pytest.mark.slow
def test_a_way_back_is_drawn_from_step_to_step(opened: Page, room: Room) -> None:
    opened.locator('.step[data-id="pays"]').focus()
    opened.keyboard.press("/")
    opened.keyboard.type("from here")
    opened.keyboard.press("Enter")
    opened.keyboard.press("ArrowLeft")
    opened.keyboard.press("ArrowLeft")
    opened.keyboard.press("Enter")
    expect(opened.locator(".arcs .way.repeat")).to_have_count(1)
    expect(opened.locator('.lane-routes [data-cell="pays"] .item')).to_have_attribute(
        "aria-label", re.compile("goes back to I look around")
    )
    _saved(opened)
    assert "'kind': 'repeat'" in str(room.kept())


@pytest.mark.slow
def test_a_touchpoint_gets_a_channel_and_becomes_a_partners(opened: Page, room: Room) -> None:
    opened.locator('[data-item="till"]').focus()
    opened.keyboard.press("Space")
    opened.get_by_role("button", name="A partner’s").click()
    expect(opened.locator('[data-item="till"]')).to_have_class(re.compile("theirs"))
    opened.locator('[data-item="till"]').focus()
    opened.keyboard.press("Space")
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("Enter")
    _saved(opened)
    assert "'channel': 'bank'" in str(room.kept())


@pytest.mark.slow
def test_a_picture_is_kept_and_shown_with_its_words(opened: Page) -> None:
    opened.locator('.step[data-id="pays"]').focus()
    opened.keyboard.press("/")
    opened.keyboard.type("picture")
    with opened.expect_file_chooser() as chooser:
        opened.keyboard.press("Enter")
    chooser.value.set_files({"name": "till.png", "mimeType": "image/png", "buffer": DOT})
    opened.get_by_label("What the picture shows").fill("The till, with nobody behind it")
    opened.keyboard.press("Enter")
    shown = opened.locator(".photo img")
    expect(shown).to_have_attribute("alt", "The till, with nobody behind it")
    expect(shown).to_have_js_property("naturalWidth", 1)


def test_a_viewer_reads_and_cannot_write(room: Room) -> None:
    page = room.open("viewer")
    page.locator('.step[data-id="pays"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.type("x")
    page.locator('[data-item="till"] .words').click()
    expect(page.locator(".writing")).to_have_count(0)
    expect(page.get_by_role("button", name="Add", exact=True)).to_have_count(0)
    expect(page.locator('.felt[data-id="looks-around"]')).to_have_attribute("role", "img")


def test_on_a_phone_one_step_is_written_at_a_time(room: Room) -> None:
    page = room.open(width=390)
    facts, about = page.locator(".map-facts"), page.get_by_role("button", name="About this map")
    expect(facts).to_be_hidden()
    about.click()
    expect(facts).to_be_visible()
    about.click()
    expect(page.locator(".lane-touchpoints .cell:visible")).to_be_in_viewport()
    page.emulate_media(media="print")
    expect(page.locator(".step:visible")).to_have_count(3)
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".step:visible h3")).to_have_text(["I ask in the shop"])
    page.locator('[data-item="no-answer"] .words').click()
    page.locator(".writing").fill("Nobody there")
    page.keyboard.press("Enter")
    expect(page.locator('[data-item="no-answer"] .words')).to_have_text("Nobody there")
    page.get_by_role("button", name="choose another step").click()
    page.get_by_role("option", name="I pay").click()
    expect(page.locator(".step:visible h3")).to_have_text(["I pay"])
    page.get_by_role("button", name="More", exact=True).click()
    expect(page.get_by_role("link", name="Share")).to_be_visible()
    page.get_by_role("button", name="One step at a time").click()
    expect(page.locator(".step")).to_have_count(3)
    expect(page.get_by_role("link", name="Share")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.slow
def test_lanes_are_hidden_and_stay_hidden(opened: Page) -> None:
    opened.get_by_role("button", name="Lanes").click()
    opened.get_by_role("checkbox", name="Pain points").uncheck()
    expect(opened.locator(".lane-pains")).to_have_count(0)
    opened.reload()
    opened.locator(".sheet .felt").first.wait_for(state="attached")
    expect(opened.locator(".lane-pains")).to_have_count(0)
    opened.get_by_role("button", name="Lanes").click()
    opened.get_by_role("checkbox", name="Show the blueprint").check()
    expect(opened.locator(".border span")).to_have_text(
        ["line of interaction", "line of visibility", "line of internal interaction"]
    )


@pytest.mark.slow
def test_a_new_map_teaches_how_to_begin(room: Room) -> None:
    page = room.browsing(room.server, "owner")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/w/acme/journeys/unwritten/")
    page.get_by_role("button", name="Say what sets them off").press("Enter")
    page.keyboard.type("the bike has not moved for a year")
    page.keyboard.press("Enter")
    expect(page.locator("#masthead .way")).to_contain_text("the bike has not moved for a year")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Add the first phase").press("Enter")
    page.keyboard.type("Decide")
    page.keyboard.press("Enter")
    expect(page.locator(".phase h2")).to_contain_text("Decide")
    page.keyboard.press("/")
    page.keyboard.type("step")
    page.keyboard.press("Enter")
    page.keyboard.type("I look at it once more")
    page.keyboard.press("Enter")
    expect(page.locator(".row.steps .step h3")).to_have_text(["I look at it once more"])
    _saved(page)


@pytest.mark.slow
def test_a_pain_point_hangs_on_a_whole_phase(opened: Page) -> None:
    opened.locator('.phase[data-id="look"]').focus()
    opened.keyboard.press("/")
    opened.keyboard.type("pain")
    opened.keyboard.press("Enter")
    opened.keyboard.type("Everybody looks the same")
    opened.keyboard.press("Enter")
    expect(opened.locator(".over .item .words")).to_have_text(["Everybody looks the same"])
    expect(opened.locator(":focus .words")).to_have_text("Everybody looks the same")
    opened.keyboard.press("Delete")
    expect(opened.locator(".over")).to_have_count(0)


@pytest.mark.slow
def test_an_own_lane_is_added_named_and_written_in(opened: Page, room: Room) -> None:
    opened.locator('.step[data-id="asks"]').focus()
    opened.keyboard.press("/")
    opened.keyboard.type("lane")
    opened.keyboard.press("Enter")
    opened.keyboard.type("Who pays")
    opened.keyboard.press("Enter")
    lane = opened.locator(".lane-company")
    lane.scroll_into_view_if_needed()
    expect(lane.locator(".label b")).to_have_text("Who pays")
    lane.locator('[data-cell="asks"]').click()
    opened.keyboard.type("The employer")
    opened.keyboard.press("Enter")
    _saved(opened)
    assert "The employer" in str(room.kept())
