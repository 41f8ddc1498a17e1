"""One open stream: what its listener is still to be told, and the writing of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from a2wsgi.asgi_typing import Send

from waypost.web.live.frames import HEARTBEAT, OPENING, RELOAD
from waypost.web.live.tickets import Listener

PAUSE = 0.1
"""Seconds from one beat to the next: a stream that wrote rests until then, and what happens meanwhile goes together."""

SILENCE = 10.0
"""Seconds without anything to tell, after which a heartbeat is due."""

PATIENCE = 30.0
"""Seconds a write may take before the listener counts as gone."""

MOST = 1_000_000
"""Bytes that may wait for a listener who is slow to read."""


class Beat:
    """One clock for the rests of all streams, where a timer for each would cost more than the writing."""

    def __init__(self) -> None:
        self._resting: list[Callable[[], None]] = []

    def rest(self, rested: Callable[[], None]) -> None:
        """Call `rested` at the next beat."""
        if not self._resting:
            asyncio.get_running_loop().call_later(PAUSE, self._strike)
        self._resting.append(rested)

    def _strike(self) -> None:
        resting, self._resting = self._resting, []
        for rested in resting:
            rested()


class Stream:
    """What one listener is still to be told, in order, and bounded: who cannot keep up is told to reload."""

    def __init__(self, listener: Listener, session: str, beat: Beat) -> None:
        self.listener = listener
        self.session = session
        self.after = 0
        """Events up to this one the listener has."""
        self._beat = beat
        self._waiting: list[bytes] = []
        self._places: dict[str, bytes] = {}
        self._size = 0
        self._news = asyncio.Event()
        self._resting = False
        self.ended = False
        """Whether nothing more will be told."""
        self._writer: asyncio.Task[object] | None = None
        self._writing = False
        self._wrote = time.monotonic()
        """When the last write began."""

    def tell(self, wire: bytes) -> None:
        """Something for this listener."""
        if self.ended:
            return
        self._waiting.append(wire)
        self._size += len(wire)
        if self._size > MOST:
            self.reload()
        elif not self._resting:
            self._news.set()

    def show(self, session: str, wire: bytes) -> None:
        """Where somebody is now; of several places in a row only the last is told."""
        if not self.ended:
            self._places[session] = wire
            if not self._resting:
                self._news.set()

    def reload(self) -> None:
        """Tell the listener to fetch the state again, and end."""
        self._waiting, self._places = [RELOAD], {}
        self.end()

    def end(self) -> None:
        """Tell what is waiting, then nothing more."""
        self.ended = True
        self._news.set()

    def tend(self, now: float) -> None:
        """Show a silent listener that we are here; give up one who reads nothing any more."""
        if self._writing and now - self._wrote > PATIENCE and self._writer is not None:
            self._writer.cancel()
        elif not self._writing and now - self._wrote > SILENCE:
            self.tell(HEARTBEAT)

    async def write(self, send: Send, opening: bytes) -> None:
        """Write until the listener goes or the stream ends."""
        self._writer = asyncio.current_task()
        await self._send(send, OPENING + opening)
        while self._waiting or not self.ended:
            await self._news.wait()
            if wire := self._taken():
                await self._send(send, wire)
            self._resting = True
            self._beat.rest(self._rested)

    def _rested(self) -> None:
        self._resting = False
        if self._waiting or self._places:
            self._news.set()

    def _taken(self) -> bytes:
        wire = b"".join((*self._waiting, *self._places.values()))
        self._waiting, self._places, self._size = [], {}, 0
        self._news.clear()
        return wire

    async def _send(self, send: Send, body: bytes) -> None:
        self._writing, self._wrote = True, time.monotonic()
        await send({"type": "http.response.body", "body": body, "more_body": True})
        self._writing = False
