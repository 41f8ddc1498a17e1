"""A service desk's incidents say what a plain look into the log finds: hand-offs, reopenings, and who differs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import REPOSITORY
from tests.examples.reporting import WAYPOST, Written, are_a_page_a_poster_and_figures, report

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("incidents")]
"""One report for all tests here."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("incidents")


@pytest.fixture(scope="module")
def written(real_data: Path, folder: Path) -> Written:
    return report("incidents", real_data / "incidents", folder)


@pytest.fixture(scope="module")
def log(real_data: Path) -> pl.DataFrame:
    """The updates, each with its incident: one that stands under two callers is two."""
    read = pl.read_csv(real_data / "incidents" / "incident_event_log.csv.gz", infer_schema_length=0)
    counts = pl.col("reassignment_count", "reopen_count").cast(pl.Int64)
    return read.with_columns(counts, incident=pl.concat_str("number", "caller_id", separator=" of "))


def _incidents(log: pl.DataFrame, *which: pl.Expr) -> int:
    return log.filter(*which)["incident"].n_unique()


def test_page_poster_and_figures_are_written(written: Written) -> None:
    assert are_a_page_a_poster_and_figures(written.folder)


def test_every_incident_of_a_caller_is_a_case(written: Written, log: pl.DataFrame) -> None:
    on_the_map = pl.col("ident_state") != "-100"
    assert written.everyone["cases"] == _incidents(log, on_the_map)
    assert written.everyone["customers"] == log.filter(on_the_map)["caller_id"].n_unique()
    assert written.measures["coverage"]["events"] == len(log)


@pytest.mark.parametrize(
    ("touchpoint", "signal", "state", "happened"),
    [
        ("desk", "handed-on-unread", "New", pl.col("reassignment_count") >= 1),
        ("group", "handed-on", "Active", pl.col("reassignment_count") >= 1),
        ("group", "handed-around", "Active", pl.col("reassignment_count") >= 3),
        ("group", "opened-again", "Active", pl.col("reopen_count") >= 1),
    ],
)
def test_hand_offs_and_reopenings(
    written: Written, log: pl.DataFrame, touchpoint: str, signal: str, state: str, happened: pl.Expr
) -> None:
    here = pl.col("ident_state") == state
    found = written.signal(touchpoint, signal)
    assert (found["cases"], found["share"]["n"]) == (_incidents(log, here, happened), _incidents(log, here))
    assert found["share"]["low"] < found["share"]["value"] < found["share"]["high"]


def test_groups_differ_more_than_chance(real_data: Path, written: Written, folder: Path, log: pl.DataFrame) -> None:
    """By the group that solved it; written first, so that the trails are there."""
    assert written.everyone["cases"]
    read = ("--data", str(real_data / "incidents"), "--state", str(folder / "state"))
    command = [WAYPOST, "compare", str(REPOSITORY / "examples" / "incidents"), "--by", "solved-by", *read, "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    comparison = json.loads(ran.stdout)
    telling = log.filter(pl.col("ident_state") == "Resolved", pl.col("assignment_group") != "?")
    solved = telling.unique("incident", keep="first", maintain_order=True)
    largest = solved["assignment_group"].value_counts(sort=True)
    assert len(comparison["groups"]) == 13
    assert comparison["pooled"] == len(largest) - 12
    assert comparison["groups"][0]["group"] == largest["assignment_group"][0]
    assert comparison["unknown"] == written.everyone["cases"] - len(solved)
    assert comparison["groups"][0]["cases"] == pytest.approx(largest["count"][0], rel=0.01)  # ties in time
    handed_on = next(one for one in comparison["figures"] if one["detail"] == "handed-on")
    assert handed_on["variation"]["q"] < 0.001
    assert 0.1 < handed_on["variation"]["part"] < 0.3
    assert all(
        group["value"]["low"] <= group["value"]["value"] <= group["value"]["high"] for group in handed_on["groups"]
    )
