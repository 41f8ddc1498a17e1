"""The page as people meet it: nothing overlaps or is cut off, nothing is fetched, every figure answers the keyboard."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.drawing.conftest import Scheme, Visiting
from tests.drawing.fixture import great_map, great_pictures, invoicing_map, invoicing_pictures
from waypost.drawing.page import map_page

SIZES: list[tuple[int, Scheme]] = [(1440, "light"), (390, "dark"), (1440, "dark"), (390, "light")]
EVERYDAY = [*SIZES[:2], *(pytest.param(*size, marks=pytest.mark.slow) for size in SIZES[2:])]
"""Each width and each scheme once; all of them by CI."""

UNTIDY = """() => {
  const found = [];
  const say = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  const shown = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 0;
  const box = (element) => element.getBoundingClientRect();
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const inside = (a, b) =>
    a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;

  if (document.documentElement.scrollWidth > innerWidth) found.push("the page itself scrolls sideways");

  // Cells: beside each other, and holding what is in them.
  document.querySelectorAll(".sheet > .row").forEach((row) => {
    const cells = [...row.children].filter((cell) => shown(cell) && !cell.matches(".label"));
    const boxes = cells.map(box);
    boxes.forEach((one, place) => boxes.slice(place + 1).forEach((other, next) => {
      if (meet(one, other)) say("cells overlap", cells[place + 1 + next]);
    }));
    cells.forEach((cell, place) => {
      if (!inside(boxes[place], box(row))) say("cell leaves its row", cell);
      const items = [...cell.children].filter((item) => shown(item) && !(item instanceof SVGElement));
      items.forEach((item, at) => {
        if (!inside(box(item), boxes[place])) say("item leaves its cell", item);
        items.slice(at + 1).forEach((other) => { if (meet(box(item), box(other))) say("items overlap", other); });
      });
    });
  });

  // Words: none wider than the place they stand in.
  const WORDS = "p, small, span, b, h1, h2, h3, dd, dt, li, th, td, blockquote, figcaption, .figure, .label";
  document.querySelectorAll(WORDS).forEach((element) => {
    if (!element.innerText?.trim() || !shown(element) || getComputedStyle(element).display === "inline") return;
    if (element.closest(".unseen, .strip, foreignObject")) return;
    const slack = element.scrollWidth - element.clientWidth;
    if (element.clientWidth && slack > 1) say(`words stick out by ${slack}`, element);
  });

  // The curve's figures and the diagrams' labels: none over another, none over a step.
  const apart = (elements, others, what) => {
    const boxes = elements.map(box);
    boxes.forEach((one, place) => {
      boxes.slice(place + 1).forEach((other) => { if (meet(one, other)) say(what, elements[place]); });
      others.forEach((other) => { if (meet(one, box(other))) say(`${what} (a step)`, elements[place]); });
    });
  };
  apart([...document.querySelectorAll(".extreme, .base text")].filter(shown), [], "figures overlap");
  document.querySelectorAll(".plot").forEach((plot) => {
    if (!shown(plot)) return;
    const steps = [...plot.querySelectorAll(".node > rect:first-child")];
    apart([...plot.querySelectorAll(".counts text")], steps, "labels overlap");
  });
  return found.slice(0, 12);
}"""


@cache
def html(name: str) -> str:
    pages: dict[str, Callable[[], str]] = {
        "invoicing": lambda: map_page(invoicing_map(), invoicing_pictures()),
        "believed": lambda: map_page(invoicing_map(measured=False), invoicing_pictures()),
        "great": lambda: map_page(great_map(), great_pictures()),
    }
    return pages[name]()


def focused(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        """() => ({
          label: document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent,
          row: document.activeElement.closest('[role="row"]')?.id ?? "",
          tip: document.getElementById("tip").hidden ? "" : document.getElementById("tip").innerText,
        })"""
    )
    return found


@pytest.mark.parametrize(("width", "scheme"), EVERYDAY)
@pytest.mark.parametrize("name", ["invoicing", "believed"])
def test_nothing_overlaps_or_sticks_out(visit: Visiting, name: str, width: int, scheme: Scheme) -> None:
    visited = visit(html(name), width, scheme)
    assert visited.page.evaluate(UNTIDY) == []
    assert (visited.complaints, visited.requests) == ([], [])


def test_what_overlaps_or_sticks_out_is_found(visit: Visiting) -> None:
    page = visit(html("believed")).page
    page.locator(".contact span").first.evaluate(
        "(words) => { words.style.cssText = 'width:40px;white-space:nowrap'; }"
    )
    page.locator(".pain").first.evaluate("(pain) => { pain.style.marginLeft = '-60px'; }")
    page.locator(".sheet .step").nth(2).evaluate("(step) => { step.style.width = '400px'; }")
    found = " ".join(page.evaluate(UNTIDY))
    for fault in ("words stick out", "item leaves its cell", "cells overlap"):
        assert fault in found


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_great_map_is_tidy_too(visit: Visiting, width: int, scheme: Scheme) -> None:
    visited = visit(html("great"), width, scheme)
    assert visited.page.evaluate(UNTIDY) == []
    visited.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    visited.page.evaluate("document.querySelectorAll('.all-moves, .unfold').forEach((one) => { one.click(); })")
    assert visited.page.evaluate(UNTIDY) == []
    visited.page.locator(".switch label").nth(1).click()
    assert visited.page.evaluate(UNTIDY) == []
    assert (visited.complaints, visited.requests) == ([], [])


def test_the_whole_map_is_one_stop_and_arrows_walk_it(visit: Visiting) -> None:
    page = visit(html("invoicing")).page
    page.locator(".map .scroll").focus()
    page.keyboard.press("Tab")
    assert focused(page)["row"] == "routes-onward"
    assert focused(page)["tip"].startswith("Create an account → Set up my business")
    while focused(page)["row"] != "lane-everyone-reach":
        before = focused(page)
        page.keyboard.press("ArrowDown")
        assert focused(page) != before
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    here = focused(page)
    assert here["label"].startswith("Reach · Create an account: 64")
    for part in ("95 % interval", "n\u00a04", "The share of all cases that came here"):
        assert part in here["tip"]
    page.keyboard.press("Escape")
    assert focused(page)["tip"] == ""
    page.keyboard.press("Tab")
    assert focused(page)["row"] == ""


def test_the_blueprint_is_closed_until_somebody_wants_it(visit: Visiting) -> None:
    visited = visit(html("great"))
    onstage, line = visited.page.locator("#lane-onstage"), visited.page.get_by_text("line of visibility")
    assert not onstage.is_visible()
    visited.page.get_by_label("Show what happens behind the scenes").focus()
    visited.page.keyboard.press("Space")
    assert onstage.is_visible()
    assert line.is_visible()
    assert visited.complaints == []


def test_a_focused_figure_is_brought_out_from_under_the_labels(visit: Visiting) -> None:
    page = visit(html("invoicing"), 390).page
    page.locator("#lane-everyone-reach .figure").first.focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert page.evaluate(
        """() => {
          const here = document.activeElement.getBoundingClientRect();
          const label = document.querySelector("#lane-everyone-reach .label").getBoundingClientRect();
          return here.left >= label.right && here.right <= innerWidth && label.left === 0;
        }"""
    )


def test_arrows_walk_from_steps_to_moves_and_light_them_up(visit: Visiting) -> None:
    page = visit(html("invoicing")).page
    page.locator("#plot-everyone .node").nth(2).focus()
    page.keyboard.press("ArrowRight")
    assert focused(page)["label"].startswith("Create an account: 2")
    lit = page.locator("#plot-everyone .move.lit")
    assert lit.count() == page.locator('#plot-everyone :is([data-from="account"], [data-to="account"])').count()
    page.keyboard.press("ArrowDown")
    told = focused(page)
    assert "times" in told["tip"]
    assert "moves away" in told["tip"]
    assert page.locator("#plot-everyone .move.lit").count() == 0


def test_rare_moves_appear_when_asked_for(visit: Visiting) -> None:
    page = visit(html("invoicing")).page
    rare = page.locator("#plot-everyone .rare").first
    assert not rare.is_visible()
    page.locator(".all-moves").first.check()
    assert rare.is_visible()


def test_a_segment_takes_the_place_of_everyone(visit: Visiting) -> None:
    page = visit(html("invoicing")).page
    page.locator(".switch label", has_text="Studios").click()
    assert not page.locator("#lane-everyone-reach").is_visible()
    assert page.locator("#lane-segment-1-reach").is_visible()
    assert page.locator("#lane-segment-1-reach .reference").count() == 10
    assert page.locator("[data-view=segment-1] .headline").is_visible()


def test_the_theme_can_be_turned_and_is_remembered(visit: Visiting) -> None:
    page = visit(html("believed"), scheme="dark").page
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.locator("#theme").click()
    light = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == light


def test_names_of_steps_stay_in_sight(visit: Visiting) -> None:
    page = visit(html("invoicing")).page
    assert not page.locator(".strip").is_visible()
    page.locator("#lane-everyone-dwell").scroll_into_view_if_needed()
    page.locator(".map .scroll").evaluate("(map) => { map.scrollLeft = 500; }")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    name, column = page.locator(".strip .step").nth(6), page.locator(".steps .step").nth(6)
    assert name.is_visible()
    where = "(element) => element.getBoundingClientRect().left"
    assert name.evaluate(where) == column.evaluate(where)


def test_the_edge_fades_while_there_is_more_of_the_map_beyond_it(visit: Visiting) -> None:
    page = visit(html("invoicing")).page
    region = page.locator(".map .scroll")
    mask = "(region) => getComputedStyle(region).maskImage"
    assert "gradient" in region.evaluate(mask)
    region.evaluate("(region) => { region.scrollLeft = region.scrollWidth; }")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert region.evaluate(mask) == "none"
    assert "gradient" not in visit(html("invoicing"), 3200).page.locator(".map .scroll").evaluate(mask)


def test_a_word_of_the_glossary_opens_its_meaning_beside_it(visit: Visiting) -> None:
    page = visit(html("believed")).page
    word = page.locator("#lane-touchpoints .term").first
    word.click()
    meaning = page.locator(".meaning:popover-open")
    assert "connection to a customer’s bank account" in meaning.inner_text()
    at, shown = word.bounding_box(), meaning.bounding_box()
    assert at is not None
    assert shown is not None
    assert abs(shown["y"] + shown["height"] - at["y"]) < 40
    page.keyboard.press("Escape")
    assert page.locator(".meaning:popover-open").count() == 0


def test_without_scripts_everything_is_still_there(visit: Visiting) -> None:
    bare = html("invoicing").replace('<script type="module">', '<script type="text/plain">')
    page = visit(bare).page
    page.locator(".switch label", has_text="Studios").click()
    assert page.locator("#lane-segment-1-reach").is_visible()
    assert page.locator("#theme").is_hidden()
    assert page.evaluate(UNTIDY) == []


def test_paper_shows_the_ways_that_skip_a_step(visit: Visiting) -> None:
    page = visit(html("invoicing")).page
    page.emulate_media(media="print")
    for ways in (".route", ".move.skip"):
        shown = page.locator(ways).evaluate_all("(all) => all.map((one) => getComputedStyle(one).display !== 'none')")
        assert any(shown)


@pytest.mark.parametrize("name", ["invoicing", pytest.param("great", marks=pytest.mark.slow)])
def test_paper_shows_every_step_on_a3(visit: Visiting, name: str) -> None:
    page = visit(html(name)).page
    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in pages} == {(1191, 842)}
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    steps = page.locator(".sheet:not(.split) .steps .step")
    assert steps.count() == page.locator(".sheet.split .steps .step").count()
    edges = steps.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().right)")
    assert max(edges) <= page.evaluate("document.documentElement.clientWidth") + 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".folio").count() == 0
