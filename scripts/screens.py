"""Every page of the application, as it looks: the demo is started, and each page is photographed.

    uv run python scripts/screens.py FOLDER [--visitors 4000] [--home HOME] [--only WORD …] [--look 390-dark …]

Pages are found by following links from the owner's first page, one picture for each address of the URL map; then come
an empty workspace, what others see (a viewer, a guest, somebody new), menus and dialogs that are open, what goes wrong,
and what a printer gets. All at 1440 and 390 pixels, in light and dark. Needs chromium.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright
from scenes import Cast, Spot, cast_of, named, reading_is_over, scenes

SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
MANY = 60
"""Addresses with pages of their own that are looked for at most."""
TALLEST = 5000
"""Pixels of a long page that are kept."""


@dataclass(frozen=True)
class Wanted:
    """What is to be photographed."""

    folder: Path
    only: tuple[str, ...]
    """Words one of which the name of a picture has; all when empty."""
    looks: tuple[str, ...]


def main() -> None:
    """Start the demo, find its pages, photograph them."""
    parser = argparse.ArgumentParser(description="Photograph every page of the application.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--visitors", type=int, default=2000, help="how many people visit the simulated company")
    parser.add_argument("--home", type=Path, help="a home folder to keep; a temporary one when left out")
    parser.add_argument("--only", nargs="*", default=[], help="words one of which the name of a picture has")
    parser.add_argument("--look", nargs="*", default=[], help="such as 390-dark; all four when left out")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    wanted = Wanted(given.folder, tuple(given.only), tuple(given.look))
    with (
        tempfile.TemporaryDirectory() as temporary,
        demo(given.home or Path(temporary) / "home", given.visitors) as link,
    ):
        reading_is_over()
        told = cast_of(link)
        with browser() as chromium:
            photograph(chromium, told, wanted)


def photograph(chromium: Browser, told: Cast, wanted: Wanted) -> None:
    """Sign everybody in by their links, find the pages, and take each at every size and scheme."""
    cookies = {who: signed_in(chromium, link) for who, link in told.links.items()}
    first = chromium.new_context(base_url=told.origin)
    first.add_cookies(cookies["owner"])  # type: ignore[arg-type]  # what a context gives it also takes
    found = [
        *crawled(first, told.origin, [told.first, told.home, "/"]),
        *crawled(first, told.origin, [told.empty], "empty-"),
    ]
    first.close()
    spots = [
        spot for spot in (*found, *scenes(told)) if not wanted.only or any(word in spot.name for word in wanted.only)
    ]
    for scheme in SCHEMES:
        for size in SIZES:
            look = f"{size['width']}-{scheme}"
            if wanted.looks and look not in wanted.looks:
                continue
            for who in {spot.who for spot in spots}:
                context = chromium.new_context(
                    base_url=told.origin, viewport=size, color_scheme=scheme, reduced_motion="reduce", locale="en-GB"
                )
                context.add_cookies(cookies.get(who, []))  # type: ignore[arg-type]
                take(context, [spot for spot in spots if spot.who == who], wanted.folder, look)
                context.close()


def signed_in(chromium: Browser, link: str) -> list[object]:
    """What a browser keeps of somebody who came by a link."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(link)
    page.get_by_role("heading").first.wait_for()
    kept = cast("list[object]", context.cookies())
    context.close()
    return kept


def take(context: BrowserContext, spots: list[Spot], folder: Path, look: str) -> None:
    """One picture of each page; a scene that cannot be played is told and left out."""
    for spot in spots:
        page = context.new_page()
        try:
            _take(page, spot, folder / f"{spot.name}-{look}.png")
            sys.stdout.write(f"{spot.name}-{look}.png  {spot.path}\n")
        except Exception as error:  # the other pictures are wanted all the same
            sys.stdout.write(f"{spot.name}-{look} could not be taken: {str(error).splitlines()[0]}\n")
        sys.stdout.flush()
        page.close()


def _take(page: Page, spot: Spot, file: Path) -> None:
    if spot.html is not None:
        html = spot.html()
        page.route(f"**{spot.path}", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(spot.path)
    expect(page.locator("[aria-busy=true], .opening")).to_have_count(0, timeout=30_000)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    if spot.act is not None:
        spot.act(page)
    if spot.whole:
        size = page.viewport_size or SIZES[0]
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(tall, TALLEST))})
        page.screenshot(path=file)
        page.set_viewport_size(size)
    else:
        page.screenshot(path=file)


def crawled(context: BrowserContext, origin: str, waiting: list[str], prefix: str = "") -> Iterator[Spot]:
    """The pages that links lead to from the first ones, the first of each address of the URL map."""
    page = context.new_page()
    home = "/".join(waiting[0].split("/")[:3]) + "/"
    seen, names = set[str](), set[str]()
    while waiting and len(names) < MANY:
        path = waiting.pop(0)
        name = prefix + named(path)
        elsewhere = path.startswith("/w/") and not path.startswith(home) and path != "/w/new/"
        if path in seen or name in names or elsewhere:
            continue
        seen.add(path)
        answer = context.request.get(path, headers={"Accept": "text/html"})
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            continue
        names.add(name)
        yield Spot(name, path)
        page.goto(path)
        links: list[str] = page.eval_on_selector_all("a[href]:not([download])", "links => links.map(one => one.href)")
        waiting += [urlsplit(urldefrag(link).url).path for link in links if link.startswith(origin)]


@contextmanager
def demo(home: Path, visitors: int) -> Iterator[str]:
    """`waypost demo`, until it answers: the link that signs its owner in."""
    from waypost.web.serving import settle  # noqa: PLC0415  # it reads the environment

    settle(home)
    command = ["demo", "--home", str(home), "--port", "0", "--no-open", "--visitors", str(visitors)]
    process = subprocess.Popen(  # noqa: S603  # ourselves
        [sys.executable, "-m", "waypost", *command],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "400"},
    )
    try:
        assert process.stdout is not None
        yield next(word for line in process.stdout for word in line.split() if "/enter/" in word)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, from wherever it is installed."""
    found_at = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found_at, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


if __name__ == "__main__":
    main()
