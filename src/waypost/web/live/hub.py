"""The hub: one reader of the outbox for all streams of this process. No stream holds a thread or a connection."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import DatabaseError, connection

from waypost.web.live import notified, outbox
from waypost.web.live.announcing import ACCESS, CHANNEL, when_announced
from waypost.web.live.frames import Frame, passing
from waypost.web.live.presence import Place, Presence
from waypost.web.live.streams import Beat, Stream
from waypost.web.live.tickets import Listener

_LOG = logging.getLogger(__name__)
T = TypeVar("T")

SAFETY = 5.0
"""Seconds after which the outbox is read even if nobody said that there is something new."""

PLACES = "waypost_places"
"""The PostgreSQL channel on which places are told to other processes."""

AGAIN = 1.0
"""Seconds to wait when the database does not answer."""

TOGETHER = 10
"""Places in one notification, which may hold 8,000 bytes."""


class Hub:
    """Everybody who listens, by topic."""

    def __init__(self) -> None:
        self.streams: dict[str, set[Stream]] = defaultdict(set)
        self.people: Counter[str] = Counter()
        """Open streams of each person."""
        self.presence = Presence()
        self.beat = Beat()
        self._name = uuid.uuid4().hex
        """Tells what this process told from what others did."""
        self._withdrawn: dict[str, float] = {}
        """Topic → when what its listeners may see changed: tickets from before count no more."""
        self._seen = 0
        self._places: dict[tuple[str, str], Place] = {}
        """What is still to be told to other processes."""
        self._threads = ThreadPoolExecutor(2, "live")
        self._tasks: list[asyncio.Task[None]] = []
        self._starting: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Begin to read; safe to call again."""
        if self._starting is None:
            self._starting = asyncio.ensure_future(self._start())
        await asyncio.shield(self._starting)

    async def _start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._seen = await self.in_thread(outbox.newest)
        when_announced(self._wake_from_anywhere)
        duties = [self._read, self._sweep, self._clean]
        if connection.vendor == "postgresql":
            duties += [self._hear_others, self._tell_others]
        self._tasks = [self._loop.create_task(_kept_up(duty)) for duty in duties]

    def close(self) -> None:
        """End every stream at once: the server is shutting down."""
        for task in self._tasks:
            task.cancel()
        for stream in self._everybody():
            stream.end()
        self._threads.shutdown(wait=False)

    def _everybody(self) -> set[Stream]:
        return {stream for streams in self.streams.values() for stream in streams}

    async def in_thread(self, ask: Callable[..., T], *arguments: object) -> T:
        """Ask the database something."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, ask, *arguments)

    async def join(self, stream: Stream, after: int | None) -> bytes:
        """Let a stream hear, and answer what it is told first: who is here, and what it missed."""
        seen = self._seen
        stream.after = seen if after is None else max(after, seen)
        self.people[stream.listener.id] += 1
        for topic in stream.listener.topics:
            self.streams[topic].add(stream)
        opening = b""
        if after is not None and after != seen:
            missed = await self.in_thread(outbox.missed, stream.listener.topics, after, seen)
            if missed is None:
                stream.reload()
                return b""
            opening = b"".join(frame.wire for frame in missed)
        if document := document_topic(stream.listener):
            others = (place for place in self.presence.here(document) if place.session != stream.session)
            opening += b"".join(passing("presence", place.payload()) for place in others)
        return opening

    def leave(self, stream: Stream) -> None:
        """Forget a stream; the window it belonged to is gone with its last one."""
        self.people -= Counter((stream.listener.id,))
        for topic in stream.listener.topics:
            self.streams[topic].discard(stream)
            if not self.streams[topic]:
                del self.streams[topic]
        document = document_topic(stream.listener)
        if document and stream.session and not any(s.session == stream.session for s in self.streams.get(document, ())):
            self.place(place_of(stream.listener, document, stream.session, gone=True))

    def place(self, place: Place) -> None:
        """Tell the others where somebody is, here and at other processes."""
        self._show(place)
        if connection.vendor == "postgresql":
            self._places[place.topic, place.session] = place

    def _show(self, place: Place) -> None:
        if not self.presence.hear(place, time.monotonic()):
            return
        wire = passing("presence", place.payload())
        for stream in self.streams.get(place.topic, ()):
            if stream.session != place.session:
                stream.show(place.session, wire)

    def _wake_from_anywhere(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)

    async def _read(self) -> None:
        while True:
            try:
                async with asyncio.timeout(SAFETY):
                    await self._news.wait()
            except TimeoutError:
                pass
            self._news.clear()
            frames = await self.in_thread(outbox.after, self._seen)
            for frame in frames:
                self._seen = frame.id
                self._fan_out(frame)
            if len(frames) == outbox.BATCH:
                self._news.set()

    def admits(self, listener: Listener) -> bool:
        """Whether a ticket still says what its holder may hear."""
        return all(listener.issued > self._withdrawn.get(topic, 0.0) for topic in listener.topics)

    def _withdraw(self, topic: str) -> None:
        """End the streams of a topic; who may still listen asks for a new ticket."""
        self._withdrawn[topic] = time.time()
        for stream in self.streams.get(topic, ()):
            stream.end()

    def _fan_out(self, frame: Frame) -> None:
        if frame.kind == ACCESS:
            self._withdraw(frame.topic)
            return
        for stream in self.streams.get(frame.topic, ()):
            if frame.id > stream.after:
                stream.tell(frame.wire)

    async def _sweep(self) -> None:
        """Look after everybody every few seconds."""
        while True:
            await asyncio.sleep(SAFETY)
            self.tend(time.monotonic())

    def tend(self, now: float) -> None:
        """Notice who fell silent, and show those who listen that we are here."""
        for place in self.presence.silent(now):
            self._show(Place(place.topic, place.session, place.who, gone=True))
        for stream in self._everybody():
            stream.tend(now)

    async def _clean(self) -> None:
        """Forget, once an hour, what nobody can resume from."""
        while True:
            while await self.in_thread(outbox.forget) == outbox.BATCH:
                pass
            await asyncio.sleep(3600)

    async def _hear_others(self) -> None:
        await notified.hear({CHANNEL: lambda _: self._news.set(), PLACES: self._hear}, self._news.set)

    async def _tell_others(self) -> None:
        while True:
            await asyncio.sleep(0.1)
            while self._places:
                keys = list(self._places)[:TOGETHER]
                places = [self._places.pop(key) for key in keys]
                told = [(p.topic, p.session, p.who, p.at, p.gone) for p in places]
                await self.in_thread(notified.tell, PLACES, json.dumps([self._name, told]))

    def _hear(self, message: str) -> None:
        name, told = json.loads(message)
        if name != self._name:  # ours were shown when they were new, and may be old by now
            for topic, session, who, at, gone in told:
                self._show(Place(topic, session, tuple(who), at, gone))


def document_topic(listener: Listener) -> str | None:
    """The document a listener looks at, if it is one."""
    return next((topic for topic in listener.topics if topic.startswith("document:")), None)


def place_of(listener: Listener, topic: str, session: str, at: str | None = None, *, gone: bool = False) -> Place:
    """Where a window of this listener is."""
    return Place(topic, session, (listener.id, listener.name, listener.initials), at, gone)


async def _kept_up(duty: Callable[[], Coroutine[None, None, None]]) -> None:
    """Do a duty until the end; when the database is away for a while, once more from the start."""
    while True:
        try:
            await duty()
        except DatabaseError as error:
            _LOG.warning("The stream cannot read the database, and tries again: %s", error)
        await asyncio.sleep(AGAIN)
