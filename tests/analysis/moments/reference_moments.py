"""Moments of truth again, slow and obvious: one case, one signal, one moment at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from tests.analysis.reference import Case

MINUTE = 60_000_000
MASK = (1 << 64) - 1


@dataclass(frozen=True)
class Rule:
    """One signal."""

    touchpoint: int
    drawn: bool = False
    awaited: bool = False
    visit: bool = False
    lag: int = 0
    salt: int = 0
    bands: frozenset[int] = frozenset(range(40))


@dataclass(frozen=True)
class Turn:
    """One outcome: an event, money, or (with score codes) a score lower than `below`."""

    within: int = 0
    money: bool = False
    scores: frozenset[int] = frozenset()
    below: int = 0


@dataclass(frozen=True)
class Look:
    """One case seen from one landmark."""

    case: int
    signal: int
    exposed: bool
    alike: tuple[object, ...]
    heads: bool
    results: tuple[int | str, ...]
    """By outcome: 0 or 1, the hundredths spent, or why it is not known."""


def looks(
    cases: Sequence[Case],
    rules: Sequence[Rule],
    turns: Sequence[Turn],
    step_of: Sequence[int],
    as_of: int,
    scales: Sequence[tuple[float, float]],
) -> Iterator[Look]:
    """Every case from every landmark of every signal."""
    for case in cases:
        for signal, rule in enumerate(rules):
            happened = _first(case, signal)
            if happened is not None:
                yield _look(case, signal, rules, turns, step_of, as_of, scales, happened, exposed=True)
            for moment in _compared(case, signal, rule, as_of):
                if happened is None or moment < happened:
                    yield _look(case, signal, rules, turns, step_of, as_of, scales, moment, exposed=False)


def _first(case: Case, signal: int) -> int | None:
    times = case.signal_times or ()
    return min((time for code, time in zip(case.signals, times, strict=True) if code == signal), default=None)


def _compared(case: Case, signal: int, rule: Rule, as_of: int) -> list[int]:
    own = [time for code, time in case.events if code == rule.touchpoint]
    if not rule.drawn:
        return [time for code, time in case.chances if code == signal][:1]
    beginning = case.events[0][1]
    moments = []
    for band in sorted(rule.bands):
        draw = mixed(mixed(case.customer ^ rule.salt) + beginning + band * 0x9E3779B97F4A7C15) % 4096
        offset = round((2 ** ((draw + 0.5) / 4096) - 1) * 2**30)
        tenure = MINUTE * draw // 4096 if band == 0 else (MINUTE + (MINUTE * offset >> 30)) << (band - 1)
        moment = beginning + tenure
        if moment < as_of and not (rule.awaited and (not own or own[0] > moment)):
            moments.append(moment)
    return moments


def mixed(value: int) -> int:
    """SplitMix64's finalizer."""
    value &= MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def _look(
    case: Case,
    signal: int,
    rules: Sequence[Rule],
    turns: Sequence[Turn],
    step_of: Sequence[int],
    as_of: int,
    scales: Sequence[tuple[float, float]],
    moment: int,
    *,
    exposed: bool,
) -> Look:
    rule = rules[signal]
    beginning = case.events[0][1]
    own = [time for code, time in case.events if code == rule.touchpoint]
    before = moment - rule.lag
    if rule.awaited and not rule.drawn and own:
        before = min(before, own[0])
    # Where it stood is told by the walk, which knows an order also of what happened at one moment.
    stages = [step_of[code] for code, time in case.events if time < before and code != rule.touchpoint]
    last = max(time for _, time in case.events if time < before or time == beginning)
    if rule.visit:
        run = [
            time
            for code, time in takewhile(
                lambda event: event[0] == rule.touchpoint,
                [event for event in reversed(case.events) if event[1] < before],
            )
        ]
        before = run[-1] if run else before
    scores = [
        (code, cents) for (code, cents), time in zip(case.scores, case.score_times or (), strict=True) if time < before
    ]
    quiet = sum(moment - last >= hours * 60 * MINUTE for hours in (1, 8, 64)) if rule.drawn else 0
    tenure, band = max(moment - beginning, 0) // MINUTE, 0
    while tenure:
        tenure, band = tenure // 2, band + 1
    day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=beginning)
    others = {
        other
        for other in range(len(rules))
        if other != signal and (first := _first(case, other)) is not None and first < before
    }
    return Look(
        id(case),
        signal,
        exposed,
        (
            stages[-1] if stages else None,
            band,
            (day.year, (day.month - 1) // 3),
            _mood(scores[-1], scales) if scores else None,
            quiet,
            case.member,
            frozenset(others),
        ),
        bool(mixed(case.customer ^ rule.salt) & 1),
        tuple(_result(case, place, turn, moment, as_of) for place, turn in enumerate(turns)),
    )


def _mood(score: tuple[int, int], scales: Sequence[tuple[float, float]]) -> tuple[int, str]:
    code, cents = score
    low, high = scales[code]
    third = (high - low) / 3
    if cents <= round((low + third) * 100):
        return code, "low"
    return code, "high" if cents >= round((high - third) * 100) else "middle"


def _result(case: Case, place: int, turn: Turn, moment: int, as_of: int) -> int | str:
    until = moment + turn.within if turn.within else as_of
    mine = [(time, cents) for code, time, cents in case.outcomes if code == place]
    answers = [
        (time, cents)
        for (code, cents), time in zip(case.scores, case.score_times or (), strict=True)
        if code in turn.scores
    ]
    decided = [] if turn.money else answers if turn.scores else mine
    if any(time <= moment for time, _ in decided):
        return "already"
    if until > as_of or moment >= as_of:
        return "unfollowed"
    if turn.money:
        return sum(cents for time, cents in mine if moment < time <= until)
    if turn.scores:
        in_time = [cents for time, cents in answers if time <= until]
        return int(in_time[0] < turn.below) if in_time else "unfollowed"
    return int(any(moment < time <= until for time, _ in mine))


Row = tuple[int, ...]
"""The signal, and the columns of its stratum."""


def strata(looks: Sequence[Look], outcome: int) -> Counter[Row]:
    """For one outcome: how often each row occurs as a stratum."""
    groups: dict[tuple[object, ...], list[Look]] = {}
    for look in looks:
        if not isinstance(look.results[outcome], str):
            groups.setdefault((look.signal, *look.alike), []).append(look)

    def had(some: list[Look]) -> int:
        return sum(bool(look.results[outcome]) for look in some)

    rows: Counter[Row] = Counter()
    for inside in groups.values():
        one = [look for look in inside if look.exposed]
        other = [look for look in inside if not look.exposed]
        heads = [look for look in inside if look.heads]
        selves = [(mine, before) for mine in one for before in other if mine.case == before.case]
        both = (len(selves), had([mine for mine, _ in selves]), had([before for _, before in selves]))
        rows[inside[0].signal, len(one), had(one), len(other), had(other), len(heads), had(heads), *both] += 1
    return rows
