"""Requests to a server: what was read is not sent twice, what can be repeated is sent again when the line breaks."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from waypost.client.refusals import UnreachableError, refusal

KEPT = 256
"""Answers remembered with their `ETag`."""
TRIES = 5
"""How often what can be repeated is sent."""
LONGEST_WAIT = 60.0
"""Seconds; a server that wants more is not waited for."""
_BUSY = (429, 502, 503, 504)


@dataclass
class Wire:
    """A connection by a token; `pause` waits so many seconds."""

    http: httpx.Client
    pause: Callable[[float], None] = time.sleep
    _read: OrderedDict[str, tuple[str, Any]] = field(default_factory=OrderedDict, repr=False)

    def get(self, path: str, **query: Any) -> Any:
        """What is at a path, as JSON; fetched again only when it has changed."""
        address = str(httpx.URL(path, params={name: value for name, value in query.items() if value is not None}))
        known = self._read.get(address)
        answer = self.repeat("GET", address, headers={"If-None-Match": known[0]} if known else {})
        if answer.status_code == 304 and known is not None:
            self._read.move_to_end(address)
            return known[1]
        told = answer.json()
        if tag := answer.headers.get("ETag"):
            self._read[address] = (tag, told)
            while len(self._read) > KEPT:
                self._read.popitem(last=False)
        return told

    def all(self, path: str, **query: Any) -> Iterator[Any]:
        """Every item of a list, part by part."""
        cursor: int | None = None
        while True:
            part = self.get(path, cursor=cursor, limit=200, **query)
            yield from part["items"]
            cursor = part["next"]
            if cursor is None:
                return

    def repeat(self, method: str, path: str, headers: Mapping[str, str] | None = None, **body: Any) -> httpx.Response:
        """Send what may arrive twice without harm, again when the line breaks or the server is busy."""
        for attempt in range(TRIES):
            wait = 0.2 * 2**attempt
            try:
                answer = self._send(method, path, headers, **body)
            except UnreachableError:
                if attempt == TRIES - 1:
                    raise
            else:
                wait = max(wait, _wanted(answer))
                if answer.status_code not in _BUSY or attempt == TRIES - 1 or wait > LONGEST_WAIT:
                    return _well(answer)
            self.pause(wait)
        raise AssertionError  # the last try returns or raises

    def once(self, method: str, path: str, headers: Mapping[str, str] | None = None, **body: Any) -> httpx.Response:
        """Send what must not arrive twice."""
        return _well(self._send(method, path, headers, **body))

    def _send(self, method: str, path: str, headers: Mapping[str, str] | None, **body: Any) -> httpx.Response:
        try:
            return self.http.request(method, path, headers=headers, **body)
        except httpx.TransportError as error:
            raise UnreachableError(f"{self.http.base_url.host} does not answer: {error}") from error


def _wanted(answer: httpx.Response) -> float:
    """The seconds the server asks to be left alone."""
    wanted = answer.headers.get("Retry-After", "")
    return float(wanted) if wanted.isdecimal() else 0.0


def _well(answer: httpx.Response) -> httpx.Response:
    if answer.is_success or answer.status_code == 304:
        return answer
    raise refusal(answer)
