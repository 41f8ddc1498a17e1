"""The pictures of the documentation, taken of the demo and the marketplace example as they are.

    uv run python scripts/pictures.py --data DIR

DIR has the marketplace's files (see `docs/tutorial.md`); without it only the demo's pictures are made. Needs chromium.
Pictures are WebP under 350 kB, in `docs/images`.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import vl_convert
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from screens import SCHEMES, demo

import waypost
from waypost.analysis.brief import map_brief
from waypost.analysis.charts import transitions_chart
from waypost.analysis.living import LivingMap
from waypost.demo.show import VISITORS, lay_out
from waypost.drawing.paper import FileKind, Paper, Version
from waypost.drawing.poster import poster

REPOSITORY = Path(__file__).parents[1]
IMAGES = REPOSITORY / "docs" / "images"
LARGEST = 350_000
"""Bytes of one picture."""
TODAY = date(2026, 7, 1)
DENSITY = 1.5
"""Pixels of the picture for one of the page."""


@dataclass(frozen=True)
class Shot:
    """A part of a page: from the top of one element to the bottom (or top) of another, as wide as the window."""

    name: str
    begin: str
    end: str
    scheme: str = "light"
    width: int = 1440
    height: int = 1200
    above: int = 0
    below: int = 0


DEMO = (
    Shot("map-light", "body", "#lane-quotes", below=-1),
    Shot("map-dark", "body", "#lane-quotes", "dark", below=-1),
    Shot("measured", "#lane-pains", "#lane-everyone-signals", below=-1),
    Shot("paths-light", "#paths-title", ".plot-scroll", above=24, below=8),
    Shot("paths-dark", "#paths-title", ".plot-scroll", "dark", above=24, below=8),
    Shot("answer-light", "#panel-moments", "#panel-moments .shape-forest", below=16),
    Shot("answer-dark", "#panel-moments", "#panel-moments .shape-forest", "dark", below=16),
)
MARKETPLACE = (
    Shot("marketplace", "body", "#lane-emotion", below=-1),
    Shot("marketplace-measured", ".row.group:not([hidden])", "#lane-everyone-signals", below=-1),
    Shot("marketplace-paths", "#paths-title", ".plot-scroll", above=24, below=8),
)


def main() -> None:
    """Make all pictures for which there are data."""
    parser = argparse.ArgumentParser(description="Make the pictures of the documentation.")
    parser.add_argument("--data", type=Path, help="the folder with the marketplace's files")
    data: Path | None = parser.parse_args().data
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        temporary = Path(folder)
        picture_application(temporary / "home", chromium)
        picture_demo(waypost.open(lay_out(temporary / "demo")), temporary, chromium)
        if data is not None:
            example = REPOSITORY / "examples" / "marketplace"
            picture_marketplace(waypost.open(example, data=data, state=temporary / "state"), temporary, chromium)


def picture_application(home: Path, chromium: Browser) -> None:
    """The journey editor as the demo opens it, a touchpoint selected and the panel beside the map."""
    with demo(home, VISITORS) as link:
        signed_in = chromium.new_context()
        page = signed_in.new_page()
        page.goto(link)
        address, cookies = page.url, signed_in.cookies()
        for scheme in SCHEMES:
            look = chromium.new_context(
                color_scheme=scheme, viewport={"width": 1440, "height": 980}, device_scale_factor=DENSITY
            )
            look.add_cookies(cookies)  # type: ignore[arg-type]  # what a context gives it also takes
            page = look.new_page()
            page.goto(address)
            expect(page.locator("[aria-busy=true], .opening")).to_have_count(0, timeout=60_000)
            page.locator("#panel-toggle").click()
            page.get_by_text("Bank link", exact=True).first.click()
            page.keyboard.press("Escape")
            page.get_by_role("tab", name="Comments").click()
            page.get_by_role("tab", name="Details").click()
            page.evaluate("document.fonts.ready")
            picture = Image.open(io.BytesIO(page.screenshot()))
            keep(f"app-{scheme}", picture.convert("RGB"), 1800)
            look.close()
        signed_in.close()


def picture_demo(project: waypost.Project, folder: Path, chromium: Browser) -> None:
    """Map, paths, figures, telephone, posters and charts of the simulated company."""
    living = drawn_from(project)
    page = folder / "demo.html"
    page.write_text(project.page(living), encoding="utf-8")
    take(chromium, page, DEMO)
    take_phone(chromium, page)
    for name, version in (("poster", Version.WHOLE), ("talking-point", Version.TALKING_POINT)):
        made = poster(living, project.pictures(living), Paper.A0, FileKind.PNG, version)
        keep(name, Image.open(io.BytesIO(made.data)), 1800)
    assert living.measures is not None
    chart = transitions_chart(living.measures.everyone)
    drawn = chart.configure_view(stroke=None).properties(background="white", padding=20)
    keep("chart-moves", Image.open(io.BytesIO(vl_convert.vegalite_to_png(drawn.to_json(), scale=2))), 1600)


def picture_marketplace(project: waypost.Project, folder: Path, chromium: Browser) -> None:
    """The tutorial's pictures."""
    page = folder / "marketplace.html"
    page.write_text(project.page(drawn_from(project)), encoding="utf-8")
    take(chromium, page, MARKETPLACE)


