"""Rules about steps: whose side they are told from, what the person needs, how it feels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from waypost.journey.check.people import personas
from waypost.journey.check.rule import AUTHORING, Spot, rule, within
from waypost.journey.evidence import FindingKind
from waypost.journey.journey import Journey, Lifecycle, Ownership, Stakeholder
from waypost.journey.outside_in import Names, judge
from waypost.journey.workspace import Severity, Workspace


def _names(workspace: Workspace, journey: Journey) -> Names:
    """Whom a step's name may mean: the personas, and our own departments."""
    people = {persona.name for persona in personas(workspace, journey)}
    ours = (touchpoint for touchpoint in journey.touchpoints() if touchpoint.by is Ownership.OURS)
    return Names(frozenset(people), frozenset(found.department for found in ours if found.department))


@rule(
    "company-side-step",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="A step is written from the company's side",
    reason="A step is what the customer does. A map of what the company does is a process chart, and shows no gaps.",
    fix="Say what the customer does, notices or waits for, in her words; what the company does is a touchpoint.",
    field="name",
    practice="Outside-in mapping in customers' own words, from journey-mapping interviews with customers.",
    tags=frozenset({AUTHORING}),
)
def company_side_step(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """No step is told from the company's side. English names only; employees are on the company's side anyway."""
    if journey.stakeholder is Stakeholder.EMPLOYEE:
        return
    names, language = _names(workspace, journey), workspace.settings.language
    for step in journey.steps():
        judgement = judge(step.name, names=names, language=language)
        if judgement is not None and judgement.company_side:
            cue = judgement.telling[0]
            message = f"Tell {step.called} as the customer would: in '{cue.words}', {cue.why}"
            yield Spot(within(journey, step.id), message)


@rule(
    "no-needs",
    Severity.HINT,
    Lifecycle.VALIDATED,
    title="A phase where nobody needs or expects anything",
    reason="Needs and expectations are what a step is judged by; without them a map only tells what happens.",
    fix="Add to at least one step of each phase what the customer needs or expects there.",
    field="needs",
    practice="Journey-mapping practice: needs and expectations are standard lanes.",
    tags=frozenset({AUTHORING}),
)
def no_needs(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each phase has a step with a need or an expectation."""
    for phase in journey.phases:
        if phase.steps and not any(step.needs or step.expectations for step in phase.steps):
            message = f"Ask what the customer needs or expects in {phase.called}, and add it to a step"
            yield Spot(within(journey, phase.id), message)


@rule(
    "no-emotion",
    Severity.HINT,
    Lifecycle.VALIDATED,
    title="A phase without an emotion",
    reason="People remember how it felt at the peak and at the end, and act on that.",
    fix="Ask how it felt, and say so at one step of each phase at least, or add evidence of it.",
    field="emotion",
    practice="The emotion curve of journey maps; the peak-end rule (Kahneman and others, When More Pain Is Preferred "
    "to Less, 1993).",
)
def no_emotion(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each phase has an emotion, assumed or reported."""
    findings = workspace.findings(journey.id)
    felt = {about for about, found in findings.items() if any(one.kind is FindingKind.EMOTION for one in found)}
    dull = [
        phase
        for phase in journey.phases
        if not any(element.id in felt or getattr(element, "emotion", None) for element in phase.walk())
    ]
    if journey.phases and len(dull) == len(journey.phases):
        yield Spot(
            journey.id,
            f"Nobody feels anything in {journey.called}: ask how each phase felt, and write it down",
        )
        return
    for phase in dull:
        yield Spot(within(journey, phase.id), f"Ask how {phase.called} felt, and say so at one of its steps")
