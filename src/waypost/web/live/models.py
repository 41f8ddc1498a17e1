"""The outbox is the stream: what was announced, in the order it happened."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """Something that happened on a topic. Its id is the stream's `Last-Event-ID`."""

    topic = models.CharField(max_length=80)
    kind = models.CharField(max_length=32)
    payload = models.JSONField()
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        """Read by topic from an id on."""

        indexes = (models.Index(fields=("topic", "id")),)
        ordering = ("id",)
