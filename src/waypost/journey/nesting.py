"""How documents hang together: references that lead nowhere, and journeys that nest in a circle.

Reference fields are found by their annotation, so a new one is looked after the day it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import get_type_hints

from waypost.journey.binding import Signal
from waypost.journey.buying import BuyerDimension
from waypost.journey.evidence import Evidence, Finding
from waypost.journey.journey import Journey, Lane, LaneNote, Phase, Route, Step, Touchpoint
from waypost.journey.marks import Irritation, Lingering, Opportunity, PainPoint
from waypost.journey.model import Document, Element, Id, Reference, Value, mentions
from waypost.journey.outcome import Breakdown, Outcome
from waypost.journey.persona import Line, Persona
from waypost.journey.segment import Segment
from waypost.journey.workspace import Workspace

Field = tuple[type[Element], str]

LEADS_TO: Mapping[Field, tuple[type[Element], ...]] = {
    (Journey, "personas"): (Persona,),
    (Journey, "future_of"): (Journey,),
    (Step, "opens"): (Journey,),
    (Persona, "segment"): (Segment,),
    (PainPoint, "evidence"): (Evidence, Finding),
    (Irritation, "evidence"): (Evidence, Finding),
    (Lingering, "evidence"): (Evidence, Finding),
    (Line, "evidence"): (Evidence, Finding),
    (Opportunity, "pains"): (PainPoint,),
    (BuyerDimension, "phase"): (Phase,),
}
"""What a reference field names; one that is not here may name anything."""

WITHIN: Mapping[Field, tuple[type[Element], ...]] = {
    (Journey, "arrives"): (Step,),
    (Route, "origin"): (Step,),
    (Route, "target"): (Step,),
    (LaneNote, "lane"): (Lane,),
    (Signal, "overdue_after"): (Step,),
    (Outcome, "reached"): (Step, Touchpoint),
    (Outcome, "score"): (Touchpoint,),
    (Outcome, "since"): (Step, Touchpoint),
    (Breakdown, "at"): (Step, Touchpoint),
}
"""Fields that name, by its bare id, an element of their own document."""


SHOWN = 8
"""So many journeys of a circle are named in its explanation."""


class Fault(StrEnum):
    """What is wrong with a reference."""

    MISSING = "missing"
    """What it names is not there."""
    KIND = "kind"
    """What it names is of another kind than it has to be."""
    CIRCLE = "circle"
    """Following it, one comes back to where one was."""


class BrokenReference(Value):
    """A reference that cannot be followed."""

    document: Id
    element: Id
    called: str
    """The element in words: `step 'Pays'`."""
    field: str
    reference: str
    why: Fault
    explanation: str

    def __str__(self) -> str:
        """The problem in a sentence."""
        return f"{self.field.replace('_', ' ')} of {self.called}: {self.explanation}"


@cache
def reference_fields(kind: type[Element]) -> tuple[str, ...]:
    """The fields of an element that hold references to anything in the workspace."""
    return tuple(name for name, hint in get_type_hints(kind, include_extras=True).items() if mentions(hint, Reference))


def references(element: Element) -> Iterator[tuple[str, str]]:
    """The references an element itself holds, with the field each stands in."""
    for field in reference_fields(type(element)):
        value = getattr(element, field)
        if value is not None:
            yield from ((field, one) for one in ((value,) if isinstance(value, str) else value))


def inner_references(element: Element) -> Iterator[tuple[str, str]]:
    """The ids of elements of the same document that an element itself names, with the field each stands in."""
    for kind, field in WITHIN:
        value = getattr(element, field) if isinstance(element, kind) else None
        if value is not None:
            yield field, value if isinstance(value, str) else value.step


def broken_references(workspace: Workspace) -> tuple[BrokenReference, ...]:
    """Every reference of a workspace that leads nowhere, to the wrong kind of element, or in a circle."""
    known = {document.id: document.elements() for document in workspace.documents}
    found: list[BrokenReference] = []
    for document in workspace.documents:
        own = known[document.id]
        for element in document.walk():
            for field, reference in references(element):
                place = reference.partition("/")
                target = known.get(place[0], {}).get(place[2] or place[0])
                expected = LEADS_TO.get((type(element), field), (Element,))
                found.extend(_fault(document, element, (field, reference), target, expected))
            for field, name in inner_references(element):
                expected = WITHIN[type(element), field]
                found.extend(_fault(document, element, (field, name), own.get(name), expected))
    return (*found, *circles(workspace))


def _fault(
    document: Document,
    element: Element,
    named: tuple[str, str],
    target: Element | None,
    expected: tuple[type[Element], ...],
) -> Iterator[BrokenReference]:
    field, reference = named
    if isinstance(target, expected):
        return
    wanted = " or ".join(kind.word for kind in expected)
    if target is None:
        why, explanation = Fault.MISSING, f"there is no {wanted} '{reference}'"
        if "/" not in reference and field in reference_fields(type(element)) and reference in document.elements():
            explanation += f"; the one here is '{document.id}/{reference}'"
    else:
        why, explanation = Fault.KIND, f"'{reference}' is {target.called}, where a {wanted} has to be named"
    yield _broken(document, element, named, why, explanation)


def _broken(
    document: Document, element: Element, named: tuple[str, str], why: Fault, explanation: str
) -> BrokenReference:
    return BrokenReference(
        document=document.id,
        element=element.id,
        called=element.called,
        field=named[0],
        reference=named[1],
        why=why,
        explanation=explanation,
    )


Edges = dict[str, dict[str, tuple[Journey, Element, str]]]
"""Journey id → the ids of the journeys it leads to, each with the journey, element and reference that say so."""


def circles(workspace: Workspace) -> tuple[BrokenReference, ...]:
    """Steps that open a journey they are part of, and future states of themselves; at least one of each circle.

    A journey that is part of several circles is named for one of them; the others show when that one is broken.
    """
    return tuple(
        broken
        for field, verb in (("opens", "opens into"), ("future_of", "is the future of"))
        for broken in _circles(workspace, field, verb)
    )


def _circles(workspace: Workspace, field: str, verb: str) -> Iterator[BrokenReference]:
    edges: Edges = {}
    for journey in workspace.of(Journey):
        for element in journey.walk():
            reference = getattr(element, field, None)
            if reference is not None:
                edges.setdefault(journey.id, {}).setdefault(reference.partition("/")[0], (journey, element, reference))
    while circle := _circle(edges):
        journey, element, reference = edges.pop(circle[0])[circle[1]]
        shown = circle if len(circle) <= SHOWN else [*circle[: SHOWN - 2], "…", circle[-1]]
        explanation = f", which {verb} ".join(f"'{name}'" for name in shown) + ": a circle without end"
        yield _broken(journey, element, (field, reference), Fault.CIRCLE, explanation)


def _circle(edges: Edges) -> list[str] | None:
    """Journey ids, each leading to the next, the first again at the end; None when nothing runs in a circle."""
    try:
        TopologicalSorter({origin: targets.keys() for origin, targets in edges.items()}).prepare()
    except CycleError as error:
        found: list[str] = error.args[1][::-1]
        first = found.index(min(found))
        return [*found[first:-1], *found[: first + 1]]
    return None
