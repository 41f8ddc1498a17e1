"""What discovery gives back: a draft, and everything a person should know and decide about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import polars as pl

from waypost.analysis.results import Figure
from waypost.analysis.wording import share_text
from waypost.journey.journey import Journey, RouteKind
from waypost.journey.wording import counted

CommentKind: TypeAlias = Literal["left out", "put together", "guessed", "to ask"]


@dataclass(frozen=True)
class Comment:
    """Something about the draft that a person should know or settle. It is not in the document."""

    kind: CommentKind
    words: str


@dataclass(frozen=True)
class FoundStep:
    """A step of the draft and what speaks for it."""

    step: str
    """Its id."""
    name: str
    phase: str
    """The id of its phase."""
    events: tuple[str, ...]
    """The event names it is made of."""
    cases: int
    reach: Figure
    """Share of all cases that came here."""
    of_arrived: Figure
    """Share of the cases that arrived at the destination which came here."""
    position: float
    """Where in a walk customers first come here, on average: 0 at the beginning, 1 at the end."""


@dataclass(frozen=True)
class FoundRoute:
    """A frequent move that does not lead to the next step."""

    route: str
    """Its id."""
    kind: RouteKind
    origin: str
    target: str
    moves: int
    share: Figure
    """Of all moves away from the origin, leaving included."""


@dataclass(frozen=True)
class Discovery:
    """A journey proposed from events alone."""

    journey: Journey
    """The draft."""
    customers: int
    cases: int
    events: int
    """Events of the lake."""
    taken: int
    """Events that are a touchpoint of the draft."""
    completed: Figure
    """Share of cases that arrived at the guessed destination."""
    kept_inside: float
    """Part of all moves between steps that stay within a phase."""
    agreement: float
    """Part of all pairs of steps in a case whose first arrivals are in the draft's order."""
    steps: tuple[FoundStep, ...]
    routes: tuple[FoundRoute, ...]
    comments: tuple[Comment, ...]

    def sentences(self) -> tuple[str, ...]:
        """What it says, the most important first."""
        journey = self.journey
        phases = " → ".join(phase.name for phase in journey.phases)
        part = 100 * self.taken / self.events if self.events else 0
        return (
            f"A draft of {counted('phase', len(journey.phases))} and {counted('step', len(self.steps))}: {phases}.",
            f"It is made from {self.events:,} events of {self.customers:,} customers in "
            f"{self.cases:,} cases, and takes {part:.0f} % of the events.",
            f"{100 * self.agreement:.0f} % of all pairs of steps happen in this order, and "
            f"{100 * self.kept_inside:.0f} % of all moves between steps stay within a phase.",
            f"{share_text(self.completed)} of cases arrive at the destination we guess.",
            *(f"{comment.kind.capitalize()}: {comment.words}" for comment in self.comments),
        )

    def to_frame(self) -> pl.DataFrame:
        """A row for each step: its phase, events, cases, reach, part on the way, position."""
        return pl.DataFrame(
            [
                {
                    "phase": one.phase,
                    "step": one.step,
                    "name": one.name,
                    "events": ", ".join(one.events),
                    "cases": one.cases,
                    "reach": getattr(one.reach, "value", None),
                    "of_arrived": getattr(one.of_arrived, "value", None),
                    "position": one.position,
                }
                for one in self.steps
            ],
            schema={
                "phase": pl.String,
                "step": pl.String,
                "name": pl.String,
                "events": pl.String,
                "cases": pl.Int64,
                "reach": pl.Float64,
                "of_arrived": pl.Float64,
                "position": pl.Float64,
            },
        )
