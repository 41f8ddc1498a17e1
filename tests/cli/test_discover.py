"""The verbs that look for journeys and groups: discover, clusters, outliers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from waypost.formats.yaml import read_document


@pytest.fixture
def sources_only(workspace: Path) -> Path:
    """The workspace without its journey."""
    for file in (workspace / "journeys").glob("*.yaml"):
        file.unlink()
    return workspace


def test_a_draft_is_printed_and_then_written_but_never_over_another(waypost: Run, sources_only: Path) -> None:
    printed = waypost("discover", sources_only)
    assert printed.code == 0
    draft = read_document(printed.out)
    assert draft.id == "draft"
    assert "no-persona" in printed.err
    file = sources_only / "journeys" / "draft.yaml"
    assert not file.exists()
    written = waypost("discover", sources_only, "--write")
    assert (written.code, written.out) == (0, "")
    assert read_document(file.read_text(encoding="utf-8")) == draft
    again = waypost("discover", sources_only, "--write")
    assert again.code == 2
    assert "already" in again.err


def test_a_draft_has_its_figures_as_json(waypost: Run, sources_only: Path) -> None:
    found = json.loads(waypost("discover", sources_only, "--id", "first", "--json").out)
    assert found["journey"]["id"] == "first"
    assert {"steps", "routes", "comments", "agreement"} <= found.keys()


def test_a_draft_is_checked_measured_and_drawn_like_any_journey(
    waypost: Run, sources_only: Path, tmp_path: Path
) -> None:
    waypost("discover", sources_only, "--write")
    assert waypost("check", sources_only, "--fail-on", "error").code == 0
    assert waypost("measure", sources_only).code == 0
    assert waypost("draw", sources_only, "--out", tmp_path / "draft.html").code == 0


def test_groups_and_outliers_are_told(waypost: Run, workspace: Path, tmp_path: Path) -> None:
    assert waypost("clusters", workspace).out
    found = json.loads(waypost("clusters", workspace, "--json").out)
    assert {"clusters", "silhouette", "stability"} <= found.keys()
    assert "Not enough data to say what is unusual (n 60)." in waypost("outliers", workspace, "--list", "2").out
    assert waypost("outliers", workspace, "--csv", tmp_path / "odd.csv").code == 0
    assert (tmp_path / "odd.csv").exists()


def test_an_id_that_is_none_is_refused_before_anything_is_counted(waypost: Run, sources_only: Path) -> None:
    ran = waypost("discover", sources_only, "--id", "../elsewhere")
    assert ran.code == 2
    assert "elsewhere" in ran.err
