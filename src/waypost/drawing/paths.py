"""The path diagram's geometry: steps on a spine, moves as arcs. Pure; every length is in pixels.

Forward moves run above the spine and loops back below it; a move to the neighbouring step runs straight between the
two. Longer arcs lie outside shorter ones, also where they meet a step, so that arcs cross only where paths do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from waypost.analysis.results import Estimate, Measures, NotEnough, Transition
from waypost.drawing.arcs import GAP, STUB, Box, Course, Spots, arc, arrow, loop, straight, stub
from waypost.drawing.numerals import count
from waypost.journey.journey import Journey

ROOM = 1336.0
"""The width a diagram tries to fill; with more steps than fit it grows."""
PITCH_LEAST, PITCH_MOST = 116.0, 190.0
BOX_HEIGHT = 64.0
MARGIN = 28.0
HEADING = 34.0
"""Room for the phases' names at the top."""
THICKEST = 16.0
LABEL_HEIGHT = 15.0
CHARACTER = 6.6
KEPT = 0.95


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
    """One drawn transition."""

    transition: Transition
    course: Course
    d: str
    """The outline or line as an SVG path."""
    filled: bool
    """Whether `d` is an outline to fill (stubs) or a line to stroke (arcs)."""
    thickness: float
    rare: bool
    """Beyond the moves that make up 95 %: hidden until asked for."""
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
    """Most frequent first."""
    phases: tuple[Stretch, ...]
    over: float
    """Room above the spine that only rare moves need: closed while they are hidden."""
    under: float
    """The same below."""

    @property
    def rare(self) -> int:
        """How many moves are hidden until asked for."""
        return sum(move.rare for move in self.moves)


def course_of(transition: Transition, places: Mapping[str, int]) -> Course | None:
    """Which way a transition goes; None when one of its ends is not on the map."""
    origin = places.get(transition.origin) if transition.origin is not None else None
    target = places.get(transition.target) if transition.target is not None else None
    if transition.origin is None:
        return Course.ENTRY if target is not None else None
    if transition.target is None:
        return Course.EXIT if origin is not None else None
    if origin is None or target is None:
        return None
    if origin == target:
        return Course.REPEAT
    if target < origin:
        return Course.BACK
    return Course.ONWARD if target == origin + 1 else Course.SKIP


def rare_of(transitions: Sequence[Transition]) -> set[int]:
    """The places, in the given order, of the least frequent transitions: those beyond 95 % of all moves."""
    total = sum(transition.count for transition in transitions)
    by_count = sorted(range(len(transitions)), key=lambda place: (-transitions[place].count, place))
    seen, rare = 0, set()
    for place in by_count:
        if seen >= KEPT * total:
            rare.add(place)
        seen += transitions[place].count
    return rare


def lay_out(journey: Journey, measures: Measures) -> Diagram:
    """Lay out the moves between a journey's steps in reading order."""
    steps = [(step.id, step.name) for step in journey.steps()]
    pitch = min(PITCH_MOST, max(PITCH_LEAST, ROOM / max(1, len(steps))))
    places = {step_id: place for place, (step_id, _) in enumerate(steps)}
    drawn = [
        (move, course)
        for move in (*measures.transitions, *_repeats(measures, places))
        if move.count > 0 and (course := course_of(move, places))
    ]
    drawn.sort(key=lambda pair: -pair[0].count)
    rare = _rare_by_kind(drawn)
    often = [pair for place, pair in enumerate(drawn) if place not in rare]
    over, under = _room(drawn, places)
    often_over, often_under = _room(often, places)
    spine = HEADING + MARGIN + over
    nodes = tuple(
        _node(step_id, name, Box(MARGIN + place * pitch, spine, pitch - GAP, BOX_HEIGHT), measures)
        for place, (step_id, name) in enumerate(steps)
    )
    drafts = _drafts(drawn, places, nodes, rare)
    return Diagram(
        width=2 * MARGIN + max(1, len(steps)) * pitch - GAP,
        height=spine + BOX_HEIGHT + under + MARGIN,
        spine=spine,
        nodes=nodes,
        moves=tuple(_labelled(drafts, [node.box for node in nodes])),
        phases=tuple(_stretches(journey, pitch)),
        over=over - often_over,
        under=under - often_under,
    )


def _room(drawn: Sequence[tuple[Transition, Course]], places: Mapping[str, int]) -> tuple[float, float]:
    """How far the moves reach above and below the steps."""
    over, under = 12.0, 0.0
    for move, course in drawn:
        if course is Course.SKIP:
            over = max(over, _rise(_span(move, places)))
        elif course is Course.BACK:
            under = max(under, _rise(_span(move, places)))
        elif course is Course.REPEAT:
            over = max(over, 44.0)
        elif course is not Course.ONWARD:
            under = max(under, STUB + LABEL_HEIGHT + 6)
    return over, under


