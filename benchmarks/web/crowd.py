"""People in journeys who listen, say where they are, and edit: what they sent, what was acknowledged, what arrived."""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from dataclasses import dataclass, field

from benchmarks.web.wire import Answer, Ear, Pool

_KEY = re.compile(rb'"key":"([0-9a-f-]{36})"')
BEAT = 10.0
"""Seconds after which a person's browser says again where they are."""


@dataclass
class Person:
    """Somebody with a journey open."""

    number: int
    cookie: str
    journey: str
    element: str
    """The touchpoint they rename."""
    name: str
    """What it is called now."""
    ticket: str = ""
    ear: Ear | None = None

    @property
    def headers(self) -> dict[str, str]:
        """As their browser sends them."""
        return {"Cookie": f"sessionid={self.cookie}; csrftoken={'c' * 32}", "X-CSRFToken": "c" * 32}


@dataclass
class Crowd:
    """Everybody, and what happened to them. Times are seconds."""

    pool: Pool
    workspace: str
    people: list[Person]
    sent: dict[bytes, tuple[float, Person]] = field(default_factory=dict)
    """Key of a change → when, and by whom."""
    acknowledged: dict[bytes, float] = field(default_factory=dict)
    """Key → how long it took."""
    refused: list[Answer] = field(default_factory=list)
    delivered: dict[bytes, list[float]] = field(default_factory=dict)
    """Key → how long until each of the others had it, counted from when it was sent."""
    fetched: dict[str, list[float]] = field(default_factory=dict)
    """What was fetched → how long each took."""

    def path(self, person: Person, what: str) -> str:
        """An address below a person's journey."""
        return f"/w/{self.workspace}/documents/{person.journey}/{what}"

    async def arrive(self, person: Person, host: str, port: int) -> None:
        """Open the journey: a ticket, then the stream."""
        answer = await self.pool.ask("GET", self.path(person, "ticket"), person.headers)
        person.ticket = json.loads(answer.body)["ticket"]

        def heard(wire: bytes) -> None:
            now = time.perf_counter()
            for key in _KEY.findall(wire):
                when, author = self.sent[key]
                if author is not person:
                    self.delivered.setdefault(key, []).append(now - when)

        asked = f"/live/stream?ticket={person.ticket}&session=s{person.number}"
        loop = asyncio.get_running_loop()
        _, person.ear = await loop.create_connection(lambda: Ear(asked, host, heard), host, port)

    async def beat(self, person: Person, turns: int) -> None:
        """Say where a person is, every ten seconds, at another element each time."""
        await asyncio.sleep(BEAT * (person.number % 997) / 997)
        for turn in range(turns):
            body = json.dumps({"session": f"s{person.number}", "at": f"s{(person.number + turn) % 200}"}).encode()
            await self.pool.ask("POST", f"/live/presence?ticket={person.ticket}", {}, body)
            await asyncio.sleep(BEAT)

    async def edit(self, person: Person, turn: int) -> None:
        """Rename the person's touchpoint."""
        new = f"Named by {person.number} in turn {turn}"
        edit = {"edit": "set", "id": person.element, "field": "name", "old": person.name, "new": new}
        key = str(uuid.uuid4())
        when = time.perf_counter()
        self.sent[key.encode()] = when, person
        body = json.dumps({"key": key, "edits": [edit]}).encode()
        answer = await self.pool.ask("POST", self.path(person, "changes"), person.headers, body)
        if answer.status == 200:
            self.acknowledged[key.encode()] = time.perf_counter() - when
            person.name = new
        else:
            self.refused.append(answer)

    async def fetch(self, person: Person, path: str, what: str) -> bytes:
        """Fetch something and take the time."""
        when = time.perf_counter()
        answer = await self.pool.ask("GET", path, {**person.headers, "Accept": "text/html"})
        assert answer.status == 200, (path, answer)
        self.fetched.setdefault(what, []).append(time.perf_counter() - when)
        return answer.body

    async def lost(self) -> int:
        """How many acknowledged edits are not in the documents, or did not reach somebody who listens."""
        held: dict[tuple[str, str], str] = {}
        for person in {person.journey: person for person in self.people}.values():
            state = json.loads((await self.pool.ask("GET", self.path(person, "state"), person.headers)).body)
            for phase in state["document"]["phases"]:
                for step in phase["steps"]:
                    held |= {(person.journey, point["id"]): point["name"] for point in step["touchpoints"]}
        missing = sum(held[person.journey, person.element] != person.name for person in self.people)
        listening: dict[str, int] = {}
        for person in self.people:
            listening[person.journey] = listening.get(person.journey, 0) + 1
        for key in self.acknowledged:
            missing += len(self.delivered.get(key, ())) != listening[self.sent[key][1].journey] - 1
        return missing
