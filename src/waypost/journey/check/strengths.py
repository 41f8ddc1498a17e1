"""What was done well: the facts a report begins with, so that a draft is encouraged before it is corrected."""

from __future__ import annotations

from collections.abc import Callable

from waypost.journey.check.moments import moments
from waypost.journey.check.people import personas
from waypost.journey.evidence import FindingKind
from waypost.journey.journey import Journey, Ownership, State
from waypost.journey.marks import Standing
from waypost.journey.wording import counted
from waypost.journey.workspace import Workspace


def _story(_workspace: Workspace, journey: Journey) -> str | None:
    steps, phases = len(journey.steps()), len(journey.phases)
    if not steps:
        return None
    return f"{counted('step', steps)} in {counted('phase', phases)}: there is a story to talk about"


def _direction(_workspace: Workspace, journey: Journey) -> str | None:
    if journey.trigger and journey.destination:
        return f"It leads from '{journey.trigger}' to '{journey.destination}'"
    return f"It leads to '{journey.destination}'" if journey.destination else None


def _person(workspace: Workspace, journey: Journey) -> str | None:
    names = [persona.name for persona in personas(workspace, journey)]
    return f"It is the journey of {' and '.join(names)}, not of everybody" if names else None


def _words(_workspace: Workspace, journey: Journey) -> str | None:
    count = sum(step.words is not None for step in journey.steps())
    return f"{counted('step', count)} in the customer's own words" if count else None


def _goals(_workspace: Workspace, journey: Journey) -> str | None:
    if journey.phases and all(phase.goal for phase in journey.phases):
        return "Every phase says what the customer wants settled"
    return None


def _voices(workspace: Workspace, journey: Journey) -> str | None:
    about = (finding for found in workspace.findings(journey.id).values() for finding in found)
    findings = {id(finding): finding for finding in about}.values()  # one may be about several elements
    quotes = sum(finding.kind is FindingKind.QUOTE for finding in findings)
    figures = sum(finding.standing is Standing.OBSERVED for finding in findings)
    parts = [counted("quote", quotes)] * bool(quotes) + [counted("observed figure", figures)] * bool(figures)
    return f"Customers are heard: {' and '.join(parts)}" if parts else None


def _elsewhere(_workspace: Workspace, journey: Journey) -> str | None:
    others = sum(touchpoint.by is not Ownership.OURS for touchpoint in journey.touchpoints())
    return f"It looks beyond the company: {counted('touchpoint', others)} of others" if others else None


def _validation(_workspace: Workspace, journey: Journey) -> str | None:
    validated = journey.validated
    if validated and validated.inside and validated.outside:
        return "Colleagues and customers recognise its phases"
    return None


def _ownership(_workspace: Workspace, journey: Journey) -> str | None:
    owned = [moment.owner for _, moment in moments(journey)]
    if owned and all(owned):
        return (
            "Somebody answers for every moment of truth"
            if len(owned) > 1
            else "Somebody answers for its moment of truth"
        )
    return None


def _endings(_workspace: Workspace, journey: Journey) -> str | None:
    designed = sum(touchpoint.ending is not None for touchpoint in journey.touchpoints())
    return counted("designed ending", designed) if designed else None


def _future(workspace: Workspace, journey: Journey) -> str | None:
    known = any(other.state is State.FUTURE and other.future_of == journey.id for other in workspace.of(Journey))
    return "It knows what it should become: there is a future state" if known else None


_STRENGTHS: tuple[Callable[[Workspace, Journey], str | None], ...] = (
    _story,
    _direction,
    _person,
    _goals,
    _words,
    _voices,
    _elsewhere,
    _validation,
    _ownership,
    _endings,
    _future,
)


def strengths(workspace: Workspace, journey: Journey) -> tuple[str, ...]:
    """What can be said for the journey, the most basic first; never empty."""
    found = tuple(said for strength in _STRENGTHS if (said := strength(workspace, journey)))
    return found or (f"'{journey.name}' has a name, which is how every map begins",)
