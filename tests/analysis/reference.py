"""Every measure again, slow and obvious: plain Python over lists of cases, one question at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil

Moment = tuple[int, int]
"""(touchpoint code, microseconds)"""


@dataclass(frozen=True)
class Case:
    """One walk, as a person would write it down."""

    customer: int
    events: tuple[Moment, ...]
    member: tuple[bool, ...] = (False, False)
    """Of each segment."""
    signals: tuple[int, ...] = ()
    """Signal codes, in the order they happened."""
    at_risk: tuple[bool, ...] = (False, False)
    scores: tuple[tuple[int, int], ...] = ()
    """(score code, hundredths)"""
    signal_times: tuple[int, ...] | None = None
    """When each signal happened; left out: all at the start of time."""
    score_times: tuple[int, ...] | None = None
    """When each score was given; likewise."""
    outcomes: tuple[tuple[int, int, int], ...] = ()
    """(outcome code, microseconds, hundredths), in order of time."""
    alike: tuple[str | None, ...] = (None,)
    """The value of each breakdown."""
    chances: tuple[tuple[int, int], ...] = ()
    """(signal code, microseconds): the first chance at which a signal did not happen, in order of time."""

    def placed(self, place_of: list[int]) -> list[Moment]:
        """The events as (place, time)."""
        return [(place_of[code], time) for code, time in self.events]


def visits(case: Case, place_of: list[int]) -> list[tuple[int, int, int]]:
    """(place, time of the first event, how many events) of each run of events at one place."""
    runs = [list(run) for _, run in groupby(case.placed(place_of), key=lambda moment: moment[0])]
    return [(run[0][0], run[0][1], len(run)) for run in runs]


def transitions(cases: list[Case], place_of: list[int]) -> dict[tuple[int, int], list[int]]:
    """(origin, target) → the times of all moves, the diagonal included."""
    times: dict[tuple[int, int], list[int]] = {}
    for case in cases:
        for (origin, before), (target, after) in pairwise(case.placed(place_of)):
            times.setdefault((origin, target), []).append(after - before)
    return times


def transition_cases(cases: list[Case], place_of: list[int]) -> Counter[tuple[int, int]]:
    """(origin, target) → how many different cases moved so."""
    return Counter(
        pair for case in cases for pair in {(one, other) for (one, _), (other, _) in pairwise(case.placed(place_of))}
    )


def came(cases: list[Case], place_of: list[int]) -> Counter[int]:
    return Counter(place for case in cases for place in {place for place, _ in case.placed(place_of)})


def events(cases: list[Case], place_of: list[int]) -> Counter[int]:
    return Counter(place for case in cases for place, _ in case.placed(place_of))


def visited(cases: list[Case], place_of: list[int]) -> Counter[int]:
    return Counter(place for case in cases for place, _, _ in visits(case, place_of))


def returned(cases: list[Case], place_of: list[int]) -> Counter[int]:
    return Counter(
        place
        for case in cases
        for place, times in Counter(place for place, _, _ in visits(case, place_of)).items()
        if times > 1
    )


def repeated(cases: list[Case], place_of: list[int]) -> Counter[int]:
    """Returned, or the same touchpoint twice in a row."""
    found: Counter[int] = Counter()
    for case in cases:
        places = set(returned([case], place_of))
        places |= {place_of[one] for (one, _), (other, _) in pairwise(case.events) if one == other}
        found.update(places)
    return found


def entries(cases: list[Case], place_of: list[int]) -> Counter[int]:
    return Counter(place_of[case.events[0][0]] for case in cases)


def exits(cases: list[Case], place_of: list[int]) -> Counter[int]:
    return Counter(place_of[case.events[-1][0]] for case in cases)


def dropped(cases: list[Case], place_of: list[int], destination: set[int]) -> Counter[int]:
    return exits([case for case in cases if not any(code in destination for code, _ in case.events)], place_of)


def dwell(cases: list[Case], place_of: list[int]) -> dict[int, list[int]]:
    times: dict[int, list[int]] = {}
    for case in cases:
        for (place, began, _), (_, left, _) in pairwise(visits(case, place_of)):
            times.setdefault(place, []).append(left - began)
    return times


def time_to(cases: list[Case], place_of: list[int]) -> dict[int, list[int]]:
    """For each place, from the first event to the first event there, one for every case that came."""
    times: dict[int, list[int]] = {}
    for case in cases:
        moments = case.placed(place_of)
        for place in {place for place, _ in moments}:
            first = next(time for here, time in moments if here == place)
            times.setdefault(place, []).append(first - case.events[0][1])
    return times


def durations(cases: list[Case], destination: set[int]) -> list[int]:
    """From the first event to the arrival, of the cases that arrived."""
    return [
        next(time for code, time in case.events if code in destination) - case.events[0][1]
        for case in cases
        if any(code in destination for code, _ in case.events)
    ]


def variants(cases: list[Case], place_of: list[int]) -> Counter[tuple[int, ...]]:
    return Counter(tuple(place for place, _, _ in visits(case, place_of)) for case in cases)


def funnel(cases: list[Case], stage_of: list[int], stages: int, window: int) -> list[list[int]]:
    """For each stage the times from the stage before, one for every case that came so far (0 at the first)."""
    times: list[list[int]] = [[] for _ in range(stages)]
    for case in cases:
        left = case.placed(stage_of)
        reached: list[int] = []
        for stage in range(stages):
            place = next((number for number, (here, _) in enumerate(left) if here == stage), None)
            if place is None or (reached and left[place][1] - reached[0] > window):
                break
            times[stage].append(left[place][1] - reached[-1] if reached else 0)
            reached.append(left[place][1])
            left = left[place + 1 :]
    return times


def scores(cases: list[Case]) -> Counter[tuple[int, int]]:
    return Counter(answer for case in cases for answer in case.scores)


def happened(cases: list[Case]) -> Counter[int]:
    return Counter(signal for case in cases for signal in set(case.signals))


def contrasts(cases: list[Case], pairs: list[tuple[int, int]]) -> Counter[tuple[int, int, bool, int]]:
    """(signal, score code, whether it happened, hundredths) → how many cases at risk answered so."""
    return Counter(
        (signal, scale, signal in case.signals, cents)
        for signal, scale in pairs
        for case in cases
        if case.at_risk[signal]
        for code, cents in case.scores
        if code == scale
    )


def quantile(values: list[int], percent: int) -> int:
    """The smallest value at or below which lie at least so many percent of all."""
    return sorted(values)[max(ceil(percent * len(values) / 100), 1) - 1]


def counted_from(case: Case, since: tuple[int, ...] | None) -> int | None:
    """When the case first came to one of these touchpoints (without any: when it began); None: never."""
    return next((time for code, time in case.events if since is None or code in since), None)


def ending(
    case: Case, outcome: int, since: tuple[int, ...] | None, within: int | None, answers: tuple[int, ...], as_of: int
) -> tuple[bool, bool]:
    """Whether an outcome happened to a case, and whether it could have."""
    begun = counted_from(case, since)
    if begun is None:
        return False, False

    def counts(time: int) -> bool:
        return (since is None or time >= begun) and (within is None or time <= begun + within)

    if answers:
        times = case.score_times or (0,) * len(case.scores)
        could = any(code in answers and counts(time) for (code, _), time in zip(case.scores, times, strict=True))
    else:
        could = within is None or begun + within <= as_of
    return could and any(code == outcome and counts(time) for code, time, _ in case.outcomes), could
