"""A ticket to listen: signed, for some topics, for a few minutes."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

from django.core import signing

LASTS = 600
"""Seconds in which a ticket can be used to connect."""

_SALT = "waypost.live.ticket"


@dataclass(frozen=True)
class Listener:
    """Who listens, and to what."""

    topics: tuple[str, ...]
    id: str
    name: str
    initials: str
    issued: float = 0.0
    """When the ticket was handed out, in seconds since 1970."""


def ticket(listener: Listener) -> str:
    """The ticket to hand out."""
    return signing.dumps({**asdict(listener), "issued": time.time()}, salt=_SALT, compress=True)


def listener(text: str) -> Listener | None:
    """Whose ticket this is; None when it is not one of ours or too old."""
    try:
        given = signing.loads(text, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Listener(tuple(given["topics"]), given["id"], given["name"], given["initials"], given["issued"])
