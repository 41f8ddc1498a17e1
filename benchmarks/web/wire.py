"""The smallest HTTP client that will do: the generator shares its two cores with the server it measures."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


class Pool:
    """Connections that are kept; one is opened when all are busy."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """One request; a connection that the server closed meanwhile is made anew, as browsers do."""
        request = _request(method, path, self._host, headers, body)
        while self._free:
            kept = self._free.pop()
            try:
                return await self._answer(kept, request)
            except (OSError, asyncio.IncompleteReadError):
                kept[1].close()
        return await self._answer(await asyncio.open_connection(self._host, self._port), request)

    async def _answer(self, connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: bytes) -> Answer:
        reader, writer = connection
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        answer = Answer(int(head[9:12]), await reader.readexactly(int(length[1]) if length else 0))
        self._free.append(connection)
        return answer


class Ear(asyncio.Protocol):
    """An open stream: hands over whole events, as bytes."""

    def __init__(self, path: str, host: str, heard: Callable[[bytes], None]) -> None:
        self._asked = f"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode()
        self._heard = heard
        self._rest = b""
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._asked)

    def data_received(self, data: bytes) -> None:
        """Some bytes: events end with an empty line."""
        whole, end, self._rest = (self._rest + data).rpartition(b"\n\n")
        if end:
            self._heard(whole)

    def connection_lost(self, exc: Exception | None) -> None:
        """The server ended the stream."""
        self.lost = True


def _request(method: str, path: str, host: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
