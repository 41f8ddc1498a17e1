"""Every page of the application, as it looks: the demo is started, and each page is photographed.

    uv run python scripts/screens.py FOLDER [--visitors 4000] [--home HOME]

Pages are found by following links from the owner's first page, one picture for each address of the URL map, at 1440 and
390 pixels, in light and dark. Needs chromium.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect, sync_playwright

SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
AT_THE_DOOR = ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/w/join/spent/")
MANY = 60
"""Addresses with pages of their own that are looked for at most."""


@dataclass(frozen=True)
class Spot:
    """A page to photograph."""

    name: str
    path: str


def main() -> None:
    """Start the demo, find its pages, photograph them."""
    parser = argparse.ArgumentParser(description="Photograph every page of the application.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--visitors", type=int, default=2000, help="how many people visit the simulated company")
    parser.add_argument("--home", type=Path, help="a home folder to keep; a temporary one when left out")
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as temporary,
        browser() as chromium,
        demo(wanted.home or Path(temporary) / "home", wanted.visitors) as link,
    ):
        photograph(chromium, link, wanted.folder)


def photograph(chromium: Browser, link: str, folder: Path) -> None:
    """Sign in by the link, find the pages, and take each at every size and scheme."""
    parts = urlsplit(link)
    origin = f"{parts.scheme}://{parts.netloc}"
    first = chromium.new_context(base_url=origin)
    page = first.new_page()
    page.goto(link)
    page.get_by_role("button").or_(page.get_by_role("heading")).first.wait_for()
    cookies = first.cookies()
    spots = list(found(first, origin, urlsplit(page.url).path))
    first.close()
    door = [Spot(named(path), path) for path in AT_THE_DOOR]
    for scheme in SCHEMES:
        for size in SIZES:
            look = f"{size['width']}-{scheme}"
            inside, outside = (
                chromium.new_context(base_url=origin, viewport=size, color_scheme=scheme, reduced_motion="reduce")
                for _ in range(2)
            )
            inside.add_cookies(cookies)  # type: ignore[arg-type]  # what a context gives it also takes
            take(inside, spots, folder, look)
            take(outside, door, folder, look)


def take(context: BrowserContext, spots: list[Spot], folder: Path, look: str) -> None:
    """One picture of each page."""
    page = context.new_page()
    for spot in spots:
        page.goto(spot.path)
        expect(page.locator("[aria-busy=true], .opening")).to_have_count(0, timeout=30_000)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=folder / f"{spot.name}-{look}.png")
        sys.stdout.write(f"{spot.name}-{look}.png  {spot.path}\n")
    context.close()


def found(context: BrowserContext, origin: str, start: str) -> Iterator[Spot]:
    """The pages that links lead to from `start` and from home, the first of each address of the URL map."""
    page = context.new_page()
    waiting, seen, names = [start, "/"], set[str](), set[str]()
    while waiting and len(names) < MANY:
        path = waiting.pop(0)
        name = named(path)
        if path in seen or name in names:
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


def named(path: str) -> str:
    """The name of the address a path belongs to."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415  # after Django is set up

    try:
        return resolve(path).view_name.replace(":", "-")
    except Resolver404:
        return "nothing" + re.sub(r"\W+", "-", path)


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
        yield next(link for line in process.stdout if (link := _link(line)))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _link(line: str) -> str:
    there = re.search(r"http://\S+/enter/\S+", line)
    return there[0] if there else ""


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
