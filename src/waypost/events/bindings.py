"""Bindings: everything about a journey that decides what its trails are, compiled and ready to run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import polars as pl

from waypost.errors import InputError, Problem
from waypost.events.breakdowns import BoundBreakdown
from waypost.events.outcomes import BoundOutcome
from waypost.events.predicate import Condition, Scope, compile_predicate, properties_used, property_types
from waypost.events.signals import BoundSignal
from waypost.events.times import Clock
from waypost.events.trails import Codebook, ScoreKey
from waypost.journey.binding import Signal
from waypost.journey.journey import Journey, Touchpoint
from waypost.journey.model import Element
from waypost.journey.outcome import Breakdown, Outcome
from waypost.journey.segment import Segment
from waypost.journey.source import PropertyType, Source
from waypost.journey.workspace import Workspace

Scale: TypeAlias = tuple[float, float]
"""The ends of a scale that responses are on: low, high."""

_RESPONSES_NEED_NO_EVENTS = "scored_below"


@dataclass(frozen=True)
class Bindings:
    """A journey's touchpoints, signals, scores, segments, outcomes and breakdowns by their codes."""

    journey: str
    """The journey's id."""
    codebook: Codebook
    follows_accounts: bool
    """Whether an account's customers walk together."""
    case: str | None
    """The property that tells one case of a customer from the next."""
    matches: Mapping[int, Condition]
    """Touchpoint code → which events it is, for the touchpoints that are bound, in reading order."""
    signals: tuple[BoundSignal, ...]
    when: Mapping[int, Condition]
    """Signal code → its condition on events, for the signals that have one."""
    deadlines: tuple[str, ...]
    """The properties that hold deadlines."""
    scores: tuple[Condition, ...]
    """By touchpoint code: which responses speak of it."""
    scales: tuple[Scale, ...]
    segments: tuple[Condition, ...]
    """By the segment's place in the codebook: which customers are in it."""
    outcomes: tuple[BoundOutcome, ...]
    happens: Mapping[int, Condition]
    """Outcome code → which events it happens at, for the outcomes with a `when`."""
    breakdowns: tuple[BoundBreakdown, ...]
    key: str
    """Stays the same as long as the trails of the same lake do: ids, order and conditions matter, words do not."""

    @property
    def waits(self) -> bool:
        """Whether a signal or an outcome can happen merely because time passes, so that trails depend on `as_of`."""
        silence = any(bound.outcome.rule == "silent_for" for bound in self.outcomes)
        return silence or any(
            bound.signal.rule in ("slower_than", "overdue", "overdue_after") for bound in self.signals
        )

    @property
    def told_by_events(self) -> Mapping[str, PropertyType]:
        """The properties of events that breakdowns look at, with their types."""
        return {bound.name: bound.kind for bound in self.breakdowns if not bound.of_customer}

    @property
    def told_by_customers(self) -> Mapping[str, PropertyType]:
        """The attributes of customers that breakdowns look at, with their types."""
        return {bound.name: bound.kind for bound in self.breakdowns if bound.of_customer}

    @property
    def amounts(self) -> Mapping[int, str]:
        """Outcome code → the property that says how much money an event brought, for the outcomes with an `amount`."""
        return {bound.place: bound.outcome.amount for bound in self.outcomes if bound.outcome.amount is not None}

    def score_code(self, touchpoint: pl.Expr, scale: pl.Expr) -> pl.Expr:
        """The code of a touchpoint's scores on one of `scales`."""
        return touchpoint * len(self.scales) + scale


def bind(workspace: Workspace, journey: Journey, scales: Iterable[Scale] = ()) -> Bindings:
    """Compile a journey's bindings; `scales` are those of the responses at hand, in any order.

    Signals of a touchpoint without a `match` are left out (those of scores need none): what we cannot see did not fail
    to happen. An outcome or breakdown that cannot be seen is refused: everything measured would be held against
    nothing. Raises InputError with everything that is wrong with the conditions, signals, outcomes and breakdowns, or
    with the workspace's time zone.
    """
    Clock.checked(workspace.settings.zone, None, workspace.settings.id)
    compiler = _Compiler(workspace, journey)
    touchpoints = journey.touchpoints()
    segments = workspace.of(Segment)
    scales = tuple(sorted(set(scales)))
    codebook = _codebook(journey, segments, scales)
    matches = {
        code: compiler.condition(touchpoint.match, Scope.EVENT, touchpoint.id)
        for code, touchpoint in enumerate(touchpoints)
        if touchpoint.match is not None
    }
    signals = tuple(compiler.signals(codebook, set(matches)))
    scores = tuple(compiler.score(touchpoint) for touchpoint in touchpoints)
    members = tuple(compiler.condition(segment.when, Scope.CUSTOMER, segment.id) for segment in segments)
    when = {
        bound.place: compiler.condition(bound.signal.when, Scope.EVENT, bound.signal.id)
        for bound in signals
        if bound.signal.when is not None
    }
    outcomes = tuple(compiler.outcomes(codebook, set(matches)))
    happens = {
        bound.place: compiler.condition(bound.outcome.when, Scope.EVENT, bound.outcome.id)
        for bound in outcomes
        if bound.outcome.when is not None
    }
    breakdowns = tuple(compiler.breakdowns(codebook, set(matches)))
    if compiler.problems:
        raise InputError(compiler.problems)
    return Bindings(
        journey=journey.id,
        codebook=codebook,
        follows_accounts=journey.follows == "account",
        case=journey.case,
        matches=matches,
        signals=signals,
        when=when,
        deadlines=tuple(sorted({bound.signal.overdue for bound in signals if bound.signal.overdue})),
        scores=scores,
        scales=scales,
        segments=members,
        outcomes=outcomes,
        happens=happens,
        breakdowns=breakdowns,
        key=_key(
            workspace, journey, codebook, [*matches.values(), *when.values(), *scores, *members, *happens.values()]
        ),
    )


