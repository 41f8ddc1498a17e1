"""What a listener missed: told one by one, or not known any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from waypost.web.live import outbox
from waypost.web.live.announcing import announce, last_event
from waypost.web.live.models import Event

pytestmark = pytest.mark.django_db(transaction=True)

TOPIC = "document:1"


def told(how_many: int) -> list[int]:
    return [announce(TOPIC, "change", {"number": number}) for number in range(how_many)]


def test_what_was_missed_is_told_in_order_and_of_its_topics_only() -> None:
    first, second, third = told(3)
    other = announce("document:2", "change", {})
    missed = outbox.missed((TOPIC,), first, other)
    assert missed is not None
    assert [frame.id for frame in missed] == [second, third]


def test_who_saw_an_event_that_is_forgotten_by_now_fetches_again() -> None:
    first, second, third, fourth = told(4)
    Event.objects.filter(id__lte=third).update(at=timezone.now() - outbox.KEPT - timedelta(minutes=1))
    assert outbox.forget() == 3
    assert outbox.missed((TOPIC,), first, fourth) is None
    assert outbox.missed((TOPIC,), second, fourth) is None
    missed = outbox.missed((TOPIC,), third, fourth)
    assert missed is not None
    assert [frame.id for frame in missed] == [fourth]


def test_the_newest_event_is_never_forgotten() -> None:
    told(2)
    newest = last_event()
    Event.objects.update(at=timezone.now() - 2 * outbox.KEPT)
    outbox.forget()
    assert last_event() == newest
    assert outbox.missed((TOPIC,), newest, newest) == []


def test_too_much_to_tell_is_not_told() -> None:
    before = told(1)[0]
    Event.objects.bulk_create(Event(topic=TOPIC, kind="change", payload={}) for _ in range(outbox.BATCH))
    assert outbox.missed((TOPIC,), before, last_event()) is None
    assert outbox.missed((TOPIC,), before + 1, last_event()) is not None
