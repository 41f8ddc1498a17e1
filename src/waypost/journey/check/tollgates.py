"""Rules about tollgates and the content that helps people through them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from waypost.journey.check.rule import Spot, rule, within
from waypost.journey.journey import Journey, Lifecycle, Tollgate
from waypost.journey.workspace import Severity, Workspace


def tollgates(journey: Journey) -> Iterator[Tollgate]:
    """Every tollgate in reading order."""
    for step in journey.steps():
        yield from step.tollgates


@rule(
    "tollgate-without-content",
    Severity.HINT,
    Lifecycle.PUBLISHED,
    title="Nothing helps people through a tollgate",
    reason="People stop where they have nothing to settle a question with, and ask others who have.",
    fix="Say which content helps to settle it, also where it is still to be made.",
    field="contents",
    practice="Content mapped to what buyers must settle at each stage, standard in business-to-business marketing and "
    "buyer enablement.",
)
def tollgate_without_content(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """Each tollgate of a published journey has content, were it only planned."""
    for tollgate in tollgates(journey):
        if not tollgate.contents:
            yield Spot(within(journey, tollgate.id), f"Say what helps people to settle {tollgate.called}")


@rule(
    "content-missing",
    Severity.HINT,
    Lifecycle.PUBLISHED,
    title="Content that people need is not there yet",
    reason="A gap that is known and stays open is where the journey stops for those who need the answer.",
    fix="Make the content and say that it is there, or take it out of the map when nobody needs it any more.",
    field="missing",
    practice="Content gap analysis against the buyer's journey, standard in content strategy.",
)
def content_missing(_workspace: Workspace, journey: Journey, _today: date) -> Iterator[Spot]:
    """No content of a published journey is missing."""
    for tollgate in tollgates(journey):
        for content in tollgate.contents:
            if content.missing:
                message = f"Make the {content.called} that {tollgate.called} waits for, or leave it out"
                yield Spot(within(journey, content.id), message)
