"""Server and worker are killed at random while people edit and jobs bring documents in."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from tests.web.killable import TOGETHER
from tests.web.served import REPOSITORY, Served

JOBS = 5
WAITING = 120.0
"""Seconds in which everything must be done after the last kill, on a machine that has other things to do."""


@dataclass
class Editor(Thread):
    """Somebody who renames a step again and again, and repeats what was not answered: with the same key."""

    served: Served
    leaving: Event = field(default_factory=Event)
    acknowledged: dict[str, int] = field(default_factory=dict)
    """Key → revision, of every edit that was answered."""

    def __post_init__(self) -> None:
        super().__init__()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Edit until it is time to leave, and leave nothing unanswered."""
        name = "I pay"
        while not self.leaving.is_set():
            new = f"I pay {len(self.acknowledged)}"
            edit = {"edit": "set", "id": "pays", "field": "name", "old": name, "new": new}
            asked = {"key": str(uuid.uuid4()), "edits": [edit]}
            while (revision := self._sent(asked)) is None:
                time.sleep(0.05)
            self.acknowledged[str(asked["key"])] = revision
            name = new

    def _sent(self, asked: Mapping[str, object]) -> int | None:
        try:
            with self.served.client("editor") as browser:
                answer = browser.post("/w/acme/documents/buying/changes", json=asked)
        except httpx.TransportError:
            return None
        assert answer.status_code == 200, answer.text
        return int(answer.json()["revision"])


@dataclass
class Worker:
    """A worker process that can be killed and started again."""

    home: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> Worker:
        """Begin to work."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.web.killable", "work", str(self.home)], cwd=REPOSITORY
        )
        return self

    def kill(self) -> None:
        """SIGKILL."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@pytest.fixture
def house(tmp_path: Path, model_house: Served) -> Iterator[tuple[Served, Worker]]:
    """A server and a worker, each a process of its own."""
    served = Served(tmp_path / "home", environment={"WAYPOST_WORKER": "apart"}).furnish(model_house)
    worker = Worker(served.home)
    try:
        yield served.start(), worker.start()
    finally:
        worker.kill()
        served.end()


def ask_for_jobs(home: Path) -> None:
    command = [sys.executable, "-m", "tests.web.killable", "ask", str(home), str(JOBS)]
    subprocess.run(command, cwd=REPOSITORY, check=True)


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "waypost.sqlite3", timeout=20)) as database:
        return database.execute(query).fetchall()


def states(home: Path) -> set[object]:
    return {state for (state,) in rows(home, "SELECT state FROM jobs_job WHERE kind = 'killable'")}


@pytest.mark.parametrize("kills", [4, pytest.param(50, marks=pytest.mark.slow)])
def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(kills: int, house: tuple[Served, Worker]) -> None:
    served, worker = house
    chance = random.Random(kills)
    editor = Editor(served)
    ask_for_jobs(served.home)
    editor.start()
    try:
        for _ in range(kills):
            time.sleep(chance.uniform(0, 3))  # the moment is what chance decides
            victim = chance.choice((served, worker))
            victim.kill()
            victim.start()
        last = time.monotonic() + WAITING
        while states(served.home) != {"done"}:
            assert time.monotonic() < last, states(served.home)
            if "failed" in states(served.home):
                ask_for_jobs(served.home)  # killed three times over: asked for again, it is the same job
            time.sleep(0.2)
    finally:
        editor.leaving.set()
        editor.join()

    assert rows(served.home, "PRAGMA integrity_check") == [("ok",)]
    assert rows(served.home, "PRAGMA foreign_key_check") == []
    written = _changes(served.home)
    assert editor.acknowledged.items() <= written.items()
    assert sorted(written.values()) == list(range(1, len(written) + 1))
    assert len(written) == len(editor.acknowledged)
    brought = rows(served.home, "SELECT name, count(*) FROM documents_document WHERE name LIKE 'Brought %' GROUP BY 1")
    assert sorted(brought) == [(f"Brought {number}", TOGETHER) for number in range(JOBS)]
    with served.client("viewer") as browser:
        state = browser.get("/w/acme/documents/buying/state").json()
    assert state["revision"] == len(written)
    assert state["document"]["phases"][1]["steps"][0]["name"] == f"I pay {len(written) - 1}"


def _changes(home: Path) -> dict[str, int]:
    """Key → revision, of every change that is in the database."""
    query = "SELECT c.key, c.revision FROM documents_change c JOIN documents_document d ON d.id = c.document_id"
    return {str(uuid.UUID(str(key))): int(str(n)) for key, n in rows(home, f"{query} WHERE d.slug = 'buying'")}
