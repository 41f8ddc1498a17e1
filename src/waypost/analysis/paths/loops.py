"""Loops: the steps cases come back to, how long a loop takes, and whether those who loop arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import numba
import numpy as np
import polars as pl

from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE, Chosen, Group
from waypost.analysis.histogram import Histograms
from waypost.analysis.measure import Counts, Integers, Places
from waypost.analysis.measuring import destination_of
from waypost.analysis.paths.exits import Exits, Stops
from waypost.analysis.paths.lines import Line, count_line, frame, share_line, times_lines
from waypost.analysis.paths.scattered import pooled, scattered, sizes
from waypost.analysis.places import Layer, layer
from waypost.analysis.results import Durations, Figure, NotEnough, Times
from waypost.analysis.statistics import MINIMUM, difference_of_shares, share
from waypost.analysis.wording import duration_text, share_text
from waypost.events.trails import Codes, Offsets, Partition, Trails, microseconds
from waypost.events.trails import Times as Instants
from waypost.journey.journey import Journey, RouteKind
from waypost.journey.ways import allowed_ways


@dataclass(frozen=True)
class LoopPath:
    """A way out and back."""

    path: tuple[str, ...]
    """Element ids from the step back to it."""
    names: tuple[str, ...]
    count: int
    """How often."""
    share: Figure
    """Of all returns to the step."""
    time: Times


@dataclass(frozen=True)
class Loop:
    """Coming back to one step after being elsewhere on the map."""

    element: str
    name: str
    came: int
    """Cases that came here."""
    cases: int
    """Cases that came back at least once."""
    share: Figure
    """Of the cases that came here."""
    returns: int
    """How often cases came back, all together."""
    time: Times
    """A loop's time: from the last event here to the first event of the next visit here."""
    total: int
    """Microseconds: the time of all loops together."""
    completed_looped: Figure
    """Share that arrived of the cases that came back here before they had arrived."""
    completed_others: Figure
    """Share that arrived of the other cases that came here before they had arrived."""
    difference: Figure
    """The first less the second: a plain comparison, not a cause. Not enough data at the destination itself."""
    paths: tuple[LoopPath, ...]
    """Most frequent first; ways over more than three other steps are left out."""
    designed: bool = False
    """Whether a `repeat` route of the design leads back over this step: a routine rather than a problem."""

    def sentences(self) -> tuple[str, ...]:
        """How many come back, what it costs them, and whether they arrive."""
        return (*self._cost(), *self._effect())

    def _cost(self) -> Iterator[str]:
        if isinstance(self.share, NotEnough):
            return
        usual = f", mostly by way of “{' → '.join(self.paths[0].names[1:-1])}”" if self.paths else ""
        took = f"; a loop takes {duration_text(self.time.median)} (median)" if isinstance(self.time, Durations) else ""
        yield (
            f"{share_text(self.share)} of those who came to “{self.name}” came back to it{usual}: {self.returns:,} "
            f"returns of {self.cases:,} cases{took}, all loops together {duration_text(self.total)}."
            f"{' That is as designed: a routine.' if self.designed else ''}"
        )

    def _effect(self) -> Iterator[str]:
        difference = self.difference
        if isinstance(difference, NotEnough):
            return
        whose = (
            f"Of those who had not arrived when they came to “{self.name}”, those who came back to it, still on their "
            "way, arrive"
        )
        if difference.low <= 0 <= difference.high:
            yield f"{whose} about as often as the others, as far as can be told."
            return
        points = [f"{100 * abs(bound):.0f}" for bound in (difference.value, difference.low, difference.high)]
        low, high = sorted(points[1:], key=float)
        way = "less" if difference.value < 0 else "more"
        yield (
            f"{whose} {points[0]} points {way} often than the others ({low} to {high}; n {difference.n:,}): a plain "
            "comparison, which does not say that the loop is the cause."
        )


@dataclass(frozen=True)
class Loops:
    """All loops of a journey, and where cases stopped."""

    journey: str
    as_of: datetime
    cases: int
    looped: Figure
    """Share of all cases that came back to any step."""
    loops: tuple[Loop, ...]
    """Those the design does not have first, and of these those that took the most time all together."""
    exits: Exits

    def sentences(self) -> tuple[str, ...]:
        """How many loop, which loops cost most, and whether those who loop arrive."""
        if isinstance(self.looped, NotEnough):
            return (f"There is not enough data: {self.cases:,} cases, of {MINIMUM} needed.",)
        said = [f"{share_text(self.looped)} of {self.cases:,} cases came back to a step after being elsewhere."]
        for loop in self.loops[:3]:
            said += loop.sentences()
        return (*said, *self.exits.sentences())

    def to_frame(self) -> pl.DataFrame:
        """Every loop, its ways, and the exits."""
        lines = [
            count_line("journey", "cases", self.cases),
            share_line("journey", "came back to any step", self.looped),
            *(line for loop in self.loops for line in _loop_lines(loop)),
        ]
        return pl.concat([frame(lines), self.exits.to_frame()])


