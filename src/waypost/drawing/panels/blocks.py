"""What a panel is made of. Every place on a scale is a share of one, from its start; every text is ready to be read.

A panel answers one question for somebody who has never met a p-value: first in sentences, then in pictures, and with
the statistics one click away. `templates/panels.html.j2` draws each block by its `shape`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import ceil, floor, log10
from typing import ClassVar, TypeAlias

from waypost.drawing.sheet import Told
from waypost.drawing.tables import Number

SAID = 5
"""Sentences of a panel that are shown before anybody asks for more."""


class Tone(StrEnum):
    """What a mark says: it hurts, it helps, it is neither, or we cannot tell."""

    HURTS = "hurts"
    HELPS = "helps"
    PLAIN = "plain"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class Mark:
    """A value with its interval on a row's scale."""

    value: float
    low: float
    high: float
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class ForestRow:
    """One difference or value: its name, its mark on the common scale, and its figure."""

    name: str
    mark: Mark | None
    """None: not enough data."""
    number: Number
    aside: str = ""
    """A few words under the name: the outcome, how sure we are."""
    told: Told | None = None
    hollow: Mark | None = None
    """What is beside it for comparison: the plain difference, everyone."""


@dataclass(frozen=True)
class Forest:
    """Values with intervals on one scale, one below the other; with a line where there would be no difference."""

    shape: ClassVar[str] = "forest"
    title: str
    heads: tuple[str, str, str]
    """Of the names, of the scale, and of the figures."""
    rows: tuple[ForestRow, ...]
    ticks: tuple[Tick, ...]
    zero: float | None = None
    """Where no difference is."""
    hint: str = ""

    @property
    def slim(self) -> bool:
        """Whether its rows are names and values only, so that two of them fit side by side."""
        return not any(row.aside or row.hollow for row in self.rows)


@dataclass(frozen=True)
class Line:
    """A line through points, with its band; `steps` for what only changes at its points."""

    name: str
    points: tuple[tuple[float, float], ...]
    low: tuple[tuple[float, float], ...] = ()
    high: tuple[tuple[float, float], ...] = ()
    tone: Tone = Tone.PLAIN
    steps: bool = True
    dots: bool = False

    @property
    def path(self) -> str:
        """The line as an SVG path in a square of 100 by 100."""
        return _path(self.points, self.steps)

    @property
    def band(self) -> str:
        """The band as a closed path; empty without one."""
        if not self.low:
            return ""
        return f"{_path(self.high, self.steps)}{_path(self.low, self.steps, backwards=True)}Z"


def _path(points: Sequence[tuple[float, float]], steps: bool, *, backwards: bool = False) -> str:
    places = [(100 * x, 100 - 100 * y) for x, y in points]
    if steps:
        corners = [(after[0], before[1]) for before, after in pairwise(places)]
        places = [place for pair in zip(places, [*corners, places[-1]], strict=True) for place in pair]
    if backwards:
        places.reverse()
    first, *rest = (f"{x:.2f} {y:.2f}" for x, y in places)
    return f"{'L' if backwards else 'M'}{first}" + "".join(f"L{place}" for place in rest)


@dataclass(frozen=True)
class Curve:
    """Lines over time, or over periods, in one frame."""

    shape: ClassVar[str] = "curve"
    title: str
    lines: tuple[Line, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_name: str
    summary: str
    """What a screen reader says of it."""
    changes: tuple[Tick, ...] = ()
    """Where something changed, and what to say of it."""
    hint: str = ""
    small: bool = False


@dataclass(frozen=True)
class HeatCell:
    """One cell of a heat table; without `level` there is nothing to colour, and the text says why."""

    text: str
    level: float | None
    told: Told | None = None


@dataclass(frozen=True)
class Heat:
    """A table whose cells are the darker the more."""

    shape: ClassVar[str] = "heat"
    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[HeatCell, ...]], ...]
    """(name, a few words beside it, cells)."""
    hint: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Dot:
    """Something in a field of two scales."""

    name: str
    x: float
    y: float
    tone: Tone
    told: Told


