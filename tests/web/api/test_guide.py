"""The guide for programs holds, from beginning to end, on a real server."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import DOCS, agrees, consoles, run, snippets
from tests.web.served import Served

GUIDE = DOCS / "guides" / "api.md"


@pytest.fixture
def granted(served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment the guide speaks of, and its file."""
    secret = served.run("-m", "tests.web.granting", str(served.home), "ada@acme.example").strip()
    monkeypatch.setenv("WAYPOST_URL", served.url)
    monkeypatch.setenv("WAYPOST_TOKEN", secret)
    monkeypatch.chdir(tmp_path)
    walks = "".join(
        f"c{n},2026-01-{n % 27 + 1:02}T10:00:00Z,viewed\n"
        + (f"c{n},2026-01-{n % 27 + 1:02}T11:00:00Z,paid\n" * (n % 2))
        for n in range(60)
    )
    (tmp_path / "visits.csv").write_text(f"customer,time,event\n{walks}", encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the consoles use curl")
@pytest.mark.usefixtures("granted")
def test_the_consoles(tmp_path: Path) -> None:
    shown = [(told, run(told.command, tmp_path)) for told in consoles(GUIDE)]
    assert [(told.command, output) for told, output in shown if not agrees(told.output, output)] == []


@pytest.mark.slow
@pytest.mark.usefixtures("granted")
def test_the_snippets() -> None:
    names: dict[str, Any] = {}
    for snippet in snippets(GUIDE, "python"):
        exec(compile(snippet.text, str(snippet), "exec"), names)
    journey, figures = names["acme"].journey("buying"), names["figures"]
    assert journey.value.elements()["pays"].label == "I pay at the till"
    labels = [change["label"] for change in journey.history()]
    assert labels[0].startswith("Restored ")
    assert labels[1:] == ["", "", "Say it as customers do"]
    assert journey.value.elements()["waits"]
    reached = figures.filter((figures["element"] == "till") & (figures["measure"] == "reach"))
    assert reached["n"].to_list() == [60]
    assert reached["value"].to_list() == [0.5]
    names["acme"].wire.http.close()
