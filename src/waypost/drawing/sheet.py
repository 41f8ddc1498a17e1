"""The sheet: what a map shows, as typed values without any markup. The page and the poster both draw it.

A sheet has one column a step, heads above the columns, and lanes below. A lane is made of rows that each cover every
column; a cell holds items, and the class of an item says how it is drawn (`shape` names it for templates).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias

from waypost.journey.journey import Channel


class Group(StrEnum):
    """Which part of the sheet a lane belongs to."""

    STORY = "story"
    """The story at a glance: contacts, feelings, words, what hurts, what matters."""
    DETAIL = "detail"
    """What else people believe about each step."""
    COMPANY = "company"
    """Lanes of the company's own choosing."""
    BLUEPRINT = "blueprint"
    """What happens behind the scenes; closed until somebody wants it."""
    MEASURED = "measured"
    """What customers did."""


@dataclass(frozen=True)
class Told:
    """What a figure says in full when somebody asks: on hover, on focus, to a screen reader."""

    about: str
    facts: tuple[str, ...]
    measure: str | None = None
    """The definition it belongs to (see `definitions`)."""

    @property
    def sentence(self) -> str:
        """One line for a screen reader."""
        return f"{self.about}: {', '.join(self.facts)}"


@dataclass(frozen=True)
class Contact:
    """A touchpoint."""

    shape: ClassVar[str] = "contact"
    id: str
    name: str
    channel: Channel
    ours: bool
    whose: str
    """The owning department, "a partner's" or "a third party's"; may be empty."""
    importance: int | None


@dataclass(frozen=True)
class Line:
    """Plain words, with a small label where one helps (who, when, why)."""

    shape: ClassVar[str] = "line"
    text: str
    label: str = ""


@dataclass(frozen=True)
class Thought:
    """What goes through the person's head."""

    shape: ClassVar[str] = "thought"
    text: str


@dataclass(frozen=True)
class Effort:
    """Believed effort, 1 to 5."""

    shape: ClassVar[str] = "effort"
    level: int


@dataclass(frozen=True)
class Quote:
    """A customer's own words and where they were said."""

    shape: ClassVar[str] = "quote"
    text: str
    said_by: str
    tally: str
    """"reported · 6 of 17"."""
    source: str
    assumed: bool


@dataclass(frozen=True)
class Fact:
    """A figure or an observation from a study, in words."""

    shape: ClassVar[str] = "fact"
    text: str
    tally: str
    source: str
    assumed: bool


@dataclass(frozen=True)
class Pain:
    """A pain point; intensity 1 to 3."""

    shape: ClassVar[str] = "pain"
    text: str
    intensity: int
    at: str
    """The touchpoint it hangs on, when it is not the whole step."""
    known: str
    """How we know: "2 pieces of evidence", "6 of 10 groups", "assumed"."""
    assumed: bool


class MarkKind(StrEnum):
    """Marks that differ only in what they mean."""

    IRRITATION = "irritation"
    LINGERING = "lingering"
    OPPORTUNITY = "opportunity"


@dataclass(frozen=True)
class Mark:
    """An irritation, something worth lingering at, or an opportunity."""

    shape: ClassVar[str] = "mark"
    kind: MarkKind
    text: str
    at: str
    known: str
    impact: int | None = None


@dataclass(frozen=True)
class Belief:
    """A moment of truth as people believe it."""

    shape: ClassVar[str] = "belief"
    text: str
    at: str
    votes: str
    owner: str
    metric: str


@dataclass(frozen=True)
class Truth:
    """A moment of truth as it was measured: what happens, and which outcome goes with it."""

    shape: ClassVar[str] = "truth"
    text: str
    effect: str
    """"+23 points · Leaves within 90 days"."""
    sure: str
    hurts: bool
    told: Told


@dataclass(frozen=True)
class Photo:
    """A picture; the file is looked up when it is drawn."""

    shape: ClassVar[str] = "photo"
    file: str
    alt: str


@dataclass(frozen=True)
class Piece:
    """A piece of content that helps at a tollgate; one that is missing is drawn as a gap."""

    name: str
    channel: Channel
    source: str
    missing: bool


@dataclass(frozen=True)
class Gate:
    """A tollgate: what has to be settled, by whom, how, and with which content."""

    shape: ClassVar[str] = "gate"
    settles: str
    role: str
    """"champion"; empty when everybody has to settle it."""
    how: str
    contents: tuple[Piece, ...]


