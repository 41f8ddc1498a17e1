"""Measure Waypost and its peers on the same events:

uv run --group benchmarks python -m benchmarks.run --events 1_000_000
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.answers import Answer
from benchmarks.clock import Outcome, apart
from benchmarks.generator import DAYS
from benchmarks.report import Machine, Results, page

_REHEARSAL = 20_000
_ONCE = {"generate", "ingest", "weave"}
_OURS = ("generate", "ingest", "ingest_again", "weave", "weave_again", "transitions", "measure")
_PEERS = {
    "peer:bare_loop": "numba",
    "peer:polars": "polars",
    "peer:duckdb": "duckdb",
    "peer:pm4py": "pm4py",
    "peer:pm4py_public": "pm4py",
    "peer:raw_files": "polars",
}
"""What is asked of each peer → the library it needs."""


def measured(events: int, runs: int) -> Results:
    """Everything, in processes of their own; SystemExit when somebody's answer differs."""
    machine = Machine.here()
    with _workspace(_REHEARSAL) as rehearsal:
        _say("compiling")
        for stage in _OURS:
            _ours(stage, rehearsal, _REHEARSAL, 1)
        apart("peer:bare_loop", rehearsal, 1)
    with _workspace(events) as folder:
        ours = {stage: _told(stage, _ours(stage, folder, events, runs)) for stage in _OURS}
        peers = {peer: _peer(peer, folder, runs, ours["transitions"].answer) for peer in _PEERS}
    machine = replace(machine, after=Machine.here().before)
    return Results(events, runs, DAYS, machine, ours, peers)


def _ours(stage: str, folder: Path, events: int, runs: int) -> Outcome:
    number = {"generate": events}.get(stage, 1 if stage in _ONCE else runs)
    return apart(stage, folder, number)


def _peer(peer: str, folder: Path, runs: int, ours: Answer | None) -> Outcome | str:
    """What a peer did, or why it did not; SystemExit when its answer is another than ours."""
    if find_spec(_PEERS[peer]) is None:
        return "not installed"
    try:
        outcome = apart(peer, folder, runs)
    except RuntimeError as error:
        _say(str(error))
        return "failed, most likely for want of memory"
    assert ours is not None
    assert outcome.answer is not None
    if wrong := list(ours.differences(outcome.answer)):
        raise SystemExit("\n".join([f"{peer} has another answer than Waypost:", *wrong[:20]]))
    return _told(peer, outcome)


def _told(stage: str, outcome: Outcome) -> Outcome:
    times = ", ".join(f"{seconds:.3f}" for seconds in outcome.seconds)
    _say(f"{stage}: {times} s, {outcome.peak / 1e6:,.0f} MB")
    return outcome


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def _workspace(events: int) -> Iterator[Path]:
    with TemporaryDirectory(prefix=f"waypost-{events}-") as folder:
        yield Path(folder)


def main(arguments: Sequence[str] | None = None) -> None:
    """What the command does."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure Waypost and its peers.")
    parser.add_argument("--events", type=int, default=10_000_000, help="how many events to simulate")
    parser.add_argument("--runs", type=int, default=3, help="how often each question is put, the first time included")
    parser.add_argument("--write", type=Path, help="a file for the page; it is printed otherwise")
    chosen = parser.parse_args(arguments)
    if chosen.events < 1 or chosen.runs < 1:
        parser.error("--events and --runs are at least 1")
    text = page(measured(chosen.events, chosen.runs))
    if chosen.write is None:
        print(text)
    else:
        chosen.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
