"""Which ways between steps the designed journey allows: said once, for all who draw them or hold cases against them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from waypost.journey.journey import Journey, RouteKind

MOST_IN_ANY_ORDER = 6
"""How many steps in our view a phase in any order may have: each doubles the states a case can be in."""


@dataclass(frozen=True)
class AllowedWay:
    """A way from one step to another, or back to itself, by their ids."""

    origin: str
    target: str
    kind: RouteKind


def allowed_ways(journey: Journey) -> tuple[AllowedWay, ...]:
    """The journey's routes in their order; then each step to the one below it, where no `next` route says otherwise."""
    steps = [step.id for step in journey.steps()]
    routes = [
        AllowedWay(route.origin, route.target, route.kind)
        for route in journey.routes
        if route.origin in steps and route.target in steps
    ]
    led = {way.origin for way in routes if way.kind is RouteKind.NEXT}
    drawn = {(way.origin, way.target) for way in routes}
    below = (pair for pair in pairwise(steps) if pair[0] not in led and pair not in drawn)
    return (*routes, *(AllowedWay(origin, target, RouteKind.NEXT) for origin, target in below))
