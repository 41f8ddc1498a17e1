"""Outcomes: how a walk turned out, declared once so that everything measured can be held against it.

And breakdowns: how cases are told apart when they are compared. Both are only written down here; they are compiled and
run in `waypost.events`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from waypost.journey.binding import Duration, Predicate, Property
from waypost.journey.model import Element, Id, Text


class OutcomeKind(StrEnum):
    """What sort of outcome it is: metrics are made of those of their kind."""

    CHURN = "churn"
    ADOPTION = "adoption"
    RENEWAL = "renewal"
    SPEND = "spend"
    SCORE = "score"
    RECOMMENDATION = "recommendation"
    OTHER = "other"


OUTCOME_RULES = ("when", "reached", "silent_for", "score")


class Outcome(Element):
    """How a walk turned out. Exactly one rule of `when`, `reached`, `silent_for` and `score` is given."""

    name: Text
    """What people say of it: `Leaves within 90 days`."""
    kind: OutcomeKind = OutcomeKind.OTHER
    """What sort of outcome it is."""
    when: Predicate | None = None
    """It happens at each event for which the predicate holds, whether or not the event is a touchpoint."""
    reached: Id | None = None
    """It happens when the case first comes to this step or touchpoint."""
    silent_for: Duration | None = None
    """It happens this long after a touchpoint that nothing on the map follows in that time."""
    score: Id | None = None
    """It is what a response says of this touchpoint; with `below` or `at_least`."""
    below: float | None = None
    """With `score`: it happens when the response is lower than this."""
    at_least: float | None = None
    """With `score`: it happens when the response is this or higher."""
    amount: Property | None = None
    """With `when`: the property of the event that says how much money it brought; then the sum is the outcome."""
    since: Id | None = None
    """The step or touchpoint it is counted from: only cases that came there count, from their first event there on.
    Left out: all cases, from their first event. What is looked at from a moment of its own, as moments of truth and
    the money at stake with a score, starts there instead."""
    within: Duration | None = None
    """How long after a moment it is looked for; cases that cannot be followed so long do not count. Left out: until
    the moment measured."""
    wanted: bool = False
    """Whether it is good that it happens."""
    worth: Annotated[float, Field(gt=0)] | None = None
    """What one more or less of it is worth to the company, in the workspace's currency."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        given = [rule for rule in OUTCOME_RULES if getattr(self, rule) is not None]
        if len(given) != 1:
            found = " and ".join(given) if given else "none"
            raise ValueError(f"an outcome has exactly one rule of {', '.join(OUTCOME_RULES)}; found {found}")
        bounds = [bound for bound in (self.below, self.at_least) if bound is not None]
        if self.score is not None and len(bounds) != 1:
            raise ValueError("an outcome with a score says either `below` or `at_least`")
        if self.score is None and bounds:
            raise ValueError("`below` and `at_least` go with `score`: name the touchpoint whose responses count")
        if self.amount is not None and self.when is None:
            raise ValueError("`amount` goes with `when`: say which events bring money")
        if (self.kind is OutcomeKind.SPEND) != (self.amount is not None):
            raise ValueError("an outcome of the kind `spend` has an `amount`, and no other has one")
        return self

    @property
    def rule(self) -> str:
        """The name of the one rule that is given."""
        return next(rule for rule in OUTCOME_RULES if getattr(self, rule) is not None)


class Breakdown(Element):
    """A way to tell cases apart: by region, team, channel, plan. Where nothing is known, a case is in no group."""

    name: Text
    """What it is called: `Region`."""
    by: Annotated[str, Field(pattern=r"^(attributes|properties)\.[A-Za-z_][A-Za-z0-9_]*$")]
    """`attributes.<name>` of the customer (the latest known), or `properties.<name>` of the case's events. Empty, `?`,
    `-`, `unknown`, `n/a`, `null` and `none` say that it is not known, and are passed over."""
    at: Id | None = None
    """With a property: the step or touchpoint where the first event that has it tells. Left out: the case's first
    event that has it, wherever it is."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.at is not None and not self.by.startswith("properties."):
            raise ValueError("`at` goes with a property: an attribute belongs to the customer, not to a step")
        return self