@dataclass(frozen=True)
class Act:
    """What a company does, uses or shows at a step, who does it and with what."""

    shape: ClassVar[str] = "act"
    text: str
    who: str


@dataclass(frozen=True)
class Quiet:
    """Words where a figure would be: outside our view, not enough data, arrives here."""

    shape: ClassVar[str] = "quiet"
    text: str
    told: Told | None = None


@dataclass(frozen=True)
class Share:
    """A share of one as a bar with its interval; `reference` is everyone's value beside a segment's."""

    shape: ClassVar[str] = "share"
    figure: str
    n: str
    value: float
    low: float
    high: float
    hurts: bool
    told: Told
    reference: float | None = None


@dataclass(frozen=True)
class Spell:
    """How long something took, on the lane's logarithmic scale; positions are 0 … 1."""

    shape: ClassVar[str] = "spell"
    figure: str
    middle: str
    """The p25–p75 range in words."""
    n: str
    p10: float
    p25: float
    median: float
    p75: float
    p90: float
    told: Told


@dataclass(frozen=True)
class Rating:
    """A score on its scale with its interval; positions are 0 … 1."""

    shape: ClassVar[str] = "rating"
    at: str
    figure: str
    n: str
    value: float
    low: float
    high: float
    hurts: bool
    told: Told
    reference: float | None = None


@dataclass(frozen=True)
class Happening:
    """A signal: how many of the cases at risk it happened to."""

    shape: ClassVar[str] = "happening"
    name: str
    figure: str
    n: str
    told: Told | None
    contrast: str = ""
    """How those it happened to scored beside the others."""


@dataclass(frozen=True)
class Blank:
    """Room to write in, on paper."""

    shape: ClassVar[str] = "blank"


Item: TypeAlias = (
    Contact
    | Line
    | Thought
    | Effort
    | Quote
    | Fact
    | Pain
    | Mark
    | Belief
    | Truth
    | Photo
    | Gate
    | Act
    | Quiet
    | Share
    | Spell
    | Rating
    | Happening
    | Blank
)


@dataclass(frozen=True)
class Cell:
    """One place on the sheet: `span` columns from `column` (counted from 0)."""

    column: int
    span: int = 1
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Feeling:
    """One point of an emotion curve: level, low and high are −2 … +2."""

    column: int
    level: float
    low: float
    high: float
    n: int | None
    told: Told


@dataclass(frozen=True)
class Curve:
    """The two lines of how it feels; a column without a point is a gap."""

    assumed: tuple[Feeling, ...]
    reported: tuple[Feeling, ...]


@dataclass(frozen=True)
class Lane:
    """One lane: rows of cells, or the emotion curve."""

    id: str
    name: str
    hint: str
    group: Group
    rows: tuple[tuple[Cell, ...], ...] = ()
    curve: Curve | None = None
    borders: tuple[str, ...] = ()
    """The blueprint's lines that run above the lane, by name."""

    @property
    def count(self) -> int:
        """How many items it holds."""
        return sum(len(cell.items) for row in self.rows for cell in row)


@dataclass(frozen=True)
class PhaseHead:
    """A phase above its columns."""

    number: int
    id: str
    name: str
    goal: str
    column: int
    span: int


@dataclass(frozen=True)
class StepHead:
    """A step above its column; `id` is None for the empty column of a phase without steps."""

    id: str | None
    name: str
    words: str
    optional: bool
    opens: str
    first: bool
    """Whether a phase begins here."""


@dataclass(frozen=True)
class Sheet:
    """A whole map."""

    phases: tuple[PhaseHead, ...]
    steps: tuple[StepHead, ...]
    lanes: tuple[Lane, ...]

    def of(self, *groups: Group) -> tuple[Lane, ...]:
        """The lanes of some groups, in their order."""
        return tuple(lane for lane in self.lanes if lane.group in groups)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.steps)

    def with_measured(self, measured: tuple[Lane, ...]) -> tuple[Lane, ...]:
        """All lanes in reading order: what is measured follows the story it is to be read beside."""
        story = tuple(lane for lane in self.lanes if lane.group is Group.STORY)
        return (*story, *measured, *(lane for lane in self.lanes if lane.group is not Group.STORY))
