"""Times to milestones: the plain reading, a published table, and statsmodels."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from statsmodels.duration.survfunc import SurvfuncRight

from tests.analysis.making import AS_OF, DAY, START, journey, many_cases, partition_of, trails_of, walk
from tests.analysis.paths import reference_paths as reference
from tests.analysis.reference import Case
from tests.analysis.test_kernels import histogram, integers
from waypost.analysis.groups import EVERYONE
from waypost.analysis.histogram import Histograms
from waypost.analysis.paths.curves import POINTS, Curve, MedianTime
from waypost.analysis.paths.survival import Survival, SurvivalCounts
from waypost.analysis.results import Durations, Estimate, NotEnough
from waypost.analysis.study import Study
from waypost.errors import InputError
from waypost.events.trails import microseconds

LATE = START + 60 * 400 * DAY
WEEK = 7 * DAY
SITE = np.array([code == 1 for code in range(6)])
LIVE = np.array([code in (4, 5) for code in range(6)])
REMISSION = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
"""Weeks in remission on 6-mercaptopurine until relapse, and of those still in remission (Freireich et al., 1963)."""
PUBLISHED = [
    (6, 21, 0.857),
    (7, 17, 0.807),
    (10, 15, 0.753),
    (13, 12, 0.690),
    (16, 11, 0.627),
    (22, 7, 0.538),
    (23, 6, 0.448),
]
"""(week, at risk, survival) as in D. Collett, *Modelling Survival Data*, and everywhere else."""


def curve_of(came: list[int], waiting: list[int]) -> Curve:
    """The curve of times in weeks."""
    rows = np.array([0] * len(came) + [1] * len(waiting) + [2] * (len(came) + len(waiting)), dtype=np.int32)
    times = np.array([*came, *waiting, *[100] * (len(came) + len(waiting))], dtype=np.int64) * WEEK
    measure = Survival(np.ones(6, dtype=np.bool_), LIVE, LATE)
    return measure.finish(SurvivalCounts(0, Histograms.of((rows, times), 3)))


@pytest.mark.parametrize("origin", [None, {1}])
@given(cases=many_cases)
def test_times_are_counted_as_one_would_by_hand(origin: set[int] | None, cases: list[Case]) -> None:
    partition = partition_of(cases)
    measure = Survival(np.ones(6, dtype=np.bool_) if origin is None else SITE, LIVE, LATE)
    counts = measure.kernel(partition, EVERYONE.chosen(partition))
    already, times = reference.waits(cases, origin, {4, 5}, LATE)
    assert counts.already == already
    assert integers(counts.times) == histogram(times)
    marked = Survival(measure.origin, LIVE, LATE, (100, 3 * DAY))
    came = Histograms.of((np.zeros(len(times[0]), dtype=np.int32), np.array(times[0], dtype=np.int64)), 1)
    assert marked.of_those_who_came(marked.kernel(partition, EVERYONE.chosen(partition))) == came.durations(0)


def test_the_remission_of_leukaemia_is_that_of_the_textbooks() -> None:
    curve = curve_of(REMISSION, STILL)
    assert [(point.at_risk, round(1 - point.share, 3)) for point in curve.points] == [
        (at_risk, survival) for _, at_risk, survival in PUBLISHED
    ]
    assert [point.time / WEEK for point in curve.points] == pytest.approx([week for week, *_ in PUBLISHED], rel=0.01)
    median = curve.median()
    assert isinstance(median, MedianTime)
    assert median.value is not None
    assert median.low is not None
    assert (round(median.value / WEEK), round(median.low / WEEK), median.high) == (23, 13, None)  # as R's survfit says


@pytest.mark.parametrize("seed", range(3))
def test_curve_and_band_are_those_of_statsmodels(seed: int) -> None:
    random = np.random.default_rng(seed)
    came = random.choice(np.arange(1, 60), 80).tolist()
    waiting = [*random.choice(np.arange(1, 60), 40).tolist(), 60]
    theirs: Any = SurvfuncRight([*came, *waiting], [1] * len(came) + [0] * len(waiting))
    curve = curve_of(came, waiting)
    survival = np.array([1 - point.share for point in curve.points])
    np.testing.assert_allclose(survival, theirs.surv_prob, rtol=1e-12)
    assert [point.at_risk for point in curve.points] == theirs.n_risk.tolist()
    width = 1.959963984540054 * theirs.surv_prob_se / (survival * np.abs(np.log(survival)))
    np.testing.assert_allclose([1 - point.low for point in curve.points], survival ** np.exp(-width), rtol=1e-9)
    np.testing.assert_allclose([1 - point.high for point in curve.points], survival ** np.exp(width), rtol=1e-9)
    median = curve.median()
    low, high = theirs.quantile_ci(0.5)
    assert isinstance(median, MedianTime)
    assert median.value is not None
    assert round(median.value / WEEK) == theirs.quantile(0.5)
    assert abs((median.low or 0) / WEEK - low) < 1.5
    assert median.high is None or abs(median.high / WEEK - high) < 1.5


def study(cases: list[Case]) -> Study:
    return Study(journey(), trails_of(cases))


@pytest.mark.parametrize("seed", range(3))
def test_the_share_by_a_mark_is_that_of_statsmodels(seed: int) -> None:
    """Many come just after a mark, in the same bucket as those just before it."""
    random = np.random.default_rng(seed)
    near = np.concatenate([day * DAY + random.integers(-DAY // 100, DAY // 100, 60) for day in (1, 7, 30)])
    waits = np.concatenate([near, random.integers(0, 60 * DAY, 200)])
    cases = [walk(number, ("ad", 0), ("sign", int(wait) / DAY)) for number, wait in enumerate(waits)]
    theirs: Any = SurvfuncRight(waits, np.ones(len(waits)))
    days = (1, 7, 30)
    found = study(cases).time_to("sign", marks=[timedelta(days=day) for day in days])
    for day, mark in zip(days, found.by, strict=True):
        assert isinstance(mark.share, Estimate)
        expected = 1 - theirs.surv_prob[np.searchsorted(theirs.surv_times, day * DAY, side="right") - 1]
        assert mark.share.value == pytest.approx(expected, abs=1e-9)


def test_those_who_have_not_come_count_as_long_as_they_could_be_followed() -> None:
    """Twenty came after two days; twenty began half a day before the end and may still come."""
    end = (microseconds(AS_OF) - START) / DAY
    cases = [walk(number, ("ad", 0), ("sign", 2)) for number in range(20)]
    found = study(cases + [walk(number, ("ad", end - 0.5)) for number in range(20, 40)]).time_to("sign")
    assert (found.cases, found.came) == (40, 20)
    shares = {mark.time // DAY: mark.share for mark in found.by}
    assert isinstance(shares[1], Estimate)
    assert shares[1].value == 0
    assert isinstance(shares[7], Estimate)
    assert shares[7].value == 1.0  # of forty, half came; but no other could be seen for two days
    assert isinstance(found.median, MedianTime)
    assert found.median.value == pytest.approx(2 * DAY, rel=0.01)


def test_the_time_of_those_who_came_is_the_one_of_the_map_and_it_is_said_why_they_differ() -> None:
    cases = [walk(number, ("ad", 0), ("sign", 2 + number)) for number in range(20)]
    asked = study(cases + [walk(number, ("ad", 0)) for number in range(20, 36)])
    found = asked.time_to("buy")
    here = asked.measures().everyone.elements["buy"].time_to
    assert found.of_those_who_came == here
    assert isinstance(here, Durations)
    assert isinstance(found.median, MedianTime)
    assert found.median.value is not None
    assert found.median.value > here.median
    assert found.sentences()[1].startswith("Of the 20 that did come, half took no more than 11 d: that is the map")
    assert "Of the 20" not in study(cases).time_to("buy").sentences()[1]


def test_a_time_nobody_could_be_followed_to_is_not_enough_data() -> None:
    end = (microseconds(AS_OF) - START) / DAY
    cases = [walk(number, ("ad", end - 10), ("sign", end - 8)) for number in range(9)]
    cases += [walk(number, ("ad", end - 3)) for number in range(10, 30)]
    found = study(cases).time_to("sign", marks=[timedelta(days=2), timedelta(days=5)])
    assert [mark.share for mark in found.by][1] == NotEnough(9, 10)
    assert isinstance(found.by[0].share, Estimate)


def test_from_one_step_to_another() -> None:
    cases = [walk(number, ("ad", 0), ("site", 1), ("sign", 1 + number)) for number in range(1, 30)]
    cases += [walk(number, ("sign", 0), ("site", 1)) for number in range(30, 34)]
    found = study(cases).time_to("buy", since="look")
    assert (found.cases, found.came, found.already) == (29, 29, 4)
    assert found.sentences()[0].startswith("Half came from “I look around” to “I sign” within 15 d")
    with pytest.raises(InputError, match="share touchpoints"):
        study(cases).time_to("site", since="look")


def test_a_long_curve_is_thinned_to_be_drawn() -> None:
    curve = curve_of([round(1.02**power * 10) for power in range(400)], [])
    thin = curve.thinned()
    assert len(curve.points) > POINTS
    assert len(thin) <= POINTS
    assert (thin[0], thin[-1]) == (curve.points[0], curve.points[-1])
