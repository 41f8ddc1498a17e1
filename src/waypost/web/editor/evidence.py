"""What is known about the elements of a journey, for the map in the browser: words and reported feelings."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from waypost.analysis.living import living_map
from waypost.drawing.emotions import emotion_lane
from waypost.drawing.lanes import tally
from waypost.journey.evidence import Evidence
from waypost.journey.journey import Journey
from waypost.journey.marks import Standing
from waypost.journey.workspace import Workspace


class Told(TypedDict):
    """A piece of evidence as the map tells it."""

    id: str
    """As references name it: `document/finding`."""
    kind: str
    text: str
    said_by: str
    tally: str
    source: str
    assumed: bool


class Felt(TypedDict):
    """How a step felt, as customers reported it: −2 … +2 with its interval."""

    level: float
    low: float
    high: float
    n: int | None
    facts: list[str]


def findings(workspace: Workspace, journey: str) -> dict[str, list[Told]]:
    """The evidence about a journey's elements: element id → what is known, in order."""
    found: dict[str, list[Told]] = {}
    for evidence in workspace.of(Evidence):
        for finding in evidence.findings:
            told = Told(
                id=f"{evidence.id}/{finding.id}",
                kind=finding.kind.value,
                text=finding.text,
                said_by=finding.said_by or "",
                tally=tally(finding),
                source=finding.source or evidence.source,
                assumed=finding.standing is Standing.ASSUMED,
            )
            for reference in finding.about:
                about, _, element = reference.partition("/")
                if about == journey:
                    found.setdefault(element or about, []).append(told)
    return found


def feelings(workspace: Workspace, journey: Journey) -> dict[str, Felt]:
    """What customers reported of how each step feels: step id → the pooled level."""
    steps = journey.steps()
    lane = emotion_lane(living_map(workspace, journey, date.today()), steps)
    reported = lane.curve.reported if lane is not None and lane.curve is not None else ()
    return {
        steps[one.column].id: Felt(level=one.level, low=one.low, high=one.high, n=one.n, facts=list(one.told.facts))
        for one in reported
    }
