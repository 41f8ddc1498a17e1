"""The results as a page of the documentation."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.web.crowd import Crowd

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Result:
    """What one run showed. Memory in bytes; `cores` are the processor seconds the server used a second."""

    scene: str
    crowd: Crowd
    lost: int
    dropped: int
    before: int
    after: int
    cores: float

    def lines(self) -> list[str]:
        """In words."""
        delivered = [seconds for times in self.crowd.delivered.values() for seconds in times]
        found = [
            self.scene,
            f"edits: {len(self.crowd.sent):,} sent, {len(self.crowd.acknowledged):,} acknowledged, "
            f"{len(self.crowd.refused):,} refused, {self.lost:,} lost; streams dropped: {self.dropped:,}",
            f"acknowledged: {spread(list(self.crowd.acknowledged.values()))}",
            f"delivered to others ({len(delivered):,}): {spread(delivered)}",
            f"server: {self.before / 1e6:.0f} MB at the start, {self.after / 1e6:.0f} MB at the end; "
            f"{self.cores:.2f} cores busy",
        ]
        return found + [f"{what} ({len(times)}): {spread(times)}" for what, times in self.crowd.fetched.items()]


def spread(seconds: Sequence[float]) -> str:
    """Median, 95th and 99th percentile in milliseconds."""
    if not seconds:
        return "none"
    ordered = sorted(seconds)
    shares = ((0.5, "p50"), (0.95, "p95"), (0.99, "p99"))
    return " · ".join(f"{name} {ordered[int(share * (len(ordered) - 1))] * 1000:.0f} ms" for share, name in shares)


def report(results: dict[str, list[Result]], seconds: float) -> str:
    """The page."""
    parts = [
        "# How many people one server bears",
        "",
        f"Measured on one machine ({os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}) "
        f"that also ran the people: each scene for {seconds:.0f} seconds, every journey with 200 steps. An edit counts "
        "as *lost* when it was acknowledged and is missing in the document, or did not reach each of the others who "
        "look at the journey. *Delivered* is counted from the moment the author sends. Everybody also says every ten "
        "seconds where on the map they are. Made by:",
        "",
        "```",
        "uv run python -m benchmarks.web.load --write docs/load.md",
        "```",
    ]
    for database, found in results.items():
        parts += ["", f"## {NAMES[database]}"]
        for result in found:
            title, *lines = result.lines()
            parts += ["", f"**{title}**", "", *(f"- {line}" for line in lines)]
    return "\n".join(parts) + "\n"
