"""A real server: `waypost serve` as a process, on a free port, with a home folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx
import psycopg

from tests.web.postgresql import as_this_run

REPOSITORY = Path(__file__).parent.parent.parent


@dataclass
class Served:
    """A server that can be killed and started again at the same address."""

    home: Path
    command: tuple[str, ...] = ("serve",)
    environment: dict[str, str] = field(default_factory=as_this_run)
    url: str = ""
    said: list[str] = field(default_factory=list)
    """The lines it wrote when it started."""
    sessions: dict[str, str] = field(default_factory=dict)
    """The session keys of `owner`, `editor` and `viewer`."""
    _process: subprocess.Popen[str] | None = None

    def start(self) -> Served:
        """Start, or start again, and wait until it answers."""
        port = self.url.rpartition(":")[2] or "0"
        self.end()
        log = self.home.with_suffix(".log")
        with log.open("a") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "waypost", *self.command, "--home", str(self.home), "--port", port],
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                env={**_plain_environment(), **self.environment},
            )
        assert self._process.stdout is not None
        self.said = list(_lines_until(self._process.stdout, "Ctrl-C"))
        if not self.said[-1].startswith("Ctrl-C"):
            self.end()
            raise AssertionError(f"the server ended before it was ready:\n{self.said}\n{self.log()}")
        self.url = self.url or next(
            word for line in self.said for word in line.split() if word.startswith("http://")
        ).rstrip("/")
        return self

    def cast(self) -> Served:
        """Put Acme and its people in, and sign them in."""
        self.sessions.update(json.loads(self.run("-m", "tests.web.casting", str(self.home))))
        return self

    def furnish(self, like: Served) -> Served:
        """Have Acme and its people before the start: copied from a house that nobody lives in, where that is all."""
        if "WAYPOST_DATABASE_URL" in self.environment:
            return self.cast()
        shutil.copytree(like.home, self.home)
        self.sessions.update(like.sessions)
        return self

    def run(self, *arguments: str) -> str:
        """What Python prints in the surroundings of the server: `served.run("-m", module, …)`."""
        ran = subprocess.run(
            [sys.executable, *arguments],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env={**_plain_environment(), **self.environment},
        )
        return ran.stdout

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the server's database answers."""
        address = self.environment.get("WAYPOST_DATABASE_URL")
        if address:
            with psycopg.connect(address) as database:
                return database.execute(query.encode()).fetchall()
        with closing(sqlite3.connect(self.home / "waypost.sqlite3", timeout=20)) as database:
            return database.execute(query).fetchall()

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """SIGKILL: nothing can be tidied up."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """SIGTERM, as a system does that shuts down; returns the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=30)

    def end(self) -> None:
        """Be gone, however it stands."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=30)

    def log(self) -> str:
        """What it wrote besides."""
        return self.home.with_suffix(".log").read_text()

    def client(self, who: str = "") -> httpx.Client:
        """A browser without a screen: `owner`, `editor` or `viewer`, or nobody."""
        return self.client_of(self.sessions[who] if who else "")

    def client_of(self, session: str) -> httpx.Client:
        """A browser without a screen, signed in by a session's key; by none when it is empty."""
        cookies = {"sessionid": session, "csrftoken": "c" * 32} if session else {}
        headers = {"X-CSRFToken": "c" * 32} if session else {}
        return httpx.Client(base_url=self.url, cookies=cookies, headers=headers, timeout=30, trust_env=False)


def _plain_environment() -> dict[str, str]:
    """Ours, without what this process was told about its own database."""
    ours = ("WAYPOST_", "DJANGO_", "DATABASE_URL", "COLUMNS")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _lines_until(stream: IO[str], last: str) -> Iterator[str]:
    """The lines of a process up to one that begins with `last`, or all there are."""
    for line in stream:
        yield line.rstrip()
        if line.startswith(last):
            return
    yield ""
