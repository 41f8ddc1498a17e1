"""Rules about people: the persona the map is about, and those who stand behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from waypost.journey.check.rule import Spot, rule
from waypost.journey.journey import Journey, Lifecycle
from waypost.journey.persona import Persona
from waypost.journey.workspace import Severity, Workspace


def personas(workspace: Workspace, journey: Journey) -> Iterator[Persona]:
    """The journey's personas that the workspace knows."""
    for reference in journey.personas:
        document = workspace.document(reference)
        if isinstance(document, Persona):
            yield document


def _researched(persona: Persona) -> bool:
    return persona.research is not None or any(line.evidence for line in persona.lines())


@rule(
    "no-persona",
    Severity.WARNING,
    Lifecycle.DRAFT,
    title="The map is about nobody in particular",
    reason="Different people walk differently and feel differently; a map of everybody is a map of nobody.",
    fix="Name the one person this map is about: write a persona and choose it for the map.",
    field="personas",
    practice="Personas (Alan Cooper, The Inmates Are Running the Asylum) and the standard advice of journey mapping: "
    "one map, one persona.",
)
def no_persona(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A journey names at least one persona."""
    if not journey.personas:
        yield Spot(journey.id, f"Say who walks {journey.called}: write a persona and choose it")


@rule(
    "persona-without-research",
    Severity.WARNING,
    Lifecycle.VALIDATED,
    title="A persona has no research behind it",
    reason="An invented persona repeats what the company already believes, and gives it a face.",
    fix="Say which interviews or data stand behind the persona, or hang evidence on its lines.",
    field="research",
    practice="Evidence-based personas from interviews with customers, common practice in user research; a persona "
    "without them is called a proto-persona, and is a hypothesis.",
)
def persona_without_research(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each persona names its research or has evidence on a line."""
    for persona in personas(workspace, journey):
        if not _researched(persona):
            message = (
                f"Nothing stands behind {persona.called} yet: talk to a few such customers, and say whom you asked"
            )
            yield Spot(persona.id, message)


@rule(
    "several-personas",
    Severity.WARNING,
    Lifecycle.VALIDATED,
    title="Several personas on one map, and nobody has accepted the risk",
    reason="Averaging several people hides where they part, which is often what matters most.",
    fix="Make one map each, or record who accepts the risk and why.",
    field="several_personas",
    practice="Journey-mapping practice: one persona a map; several only by a deliberate, recorded decision.",
)
def several_personas(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """More than one persona needs a recorded acceptance."""
    if len(journey.personas) > 1 and journey.several_personas is None:
        message = (
            f"{len(journey.personas)} personas share {journey.called}: make one map each, "
            "or record who accepts that they are averaged, and why"
        )
        yield Spot(journey.id, message)


@rule(
    "no-owner",
    Severity.WARNING,
    Lifecycle.VALIDATED,
    title="Nobody owns the map",
    reason="A map without an owner is printed, admired and forgotten.",
    fix="Name one person as its owner, who keeps the map true and brings it into decisions.",
    field="owner",
    practice="Journey management: a named journey owner across departments (as in Edelman and Singer, Competing on "
    "Customer Journeys, Harvard Business Review 2015).",
)
def no_owner(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """The journey has an owner."""
    if journey.owner is None:
        yield Spot(journey.id, f"Name one person as the owner who keeps {journey.called} true")


@rule(
    "no-sponsor",
    Severity.WARNING,
    Lifecycle.VALIDATED,
    title="No executive sponsors the map",
    reason="What hurts customers mostly lies between departments, and only somebody above them can move it.",
    fix="Name as its sponsor the executive who will act on what the map shows.",
    field="sponsor",
    practice="Executive sponsorship, a standard condition of customer-experience programmes.",
)
def no_sponsor(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """The journey has a sponsor."""
    if journey.sponsor is None:
        yield Spot(journey.id, f"Name as sponsor the executive who will act on what {journey.called} shows")


@rule(
    "no-team",
    Severity.HINT,
    Lifecycle.PUBLISHED,
    title="No cross-functional team stays with the map",
    reason="A journey crosses departments; a team that stays until effects are measured turns findings into changes.",
    fix="Name the people of the departments concerned who are its team, at least two.",
    field="team",
    practice="Cross-functional teams in journey-mapping workshops and in journey management.",
)
def no_team(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """A published journey has at least two people in its team."""
    if len(journey.team) < 2:
        yield Spot(journey.id, f"Name the team that stays with {journey.called} until its effects are measured")
