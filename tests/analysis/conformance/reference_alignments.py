"""Alignments again, slow and obvious: Dijkstra through every pair of (visits played, where the design stands)."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import count, groupby
from typing import TypeAlias

from waypost.analysis.conformance.designed import Costs
from waypost.journey.journey import Journey, Phase, RouteKind, Step

Standing: TypeAlias = tuple[str, str, frozenset[str]]
"""(`before`, `after` or `in`; the step or phase; what is done of a phase in any order); or the start or the end."""
START: Standing = ("start", "", frozenset())
END: Standing = ("end", "", frozenset())


def visits(steps: list[str]) -> list[str]:
    return [step for step, _ in groupby(steps)]


def cheapest(journey: Journey, trail: list[str], costs: Costs, *, whole: bool = True) -> int:
    """The cost of the best alignment of a trail (step ids) to the whole design, or to any beginning of it."""
    design = Design(journey, costs)
    played = visits(trail)
    ticket = count()
    arrival = design.arrival().id
    waiting: list[tuple[int, int, int, Standing, bool]] = [(0, next(ticket), 0, START, False)]
    done: set[tuple[int, Standing, bool]] = set()
    while waiting:
        cost, _, place, standing, arrived = heapq.heappop(waiting)
        if (place, standing, arrived) in done:
            continue
        done.add((place, standing, arrived))
        if place == len(played) and ((standing == END and arrived) or not whole):
            return cost
        if place < len(played):
            detour = cost + design.cost(played[place]).detour
            heapq.heappush(waiting, (detour, next(ticket), place + 1, standing, arrived))
        for step, there in design.ways(standing):
            now = arrived or step == arrival
            if step is not None and place < len(played) and played[place] == step:
                heapq.heappush(waiting, (cost, next(ticket), place + 1, there, now))
            heapq.heappush(waiting, (cost + design.price(step), next(ticket), place, there, now))
    raise AssertionError("every trail has an alignment")


class Design:
    """The rules as a person would apply them."""

    def __init__(self, journey: Journey, costs: Costs) -> None:
        self.journey, self.costs = journey, costs
        self.steps = list(journey.steps())
        self.home = {step.id: phase for phase in journey.phases for step in phase.steps}

    def seen(self, step: Step) -> bool:
        return any(touchpoint.match for touchpoint in step.touchpoints)

    def cost(self, step: str):  # type: ignore[no-untyped-def]
        return self.costs.of(self.home[step].id, step)

    def price(self, step: str | None) -> int:
        """Of passing a step over; None: nothing is passed over."""
        if step is None:
            return 0
        found = next(each for each in self.steps if each.id == step)
        return 0 if found.optional or not self.seen(found) else self.cost(step).skip

    def arrival(self) -> Step:
        seen = [step for step in self.steps if self.seen(step)]
        named = [step for step in seen if step.id == self.journey.arrives]
        return (named or [step for step in seen if not step.optional][-1:] or seen[-1:])[0]

    def enter(self, step: str) -> Standing:
        phase = self.home[step]
        return ("in", phase.id, frozenset()) if phase.any_order else ("before", step, frozenset())

    def ways(self, standing: Standing) -> Iterator[tuple[str | None, Standing]]:
        kind, where, done = standing
        if kind == "start":
            yield None, self.enter(self.steps[0].id)
        elif kind == "before":
            yield where, ("after", where, frozenset())
        elif kind == "after":
            for target, _ in self.leads(where):
                yield None, self.enter(target)
            if self.late_enough(where):
                yield None, END
        elif kind == "in":
            phase = next(phase for phase in self.journey.phases if phase.id == where)
            yield from self.in_any_order(phase, done)

    def in_any_order(self, phase: Phase, done: frozenset[str]) -> Iterator[tuple[str | None, Standing]]:
        inside = {step.id for step in phase.steps}
        seen = {step.id for step in phase.steps if self.seen(step)}
        here = done | (inside - seen)
        for step in sorted(seen - done):
            yield step, ("in", phase.id, done | {step})
        for origin in sorted(here):
            for target, kind in self.leads(origin):
                if target in inside:
                    if kind is RouteKind.REPEAT and target in done:
                        yield target, ("in", phase.id, done)
                elif kind is not RouteKind.NEXT or done == seen:
                    yield None, self.enter(target)
        arrival = self.arrival().id
        if arrival in inside:
            if done == seen:
                yield None, END
        elif any(self.late_enough(step) for step in here):
            yield None, END

    def leads(self, step: str) -> Iterator[tuple[str, RouteKind]]:
        routes = [route for route in self.journey.routes if route.origin == step]
        yield from ((route.target, route.kind) for route in routes)
        ids = [each.id for each in self.steps]
        place = ids.index(step)
        if place + 1 < len(ids) and all(route.kind is not RouteKind.NEXT for route in routes):
            below = ids[place + 1]
            if all(route.target != below for route in routes):
                yield below, RouteKind.NEXT

    def late_enough(self, step: str) -> bool:
        ids = [each.id for each in self.steps]
        return ids.index(step) >= ids.index(self.arrival().id)
