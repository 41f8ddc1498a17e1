"""A browser without a screen that holds a document: its state, then what the stream tells."""

from __future__ import annotations

import json
import socket
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from waypost.journey.difference import difference
from waypost.journey.edits import EDITS, apply
from waypost.journey.journey import Journey

WAITING = 60.0
"""Seconds in which a stream says something, if only that it is still there."""


@dataclass(frozen=True)
class Told:
    """An event of a stream."""

    kind: str
    data: Any
    id: int | None


class Listening:
    """An open stream."""

    def __init__(self, url: str, header: int | None = None, **query: object) -> None:
        where = urlsplit(url)
        self._socket = socket.create_connection((str(where.hostname), where.port or 80), timeout=WAITING)
        asked = f"GET /live/stream?{urlencode(query)} HTTP/1.0\r\n"
        resumed = "" if header is None else f"Last-Event-ID: {header}\r\n"
        self._socket.sendall(f"{asked}{resumed}\r\n".encode())
        self._bytes = self._socket.makefile("rb")
        self.status = int(self._bytes.readline().split()[1])
        self.headers = dict(
            line.decode().strip().lower().split(": ", 1) for line in iter(self._bytes.readline, b"\r\n")
        )

    def __iter__(self) -> Iterator[Told]:
        """Events as they come, until the server ends the stream; comments are passed over."""
        found: dict[str, str] = {}
        for line in self._bytes:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name:
                found[name] = value
            elif "event" in found:
                yield Told(found["event"], json.loads(found["data"]), int(found["id"]) if "id" in found else None)
                found = {}

    def rest(self) -> bytes:
        """What comes until the server ends the stream."""
        return self._bytes.read()

    def close(self) -> None:
        """Be gone."""
        self._bytes.close()
        self._socket.close()


@dataclass
class Holder:
    """Somebody who looks at one journey, and edits what they hold."""

    client: httpx.Client
    path: str
    """The address of the document, without what is asked of it."""
    value: Journey
    revision: int
    seen: list[int]
    """The events heard, the oldest first; before them the one the state contained."""
    ticket: str
    stream: Listening | None = None

    @classmethod
    def fetched(cls, client: httpx.Client, path: str) -> Holder:
        """Somebody who comes now."""
        state = _answered(lambda: client.get(f"{path}/state")).json()
        document = Journey.model_validate(state["document"])
        return cls(client, path, document, state["revision"], [state["event"]], state["ticket"])

    def fetch(self) -> None:
        """Hold what the server has."""
        now = Holder.fetched(self.client, self.path)
        self.value, self.revision, self.seen, self.ticket = now.value, now.revision, now.seen, now.ticket

    def listen(self, back: int = 0) -> None:
        """Open the stream where it was left, or some events earlier: those are told twice."""
        self.drop()
        after = self.seen[max(len(self.seen) - 1 - back, 0)]
        self.stream = Listening(str(self.client.base_url), ticket=self.ticket, after=after)

    def drop(self) -> None:
        """Lose the stream, with whatever was not read yet."""
        if self.stream:
            self.stream.close()
            self.stream = None

    def edit(self, wanted: Journey) -> int:
        """Ask for the document to become another; the revision, or 0 when somebody else was faster."""
        edits = difference(self.value, wanted)
        if not edits:
            return 0
        asked = {"key": str(uuid.uuid4()), "edits": EDITS.dump_python(edits, mode="json")}
        answer = _answered(lambda: self.client.post(f"{self.path}/changes", json=asked))
        assert answer.status_code in (200, 409, 422), answer.text
        return int(answer.json()["revision"]) if answer.status_code == 200 else 0

    def catch_up(self, revision: int) -> None:
        """Listen until a revision is held."""
        while self.revision < revision:
            if self.stream is None:
                self.listen()
            assert self.stream is not None
            assert self.stream.status == 200, f"the stream is refused with {self.stream.status}"
            for told in self.stream:
                self._hear(told)
                if self.revision >= revision or told.kind == "reload":
                    break
            else:
                raise AssertionError("the server ended the stream without a word")

    def _hear(self, told: Told) -> None:
        if told.kind == "reload":
            self.fetch()
            self.drop()
        if told.id is not None and told.id > self.seen[-1]:
            self.seen.append(told.id)
        if told.kind == "change" and told.data["revision"] > self.revision:
            assert told.data["revision"] == self.revision + 1, "a change was skipped"
            self.value = apply(self.value, *EDITS.validate_python(told.data["edits"]))
            self.revision += 1


def _answered(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """Ask once more when the connection broke, as a browser does: a server closes those that rested for a while."""
    try:
        return ask()
    except httpx.TransportError:
        return ask()
