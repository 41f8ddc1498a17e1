"""Discovering: from a lake to a draft, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from pydantic import ValidationError

from waypost.analysis.discovery.case_key import guessed_case
from waypost.analysis.discovery.counting import FirstLookCounts, look
from waypost.analysis.discovery.discovery import Comment, Discovery, FoundRoute, FoundStep
from waypost.analysis.discovery.drafting import Outline, Together, draft, outline, together
from waypost.analysis.discovery.names import EventName, Kind, event_names, is_technical, kinds
from waypost.analysis.discovery.noise import Echo, echoes
from waypost.analysis.discovery.promises import promised
from waypost.analysis.discovery.provisional import provisional
from waypost.analysis.engines import Engine
from waypost.analysis.engines.local import Local
from waypost.analysis.statistics import MINIMUM, share
from waypost.errors import InputError, Problem
from waypost.events.lake import Lake
from waypost.events.trails import Trails
from waypost.events.weaving import weave
from waypost.journey.journey import Journey
from waypost.journey.workspace import Workspace

FREQUENT = 0.01
"""The least part of all customers that an event must have happened to."""
MOST_STEPS = 36
"""A map with more cannot be read; the kinds of events that most customers have are kept."""
_LISTED = 6
"""Event names that one comment names."""


def discover(
    lake: Lake,
    workspace: Workspace,
    state_root: Path,
    journey_id: str,
    *,
    case: str | None = None,
    engine: Engine | None = None,
) -> Discovery:
    """Propose a journey from the events in the lake alone.

    Arguments:
        lake: everything read from the sources.
        workspace: whose sources say what the properties are; its journeys are not looked at.
        state_root: where trails are kept while they are counted.
        journey_id: the draft's id; no document of the workspace may have it.
        case: the event property that tells one walk from the next; guessed when left out, and `customer` says that a
            customer walks once.
        engine: where the partitions are counted; threads of this machine when left out.

    Raises:
        InputError: there are no events, the id is taken or none, or no event has the case property.
    """
    _refuse_bad_names(journey_id, case)
    if workspace.document(journey_id) is not None:
        remedy = "Give the draft another id"
        raise InputError(Problem(f"there is a document '{journey_id}' already", element=journey_id, remedy=remedy))
    names = event_names(lake)
    if not names:
        raise InputError(Problem("there are no events yet", remedy="Bring a file that says what happened, and when"))
    key = guessed_case(lake, workspace) if case is None else case
    reading = _Reading(lake, workspace, state_root, journey_id, None if key == "customer" else key, engine or Local())
    return reading.discovery(names, guessed=case is None)


def _refuse_bad_names(journey_id: str, case: str | None) -> None:
    """Raise InputError for an id that no document may have, or a property that none can be called."""
    try:
        Journey(id=journey_id, name="Draft", case=case)
    except ValidationError as mistake:
        problems = [
            Problem(
                f"'{error['input']}' cannot be the {'id' if error['loc'] == ('id',) else 'case property'} of a draft"
            )
            for error in mistake.errors()
        ]
        raise InputError(problems) from None


@dataclass(frozen=True)
class _Reading:
    """One discovery."""

    lake: Lake
    workspace: Workspace
    state_root: Path
    journey_id: str
    case: str | None
    engine: Engine

    def discovery(self, names: tuple[EventName, ...], *, guessed: bool) -> Discovery:
        """Choose the kinds of events, count them, and draft."""
        comments: list[Comment] = []
        chosen = _frequent(kinds(names), self._customers(), comments)
        trails = self._woven(chosen)
        if not trails.cases:
            message = f"no event has the property '{self.case}'"
            remedy = "Name another one, or say that a customer walks once"
            raise InputError(Problem(message, remedy=remedy))
        counts = look(trails, self.engine)
        echoing = echoes(counts)
        if echoing:
            comments += _left_out(echoing, chosen)
            chosen = _without(echoing, chosen)
            trails = self._woven(chosen)
            counts = look(trails, self.engine)
        steps = together(chosen, counts)
        found = outline(steps, self._looked(trails, chosen, steps))
        journey = draft(
            found,
            self.journey_id,
            self._name(),
            self.case,
            promise=promised(self.lake, self.workspace),
            cases=trails.cases,
            minimum=MINIMUM,
        )
        comments += [*_put_together(found), *self._guesses(found, guessed=guessed)]
        return _finished(found, journey, trails, sum(name.events for name in names), tuple(comments))

    def _customers(self) -> int:
        """Names of customers in the lake."""
        distinct = pl.col("customer").n_unique()
        return sum(
            int(self.lake.scan("events", bucket).select(distinct).collect().item())
            for bucket in range(self.lake.buckets)
        )

    def _woven(self, chosen: tuple[Kind, ...]) -> Trails:
        journey = provisional(self.journey_id, chosen, self.case)
        return weave(self.lake, self.workspace, journey, self.state_root)

    def _looked(self, trails: Trails, chosen: tuple[Kind, ...], steps: tuple[Together, ...]) -> FirstLookCounts:
        """The counts by step instead of by kind."""
        step_of = {kind: place for place, step in enumerate(steps) for kind in step.kinds}
        return look(trails, self.engine, tuple(step_of[kind] for kind in chosen))

    def _name(self) -> str:
        return f"{self.workspace.settings.name}: a first draft"

    def _guesses(self, found: Outline, *, guessed: bool) -> list[Comment]:
        """What a person must confirm or ask customers."""
        comments = []
        if guessed:
            walks = f"each “{self.case}” is a walk of its own." if self.case else "a customer walks once."
            comments.append(Comment("guessed", walks))
        arrives = found.steps[found.destination].said.step
        comments.append(
            Comment(
                "guessed", f"people want to get to “{arrives}”; ask them what they have in the end, in their words."
            )
        )
        strange = [one.said.step for one in found.steps if not one.said.known]
        if strange:
            comments.append(
                Comment("to ask", f"how would customers say these? {_listed([f'“{step}”' for step in strange])}")
            )
        comments.append(Comment("to ask", "what sets them off, and what do they do where we see nothing?"))
        return comments


def _frequent(found: tuple[Kind, ...], customers: int, comments: list[Comment]) -> tuple[Kind, ...]:
    """The kinds that many customers have; comments on those left out."""
    technical = [kind for kind in found if is_technical(kind)]
    others = [kind for kind in found if not is_technical(kind)] or list(found)
    often = [kind for kind in others if kind.customers >= FREQUENT * customers] or others
    kept = sorted(often, key=lambda kind: (-kind.customers, -kind.events, kind.names))[:MOST_STEPS]
    rare = [kind for kind in others if kind not in kept]
    if technical and others != list(found):
        comments.append(Comment("left out", f"{_named(technical)}: written by a tool, not done by a customer."))
    if rare:
        events = sum(kind.events for kind in rare)
        part = 100 * events / max(sum(kind.events for kind in found), 1)
        why = f"fewer than {FREQUENT:.0%} of customers have them" if len(often) <= MOST_STEPS else "a map has no room"
        comments.append(Comment("left out", f"{_named(rare)}: {why} ({part:.1f} % of events)."))
    return tuple(kind for kind in found if kind in kept)


def _left_out(echoing: tuple[Echo, ...], chosen: tuple[Kind, ...]) -> list[Comment]:
    names = ((chosen[echo.place].names[0], chosen[echo.of].names[0]) for echo in echoing)
    return [Comment("left out", f"“{name}”: it always follows “{of}” within two seconds.") for name, of in names]


def _without(echoing: tuple[Echo, ...], chosen: tuple[Kind, ...]) -> tuple[Kind, ...]:
    places = {echo.place for echo in echoing}
    return tuple(kind for place, kind in enumerate(chosen) if place not in places)


def _put_together(found: Outline) -> list[Comment]:
    return [
        Comment("put together", f"{_listed([f'“{name}”' for name in kind.names])} are one touchpoint.")
        for step in found.steps
        for kind in step.kinds
        if len(kind.names) > 1
    ]


def _named(some: list[Kind]) -> str:
    return _listed([f"“{name}”" for kind in some for name in kind.names])


def _listed(names: list[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _finished(
    found: Outline, journey: Journey, trails: Trails, events: int, comments: tuple[Comment, ...]
) -> Discovery:
    """The draft with the figures behind it."""
    steps = journey.steps()
    place_of = {step.id: position for position, step in enumerate(steps)}
    phase_of = {step.id: phase.id for phase in journey.phases for step in phase.steps}
    moves, away = found.moves, found.away
    inside = sum(int(moves[start:end, start:end].sum()) for start, end in found.phases)
    before = found.counts.precedence.before[np.ix_(found.order, found.order)]
    arrived = found.came(found.destination)
    ends = ((route, place_of[route.origin], place_of[route.target]) for route in journey.routes)
    return Discovery(
        journey=journey,
        customers=trails.customers,
        cases=trails.cases,
        events=events,
        taken=trails.coverage.mapped if trails.coverage else trails.events,
        completed=share(arrived, trails.cases),
        kept_inside=inside / max(int(moves.sum()), 1),
        agreement=float(np.triu(before, 1).sum()) / max(int(before.sum()), 1),
        steps=tuple(
            FoundStep(
                step=step.id,
                name=step.name,
                phase=phase_of[step.id],
                events=tuple(name for kind in found.steps[position].kinds for name in kind.names),
                cases=found.came(position),
                reach=share(found.came(position), trails.cases),
                of_arrived=share(found.of_arrived(position), arrived),
                position=_position(found, position),
            )
            for position, step in enumerate(steps)
        ),
        routes=tuple(
            FoundRoute(
                route.id,
                route.kind,
                route.origin,
                route.target,
                int(moves[origin, target]),
                share(int(moves[origin, target]), int(away[origin])),
            )
            for route, origin, target in ends
        ),
        comments=comments,
    )


def _position(found: Outline, position: int) -> float:
    counts, place = found.counts.precedence, found.order[position]
    return int(counts.position[place]) / max(int(counts.came[place]), 1) / 1000
