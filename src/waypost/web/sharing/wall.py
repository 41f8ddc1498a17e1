"""A journey as a wall shows it: large, in three scenes, with nothing that has to be pressed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from waypost.analysis.living import LivingMap
from waypost.drawing.emotions import band_path, emotion_lane, height_of, line_path
from waypost.drawing.masthead import Masthead, masthead
from waypost.drawing.numerals import day
from waypost.drawing.sheet import Belief, Cell, Curve, Feeling, Lane, PhaseHead, Rating, Share, Sheet, StepHead, Truth
from waypost.drawing.sheeting import columns_of, everyones_lanes, sheet_of
from waypost.drawing.tables import Number, headline
from waypost.journey.journey import Journey
from waypost.journey.marks import Marked, Opportunity

HEIGHT = 100.0
_MARGIN = 12.0
MOST = 4
"""Of each kind in a scene: what is read while walking past."""

_LANES = ("reach", "score")
"""The figures that stand on the wall's map."""
_HEADLINE = ("cases", "completed", "whole journey")


@dataclass(frozen=True)
class Line:
    """One line of the emotion curve, one unit a column and a hundred high."""

    path: str
    band: str
    points: tuple[tuple[float, float, bool], ...]
    """Where each feeling stands, and whether it hurts."""


@dataclass(frozen=True)
class Figures:
    """A lane of figures; `None` where there is none."""

    name: str
    hint: str
    cells: tuple[tuple[int, Share | Rating | None], ...]
    """(columns it spans, figure)."""


@dataclass(frozen=True)
class Held:
    """A moment of truth, and the step it is at."""

    step: str
    moment: Belief | Truth


@dataclass(frozen=True)
class Wanted:
    """An opportunity, and the step it is at."""

    step: str
    text: str
    impact: int
    pains: tuple[str, ...]
    """The pain points it answers."""


@dataclass(frozen=True)
class Wall:
    """Everything a wall shows."""

    head: Masthead
    phases: tuple[PhaseHead, ...]
    steps: tuple[StepHead, ...]
    assumed: Line | None
    reported: Line | None
    figures: tuple[Figures, ...]
    numbers: tuple[tuple[str, Number], ...]
    measured: str
    """Until when."""
    believed: tuple[Held, ...]
    truths: tuple[Held, ...]
    opportunities: tuple[Wanted, ...]

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.steps)

    @property
    def size(self) -> str:
        """How large the words of the map can be."""
        return next(
            (name for most, name in ((8, "few"), (14, "some"), (22, "many")) if self.width <= most), "very-many"
        )


def wall(living: LivingMap) -> Wall:
    """What of a living map a wall shows."""
    sheet = sheet_of(living)
    lane = emotion_lane(living, columns_of(living.journey))
    curve = lane.curve if lane is not None and lane.curve is not None else Curve((), ())
    everyone = living.measures.everyone if living.measures is not None else None
    return Wall(
        head=masthead(living),
        phases=sheet.phases,
        steps=sheet.steps,
        assumed=_line(curve.assumed),
        reported=_line(curve.reported),
        figures=tuple(_figures(one) for one in everyones_lanes(living) if one.id in _LANES),
        numbers=tuple((n, v) for n, v in headline(everyone) if n in _HEADLINE and v.value) if everyone else (),
        measured=day(everyone.as_of.date()) if everyone is not None else "",
        believed=_held(sheet, "moments")[:MOST],
        truths=_held(sheet, "truths")[:MOST],
        opportunities=_opportunities(living.journey)[:MOST],
    )


def _line(feelings: Sequence[Feeling]) -> Line | None:
    if not feelings:
        return None
    points = tuple(
        (one.column + 0.5, round(height_of(one.level, HEIGHT, _MARGIN), 1), one.level <= -1) for one in feelings
    )
    return Line(line_path(feelings, HEIGHT, _MARGIN), band_path(feelings, HEIGHT, _MARGIN), points)


def _figures(lane: Lane) -> Figures:
    return Figures(lane.name, lane.hint, tuple((cell.span, _first(cell)) for row in lane.rows for cell in row))


def _first(cell: Cell) -> Share | Rating | None:
    return next((item for item in cell.items if isinstance(item, Share | Rating)), None)


def _held(sheet: Sheet, lane_id: str) -> tuple[Held, ...]:
    """The moments in a lane, each at its step or phase."""
    return tuple(
        Held(_place(sheet, cell), item)
        for lane in sheet.lanes
        if lane.id == lane_id
        for row in lane.rows
        for cell in row
        for item in cell.items
        if isinstance(item, Belief | Truth)
    )


def _place(sheet: Sheet, cell: Cell) -> str:
    if cell.span > 1:
        return next((phase.name for phase in sheet.phases if phase.column == cell.column), "")
    return sheet.steps[cell.column].name


def _opportunities(journey: Journey) -> tuple[Wanted, ...]:
    """The opportunities, those believed to matter most first."""
    pains = {pain.id: pain.text for element in journey.walk() if isinstance(element, Marked) for pain in element.pains}
    found = (_wanted(place, one, pains) for place, one in _all_opportunities(journey))
    return tuple(sorted(found, key=lambda one: -one.impact))


def _all_opportunities(journey: Journey) -> Iterator[tuple[str, Opportunity]]:
    for phase in journey.phases:
        yield from ((phase.name, one) for one in phase.opportunities)
        for step in phase.steps:
            for marked in (step, *step.touchpoints):
                yield from ((step.name, one) for one in marked.opportunities)


def _wanted(place: str, one: Opportunity, pains: dict[str, str]) -> Wanted:
    answered = (pains.get(reference.rpartition("/")[2], "") for reference in one.pains)
    return Wanted(place, one.text, one.impact or 0, tuple(filter(None, answered)))
