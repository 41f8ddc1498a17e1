"""Comparing, drivers and metrics from the command line: said, as a table, as JSON and as CSV; mistakes in words."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from tests.cli.conftest import Run


def test_groups_are_compared(waypost: Run, workspace: Path, tmp_path: Path) -> None:
    said = waypost("compare", workspace, "--before", "2026-03-10", "--settle", "1 day")
    assert (said.code, said.err.count("Traceback")) == (0, 0)
    assert "All 54 cases did the same" in said.out
    assert "By Before and since 2026-03-10" in said.out
    found = json.loads(waypost("compare", workspace, "--before", "2026-03-10", "--settle", "0 days", "--json").out)
    assert [(group["group"], group["cases"]) for group in found["groups"]] == [("before", 27), ("since", 33)]
    assert waypost("compare", workspace, "--by", "month", "--csv", tmp_path / "all.csv").code == 0
    assert {"group", "value", "difference_value", "q"} <= set(pl.read_csv(tmp_path / "all.csv").columns)


def test_mistakes_are_said_plainly(waypost: Run, workspace: Path) -> None:
    for arguments, complaint in (
        (("compare", workspace, "--by", "month", "--before", "2026-03-10"), "--by and --before are two questions"),
        (("compare", workspace, "--by", "month", "--settle", "soon"), "'soon' is not a duration"),
        (("drivers", workspace), "no touchpoint of this journey has scores"),
        (("metrics", workspace, "--contact", "hotline"), "there is no 'hotline' with events"),
    ):
        ran = waypost(*arguments)
        assert ran.code == 2
        assert complaint in ran.err


def test_what_to_compare_by_is_asked_before_any_work(waypost: Run, workspace: Path) -> None:
    for arguments, complaint in (((), "Compare by what?"), (("--by", "team"), "there is no 'team' to compare by")):
        ran = waypost("compare", workspace, *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert complaint in ran.err
        assert "--by one of: month, quarter, year; or --before DATE" in ran.err
    assert not (workspace / ".waypost").exists()


def test_where_to_look_from_is_asked_before_any_work(waypost: Run, workspace: Path) -> None:
    for arguments, complaint in (((), "From where?"), (("--at", "nowhere"), "'nowhere' has no events")):
        ran = waypost("flows", workspace, *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert complaint in ran.err
        assert "--at one of: " in ran.err
    assert not (workspace / ".waypost").exists()


def test_metrics_are_shown_and_what_is_missing_is_named(waypost: Run, workspace: Path) -> None:
    said = waypost("metrics", workspace, "--every", "quarter")
    assert said.code == 0
    assert "Time to “I pay” (median): 60 min" in said.out
    assert "Churn: no outcome of the kind `churn`." in said.out
    found = json.loads(waypost("metrics", workspace, "--json").out)
    assert [metric["kind"] for metric in found["metrics"]] == ["time-to-value"]