def _loop_lines(loop: Loop) -> Iterator[Line]:
    of = loop.name
    yield count_line(of, "came", loop.came)
    yield count_line(of, "came back", loop.cases)
    yield share_line(of, "came back, share", loop.share)
    yield count_line(of, "returns", loop.returns, "events")
    yield from times_lines(of, "time of a loop", loop.time)
    yield count_line(of, "time of all loops", loop.total, "microseconds")
    yield share_line(of, "arrived, of those who came back", loop.completed_looped)
    yield share_line(of, "arrived, of the others", loop.completed_others)
    yield share_line(of, "arrived, difference", loop.difference)
    for path in loop.paths:
        way = " → ".join(path.names)
        yield count_line(way, "loop", path.count, "events")
        yield share_line(way, "loop, share", path.share)
        yield from times_lines(way, "loop, time", path.time)


@dataclass(frozen=True)
class LoopCounts(Counts):
    """What was counted of coming back, at each of k places."""

    cases: int
    """All cases."""
    looped: int
    """Cases that came back to any place."""
    came: Integers
    """[k]"""
    ahead: Integers
    """[k] cases that came here before they had arrived."""
    ahead_arrived: Integers
    """[k] of those, how many arrived."""
    back: Integers
    """[k] cases that came back."""
    early: Integers
    """[k] cases that came back before they had arrived."""
    early_arrived: Integers
    """[k] of those, how many arrived."""
    seconds: Integers
    """[k] whole seconds of all loops."""
    rest: Integers
    """[k] and the microseconds beyond, added up apart so that nothing overflows."""
    times: Histograms
    """By way: see `Returns.way`."""


@dataclass(frozen=True)
class Returns:
    """Coming back to a place after being elsewhere."""

    layer: Layer
    destination: Chosen
    """[touchpoints] whether an event of this touchpoint is the arrival."""

    def kernel(self, partition: Partition, chosen: Chosen) -> LoopCounts:
        """Follow every chosen case and note each return with the way it took."""
        looped, counted, keys, times = _loop(
            partition.start,
            partition.code,
            partition.time,
            chosen,
            self.layer.place_of,
            self.destination,
            len(self.layer.elements),
        )
        return LoopCounts(
            cases=int(chosen.sum()),
            looped=looped,
            came=counted[0],
            ahead=counted[1],
            ahead_arrived=counted[2],
            back=counted[3],
            early=counted[4],
            early_arrived=counted[5],
            seconds=counted[6],
            rest=counted[7],
            times=scattered(keys, times),
        )

    def way(self, number: int) -> tuple[int, ...] | None:
        """The places of a way from the place back to it, from the number the kernel gave it; None: over too many.

        Its digits, in base places + 2, are the place itself plus one, then those between plus one.
        """
        base = len(self.layer.elements) + 2
        digits = []
        while number:
            number, digit = divmod(number, base)
            digits.append(digit - 1)
        between = digits[:-1][::-1]
        if between and between[0] == base - 2:
            return None
        return (digits[-1], *between, digits[-1])

    def place(self, number: int) -> int:
        """The place a way comes back to."""
        base = len(self.layer.elements) + 2
        while number >= base:
            number //= base
        return number - 1

    def loops(self, counts: LoopCounts) -> tuple[Loop, ...]:
        """The places cases came back to, those that took most time all together first."""
        returns = sizes(counts.times)
        numbers: dict[int, list[int]] = {}
        for number in returns:
            numbers.setdefault(self.place(number), []).append(number)
        total = [
            seconds * _SECOND + rest
            for seconds, rest in zip(counts.seconds.tolist(), counts.rest.tolist(), strict=True)
        ]
        order = sorted(numbers, key=lambda place: (-total[place], place))
        return tuple(self._loop(place, numbers[place], total[place], counts, returns) for place in order)

    def _loop(self, place: int, numbers: list[int], total: int, counts: LoopCounts, noted: dict[int, int]) -> Loop:
        came, ahead, early = (int(of[place]) for of in (counts.came, counts.ahead, counts.early))
        arrived, early_arrived = int(counts.ahead_arrived[place]), int(counts.early_arrived[place])
        here = self.layer.place_of == place
        known = not self.destination[here].any()
        looped = (early_arrived, early if known else 0)
        others = (arrived - early_arrived, ahead - early if known else 0)
        return Loop(
            element=self.layer.elements[place],
            name=self.layer.names[place],
            came=came,
            cases=int(counts.back[place]),
            share=share(int(counts.back[place]), came),
            returns=sum(noted[number] for number in numbers),
            time=pooled(counts.times, numbers),
            total=total,
            completed_looped=share(*looped),
            completed_others=share(*others),
            difference=difference_of_shares(looped, others),
            paths=self._paths(numbers, counts, noted),
        )

    def _paths(self, numbers: list[int], counts: LoopCounts, noted: dict[int, int]) -> tuple[LoopPath, ...]:
        returns = sum(noted[number] for number in numbers)
        order = sorted(numbers, key=lambda number: (-noted[number], number))
        found = [(number, way) for number in order if (way := self.way(number)) is not None][:PATHS]
        paths = [(number, tuple(self.layer.elements[place] for place in way)) for number, way in found]
        return tuple(
            LoopPath(
                path=path,
                names=self.layer.named(path),
                count=noted[number],
                share=share(noted[number], returns),
                time=counts.times.durations(number),
            )
            for number, path in paths
        )