def drawn_from(project: waypost.Project) -> LivingMap:
    """Ingest and measure, as `waypost draw` does."""
    project.ingest()
    study = project.study()
    return project.living_map(TODAY, None, study.measures(), map_brief(study))


def take(chromium: Browser, page: Path, shots: tuple[Shot, ...]) -> None:
    """Photograph parts of a page."""
    for shot in shots:
        with opened(chromium, page, shot.scheme, shot.width, shot.height) as sheet:
            keep(shot.name, part(sheet, shot), round(shot.width * DENSITY))


def take_phone(chromium: Browser, page: Path) -> None:
    """The top of the map as a telephone shows it, in light and dark side by side."""
    halves = []
    for scheme in ("light", "dark"):
        with opened(chromium, page, scheme, 390, 844) as sheet:
            sheet.evaluate("document.querySelector('#map').scrollIntoView()")
            halves.append(Image.open(io.BytesIO(sheet.screenshot())))
    gap = 30
    both = Image.new("RGBA", (halves[0].width * 2 + gap, halves[0].height), (0, 0, 0, 0))
    both.paste(halves[0], (0, 0))
    both.paste(halves[1], (halves[0].width + gap, 0))
    keep("phone", both, both.width)


def part(sheet: Page, shot: Shot) -> Image.Image:
    """The part of a whole page's photograph that a shot asks for."""
    begin, end = (
        sheet.locator(selector).locator("visible=true").first.bounding_box() for selector in (shot.begin, shot.end)
    )
    assert begin is not None, shot
    assert end is not None, shot
    top, bottom = begin["y"] - shot.above, end["y"] + end["height"] + shot.below
    whole = Image.open(io.BytesIO(sheet.screenshot(full_page=True)))
    return whole.crop((0, round(top * DENSITY), whole.width, round(bottom * DENSITY)))


@contextmanager
def opened(chromium: Browser, page: Path, scheme: str, width: int, height: int) -> Iterator[Page]:
    """A page in a window of that size, in light or dark."""
    dark = scheme == "dark"
    sheet = chromium.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        device_scale_factor=DENSITY,
        reduced_motion="reduce",
    )
    sheet.goto(page.as_uri())
    yield sheet
    sheet.close()


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, from wherever it is installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found)
        yield chromium
        chromium.close()


def keep(name: str, picture: Image.Image, width: int) -> None:
    """Write a picture at most that wide, as good as the size allows."""
    if picture.width > width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    for quality in (90, 80, 70, 60):
        content = encoded(picture, quality)
        if len(content) <= LARGEST:
            break
    else:
        raise SystemExit(f"{name} is larger than {LARGEST:,} bytes")
    (IMAGES / f"{name}.webp").write_bytes(content)
    sys.stdout.write(f"{name}.webp  {picture.width} × {picture.height}  {len(content) / 1000:.0f} kB\n")


def encoded(picture: Image.Image, quality: int) -> bytes:
    """The picture as WebP."""
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=quality, method=6)
    return written.getvalue()


if __name__ == "__main__":
    main()
