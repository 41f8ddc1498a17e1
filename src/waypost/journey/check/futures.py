"""Rules about current and future states, and about keeping the map fresh."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from waypost.journey.check.rule import Spot, rule
from waypost.journey.journey import Journey, Lifecycle, State
from waypost.journey.workspace import Severity, Workspace


@rule(
    "no-future-state",
    Severity.HINT,
    Lifecycle.PUBLISHED,
    title="No future state",
    reason="A map of today shows what hurts; only a picture of tomorrow tells what to change.",
    fix="Map the journey as it should become: a future state of this one.",
    practice="Current-state and future-state maps, standard in service design.",
)
def no_future_state(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A published current journey has a future state."""
    if journey.state is not State.CURRENT:
        return
    futures = (other.future_of.partition("/")[0] for other in workspace.of(Journey) if other.future_of)
    if journey.id not in futures:
        yield Spot(journey.id, f"Map how {journey.called} should become: a future state of it")


@rule(
    "future-of-what",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="It is not clear which journey a future state changes",
    reason="A future state is read beside the current one; without it nobody sees the gap.",
    fix="Say which journey of today a future state changes; a map of today changes none.",
    field="future_of",
    practice="Gap analysis between current and future state.",
)
def future_of_what(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Exactly the future states name the journey they change."""
    if journey.state is State.FUTURE and journey.future_of is None:
        yield Spot(journey.id, f"Say which journey of today {journey.called} changes")
    if journey.state is State.CURRENT and journey.future_of is not None:
        message = f"Say that {journey.called} is a future state, or that it does not change '{journey.future_of}'"
        yield Spot(journey.id, message)


@rule(
    "review-passed",
    Severity.WARNING,
    Lifecycle.VALIDATED,
    title="The review date has passed",
    reason="Customers, products and rivals change; an old map is believed longer than it is true.",
    fix="Look at the map again with customers, then date it anew; it is due again in a year, or when you say.",
    field="mapped",
    practice="A yearly refresh of journey maps, common in journey management.",
)
def review_passed(_workspace: Workspace, journey: Journey, today: date) -> Iterator[Spot]:
    """Today is not after the day the map is due to be looked at again."""
    due = journey.review_due()
    if due is not None and today > due:
        message = f"Look at {journey.called} again with customers: its review was due on {due.isoformat()}"
        yield Spot(journey.id, message)


@rule(
    "no-review-date",
    Severity.HINT,
    Lifecycle.PUBLISHED,
    title="Nobody knows how old the map is",
    reason="Readers take an undated map for today's.",
    fix="Say when it was mapped; it is due for review a year later, or on another day of your own.",
    field="mapped",
    practice="A yearly refresh of journey maps, common in journey management.",
)
def no_review_date(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A published journey says when it was mapped or when it is reviewed."""
    if journey.review_due() is None:
        yield Spot(journey.id, f"Say when {journey.called} was mapped, so that it is known when to review it")