PATHS = 5
"""How many ways out and back are listed at each step."""
_SECOND = 1_000_000


@numba.njit(cache=True, nogil=True)
def _loop(  # pragma: no cover
    start: Offsets, code: Codes, time: Instants, chosen: Chosen, place_of: Places, destination: Chosen, size: int
) -> tuple[int, Integers, Integers, Integers]:
    counted = np.zeros((8, size), dtype=np.int64)  # in the order of the counts
    latest, ahead, back, early = np.full((4, size), -1, dtype=np.int64)  # by the latest case that did
    turn, left = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    keys, times = np.empty(len(code), dtype=np.int64), np.empty(len(code), dtype=np.int64)
    trace = np.empty(len(code), dtype=np.int64)
    looped, noted = 0, 0
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        visits, here, arrived, before = 0, -1, False, noted
        for event in range(start[case], start[case + 1]):
            there = int(place_of[code[event]])
            if there != here:
                if latest[there] == case:
                    took = time[event] - left[there]
                    keys[noted] = _way(trace[turn[there] + 1 : visits], there, size)
                    times[noted] = took
                    noted += 1
                    counted[6, there] += took // 1_000_000
                    counted[7, there] += took % 1_000_000
                    back[there] = case
                    if not arrived:
                        early[there] = case
                latest[there] = case
                if not arrived:
                    ahead[there] = case
                turn[there], trace[visits] = visits, there
                visits += 1
            here = there
            left[there] = time[event]
            arrived = arrived or destination[code[event]]
        looped += noted > before
        for place in range(size):
            counted[0, place] += latest[place] == case
            counted[1, place] += ahead[place] == case
            counted[2, place] += ahead[place] == case and arrived
            counted[3, place] += back[place] == case
            counted[4, place] += early[place] == case
            counted[5, place] += early[place] == case and arrived
    return looped, counted, keys[:noted].copy(), times[:noted].copy()


@numba.njit(cache=True, nogil=True)
def _way(between: Integers, there: int, size: int) -> np.int64:  # pragma: no cover
    """The number of the way over these places; more than three are all one way."""
    if len(between) > 3:
        return np.int64((there + 1) * (size + 2) + size + 1)
    way = np.int64(there + 1)
    for place in between:
        way = np.int64(way * (size + 2) + place + 1)
    return way


def loops(journey: Journey, trails: Trails, engine: Engine, group: Group = EVERYONE) -> Loops:
    """The loops between a journey's steps, and where cases stopped."""
    steps = layer(journey, trails.codebook, "step")
    destination = destination_of(journey, trails.codebook)
    returns, stops = Returns(steps, destination), Stops(steps, destination, microseconds(trails.as_of))
    (counts,) = engine.count(returns, trails, (group,))
    (ends,) = engine.count(stops, trails, (group,))
    routines = _routines(journey)
    found = [replace(loop, designed=loop.element in routines) for loop in returns.loops(counts)]
    return Loops(
        journey=journey.id,
        as_of=trails.as_of,
        cases=counts.cases,
        looped=share(counts.looped, counts.cases),
        loops=tuple(sorted(found, key=lambda loop: loop.designed)),
        exits=stops.finish(ends),
    )


def _routines(journey: Journey) -> frozenset[str]:
    """The steps over which a `repeat` route leads back: from the step it leads to up to the one it leaves."""
    steps = [step.id for step in journey.steps()]
    ways = [way for way in allowed_ways(journey) if way.kind is RouteKind.REPEAT]
    return frozenset(step for way in ways for step in steps[steps.index(way.target) : steps.index(way.origin) + 1])
