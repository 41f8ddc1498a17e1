"""A journey as a wall shows it: large, in three scenes, with nothing that has to be pressed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from waypost.analysis.living import LivingMap
from waypost.drawing.emotions import band_path, emotion_lane, height_of, line_path
from waypost.drawing.masthead import Masthead, masthead
from waypost.drawing.numerals import day
from waypost.drawing.sheet import Cell, Curve, Feeling, Lane, PhaseHead, Rating, Share, Sheet, StepHead, Truth
from waypost.drawing.sheeting import columns_of, everyones_lanes, sheet_of
from waypost.drawing.tables import Number, headline
from waypost.journey.journey import Journey
from waypost.journey.marks import Marked, Moment, Opportunity

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
class Bar:
    """A figure with its interval on a scale of a hundred."""

    figure: str
    n: str
    said: str
    """All of it in words."""
    share: bool
    hurts: bool
    value: float
    low: float
    width: float
    """Of the interval."""


@dataclass(frozen=True)
class Figures:
    """A lane of figures; None where there is none."""

    name: str
    hint: str
    cells: tuple[tuple[int, Bar | None], ...]
    """(columns it spans, figure)."""


@dataclass(frozen=True)
class Believed:
    """A moment of truth as people believe it, and where it is."""

    step: str
    text: str
    votes: str
    weight: float
    """The share of those who voted that hold it for one."""


@dataclass(frozen=True)
class Measured:
    """A moment of truth as it was measured, and the step it is at."""

    step: str
    moment: Truth


@dataclass(frozen=True)
class Wanted:
    """An opportunity, and the step it is at."""

    step: str
    text: str
    impact: int
    pains: tuple[str, ...]
    """The pain points it answers."""


@dataclass(frozen=True)
class Doing:
    """Something that is being done about the journey."""

    title: str
    about: str
    owner: str
    due: date | None
    state: str
    overdue: bool


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
    believed: tuple[Believed, ...]
    truths: tuple[Measured, ...]
    opportunities: tuple[Wanted, ...]
    doing: tuple[Doing, ...]

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


def wall(living: LivingMap, doing: Sequence[Doing] = ()) -> Wall:
    """What of a living map, and of what is done about it, a wall shows."""
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
        believed=_believed(living.journey)[:MOST],
        truths=_truths(sheet)[:MOST],
        opportunities=_opportunities(living.journey)[:MOST],
        doing=tuple(doing[:MOST]),
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


def _first(cell: Cell) -> Bar | None:
    found = next((item for item in cell.items if isinstance(item, Share | Rating)), None)
    if found is None:
        return None
    low, high = _hundredths(found.low), _hundredths(found.high)
    share, value = isinstance(found, Share), _hundredths(found.value)
    return Bar(found.figure, found.n, found.told.sentence, share, found.hurts, value, low, round(high - low, 1))


def _hundredths(share: float) -> float:
    return round(100 * min(1.0, max(0.0, share)), 1)


def _places(journey: Journey) -> Iterator[tuple[str, Marked]]:
    """Every phase, step and touchpoint with the name of the phase or step it is at."""
    for phase in journey.phases:
        yield phase.name, phase
        for step in phase.steps:
            yield from ((step.name, marked) for marked in (step, *step.touchpoints))


def _believed(journey: Journey) -> tuple[Believed, ...]:
    """The moments people believe in, those most hold for one first."""
    found = (_belief(place, one) for place, marked in _places(journey) for one in marked.moments)
    return tuple(sorted(found, key=lambda one: -one.weight))


def _belief(place: str, moment: Moment) -> Believed:
    vote = moment.vote
    votes = f"{vote.votes} of {vote.of} {vote.by}" if vote is not None else ""
    return Believed(place, moment.text or place, votes, vote.votes / vote.of if vote is not None and vote.of else 0.0)


def _truths(sheet: Sheet) -> tuple[Measured, ...]:
    """The measured moments, in the order of their steps."""
    cells = [cell for lane in sheet.lanes if lane.id == "truths" for row in lane.rows for cell in row]
    return tuple(
        Measured(sheet.steps[cell.column].name, item)
        for cell in cells
        for item in cell.items
        if isinstance(item, Truth)
    )


def _opportunities(journey: Journey) -> tuple[Wanted, ...]:
    """The opportunities, those believed to matter most first."""
    pains = {pain.id: pain.text for _, marked in _places(journey) for pain in marked.pains}
    found = (_wanted(place, one, pains) for place, marked in _places(journey) for one in marked.opportunities)
    return tuple(sorted(found, key=lambda one: -one.impact))


def _wanted(place: str, one: Opportunity, pains: Mapping[str, str]) -> Wanted:
    answered = (pains.get(reference.rpartition("/")[2], "") for reference in one.pains)
    return Wanted(place, one.text, one.impact or 0, tuple(filter(None, answered)))
