"""What goes over the wire: server-sent events, encoded once for however many listen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

OPENING = b"retry: 1000\n\n"
"""A browser that lost its stream asks again after a second."""

HEARTBEAT = b": still here\n\n"
"""A comment: keeps what stands between us and the browser from closing a silent stream."""


@dataclass(frozen=True)
class Frame:
    """An event of the outbox, as it is sent."""

    id: int
    topic: str
    kind: str
    wire: bytes

    @classmethod
    def of(cls, id: int, topic: str, kind: str, payload: Mapping[str, object]) -> Frame:  # noqa: A002
        """Encode an event."""
        return cls(id, topic, kind, b"id: %d\n%b" % (id, passing(kind, payload)))


def passing(kind: str, payload: Mapping[str, object]) -> bytes:
    """An event that is told now and cannot be resumed: it has no id."""
    data = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return f"event: {kind}\ndata: {data}\n\n".encode()


RELOAD = passing("reload", {})
"""Too much was missed to be told one by one: fetch the state again."""
