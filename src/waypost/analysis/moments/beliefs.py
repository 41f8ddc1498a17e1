"""Believed beside measured, never mixed; and who assists where it matters.

An element is *believed* to be a moment of truth when it carries such a mark, or when it or a touchpoint in it was given
at least the importance `IMPORTANT`. It is *measured* to be one when a clear effect lies in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from waypost.analysis.moments.moments import Belief, Cover, Effect, Unasked, Verdict
from waypost.analysis.results import Estimate
from waypost.events.trails import Codebook
from waypost.journey.journey import Journey, ListeningPost, Phase, Step, Touchpoint

IMPORTANT = 4
"""From this importance (of 5) on a touchpoint is believed to matter."""
SLIGHT = 0.1
"""A difference whose interval lies within ten points of none is slight: only then is a belief called over-rated."""


@dataclass(frozen=True)
class _Place:
    """An element, and the touchpoints in it."""

    element: Phase | Step | Touchpoint
    level: Literal["phase", "step", "touchpoint"]
    touchpoints: tuple[Touchpoint, ...]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(touchpoint.id for touchpoint in self.touchpoints)

    @property
    def importance(self) -> int | None:
        given = [touchpoint.importance for touchpoint in self.touchpoints if touchpoint.importance is not None]
        return max(given, default=None)

    @property
    def believed(self) -> bool:
        own = self.level == "touchpoint" and (self.importance or 0) >= IMPORTANT
        return bool(self.element.moments) or own


def beliefs(
    journey: Journey, codebook: Codebook, effects: Sequence[Effect], unasked: Sequence[Unasked]
) -> tuple[Belief, ...]:
    """Every element believed or found to be a moment of truth; where most rides first, then by votes."""
    places = [place for place in _places(journey) if place.believed]
    spoken_for = frozenset[str]().union(*(place.ids for place in places))
    found = {effect.touchpoint for effect in effects if effect.clear}
    places += [
        place for place in _places(journey) if place.level == "touchpoint" and place.element.id in found - spoken_for
    ]
    rows = [_belief(place, codebook, effects, unasked) for place in places]
    return tuple(sorted(rows, key=_criticality))


def covers(journey: Journey, believed: Sequence[Belief]) -> tuple[Cover, ...]:
    """Who assists at each; the critical ones without cover first."""
    places = {place.element.id: place for place in _places(journey)}
    rows = [_cover(places[belief.element], belief) for belief in believed]
    return tuple(sorted(rows, key=lambda cover: (cover.verdict == "over-rated", -len(cover.missing))))


def _places(journey: Journey) -> list[_Place]:
    """Every element that can be marked, in reading order."""
    places = []
    for phase in journey.phases:
        inside = tuple(touchpoint for step in phase.steps for touchpoint in step.touchpoints)
        places.append(_Place(phase, "phase", inside))
        for step in phase.steps:
            places.append(_Place(step, "step", step.touchpoints))
            places += [_Place(touchpoint, "touchpoint", (touchpoint,)) for touchpoint in step.touchpoints]
    return places


def _belief(place: _Place, codebook: Codebook, effects: Sequence[Effect], unasked: Sequence[Unasked]) -> Belief:
    here = [effect for effect in effects if effect.touchpoint in place.ids]
    left_out = any(pair.touchpoint in place.ids for pair in unasked)
    verdict, reason = _verdict(place, codebook, here, whole=not left_out)
    votes = max((moment.vote for moment in place.element.moments if moment.vote), key=lambda v: v.votes, default=None)
    return Belief(
        element=place.element.id,
        name=place.element.name,
        level=place.level,
        believed=place.believed,
        votes=votes.votes if votes else None,
        of=votes.of if votes else None,
        importance=place.importance,
        verdict=verdict,
        reason=reason,
        strongest=next((effect for effect in here if effect.clear), None),
    )


def _verdict(place: _Place, codebook: Codebook, here: Sequence[Effect], *, whole: bool) -> tuple[Verdict, str]:
    found = [effect for effect in here if effect.clear]
    if found:
        what = _found_words(found[0])
        return ("agreed", what) if place.believed else ("under-rated", f"{what}, and nobody named it")
    why = _why_unknown(place, codebook, here)
    if why:
        return "unknown", why
    widest = _widest(here)
    if widest > SLIGHT or not all(isinstance(effect.difference, Estimate) for effect in here):
        return "unknown", "no difference was found, but the data cannot rule one out"
    if not whole:
        return "unknown", "no difference was found, but the outcome that happens here is not held against it"
    points = ceil(100 * widest)
    most = f"{points} {'point' if points == 1 else 'points'}"
    return "over-rated", f"measured, and the difference is at most {most} either way"


def _found_words(effect: Effect) -> str:
    assert isinstance(effect.difference, Estimate)
    way = "more" if effect.difference.value > 0 else "less"
    happens = f"happens {way} often" if effect.unit == "share" else f"brings {way}"
    return f"after “{effect.signal_name}”, “{effect.outcome_name}” {happens}"


def _why_unknown(place: _Place, codebook: Codebook, here: Sequence[Effect]) -> str:
    """Why nothing at all is known of a place; empty where something is."""
    if not any(touchpoint.match for touchpoint in place.touchpoints):
        return "no event shows what happens here"
    if not any(touchpoint in place.ids for touchpoint, _ in codebook.signals):
        return "no signal says what may go well or badly here"
    if not here:
        return "what happens here is itself an outcome"
    if not any(isinstance(effect.difference, Estimate) for effect in here):
        return next((effect.reason for effect in here if effect.reason), "not enough data")
    return ""


def _widest(here: Sequence[Effect]) -> float:
    """How far from none a difference of shares here may be; endless where there is none."""
    shares = (effect.difference for effect in here if effect.unit == "share")
    return max((max(abs(one.low), abs(one.high)) for one in shares if isinstance(one, Estimate)), default=float("inf"))


def _criticality(belief: Belief) -> tuple[int, float, int]:
    effect = belief.strongest
    rides = effect.attributable if effect else None
    weight = abs(rides.value) if isinstance(rides, Estimate) else 0.0
    return (0 if effect else 1), -weight, -(belief.votes or 0)


def _cover(place: _Place, belief: Belief) -> Cover:
    owners = [moment.owner for moment in place.element.moments if moment.owner]
    owners += [touchpoint.department for touchpoint in place.touchpoints if touchpoint.department]
    posts = [post for touchpoint in place.touchpoints for post in touchpoint.posts]
    return Cover(
        element=belief.element,
        name=belief.name,
        verdict=belief.verdict,
        owner=owners[0] if owners else None,
        posts=tuple(post.question for post in posts),
        missing=_missing(owners, posts),
    )


def _missing(owners: Sequence[str], posts: Sequence[ListeningPost]) -> tuple[str, ...]:
    return (*(() if owners else ("an owner",)), *(() if posts else ("a listening post",)))
