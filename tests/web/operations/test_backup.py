"""A backup is the whole house at one moment; restored, it is lived in as before."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tarfile
import uuid
from pathlib import Path

import pytest

import waypost
from tests.web.postgresql import postgresql
from tests.web.served import Served

EDIT = {"edit": "set", "id": "pays", "field": "name", "old": "I pay", "new": "I have paid"}


def say(*arguments: str | Path, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A command as a person types it."""
    command = [sys.executable, "-m", "waypost", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **(environment or {})}
    )


def change(served: Served) -> None:
    with served.client("owner") as ada:
        answer = ada.post("/w/acme/documents/buying/changes", json={"key": str(uuid.uuid4()), "edits": [EDIT]})
        assert answer.json() == {"revision": 1}


def step_of(served: Served) -> str:
    with served.client("owner") as ada:
        document = ada.get("/w/acme/documents/buying/state").json()["document"]
    return str(document["phases"][1]["steps"][0]["name"])


def restored_server(file: Path, served: Served, home: Path) -> Served:
    assert say("restore", file, "--home", home).returncode == 0
    return Served(home, sessions=served.sessions).start()


def test_what_was_there_is_there_again_and_people_stay_signed_in(served: Served, tmp_path: Path) -> None:
    change(served)
    picture = served.home / "workspaces" / "any" / "pictures" / "shop.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture")
    file = tmp_path / "all.tar.gz"
    assert say("backup", file, "--home", served.home).returncode == 0  # while it is being served
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = restored_server(file, served, tmp_path / "again")
    try:
        assert step_of(again) == "I have paid"
        assert (again.home / "workspaces" / "any" / "pictures" / "shop.png").read_bytes() == b"a picture"
        assert stat.S_IMODE((again.home / "secret-key").stat().st_mode) == 0o600
    finally:
        again.end()


@pytest.mark.slow
def test_a_folder_with_something_in_it_is_not_written_over(shared_server: Served, tmp_path: Path) -> None:
    file = tmp_path / "all.tar.gz"
    say("backup", file, "--home", shared_server.home)
    refused = say("restore", file, "--home", shared_server.home)
    assert (refused.returncode, "is not empty" in refused.stderr) == (2, True)
    refused = say("restore", file, "--home", shared_server.home, "--replace")
    assert (refused.returncode, "is being served already" in refused.stderr) == (2, True)


@pytest.mark.parametrize("content", [b"", b"no archive at all"])
def test_what_is_no_backup_is_refused_and_nothing_is_made(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "all.tar.gz"
    file.write_bytes(content)
    refused = say("restore", file, "--home", tmp_path / "home")
    assert refused.returncode == 2
    assert "no whole backup" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["all.tar.gz"]


@pytest.mark.slow
def test_half_a_backup_is_refused(shared_server: Served, tmp_path: Path) -> None:
    file = tmp_path / "all.tar.gz"
    say("backup", file, "--home", shared_server.home)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert "no whole backup" in say("restore", file, "--home", tmp_path / "home").stderr


def test_a_backup_leaves_no_locks_and_nothing_behind(shared_server: Served, tmp_path: Path) -> None:
    file = tmp_path / "all.tar.gz"
    say("backup", file, "--home", shared_server.home)
    with tarfile.open(file) as archive:
        assert not [name for name in archive.getnames() if name.endswith(".lock")]
    assert not list(shared_server.home.glob(".backup-*"))
    assert "is there already" in say("backup", file, "--home", shared_server.home).stderr


@pytest.mark.slow
def test_who_was_erased_after_the_backup_stays_erased(tmp_path: Path, workspace_with_data: Path) -> None:
    home, file = workspace_with_data, tmp_path / "all.tar.gz"
    say("backup", file, "--home", home)
    (folder,) = (home / "workspaces").iterdir()
    shop = waypost.open(folder, state=folder / ".waypost")
    shop.erase_customer("c7")
    restored = say("restore", file, "--home", home, "--replace")
    assert "Erased 1 customer again" in restored.stderr
    again = waypost.open(folder, state=folder / ".waypost")
    assert not again.export_customer("c7").events
    assert again.export_customer("c8").events
    again.ingest()  # its raw file is still there, and must not bring them back
    assert not again.export_customer("c7").events


@pytest.fixture
def workspace_with_data(tmp_path: Path) -> Path:
    """A home folder with one workspace folder whose lake has sixty customers; no server ran yet."""
    from tests.cli.conftest import CLICKS, JOURNEY, SOURCE  # noqa: PLC0415  # only here

    home = tmp_path / "home"
    folder = home / "workspaces" / str(uuid.uuid4())
    texts = {"waypost.yaml": "kind: workspace\nname: Bikes\n", "journeys/buying.yaml": JOURNEY}
    texts |= {"sources/shop.yaml": SOURCE, "data/clicks.csv": CLICKS}
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    waypost.open(folder).ingest()
    return home


@pytest.mark.slow
def test_a_postgresql_goes_into_an_empty_one(tmp_path: Path) -> None:
    file = tmp_path / "all.tar.gz"
    with postgresql() as address:
        served = Served(tmp_path / "home", environment={"WAYPOST_DATABASE_URL": address}).start()
        try:
            served.cast()
            change(served)
            assert say("backup", file, "--home", served.home, environment=served.environment).returncode == 0
            full = say("restore", file, "--home", tmp_path / "full", environment=served.environment)
            assert "is not empty" in full.stderr
            assert not (tmp_path / "full").exists()
        finally:
            served.end()
    with postgresql() as address:
        environment = {"WAYPOST_DATABASE_URL": address}
        done = say("restore", file, "--home", tmp_path / "again", environment=environment)
        assert done.returncode == 0, done.stderr
        again = Served(tmp_path / "again", environment=environment, sessions=served.sessions).start()
        try:
            assert step_of(again) == "I have paid"
            with again.client("owner") as ada:  # the numbers go on where they ended
                back = [EDIT | {"old": "I have paid", "new": "I pay"}]
                answer = ada.post("/w/acme/documents/buying/changes", json={"key": str(uuid.uuid4()), "edits": back})
            assert answer.json() == {"revision": 2}
        finally:
            again.end()
