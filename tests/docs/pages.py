"""What the pages written by hand hold: links, snippets, consoles. Consoles can be run, and written anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = sorted([*REPOSITORY.glob("*.md"), *DOCS.rglob("*.md")])

_FENCE = re.compile(r"(?ms)^ *```(\w*)[^\n]*\n(.*?)^ *```$")
_TARGET = re.compile(r'\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"')
_HEADING = re.compile(r"(?m)^#+ +(.+?)(?: +\{ *#([\w-]+) *\})?$")
_WIDTH = "100"
"""Columns of the terminal in which consoles are shown."""
ELIDED = "…"
"""A line of a console that stands for any lines."""


@dataclass(frozen=True)
class Snippet:
    """A fenced block."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(REPOSITORY)}:{self.line}"


@dataclass(frozen=True)
class Told:
    """A command on a page, and what the page says comes of it."""

    command: str
    output: str


def snippets(page: Path, language: str) -> list[Snippet]:
    """The page's blocks in a language."""
    text = page.read_text(encoding="utf-8")
    return [
        Snippet(page, text.count("\n", 0, found.start()) + 1, found[1], found[2])
        for found in _FENCE.finditer(text)
        if found[1] == language
    ]


def links(page: Path) -> list[str]:
    """Where the page links to; what stands in code is no link."""
    text = re.sub(r"`[^`\n]*`", "", _FENCE.sub("", page.read_text(encoding="utf-8")))
    return [found[1] or found[2] for found in _TARGET.finditer(text)]


def anchors(page: Path) -> set[str]:
    """The ids of the page's headings, as the site and GitHub make them."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return {given or _slug(title) for title, given in _HEADING.findall(text)}


def _slug(title: str) -> str:
    return re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip())


def consoles(page: Path) -> Iterator[Told]:
    """Every command of the page's consoles, in order."""
    for snippet in snippets(page, "console"):
        for part in re.split(r"(?m)^\$ ", snippet.text)[1:]:
            command, _, output = part.partition("\n")
            yield Told(command, output)


def run(command: str, folder: Path) -> str:
    """What a terminal in `folder` shows of a command, without spaces at the ends of lines."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": _WIDTH,
        "PYTHONUNBUFFERED": "1",
        "NO_COLOR": "1",
    }
    script = f'uv() {{ shift; "$@"; }}\n{command}'
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.rstrip().splitlines())


def agrees(told: str, shown: str) -> bool:
    """Whether a console says what is shown, where it says anything."""
    parts = re.split(rf"(?m)^ *{ELIDED}\n", told)
    pattern = r"(?:.*\n)*".join(map(re.escape, parts))
    return re.fullmatch(pattern, shown) is not None


def renew(page: Path, folder: Path) -> None:
    """Run the page's consoles and write what they show; those that leave lines out are left to a person."""
    text, place = page.read_text(encoding="utf-8"), 0
    for told in consoles(page):
        place = text.index(f"$ {told.command}\n{told.output}", place) + len(f"$ {told.command}\n")
        shown = run(told.command, folder)
        if agrees(told.output, shown):
            continue
        if ELIDED in told.output.split("\n"):
            sys.stdout.write(f"{page.name}: $ {told.command}\n{shown}\n")
        else:
            text = text[:place] + shown + text[place + len(told.output) :]
    page.write_text(text, encoding="utf-8")
