"""What metrics are made of is what an obvious reading of every case says, however cases are parted."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis import reference
from tests.analysis.making import DAY, START, a_case, partition_of, trails_of
from tests.analysis.reference import Case
from waypost.analysis.comparison.endings import Ending, Endings
from waypost.analysis.engines.local import Local
from waypost.analysis.groups import EVERYONE
from waypost.analysis.metrics import counts as sums
from waypost.analysis.metrics.counts import MetricSums
from waypost.analysis.metrics.silence import Silence


@st.composite
def paid_cases(draw: st.DrawFn) -> list[Case]:
    cases = []
    for case in draw(st.lists(a_case(), max_size=20)):
        paid = sorted(draw(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 500)), max_size=4)))
        outcomes = tuple(
            (code, START + 10 * DAY * step, 100 * money) for step, money in paid for code in (1, 2)[: 1 + step % 2]
        )
        cases.append(replace(case, outcomes=outcomes))
    return cases


BOUNDS = tuple(START + 30 * DAY * month for month in range(4))
MEASURE = MetricSums(
    BOUNDS,
    Endings((Ending(), Ending(), Ending(20 * DAY, since=(4, 5))), START + 900 * DAY),
    ((4, (0,)), (5, (1, 2))),
    (3, 5),
    (4, 5),
    (1,),
)


@given(cases=paid_cases())
def test_sums_are_those_of_the_obvious_reading(cases: list[Case]) -> None:
    counts = MEASURE.kernel(partition_of(cases), np.ones(len(cases), dtype=np.bool_))
    begun = [sum(case.events[0][1] >= bound for bound in BOUNDS) - 1 for case in cases]
    arrived = [
        case for case, month in zip(cases, begun, strict=True) if month < 3 and {4, 5} & {c for c, _ in case.events}
    ]
    opened = [[code for code, _ in case.events if code in (3, 5)] for case in arrived]
    assert counts.contacts.sum() == sum(len(codes) > 0 for codes in opened)
    assert counts.once.sum() == sum(len(codes) > 0 and codes[0] not in codes[1:] for codes in opened)
    came = [
        case for case, month in zip(cases, begun, strict=True) if month < 3 and 5 in {code for code, _ in case.events}
    ]
    assert counts.came[:, 1].sum() == len(came)
    assert counts.replied[:, 1].sum() == sum(any(code in (1, 2) for code, _ in case.scores) for case in came)
    for code, (since, within) in {1: (None, None), 2: ((4, 5), 20 * DAY)}.items():
        ends = [reference.ending(case, code, since, within, (), START + 900 * DAY) for case in cases]
        times = [reference.counted_from(case, since) for case in cases]
        for period, (first, last) in enumerate(pairwise(BOUNDS)):
            inside = [end for end, time in zip(ends, times, strict=True) if time is not None and first <= time < last]
            assert counts.happened[period, code] == sum(happened for happened, _ in inside)
            assert counts.followed[period, code] == sum(followed for _, followed in inside)
    paid: dict[int, list[int]] = {case.customer: [0, 0, 0] for case in cases}
    for case in cases:
        for code, time, cents in case.outcomes:
            if code == 1 and time < BOUNDS[-1]:
                paid[case.customer][(time - START) // (30 * DAY)] += cents
    pairs = [(months[1], months[2]) for months in paid.values()]
    assert counts.money[2, sums.PAID] == sum(before > 0 for before, _ in pairs)
    assert counts.money[2, sums.KEPT] == sum(min(pair) for pair in pairs)
    assert counts.money[2, sums.ALL] == sum(now for before, now in pairs if before)
    assert counts.money[2, sums.NEW] == sum(now for before, now in pairs if not before)
    assert counts.money[2, sums.ALL_BOTH] == sum(before * now // 10_000 for before, now in pairs)


@settings(max_examples=25)
@given(cases=paid_cases(), parts=st.integers(1, 4))
def test_partitions_change_nothing(cases: list[Case], parts: int) -> None:
    for measure in (MEASURE, Silence(MEASURE.asked, MEASURE.endings, (4, 5))):
        (whole,) = Local().count(measure, trails_of(cases, 1), (EVERYONE,))
        (pieces,) = Local().count(measure, trails_of(cases, parts), (EVERYONE,))
        for name, counted in vars(whole).items():
            assert (
                np.array_equal(counted, vars(pieces)[name])
                if isinstance(counted, np.ndarray)
                else counted == vars(pieces)[name]
            )
