"""The shapes of single moves in a path diagram: arcs, straight runs, loops, tapers, and where a label may stand.

Every function gives an SVG path and the spots for its label, best first, as (middle, baseline) in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

GAP = 30.0
"""Between two neighbouring steps."""
STUB = 30.0
"""How far an entry or exit reaches below its step."""

Spots: TypeAlias = tuple[tuple[float, float], ...]


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


def arc(begin: float, end: float, rise: float, spine: Box, course: Course, thickness: float) -> tuple[str, Spots]:
    """A half ellipse from one step to another: a skip above the spine, a way back below it."""
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


def arrow(course: Course, target: Box, end: float, thickness: float) -> str:
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


def straight(box: Box, thickness: float) -> tuple[str, Spots]:
    """The short run from a step to its neighbour on the right."""
    middle = box.y + box.height / 2
    right = box.x + box.width
    d = f"M{right + 2:.1f},{middle:.1f}L{right + GAP - 2:.1f},{middle:.1f}"
    x = right + GAP / 2
    within = ((x, middle - thickness / 2 - 5), (x, middle + thickness / 2 + 13))
    return d, (*within, (x, box.y - 5), (x, box.y + box.height + 13))


def loop(box: Box, thickness: float) -> tuple[str, Spots]:
    """A small loop on the top of a step, in its middle."""
    x, y = box.centre, box.y
    d = f"M{x - 5:.1f},{y:.1f}C{x - 26:.1f},{y - 34:.1f} {x + 26:.1f},{y - 34:.1f} {x + 5:.1f},{y:.1f}"
    return d, ((x, y - 26 - thickness / 2 - 3),)


def stub(box: Box, course: Course, thickness: float) -> tuple[str, Spots]:
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
