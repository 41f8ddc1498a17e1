"""Rules about touchpoints: how many, whose, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from waypost.journey.check.rule import AUTHORING, Spot, rule, within
from waypost.journey.journey import Journey, Lifecycle, Ownership
from waypost.journey.workspace import Severity, Workspace

TOO_MANY = 40


@rule(
    "every-touchpoint-mapped",
    Severity.HINT,
    Lifecycle.DRAFT,
    title="Every touchpoint is mapped at once",
    reason="A map that is an inventory of contacts is never finished, and hides the few that matter.",
    fix="Keep the steps and the touchpoints at the moments of truth; open the rest as deeper journeys when needed.",
    practice="Skeleton first, feedback next, the deep dive only where needed; journeys before touchpoints (Rawson, "
    "Duncan and Jones, The Truth About Customer Experience, Harvard Business Review 2013).",
    tags=frozenset({AUTHORING}),
)
def every_touchpoint_mapped(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A map where every step has touchpoints has at most 40 of them."""
    count = len(journey.touchpoints())
    if count > TOO_MANY and all(step.touchpoints for step in journey.steps()):
        message = (
            f"All steps of {journey.called} have touchpoints, {count} in all: keep those at the moments of truth "
            "and open the rest as deeper journeys"
        )
        yield Spot(journey.id, message)


@rule(
    "only-our-touchpoints",
    Severity.HINT,
    Lifecycle.VALIDATED,
    title="Customers meet nobody but us",
    reason="Customers search, read reviews and ask their peers; what the company does not see often decides.",
    fix="Ask customers what they did without you, and add steps without touchpoints or touchpoints of third parties.",
    practice="Outside-in mapping: what customers do between and without the company's contacts.",
    tags=frozenset({AUTHORING}),
)
def only_our_touchpoints(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Some step has no touchpoint of ours."""
    steps = journey.steps()
    ours = [step for step in steps if any(touchpoint.by is Ownership.OURS for touchpoint in step.touchpoints)]
    elsewhere = any(touchpoint.by is not Ownership.OURS for touchpoint in journey.touchpoints())
    if steps and len(ours) == len(steps) and not elsewhere:
        message = f"In {journey.called} people meet only us: ask what they do without us, with peers, search or reviews"
        yield Spot(journey.id, message)


@rule(
    "department-of-others",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="A department owns a touchpoint that is not ours",
    reason="Nobody here can change a review site or a partner's counter; saying so makes the wrong people responsible.",
    fix="Take the department out, or say that the touchpoint is ours.",
    field="department",
    practice="Owned, partner and third-party (earned) touchpoints, as customer-experience practice tells them apart.",
    tags=frozenset({AUTHORING}),
)
def department_of_others(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Only touchpoints of ours have a department."""
    for touchpoint in journey.touchpoints():
        if touchpoint.by is not Ownership.OURS and touchpoint.department is not None:
            message = (
                f"Remove the department '{touchpoint.department}' from {touchpoint.called}, "
                f"which is a {touchpoint.by.value.replace('-', ' ')}’s, or say that it is ours"
            )
            yield Spot(within(journey, touchpoint.id), message)


@rule(
    "no-department",
    Severity.HINT,
    Lifecycle.PUBLISHED,
    title="A touchpoint of ours belongs to no department",
    reason="Everyone in the company should be able to find her own part in the customer's story.",
    fix="Say which department runs the touchpoint.",
    field="department",
    practice="Owners by touchpoint, standard in journey management and service blueprints.",
)
def no_department(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Touchpoints of ours name their department."""
    for touchpoint in journey.touchpoints():
        if touchpoint.by is Ownership.OURS and touchpoint.department is None:
            yield Spot(within(journey, touchpoint.id), f"Say which department runs {touchpoint.called}")


@rule(
    "no-ending",
    Severity.HINT,
    Lifecycle.PUBLISHED,
    title="An interaction without a designed ending",
    reason="The last thing a person meets colours the memory of all the rest.",
    fix="Decide what the last thing is that a person sees or hears there: its designed ending.",
    field="ending",
    practice="The peak-end rule (Kahneman and others, When More Pain Is Preferred to Less, 1993), as service design "
    "uses it.",
)
def no_ending(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Touchpoints of ours have a designed ending."""
    for touchpoint in journey.touchpoints():
        if touchpoint.by is Ownership.OURS and touchpoint.ending is None:
            yield Spot(within(journey, touchpoint.id), f"Design how {touchpoint.called} ends")
