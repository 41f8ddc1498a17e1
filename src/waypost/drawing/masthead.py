"""What stands above the map: who, from where to where, whose map it is, and what would make it better."""

from __future__ import annotations

from dataclasses import dataclass

from waypost.analysis.living import LivingMap
from waypost.drawing.numerals import day, month
from waypost.drawing.people import Person, people
from waypost.journey.evidence import FindingKind
from waypost.journey.journey import Journey, Stakeholder, State


@dataclass(frozen=True)
class Detail:
    """A label and what it says."""

    label: str
    text: str
    late: bool = False


@dataclass(frozen=True)
class Masthead:
    """The header of a map."""

    title: str
    part: str
    """Whose part of the map this is, in words; empty for the whole."""
    summary: str
    people: tuple[Person, ...]
    trigger: str
    destination: str
    success: str
    facts: tuple[Detail, ...]
    """A few words each: state, lifecycle, owner, review."""
    more: tuple[Detail, ...]
    """What is only wanted when asked for."""


def masthead(living: LivingMap) -> Masthead:
    """Gather the header."""
    journey = living.journey
    return Masthead(
        journey.name,
        f"{living.part.department}’s part in it" if living.part is not None else "",
        journey.summary or "",
        people(living),
        journey.trigger or "",
        journey.destination or "",
        journey.success or "",
        tuple(_facts(living)),
        tuple(_more(journey)),
    )


def _facts(living: LivingMap) -> list[Detail]:
    journey = living.journey
    facts = [
        Detail("State", "future state" if journey.state is State.FUTURE else "as it is today"),
        Detail("Lifecycle", journey.lifecycle.value),
    ]
    if journey.stakeholder is not Stakeholder.CUSTOMER:
        facts.append(Detail("Journey of", f"{journey.stakeholder.value}s"))
    if journey.owner:
        facts.append(Detail("Owner", journey.owner))
    review = journey.review_due()
    if review is not None:
        late = review < living.today
        facts.append(Detail("Review", f"overdue since {day(review)}" if late else f"due {month(review)}", late))
    return facts


def _more(journey: Journey) -> list[Detail]:
    validated = journey.validated
    details = [
        ("Changes the journey", journey.future_of),
        ("Purpose of the map", journey.purpose),
        ("Mapped", day(journey.mapped) if journey.mapped is not None else None),
        ("Phases validated inside", day(validated.inside) if validated is not None and validated.inside else None),
        ("Phases validated with customers", day(validated.outside) if validated and validated.outside else None),
        ("Facilitator", journey.facilitator),
        ("Sponsor", journey.sponsor),
        ("Team", ", ".join(journey.team)),
        ("Lasting impression wanted", ", ".join(journey.impression)),
        ("Several personas on one map", journey.several_personas),
    ]
    return [Detail(label, text) for label, text in details if text]


def next_line(living: LivingMap) -> str:
    """One gentle line: what would teach this map most next; empty when it has everything.

    A department's part is not taught: what it lacks may be on the rest of the map.
    """
    if living.part is not None:
        return ""
    journey = living.journey
    steps = journey.steps()
    wanting = (
        (not journey.phases, "A map begins with its phases: the five to nine stages a customer would recognise."),
        (not steps, "Next: under each phase, the steps people take, in their own words."),
        (not living.personas, "Next: say whose journey this is. A map is easier to believe when it has a face."),
        (not journey.touchpoints(), "Next: the touchpoints. Where do people meet you, a partner, or each other?"),
        (not any(step.emotion for step in steps), "Next: how each step feels, from −2 to +2. A guess is a start."),
        (not _has(living, FindingKind.QUOTE), "Next: one customer’s own words. A single quote changes a meeting."),
        (living.measures is None, "Next: point the touchpoints at real events, and see which way people really go."),
    )
    return next((line for missing, line in wanting if missing), "")


def _has(living: LivingMap, kind: FindingKind) -> bool:
    return any(finding.kind is kind for found in living.findings.values() for finding in found)
