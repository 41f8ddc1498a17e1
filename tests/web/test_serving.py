"""The server as its owner meets it: where it keeps things, what it says, how it stops and comes back."""

from __future__ import annotations

import stat
import uuid
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import Browsing
from tests.web.served import Served


def test_home_folder_and_secret_are_for_their_owner_only(tmp_path: Path) -> None:
    new = Served(tmp_path / "home").start()
    new.end()
    assert stat.S_IMODE(new.home.stat().st_mode) == 0o700
    assert stat.S_IMODE((new.home / "secret-key").stat().st_mode) == 0o600


def test_says_where_it_is_and_answers_there(shared_server: Served) -> None:
    assert shared_server.url in shared_server.said[0]
    assert httpx.get(f"{shared_server.url}/healthz").json()["status"] == "ok"


def test_what_was_acknowledged_is_there_after_a_kill(served: Served) -> None:
    edit = {"edit": "set", "id": "pays", "field": "name", "old": "I pay", "new": "I have paid"}
    with served.client("owner") as ada:
        asked = {"key": str(uuid.uuid4()), "edits": [edit]}
        assert ada.post("/w/acme/documents/buying/changes", json=asked).json() == {"revision": 1}
        served.kill()
    served.start()
    with served.client("owner") as ada:
        again = ada.post("/w/acme/documents/buying/changes", json=asked)
        state = ada.get("/w/acme/documents/buying/state").json()
    assert again.json() == {"revision": 1}  # the key is known: nothing is applied twice
    assert state["revision"] == 1


def test_stops_when_it_is_told(served: Served) -> None:
    assert served.stop() == 0


def test_a_home_is_served_once(shared_server: Served) -> None:
    with pytest.raises(AssertionError, match="is being served already"):
        Served(shared_server.home).start()


def test_a_taken_port_is_said(shared_server: Served, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="Choose another with --port"):
        Served(tmp_path / "home", url=shared_server.url).start()


def test_a_signed_in_browser_sees_its_workspaces(shared_server: Served, browser_page: Browsing) -> None:
    page = browser_page(shared_server, "owner")
    page.goto("/")
    assert page.get_by_role("link", name="Acme").is_visible()
