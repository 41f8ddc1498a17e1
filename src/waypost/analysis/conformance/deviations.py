"""What conformance gives back: where cases leave the designed journey, how far, and which of them are off track now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, get_args

from waypost.analysis.results import Figure, Level, Times

Kind: TypeAlias = Literal["skipped", "detoured", "repeated", "out of order", "not reached"]
"""How a case leaves the design at a step: it passes the step over; it goes there where no way leads; it comes back
where no way leads back; it does the step, but at another place in the order; it ends before the step."""
KINDS: tuple[Kind, ...] = get_args(Kind)

Reason: TypeAlias = Literal["skipped", "looping", "late", "silent"]
"""Why an unfinished case is off track."""
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True)
class Deviation:
    """How many cases leave the design in one way at one place."""

    element: str
    """The phase or step."""
    name: str
    kind: Kind
    cases: int
    moves: int
    """How often; at least once in each of the cases."""
    share: Figure
    """Of all cases."""


@dataclass(frozen=True)
class ElementConformance:
    """How cases leave the design at one phase or step."""

    element: str
    name: str
    level: Level
    off: Figure
    """Share of all cases that leave the design here in any way but by ending before it."""
    deviations: tuple[Deviation, ...]
    """One of each kind, in the order of `KINDS`."""

    def of(self, kind: Kind) -> Deviation:
        """The deviation of one kind."""
        return self.deviations[KINDS.index(kind)]


@dataclass(frozen=True)
class CostCount:
    """How many cases have one cost."""

    cost: int
    cases: int


@dataclass(frozen=True)
class Move:
    """One way in which one case leaves the design."""

    kind: Kind
    element: str
    """The step."""
    name: str


@dataclass(frozen=True)
class AlignedCase:
    """One case beside the design. Only for those who may see individual customers."""

    customer: str
    case: str | None
    cost: int
    fitness: float
    """1: just as designed; 0: nothing in common with the design."""
    path: tuple[str, ...]
    """The steps as the case went through them, by id."""
    moves: tuple[Move, ...]
    """Detours, repeats and steps out of order as they happened; then what was skipped and not reached."""


@dataclass(frozen=True)
class ReasonCount:
    """How many unfinished cases are off track for one reason."""

    reason: Reason
    cases: int
    share: Figure
    """Of the unfinished cases."""


@dataclass(frozen=True)
class UnderWay:
    """The unfinished cases that are probably still under way: active in the last `within`."""

    within: int
    """Microseconds: most of those who arrived never waited longer for their next step (as many as `beyond` says)."""
    cases: int
    share: Figure
    """Of the unfinished cases."""
    off_track: Figure
    """Share of those under way that are off track for any reason."""


@dataclass(frozen=True)
class OffTrackHere:
    """The unfinished cases whose last event is at one step."""

    element: str
    name: str
    cases: int
    under_way: int
    """Of these, active so lately that they are probably still under way."""
    off_track: Figure
    """Share of the cases here that are off track."""
    reasons: tuple[ReasonCount, ...]
    """In the order of `REASONS`; shares of the cases here."""
    wait: Times
    """How long those who arrived waited at most between here and their next step."""
    age: Times
    """How long after their first event those who arrived had left here for good."""


@dataclass(frozen=True)
class OffTrackCase:
    """One case that is off track. Only for those who may see individual customers."""

    customer: str
    case: str | None
    element: str
    """The step of its last event."""
    name: str
    reasons: tuple[Reason, ...]
    last: datetime
    """Its last event, UTC."""
    waited_as_long: Figure
    """Share of those who arrived that waited here at least as long as this case has."""
    cost: int
    """Of its best alignment so far."""
    expected: tuple[str, ...]
    """The steps the design allows next, by id."""
