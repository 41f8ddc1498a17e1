"""What the pages show in a terminal is what a terminal shows.

`uv run python -m tests.docs.test_consoles` writes the consoles anew.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.docs.pages import DOCS, agrees, consoles, renew, run, snippets
from waypost.demo.show import lay_out
from waypost.library import open_workspace

README = REPOSITORY / "README.md"
TUTORIAL = DOCS / "tutorial.md"
DRAWING = DOCS / "guides" / "draw.md"
CONNECTING = DOCS / "guides" / "connect.md"
STARTING = DOCS / "guides" / "discover.md"
ASKING = DOCS / "guides" / "ask.md"

TICKETS = "\n".join(
    [
        "ticket,phone,handed_in_at,promised,picked_up_at,answered_at,stars",
        *(
            f"{day},+49 151 {day % 20},2026-03-{day:02} 08:10,2026-03-{day + 2:02} 18:00,"
            f"2026-03-{day + 2 + day % 2:02} 17:30,2026-03-{day + 3:02} 20:00,{5 - day % 2 * 2 - day % 3 // 2}"
            for day in range(1, 25)
        ),
        "25,+49 151 5,2026-13-25 08:10,2026-03-27 18:00,,,",
    ]
)
"""Every second bicycle is a day late; the month of the last one is none."""


def workshop(folder: Path) -> Path:
    """A folder with the README's workspace `repairs` in it, and its tickets."""
    journey, source = (snippet.text for snippet in snippets(README, "yaml"))
    files = {
        "repairs/waypost.yaml": "kind: workspace\nname: Repairs\n",
        "repairs/journeys/repair.yaml": journey,
        "repairs/sources/tickets.yaml": source,
        "exports/tickets.csv": TICKETS,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def marketplace(folder: Path, real_data: Path) -> Path:
    """A folder with the example, and the public files in a folder `olist`."""
    example = REPOSITORY / "examples" / "marketplace"
    shutil.copytree(example, folder / "examples" / "marketplace", ignore=shutil.ignore_patterns(".waypost"))
    (folder / "olist").symlink_to(real_data / "olist")
    return folder


def sources_only(folder: Path, real_data: Path) -> Path:
    """A folder with the guide's workspace `evening`, which has no journey, and the public files in a folder `shop`."""
    (source,) = snippets(STARTING, "yaml")
    files = {
        "evening/waypost.yaml": "kind: workspace\nname: A web shop\n",
        "evening/sources/clicks.yaml": source.text,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "shop").symlink_to(real_data / "shop")
    return folder


def company(folder: Path) -> Path:
    """A folder with the demo's workspace in it, taken in."""
    open_workspace(lay_out(folder / "waypost-demo")).ingest()
    return folder


def untrue(page: Path, folder: Path) -> list[tuple[str, str]]:
    """The page's commands that show something else, and what."""
    shown = [(told, run(told.command, folder)) for told in consoles(page)]
    return [(told.command, output) for told, output in shown if not agrees(told.output, output)]


@pytest.mark.slow
def test_the_tour_in_the_readme(tmp_path: Path) -> None:
    assert untrue(README, workshop(tmp_path)) == []
    report = run("uv run waypost report repairs --data exports --out report", tmp_path)
    assert "tickets.csv  25 rows → 48 events, 24 responses" in report
    assert "1 in quarantine: bad-time" in report
    assert {file.name for file in (tmp_path / "report").iterdir()} == {"report.html", "map.pdf", "measures.json"}


@pytest.mark.slow
@pytest.mark.parametrize("page", [DRAWING, CONNECTING], ids=lambda page: page.stem)
def test_the_guides(page: Path, tmp_path: Path) -> None:
    assert untrue(page, workshop(tmp_path)) == []


@pytest.mark.slow
def test_the_tutorial(tmp_path: Path, real_data: Path) -> None:
    assert untrue(TUTORIAL, marketplace(tmp_path, real_data)) == []


@pytest.mark.slow
def test_the_guide_that_starts_from_data(tmp_path: Path, real_data: Path) -> None:
    assert untrue(STARTING, sources_only(tmp_path, real_data)) == []


@pytest.mark.slow
def test_the_guide_to_asking(tmp_path: Path) -> None:
    assert untrue(ASKING, company(tmp_path)) == []


if __name__ == "__main__":
    data = REPOSITORY.parent / "shared" / "data"
    for written in (README, DRAWING, CONNECTING, TUTORIAL):
        with tempfile.TemporaryDirectory() as temporary:
            place = Path(temporary)
            renew(written, marketplace(place, data) if written is TUTORIAL else workshop(place))
