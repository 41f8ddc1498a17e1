"""What a measure gives back: typed, honest, ready to be drawn, exported or turned into a frame.

A number never travels alone (rule 5): an `Estimate` has its interval and n; below the minimum n it is `NotEnough`.
Times are microseconds as integers; `None` in a transition's origin or target stands for entry and exit. What each
figure means, and where its method comes from, is written down in `definitions`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from waypost.analysis.showing import Shown
from waypost.events.coverage import Coverage


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int

    def __repr__(self) -> str:
        """As one reads it in a notebook; the fields have all digits."""
        return f"{self.value:.4g} ({self.low:.4g} to {self.high:.4g}, n {self.n:,})"


@dataclass(frozen=True)
class NotEnough:
    """*Not enough data*: a value, not an error and not zero."""

    n: int
    minimum: int

    def __repr__(self) -> str:
        """As one reads it in a notebook."""
        return f"not enough data (n {self.n:,} of {self.minimum})"


Figure: TypeAlias = Estimate | NotEnough


@dataclass(frozen=True)
class Durations:
    """How long something took, in microseconds: quantiles within 1 % (log-bucket histogram) and how many there were."""

    n: int
    p10: int
    p25: int
    median: int
    p75: int
    p90: int


Times: TypeAlias = Durations | NotEnough


@dataclass(frozen=True)
class Score:
    """What customers gave a touchpoint on one scale."""

    mean: Figure
    low: float
    """The scale's lower end."""
    high: float
    """The scale's upper end."""
    distribution: tuple[tuple[float, int], ...]
    """(score, how many gave it), ascending."""


@dataclass(frozen=True)
class Contrast:
    """How cases with a signal scored its touchpoint on one scale, beside those without it: a plain comparison."""

    low: float
    """The scale's lower end."""
    high: float
    """The scale's upper end."""
    with_signal: Figure
    """The mean answer of the cases the signal happened to."""
    without: Figure
    """The mean answer of the other cases at risk."""
    difference: Figure
    """The first less the second."""


@dataclass(frozen=True)
class SignalMeasure:
    """How many of the cases at risk a signal happened to."""

    signal: str
    """The signal's id."""
    name: str
    rule: str
    cases: int
    share: Figure
    """Of the cases at risk: see the definition of the rule."""
    scores: tuple[Contrast, ...] = ()
    """By scale on which cases at risk judged the signal's touchpoint; none for a signal that is itself a score."""


Level: TypeAlias = Literal["phase", "step", "touchpoint"]


@dataclass(frozen=True)
class ElementMeasures:
    """What is measured at one phase, step or touchpoint."""

    element: str
    name: str
    level: Level
    bound: bool
    """Whether any touchpoint here has a `match`; without one it is outside our view."""
    cases: int
    """Cases that came here at least once."""
    events: int
    reach: Figure
    """Share of all cases that came here."""
    drop_off: Figure | None
    """Share of the cases that came here whose last event by `as_of` is here and that never arrived at the
    destination. None at the destination itself: whose walk ends there has arrived."""
    repeats: Figure
    """Share of the cases that came here which came back after being elsewhere, or in which one touchpoint happened
    twice in a row here."""
    dwell: Times
    """From the first event of a visit (a run of events here) to the first event elsewhere. A visit that nothing
    follows has no dwell."""
    entries: int
    """Cases that begin here."""
    exits: int
    """Cases whose last event is here."""
    scores: tuple[Score, ...] = ()
    """By scale; of a step or phase: its touchpoints' answers together."""
    signals: tuple[SignalMeasure, ...] = ()
    """Of a step or phase: its touchpoints' signals."""
    visits: int = 0
    """Visits of all cases; those beyond `cases` are returns."""
    returns: Figure = NotEnough(0, 0)
    """Share of the cases that came here which came back after being elsewhere."""
    time_to: Times = NotEnough(0, 0)
    """From a case's first event to its first event here, for the cases that came here; 0 where a case begins."""


@dataclass(frozen=True)
class Transition:
    """How often customers went from one step (or touchpoint) straight to another.

    A further event at the same place is no move; it belongs to the visit.
    """

    origin: str | None
    """None: entry."""
    target: str | None
    """None: exit."""
    count: int
    cases: int
    """How many different cases did so."""
    share: Figure
    """Of all moves away from the origin (exits included)."""
    time: Times
    """Between the two events; for entry and exit there is none."""


@dataclass(frozen=True)
class Variant:
    """A path many took: the same steps in the same order, immediate repeats counted once."""

    path: tuple[str, ...]
    cases: int
    share: Figure


@dataclass(frozen=True)
class FunnelStage:
    """One stage of a funnel: those who came this far in order within the window."""

    element: str
    cases: int
    of_first: Figure
    of_previous: Figure
    time: Times
    """From the previous stage."""


@dataclass(frozen=True, repr=False)
class Measures(Shown):
    """Everything measured about one journey, for all its customers or for one segment of them."""

    journey: str
    segment: str | None
    as_of: datetime
    """UTC; events after it do not count."""
    first: datetime | None
    """The first event."""
    customers: int
    cases: int
    events: int
    completed: Figure
    """Share of cases that arrived at the destination: the step in `arrives`, or the last bound one not optional."""
    duration: Times
    """From a case's first event to its first at the destination, for those that arrived."""
    elements: dict[str, ElementMeasures]
    transitions: tuple[Transition, ...]
    """Between steps."""
    variants: tuple[Variant, ...]
    """Most frequent first."""
    funnel: tuple[FunnelStage, ...]
    """Through the phases that are bound and not wholly optional, in order; through their steps where these are few."""
    touchpoint_transitions: tuple[Transition, ...] = ()
    """Between touchpoints."""
    paths: int = 0
    """How many different variants there are."""

    def _living(self) -> LivingMeasures:
        return LivingMeasures(self)


@dataclass(frozen=True, repr=False)
class LivingMeasures(Shown):
    """The measures a map is drawn with."""

    everyone: Measures
    segments: dict[str, Measures] = field(default_factory=dict)
    coverage: Coverage | None = None

    def _living(self) -> LivingMeasures:
        return self
