"""What may leave the house: a living map without names, and without any group of fewer than ten.

What is too small is left out, or is *not enough data* without its number. How many begin and end at a place is given
in tens, since those figures cannot be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from waypost.analysis.brief import Brief
from waypost.analysis.living import LivingMap
from waypost.analysis.moments.moments import Effect, Moments
from waypost.analysis.results import (
    ElementMeasures,
    Estimate,
    Figure,
    LivingMeasures,
    Measures,
    NotEnough,
    Score,
    SignalMeasure,
    Times,
    Transition,
)
from waypost.analysis.statistics import MINIMUM, NOTHING
from waypost.journey.evidence import Finding
from waypost.journey.journey import Journey
from waypost.journey.marks import Moment
from waypost.journey.model import Element

LEAST = MINIMUM
"""The smallest group that is shown."""

_NAMES: Mapping[type[Element], tuple[str, ...]] = {
    Journey: ("owner", "facilitator", "sponsor", "several_personas"),
    Moment: ("owner",),
}
"""Fields that may name people who work here."""

E = TypeVar("E", bound=Element)


def guarded(living: LivingMap) -> LivingMap:
    """The map as a guest may see it: nobody's name, no source that leads to a person, no small group."""
    measures = _living(living.measures) if living.measures is not None else None
    moments = living.brief.moments if living.brief is not None else None
    return replace(
        living,
        journey=_nameless(living.journey),
        findings=_unsourced(living.findings),
        measures=measures,
        brief=Brief(moments=_moments(moments)) if moments is not None and measures is not None else None,
    )


def _nameless(element: E) -> E:
    below = {slot: tuple(_nameless(child) for child in getattr(element, slot)) for slot in element.slots}
    return element.model_copy(update={**below, **dict.fromkeys(_NAMES.get(type(element), ()))})


def _unsourced(findings: Mapping[str, list[Finding]]) -> dict[str, list[Finding]]:
    """The evidence without its sources; a finding about several elements stays one."""
    bare = {
        id(finding): finding.model_copy(update={"source": None}) for found in findings.values() for finding in found
    }
    return {element: [bare[id(finding)] for finding in found] for element, found in findings.items()}


def _small(number: int) -> bool:
    return 0 < number < LEAST


def _living(measures: LivingMeasures) -> LivingMeasures | None:
    """The measures without segments that are small, or beside which so few remain that they could be told apart."""
    everyone = measures.everyone
    if everyone.customers < LEAST:
        return None
    segments = {
        name: _measures(segment)
        for name, segment in measures.segments.items()
        if segment.customers >= LEAST and not _small(everyone.customers - segment.customers)
    }
    return LivingMeasures(_measures(everyone), segments)


def _measures(measures: Measures) -> Measures:
    shown = {
        name: _element(here)
        for name, here in measures.elements.items()
        if not _small(here.cases) and not (here.bound and _small(here.events))
    }
    far = next((place for place, stage in enumerate(measures.funnel) if _small(stage.cases)), None)
    return replace(
        measures,
        completed=_share(measures.completed),
        duration=_times(measures.duration),
        elements=shown,
        transitions=_moves(measures.transitions),
        touchpoint_transitions=_moves(measures.touchpoint_transitions),
        variants=tuple(variant for variant in measures.variants if variant.cases >= LEAST),
        funnel=measures.funnel[:far],
    )


def _moves(moves: tuple[Transition, ...]) -> tuple[Transition, ...]:
    return tuple(move for move in moves if move.cases >= LEAST)


def _element(here: ElementMeasures) -> ElementMeasures:
    return replace(
        here,
        reach=_share(here.reach),
        drop_off=_share(here.drop_off) if here.drop_off is not None else None,
        repeats=_share(here.repeats),
        returns=_share(here.returns),
        dwell=_times(here.dwell),
        time_to=_times(here.time_to),
        entries=round(here.entries, -1),
        exits=round(here.exits, -1),
        scores=tuple(_score(score) for score in here.scores if isinstance(score.mean, Estimate)),
        signals=tuple(_signal(signal) for signal in here.signals if not _small(signal.cases)),
    )


def _share(figure: Figure) -> Figure:
    """A share, unless those it counts are few."""
    if isinstance(figure, NotEnough) or _small(round(figure.value * figure.n)):
        return NOTHING
    return figure


def _times(times: Times) -> Times:
    return NOTHING if isinstance(times, NotEnough) else times


def _score(score: Score) -> Score:
    return replace(score, distribution=())


def _signal(signal: SignalMeasure) -> SignalMeasure:
    told = tuple(one for one in signal.scores if isinstance(one.difference, Estimate))
    return replace(signal, share=_share(signal.share), scores=told)


def _moments(moments: Moments) -> Moments:
    """The effects among enough cases; who answers for a moment is ours to know."""
    return replace(
        moments,
        effects=tuple(effect for effect in moments.effects if _known(effect)),
        beliefs=tuple(
            replace(one, strongest=one.strongest if one.strongest is not None and _known(one.strongest) else None)
            for one in moments.beliefs
        ),
        covers=(),
    )


def _known(effect: Effect) -> bool:
    return min(effect.happened, effect.exposed, effect.compared) >= LEAST
