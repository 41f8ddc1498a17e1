"""Places: the phases, steps or touchpoints of a journey that events can be at, with their names and codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from waypost.analysis.elements import destination_step, is_bound, places_of
from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Places
from waypost.analysis.results import Level
from waypost.errors import InputError, Problem
from waypost.events.trails import Codebook
from waypost.journey.journey import Journey


@dataclass(frozen=True)
class Layer:
    """The places of one level."""

    elements: tuple[str, ...]
    """Element ids by place."""
    names: tuple[str, ...]
    place_of: Places
    """[touchpoints] the place of each touchpoint."""

    def named(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """The names along a path of ids."""
        return tuple(self.names[self.elements.index(element)] for element in path)


def layer(journey: Journey, codebook: Codebook, level: Level) -> Layer:
    """All places of one level."""
    step_of = np.array(codebook.step_of, dtype=np.int16)
    match level:
        case "touchpoint":
            elements, place_of = codebook.touchpoints, np.arange(len(codebook.touchpoints), dtype=np.int16)
        case "step":
            elements, place_of = codebook.steps, step_of
        case "phase":
            elements, place_of = codebook.phases, np.array(codebook.phase_of, dtype=np.int16)[step_of]
    return Layer(elements, tuple(name_of(journey, element) for element in elements), place_of)


def bound_levels(journey: Journey) -> dict[str, Level]:
    """Where events can be: the id of each phase, step and touchpoint that is bound, with what it is."""
    return {place.id: level for level, place in places_of(journey) if is_bound(place)}


def level_of(journey: Journey, element: str) -> Level:
    """Whether an element is a phase, a step or a touchpoint; InputError when events cannot be there."""
    bound = bound_levels(journey)
    if element in bound:
        return bound[element]
    raise InputError(Problem(no_events(element), remedy=f"There are: {', '.join(bound)}"))


def no_events(element: str) -> str:
    """What is said where events are asked for that cannot be."""
    return f"'{element}' has no events: it is no phase, step or touchpoint that is bound"


def codes_of(codebook: Codebook, element: str) -> list[int]:
    """The codes of the touchpoints at or below an element; none when events cannot be there."""
    return [
        code
        for code, (touchpoint, step) in enumerate(zip(codebook.touchpoints, codebook.step_of, strict=True))
        if element in (touchpoint, codebook.steps[step], codebook.phases[codebook.phase_of[step]])
    ]


def events_at(journey: Journey, codebook: Codebook, element: str) -> Chosen:
    """[touchpoints] whether an event of this touchpoint is at an element; InputError when none can be."""
    level_of(journey, element)
    inside = np.zeros(len(codebook.touchpoints), dtype=np.bool_)
    inside[codes_of(codebook, element)] = True
    return inside


def known(codebook: Codebook) -> str:
    """What can be asked for, as a remedy."""
    return f"There are: {', '.join((*codebook.phases, *codebook.steps, *codebook.touchpoints))}"


def name_of(journey: Journey, element: str) -> str:
    """What people call an element; its id when the journey does not know it."""
    found = journey.elements().get(element)
    return str(getattr(found, "name", element))


def destination_id(journey: Journey) -> str:
    """The step at which cases have arrived; InputError when nothing is bound."""
    step = destination_step(journey)
    if step is None:
        raise InputError(Problem("no event shows an arrival", element=journey.id, remedy="Give a touchpoint a `match`"))
    return step.id
