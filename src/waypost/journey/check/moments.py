"""Rules about moments of truth and votes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from waypost.journey.check.rule import Spot, rule, within
from waypost.journey.journey import Journey, Lifecycle, Touchpoint
from waypost.journey.marks import Marked, Moment
from waypost.journey.source import Source
from waypost.journey.workspace import Severity, Workspace


def moments(journey: Journey) -> Iterator[tuple[Marked, Moment]]:
    """Every believed moment of truth with the element it is marked on, in reading order."""
    for element in journey.walk():
        if isinstance(element, Marked):
            yield from ((element, moment) for moment in element.moments)


def _called(marked: Marked, moment: Moment) -> str:
    return f"the {moment.called} at {marked.called}" if moment.text else f"the moment of truth at {marked.called}"


@rule(
    "no-moment",
    Severity.HINT,
    Lifecycle.VALIDATED,
    title="No moment of truth is marked",
    reason="If everything matters the same, nobody knows where to begin.",
    fix="Ask customers which experience decided whether they stayed, and mark it as a moment.",
    practice="Moments of truth (Jan Carlzon, Moments of Truth).",
)
def no_moment(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A validated journey marks at least one moment of truth."""
    if not any(moments(journey)):
        yield Spot(journey.id, f"Mark in {journey.called} the moment that decides whether people stay")


@rule(
    "no-outcome",
    Severity.HINT,
    Lifecycle.VALIDATED,
    title="No outcome is declared",
    reason="Without an outcome, moments of truth cannot be measured: there is nothing they could make a difference to.",
    fix="Say how a walk can turn out, its outcomes: leaving, renewing, spending, a low score.",
    field="outcomes",
    practice="Moments of truth change whether people adopt, stay, renew or spend; believed and measured are compared.",
)
def no_outcome(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A validated journey that is bound to events says how a walk can turn out."""
    bound = any(touchpoint.match for touchpoint in journey.touchpoints())
    if workspace.of(Source) and bound and not journey.outcomes:
        yield Spot(journey.id, f"Say how {journey.called} can turn out, so that its moments are measured")


@rule(
    "nothing-voted",
    Severity.WARNING,
    Lifecycle.VALIDATED,
    title="Nothing was voted on",
    reason="Unvoted, the loudest voice decides which moments and pains count.",
    fix="Let the people in the room vote on moments, pains or opportunities, in secret, and keep votes and n.",
    practice="Dot voting and secret ballots in mapping workshops.",
)
def nothing_voted(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """At least one moment, pain or opportunity carries votes."""
    votes = (getattr(element, "vote", None) for element in journey.walk())
    if not any(vote is not None and vote.votes > 0 for vote in votes):
        yield Spot(journey.id, f"Let people vote on the moments, pains and opportunities of {journey.called}")


@rule(
    "moment-unmeasured",
    Severity.WARNING,
    Lifecycle.PUBLISHED,
    title="A moment of truth has no metric and no listening post",
    reason="Where most is at stake, the company should hear first when it goes wrong.",
    fix="Name the metric that tells of it, or place a listening post at a touchpoint there.",
    field="metric",
    practice="Listening posts at key touchpoints, standard in voice-of-the-customer programmes.",
)
def moment_unmeasured(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each moment of truth has a metric, or a listening post at or below its element."""
    for marked, moment in moments(journey):
        heard = any(isinstance(element, Touchpoint) and element.posts for element in marked.walk())
        if moment.metric is None and not heard:
            message = f"Name a metric for {_called(marked, moment)}, or ask customers there with a listening post"
            yield Spot(within(journey, moment.id), message)


@rule(
    "moment-unowned",
    Severity.WARNING,
    Lifecycle.PUBLISHED,
    title="Nobody owns a moment of truth",
    reason="The more critical the moment, the more somebody has to answer for it.",
    fix="Name the person or role who answers for the moment: its owner.",
    field="owner",
    practice="Ownership of moments of truth (after Jan Carlzon, Moments of Truth: those who meet the customer decide).",
)
def moment_unowned(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each moment of truth has an owner."""
    for marked, moment in moments(journey):
        if moment.owner is None:
            yield Spot(within(journey, moment.id), f"Name who answers for {_called(marked, moment)}")
