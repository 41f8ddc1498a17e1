"""A journey in a few strokes: its phases as a road, a mark for each step, the moments of truth on it.

Everything is given as numbers for an SVG of 300 by 96; the template of it is `sharing/preview.svg`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from waypost.journey.journey import Journey, Step

WIDTH, HEIGHT = 300, 96
_MARGIN, _TOP, _BOTTOM = 14.0, 26.0, 74.0


@dataclass(frozen=True)
class Stretch:
    """A phase: where it begins and how long it is."""

    name: str
    x: float
    width: float
    odd: bool


@dataclass(frozen=True)
class Mark:
    """A step on the road."""

    x: float
    y: float
    moment: bool
    touched: bool
    """Whether we, or somebody, meet the person there."""


@dataclass(frozen=True)
class Preview:
    """The drawing."""

    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]
    path: str
    words: str
    """What it shows, for those who cannot see it."""


def preview_of(journey: Journey) -> Preview:
    """Draw a journey small."""
    columns = sum(max(1, len(phase.steps)) for phase in journey.phases) or 1
    unit = (WIDTH - 2 * _MARGIN) / columns
    stretches: list[Stretch] = []
    marks: list[Mark] = []
    column = 0
    for place, phase in enumerate(journey.phases):
        span = max(1, len(phase.steps))
        stretches.append(Stretch(phase.name, _MARGIN + column * unit, span * unit - 3, place % 2 == 1))
        for step in phase.steps:
            x = _MARGIN + (column + 0.5) * unit - 1.5
            marks.append(Mark(round(x, 1), _height(step, len(marks)), bool(_moments(step)), bool(step.touchpoints)))
            column += 1
        column += 0 if phase.steps else 1
    names = ", ".join(phase.name for phase in journey.phases)
    return Preview(tuple(stretches), tuple(marks), _road(marks), names or "no phases yet")


def _moments(step: Step) -> Sequence[object]:
    return (*step.moments, *(moment for touchpoint in step.touchpoints for moment in touchpoint.moments))


def _height(step: Step, place: int) -> float:
    """How the step is assumed to feel; where nobody said, the road winds a little."""
    if step.emotion is not None:
        return round(_BOTTOM - (step.emotion.level + 2) / 4 * (_BOTTOM - _TOP), 1)
    hurts = len(step.pains) + len(step.irritations)
    return round(52 + (-7, 4, -3, 7, -5)[place % 5] + min(10, 5 * hurts), 1)


def _road(marks: Sequence[Mark]) -> str:
    if not marks:
        return ""
    path = [f"M{marks[0].x},{marks[0].y}"]
    for one, other in pairwise(marks):
        middle = round((one.x + other.x) / 2, 1)
        path.append(f"C{middle},{one.y} {middle},{other.y} {other.x},{other.y}")
    return " ".join(path)
