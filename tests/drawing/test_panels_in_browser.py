"""Panels as people meet them: nothing sticks out or is fetched, and every figure answers the keyboard, at any size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.drawing.conftest import Scheme, Visiting
from tests.drawing.fixture.panels import every_panel
from tests.drawing.test_page_in_browser import EVERYDAY, UNTIDY
from waypost.analysis.brief import Brief
from waypost.analysis.living import LivingMap
from waypost.drawing.page import map_page, templates
from waypost.drawing.panels.blocks import Heat, HeatCell, Tone
from waypost.drawing.terms import Lexicon
from waypost.library import Project

pytestmark = pytest.mark.xdist_group("kite")

HEAT_CONTRAST = """() => {
  const parts = (colour) => {
    const context = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
  };
  const light = (colour) => { const [r, g, b] = parts(colour); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  return [...document.querySelectorAll(".heatmap td")].map((cell) => {
    const ground = getComputedStyle(cell).backgroundColor;
    const words = getComputedStyle(cell.querySelector("button") ?? cell).color;
    const paper = getComputedStyle(document.body).backgroundColor;
    const [one, other] = [light(words), light(ground.endsWith(", 0)") ? paper : ground)].sort((a, b) => b - a);
    return [cell.className, (one + 0.05) / (other + 0.05)];
  });
}"""


@pytest.fixture(scope="module")
def living(kite: Project, kite_brief: Brief) -> LivingMap:
    return kite.living_map(date(2026, 7, 1), measures=kite.measure(), brief=kite_brief)


@pytest.fixture(scope="module")
def page(living: LivingMap) -> str:
    return map_page(living, {})


@pytest.fixture(scope="module")
def heated(living: LivingMap) -> str:
    """A page whose only panel has every degree of heat, for what helps and for what hurts."""
    cells = (HeatCell("n 4", None), *(HeatCell(f"{degree}0", degree / 10 + 0.05) for degree in range(10)))
    rows = (("Row", "", cells),)
    blocks = tuple(Heat("", "", ("",) * len(cells), rows, tone=tone) for tone in (Tone.PLAIN, Tone.HURTS))
    panel = replace(every_panel("Words"), blocks=blocks, statistics=())
    drawn = templates(Lexicon(())).get_template("panels.html.j2").render(panels=(panel,))
    return map_page(replace(living, brief=None), {}).replace("</main>", f"{drawn}</main>")


@pytest.mark.parametrize(("width", "scheme"), EVERYDAY)
def test_a_report_is_tidy_with_everything_opened(visit: Visiting, page: str, width: int, scheme: Scheme) -> None:
    visited = visit(page, width, scheme)
    assert visited.page.locator("section.panel").count() > 10
    visited.page.evaluate("document.querySelectorAll('.panel details').forEach((one) => { one.open = true; })")
    assert visited.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visited.page.evaluate(UNTIDY) == []
    assert (visited.complaints, visited.requests) == ([], [])


@pytest.mark.slow
def test_the_keyboard_reaches_every_figure_and_each_says_itself(visit: Visiting, page: str) -> None:
    browser = visit(page).page
    browser.evaluate("document.querySelectorAll('.panel details').forEach((one) => { one.open = true; })")
    silent = browser.evaluate(
        """() => [...document.querySelectorAll('.panel [data-about]')].filter((figure) => {
          figure.focus();
          return document.activeElement !== figure || figure.tabIndex < 0 || document.getElementById('tip').hidden
            || !document.getElementById('tip').innerText.includes(figure.dataset.about);
        }).map((figure) => figure.outerHTML.slice(0, 160))"""
    )
    assert silent == []
    assert browser.locator(".panel [data-about]").count() > 40


@pytest.mark.slow
def test_whoever_chooses_a_segment_is_told_that_the_answers_are_for_everyone(visit: Visiting, page: str) -> None:
    browser = visit(page).page
    told = browser.locator("#panel-moments .whom")
    assert "answers are for everyone" in browser.locator(".switching").inner_text()
    assert not told.is_visible()
    browser.locator(".switch label").nth(1).click()
    assert told.is_visible()
    assert not browser.locator("#panel-by-segment .whom").is_visible()
    browser.locator(".switch label").first.click()
    assert not told.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_on_every_degree_of_heat_can_be_read(visit: Visiting, heated: str, scheme: Scheme) -> None:
    found = visit(heated, scheme=scheme).page.evaluate(HEAT_CONTRAST)
    assert len(found) == 22
    assert {name: ratio for name, ratio in found if ratio < 4.5} == {}
