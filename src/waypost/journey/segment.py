"""The segment: a rule over customer attributes."""

from __future__ import annotations

from typing import Literal

from waypost.journey.binding import Predicate
from waypost.journey.model import Document, Text


class Segment(Document):
    """Real customers, chosen by a rule."""

    kind: Literal["segment"] = "segment"
    when: Predicate
    """A condition on `attributes.x`, the customers' attributes."""
    meaning: Text | None = None
    """The rule in a person's words."""
