"""Before and after: two periods, each with its n; "no effect seen" is said plainly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from waypost.analysis.results import ElementMeasures, LivingMeasures, Measures, NotEnough
from waypost.analysis.statistics import NOTHING, share
from waypost.web.actions.effect import Compared, compared, span_of
from waypost.web.measuring.keeping import GroupMeasures, Kept

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def _measures(left: int, cases: int) -> Measures:
    here = ElementMeasures(
        element="pays",
        name="I pay",
        level="step",
        bound=True,
        cases=cases,
        events=cases,
        reach=share(cases, cases),
        drop_off=share(left, cases),
        repeats=share(0, cases),
        dwell=NOTHING,
        entries=0,
        exits=left,
    )
    return Measures("buying", None, NOW, NOW, cases, cases, cases, NOTHING, NOTHING, {"pays": here}, (), (), ())


def _kept(**periods: tuple[int, int]) -> Kept:
    everyone = _measures(1, 100)
    groups = [
        GroupMeasures("", period.strip("_").replace("_", "-"), _measures(*given)) for period, given in periods.items()
    ]
    return Kept(1, "", 1, NOW, LivingMeasures(everyone), (GroupMeasures("", "", everyone), *groups), None)


def test_fewer_leave_than_before() -> None:
    found = compared(_kept(_2026_03=(60, 200), _2026_01=(90, 100), _2026_05=(20, 200)), "pays", date(2026, 4, 10))
    assert isinstance(found, Compared)
    assert (found.since, found.until) == ("2026-03", "2026-05")
    leave = next(one for one in found.effects if one.name == "Leave here")
    assert leave.seen
    assert leave.verdict == "20 points lower"
    assert "n 200" in leave.before


def test_what_chance_does_is_no_effect() -> None:
    found = compared(_kept(_2026_03=(60, 200), _2026_05=(58, 200)), "pays", date(2026, 4, 10))
    assert isinstance(found, Compared)
    assert [one.verdict for one in found.effects] == ["no effect seen", "no effect seen"]


@pytest.mark.parametrize(
    ("started", "missing"),
    [(date(2026, 1, 1), "before"), (date(2026, 3, 20), "before"), (date(2026, 9, 1), "after")],
)
def test_without_a_whole_period_on_both_sides_it_is_said_which_is_missing(started: date, missing: str) -> None:
    said = compared(_kept(_2026_03=(60, 200), _2026_05=(20, 200)), "pays", started)
    assert said == f"there are no figures of a whole period {missing} it began" + " yet" * (missing == "after")


def test_the_figure_that_shall_change_comes_first() -> None:
    kept = _kept(_2026_03=(60, 200), _2026_05=(20, 200))
    for kpi, first in (("Come again", "Come again"), ("Leave here", "Leave here"), ("Something else", "Leave here")):
        found = compared(kept, "pays", date(2026, 4, 10), kpi)
        assert isinstance(found, Compared)
        assert found.effects[0].name == first


def test_periods_with_too_few_say_nothing() -> None:
    kept = _kept(_2026_02=(60, 200), _2026_03=(1, 4), _2026_05=(20, 200), _2026_06=(0, 3))
    found = compared(kept, "pays", date(2026, 4, 10))
    assert isinstance(found, Compared)
    assert (found.since, found.until) == ("2026-02", "2026-05")
    assert compared(kept, "elsewhere", date(2026, 4, 10)) == "too few customers came here"


def test_a_figure_that_only_one_side_has_is_not_enough() -> None:
    kept = _kept(_2026_03=(60, 200), _2026_05=(20, 200))
    place = kept.groups[1].measures.elements
    place["pays"] = replace(place["pays"], drop_off=NotEnough(4, 10))
    found = compared(kept, "pays", date(2026, 4, 10))
    assert isinstance(found, Compared)
    assert {one.name: one.verdict for one in found.effects}["Leave here"] == "not enough data"


@pytest.mark.parametrize(
    ("period", "since", "before"),
    [
        ("2026-03", date(2026, 3, 1), date(2026, 4, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("2026 Q1", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026 Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_period_has_a_first_day_and_a_day_after(period: str, since: date, before: date) -> None:
    assert span_of(period) == (since, before)
