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
from benchmarks.clock import Outcome, OutOfMemoryError, apart
from benchmarks.generator import DAYS
from benchmarks.questions import QUESTIONS, Asked
from benchmarks.report import Agreement, Answered, Machine, Results, Size, page

_ROUGH = 50_000
_PIPELINE = (
    "ours:generate",
    "ours:ingest",
    "ours:ingest_again",
    "ours:weave",
    "ours:weave_again",
    "shown:measure",
    "shown:moments",
    "shown:brief",
)


def measured(sizes: Sequence[int], runs: int) -> Results:
    """Everything, in processes of their own; SystemExit when somebody's answer differs."""
    machine = Machine.here()
    with _workspace(_ROUGH) as folder:
        _say("compiling, and comparing answers on a rough log")
        apart("ours:generate_rough", folder, _ROUGH)
        _pipeline(folder, _ROUGH, 1, _PIPELINE[1:])
        rough = _agreement(_ROUGH, _asked(folder, _ROUGH, 1))
    found = tuple(_size(events, runs) for events in sizes)
    return Results(runs, DAYS, replace(machine, after=Machine.here().before), rough, found)


def _size(events: int, runs: int) -> Size:
    _say(f"{events:,} events")
    with _workspace(events) as folder:
        ours = _pipeline(folder, events, runs, _PIPELINE)
        answered = _asked(folder, events, runs)
    return Size(events, ours, answered, _agreement(events, answered))


def _pipeline(folder: Path, events: int, runs: int, stages: Sequence[str]) -> dict[str, Outcome]:
    number = {"ours:generate": events}
    return {stage: _told(stage, apart(stage, folder, number.get(stage, runs))) for stage in stages}


def _asked(folder: Path, events: int, runs: int) -> Answered:
    """Everybody's outcome, or why there is none; SystemExit when an answer is another than Waypost's."""
    answered: dict[str, Outcome | str] = {}
    for question in QUESTIONS:
        for ours in filter(None, (question.waypost, question.sampled)):
            if ours.stage not in answered:
                answered[ours.stage] = _told(ours.stage, apart(ours.stage, folder, runs))
        for asked in question.others:
            ours = question.sampled if asked.sample and question.sampled else question.waypost
            answered[asked.stage] = _other(asked, folder, events, runs, _answer(answered[ours.stage]))
    return answered


def _answer(found: Outcome | str) -> Answer:
    assert isinstance(found, Outcome)
    assert found.answer is not None
    return found.answer


def _other(asked: Asked, folder: Path, events: int, runs: int, ours: Answer) -> Outcome | str:
    if find_spec(asked.library) is None:
        return "not installed"
    if asked.most is not None and events > asked.most:
        return "not asked"
    try:
        outcome = apart(asked.stage, folder, runs)
    except OutOfMemoryError as error:
        _say(str(error))
        return "failed for want of memory"
    if wrong := list(ours.differences(_answer(outcome))):
        raise SystemExit("\n".join([f"{asked.stage} has another answer than Waypost:", *wrong[:20]]))
    return _told(asked.stage, outcome)


def _agreement(events: int, answered: Answered) -> Agreement:
    """How much was compared; `_asked` has ended the run where answers differ."""
    answers = [_answer(answered[question.waypost.stage]) for question in QUESTIONS]
    others = {asked.stage for question in QUESTIONS for asked in question.others}
    return Agreement(
        events,
        others=sum(isinstance(answered[stage], Outcome) for stage in others),
        counts=sum(len(answer.counts) for answer in answers),
        medians=answers[0].compared_medians,
    )


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
    parser.add_argument("--events", type=int, nargs="+", default=[10_000_000], help="how many events; several sizes")
    parser.add_argument("--runs", type=int, default=3, help="how often each question is put, the first time included")
    parser.add_argument("--write", type=Path, help="a file for the page; it is printed otherwise")
    chosen = parser.parse_args(arguments)
    if min(chosen.events) < 1 or chosen.runs < 1:
        parser.error("--events and --runs are at least 1")
    text = page(measured(chosen.events, chosen.runs))
    if chosen.write is None:
        print(text)
    else:
        chosen.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
