"""The outbox as the streams read it. Everything here talks to the database and belongs into a thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import close_old_connections
from django.db.models import Min, QuerySet
from django.utils import timezone

from waypost.web.live.announcing import last_event
from waypost.web.live.frames import Frame
from waypost.web.live.models import Event

BATCH = 500
"""Events read at once, and the most a stream is told when it resumes."""

KEPT = timedelta(days=2)
"""How long an event can be resumed from; who comes later fetches the state again."""


def newest() -> int:
    """The id of the newest event; 0 when there is none."""
    close_old_connections()
    return last_event()


def after(seen: int) -> list[Frame]:
    """The next events of every topic, in order."""
    close_old_connections()
    return _frames(Event.objects.filter(id__gt=seen))


def missed(topics: Iterable[str], after: int, until: int) -> list[Frame] | None:
    """What some topics told after one event and up to another; None when that is not known, or too much to tell."""
    close_old_connections()
    oldest = Event.objects.aggregate(oldest=Min("id"))["oldest"] or 0
    if after < oldest - 1 or after > last_event():
        return None
    frames = _frames(Event.objects.filter(topic__in=tuple(topics), id__gt=after, id__lte=until))
    return frames if len(frames) < BATCH else None


def forget() -> int:
    """Delete some events nobody can resume from any more, and answer how many: a few, so that nobody waits.

    The newest event always stays: its id says where the stream is.
    """
    close_old_connections()
    old = Event.objects.filter(at__lt=timezone.now() - KEPT, id__lt=last_event()).order_by("id")
    ids = list(old.values_list("id", flat=True)[:BATCH])
    deleted, _ = Event.objects.filter(id__in=ids).delete()
    return deleted


def _frames(events: QuerySet[Event]) -> list[Frame]:
    rows = events.order_by("id").values_list("id", "topic", "kind", "payload")[:BATCH]
    return [Frame.of(*row) for row in rows]
