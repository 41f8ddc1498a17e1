"""The measures of each phase, step and touchpoint, made from what was counted there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from waypost.analysis.answers import ScoreCounts, SignalCounts, score
from waypost.analysis.contrasts import ContrastCounts, contrasts
from waypost.analysis.results import ElementMeasures, Level, Score, SignalMeasure
from waypost.analysis.statistics import share
from waypost.analysis.visits import PlaceCounts, VisitCounts
from waypost.events.trails import Codebook
from waypost.journey.binding import Signal
from waypost.journey.journey import Journey, Phase, Step, Touchpoint

Place: TypeAlias = Phase | Step | Touchpoint


@dataclass(frozen=True)
class ElementCounts:
    """What was counted at the elements of a journey, for one group."""

    cases: int
    """All cases of the group."""
    visits: Mapping[Level, VisitCounts]
    scores: ScoreCounts
    signals: SignalCounts
    contrasts: ContrastCounts


def touchpoints_of(place: Place) -> tuple[Touchpoint, ...]:
    """The touchpoints at or below an element, in reading order."""
    match place:
        case Phase():
            return tuple(touchpoint for step in place.steps for touchpoint in step.touchpoints)
        case Step():
            return place.touchpoints
        case Touchpoint():
            return (place,)


def is_bound(place: Place) -> bool:
    """Whether any touchpoint here has a `match`: only then can events show what happens here."""
    return any(touchpoint.match is not None for touchpoint in touchpoints_of(place))


def destination_step(journey: Journey) -> Step | None:
    """The bound step the journey names in `arrives`; else the last bound one that is not optional.

    When all are optional it is the last bound one; None when nothing is bound.
    """
    bound = [step for step in journey.steps() if is_bound(step)]
    if named := next((step for step in bound if step.id == journey.arrives), None):
        return named
    needed = [step for step in bound if not step.optional]
    return next(reversed(needed or bound), None)


def element_measures(journey: Journey, codebook: Codebook, counts: ElementCounts) -> dict[str, ElementMeasures]:
    """By element id, in reading order: each phase, its steps, their touchpoints."""
    reading = _Reading(journey, codebook, counts)
    return {place.id: reading.element(level, place) for level, place in places_of(journey)}


def places_of(journey: Journey) -> Iterator[tuple[Level, Place]]:
    """Every phase, its steps and their touchpoints, in reading order."""
    for phase in journey.phases:
        yield "phase", phase
        for step in phase.steps:
            yield "step", step
            for touchpoint in step.touchpoints:
                yield "touchpoint", touchpoint


@dataclass(frozen=True)
class _Reading:
    """A group's counts, read through the codebook."""

    journey: Journey
    codebook: Codebook
    counts: ElementCounts

    def element(self, level: Level, place: Place) -> ElementMeasures:
        code = self._code(level, place.id) if is_bound(place) else None
        here = self.counts.visits[level].at(code) if code is not None else PlaceCounts()
        return ElementMeasures(
            element=place.id,
            name=place.name,
            level=level,
            bound=code is not None,
            cases=here.cases,
            events=here.events,
            reach=share(here.cases, self.counts.cases if code is not None else 0),
            drop_off=None if code is not None and self._is_arrival(place) else share(here.dropped, here.cases),
            repeats=share(here.repeated, here.cases),
            dwell=here.dwell,
            entries=here.entries,
            exits=here.exits,
            scores=self._scores(place),
            signals=self._signals(place),
            visits=here.visits,
            returns=share(here.returned, here.cases),
            time_to=here.time_to,
        )

    def _code(self, level: Level, element: str) -> int | None:
        codes = {
            "phase": self.codebook.phases,
            "step": self.codebook.steps,
            "touchpoint": self.codebook.touchpoints,
        }[level]
        return codes.index(element) if element in codes else None

    @cached_property
    def _destination(self) -> frozenset[str]:
        """The bound touchpoints of the destination."""
        step = destination_step(self.journey)
        return frozenset(point.id for point in touchpoints_of(step) if is_bound(point)) if step else frozenset()

    def _is_arrival(self, place: Place) -> bool:
        """Whether everything bound here is the destination."""
        return all(point.id in self._destination for point in touchpoints_of(place) if is_bound(point))

    def _scores(self, place: Place) -> tuple[Score, ...]:
        """A score for each scale on which anybody judged the touchpoints here, in the codebook's order."""
        inside = {point.id for point in touchpoints_of(place)}
        given = {code for code, _ in self.counts.scores.given}
        scales: dict[tuple[float, float], list[int]] = {}
        for code, key in enumerate(self.codebook.scores):
            if key.touchpoint in inside and code in given:
                scales.setdefault((key.low, key.high), []).append(code)
        return tuple(score(self.counts.scores, frozenset(codes), low, high) for (low, high), codes in scales.items())

    def _signals(self, place: Place) -> tuple[SignalMeasure, ...]:
        return tuple(
            self._signal(self.codebook.signals.index((point.id, signal.id)), signal)
            for point in touchpoints_of(place)
            for signal in point.signals
            if (point.id, signal.id) in self.codebook.signals
        )

    def _signal(self, code: int, signal: Signal) -> SignalMeasure:
        happened = int(self.counts.signals.happened[code])
        is_score = signal.rule == "scored_below"  # to compare scores by the scores would only repeat the rule
        return SignalMeasure(
            signal=signal.id,
            name=signal.name,
            rule=signal.rule,
            cases=happened,
            share=share(happened, int(self.counts.signals.at_risk[code])),
            scores=() if is_score else contrasts(self.counts.contrasts, self.codebook, code),
        )