def _node(step_id: str, name: str, box: Box, measures: Measures) -> Node:
    here = measures.elements.get(step_id)
    if here is None or not here.bound:
        return Node(step_id, name, box, None, False)
    return Node(step_id, name, box, here.reach.value if isinstance(here.reach, Estimate) else None, True)


def _repeats(measures: Measures, places: Mapping[str, int]) -> Iterator[Transition]:
    """The cases that repeated a step, drawn as a move from the step to itself."""
    moved = {move.origin for move in measures.transitions if move.origin == move.target}
    for step in places:
        here = measures.elements.get(step)
        if here is not None and step not in moved and isinstance(here.repeats, Estimate):
            cases = round(here.repeats.value * here.repeats.n)
            yield Transition(step, step, cases, cases, here.repeats, NotEnough(0, 0))


def _stretches(journey: Journey, pitch: float) -> Iterator[Stretch]:
    before = 0
    for number, phase in enumerate(journey.phases, start=1):
        if phase.steps:
            yield Stretch(number, phase.name, MARGIN + before * pitch, len(phase.steps) * pitch - GAP)
        before += len(phase.steps)


def _rare_by_kind(drawn: Sequence[tuple[Transition, Course]]) -> set[int]:
    """What is rare among moves, entries, exits and repeats, each for itself."""
    rare: set[int] = set()
    own = (Course.ENTRY, Course.EXIT, Course.REPEAT)
    for kinds in (*({kind} for kind in own), set(Course) - set(own)):
        chosen = [place for place, (_, course) in enumerate(drawn) if course in kinds]
        rare |= {chosen[place] for place in rare_of([drawn[place][0] for place in chosen])}
    return rare


def _span(transition: Transition, places: Mapping[str, int]) -> int:
    return abs(places[transition.target or ""] - places[transition.origin or ""])


def _rise(span: int) -> float:
    """How far an arc reaches from the spine: longer arcs lie outside shorter ones, ever less so."""
    return min(300.0, 34.0 + 30.0 * float(span**0.62))


@dataclass(frozen=True)
class _Draft:
    """A move before its label is placed: where a label could stand, best first, as (middle, baseline)."""

    move: Move
    spots: Spots


def _drafts(
    drawn: Sequence[tuple[Transition, Course]], places: Mapping[str, int], nodes: Sequence[Node], rare: set[int]
) -> list[_Draft]:
    most = max((move.count for move, _ in drawn), default=1)
    ports = _ports(drawn, places, nodes)
    drafts = []
    for place, (transition, course) in enumerate(drawn):
        thickness = max(1.2, THICKEST * transition.count / most)
        begin, end = ports[place]
        if course in (Course.SKIP, Course.BACK):
            d, spots = arc(begin, end, _rise(_span(transition, places)), nodes[0].box, course, thickness)
        elif course is Course.ONWARD:
            d, spots = straight(nodes[places[transition.origin or ""]].box, thickness)
        elif course is Course.REPEAT:
            d, spots = loop(nodes[places[transition.origin or ""]].box, thickness)
        else:
            at = transition.target if course is Course.ENTRY else transition.origin
            d, spots = stub(nodes[places[at or ""]].box, course, thickness)
        filled = course in (Course.ENTRY, Course.EXIT)
        head = arrow(course, nodes[places[transition.target or ""]].box, end, thickness) if transition.target else ""
        drafts.append(_Draft(Move(transition, course, d, filled, thickness, place in rare, None, head), spots))
    return drafts


def _ports(
    drawn: Sequence[tuple[Transition, Course]], places: Mapping[str, int], nodes: Sequence[Node]
) -> list[tuple[float, float]]:
    """Where each arc leaves and lands, from left to right: longer arcs outside shorter ones."""
    leaving: dict[tuple[int, Course], list[int]] = {}
    landing: dict[tuple[int, Course], list[int]] = {}
    for place, (move, course) in enumerate(drawn):
        if course in (Course.SKIP, Course.BACK):
            leaving.setdefault((places[move.origin or ""], course), []).append(place)
            landing.setdefault((places[move.target or ""], course), []).append(place)
    begins, ends = [0.0] * len(drawn), [0.0] * len(drawn)
    for sides, found, onward_half in ((leaving, begins, 1), (landing, ends, 0)):
        for (node, course), arcs in sides.items():
            right = onward_half == 1 if course is Course.SKIP else onward_half == 0
            outward = sorted(arcs, key=lambda place: _span(drawn[place][0], places), reverse=right)
            box = nodes[node].box
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
        move = draft.move
        label = None if move.rare else _label(count(move.transition.count), draft.spots, taken)
        if label is not None:
            taken.append(label.box)
        yield replace(move, label=label)


def _label(text: str, spots: Spots, taken: Sequence[Box]) -> Label | None:
    width = CHARACTER * len(text) + 4
    for x, y in spots:
        box = Box(x - width / 2, y - LABEL_HEIGHT + 3, width, LABEL_HEIGHT)
        if not any(box.meets(other) for other in taken):
            return Label(text, x, y, box)
    return None
