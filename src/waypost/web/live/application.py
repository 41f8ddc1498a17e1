"""What is under `/live/`: pure ASGI, so that an open stream holds neither a thread nor a database connection."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import parse_qs

from a2wsgi.asgi_typing import HTTPScope, Receive, Scope, Send
from django.http import HttpResponse
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from waypost.web.faults import problem
from waypost.web.live.hub import Hub, document_topic, place_of
from waypost.web.live.streams import Stream
from waypost.web.live.tickets import listener

STREAMS_EACH = 50
"""Streams one person can have open."""

STREAMS = 10_000
"""Streams a process can have open."""

LARGEST = 2_000
"""Bytes somebody's place can be written in."""

_HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
)

hub = Hub()
"""The hub of this process."""

Session = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Here(BaseModel):
    """Where a window is, as the browser tells it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    session: Session
    at: Annotated[str, StringConstraints(max_length=64)] | None = None


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a listener; begin and end with the server."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await hub.start()
        match scope["path"], scope["method"]:
            case "/live/stream", "GET":
                await _stream(scope, receive, send)
            case "/live/presence", "POST":
                await _presence(scope, receive, send)
            case "/live/stream" | "/live/presence", _:
                await _answer(send, problem(405, "method", "This address is asked in another way."))
            case _:
                await _answer(send, problem(404, "about:blank", "There is nothing at this address."))


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        if (await receive())["type"] == "lifespan.startup":
            await hub.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            hub.close()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _stream(scope: HTTPScope, receive: Receive, send: Send) -> None:
    query = _query(scope)
    who = listener(query.get("ticket", ""))
    if who is None or not hub.admits(who):
        await _answer(send, _no_ticket())
    elif who.id and hub.people[who.id] >= STREAMS_EACH:
        await _answer(send, problem(429, "streams", "You have very many windows open. Close one, then try again."))
    elif hub.people.total() >= STREAMS:
        await _answer(send, problem(503, "streams", "Very many people are here. Try again in a minute."))
    else:
        stream = Stream(who, query.get("session", "")[:64], hub.beat)
        await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
        await _write(stream, _last_seen(scope, query), receive, send)


async def _write(stream: Stream, after: int | None, receive: Receive, send: Send) -> None:
    """Write a stream until the browser closes it, or it ends."""
    writing = asyncio.current_task()
    assert writing is not None
    watching = asyncio.create_task(_watch(receive, writing))
    try:
        await stream.write(send, await hub.join(stream, after))
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except asyncio.CancelledError:
        pass  # the browser closed the stream, or reads nothing any more
    finally:
        hub.leave(stream)
        watching.cancel()


async def _watch(receive: Receive, writing: asyncio.Task[object]) -> None:
    """Stop the writing when the browser closes the stream."""
    while (await receive())["type"] != "http.disconnect":
        pass
    writing.cancel()


async def _presence(scope: HTTPScope, receive: Receive, send: Send) -> None:
    who = listener(_query(scope).get("ticket", ""))
    if who is None or not hub.admits(who):
        await _answer(send, _no_ticket())
        return
    body = await _body(receive)
    if body is None:
        await _answer(send, problem(413, "size", "A place is told in a few words."))
        return
    try:
        here = Here.model_validate_json(body)
    except ValidationError:
        await _answer(send, problem(422, "invalid", "A place is a session and the id of an element, or null."))
        return
    if topic := document_topic(who):
        hub.place(place_of(who, topic, here.session, here.at))
    await _answer(send, HttpResponse(status=204))


async def _body(receive: Receive) -> bytes | None:
    """What was sent; None when it is too much."""
    body = b""
    while len(body) <= LARGEST:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body if len(body) <= LARGEST else None
    return None


def _query(scope: HTTPScope) -> dict[str, str]:
    given = parse_qs(scope["query_string"].decode("latin-1"))
    return {name: values[-1] for name, values in given.items()}


def _last_seen(scope: HTTPScope, query: dict[str, str]) -> int | None:
    """The event a listener has seen last: a browser that resumes says so in a header."""
    header = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"last-event-id"), "")
    given = [int(text) for text in (header, query.get("after", "")) if text.isascii() and text.isdigit()]
    return max(given, default=None)


def _no_ticket() -> HttpResponse:
    return problem(403, "ticket", "This page was open for too long, or its link is not whole. Load it again.")


async def _answer(send: Send, response: HttpResponse) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.items()]
    headers += [(b"content-length", b"%d" % len(response.content)), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content, "more_body": False})
