"""The benchmark runs, and everybody gives the same answer. No test looks at a time."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks import ours, peers
from benchmarks.answers import Answer
from benchmarks.clock import Outcome, apart
from benchmarks.run import main

EVENTS = 40_000


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the simulated events, ingested and woven."""
    folder = tmp_path_factory.mktemp("benchmark")
    ours.generate(folder, EVENTS)
    ours.ingest(folder, 1)
    ours.weave(folder, 1)
    return folder


@pytest.fixture(scope="module")
def answer(workspace: Path) -> Answer:
    found = ours.transitions(workspace, 2).answer
    assert found is not None
    return found


@pytest.mark.parametrize("peer", ["raw_files", "polars", "duckdb", "bare_loop"])
def test_everybody_gives_the_same_answer(peer: str, workspace: Path, answer: Answer) -> None:
    if peer == "duckdb":
        pytest.importorskip("duckdb")
    found = peers.STAGES[f"peer:{peer}"](workspace, 1).answer
    assert found is not None
    assert list(answer.differences(found)) == []
    assert answer.compared_medians > 5


def test_every_event_becomes_part_of_a_trail(workspace: Path) -> None:
    assert ours.weave(workspace, 1).facts["events"] == EVENTS
    assert ours.ingest_again(workspace, 1).facts["events"] == 0


def test_a_wrong_count_a_missing_pair_and_a_wrong_median_are_told(answer: Answer) -> None:
    pair = max(answer.counts, key=answer.counts.__getitem__)
    name = " → ".join(pair)
    count = answer.counts[pair]
    one_more = replace(answer, counts={**answer.counts, pair: count + 1})
    missing = replace(answer, counts={other: count for other, count in answer.counts.items() if other != pair})
    slower = replace(answer, medians={**answer.medians, pair: answer.medians[pair] * 1.011})
    assert list(answer.differences(one_more)) == [f"{name}: {count} times or {count + 1}"]
    assert list(answer.differences(missing)) == [f"{name}: {count} times or 0"]
    assert [told.partition(":")[0] for told in answer.differences(slower)] == [name]


def test_an_outcome_survives_the_way_between_processes(answer: Answer) -> None:
    outcome = Outcome((0.5, 0.25, 0.125), answer, {"events": 7}, 1_000)
    assert Outcome.from_json(outcome.to_json()) == outcome
    assert (outcome.first, outcome.warm) == (0.5, 0.1875)


def test_a_stage_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"'weave' ended with 1: (?s:.*)not a workspace"):
        apart("weave", tmp_path, 1)


@pytest.mark.slow
def test_the_page_has_a_line_for_everybody(tmp_path: Path) -> None:
    main(["--events", "60000", "--runs", "2", "--write", str(tmp_path / "page.md")])
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "60,000 events become trails" in page
    for who in ("Waypost", "bare Numba loop", "Polars", "DuckDB", "pm4py"):
        assert who in page
    assert "failed" not in page
    if find_spec("pm4py"):
        assert "not installed" not in page
