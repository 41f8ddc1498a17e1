"""What was measured, as a page of Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from benchmarks.clock import Outcome, cores

_LIBRARIES = ("numba", "numpy", "polars", "deltalake", "duckdb", "pandas", "pm4py")

_PEERS = {
    "peer:bare_loop": "a bare Numba loop, arrays in memory",
    "peer:polars": "Polars, frame in memory",
    "peer:duckdb": "DuckDB, table in memory",
    "peer:pm4py": "pm4py, its quickest function (`get_dfg_graph`, both at once)",
    "peer:pm4py_public": "pm4py, as its manual has it (`discover_dfg`, `discover_performance_dfg`)",
    "peer:raw_files": "Polars, from the raw files, sorting included",
}

_INTRODUCTION = """\
# Benchmarks

Made by `uv run --group benchmarks python -m benchmarks.run`. Every line is a process of its own; peak memory is the
most it held in RAM, mapped files and the interpreter with its libraries included. Compilation is done beforehand and
kept on disk, as it is from a program's second start on. Trust the ratios more than the seconds.
"""

_LOG = """\
The log is simulated: customers look around, compare, order, wait and ask, with loops and skips, log-normal waits, two
rows in a hundred at the instant of the one before, and one in a hundred arriving up to two days late, out of order.
It comes as {days} Parquet files, one a day.
"""

_QUESTION = """\
How often does each of 12 touchpoints follow each, and what is the median time between? Waypost answers from the files
of its trails (opened and mapped anew in each run) and gives further quantiles, the number of cases, entries and exits
with it. The others are handed the events already in order and coded, in memory; only the last line does all the work
itself. Waypost's and the bare loop's medians are those of a histogram, at most 1 % off; the others' are exact. Each is
asked {runs} times, or twice when that takes long; ratios are of the best times, which other work disturbs least.
"""


@dataclass(frozen=True)
class Machine:
    """Where it ran."""

    cores: int
    memory: int
    """Bytes."""
    before: float
    """How many processes wanted a core in the minute before …"""
    after: float = 0
    """… and in the last minute, what we ran among them."""

    @classmethod
    def here(cls) -> Machine:
        """This one, now."""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        return cls(cores(), memory, os.getloadavg()[0])


@dataclass(frozen=True)
class Results:
    """Everything one run found."""

    events: int
    runs: int
    days: int
    machine: Machine
    ours: Mapping[str, Outcome]
    peers: Mapping[str, Outcome | str]
    """Or why there is none."""


def page(results: Results) -> str:
    """The whole page."""
    return "\n".join(
        [
            _INTRODUCTION,
            *_where(results.machine),
            "",
            f"## {results.events:,} events become trails",
            "",
            _LOG.format(days=results.days),
            *_pipeline(results),
            "",
            "## Transitions with median times",
            "",
            _QUESTION.format(runs=results.runs),
            *_comparison(results),
            "",
            *_agreement(results),
            "",
        ]
    )


def _where(machine: Machine) -> Iterator[str]:
    yield (
        f"Ran on {machine.cores} cores with {machine.memory / 1e9:.0f} GB of memory ({platform.system()}, "
        f"{platform.machine()}), the load {machine.before:.1f} before and {machine.after:.1f} in the last minute, "
        f"what is measured included; Python {platform.python_version()}, "
        + ", ".join(f"{name} {found}" for name in _LIBRARIES if (found := _version(name)))
        + "."
    )


def _pipeline(results: Results) -> Iterator[str]:
    ours, events = results.ours, results.events
    cases, parts = ours["weave"].facts["cases"], ours["weave"].facts["partitions"]
    variants = ours["measure"].facts["variants"]
    stages = {
        "ingest": ("ingest: files → lake", ours["ingest"].first),
        "ingest_again": ("ingest again, nothing new", ours["ingest_again"].warm),
        "weave": (f"weave: lake → {cases:,} cases in {parts} partitions", ours["weave"].first),
        "weave_again": ("weave again, nothing new", ours["weave_again"].warm),
        "measure": (f"everything a report shows ({variants:,} variants among it)", ours["measure"].warm),
    }
    yield "| stage | time | events a second | peak memory |"
    yield "|---|---:|---:|---:|"
    for stage, (name, seconds) in stages.items():
        rate = "" if stage.endswith("again") else f"{events / seconds / 1e6:.1f} million"
        yield f"| {name} | {_seconds(seconds)} | {rate} | {_memory(ours[stage].peak)} |"


def _comparison(results: Results) -> Iterator[str]:
    base = results.ours["transitions"]
    yield "| who | first run | median of the later | best | against Waypost | peak memory |"
    yield "|---|---:|---:|---:|---:|---:|"
    yield f"| **Waypost**, from its trails' files | {_times(base)} | × 1 | {_memory(base.peak)} |"
    for peer, name in _PEERS.items():
        found = results.peers[peer]
        if isinstance(found, str):
            yield f"| {name} | {found} | | | | |"
        else:
            ratio = found.best / base.best
            told = f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"
            yield f"| {name} | {_times(found)} | × {told} | {_memory(found.peak)} |"


def _agreement(results: Results) -> Iterator[str]:
    answer = results.ours["transitions"].answer
    assert answer is not None
    answered = sum(not isinstance(found, str) for found in results.peers.values())
    yield (
        f"Compared before any time counted, with {answered} others: the counts of all {len(answer.counts)} pairs are "
        f"equal, and the medians of all {answer.compared_medians} pairs seen a thousand times or more are within 1 %."
    )


def _times(outcome: Outcome) -> str:
    return " | ".join(map(_seconds, (outcome.first, outcome.warm, outcome.best)))


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _memory(size: int) -> str:
    return f"{size / 1e9:.2f} GB"


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
