"""The path diagram's geometry: steps on a spine, moves as arcs. Pure; every length is in pixels.

Forward moves run above the spine and loops back below it; a move to the neighbouring step runs straight between the
two. Longer arcs lie outside shorter ones, also where they meet a step, so that arcs cross only where paths do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from waypost.analysis.living import LivingMap
from waypost.analysis.results import ElementMeasures, Estimate
from waypost.drawing.arcs import GAP, STUB, Box, Course, Spots, arc, arrow, loop, straight, stub
from waypost.drawing.moves import Way, places_of
from waypost.drawing.numerals import count

ROOM = 1336.0
"""The width a diagram tries to fill; with more steps than fit it grows."""
PITCH_LEAST, PITCH_MOST = 116.0, 190.0
BOX_HEIGHT = 64.0
MARGIN = 28.0
HEADING = 48.0
"""Room for the phases' names at the top."""
THICKEST = 16.0
LABEL_HEIGHT = 15.0
CHARACTER = 6.6
HAIR = 1.6
"""The line of a way that is only designed."""


@dataclass(frozen=True)
class Node:
    """A step on the spine."""

    id: str
    name: str
    box: Box
    reach: float | None
    """The share of all cases that came here, 0 … 1; None when the step is outside our view or has too few."""
    seen: bool
    """Whether any event can show that somebody was here."""


@dataclass(frozen=True)
class Label:
    """A count beside a move; x is its middle and y its baseline."""

    text: str
    x: float
    y: float
    box: Box


@dataclass(frozen=True)
class Move:
    """One drawn way."""

    way: Way
    d: str
    """The outline or line as an SVG path."""
    filled: bool
    """Whether `d` is an outline to fill (stubs) or a line to stroke (arcs)."""
    thickness: float
    label: Label | None
    head: str = ""
    """The arrow's head as an outline; stubs and repeats need none."""


@dataclass(frozen=True)
class Stretch:
    """A phase above the steps it spans."""

    number: int
    name: str
    x: float
    width: float


@dataclass(frozen=True)
class Diagram:
    """Everything there is to draw."""

    width: float
    height: float
    spine: float
    """The top of the steps' boxes."""
    nodes: tuple[Node, ...]
    moves: tuple[Move, ...]
    phases: tuple[Stretch, ...]
    over: float
    """Room above the spine that only rare moves need: closed while they are hidden."""
    under: float
    """The same below."""

    @property
    def rare(self) -> int:
        """How many moves are hidden until asked for."""
        return sum(move.way.rare for move in self.moves)


def lay_out(living: LivingMap, ways: Sequence[Way], elements: Mapping[str, ElementMeasures]) -> Diagram:
    """Lay out ways between a map's steps in reading order; `elements` are the measures by id, where there are any.

    The diagram's moves stand in the order of the ways, which decides whose label finds a place first.
    """
    journey = living.journey
    steps = [(step.id, step.name) for step in journey.steps()]
    pitch = min(PITCH_MOST, max(PITCH_LEAST, ROOM / max(1, len(steps))))
    places = places_of(journey)
    over, under = _room(ways, places)
    often_over, often_under = _room([way for way in ways if not way.rare], places)
    spine = HEADING + MARGIN + over
    nodes = tuple(
        _node(step_id, name, Box(MARGIN + place * pitch, spine, pitch - GAP, BOX_HEIGHT), elements.get(step_id))
        for place, (step_id, name) in enumerate(steps)
    )
    return Diagram(
        width=2 * MARGIN + max(1, len(steps)) * pitch - GAP,
        height=spine + BOX_HEIGHT + under + MARGIN,
        spine=spine,
        nodes=nodes,
        moves=tuple(_labelled(_drafts(ways, places, nodes), [node.box for node in nodes])),
        phases=tuple(_stretches(living, pitch)),
        over=over - often_over,
        under=under - often_under,
    )


def _room(ways: Sequence[Way], places: Mapping[str, int]) -> tuple[float, float]:
    """How far the ways reach above and below the steps."""
    over, under = 12.0, 0.0
    for way in ways:
        if way.course is Course.SKIP:
            over = max(over, _rise(_span(way, places)))
        elif way.course is Course.BACK:
            under = max(under, _rise(_span(way, places)))
        elif way.course is Course.REPEAT:
            over = max(over, 44.0)
        elif way.course is not Course.ONWARD:
            under = max(under, STUB + LABEL_HEIGHT + 6)
    return over, under


