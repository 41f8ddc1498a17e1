"""The verbs for data: ingest, measure, report, export, erase, demo."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def everything_below(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_ingesting_again_reads_only_what_is_new(waypost: Run, workspace: Path) -> None:
    first = json.loads(waypost("ingest", workspace, "--json").out)
    assert [file["events"] for file in first["files"]] == [120]
    (workspace / "data" / "clicks-2.csv").write_text("who,at,what\nc1,2026-04-01 10:00,viewed\n")
    second = json.loads(waypost("ingest", workspace, "--json").out)
    assert {(file["file"], file["new"]) for file in second["files"]} == {("clicks-2.csv", True), ("clicks.csv", False)}


def test_what_was_read_before_a_bad_file_is_told_before_the_mistake(waypost: Run, workspace: Path) -> None:
    source = workspace / "sources" / "shop.yaml"
    source.write_text(source.read_text() + "    tolerates: 0.5\n")
    (workspace / "data" / "clicks-0.csv").write_text("who,at,what\nc1,2026-13-01 10:00,viewed\nc1,2026-04-01,paid\n")
    (workspace / "data" / "clicks-1.csv").write_text("who,at,what\nc1,2026-13-01 10:00,viewed\n")
    ran = waypost("ingest", workspace, "--json")
    assert (ran.code, ran.out) == (2, "")
    told = ran.err.index("clicks-0.csv  2 rows → 1 events")
    assert told < ran.err.index("1 in quarantine: bad-time") < ran.err.index("✗")
    assert "clicks-1.csv  " not in ran.err


def test_what_is_in_quarantine_can_be_read_afterwards(waypost: Run, workspace: Path, tmp_path: Path) -> None:
    assert "Nothing is in quarantine" in waypost("quarantine", workspace).out
    (workspace / "data" / "clicks-2.csv").write_text(
        "who,at,what\n" + "c1,2026-04-01 10:00,viewed\n" * 99 + "c1,2026-13-01 10:00,viewed\n"
    )
    waypost("ingest", workspace)
    ran = waypost("quarantine", workspace)
    assert "clicks-2.csv (shop)  1 bad-time\n  row 100, column at: 2026-13-01 10:00" in ran.out
    (one,) = json.loads(waypost("quarantine", workspace, "--json").out)
    assert (one["count"], one["spots"]) == (1, [{"row": 100, "column": "at", "value": "2026-13-01 10:00"}])
    assert "Put aside: 1 unreadable time (clicks-2.csv)" in waypost("measure", workspace).out
    waypost("draw", workspace, "--out", tmp_path / "map.html")
    drawn = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "Put aside" in drawn
    assert "unreadable time" in drawn


def test_measures_come_as_json_as_a_table_and_as_csv(waypost: Run, workspace: Path, tmp_path: Path) -> None:
    measures = json.loads(waypost("measure", workspace, "--json").out)["measures"]
    assert measures["everyone"]["cases"] == 60
    assert "Till" in waypost("measure", workspace).out or "I pay" in waypost("measure", workspace).out
    table = tmp_path / "figures.csv"
    assert waypost("measure", workspace, "--csv", table).code == 0
    with table.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {"n", "low", "high", "value"} <= set(rows[0])


def test_measuring_and_reporting_say_what_is_not_on_the_map(waypost: Run, workspace: Path, tmp_path: Path) -> None:
    (workspace / "data" / "clicks-2.csv").write_text("who,at,what\nc1,2026-04-01 10:00,vewed\n")
    ran = waypost("measure", workspace)
    assert "1 of 121 events (0.83 %) is not placed on any step of this map" in ran.out
    assert "vewed (shop) 1" in ran.out
    assert "vewed (shop) 1" in waypost("measure", workspace, "--csv", tmp_path / "figures.csv").err
    assert "vewed (shop) 1" in waypost("report", workspace, "--out", tmp_path / "report", "--paper", "A3").err


def test_measuring_without_a_case_says_why(waypost: Run, workspace: Path) -> None:
    document = workspace / "journeys" / "buying.yaml"
    document.write_text(document.read_text().replace("'viewed'", "'vewed'").replace("'paid'", "'payed'"))
    ran = waypost("measure", workspace)
    assert ran.code == 0
    assert "No cases: no event is one of any touchpoint" in ran.out
    assert "paid (shop) 60, viewed (shop) 60" in ran.out


def test_measuring_as_of_a_day_leaves_later_events_out(waypost: Run, workspace: Path) -> None:
    measures = json.loads(waypost("measure", workspace, "--as-of", "2026-03-05", "--json").out)["measures"]
    assert 0 < measures["everyone"]["cases"] < 60


def test_a_report_is_three_files_and_a_drawn_map_has_the_figures(waypost: Run, workspace: Path, tmp_path: Path) -> None:
    ran = waypost("report", workspace, "--out", tmp_path / "report", "--paper", "A3")
    assert ran.code == 0
    assert sorted(path.name for path in (tmp_path / "report").iterdir()) == ["map.pdf", "measures.json", "report.html"]
    waypost("draw", workspace, "--out", tmp_path / "map.html")
    assert "What customers did" in (tmp_path / "map.html").read_text(encoding="utf-8")
    waypost("draw", workspace, "--out", tmp_path / "believed.html", "--believed")
    assert "What customers did" not in (tmp_path / "believed.html").read_text(encoding="utf-8")


def test_one_customer_is_exported_and_then_erased_for_good(waypost: Run, workspace: Path) -> None:
    waypost("measure", workspace)
    held = json.loads(waypost("export", workspace, "c17").out)
    assert len(held["events"]) == 2
    assert waypost("erase", workspace, "c17", "--yes").code == 0
    assert b"c17" not in everything_below(workspace / ".waypost")
    assert waypost("export", workspace, "c17").code == 1
    again = json.loads(waypost("measure", workspace, "--json").out)["measures"]
    assert again["everyone"]["cases"] == 59


def test_a_workspace_without_data_says_what_to_do(waypost: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    waypost("init", folder)
    refused = waypost("measure", folder)
    assert refused.code == 2
    assert "no source" in refused.err


@pytest.mark.slow
def test_the_simulated_company_is_laid_out_and_reported_on(waypost: Run, tmp_path: Path) -> None:
    assert waypost("init", tmp_path / "kite", "--demo").code == 0
    ran = waypost("report", tmp_path / "kite", "--out", tmp_path / "report")
    assert ran.code == 0, ran.err
    measures = json.loads((tmp_path / "report" / "measures.json").read_text())["measures"]
    assert set(measures["segments"]) == {"studios", "trades", "south"}
    assert (tmp_path / "report" / "report.html").stat().st_size > 100_000
    assert "2 in quarantine: bad-time" in ran.out


def test_without_the_files_the_lake_is_measured_and_that_is_said(waypost: Run, workspace: Path) -> None:
    waypost("ingest", workspace)
    (workspace / "data").rename(workspace.parent / "elsewhere")
    measured = waypost("measure", workspace, "--json")
    assert measured.code == 0
    assert json.loads(measured.out)["measures"]["everyone"]["cases"] == 60
    assert "measuring what was read before" in measured.err
