"""One open stream: what its listener is still to be told, and the writing of it."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from a2wsgi.asgi_typing import Send

from waypost.web.live.frames import HEARTBEAT, OPENING, RELOAD
from waypost.web.live.tickets import Listener

PAUSE = 0.1
"""Seconds between two writes: what happens meanwhile goes out together, at most ten times a second."""

SILENCE = 15.0
"""Seconds without anything to tell, after which a heartbeat is sent."""

PATIENCE = 30.0
"""Seconds a write may take before the listener counts as gone."""

MOST = 1_000_000
"""Bytes that may wait for a listener who is slow to read."""


class Stream:
    """What one listener is still to be told, in order, and bounded: who cannot keep up is told to reload."""

    def __init__(self, listener: Listener, session: str) -> None:
        self.listener = listener
        self.session = session
        self.after = 0
        """Events up to this one the listener has."""
        self._waiting: list[bytes] = []
        self._places: dict[str, bytes] = {}
        self._size = 0
        self._news = asyncio.Event()
        self._ended = False

    def tell(self, wire: bytes) -> None:
        """Something for this listener."""
        if self._ended:
            return
        self._waiting.append(wire)
        self._size += len(wire)
        if self._size > MOST:
            self.reload()
        self._news.set()

    def show(self, session: str, wire: bytes) -> None:
        """Where somebody is now; of several places in a row only the last is told."""
        if not self._ended:
            self._places[session] = wire
            self._news.set()

    def reload(self) -> None:
        """Tell the listener to fetch the state again, and end."""
        self._waiting, self._places = [RELOAD], {}
        self.end()

    def end(self) -> None:
        """Tell what is waiting, then nothing more."""
        self._ended = True
        self._news.set()

    async def write(self, send: Send, opening: bytes) -> None:
        """Write until the listener goes or the stream ends."""
        await _sent(send, OPENING + opening)
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(SILENCE):
                    await self._news.wait()
            await _sent(send, self._taken() or HEARTBEAT)
            if self._ended and not self._waiting:
                return
            await asyncio.sleep(0 if self._ended else PAUSE)

    def _taken(self) -> bytes:
        wire = b"".join((*self._waiting, *self._places.values()))
        self._waiting, self._places, self._size = [], {}, 0
        self._news.clear()
        return wire


async def _sent(send: Send, body: bytes) -> None:
    async with asyncio.timeout(PATIENCE):
        await send({"type": "http.response.body", "body": body, "more_body": True})
