"""The lanes of a journey today and of its future, column by column in one order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from waypost.analysis.living import LivingMap
from waypost.drawing.blueprint import LAYERS, layer_reader
from waypost.drawing.emotions import LIMIT, emotion_lane, height_of, line_path
from waypost.drawing.lanes import ABOVE_THE_CURVE, BELOW_THE_CURVE, Reader, Title, own_lane
from waypost.drawing.numerals import signed
from waypost.drawing.sheet import Feeling, Item
from waypost.journey.journey import Phase, Step
from waypost.web.history.beside import Chapter
from waypost.web.history.beside import Row as Pair

HEIGHT, INSET = 176, 26
"""The drawing of feelings, in pixels."""

EVIDENCE = ("quotes", "facts")
"""The lanes of what customers said and did."""


@dataclass(frozen=True)
class Cell:
    """One place: a step's, or a whole phase's over its steps."""

    span: int
    today: tuple[Item, ...]
    future: tuple[Item, ...]
    stays: bool
    """Whether the step or phase is there in the future."""

    @property
    def same(self) -> bool:
        """Whether it stays as it is."""
        return self.today == self.future

    @property
    def differs(self) -> bool:
        """Whether it changes, other than by going with its step."""
        return self.stays and not self.same


@dataclass(frozen=True)
class Row:
    """One row of a lane, today and then."""

    name: str
    over: bool
    """Whether its cells are those of whole phases."""
    cells: tuple[Cell, ...]
    evidence: bool
    """Whether it is what customers said; of a future nobody may have said anything yet."""

    @property
    def same(self) -> bool:
        """Whether nothing of it changes, other than by going with its step."""
        return self.unsaid or not any(cell.differs for cell in self.cells)

    @property
    def unsaid(self) -> bool:
        """Whether it is evidence, and all of it of today."""
        return self.evidence and not any(cell.future for cell in self.cells)


@dataclass(frozen=True)
class Point:
    """A feeling at a step: where it stands, and what it is in words."""

    at: str
    """From the left, as a share of the drawing: "12.5%"."""
    height: float
    words: str


@dataclass(frozen=True)
class Line:
    """How the steps feel: today or then, assumed or reported."""

    side: str
    known: str
    path: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Feelings:
    """The lines of both, on one drawing."""

    width: int
    lines: tuple[Line, ...]
    levels: tuple[float, ...]
    """The heights of +2, 0 and −2."""
    words: str
    """Everything in words, for whoever does not see it."""


def rows_beside(today: LivingMap, future: LivingMap, chapters: Sequence[Chapter]) -> tuple[Row, ...]:
    """All lanes that need no events, in their order; a lane has a row more for what hangs on whole phases."""
    return tuple(row for title, read in _lanes(today, future) for row in _rows(title, read, (today, future), chapters))


def _lanes(today: LivingMap, future: LivingMap) -> Iterator[tuple[Title, Reader]]:
    yield from (*ABOVE_THE_CURVE, *BELOW_THE_CURVE)
    own = {lane.id: lane for lane in (*today.journey.lanes, *future.journey.lanes)}
    yield from ((Title(f"own-{lane.id}", lane.name, lane.hint or ""), own_lane(lane.id)) for lane in own.values())
    yield from ((Title(layer.slot, layer.name, layer.hint), layer_reader(layer.slot)) for layer in LAYERS)


def _rows(title: Title, read: Reader, sides: tuple[LivingMap, LivingMap], chapters: Sequence[Chapter]) -> Iterator[Row]:
    def cell(span: int, before: Phase | Step | None, after: Phase | Step | None) -> Cell:
        today, future = (
            tuple(read(element, side.findings)) if element is not None else ()
            for element, side in zip((before, after), sides, strict=True)
        )
        return Cell(span, today, future, after is not None)

    over = tuple(cell(each.width, each.today, each.future) for each in chapters)
    below = tuple(cell(1, row.today, row.future) if row else cell(1, None, None) for row in columns_of(chapters))
    for is_over, cells in ((True, over), (False, below)):
        if any(each.today or each.future for each in cells):
            yield Row(title.name, is_over, cells, title.id in EVIDENCE)


def columns_of(chapters: Sequence[Chapter]) -> list[Pair | None]:
    """The steps in one order; None for the empty column of a phase without any."""
    return [row for chapter in chapters for row in chapter.rows or (None,)]


def feelings_beside(today: LivingMap, future: LivingMap, chapters: Sequence[Chapter]) -> Feelings | None:
    """How the steps feel today, and then where that is to change; None when nobody said or assumed anything.

    A future begins as a copy of what is assumed today: drawn beside what customers report, it would look like progress.
    """
    columns = columns_of(chapters)
    before = _lines("today", today, [row.today if row is not None else None for row in columns])
    after = _lines("future", future, [_felt_otherwise(row) for row in columns])
    lines = (*before, *after)
    if not lines:
        return None
    words = "; ".join(f"{line.side}, {line.known}: {', '.join(point.words for point in line.points)}" for line in lines)
    return Feelings(len(columns), lines, tuple(height_of(level, HEIGHT, INSET) for level in (LIMIT, 0, -LIMIT)), words)


def _felt_otherwise(row: Pair | None) -> Step | None:
    """The step in the future, where another feeling is wanted than is assumed today."""
    if row is None or row.future is None or (row.today is not None and row.today.emotion == row.future.emotion):
        return None
    return row.future


def _lines(side: str, living: LivingMap, steps: Sequence[Step | None]) -> Iterator[Line]:
    lane = emotion_lane(living, steps)
    if lane is None or lane.curve is None:
        return
    for known, felt in (("assumed", lane.curve.assumed), ("reported", lane.curve.reported)):
        if felt:
            points = tuple(_point(one, len(steps)) for one in felt)
            yield Line(side, known, line_path(felt, HEIGHT, INSET), points)


def _point(felt: Feeling, width: int) -> Point:
    words = f"{felt.told.about} {signed(felt.level)}"
    return Point(f"{100 * (felt.column + 0.5) / width:.4g}%", height_of(felt.level, HEIGHT, INSET), words)
