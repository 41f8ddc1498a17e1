"""Every page, as axe-core sees it: light and dark, on a wide screen and on a telephone. And nothing sticks out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import Context, Template
from playwright.sync_api import Page, expect

from tests.drawing.conftest import Scheme
from tests.web.addresses import Address, addresses, package_addresses
from tests.web.conftest import Browsing
from tests.web.served import Served

SIZES: tuple[tuple[int, Scheme], ...] = ((1440, "light"), (390, "dark"), (1440, "dark"), (390, "light"))
EVERYDAY_SIZES = [*SIZES[:2], *(pytest.param(*size, marks=pytest.mark.slow) for size in SIZES[2:])]
"""Each width and each scheme once; all of them by CI."""
AT_THE_DOOR = ("account_login", "account_signup", "account_reset_password", "account_reset_password_done", "join")
"""Pages that only those see who are not signed in."""
EVERY_DAY = ("home", "accounts:you", "workspaces:people", "workspaces:log", "account_login", "editor:journey")
"""The sample that is looked at each time; all are by CI."""
PAGES = tuple(address for address in (*addresses(), *package_addresses()) if "guest" not in address.route)


def _name(address: Address) -> str:
    return address.name


def _look(page: Page, path: str) -> bool:
    """Whether there is a page at this path."""
    answer = page.context.request.get(path, headers={"Accept": "text/html"}, max_redirects=0)
    if "text/html" not in answer.headers.get("content-type", "") or answer.status in (301, 302, 405):
        return False
    page.goto(path)
    expect(page.locator("[aria-busy=true], .opening")).to_have_count(0)
    return True


def judge(page: Page) -> None:
    """Nothing that keeps somebody out, nothing that sticks out, one heading above all."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    said = [f"{each['id']}: {node['html'][:160]} {node['failureSummary']}" for each in found for node in each["nodes"]]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert page.locator("h1").count() == 1


def judge_everywhere(page: Page, sizes: tuple[tuple[int, Scheme], ...] = SIZES) -> None:
    """The open page in every size and scheme, without loading it anew."""
    for width, scheme in sizes:
        page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})
        page.emulate_media(color_scheme=scheme)
        judge(page)


@pytest.mark.xdist_group("served")
@pytest.mark.parametrize("name", EVERY_DAY)
def test_a_sample_of_pages(name: str, shared_server: Served, browser_page: Browsing) -> None:
    address = next(each for each in PAGES if each.name == name)
    who = "" if name in AT_THE_DOOR else "owner"
    page = browser_page(shared_server, who)
    assert _look(page, address.path)
    judge_everywhere(page, SIZES[:2])


@pytest.mark.slow
@pytest.mark.xdist_group("served")
@pytest.mark.parametrize("address", PAGES, ids=_name)
def test_every_page(address: Address, shared_server: Served, browser_page: Browsing) -> None:
    who = "" if address.name in AT_THE_DOOR else "owner"
    page = browser_page(shared_server, who)
    if _look(page, address.path):
        judge_everywhere(page)


@pytest.mark.xdist_group("served")
@pytest.mark.parametrize(("width", "scheme"), EVERYDAY_SIZES)
def test_menus_and_questions(width: int, scheme: Scheme, shared_server: Served, browser_page: Browsing) -> None:
    page = browser_page(shared_server, "owner", width, scheme)
    page.goto("/w/acme/settings/people/")
    page.locator(".place > summary").press("Enter")
    judge(page)
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.menu-list') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.place > summary')")
    assert not page.locator(".place .menu-list").is_visible()
    page.get_by_role("button", name="Remove Viewer of Acme").press("Enter")
    assert page.get_by_role("button", name="Keep it as it is").evaluate("node => node === document.activeElement")
    judge(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.get_by_text("viewer@acme.example").is_visible()


@pytest.mark.xdist_group("served")
def test_light_and_dark_are_kept(shared_server: Served, browser_page: Browsing) -> None:
    page = browser_page(shared_server, "owner", 1440, "light")
    page.goto("/you/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.locator("main [data-theme-choice=dark]").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.goto("/")
    assert page.evaluate(paper) == dark
    page.goto("/you/")
    page.locator("main [data-theme-choice=system]").click()
    assert page.evaluate(paper) == light


@pytest.mark.slow
@pytest.mark.xdist_group("served")
def test_setting_two_steps_up(shared_server: Served, browser_page: Browsing) -> None:
    # In a session of its own: nobody else has shown meanwhile that it is still them.
    page = browser_page(shared_server, "")
    page.goto("/accounts/login/?next=/accounts/2fa/")
    page.get_by_label("E-mail").fill("ada@acme.example")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Set it up").click()
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("The key").wait_for()
    judge_everywhere(page)
    page.get_by_label("Authenticator code").fill("000000")
    page.get_by_role("button", name="Switch it on").click()
    page.get_by_text("Incorrect code").wait_for()
    judge_everywhere(page)


@pytest.mark.xdist_group("served")
@pytest.mark.parametrize(("width", "scheme"), EVERYDAY_SIZES)
def test_everything_pages_are_made_of(
    width: int, scheme: Scheme, shared_server: Served, browser_page: Browsing
) -> None:
    text = (Path(__file__).parent / "gallery.html").read_text()
    drawn = Template(text).render(Context({"bar": {"slug": ""}}))
    page = browser_page(shared_server, "", width, scheme)
    page.route("**/gallery", lambda route: route.fulfill(body=drawn, content_type="text/html"))
    page.goto("/gallery")
    judge(page)
    page.locator(".panel").evaluate("node => node.hidden = true")
    if folder := os.environ.get("WAYPOST_GALLERY"):
        page.screenshot(path=f"{folder}/gallery-{width}-{scheme}.png", full_page=True)
    judge(page)
