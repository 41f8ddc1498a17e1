"""The benchmark runs, and everybody gives the same answer. No test looks at a time."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks import ours
from benchmarks.answers import Answer
from benchmarks.clock import Outcome, apart
from benchmarks.questions import QUESTIONS, Asked, Question
from benchmarks.run import main

EVENTS = 40_000
ALONE = {"numba", "polars"}
"""Libraries that are always there; what others answer is compared by the page's own test."""
COMPARED = [
    pytest.param(question, asked, id=f"{question.title}-{asked.stage}")
    for question in QUESTIONS
    for asked in question.others
    if asked.library in ALONE
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a rough log, ingested and woven."""
    folder = tmp_path_factory.mktemp("benchmark")
    ours.generate_rough(folder, EVENTS)
    ours.ingest(folder, 1)
    ours.weave(folder, 1)
    return folder


def answer_of(stage: str, folder: Path) -> Answer:
    module, name = stage.split(":")
    found: Outcome = import_module(f"benchmarks.{module}").STAGES[name](folder, 1)
    assert found.answer is not None
    return found.answer


@pytest.fixture(scope="module")
def moves(workspace: Path) -> Answer:
    return answer_of(QUESTIONS[0].waypost.stage, workspace)


@pytest.mark.parametrize(("question", "asked"), COMPARED)
def test_everybody_gives_the_same_answer(question: Question, asked: Asked, workspace: Path) -> None:
    found = answer_of(question.waypost.stage, workspace)
    assert list(found.differences(answer_of(asked.stage, workspace))) == []
    assert sum(found.counts.values()) > EVENTS / 20


def test_medians_are_compared(moves: Answer) -> None:
    assert moves.compared_medians > 5


def test_every_event_becomes_part_of_a_trail(workspace: Path) -> None:
    assert ours.weave(workspace, 1).facts["events"] == EVENTS
    assert ours.ingest_again(workspace, 1).facts["events"] == 0


def test_a_wrong_count_a_missing_pair_and_a_wrong_median_are_told(moves: Answer) -> None:
    name = max(moves.counts, key=moves.counts.__getitem__)
    count = moves.counts[name]
    one_more = replace(moves, counts={**moves.counts, name: count + 1})
    missing = replace(moves, counts={other: count for other, count in moves.counts.items() if other != name})
    slower = replace(moves, medians={**moves.medians, name: moves.medians[name] * 1.011})
    assert list(moves.differences(one_more)) == [f"{name}: {count} times or {count + 1}"]
    assert list(moves.differences(missing)) == [f"{name}: {count} times or 0"]
    assert [told.partition(":")[0] for told in moves.differences(slower)] == [name]
    assert list(moves.differences(replace(moves, medians={}))) == []


def test_an_outcome_survives_the_way_between_processes(moves: Answer) -> None:
    outcome = Outcome((0.5, 0.25, 0.125), moves, {"events": 7}, 1_000)
    assert Outcome.from_json(outcome.to_json()) == outcome
    assert (outcome.first, outcome.warm) == (0.5, 0.1875)


def test_a_stage_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"'ours:weave' ended with 1: (?s:.*)not a workspace"):
        apart("ours:weave", tmp_path, 1)


@pytest.mark.slow
def test_the_page_has_a_line_for_everybody(tmp_path: Path) -> None:
    main(["--events", "60000", "--runs", "2", "--write", str(tmp_path / "page.md")])
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "60,000 events" in page
    for asked in (asked for question in QUESTIONS for asked in (question.waypost, *question.others)):
        assert asked.name in page
    assert "failed" not in page
    if all(map(find_spec, ("pm4py", "r4pm", "retentioneering"))):
        assert "not installed" not in page
