"""Where actions hang: the element, the step around it, and what people believe of it. Votes are never added up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.journey.marks import Irritation, Opportunity, PainPoint, Vote
from waypost.journey.model import Element

MEASURED = (Phase, Step, Touchpoint)
"""The elements that figures are counted for."""


@dataclass(frozen=True)
class Place:
    """An element of a journey with what stands around it, the journey first."""

    element: Element
    around: tuple[Element, ...]

    @property
    def step(self) -> str:
        """What the step or phase around it is called; empty for the journey itself."""
        inside = (*self.around, self.element)
        return next((one.label for one in reversed(inside) if isinstance(one, Step | Phase)), "")

    @property
    def measured(self) -> Element | None:
        """The nearest element that figures are counted for."""
        inside = (*self.around, self.element)
        return next((one for one in reversed(inside) if isinstance(one, MEASURED)), None)


def places(journey: Journey) -> dict[str, Place]:
    """Every element of a journey by its id."""
    return {place.element.id: place for place in _walk(journey, ())}


def _walk(element: Element, around: tuple[Element, ...]) -> Iterator[Place]:
    yield Place(element, around)
    for child in element.children():
        yield from _walk(child, (*around, element))


def beliefs(place: Place, known: dict[str, Place]) -> tuple[str, ...]:
    """What people believe of it, side by side: importance, intensity, impact, each with the votes behind it."""
    found: list[str] = []
    for one in (*place.around, place.element):
        if isinstance(one, Touchpoint) and one.importance is not None:
            found.append(f"importance {one.importance} of 5")
    element = place.element
    if isinstance(element, PainPoint):
        found.append(_intensity(element))
    if isinstance(element, Opportunity):
        answered = (known.get(reference.partition("/")[2]) for reference in element.pains)
        found.extend(_intensity(one.element) for one in answered if one and isinstance(one.element, PainPoint))
        if element.impact is not None:
            found.append(f"impact {element.impact} of 3{_votes(element.vote)}")
    return tuple(found)


def candidates(journey: Journey) -> Iterator[tuple[str, str]]:
    """What an action can be made of: id and words of opportunities, pain points and irritations."""
    for element in journey.walk():
        if isinstance(element, Opportunity | PainPoint | Irritation):
            yield element.id, f"{element.word.capitalize()}: {element.text}"


def _intensity(pain: PainPoint) -> str:
    return f"intensity {pain.intensity} of 3{_votes(pain.vote)}"


def _votes(vote: Vote | None) -> str:
    return f" ({vote.votes} of {vote.of} {vote.by})" if vote is not None else ""
