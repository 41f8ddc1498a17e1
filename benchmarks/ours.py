"""What Waypost is measured at, stage by stage; each works in a workspace that the stages before have filled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

import waypost
from benchmarks.answers import Answer
from benchmarks.clock import Outcome, timed
from benchmarks.generator import simulate, write_files
from benchmarks.workspace import DATA, write_workspace
from waypost.analysis.engines.local import Local
from waypost.analysis.groups import EVERYONE
from waypost.analysis.measuring import measure
from waypost.analysis.results import Durations, Transition
from waypost.analysis.transitions import TransitionCounts, Transitions
from waypost.events.trails import Trails


def generate(folder: Path, events: int) -> Outcome:
    """Make the workspace and its event files."""

    def make() -> None:
        write_workspace(folder)
        write_files(simulate(events), folder / DATA)

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


def transitions(folder: Path, runs: int) -> Outcome:
    """Transitions between touchpoints with time quantiles, from the partitions' files on."""
    trails = waypost.open(folder).weave()
    codebook = trails.codebook
    wanted = Transitions(codebook.touchpoints, np.arange(len(codebook.touchpoints), dtype=np.int16))

    def run() -> tuple[TransitionCounts, tuple[Transition, ...]]:
        (counts,) = Local().count(wanted, trails, (EVERYONE,))
        return counts, wanted.finish(counts)

    seconds, (counts, _) = timed(run, runs)
    return Outcome(seconds, answer_of(counts, codebook.touchpoints))


def whole_measure(folder: Path, runs: int) -> Outcome:
    """Every measure of the journey, as a report shows them."""
    project = waypost.open(folder)
    trails: Trails = project.weave()
    seconds, measures = timed(partial(measure, trails, project.journey()), runs)
    return Outcome(seconds, facts={"variants": measures.everyone.paths})


def answer_of(counts: TransitionCounts, names: tuple[str, ...]) -> Answer:
    """Counts and medians, staying at a touchpoint included."""
    size = len(names)
    pairs = {(int(origin), int(target)) for origin, target in np.argwhere(counts.count)}
    times = {(origin, target): counts.times.durations(origin * size + target, 1) for origin, target in pairs}
    return Answer(
        counts={(names[origin], names[target]): int(counts.count[origin, target]) for origin, target in pairs},
        medians={
            (names[origin], names[target]): float(found.median)
            for (origin, target), found in times.items()
            if isinstance(found, Durations)
        },
    )


STAGES: dict[str, Callable[[Path, int], Outcome]] = {
    "generate": generate,
    "ingest": ingest,
    "ingest_again": ingest_again,
    "weave": weave,
    "weave_again": weave_again,
    "transitions": transitions,
    "measure": whole_measure,
}
