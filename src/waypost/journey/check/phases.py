"""Rules about phases: how many, with what goal, validated with whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from waypost.journey.check.rule import AUTHORING, Spot, rule, within
from waypost.journey.journey import Journey, Lifecycle, Phase, Step
from waypost.journey.ways import MOST_IN_ANY_ORDER
from waypost.journey.workspace import Severity, Workspace

FEWEST, MOST = 5, 9

INSIDE, OUTSIDE = "with colleagues, and keep the date", "with customers, and keep the date"
"""How a remark ends that asks for one of the two."""


@rule(
    "phase-count",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title=f"Fewer than {FEWEST} or more than {MOST} phases",
    reason="Fewer hide what happens before and after the sale; more cannot be kept in mind or told in one breath.",
    fix="Split what is too coarse, or join phases until there are 5 to 9; open details as deeper journeys.",
    practice="Journey-mapping practice: a handful of phases that customers recognise.",
    tags=frozenset({AUTHORING}),
)
def phase_count(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A journey has 5 to 9 phases."""
    count = len(journey.phases)
    if count < FEWEST:
        message = f"Think of what comes before and after: {journey.called} has {count} of at least {FEWEST} phases"
        yield Spot(journey.id, message)
    elif count > MOST:
        message = f"Join some phases, or open them as deeper journeys: {journey.called} has {count} of at most {MOST}"
        yield Spot(journey.id, message)


@rule(
    "phases-not-validated",
    Severity.WARNING,
    Lifecycle.VALIDATED,
    title="The phases are not validated inside and outside",
    reason="Everything hangs on the phases; if customers do not recognise them, the rest is drawn on sand.",
    fix="Show the phases to colleagues of several departments and to customers, and keep the two dates.",
    field="validated",
    practice="Validating the stages of a map with colleagues and in interviews with customers before filling them.",
)
def phases_not_validated(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A validated journey has both dates."""
    validated = journey.validated
    if validated is None or validated.inside is None:
        yield Spot(journey.id, f"Go through the phases of {journey.called} {INSIDE}")
    if validated is None or validated.outside is None:
        yield Spot(journey.id, f"Go through the phases of {journey.called} {OUTSIDE}")


@rule(
    "empty-phase",
    Severity.HINT,
    Lifecycle.DRAFT,
    title="A phase without a step",
    reason="If nobody does anything in it, it is a heading, not a phase.",
    fix="Add what the customer does in it, with or without you, or drop the phase.",
    practice="Common sense of mapping: phases are made of what people do.",
    tags=frozenset({AUTHORING}),
)
def empty_phase(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each phase has a step."""
    for phase in journey.phases:
        if not phase.steps:
            yield Spot(within(journey, phase.id), f"Add to {phase.called} what the customer does in it")


@rule(
    "phase-without-goal",
    Severity.HINT,
    Lifecycle.VALIDATED,
    title="A phase without a goal",
    reason="People leave a phase when something is settled for them, not when the company's process moves on.",
    fix="Say what the customer wants settled in the phase: its goal.",
    field="goal",
    practice="Goal-directed journey mapping: customers' goals by stage, as most published templates ask for.",
    tags=frozenset({AUTHORING}),
)
def phase_without_goal(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each phase says what the customer wants settled."""
    for phase in journey.phases:
        if phase.goal is None:
            yield Spot(within(journey, phase.id), f"Say what the customer wants settled in {phase.called}")


@rule(
    "any-order-of-many",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title=f"More than {MOST_IN_ANY_ORDER} measured steps of a phase in any order",
    reason="Every further step doubles the ways to do them; cases cannot be held exactly against so many.",
    fix="Split the phase, or let its steps keep their order and allow others by routes.",
    field="any_order",
    practice="The state explosion of concurrent models, known in process mining and model checking.",
    tags=frozenset({AUTHORING}),
)
def any_order_of_many(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A phase in any order has few steps whose touchpoints have a `match`."""
    for phase in journey.phases:
        measured = [step for step in phase.steps if any(touchpoint.match for touchpoint in step.touchpoints)]
        if phase.any_order and len(measured) > MOST_IN_ANY_ORDER:
            yield Spot(
                within(journey, phase.id),
                f"Split {phase.called}: of its steps in any order, {len(measured)} of at most {MOST_IN_ANY_ORDER} "
                "are measured",
            )


@rule(
    "same-name",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="Two phases or two steps have the same name",
    reason="In talk, in votes and in figures nobody can tell them apart.",
    fix="Say what is different the second time, or make it one step to which a route leads back.",
    field="name",
    practice="One word for one thing: the common language of a map.",
    tags=frozenset({AUTHORING}),
)
def same_name(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Names of phases, and names of steps, are distinct."""
    named: tuple[tuple[Phase | Step, ...], ...] = (journey.phases, journey.steps())
    for elements in named:
        seen: set[str] = set()
        for element in elements:
            name = element.name.casefold()
            if name in seen:
                message = (
                    f"There is another {element.called}: say what is different here, or repeat the first by a route"
                )
                yield Spot(within(journey, element.id), message)
            seen.add(name)
