"""The rule about references: whatever a map names has to be there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from waypost.journey.check.people import personas
from waypost.journey.check.rule import AUTHORING, Spot, rule
from waypost.journey.journey import Journey, Lifecycle
from waypost.journey.nesting import broken_references
from waypost.journey.workspace import Severity, Workspace


@rule(
    "broken-reference",
    Severity.ERROR,
    Lifecycle.DRAFT,
    title="A reference leads nowhere, or in a circle",
    reason="Everything hangs on ids; what is named but not there is silently missing from every page and figure.",
    fix="Correct the reference, or add the document, element, step or lane it names.",
    practice="Referential integrity, as in any set of linked documents.",
    tags=frozenset({AUTHORING}),
)
def broken_reference(workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """What the journey and its personas name exists and is of the right kind; evidence is about existing elements."""
    concerned = {journey.id, *(persona.id for persona in personas(workspace, journey))}
    for broken in broken_references(workspace):
        if broken.document in concerned or broken.reference.partition("/")[0] == journey.id:
            place = broken.document if broken.element == broken.document else f"{broken.document}/{broken.element}"
            yield Spot(place, f"Correct {broken}")