def _codebook(journey: Journey, segments: tuple[Segment, ...], scales: tuple[Scale, ...]) -> Codebook:
    touchpoints = journey.touchpoints()
    return Codebook(
        touchpoints=tuple(touchpoint.id for touchpoint in touchpoints),
        steps=tuple(step.id for step in journey.steps()),
        phases=tuple(phase.id for phase in journey.phases),
        step_of=tuple(place for place, step in enumerate(journey.steps()) for _ in step.touchpoints),
        phase_of=tuple(place for place, phase in enumerate(journey.phases) for _ in phase.steps),
        signals=tuple((touchpoint.id, signal.id) for touchpoint, signal in _visible(touchpoints)),
        scores=tuple(ScoreKey(touchpoint.id, low, high) for touchpoint in touchpoints for low, high in scales),
        segments=tuple(segment.id for segment in segments),
        outcomes=tuple(outcome.id for outcome in journey.outcomes),
        breakdowns=tuple(breakdown.id for breakdown in journey.breakdowns),
    )


def _visible(touchpoints: tuple[Touchpoint, ...]) -> Iterable[tuple[Touchpoint, Signal]]:
    """The signals that can be seen, with their touchpoints, in reading order."""
    for touchpoint in touchpoints:
        for signal in touchpoint.signals:
            if touchpoint.match is not None or signal.rule == _RESPONSES_NEED_NO_EVENTS:
                yield touchpoint, signal


_JUDGEMENT = {"name", "kind", "since", "within", "wanted", "worth"}
"""What is said of an outcome that does not decide when it happens."""


def _key(workspace: Workspace, journey: Journey, codebook: Codebook, conditions: list[Condition]) -> str:
    """The hash of everything that decides what a touchpoint, signal, score, member, outcome or breakdown is."""
    touchpoints = journey.touchpoints()
    parts = {
        "codebook": [codebook.touchpoints, codebook.step_of, codebook.steps, codebook.phase_of, codebook.phases],
        "scales": [[score.touchpoint, score.low, score.high] for score in codebook.scores],
        "followed": [journey.follows, journey.case],
        "matches": [touchpoint.match for touchpoint in touchpoints],
        "scores": [touchpoint.score or [touchpoint.id, touchpoint.name] for touchpoint in touchpoints],
        "signals": [
            [touchpoint.id, signal.model_dump(mode="json", exclude={"name"})]
            for touchpoint, signal in _visible(touchpoints)
        ],
        "segments": [[segment.id, segment.when] for segment in workspace.of(Segment)],
        "outcomes": [outcome.model_dump(mode="json", exclude=_JUDGEMENT) for outcome in journey.outcomes],
        "breakdowns": [
            [breakdown.model_dump(mode="json", exclude={"name"}), _kind(workspace, breakdown)]
            for breakdown in journey.breakdowns
        ],
        "types": sorted(properties_used(conditions).items()),
        "zone": workspace.settings.zone,
    }
    return blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=16).hexdigest()


def _kind(workspace: Workspace, breakdown: Breakdown) -> PropertyType:
    """What the sources declare a breakdown's property or attribute to be; text where none does."""
    within, _, name = breakdown.by.partition(".")
    scope = Scope.CUSTOMER if within == "attributes" else Scope.EVENT
    return property_types(workspace.of(Source), scope).get(name, PropertyType.TEXT)


