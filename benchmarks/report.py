"""What was measured, as a page of Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TypeAlias

from benchmarks.clock import Outcome, cores
from benchmarks.questions import QUESTIONS, Question

_LIBRARIES = ("numba", "numpy", "polars", "deltalake", "duckdb", "pandas", "pm4py", "r4pm", "retentioneering")

_INTRODUCTION = """\
# Benchmarks

Made by `uv run --group benchmarks python -m benchmarks.run`. Every line is a process of its own; peak memory is the
most it held in RAM, mapped files and the interpreter with its libraries included. Compilation is done beforehand and
kept on disk, as it is from a program's second start on. Trust the ratios more than the seconds.

Waypost answers from the files of its trails, opened and mapped anew in each run. The others are handed the events
already in order and coded, in memory, in the shape each asks for; that is not timed, except where a line says so. Each
is asked {runs} times, twice when that takes long, and up to twenty times when all of them take less than two seconds;
ratios are of the best times, which other work disturbs least.
"""

_LOG = """\
The logs are simulated: customers look around, compare, order, wait and ask, with loops and skips, log-normal waits, two
rows in a hundred at the instant of the one before, and one in a hundred arriving up to two days late, out of order.
They come as {days} Parquet files, one a day. The journey has three signals, two outcomes and a breakdown.
"""

Answered: TypeAlias = Mapping[str, Outcome | str]
"""By stage: an outcome, or why there is none."""


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
class Agreement:
    """What was compared before any time counted."""

    events: int
    others: int
    """How many answers of others."""
    counts: int
    medians: int


@dataclass(frozen=True)
class Size:
    """Everything found about one log."""

    events: int
    ours: Mapping[str, Outcome]
    """The pipeline, by stage."""
    answered: Answered
    agreement: Agreement


@dataclass(frozen=True)
class Results:
    """Everything one run found."""

    runs: int
    days: int
    machine: Machine
    rough: Agreement
    sizes: tuple[Size, ...]


def page(results: Results) -> str:
    """The whole page."""
    lines = [_INTRODUCTION.format(runs=results.runs), *_where(results.machine), "", _LOG.format(days=results.days)]
    lines += [*_agreement(results), ""]
    if len(results.sizes) > 1:
        lines += ["## From size to size", "", *_scaling(results.sizes), ""]
    for size in results.sizes:
        lines += [f"## {size.events:,} events", "", *_pipeline(size), "", *_brief(size), ""]
        for question in QUESTIONS:
            lines += [f"### {question.title}", "", question.text, "", *_comparison(question, size), ""]
    return "\n".join(lines)


def _where(machine: Machine) -> Iterator[str]:
    yield (
        f"Ran on {machine.cores} cores with {machine.memory / 1e9:.0f} GB of memory ({platform.system()}, "
        f"{platform.machine()}), the load {machine.before:.1f} before and {machine.after:.1f} in the last minute, "
        f"what is measured included; Python {platform.python_version()}, "
        + ", ".join(f"{name} {found}" for name in _LIBRARIES if (found := _version(name)))
        + "."
    )


def _agreement(results: Results) -> Iterator[str]:
    rough = results.rough
    yield (
        f"No time counts before the answers agree. First on a rough log of {rough.events:,} events, a third of them at "
        f"the instant of the one before and every fifth row late: {rough.others} answers of others, all equal to "
        f"Waypost's in {rough.counts} counts, and within 1 % in the {rough.medians} medians of moves seen a thousand "
        "times or more. Then again on each log that is timed: "
        + ", ".join(
            f"{size.agreement.counts:,} counts and {size.agreement.medians} medians of {size.events:,} events with "
            f"{size.agreement.others} others"
            for size in results.sizes
        )
        + "."
    )


_STAGES = {
    "ours:ingest": "ingest: files → lake",
    "ours:ingest_again": "ingest again, nothing new",
    "ours:weave": "weave: lake → trails",
    "ours:weave_again": "weave again, nothing new",
    "shown:measure": "everything the map shows",
    "shown:moments": "moments of truth",
    "shown:brief": "everything a report says below the map",
}


def _taken(stage: str, ours: Mapping[str, Outcome]) -> float:
    return ours[stage].first if stage in ("ours:ingest", "ours:weave") else ours[stage].warm


def _scaling(sizes: tuple[Size, ...]) -> Iterator[str]:
    yield "Microseconds an event, and the peak memory of each stage:"
    yield ""
    yield "| stage | " + " | ".join(f"{size.events:,}" for size in sizes) + " |"
    yield "|---|" + "---:|" * len(sizes)
    for stage, name in _STAGES.items():
        if not stage.endswith("again"):
            cells = (
                f"{_taken(stage, size.ours) / size.events * 1e6:.3f} µs, {_memory(size.ours[stage].peak)}"
                for size in sizes
            )
            yield f"| {name} | {' | '.join(cells)} |"
    for question in {question.waypost.stage: question for question in reversed(QUESTIONS)}.values():
        found = [(size.events, size.answered[question.waypost.stage]) for size in sizes]
        cells = (
            f"{outcome.best / events * 1e6:.4f} µs, {_memory(outcome.peak)}"
            for events, outcome in found
            if isinstance(outcome, Outcome)
        )
        yield f"| {question.title} | {' | '.join(cells)} |"


def _pipeline(size: Size) -> Iterator[str]:
    ours = size.ours
    woven = ours["ours:weave"].facts
    variants = ours["shown:measure"].facts["variants"]
    yield f"{woven['cases']:,} cases in {woven['partitions']} partitions; {variants:,} variants between steps."
    yield ""
    yield "| stage | time | events a second | peak memory |"
    yield "|---|---:|---:|---:|"
    for stage, name in _STAGES.items():
        seconds = _taken(stage, ours)
        rate = "" if stage.endswith("again") else f"{size.events / seconds / 1e6:.1f} million"
        yield f"| {name} | {_seconds(seconds)} | {rate} | {_memory(ours[stage].peak)} |"


def _brief(size: Size) -> Iterator[str]:
    questions = sorted(size.ours["shown:brief"].facts.items(), key=lambda one: -one[1])
    yield (
        "What a report says below the map takes: "
        + "; ".join(f"{name} {_seconds(milliseconds / 1000)}" for name, milliseconds in questions)
        + "."
    )


def _comparison(question: Question, size: Size) -> Iterator[str]:
    answered, cases = size.answered, size.ours["ours:weave"].facts["cases"]
    base = answered[question.waypost.stage]
    bare = question.bare and answered[question.bare.stage]
    assert isinstance(base, Outcome)
    yield "| who | first run | median of the later | best | against Waypost | against the bare loop | peak memory |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for asked in (question.waypost, *question.others):
        found = answered[asked.stage]
        if isinstance(found, str):
            yield f"| {asked.name} | {found} | | | | | |"
            continue
        whole = found.best * (cases / asked.sample if asked.sample else 1)
        against = _ratio(whole / bare.best) if isinstance(bare, Outcome) else ""
        yield (
            f"| {asked.name} | {' | '.join(map(_seconds, (found.first, found.warm, found.best)))} "
            f"| {_ratio(whole / base.best)} | {against} | {_memory(found.peak)} |"
        )


def _ratio(ratio: float) -> str:
    return f"× {ratio:.1f}" if ratio < 10 else f"× {ratio:,.0f}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _memory(size: int) -> str:
    return f"{size / 1e9:.2f} GB"


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
