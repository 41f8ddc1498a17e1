"""What is measured, once for everyone and once for each segment: lanes, paths and tables ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waypost.analysis.living import LivingMap
from waypost.analysis.results import ElementMeasures, Measures
from waypost.drawing.measured import OUTSIDE, measured_lanes
from waypost.drawing.moves import designed_ways, measured_moves, measured_ways
from waypost.drawing.numerals import count
from waypost.drawing.paths import Diagram, lay_out
from waypost.drawing.sheet import Lane, Told
from waypost.drawing.sheeting import everyones_lanes
from waypost.drawing.tables import (
    MoveRow,
    Number,
    Row,
    Stage,
    Taken,
    figure_rows,
    headline,
    move_row,
    names_of,
    share_number,
    stages,
    taken,
)
from waypost.journey.journey import Step

EVERYONE = "everyone"


@dataclass(frozen=True)
class View:
    """All that is measured for everyone or for one segment."""

    id: str
    name: str
    headline: tuple[tuple[str, Number], ...]
    lanes: tuple[Lane, ...]
    diagram: Diagram
    moves: tuple[MoveRow, ...]
    """The diagram's moves in words, in the diagram's order."""
    nodes: tuple[Told, ...]
    """The diagram's steps in words, in reading order."""
    figures: tuple[Row, ...]
    funnel: tuple[Stage, ...]
    variants: tuple[Taken, ...]


def views(living: LivingMap, columns: Sequence[Step | None]) -> tuple[View, ...]:
    """Everyone first, then each segment; `columns` are the sheet's."""
    if living.measures is None:
        return ()
    everyone = living.measures.everyone
    personas = {persona.segment.partition("/")[0]: persona.name for persona in living.personas if persona.segment}
    found = [_view((EVERYONE, "Everyone"), living, everyone, columns, None)]
    for place, (segment, measures) in enumerate(living.measures.segments.items(), start=1):
        named = living.segments.get(segment) or personas.get(segment) or measures.segment or segment
        found.append(_view((f"segment-{place}", named), living, measures, columns, everyone))
    return tuple(found)


@dataclass(frozen=True)
class Design:
    """The ways the map allows between its steps, for those who drew it and those who read it."""

    diagram: Diagram
    moves: tuple[Told, ...]
    nodes: tuple[Told, ...]


def design(living: LivingMap) -> Design | None:
    """The journey's routes laid out; None when it has none and each step leads to the next."""
    journey = living.journey
    if not journey.routes:
        return None
    ways = designed_ways(journey)
    names = names_of(journey)
    whens = {(route.origin, route.target): (route.kind.value, route.when or "") for route in journey.routes}
    told = tuple(
        Told(f"{names[origin]} → {names[target]}", tuple(filter(None, whens.get((origin, target), ("next",)))))
        for origin, target in ((way.origin, way.target) for way in ways)
        if origin is not None and target is not None
    )
    nodes = (Told(step.name, (phase.name,)) for phase in journey.phases for step in phase.steps)
    return Design(lay_out(living, ways, {}), told, tuple(nodes))


def _view(
    title: tuple[str, str],
    living: LivingMap,
    measures: Measures,
    columns: Sequence[Step | None],
    baseline: Measures | None,
) -> View:
    journey = living.journey
    names = names_of(journey)
    moves = measured_moves(journey, measures)
    diagram = lay_out(living, measured_ways(journey, measures, moves), measures.elements)
    return View(
        id=title[0],
        name=title[1],
        headline=headline(measures),
        lanes=measured_lanes(measures, columns, baseline) if baseline is not None else everyones_lanes(living),
        diagram=diagram,
        moves=tuple(move_row(move, names) for move in moves),
        nodes=tuple(_node(node.name, measures.elements.get(node.id)) for node in diagram.nodes),
        figures=tuple(figure_rows(journey, measures)),
        funnel=tuple(stages(measures, names)),
        variants=tuple(taken(measures, names)),
    )


def _node(name: str, here: ElementMeasures | None) -> Told:
    if here is None or not here.bound:
        return Told(name, (OUTSIDE,))
    reach = share_number(here.reach)
    facts = (
        f"{count(here.cases)} cases",
        f"reach {' '.join(filter(None, (reach.value, reach.aside)))}",
        f"{count(here.entries)} begin here",
        f"{count(here.exits)} end here",
    )
    return Told(name, facts)
