"""Flows, loops, exits, times to milestones, retention and milestones again, slow and obvious."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from tests.analysis.reference import Case, visits

Way = tuple[int, tuple[int, ...]]
"""(side, places from next to the anchor outwards); −1: entry or exit."""


def ways(cases: list[Case], place_of: list[int], anchor: int, before: int, after: int) -> dict[Way, list[int]]:
    """Way → the times between its outermost place and the anchor, one for every case; 0 for entries and exits."""
    times: dict[Way, list[int]] = {}
    for case in cases:
        runs = [(place, time) for place, time, _ in visits(case, place_of)]
        middle = next((number for number, (place, _) in enumerate(runs) if place == anchor), None)
        if middle is None:
            continue
        for side, beyond, most in ((-1, runs[:middle][::-1], before), (1, runs[middle + 1 :], after)):
            for length in range(1, min(most, len(beyond) + 1) + 1):
                ended = length > len(beyond)
                way = tuple(place for place, _ in beyond[:length]) + ((-1,) if ended else ())
                took = 0 if ended else abs(beyond[length - 1][1] - runs[middle][1])
                times.setdefault((side, way), []).append(took)
    return times


def returns(case: Case, place_of: list[int]) -> list[tuple[tuple[int, ...], int, int]]:
    """(places from a place back to it, time of the loop, moment of coming back) of each return."""
    runs: list[tuple[int, int, int]] = []  # place, first event, last event
    for place, moments in groupby(case.placed(place_of), key=lambda moment: moment[0]):
        times = [time for _, time in moments]
        runs.append((place, times[0], times[-1]))
    found = []
    for number, (place, began, _) in enumerate(runs):
        earlier = [one for one in range(number) if runs[one][0] == place]
        if earlier:
            path = tuple(one for one, _, _ in runs[earlier[-1] : number + 1])
            found.append((path, began - runs[earlier[-1]][2], number))
    return found


def until_arrival(case: Case, destination: set[int]) -> Case:
    """A case up to its arrival."""
    until = next((number for number, (code, _) in enumerate(case.events) if code in destination), len(case.events))
    return Case(case.customer, case.events[: until + 1])


def came_early(case: Case, place_of: list[int], destination: set[int]) -> set[int]:
    """The places a visit to which began before the case had arrived."""
    return {place for place, _, _ in visits(until_arrival(case, destination), place_of)}


def returned_early(case: Case, place_of: list[int], destination: set[int]) -> set[int]:
    """The places a case came back to before it had arrived."""
    return {path[0] for path, _, _ in returns(until_arrival(case, destination), place_of)}


def arrived(case: Case, destination: set[int]) -> bool:
    return any(code in destination for code, _ in case.events)


def last_places(cases: list[Case], place_of: list[int], destination: set[int]) -> Counter[tuple[int, ...]]:
    """The last two places of those that did not arrive."""
    return Counter(
        tuple(place for place, _, _ in visits(case, place_of))[-2:] for case in cases if not arrived(case, destination)
    )


def waits(cases: list[Case], origin: set[int] | None, target: set[int], as_of: int) -> tuple[int, dict[int, list[int]]]:
    """How many had been there before; 0: the times of those that came, 1: how long the others were followed, 2: all."""
    already = 0
    times: dict[int, list[int]] = {0: [], 1: [], 2: []}
    for case in cases:
        begins = [number for number, (code, _) in enumerate(case.events) if origin is None or code in origin]
        if not begins:
            continue
        if any(code in target for code, _ in case.events[: begins[0]]):
            already += 1
            continue
        since = case.events[begins[0]][1]
        reached = [time for code, time in case.events[begins[0] :] if code in target]
        times[0 if reached else 1].append((reached[0] if reached else as_of) - since)
        times[2].append(as_of - since)
    return already, times


def active(cases: list[Case], edges: list[int]) -> Counter[tuple[int, int]]:
    """(period begun in, how many periods later) → active customers; 0 later: all that began."""
    periods: dict[int, set[int]] = {}
    for case in cases:
        for _, time in case.events:
            period = max(number for number, edge in enumerate(edges) if edge <= time)
            periods.setdefault(case.customer, set()).add(period)
    return Counter((min(seen), period - min(seen)) for seen in periods.values() for period in seen)


def orders(cases: list[Case], milestone_of: list[int], window: int) -> list[list[tuple[int, int]]]:
    """For each case its milestones as (milestone, time since the first), in the order in which they were reached."""
    found = []
    for case in cases:
        moments = [(place, time) for place, time in case.placed(milestone_of) if place >= 0]
        since = moments[0][1] if moments else 0
        reached: dict[int, int] = {}
        for place, time in moments:
            if time - since <= window:
                reached.setdefault(place, time - since)
        found.append(list(reached.items()))
    return found
