"""How a touchpoint is bound to what happened: predicates and signals, as text and values.

They are compiled and run in `waypost.events`; here they are only written down.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from waypost.journey.model import Element, Id, Text, Value

Predicate = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""A condition on an event, in the small language of `waypost.events.predicate`."""

_DURATION = re.compile(r"^(\d{1,6}(?:\.\d{1,6})?)\s*(minute|hour|day|week)s?$")
_UNITS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def duration(text: str) -> timedelta:
    """Read "36 hours" or "7 days"; raises ValueError that says what is allowed."""
    found = _DURATION.match(text.strip())
    if found is None:
        message = f"'{text}' is not a duration: write a number and minutes, hours, days or weeks, as in '36 hours'"
        raise ValueError(message)
    return timedelta(seconds=float(found[1]) * _UNITS[found[2]])


def _is_duration(text: str) -> str:
    duration(text)
    return text


Duration = Annotated[str, AfterValidator(_is_duration)]
Property = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]

RULES = ("when", "reached", "skipped", "repeated", "slower_than", "overdue", "overdue_after", "scored_below")


class OverdueAfter(Value):
    """A deadline that is a duration after a step."""

    step: Id
    """The step the time is counted from."""
    duration: Duration
    """How long after its first event, as in `36 hours`."""


class Signal(Element):
    """Something that happens to a customer at a touchpoint; it has an instant. Exactly one rule is given."""

    name: Text
    """What it is called."""
    when: Predicate | None = None
    """An event of this touchpoint for which the predicate holds; at that event."""
    reached: bool | None = None
    """The touchpoint is reached; at its first event."""
    skipped: bool | None = None
    """A later step is reached without this touchpoint; at that later event."""
    repeated: Annotated[int, Field(ge=2, le=1000)] | None = None
    """The touchpoint happens this many times; at that time."""
    slower_than: Duration | None = None
    """Nothing further happens for this long after the touchpoint; at the moment that time is over."""
    overdue: Property | None = None
    """The deadline in this event property passes before the touchpoint happens; at the deadline, in any case."""
    overdue_after: OverdueAfter | None = None
    """This long after a step the touchpoint has still not happened; at that moment."""
    scored_below: float | None = None
    """A response that speaks of the touchpoint scores below this; at the response."""

    @model_validator(mode="after")
    def _exactly_one_rule(self) -> Self:
        given = [rule for rule in RULES if self._has(rule)]
        if len(given) != 1:
            found = " and ".join(given) if given else "none"
            raise ValueError(f"a signal has exactly one rule of {', '.join(RULES)}; found {found}")
        return self

    def _has(self, rule: str) -> bool:
        """Whether a rule is given; 0 is a score like any other."""
        value = getattr(self, rule)
        return value is not None and value is not False

    @property
    def rule(self) -> str:
        """The name of the one rule that is given."""
        return next(rule for rule in RULES if self._has(rule))
