"""Server and worker are killed at random while people edit and bring data to be measured, and jobs bring documents."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

import httpx
import pytest

from tests.web.killable import TOGETHER
from tests.web.served import REPOSITORY, Served

T = TypeVar("T")
API = "/api/v1/workspaces/acme"
PEOPLE = 5
"""Customers in each file that is brought; each looks and pays."""
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
class Bringer(Thread):
    """Somebody who brings one file after the other, and waits for each to be read in."""

    served: Served
    leaving: Event = field(default_factory=Event)
    brought: int = 0
    """Files of which we were told that they are taken."""

    def __post_init__(self) -> None:
        super().__init__()

    def __hash__(self) -> int:
        return id(self)

    def first(self) -> Bringer:
        """Bring a file of a new kind: it says what the columns of all the others are."""
        with self.served.client("owner") as browser:
            name = self._uploaded(browser)
            said = {"name": "Clicks", "roles": {"customer": "customer", "event": "event", "time": "time"}}
            answer = browser.post(f"{API}/uploads/{name}/take", json=said)
            assert answer.status_code == 202, answer.text
        self.brought += 1
        return self

    def run(self) -> None:
        """Bring files until it is time to leave; ask again whatever was not answered."""
        while not self.leaving.is_set():
            taken = None
            while taken is None:
                taken = self._tried(self._taken)
            self.brought += 1
            while not self.leaving.is_set() and not self._tried(self._at_rest):
                time.sleep(0.2)

    def _tried(self, act: Callable[[httpx.Client], T]) -> T | None:
        try:
            with self.served.client("owner") as browser:
                return act(browser)
        except httpx.TransportError:
            time.sleep(0.05)
            return None

    def _taken(self, browser: httpx.Client) -> bool | None:
        """Bring the next file, as far as that did not happen yet; nothing until it is among those of its table."""
        (table,) = browser.get(f"{API}/tables").json()
        if self._file in table["files"]:
            answer = browser.post(f"{API}/ingest")  # it may have come without anybody being asked to read it
            assert answer.status_code == 202, answer.text
            return True
        waits = self._file in {upload["name"] for upload in browser.get(f"{API}/uploads").json()}
        name = self._file if waits else self._uploaded(browser)
        answer = browser.post(f"{API}/uploads/{name}/take", json={"of": table["id"]})
        assert answer.status_code == 202, answer.text
        return None

    def _uploaded(self, browser: httpx.Client) -> str:
        answer = browser.post(f"{API}/uploads", files={"file": (self._file, self._rows())})
        assert answer.status_code == 201, answer.text
        assert answer.json()["name"] == self._file
        return self._file

    @property
    def _file(self) -> str:
        return f"clicks-{self.brought}.csv"

    def _rows(self) -> str:
        people = [f"{self.brought}-{one}" for one in range(PEOPLE)]
        looked = [f"{one},viewed,2026-01-05 10:00" for one in people]
        return "\n".join(["customer,event,time", *looked, *(f"{one},paid,2026-01-06 10:00" for one in people), ""])

    def _at_rest(self, browser: httpx.Client) -> bool:
        """Whether what was brought is read in and measured, or given up."""
        jobs = browser.get(f"{API}/jobs").json()["items"]
        return all(job["state"] in ("done", "failed") for job in jobs if job["kind"] in ("ingest", "measure"))


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


def jobs_of(home: Path, what: str, *more: str) -> str:
    """Let a process of its own ask for jobs, or count what became of them."""
    command = [sys.executable, "-m", "tests.web.killable", what, str(home), *more]
    return subprocess.run(command, cwd=REPOSITORY, check=True, text=True, stdout=subprocess.PIPE).stdout


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "waypost.sqlite3", timeout=20)) as database:
        return database.execute(query).fetchall()


def states(home: Path) -> set[object]:
    return {state for (state,) in rows(home, "SELECT DISTINCT state FROM jobs_job")}


def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(house: tuple[Served, Worker]) -> None:
    served, worker = house
    editor = Editor(served)
    kill(served, worker, 4, [editor])
    what_was_done_is_there(served, 4, editor)


@pytest.mark.slow
def test_the_same_fifty_times_while_data_are_brought_and_measured(house: tuple[Served, Worker]) -> None:
    served, worker = house
    editor, bringer = Editor(served), Bringer(served).first()
    kill(served, worker, 50, [editor, bringer])
    what_was_done_is_there(served, 50, editor)
    customers = PEOPLE * bringer.brought
    assert bringer.brought > 1
    assert json.loads(jobs_of(served.home, "count")) == {"events": 2 * customers, "measured": customers}


def kill(served: Served, worker: Worker, kills: int, people: Sequence[Editor | Bringer]) -> None:
    """Kill one or the other so many times while people are at work, then let everything come to its end."""
    chance = random.Random(kills)
    jobs_of(served.home, "ask", str(kills))
    for person in people:
        person.start()
    try:
        for _ in range(kills):
            time.sleep(chance.uniform(0, 1.5))  # the moment is what chance decides
            victim = chance.choice((served, worker))
            victim.kill()
            victim.start()
    finally:
        for person in people:
            person.leaving.set()
        for person in people:
            person.join()
    last = time.monotonic() + WAITING
    while states(served.home) != {"done"}:
        assert time.monotonic() < last, states(served.home)
        if "failed" in states(served.home):
            jobs_of(served.home, "ask", "0")  # killed three times over: asked for again, it is the same job
        time.sleep(0.2)


def what_was_done_is_there(served: Served, jobs: int, editor: Editor) -> None:
    """The database is consistent; each job did what it does once; each edit is there."""
    assert rows(served.home, "PRAGMA integrity_check") == [("ok",)]
    assert rows(served.home, "PRAGMA foreign_key_check") == []
    brought = rows(served.home, "SELECT name, count(*) FROM documents_document WHERE name LIKE 'Brought %' GROUP BY 1")
    assert set(brought) == {(f"Brought {number}", TOGETHER) for number in range(jobs)}
    _edits_are_there(served, editor)


def _edits_are_there(served: Served, editor: Editor) -> None:
    """Every edit that was answered, once, in its order; and nothing else."""
    written = _changes(served.home)
    assert editor.acknowledged.items() <= written.items()
    assert sorted(written.values()) == list(range(1, len(written) + 1))
    assert len(written) == len(editor.acknowledged)
    with served.client("viewer") as browser:
        state = browser.get("/w/acme/documents/buying/state").json()
    assert state["revision"] == len(written)
    assert state["document"]["phases"][1]["steps"][0]["name"] == f"I pay {len(written) - 1}"


def _changes(home: Path) -> dict[str, int]:
    """Key → revision, of every change that is in the database."""
    query = "SELECT c.key, c.revision FROM documents_change c JOIN documents_document d ON d.id = c.document_id"
    return {str(uuid.UUID(str(key))): int(str(n)) for key, n in rows(home, f"{query} WHERE d.slug = 'buying'")}
