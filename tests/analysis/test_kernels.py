"""Every kernel counts what the obvious reference counts, and neither partitions nor merging change an integer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis import reference
from tests.analysis.making import (
    AS_OF,
    CODEBOOK,
    DAY,
    PHASE_OF,
    START,
    STEP_OF,
    TOUCHPOINT_OF,
    journey,
    many_cases,
    partition_of,
    walk,
)
from tests.analysis.moments.test_moment_counts import DECIDING, ENDINGS, EXPOSURES, SEASONS
from tests.analysis.reference import Case
from waypost.analysis.answers import Scores, Signals
from waypost.analysis.arrivals import Arrivals
from waypost.analysis.comparison.endings import Ending, Endings
from waypost.analysis.comparison.grouping import Values
from waypost.analysis.conformance.conformance import Conforming
from waypost.analysis.conformance.designed import designed
from waypost.analysis.conformance.straying import LatestStrays, Pace, Straying
from waypost.analysis.conformance.worst_cases import Worst
from waypost.analysis.contrasts import Contrasts
from waypost.analysis.discovery.precedence import Precedence
from waypost.analysis.drivers.crossproducts import CrossProducts
from waypost.analysis.drivers.stakes import Stakes
from waypost.analysis.engines.local import merged
from waypost.analysis.funnels import NO_WINDOW, Funnel
from waypost.analysis.groups import EVERYONE, Members
from waypost.analysis.histogram import BUCKETS, Histograms, bucket_of
from waypost.analysis.measure import Additive, Countable, Grouped, Places, count
from waypost.analysis.moments.counts import Scout, Sought, Strata
from waypost.analysis.paths.alternatives import Kinds
from waypost.analysis.paths.exits import Stops
from waypost.analysis.paths.flows import Flows
from waypost.analysis.paths.loops import Returns
from waypost.analysis.paths.milestones import AnyOrder
from waypost.analysis.paths.retention import Returning
from waypost.analysis.paths.survival import Survival
from waypost.analysis.places import Layer
from waypost.analysis.transitions import Transitions
from waypost.analysis.variants import Variants
from waypost.analysis.visits import Visits
from waypost.analysis.walks.walks import Walks

LEVELS = [
    pytest.param(TOUCHPOINT_OF, CODEBOOK.touchpoints, id="touchpoints"),
    pytest.param(STEP_OF, CODEBOOK.steps, id="steps"),
    pytest.param(PHASE_OF, CODEBOOK.phases, id="phases"),
]
DESTINATION = {4, 5}
IS_DESTINATION = np.array([code in DESTINATION for code in range(6)])
STAGE_OF = [0, -1, 1, 2, 2, -1]


def places(of: Sequence[int]) -> Places:
    return np.array(of, dtype=np.int16)


KNOWN_PATHS = (
    np.array([[1, -1, 2, -1], [-1, 3, -1, -1], [-1, -1, -1, -1], [-1, -1, -1, 2]], dtype=np.int32),
    np.array([-1, 0, 1, 1], dtype=np.int32),
)
"""A tree of the paths 0, 2, 0 1 and 0 1 3, in two groups."""

DESIGN = designed(journey(), CODEBOOK)
LATE = np.full(4, 30 * DAY)
STRAYING = Straying(
    place_of=places(STEP_OF),
    destination=IS_DESTINATION,
    leaving=np.array([True, False, False]),
    design=DESIGN.so_far,
    late=LATE,
    silent=LATE,
    within=30 * DAY,
    as_of=START + 500 * DAY,
    loops=1,
)

AD_FIRST = partition_of([walk(1, ("ad", 0), signals=(0, 1), member=(member, True)) for member in (False, True)])
"""The strata of whoever a signal happened to at once."""

ALL: list[Countable[Additive]] = [
    Transitions(CODEBOOK.touchpoints, places(TOUCHPOINT_OF)),
    Visits(4, places(STEP_OF), IS_DESTINATION),
    Arrivals(IS_DESTINATION),
    Variants(CODEBOOK.steps, places(STEP_OF)),
    Funnel(("one", "two", "three"), places(STAGE_OF), 30 * DAY),
    Scores(),
    Signals(),
    Contrasts(((0, 0), (1, 1), (1, 2))),
    Values(0),
    CrossProducts((0, 1, 2), complete=False, replicates=4),
    Stakes(((1, CODEBOOK.scores[1]), (2, CODEBOOK.scores[2])), 0, 300 * DAY, START + 900 * DAY),
    Endings((Ending(), Ending(within=30 * DAY, since=(1, 3)), Ending(answers=(1, 2))), START + 900 * DAY),
    Walks(places(STEP_OF), IS_DESTINATION, size=7),
    Precedence(4, places(STEP_OF)),
    Flows(4, places(STEP_OF), 1, 2, 3),
    Returns(Layer(CODEBOOK.steps, CODEBOOK.steps, places(STEP_OF)), IS_DESTINATION),
    Stops(Layer(CODEBOOK.steps, CODEBOOK.steps, places(STEP_OF)), IS_DESTINATION, START + 5000 * DAY),
    Survival(np.arange(6) == 1, IS_DESTINATION, START + 5000 * DAY),
    Returning(np.arange(START, START + 5000 * DAY, 30 * DAY), 6),
    AnyOrder(places(STAGE_OF), 3, 30 * DAY),
    Kinds(places(STEP_OF), IS_DESTINATION, 2, *KNOWN_PATHS),
    Conforming(journey(), AS_OF, CODEBOOK.steps, CODEBOOK.phases, places(CODEBOOK.phase_of), DESIGN),
    Worst(DESIGN, 4),
    Pace(places(STEP_OF), IS_DESTINATION, 4),
    STRAYING,
    LatestStrays(STRAYING, 4),
    Scout(2),
    EXPOSURES,
    Strata(
        EXPOSURES.landmarks,
        DECIDING,
        SEASONS,
        Sought.of(EXPOSURES.kernel(AD_FIRST, EVERYONE.chosen(AD_FIRST)).key),
        ENDINGS,
    ),
]


def everyone(measure: Countable[Additive], cases: list[Case]) -> Additive:
    partition = partition_of(cases)
    return measure.kernel(partition, EVERYONE.chosen(partition))


def integers(counts: object) -> list[object]:
    """Counts as plain lists, to be compared to the last integer."""
    if isinstance(counts, Grouped):
        return [integers(group) for group in counts.groups]
    if is_dataclass(counts):
        return [integers(getattr(counts, field.name)) for field in fields(counts)]
    return counts.tolist() if isinstance(counts, np.ndarray) else counts  # type: ignore[return-value]


def histogram(times: dict[int, list[int]]) -> list[object]:
    keys = Counter(row * BUCKETS + int(bucket_of(value)) for row, values in times.items() for value in values)
    ascending = sorted(keys)
    return [ascending, [keys[key] for key in ascending]]


def listed(counter: Counter[int], size: int) -> list[int]:
    return [counter[place] for place in range(size)]


@pytest.mark.parametrize(("place_of", "elements"), LEVELS)
@given(cases=many_cases)
def test_transitions(place_of: list[int], elements: tuple[str, ...], cases: list[Case]) -> None:
    size = len(elements)
    partition = partition_of(cases)
    counts = Transitions(elements, places(place_of)).kernel(partition, EVERYONE.chosen(partition))
    moves = reference.transitions(cases, place_of)
    different = reference.transition_cases(cases, place_of)
    assert {pair: int(counts.count[pair]) for pair in np.ndindex(size, size)} == {
        pair: len(moves.get(pair, ())) for pair in np.ndindex(size, size)
    }
    assert {pair: int(counts.cases[pair]) for pair in np.ndindex(size, size)} == {
        pair: different[pair] for pair in np.ndindex(size, size)
    }
    assert counts.entries.tolist() == listed(reference.entries(cases, place_of), size)
    assert counts.exits.tolist() == listed(reference.exits(cases, place_of), size)
    assert integers(counts.times) == histogram({one * size + other: times for (one, other), times in moves.items()})


@pytest.mark.parametrize(("place_of", "elements"), LEVELS)
@given(cases=many_cases)
def test_visits(place_of: list[int], elements: tuple[str, ...], cases: list[Case]) -> None:
    size = len(elements)
    partition = partition_of(cases)
    counts = Visits(size, places(place_of), IS_DESTINATION).kernel(partition, EVERYONE.chosen(partition))
    assert counts.cases.tolist() == listed(reference.came(cases, place_of), size)
    assert counts.events.tolist() == listed(reference.events(cases, place_of), size)
    assert counts.visits.tolist() == listed(reference.visited(cases, place_of), size)
    assert counts.returned.tolist() == listed(reference.returned(cases, place_of), size)
    assert counts.repeated.tolist() == listed(reference.repeated(cases, place_of), size)
    assert counts.entries.tolist() == listed(reference.entries(cases, place_of), size)
    assert counts.exits.tolist() == listed(reference.exits(cases, place_of), size)
    assert counts.dropped.tolist() == listed(reference.dropped(cases, place_of, DESTINATION), size)
    assert integers(counts.dwell) == histogram(reference.dwell(cases, place_of))
    assert integers(counts.time_to) == histogram(reference.time_to(cases, place_of))


@given(cases=many_cases)
def test_arrivals(cases: list[Case]) -> None:
    partition = partition_of(cases)
    counts = Arrivals(IS_DESTINATION).kernel(partition, EVERYONE.chosen(partition))
    times = reference.durations(cases, DESTINATION)
    assert counts.customers == len({case.customer for case in cases})
    assert (counts.cases, counts.events) == (len(cases), sum(len(case.events) for case in cases))
    assert counts.arrived == len(times)
    assert integers(counts.duration) == histogram({0: times})


@given(cases=many_cases)
def test_every_case_arrives_or_drops_off_at_one_step(cases: list[Case]) -> None:
    partition = partition_of(cases)
    chosen = EVERYONE.chosen(partition)
    dropped = Visits(4, places(STEP_OF), IS_DESTINATION).kernel(partition, chosen).dropped
    arrived = Arrivals(IS_DESTINATION).kernel(partition, chosen).arrived
    assert int(dropped.sum()) + arrived == len(cases)


@given(cases=many_cases, window=st.sampled_from([0, 100, 30 * DAY, 300 * DAY, NO_WINDOW]))
def test_funnel(cases: list[Case], window: int) -> None:
    partition = partition_of(cases)
    funnel = Funnel(("one", "two", "three"), places(STAGE_OF), window)
    counts = funnel.kernel(partition, EVERYONE.chosen(partition))
    times = reference.funnel(cases, STAGE_OF, 3, window)
    assert counts.reached.tolist() == [len(stage) for stage in times]
    assert integers(counts.times) == histogram({1: times[1], 2: times[2]})


@given(cases=many_cases)
def test_variants(cases: list[Case]) -> None:
    partition = partition_of(cases)
    variants = Variants(CODEBOOK.steps, places(STEP_OF), top=1000)
    counts = variants.kernel(partition, EVERYONE.chosen(partition))
    expected = reference.variants(cases, STEP_OF)
    found = variants.finish(counts)
    assert {tuple(CODEBOOK.steps.index(step) for step in one.path): one.cases for one in found} == expected
    assert [one.cases for one in found] == sorted(expected.values(), reverse=True)


@given(cases=many_cases)
def test_scores_and_signals(cases: list[Case]) -> None:
    partition = partition_of(cases)
    chosen = EVERYONE.chosen(partition)
    assert Scores().kernel(partition, chosen).given == reference.scores(cases)
    signals = Signals().kernel(partition, chosen)
    assert signals.happened.tolist() == listed(reference.happened(cases), 2)
    assert signals.at_risk.tolist() == [sum(case.at_risk[code] for case in cases) for code in range(2)]


@given(cases=many_cases)
def test_contrasts(cases: list[Case]) -> None:
    partition = partition_of(cases)
    pairs = [(0, 0), (1, 1), (1, 2)]
    counts = Contrasts(tuple(pairs)).kernel(partition, EVERYONE.chosen(partition))
    assert counts.given == reference.contrasts(cases, pairs)


def test_signals_are_contrasted_on_the_scales_of_their_own_touchpoint() -> None:
    """Nobody is asked about the site; the help desk has two scales."""
    assert Contrasts.of(CODEBOOK).pairs == ((1, 1), (1, 2))


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: type(measure).__name__)
@given(cases=many_cases, data=st.data())
def test_neither_partitions_nor_the_order_of_merging_change_an_integer(
    measure: Countable[Additive], cases: list[Case], data: st.DataObject
) -> None:
    parts = data.draw(st.integers(1, 5), label="partitions")
    spread = [[case for case in cases if case.customer % parts == number] for number in range(parts)]
    shuffled = data.draw(st.permutations(spread), label="order")
    whole = integers(everyone(measure, cases))
    assert integers(merged([everyone(measure, part) for part in shuffled])) == whole
    one_by_one = everyone(measure, shuffled[0])
    for part in shuffled[1:]:
        one_by_one = one_by_one + everyone(measure, part)
    assert integers(one_by_one) == whole


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: type(measure).__name__)
@settings(max_examples=20)
@given(cases=many_cases)
def test_a_segment_counts_as_if_there_were_nobody_else(measure: Countable[Additive], cases: list[Case]) -> None:
    groups = count(measure, partition_of(cases), (EVERYONE, Members(0), Members(1))).groups
    assert integers(groups[0]) == integers(everyone(measure, cases))
    for segment in (0, 1):
        alone = [case for case in cases if case.member[segment]]
        assert integers(groups[1 + segment]) == integers(everyone(measure, alone))


def test_all_different_paths_stay_different() -> None:
    """No two of all paths of up to five touchpoints share a hash."""
    walks = [Case(number, tuple((code, 0) for code in path)) for number, path in enumerate(product(range(6), repeat=5))]
    partition = partition_of(walks)
    counts = Variants(CODEBOOK.touchpoints, places(TOUCHPOINT_OF)).kernel(partition, EVERYONE.chosen(partition))
    assert len(counts.cases) == len(reference.variants(walks, TOUCHPOINT_OF))


def test_histograms_of_nothing_add_to_nothing() -> None:
    nothing = Histograms(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    assert integers(nothing + nothing) == [[], []]
