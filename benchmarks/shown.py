"""What a report shows, measured over the trails that the stages of `ours` have woven."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import waypost
from benchmarks.clock import Outcome, timed


def measure(folder: Path, runs: int) -> Outcome:
    """Every measure that the map shows."""
    study = waypost.open(folder).study()
    seconds, measures = timed(study.measures, runs)
    return Outcome(seconds, facts={"variants": measures.everyone.paths})


def moments(folder: Path, runs: int) -> Outcome:
    """The table of moments of truth: every signal against every outcome, adjusted."""
    study = waypost.open(folder).study()
    seconds, found = timed(study.moments, runs)
    return Outcome(seconds, facts={"moments": len(found.found)})


def brief(folder: Path, runs: int) -> Outcome:
    """Everything a report says below the map; as facts the milliseconds of each of its questions, in the last run."""
    read = import_module("waypost.analysis.brief").brief  # with libraries that the map's measures do without
    study = waypost.open(folder).study()
    began: dict[str, float] = {}

    def run() -> float:
        began.clear()
        read(study, lambda question: began.update({question: time.perf_counter()}))
        return time.perf_counter()

    seconds, end = timed(run, runs)
    ends = [*list(began.values())[1:], end]
    taken = {name: round((after - since) * 1000) for (name, since), after in zip(began.items(), ends, strict=True)}
    return Outcome(seconds, facts=taken)


STAGES: dict[str, Callable[[Path, int], Outcome]] = {
    "measure": measure,
    "moments": moments,
    "brief": brief,
}