class _Compiler:
    """Compiles conditions, signals, outcomes and breakdowns one by one and gathers what is wrong with them."""

    def __init__(self, workspace: Workspace, journey: Journey) -> None:
        self.workspace = workspace
        self.journey = journey
        self.types = {scope: property_types(workspace.of(Source), scope) for scope in Scope}
        self.zone = workspace.settings.zone
        self.problems: list[Problem] = []

    def condition(self, text: str, scope: Scope, element: str) -> Condition:
        """A compiled predicate; one that matches nothing when it is wrong, which is then among the problems."""
        name = element if scope is Scope.CUSTOMER else f"{self.journey.id}/{element}"
        try:
            return compile_predicate(text, scope, self.types[scope], zone=self.zone, element=name)
        except InputError as error:
            self.problems.extend(error.problems)
            return Condition(pl.lit(False), {})

    def score(self, touchpoint: Touchpoint) -> Condition:
        """Which responses speak of a touchpoint: as its `score` says, or those that name it."""
        if touchpoint.score is not None:
            return self.condition(touchpoint.score, Scope.RESPONSE, touchpoint.id)
        named = pl.col("touchpoint").is_in([touchpoint.id, touchpoint.name])
        return Condition(named.fill_null(value=False), {})

    def signals(self, codebook: Codebook, bound: set[int]) -> Iterable[BoundSignal]:
        """The signals that can be seen, by their codes."""
        last_phase = max((codebook.phase_of[codebook.step_of[code]] for code in bound), default=None)
        for place, (touchpoint, signal) in enumerate(_visible(self.journey.touchpoints())):
            code = codebook.touchpoints.index(touchpoint.id)
            step = codebook.step_of[code]
            if signal.overdue is not None:
                self._expect("the deadline", signal.overdue, PropertyType.TIME, signal)
            yield BoundSignal(
                place=place,
                signal=signal,
                touchpoint=code,
                step=step,
                final=codebook.phase_of[step] == last_phase,
                after=self._step(signal, codebook) if signal.overdue_after else None,
            )

    def outcomes(self, codebook: Codebook, bound: set[int]) -> Iterable[BoundOutcome]:
        """The outcomes by their codes."""
        for place, outcome in enumerate(self.journey.outcomes):
            touchpoints: tuple[int, ...] = ()
            if outcome.amount is not None:
                self._expect("the amount", outcome.amount, PropertyType.NUMBER, outcome)
            if outcome.reached is not None:
                touchpoints = self._bound_at(outcome.reached, codebook, bound, outcome)
            if outcome.since is not None:
                self._bound_at(outcome.since, codebook, bound, outcome)
            if outcome.score is not None:
                touchpoints = self._scored(outcome.score, codebook, outcome)
            yield BoundOutcome(place, outcome, touchpoints)

    def breakdowns(self, codebook: Codebook, bound: set[int]) -> Iterable[BoundBreakdown]:
        """The breakdowns by their columns."""
        for place, breakdown in enumerate(self.journey.breakdowns):
            within, _, name = breakdown.by.partition(".")
            yield BoundBreakdown(
                place=place,
                name=name,
                of_customer=within == "attributes",
                kind=_kind(self.workspace, breakdown),
                at=None if breakdown.at is None else self._bound_at(breakdown.at, codebook, bound, breakdown),
            )

    def _bound_at(self, name: str, codebook: Codebook, bound: set[int], element: Element) -> tuple[int, ...]:
        """The codes of a touchpoint, or of a step's touchpoints, at least one of which has to be bound."""
        codes = {code for code, touchpoint in enumerate(codebook.touchpoints) if touchpoint == name}
        codes |= {code for code, step in enumerate(codebook.step_of) if codebook.steps[step] == name}
        if name not in codebook.touchpoints and name not in codebook.steps:
            remedy = f"Its steps are {', '.join(codebook.steps)}"
            self._refuse(f"the journey has no step or touchpoint '{name}'", element, remedy)
        elif not codes & bound:
            self._refuse(f"no event is bound to '{name}'", element, f"Write a `match` for a touchpoint of '{name}'")
        return tuple(sorted(codes & bound))

    def _scored(self, name: str, codebook: Codebook, outcome: Outcome) -> tuple[int, ...]:
        if name in codebook.touchpoints:
            return (codebook.touchpoints.index(name),)
        known = ", ".join(codebook.touchpoints)
        self._refuse(f"the journey has no touchpoint '{name}'", outcome, f"Its touchpoints are {known}")
        return ()

    def _expect(self, what: str, name: str, wanted: PropertyType, element: Element) -> None:
        kind = self.types[Scope.EVENT].get(name)
        if kind is not wanted:
            found = "no source declares it" if kind is None else f"it is declared as {kind.value}"
            message = f"{what} '{name}' is not a {wanted.value}: {found}"
            remedy = f"Declare the property '{name}' with `type: {wanted.value}` in the source"
            self._refuse(message, element, remedy)

    def _step(self, signal: Signal, codebook: Codebook) -> int | None:
        assert signal.overdue_after is not None
        step = signal.overdue_after.step
        if step in codebook.steps:
            return codebook.steps.index(step)
        self._refuse(f"the journey has no step '{step}'", signal, f"Its steps are {', '.join(codebook.steps)}")
        return None

    def _refuse(self, message: str, element: Element, remedy: str) -> None:
        self.problems.append(Problem(message, element=f"{self.journey.id}/{element.id}", remedy=remedy))
