"""The verbs for documents: init, check, convert, diff, draw."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from waypost.journey.templates import TEMPLATES


@pytest.mark.parametrize("template", [template.name for template in TEMPLATES])
def test_a_workspace_begun_from_any_template_is_checked_and_drawn(waypost: Run, tmp_path: Path, template: str) -> None:
    folder = tmp_path / "new"
    assert waypost("init", folder, "--template", template).code == 0
    assert (folder / ".gitignore").read_text().endswith(".waypost/\n")
    checked = waypost("check", folder, "--fail-on", "error")
    assert checked.code == 0
    assert "✓" in checked.out
    page = tmp_path / "map.html"
    assert waypost("draw", folder, "--out", page).code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_new_journey_is_called_as_its_workspace_and_keeps_the_comments(waypost: Run, tmp_path: Path) -> None:
    made = waypost("init", tmp_path / "My repairs")
    text = (tmp_path / "My repairs" / "journeys" / "my-repairs.yaml").read_text()
    assert text.startswith("# The universal five")
    assert "\nid: my-repairs\nname: From a need to living with the answer\n" in text
    assert f"waypost check '{tmp_path / 'My repairs'}'" in made.err


def test_new_settings_say_whose_midnight_counts(waypost: Run, tmp_path: Path) -> None:
    waypost("init", tmp_path / "new")
    comment, zone = (tmp_path / "new" / "waypost.yaml").read_text().splitlines()[-2:]
    assert comment.startswith("# Whose midnight")
    assert zone == "zone: UTC"


@pytest.mark.parametrize(("depth", "begins"), [("1", "'uv run waypost check"), (None, "'waypost check")])
def test_the_next_command_is_begun_as_this_one_was(
    waypost: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, depth: str | None, begins: str
) -> None:
    monkeypatch.delenv("UV_RUN_RECURSION_DEPTH", raising=False)
    if depth:
        monkeypatch.setenv("UV_RUN_RECURSION_DEPTH", depth)
    assert begins in waypost("init", tmp_path / "new").err


def test_check_writes_ids_down_when_told(waypost: Run, workspace: Path) -> None:
    file = workspace / "journeys" / "buying.yaml"
    before = file.read_text()
    assert "id: i-pay" not in before
    written = waypost("check", workspace, "--write-ids", "--fail-on", "never")
    assert "Wrote ids into" in written.err
    lines = file.read_text().splitlines()
    assert "id: i-pay" in file.read_text()
    assert [line.strip(" -") for line in before.splitlines()] == [
        line.strip(" -") for line in lines if not line.strip(" -").startswith("id: ") or line in before
    ]
    renamed = file.read_text().replace("name: I pay\n", "name: I pay at last\n")
    file.write_text(renamed)
    assert "Wrote" not in waypost("check", workspace, "--write-ids", "--fail-on", "never").err
    assert file.read_text() == renamed


def test_init_never_writes_over_a_workspace(waypost: Run, workspace: Path) -> None:
    before = (workspace / "waypost.yaml").read_text()
    refused = waypost("init", workspace)
    assert refused.code == 2
    assert "is a workspace already" in refused.err
    assert (workspace / "waypost.yaml").read_text() == before


def test_the_templates_are_listed(waypost: Run) -> None:
    listed = waypost("init", "--list").out
    assert all(template.name in listed for template in TEMPLATES)


def test_check_fails_from_the_severity_it_was_told(waypost: Run, workspace: Path) -> None:
    report = json.loads(waypost("check", workspace, "--json").out)
    severities = {remark["severity"] for remark in report[0]["remarks"]}
    assert severities
    assert waypost("check", workspace, "--fail-on", "never").code == 0
    assert waypost("check", workspace, "--fail-on", "hint").code == 1
    assert waypost("check", workspace, "--fail-on", "error").code == int("error" in severities)


def test_check_in_json_says_what_to_do_about_each_remark(waypost: Run, workspace: Path) -> None:
    (report,) = json.loads(waypost("check", workspace, "--json").out)
    assert report["strengths"]
    assert all(remark["fix"] and remark["reason"] for remark in report["remarks"])


def test_a_journey_goes_to_mermaid_and_back(waypost: Run, workspace: Path, tmp_path: Path) -> None:
    diagram, again = tmp_path / "buying.mmd", tmp_path / "again.yaml"
    there = waypost("convert", workspace / "journeys" / "buying.yaml", diagram)
    assert there.code == 0
    assert "cannot hold: trigger, destination" in there.err
    assert waypost("convert", diagram, again).code == 0
    assert "name: I look around" in again.read_text()


def test_convert_without_a_target_writes_nothing_but_the_result_to_standard_output(
    waypost: Run, workspace: Path
) -> None:
    ran = waypost("convert", workspace / "journeys" / "buying.yaml", "--to", "csv")
    assert ran.out.splitlines()[0].startswith("phase,")


def test_a_difference_is_told_in_sentences(waypost: Run, workspace: Path, tmp_path: Path) -> None:
    old = workspace / "journeys" / "buying.yaml"
    new = tmp_path / "buying.yaml"
    new.write_text(old.read_text().replace("name: I pay", "id: i-pay\n        name: I pay at last"))
    changed = waypost("diff", old, new)
    assert (changed.code, changed.out) == (1, "~ step I pay renamed to I pay at last\n")
    (sentence,) = json.loads(waypost("diff", old, new, "--json").out)
    assert sentence["text"] == "step *I pay* renamed to *I pay at last*"
    assert waypost("diff", old, old).code == 0


def test_two_workspaces_are_compared_as_wholes(waypost: Run, workspace: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    waypost("init", other)
    compared = waypost("diff", workspace, other)
    assert compared.code == 1
    assert "journey Buying a bike removed" in compared.out


def test_posters_and_parts_are_drawn_from_the_command_line(waypost: Run, workspace: Path, tmp_path: Path) -> None:
    drawn = waypost("draw", workspace, "-o", tmp_path / "a.svg", "-o", tmp_path / "a.pdf", "--paper", "A3")
    assert drawn.code == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert "<svg" in (tmp_path / "a.svg").read_text()[:200]
    refused = waypost("draw", workspace, "--department", "Sales")
    assert refused.code == 2
    assert "No touchpoint, moment of truth or activity belongs to 'Sales'" in refused.err


def test_a_department_s_page_repeats_only_what_is_said_about_its_own_steps(
    waypost: Run, workspace: Path, tmp_path: Path
) -> None:
    journey = workspace / "journeys" / "buying.yaml"
    journey.write_text(journey.read_text().replace("id: till,", "id: till, department: Payments,"))
    whole, part = tmp_path / "whole.html", tmp_path / "part.html"
    assert waypost("draw", workspace, "--out", whole).code == 0
    assert waypost("draw", workspace, "--department", "Payments", "--out", part).code == 0
    remarks = [
        set(re.findall(r'<li class="\w+"><span class="severity">.*?</li>', f.read_text())) for f in (whole, part)
    ]
    assert remarks[1] < remarks[0]
    assert "<i>2</i>" in part.read_text()
    assert "<i>1</i>" not in part.read_text()


def test_a_talking_point_is_no_page(waypost: Run, workspace: Path, tmp_path: Path) -> None:
    refused = waypost("draw", workspace, "--version", "talking-point", "--out", tmp_path / "talk.html")
    assert refused.code == 2
    assert "Use .pdf, .png or .svg" in refused.err
    assert not (tmp_path / "talk.html").exists()


def test_an_ending_nobody_can_draw_is_refused_before_anything_is_written(
    waypost: Run, workspace: Path, tmp_path: Path
) -> None:
    refused = waypost("draw", workspace, "-o", tmp_path / "a.html", "-o", tmp_path / "a.docx")
    assert refused.code == 2
    assert not (tmp_path / "a.html").exists()


def test_check_reads_conditions_and_names_the_line_of_a_wrong_one(waypost: Run, workspace: Path) -> None:
    file = workspace / "journeys" / "buying.yaml"
    file.write_text(file.read_text().replace("match: event = 'paid'", "match: evnt = 'paid'"))
    checked = waypost("check", workspace)
    assert checked.code == 2
    line = next(n for n, text in enumerate(file.read_text().splitlines(), start=1) if "evnt" in text)
    assert f"buying.yaml:{line}:" in checked.err
    assert "event" in checked.err
