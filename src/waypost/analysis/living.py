"""The living map: a journey and everything that hangs on its elements, joined by element id.

Believed (`journey`, `findings` that are assumed) and measured (`measures`) stand side by side and are never mixed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from waypost.analysis.results import LivingMeasures
from waypost.journey.evidence import Evidence, Finding
from waypost.journey.glossary import Glossary, Term
from waypost.journey.journey import Journey
from waypost.journey.persona import Persona
from waypost.journey.segment import Segment
from waypost.journey.workspace import Workspace

if TYPE_CHECKING:  # a map without a report must not wait for what answers it
    from waypost.analysis.brief import Brief


@dataclass(frozen=True)
class Part:
    """Whose part of a map is drawn, and the journey it was cut from."""

    department: str
    whole: Journey


@dataclass(frozen=True)
class LivingMap:
    """What a page or poster draws."""

    journey: Journey
    today: date
    """The day the map is drawn for: decides whether a review is due."""
    personas: tuple[Persona, ...] = ()
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    """Element id → its evidence, in order; each with its source."""
    terms: tuple[Term, ...] = ()
    measures: LivingMeasures | None = None
    brief: Brief | None = None
    """What a report says below the map."""
    segments: dict[str, str] = field(default_factory=dict)
    """Segment id → its name."""
    part: Part | None = None
    """Set when `journey` is only one department's part."""

    @property
    def whole(self) -> Journey:
        """The journey, with the steps of every department."""
        return self.part.whole if self.part is not None else self.journey

    @property
    def phase_numbers(self) -> dict[str, int]:
        """Phase id → its place on the whole map, from 1: a part keeps them."""
        return {phase.id: number for number, phase in enumerate(self.whole.phases, start=1)}


def living_map(
    workspace: Workspace,
    journey: Journey,
    today: date,
    measures: LivingMeasures | None = None,
    brief: Brief | None = None,
) -> LivingMap:
    """Gather what the workspace knows about one of its journeys."""
    personas = (workspace.document(reference) for reference in journey.personas)
    return LivingMap(
        journey=journey,
        today=today,
        personas=tuple(persona for persona in personas if isinstance(persona, Persona)),
        findings=_sourced(workspace, journey),
        terms=tuple(term for glossary in workspace.of(Glossary) for term in glossary.terms),
        measures=measures,
        brief=brief,
        segments={segment.id: segment.name for segment in workspace.of(Segment)},
    )


def _sourced(workspace: Workspace, journey: Journey) -> dict[str, list[Finding]]:
    """The evidence by element; a finding that names no source of its own has its document's.

    A finding about several elements is one object under all of them, so that whoever gathers them can tell.
    """
    named = {
        id(finding): finding.model_copy(update={"source": finding.source or evidence.source})
        for evidence in workspace.of(Evidence)
        for finding in evidence.findings
    }
    found = workspace.findings(journey.id)
    return {element: [named[id(finding)] for finding in findings] for element, findings in found.items()}
