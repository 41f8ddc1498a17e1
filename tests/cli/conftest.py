"""Running the command line as a person would, inside this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from waypost.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run: TypeAlias = Callable[..., Ran]


@pytest.fixture
def waypost(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`waypost("check", folder)` runs the verb and gives back exit code and output."""

    def run(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["waypost", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


JOURNEY = """\
kind: journey
name: Buying a bike
trigger: my old one was stolen
destination: I ride to work again
phases:
  - name: Look
    goal: I know which one
    steps:
      - name: I look around
        words: So many bikes.
        touchpoints:
          - {id: site, name: Web site, channel: web, match: event = 'viewed'}
  - name: Buy
    goal: It is mine
    steps:
      - name: I pay
        words: Deep breath.
        touchpoints:
          - {id: till, name: Till, channel: payment, match: event = 'paid'}
"""
SOURCE = """\
kind: source
id: shop
name: Shop
zone: Europe/Berlin
tables:
  - id: clicks
    files: clicks*.csv
    customer: who
    time: at
    event: what
"""
CLICKS = "who,at,what\n" + "".join(
    f"c{n},2026-03-{1 + n % 20:02} 10:{n % 60:02}:00,viewed\nc{n},2026-03-{1 + n % 20:02} 11:{n % 60:02}:00,paid\n"
    for n in range(60)
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A small workspace with sixty customers who look and pay."""
    folder = tmp_path / "bikes"
    for name, text in {
        "waypost.yaml": "kind: workspace\nname: Bikes\n",
        "journeys/buying.yaml": JOURNEY,
        "sources/shop.yaml": SOURCE,
        "data/clicks.csv": CLICKS,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
