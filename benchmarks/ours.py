"""What Waypost is measured at, stage by stage; each works in a workspace that the stages before have filled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import waypost
from benchmarks.clock import Outcome, timed
from benchmarks.generator import LATE, SEED, TIED, simulate, write_files
from benchmarks.workspace import DATA, write_workspace


def generate(folder: Path, events: int) -> Outcome:
    """Make the workspace and its event files."""
    return _generated(folder, events, TIED, LATE)


def generate_rough(folder: Path, events: int) -> Outcome:
    """The same with a third of all events at the instant of the one before, and every fifth row late."""
    return _generated(folder, events, tied=0.33, late=0.2)


def _generated(folder: Path, events: int, tied: float, late: float) -> Outcome:
    def make() -> None:
        write_workspace(folder)
        write_files(simulate(events, SEED, tied), folder / DATA, SEED, late)

    seconds, _ = timed(make, 1)
    return Outcome(seconds)


def ingest(folder: Path, _runs: int) -> Outcome:
    """Read the files into a new lake."""
    project = waypost.open(folder)
    seconds, report = timed(project.ingest, 1)
    return Outcome(seconds, facts={"events": report.events, "quarantined": sum(report.quarantined.values())})


def ingest_again(folder: Path, runs: int) -> Outcome:
    """Look at the same files again: nothing is new."""
    seconds, report = timed(waypost.open(folder).ingest, runs)
    return Outcome(seconds, facts={"events": report.events})


def weave(folder: Path, _runs: int) -> Outcome:
    """Weave trails from the lake."""
    seconds, trails = timed(waypost.open(folder).weave, 1)
    return Outcome(seconds, facts={"events": trails.events, "cases": trails.cases, "partitions": trails.partitions})


def weave_again(folder: Path, runs: int) -> Outcome:
    """Find that no partition has changed."""
    seconds, _ = timed(waypost.open(folder).weave, runs)
    return Outcome(seconds)


STAGES: dict[str, Callable[[Path, int], Outcome]] = {
    "generate": generate,
    "generate_rough": generate_rough,
    "ingest": ingest,
    "ingest_again": ingest_again,
    "weave": weave,
    "weave_again": weave_again,
}
