"""The kernel of moments of truth counts what the slow reference counts, and partitions never change an integer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import compress, product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis import reference
from tests.analysis.making import AS_OF, CODEBOOK, DAY, START, STEP_OF, partition_of, walk
from tests.analysis.moments.reference_moments import Rule, Turn, looks, strata
from tests.analysis.reference import Case
from waypost.analysis.comparison.endings import Ending, Endings
from waypost.analysis.engines.local import merged
from waypost.analysis.groups import EVERYONE
from waypost.analysis.moments.counts import (
    ExposureCounts,
    Exposures,
    Scout,
    Sought,
    Strata,
    StrataCounts,
    signal_of,
)
from waypost.analysis.moments.kernel import (
    ALREADY,
    AMOUNT,
    BANDS,
    EVENT,
    HAPPENED,
    OTHERS_ALREADY,
    OTHERS_UNFOLLOWED,
    SCORE,
    TIMES,
    TIMES_SQUARED,
    UNFOLLOWED,
)
from waypost.analysis.moments.rules import Deciding, Landmarks, Seasons
from waypost.events.trails import NEVER, microseconds

RULES = (Rule(touchpoint=1, awaited=True, salt=12345), Rule(touchpoint=5, drawn=True, awaited=True, salt=99))
"""The first has a moment of decision (a deadline), the second has none (repeated)."""
MORE_RULES = (Rule(touchpoint=1, visit=True, salt=5), Rule(touchpoint=5, drawn=True, salt=8, bands=frozenset({12, 14})))
"""`when` and `reached`."""
SLOW_RULES = (Rule(touchpoint=1, lag=DAY, salt=5), Rule(touchpoint=5, salt=8))
"""`slower_than` and `scored_below`."""
TURNS = (Turn(within=20 * DAY), Turn(money=True), Turn(within=300 * DAY, scores=frozenset({0, 2}), below=250))
KINDS = (EVENT, AMOUNT, SCORE)
UNTIL = microseconds(AS_OF)
SCALES = [(key.low, key.high) for key in CODEBOOK.scores]

DECIDING = Deciding(
    kind=np.array(KINDS, dtype=np.int16),
    within=np.array([turn.within for turn in TURNS], dtype=np.int64),
    purse=np.array([-1, 0, -1], dtype=np.int16),
    about=np.array([[code in turn.scores for code in range(3)] for turn in TURNS]),
    below=np.array([turn.below or -NEVER for turn in TURNS], dtype=np.int64),
    at_least=np.full(3, NEVER),
)
SEASONS = Seasons(
    step_of=np.array(STEP_OF, dtype=np.int16),
    low=np.array([round((low + (high - low) / 3) * 100) for low, high in SCALES], dtype=np.int64),
    high=np.array([round((high - (high - low) / 3) * 100) for low, high in SCALES], dtype=np.int64),
    as_of=UNTIL,
)
ENDINGS = Endings((Ending(20 * DAY, since=(1, 2)), Ending(3 * DAY), Ending(300 * DAY, (0, 2))), UNTIL)


def exposures_of(rules: Sequence[Rule]) -> Exposures:
    return Exposures(
        Landmarks(
            drawn=np.array([rule.drawn for rule in rules]),
            own=np.array([rule.touchpoint for rule in rules], dtype=np.int16),
            awaited=np.array([rule.awaited for rule in rules]),
            visit=np.array([rule.visit for rule in rules]),
            lag=np.array([rule.lag for rule in rules], dtype=np.int64),
            other=np.arange(2, dtype=np.int16),
            salt=np.array([rule.salt for rule in rules], dtype=np.uint64),
            bands=np.array([[rule.drawn and band in rule.bands for band in range(BANDS)] for rule in rules]),
        ),
        SEASONS,
    )


EXPOSURES = exposures_of(RULES)


@st.composite
def a_told_case(draw: st.DrawFn) -> Case:
    """A case in which everything has its time; few different times, so that ties and full strata are frequent."""
    days = st.sampled_from([0.0, 0.0005, 1.0, 1.5, 2.0, 3.0, 10.0, 20.0, 30.0, 200.0])
    events = sorted(draw(st.lists(st.tuples(days, st.integers(0, 5)), min_size=1, max_size=6)))
    first = START + draw(st.integers(0, 2)) * 50 * DAY - int(events[0][0] * DAY)

    def moments(codes: st.SearchStrategy[int]) -> list[tuple[int, int]]:
        return sorted(
            (first + int(day * DAY), code) for day, code in draw(st.lists(st.tuples(days, codes), max_size=3))
        )

    signals, answers = moments(st.integers(0, 1)), moments(st.integers(0, 2))
    chances = [(code, time) for time, code in moments(st.just(0))][:1]
    outcomes = moments(st.integers(0, 2))
    return Case(
        customer=draw(st.integers(0, 30)),
        events=tuple((code, first + int(day * DAY)) for day, code in events),
        member=(draw(st.booleans()), False),
        signals=tuple(code for _, code in signals),
        signal_times=tuple(time for time, _ in signals),
        at_risk=(any(code == 0 for _, code in signals) or draw(st.booleans()), True),
        scores=tuple((code, draw(st.sampled_from([0, 100, 250, 400, 500]))) for _, code in answers),
        score_times=tuple(time for time, _ in answers),
        outcomes=tuple((code, time, draw(st.integers(-999, 10**12)) if code == 1 else 100) for time, code in outcomes),
        chances=tuple(chances),
    )


told = st.lists(a_told_case(), max_size=25)


def strata_for(cases: Sequence[Case], exposures: Exposures = EXPOSURES, deciding: Deciding = DECIDING) -> Strata:
    partition = partition_of(cases)
    keys = exposures.kernel(partition, EVERYONE.chosen(partition)).key
    return Strata(exposures.landmarks, deciding, SEASONS, Sought.of(keys), ENDINGS)


def counted(cases: Sequence[Case], measure: Strata | None = None) -> StrataCounts:
    partition = partition_of(cases)
    return (measure or strata_for(cases)).kernel(partition, EVERYONE.chosen(partition))


def rows(counts: StrataCounts, outcome: int) -> Counter[tuple[int, ...]]:
    """Of the strata in which somebody has the signal; others may be counted or not."""
    codes = signal_of(counts.key).tolist()
    return exposed(Counter((code, *row) for code, row in zip(codes, counts.cases[:, outcome].tolist(), strict=True)))


def exposed(rows: Counter[tuple[int, ...]]) -> Counter[tuple[int, ...]]:
    return Counter({row: times for row, times in rows.items() if row[1]})


def money_of(digits: Sequence[int]) -> tuple[int, int]:
    """The sum and the sum of squares, exactly."""
    return digits[0] + (digits[1] << 32), sum(digit << (32 * place) for place, digit in enumerate(digits[2:]))


@pytest.mark.parametrize("rules", [RULES, MORE_RULES, SLOW_RULES])
@given(cases=told)
def test_the_kernel_counts_what_the_reference_counts(rules: tuple[Rule, ...], cases: list[Case]) -> None:
    counts = counted(cases, strata_for(cases, exposures_of(rules)))
    seen = list(looks(cases, rules, TURNS, STEP_OF, UNTIL, SCALES))
    for outcome in (0, 2):
        assert rows(counts, outcome) == exposed(strata(seen, outcome))
    for signal in range(2):
        happened = [look for look in seen if look.signal == signal and look.exposed]
        for outcome in range(3):
            results = [look.results[outcome] for look in happened]
            fate = counts.fate[signal, outcome].tolist()
            others = [look for look in seen if look.signal == signal and not look.exposed]
            times = Counter(look.case for look in others if not isinstance(look.results[outcome], str))
            assert fate[TIMES] == times.total()
            assert fate[TIMES_SQUARED] == sum(count**2 for count in times.values())
            beside = [look.results[outcome] for look in others]
            assert fate[OTHERS_ALREADY] == beside.count("already")
            assert fate[OTHERS_UNFOLLOWED] == beside.count("unfollowed")
            assert fate[HAPPENED] == len(happened)
            assert fate[ALREADY] == results.count("already")
            assert fate[UNFOLLOWED] == results.count("unfollowed")


@given(cases=told)
def test_sums_of_money_are_exact_however_large(cases: list[Case]) -> None:
    counts = counted(cases)
    seen = list(looks(cases, RULES, TURNS, STEP_OF, UNTIL, SCALES))
    total = counts.money.sum(axis=0)[0]
    alike = {(look.signal, look.alike) for look in seen if look.exposed}
    seen = [look for look in seen if (look.signal, look.alike) in alike]
    for arm, belongs in enumerate(
        ([look.exposed for look in seen], [not look.exposed for look in seen], [look.heads for look in seen])
    ):
        spent = [one for one in (look.results[1] for look in compress(seen, belongs)) if isinstance(one, int)]
        assert money_of(total[arm].tolist()) == (sum(spent), sum(one**2 for one in spent))


@given(cases=told, order=st.randoms(use_true_random=False), parts=st.integers(1, 5))
def test_partitions_and_the_order_of_merging_change_nothing(cases: list[Case], order: Random, parts: int) -> None:
    whole = counted(cases)
    divided = [[case for case in cases if case.customer % parts == part] for part in range(parts)]
    keys = merged([ExposureCounts(strata_for(part).sought.key) for part in divided]).key
    assert np.array_equal(keys, strata_for(cases).sought.key)
    pieces = [counted(part, strata_for(cases)) for part in divided]
    order.shuffle(pieces)
    together = merged(pieces)
    for field in vars(whole):
        assert np.array_equal(getattr(together, field), getattr(whole, field)), field


PLAIN = (
    Endings((Ending(), Ending(), Ending(answers=(0, 2))), UNTIL),
    ENDINGS,
    Endings((Ending(since=(4,)), Ending(9 * DAY, since=(1, 4)), Ending(DAY, (0, 2), (0,))), START + 55 * DAY),
)
"""However long it takes; in time; counted from somewhere, and some cannot be followed so long."""


@pytest.mark.parametrize("endings", PLAIN)
@given(cases=told)
def test_the_plain_comparison_counts_outcomes_as_they_are_declared(endings: Endings, cases: list[Case]) -> None:
    counts = counted(cases, replace(strata_for(cases), endings=endings))
    for signal, side in product(range(2), range(2)):
        others = [case for case in cases if signal not in case.signals and case.at_risk[signal]]
        members = others if side else [case for case in cases if signal in case.signals]
        for outcome, ending in enumerate(endings.outcomes):
            within = None if ending.within == NEVER else ending.within
            told = [
                (case, *reference.ending(case, outcome, ending.since, within, ending.answers, endings.as_of))
                for case in members
            ]
            known = [case for case, _, could in told if could]
            happened = [case for case, did, _ in told if did]
            found = counts.naive[signal, outcome, 2 * side : 2 * side + 2].tolist()
            assert found == [len(known), len(happened)]
            if outcome == 1:
                bought = [_spent(case, outcome, ending.since, within) for case in known]
                money = money_of(counts.naive_money[signal, 0, side].tolist())
                assert money == (sum(bought), sum(cents**2 for cents in bought))


def _spent(case: Case, outcome: int, since: tuple[int, ...] | None, within: int | None) -> int:
    """What a case that came there spent, in time."""
    begun = reference.counted_from(case, since)
    assert begun is not None
    return sum(
        cents
        for code, time, cents in case.outcomes
        if code == outcome and (since is None or time >= begun) and (within is None or time <= begun + within)
    )


def test_what_comes_later_never_moves_a_drawn_moment() -> None:
    """Two cases alike until day 3, whatever comes after, are compared at the same moments until then."""
    short = walk(7, ("ask", 0))
    long = walk(7, ("ask", 0), ("use", 3), ("use", 400))
    alone = replace(DECIDING, within=np.array([1, 1, 1], dtype=np.int64))
    everywhere = Sought.of(np.array([_alike(band, quiet) for band in range(13) for quiet in range(4)]))
    measure = Strata(EXPOSURES.landmarks, alone, SEASONS, everywhere, ENDINGS)
    one, other = counted([short], measure), counted([long], measure)
    assert len(one.key)
    assert np.array_equal(one.key, other.key)
    assert np.array_equal(one.cases, other.cases)


def _alike(band: int, quiet: int) -> int:
    """The key of a case that has only just begun, from the second signal's moment in a band of tenure."""
    at_first = EXPOSURES.kernel(partition_of([BEGUN]), np.array([True])).key[-1]
    assert signal_of(at_first) == 1
    blank = int(at_first) & ~(63 << 38) & ~(3 << 20)
    return blank | band << 38 | quiet << 20


BEGUN = walk(7, ("ask", 0), signals=(1,), signal_times=(START,))


def test_scouting_counts_first_instants_by_tenure() -> None:
    cases = [
        walk(1, ("ad", 0), signals=(1, 1), signal_times=(START + 90_000_000, START + DAY)),
        walk(2, ("ad", 0), signals=(0,), signal_times=(START,)),
    ]
    partition = partition_of(cases)
    bands = Scout(2).kernel(partition, EVERYONE.chosen(partition)).bands
    assert bands[1, 1] == 1
    assert bands[0, 0] == 1
    assert bands.sum() == 2
