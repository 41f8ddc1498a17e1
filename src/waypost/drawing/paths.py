"""The path diagram's geometry: steps on a spine, moves as arcs. Pure; every length is in pixels.

Forward moves run above the spine and loops back below it; a move to the neighbouring step runs straight between the
two. Longer arcs lie outside shorter ones, also where they meet a step, so that arcs cross only where paths do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from waypost.analysis.results import Transition
from waypost.drawing.numerals import count
from waypost.journey.journey import Journey

ROOM = 1336.0
"""The width a diagram tries to fill; with more steps than fit it grows."""
PITCH_LEAST, PITCH_MOST = 116.0, 190.0
GAP = 30.0
BOX_HEIGHT = 64.0
MARGIN = 28.0
HEADING = 34.0
"""Room for the phases' names at the top."""
THICKEST = 16.0
STUB = 30.0
LABEL_HEIGHT = 15.0
CHARACTER = 6.6
KEPT = 0.95


class Course(StrEnum):
    """Which way a move goes."""

    ONWARD = "onward"
    """To the neighbouring step."""
    SKIP = "skip"
    BACK = "back"
    REPEAT = "repeat"
    ENTRY = "entry"
    EXIT = "exit"


@dataclass(frozen=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any area."""
        apart = (
            self.x + self.width <= other.x
            or other.x + other.width <= self.x
            or self.y + self.height <= other.y
            or other.y + other.height <= self.y
        )
        return not apart

    @property
    def centre(self) -> float:
        """The middle, from left to right."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Node:
    """A step on the spine."""

    id: str
    name: str
    box: Box


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


def lay_out(journey: Journey, transitions: Iterable[Transition]) -> Diagram:
    """Lay out the moves between a journey's steps in reading order."""
    steps = [(step.id, step.name) for step in journey.steps()]
    pitch = min(PITCH_MOST, max(PITCH_LEAST, ROOM / max(1, len(steps))))
    places = {step_id: place for place, (step_id, _) in enumerate(steps)}
    drawn = [(move, course) for move in transitions if move.count > 0 and (course := course_of(move, places))]
    drawn.sort(key=lambda pair: -pair[0].count)
    rare = _rare_by_kind(drawn)
    over = max((_rise(_span(move, places)) for move, course in drawn if course is Course.SKIP), default=0.0)
    under = max((_rise(_span(move, places)) for move, course in drawn if course is Course.BACK), default=0.0)
    repeats = any(course is Course.REPEAT for _, course in drawn)
    spine = HEADING + MARGIN + max(over, 44.0 if repeats else 0.0)
    nodes = tuple(
        Node(step_id, name, Box(MARGIN + place * pitch, spine, pitch - GAP, BOX_HEIGHT))
        for place, (step_id, name) in enumerate(steps)
    )
    ends = any(course in (Course.ENTRY, Course.EXIT) for _, course in drawn)
    depth = max(under, STUB + LABEL_HEIGHT + 6 if ends else 0.0)
    drafts = _drafts(drawn, places, nodes, rare)
    return Diagram(
        width=2 * MARGIN + max(1, len(steps)) * pitch - GAP,
        height=spine + BOX_HEIGHT + depth + MARGIN,
        spine=spine,
        nodes=nodes,
        moves=tuple(_labelled(drafts, [node.box for node in nodes])),
        phases=tuple(_stretches(journey, pitch)),
    )


def _stretches(journey: Journey, pitch: float) -> Iterator[Stretch]:
    before = 0
    for number, phase in enumerate(journey.phases, start=1):
        if phase.steps:
            yield Stretch(number, phase.name, MARGIN + before * pitch, len(phase.steps) * pitch - GAP)
        before += len(phase.steps)


def _rare_by_kind(drawn: Sequence[tuple[Transition, Course]]) -> set[int]:
    """What is rare among moves, among entries and among exits, each for itself."""
    rare: set[int] = set()
    for kinds in ({Course.ENTRY}, {Course.EXIT}, set(Course) - {Course.ENTRY, Course.EXIT}):
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
    spots: tuple[tuple[float, float], ...]


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
            d, spots = _arc(begin, end, _rise(_span(transition, places)), nodes[0].box, course, thickness)
        elif course is Course.ONWARD:
            d, spots = _straight(nodes[places[transition.origin or ""]].box, thickness)
        elif course is Course.REPEAT:
            d, spots = _loop(nodes[places[transition.origin or ""]].box, thickness)
        else:
            at = transition.target if course is Course.ENTRY else transition.origin
            d, spots = _stub(nodes[places[at or ""]].box, course, thickness)
        filled = course in (Course.ENTRY, Course.EXIT)
        head = _head(course, nodes[places[transition.target or ""]].box, end, thickness) if transition.target else ""
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
            room = box.width / 2 - 14
            for rank, place in enumerate(outward):
                part = (rank + 1) / (len(outward) + 1)
                found[place] = (box.centre + 4 + part * room) if right else (box.x + 10 + part * room)
    return list(zip(begins, ends, strict=True))


def _arc(
    begin: float, end: float, rise: float, spine: Box, course: Course, thickness: float
) -> tuple[str, tuple[tuple[float, float], ...]]:
    up = course is Course.SKIP
    base = spine.y if up else spine.y + spine.height
    sign = -1.0 if up else 1.0
    control = base + sign * rise * 4 / 3
    d = f"M{begin:.1f},{base:.1f}C{begin:.1f},{control:.1f} {end:.1f},{control:.1f} {end:.1f},{base:.1f}"
    spots = []
    for t in (0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72):
        x = begin * ((1 - t) ** 3 + 3 * (1 - t) ** 2 * t) + end * (t**3 + 3 * (1 - t) * t**2)
        y = base + sign * rise * 4 * t * (1 - t)
        away = thickness / 2 + 4
        spots.append((x, y - away if up else y + away + 9))
    return d, tuple(spots)


def _head(course: Course, target: Box, end: float, thickness: float) -> str:
    """A small arrow's head where a move lands: from above, from below, or from the left."""
    half = 3.0 + thickness / 2
    if course is Course.ONWARD:
        x, y = target.x - 1, target.y + target.height / 2
        return f"M{x:.1f},{y:.1f}l{-half - 1:.1f},{-half:.1f}v{2 * half:.1f}z"
    if course is Course.SKIP:
        return f"M{end:.1f},{target.y:.1f}l{-half:.1f},{-half - 1:.1f}h{2 * half:.1f}z"
    if course is Course.BACK:
        return f"M{end:.1f},{target.y + target.height:.1f}l{-half:.1f},{half + 1:.1f}h{2 * half:.1f}z"
    return ""


def _straight(box: Box, thickness: float) -> tuple[str, tuple[tuple[float, float], ...]]:
    middle = box.y + box.height / 2
    right = box.x + box.width
    d = f"M{right + 2:.1f},{middle:.1f}L{right + GAP - 2:.1f},{middle:.1f}"
    x = right + GAP / 2
    return d, ((x, middle - thickness / 2 - 5), (x, middle + thickness / 2 + 13))


def _loop(box: Box, thickness: float) -> tuple[str, tuple[tuple[float, float], ...]]:
    """A small loop on the top of a step, in its middle."""
    x, y = box.centre, box.y
    d = f"M{x - 5:.1f},{y:.1f}C{x - 26:.1f},{y - 34:.1f} {x + 26:.1f},{y - 34:.1f} {x + 5:.1f},{y:.1f}"
    return d, ((x, y - 26 - thickness / 2 - 3),)


def _stub(box: Box, course: Course, thickness: float) -> tuple[str, tuple[tuple[float, float], ...]]:
    """A taper below a step: an exit thins out downwards on the right, an entry gathers upwards on the left."""
    half = max(2.0, thickness / 2)
    bottom = box.y + box.height
    entry = course is Course.ENTRY
    x = box.x + 12 if entry else box.x + box.width - 12
    wide, thin = (1.0, half) if entry else (half, 0.6)
    far = bottom + STUB
    if entry:
        d = (
            f"M{x - wide:.1f},{far:.1f}L{x - thin:.1f},{bottom + 4:.1f}L{x:.1f},{bottom + 1:.1f}"
            f"L{x + thin:.1f},{bottom + 4:.1f}L{x + wide:.1f},{far:.1f}Z"
        )
    else:
        d = (
            f"M{x - wide:.1f},{bottom:.1f}L{x + wide:.1f},{bottom:.1f}L{x + thin:.1f},{far:.1f}"
            f"L{x - thin:.1f},{far:.1f}Z"
        )
    return d, ((x, far + 13),)


def _labelled(drafts: Sequence[_Draft], boxes: Sequence[Box]) -> Iterator[Move]:
    """Give the more frequent moves their count wherever no other label and no step stands."""
    taken = list(boxes)
    for draft in drafts:
        move = draft.move
        label = None if move.rare else _label(count(move.transition.count), draft.spots, taken)
        if label is not None:
            taken.append(label.box)
        yield replace(move, label=label)


def _label(text: str, spots: Sequence[tuple[float, float]], taken: Sequence[Box]) -> Label | None:
    width = CHARACTER * len(text) + 4
    for x, y in spots:
        box = Box(x - width / 2, y - LABEL_HEIGHT + 3, width, LABEL_HEIGHT)
        if not any(box.meets(other) for other in taken):
            return Label(text, x, y, box)
    return None
