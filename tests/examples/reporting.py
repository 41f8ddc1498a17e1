"""Running the real command line on an example, and looking up what it wrote down."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.conftest import REPOSITORY

WAYPOST = str(Path(sys.executable).with_name("waypost"))
WITHIN = 1 / 128
"""The relative error that times may have: half a bucket of their histogram."""


@dataclass(frozen=True)
class Written:
    """What `waypost report` said and wrote."""

    folder: Path
    out: str
    measures: dict[str, Any]

    @property
    def everyone(self) -> dict[str, Any]:
        """The measures of all customers."""
        return self.measures["everyone"]  # type: ignore[no-any-return]

    @property
    def as_of(self) -> datetime:
        return datetime.fromisoformat(self.everyone["as_of"])

    def element(self, element: str) -> dict[str, Any]:
        return self.everyone["elements"][element]  # type: ignore[no-any-return]

    def signal(self, touchpoint: str, signal: str) -> dict[str, Any]:
        return next(one for one in self.element(touchpoint)["signals"] if one["signal"] == signal)


def report(example: str, data: Path, folder: Path) -> Written:
    """Report on an example without writing anything into the repository."""
    read = ("--data", str(data), "--state", str(folder / "state"))
    command = [WAYPOST, "report", str(REPOSITORY / "examples" / example), *read, "--out", str(folder / "report")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr
    measures = json.loads((folder / "report" / "measures.json").read_text(encoding="utf-8"))["measures"]
    return Written(folder / "report", ran.stdout, measures)


def covered(written: Written) -> int:
    """Every event of the lake: those that are a touchpoint and those nothing matches."""
    coverage = written.measures["coverage"]
    mapped: int = coverage["mapped"]
    return mapped + sum(int(count) for _, _, count in coverage["unmapped"])


def are_a_page_a_poster_and_figures(folder: Path) -> bool:
    """Whether the three files are there, and are what their names say."""
    return (
        sorted(file.name for file in folder.iterdir()) == ["map.pdf", "measures.json", "report.html"]
        and (folder / "map.pdf").read_bytes().startswith(b"%PDF-")
        and (folder / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    )