@dataclass(frozen=True)
class Field:
    """Things in four quarters: believed against measured, importance against performance."""

    shape: ClassVar[str] = "field"
    title: str
    x_name: str
    y_name: str
    quarters: tuple[str, str, str, str]
    """Upper left, upper right, lower left, lower right."""
    dots: tuple[Dot, ...]
    hint: str = ""


@dataclass(frozen=True)
class Table:
    """A plain table of figures; the first column names the row."""

    shape: ClassVar[str] = "table"
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | Number, ...], ...]
    hint: str = ""


@dataclass(frozen=True)
class Trace:
    """A path in words with its share; `width` is the share, 0 … 1."""

    steps: tuple[str, ...]
    number: Number
    width: float
    says: str = ""
    """What sets it apart."""
    below: tuple[str, ...] = ()
    """What is shown when it is opened …"""
    opens: str = "More like it"
    """… by these words."""


@dataclass(frozen=True)
class Traces:
    """Paths, the most frequent first."""

    shape: ClassVar[str] = "traces"
    title: str
    rows: tuple[Trace, ...]
    hint: str = ""


@dataclass(frozen=True)
class Card:
    """One figure in large, with what it is about."""

    name: str
    number: Number
    aside: str = ""
    trend: Line | None = None
    told: Told | None = None
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Cards:
    """A few figures side by side."""

    shape: ClassVar[str] = "cards"
    title: str
    cards: tuple[Card, ...]
    hint: str = ""


@dataclass(frozen=True)
class Ribbon:
    """A stream from one bar to another: its edges at the left and right end."""

    left: tuple[float, float]
    right: tuple[float, float]
    column: int
    told: Told
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Bar:
    """One place in a column of a stream; top and bottom as shares of the height."""

    name: str
    column: int
    top: float
    bottom: float
    told: Told
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Streams:
    """What led somewhere and where it went: columns of bars with ribbons between them."""

    shape: ClassVar[str] = "streams"
    title: str
    heads: tuple[str, ...]
    """Of the columns."""
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    hint: str = ""


@dataclass(frozen=True)
class Lesson:
    """A question without an answer: why, and what would answer it."""

    question: str
    reason: str
    remedy: str


@dataclass(frozen=True)
class Lessons:
    """What is not known yet, and how it would be."""

    shape: ClassVar[str] = "lessons"
    title: str
    rows: tuple[Lesson, ...]
    hint: str = ""


Block: TypeAlias = Forest | Curve | Heat | Field | Table | Traces | Cards | Streams | Lessons


@dataclass(frozen=True)
class Panel:
    """One question and its answer."""

    id: str
    title: str
    """In the words of somebody who asks: `How is it going`."""
    lead: str
    """What is answered here, and how, in a sentence or two."""
    says: tuple[str, ...]
    """The answer in sentences, the most important first."""
    blocks: tuple[Block, ...] = ()
    statistics: tuple[Block, ...] = ()
    """Behind a click, for those who want them."""
    measures: tuple[str, ...] = ()
    """The definitions it rests on."""

    @property
    def first(self) -> tuple[str, ...]:
        """The sentences that are read at once …"""
        return self.says[:SAID]

    @property
    def further(self) -> tuple[str, ...]:
        """… and those for whoever wants more."""
        return self.says[SAID:]


@dataclass(frozen=True)
class Axis:
    """A scale from low to high, with a tick at each step."""

    low: float
    high: float
    step: float

    @classmethod
    def around(cls, values: Sequence[float], *, zero: bool = True) -> Axis:
        """The axis on which all values fit, and zero when it matters; rounded outwards."""
        ends = [*values, 0.0] if zero else values
        low, high = min(ends), max(ends)
        step = _round_step((high - low) or 1.0)
        first, last = floor(low / step), ceil(high / step)
        return cls(first * step, max(last, first + 1) * step, step)

    def place(self, value: float) -> float:
        """Where a value lies, 0 … 1; outside is put at the end."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def ticks(self) -> tuple[float, ...]:
        """Four to seven round values, both ends among them."""
        first, last = round(self.low / self.step), round(self.high / self.step)
        return tuple(self.step * place for place in range(first, last + 1))


def _round_step(width: float) -> float:
    """1, 2 or 5 times a power of ten, of which a width has three to six."""
    rough = width / 5
    power = 10.0 ** floor(log10(rough))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= rough * 0.999999)
