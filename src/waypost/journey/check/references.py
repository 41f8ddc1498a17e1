"""Rules about references: whatever a map names has to be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from waypost.journey.check.people import personas
from waypost.journey.check.rule import AUTHORING, Spot, rule, within
from waypost.journey.evidence import Evidence, Finding
from waypost.journey.journey import Journey, Lifecycle, Step
from waypost.journey.marks import Irritation, Lingering, Opportunity, PainPoint
from waypost.journey.model import Element
from waypost.journey.persona import Line, Persona
from waypost.journey.segment import Segment
from waypost.journey.workspace import Severity, Workspace

Named = tuple[str, str, str, type[Element] | tuple[type[Element], ...]]
"""Where a reference stands, in which field, the reference, and what it has to be."""


def _references(journey: Journey) -> Iterator[Named]:
    yield from ((journey.id, "personas", reference, Persona) for reference in journey.personas)
    if journey.future_of is not None:
        yield journey.id, "future_of", journey.future_of, Journey
    for element in journey.walk():
        place = within(journey, element.id)
        if isinstance(element, Step) and element.opens is not None:
            yield place, "opens", element.opens, Journey
        if isinstance(element, PainPoint | Irritation | Lingering):
            yield from ((place, "evidence", reference, (Evidence, Finding)) for reference in element.evidence)
        if isinstance(element, Opportunity):
            yield from ((place, "pains", reference, PainPoint) for reference in element.pains)


def _persona_references(people: Iterable[Persona]) -> Iterator[Named]:
    for persona in people:
        if persona.segment is not None:
            yield persona.id, "segment", persona.segment, Segment
        for line in persona.walk():
            if isinstance(line, Line):
                place = f"{persona.id}/{line.id}"
                yield from ((place, "evidence", reference, (Evidence, Finding)) for reference in line.evidence)


def _kinds(kinds: type[Element] | tuple[type[Element], ...]) -> str:
    return " or ".join(kind.word for kind in (kinds if isinstance(kinds, tuple) else (kinds,)))


@rule(
    "broken-reference",
    Severity.ERROR,
    Lifecycle.DRAFT,
    title="A reference leads nowhere",
    reason="Everything hangs on ids; what is named but not there is silently missing from every page and figure.",
    fix="Correct the reference, or add the document or element it names.",
    practice="Referential integrity, as in any set of linked documents.",
    tags=frozenset({AUTHORING}),
)
def broken_reference(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """What the journey and its personas name exists and is of the right kind; evidence is about existing elements."""
    named = (*_references(journey), *_persona_references(personas(workspace, journey)))
    for place, field, reference, kinds in named:
        found = workspace.element(reference)
        if not isinstance(found, kinds):
            problem = "does not exist" if found is None else f"is a {found.word}, not a {_kinds(kinds)}"
            yield Spot(place, f"Correct '{field}': '{reference}' {problem}")
    known = journey.elements()
    for element_id, findings in workspace.findings(journey.id).items():
        if element_id not in known:
            message = f"Correct 'about' in {findings[0].called}: journey '{journey.id}' has no element '{element_id}'"
            yield Spot(_place(workspace, findings[0]), message)


def _place(workspace: Workspace, finding: Finding) -> str:
    """The reference to a finding."""
    holder = next(one for one in workspace.of(Evidence) if any(found is finding for found in one.findings))
    return f"{holder.id}/{finding.id}"


@rule(
    "broken-route",
    Severity.ERROR,
    Lifecycle.DRAFT,
    title="A route begins or ends at a step that is not there",
    reason="Routes are the ways the designed journey allows; a broken one makes everyone who takes it look off track.",
    fix="Give the route's `origin` and `target` the ids of steps of this journey.",
    practice="Referential integrity, as in any set of linked documents.",
    tags=frozenset({AUTHORING}),
)
def broken_route(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Origin and target of each route are steps of the journey."""
    steps = {step.id for step in journey.steps()}
    for route in journey.routes:
        for field in ("origin", "target"):
            if getattr(route, field) not in steps:
                message = f"Correct '{field}' of {route.called}: there is no step '{getattr(route, field)}'"
                yield Spot(within(journey, route.id), message)


@rule(
    "unknown-lane",
    Severity.ERROR,
    Lifecycle.DRAFT,
    title="A note belongs to a lane that is not there",
    reason="It would not be drawn anywhere.",
    fix="Add the lane to `lanes`, or give the note the id of one that is there.",
    practice="Referential integrity, as in any set of linked documents.",
    tags=frozenset({AUTHORING}),
)
def unknown_lane(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each lane note names a lane of the journey."""
    lanes = {lane.id for lane in journey.lanes}
    for step in journey.steps():
        for note in step.notes:
            if note.lane not in lanes:
                message = f"Add a lane '{note.lane}', or correct the {note.called} at {step.called}"
                yield Spot(within(journey, note.id), message)