def _node(step_id: str, name: str, box: Box, here: ElementMeasures | None) -> Node:
    if here is None or not here.bound:
        return Node(step_id, name, box, None, False)
    return Node(step_id, name, box, here.reach.value if isinstance(here.reach, Estimate) else None, True)


def _stretches(living: LivingMap, pitch: float) -> Iterator[Stretch]:
    before = 0
    numbers = living.phase_numbers
    for phase in living.journey.phases:
        if phase.steps:
            yield Stretch(numbers[phase.id], phase.name, MARGIN + before * pitch, len(phase.steps) * pitch - GAP)
        before += len(phase.steps)


def _span(way: Way, places: Mapping[str, int]) -> int:
    return abs(places[way.target or ""] - places[way.origin or ""])


def _rise(span: int) -> float:
    """How far an arc reaches from the spine: longer arcs lie outside shorter ones, ever less so."""
    return min(300.0, 34.0 + 30.0 * float(span**0.62))


@dataclass(frozen=True)
class _Draft:
    """A move before its label is placed: where a label could stand, best first, as (middle, baseline)."""

    move: Move
    spots: Spots


def _drafts(ways: Sequence[Way], places: Mapping[str, int], nodes: Sequence[Node]) -> list[_Draft]:
    most = max((way.count for way in ways if way.count is not None), default=1)
    drafts = []
    for way, (begin, end) in zip(ways, _ports(ways, places, nodes), strict=True):
        thickness = HAIR if way.count is None else max(1.2, THICKEST * way.count / most)
        origin, target = (nodes[places[step]].box if step is not None else None for step in (way.origin, way.target))
        box = origin or target or nodes[0].box
        if way.course in (Course.SKIP, Course.BACK):
            d, spots = arc(begin, end, _rise(_span(way, places)), box, way.course, thickness)
        elif way.course is Course.ONWARD:
            d, spots = straight(box, thickness)
        elif way.course is Course.REPEAT:
            d, spots = loop(box, thickness)
        else:
            d, spots = stub(box, way.course, thickness)
        filled = way.course in (Course.ENTRY, Course.EXIT)
        head = arrow(way.course, target, end, thickness) if target is not None else ""
        drafts.append(_Draft(Move(way, d, filled, thickness, None, head), spots))
    return drafts


def _ports(ways: Sequence[Way], places: Mapping[str, int], nodes: Sequence[Node]) -> list[tuple[float, float]]:
    """Where each arc leaves and lands, from left to right: longer arcs outside shorter ones."""
    leaving: dict[tuple[str, Course], list[int]] = {}
    landing: dict[tuple[str, Course], list[int]] = {}
    for place, way in enumerate(ways):
        if way.course in (Course.SKIP, Course.BACK) and way.origin is not None and way.target is not None:
            leaving.setdefault((way.origin, way.course), []).append(place)
            landing.setdefault((way.target, way.course), []).append(place)
    begins, ends = [0.0] * len(ways), [0.0] * len(ways)
    for sides, found, leaves in ((leaving, begins, True), (landing, ends, False)):
        for (step, course), arcs in sides.items():
            right = leaves == (course is Course.SKIP)
            outward = sorted(arcs, key=lambda place: _span(ways[place], places), reverse=right)
            box = nodes[places[step]].box
            edge = 10.0 if course is Course.SKIP else 24.0
            room = box.width / 2 - edge - 4
            for rank, place in enumerate(outward):
                part = (rank + 1) / (len(outward) + 1)
                found[place] = (box.centre + 4 + part * room) if right else (box.x + edge + part * room)
    return list(zip(begins, ends, strict=True))


def _labelled(drafts: Sequence[_Draft], boxes: Sequence[Box]) -> Iterator[Move]:
    """Give the more frequent moves their count wherever no other label and no step stands."""
    taken = list(boxes)
    for draft in drafts:
        way = draft.move.way
        label = None if way.rare or way.count is None else _label(count(way.count), draft.spots, taken)
        if label is not None:
            taken.append(label.box)
        yield replace(draft.move, label=label)


def _label(text: str, spots: Spots, taken: Sequence[Box]) -> Label | None:
    width = CHARACTER * len(text) + 4
    for x, y in spots:
        box = Box(x - width / 2, y - LABEL_HEIGHT + 3, width, LABEL_HEIGHT)
        if not any(box.meets(other) for other in taken):
            return Label(text, x, y, box)
    return None
