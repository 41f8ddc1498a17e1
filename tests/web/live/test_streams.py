"""A stream that is written without a network: what its listener gets, and when it is given up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

from a2wsgi.asgi_typing import SendEvent

from waypost.web.live.frames import HEARTBEAT, OPENING, RELOAD
from waypost.web.live.streams import MOST, PATIENCE, SILENCE, Beat, Stream
from waypost.web.live.tickets import Listener

ADA = Listener(("document:1",), "u1", "Ada Park", "AP")


class Wire:
    """What a browser read; one that is `stuck` reads nothing after the opening."""

    def __init__(self, *, stuck: bool = False) -> None:
        self.read: list[bytes] = []
        self._stuck = stuck
        self._news = asyncio.Event()

    async def send(self, message: SendEvent) -> None:
        """As a server's `send`."""
        if self._stuck and self.read:
            await asyncio.Future()
        assert message["type"] == "http.response.body"
        self.read.append(message["body"])
        self._news.set()

    async def next(self) -> bytes:
        """What comes next."""
        await self._news.wait()
        self._news.clear()
        return self.read[-1]


def run(scene: Coroutine[None, None, None]) -> None:
    """In a thread of its own: in the tests' thread a browser may have its loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asyncio.wait_for(scene, 20)).result()


def test_who_cannot_keep_up_is_told_to_fetch_again_and_nothing_else() -> None:
    async def scene() -> None:
        stream, wire = Stream(ADA, "here", Beat()), Wire()
        while not stream.ended:
            stream.tell(b"x" * (MOST // 4))
        stream.tell(b"too late")
        stream.show("there", b"too late")
        await stream.write(wire.send, b"")
        assert wire.read == [OPENING, RELOAD]

    run(scene())


def test_of_somebodys_places_only_the_last_is_told_and_after_what_happened() -> None:
    async def scene() -> None:
        stream, wire = Stream(ADA, "here", Beat()), Wire()
        stream.show("there", b"at one ")
        stream.show("there", b"at two ")
        stream.tell(b"changed ")
        stream.end()
        await stream.write(wire.send, b"first ")
        assert wire.read == [OPENING + b"first ", b"changed at two "]

    run(scene())


def test_what_happens_while_a_stream_rests_goes_out_together() -> None:
    async def scene() -> None:
        stream, wire = Stream(ADA, "here", Beat()), Wire()
        writing = asyncio.create_task(stream.write(wire.send, b""))
        await wire.next()
        stream.tell(b"at once")
        assert await wire.next() == b"at once"
        stream.tell(b"one ")
        stream.tell(b"two ")
        assert await wire.next() == b"one two "
        stream.end()
        await writing

    run(scene())


def test_a_silent_listener_gets_a_heartbeat_and_only_then() -> None:
    async def scene() -> None:
        stream, wire = Stream(ADA, "here", Beat()), Wire()
        writing = asyncio.create_task(stream.write(wire.send, b""))
        await wire.next()
        stream.tend(time.monotonic())
        stream.tell(b"news")
        assert await wire.next() == b"news"
        stream.tend(time.monotonic() + SILENCE + 1)
        assert await wire.next() == HEARTBEAT
        stream.end()
        await writing

    run(scene())


def test_a_listener_who_reads_nothing_any_more_is_given_up() -> None:
    async def scene() -> None:
        stream, wire = Stream(ADA, "here", Beat()), Wire(stuck=True)
        writing = asyncio.create_task(stream.write(wire.send, b""))
        await wire.next()
        stream.tell(b"never read")
        await asyncio.sleep(0)  # the writing begins
        stream.tend(time.monotonic())
        assert not writing.cancelling()
        stream.tend(time.monotonic() + PATIENCE + 1)
        await asyncio.wait([writing])
        assert writing.cancelled()

    run(scene())
