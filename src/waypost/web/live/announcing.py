"""Telling the stream, in the transaction of what is told.

Ids must become visible in their order, or a listener who has seen 12 would never learn of an 11 that was committed
later. SQLite writes one transaction at a time; on PostgreSQL the announcing part of a transaction takes its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import connection, transaction

from waypost.web.live.models import Event

_TURN = 0x57A7
"""The advisory lock of those who announce."""

CHANNEL = "waypost_live"
"""The PostgreSQL channel on which processes are told that there is something new, once it is committed."""

ACCESS = "access"
"""The kind of event that ends the streams of its topic: what somebody may see has changed."""

_listeners: list[Callable[[], None]] = []


def announce(topic: str, kind: str, payload: Mapping[str, object]) -> int:
    """Write an event into the outbox; listeners hear of it when the transaction is committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s), pg_notify(%s, '')", [_TURN, CHANNEL])
    else:
        transaction.on_commit(_wake)
    return Event.objects.create(topic=topic, kind=kind, payload=dict(payload)).pk


def last_event() -> int:
    """The id of the newest event; 0 when there is none."""
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


def when_announced(wake: Callable[[], None]) -> None:
    """Have `wake` called, from any thread, after something was announced in this process."""
    _listeners.append(wake)


def _wake() -> None:
    for wake in _listeners:
        wake()
