from __future__ import annotations

from dataclasses import replace

import pytest

from tests.drawing.fixture import invoicing_map
from waypost.analysis.results import Durations, ElementMeasures, Measures, NotEnough
from waypost.drawing.measured import NOT_ENOUGH, OUTSIDE, Scale, measured_lanes
from waypost.drawing.sheet import Cell, Item, Lane, Quiet, Rating, Share, Spell
from waypost.drawing.sheeting import columns_of

LIVING = invoicing_map()
COLUMNS = columns_of(LIVING.journey)


def everyone() -> Measures:
    assert LIVING.measures is not None
    return LIVING.measures.everyone


def lanes(measures: Measures, baseline: Measures | None = None) -> dict[str, Lane]:
    return {lane.id: lane for lane in measured_lanes(measures, COLUMNS, baseline)}


def cell(lane: Lane, step: str) -> Cell:
    column = next(place for place, one in enumerate(COLUMNS) if one is not None and one.id == step)
    return next(cell for cell in lane.rows[0] if cell.column <= column < cell.column + cell.span)


def only(lane: Lane, step: str) -> Item:
    (item,) = cell(lane, step).items
    return item


def with_elements(**changes: ElementMeasures) -> Measures:
    return replace(
        everyone(), elements={**everyone().elements, **{key.replace("_", "-"): one for key, one in changes.items()}}
    )


def test_neighbouring_steps_outside_our_view_say_so_once() -> None:
    outside = cell(lanes(everyone())["reach"], "asked")
    assert (outside.column, outside.span, outside.items) == (0, 2, (Quiet(OUTSIDE),))


def test_without_any_bound_step_there_is_no_measured_lane() -> None:
    unbound = {key: replace(one, bound=False, scores=(), signals=()) for key, one in everyone().elements.items()}
    assert lanes(replace(everyone(), elements=unbound)) == {}


def test_a_share_is_drawn_with_its_interval_and_told_with_its_n() -> None:
    reach = only(lanes(everyone())["reach"], "bank")
    assert isinstance(reach, Share)
    assert reach.low < reach.value < reach.high
    assert [fact.replace("\u202f", " ").replace("\u00a0", " ") for fact in reach.told.facts] == [
        "61 %",
        "95 % interval 59–62 %",
        "n 4,120",
    ]
    assert not reach.hurts


def test_the_destination_has_no_drop_off() -> None:
    assert only(lanes(everyone())["drop-off"], "renew") == Quiet("arrives here")


def test_too_few_is_quiet_and_says_how_many_when_asked() -> None:
    dwell = only(lanes(everyone())["dwell"], "renew")
    assert isinstance(dwell, Quiet)
    assert dwell.text == NOT_ENOUGH
    assert dwell.told is not None
    assert "needs 5" in dwell.told.facts


def test_too_few_at_neighbouring_steps_is_said_once_with_each_n() -> None:
    few = {step: replace(everyone().elements[step], dwell=NotEnough(n, 5)) for step, n in (("send", 2), ("opened", 4))}
    quiet = cell(lanes(with_elements(**few))["dwell"], "opened")
    assert quiet.span == 2
    (item,) = quiet.items
    assert isinstance(item, Quiet)
    assert item.told is not None
    assert [fact.replace("\u00a0", " ") for fact in item.told.facts] == [
        NOT_ENOUGH,
        "Send the first invoice: n 2, needs 5",
        "Client opens it: n 4, needs 5",
    ]


def test_times_share_one_scale_that_holds_them_all() -> None:
    lane = lanes(everyone())["dwell"]
    spells = [item for one in lane.rows[0] for item in one.items if isinstance(item, Spell)]
    assert all(0 <= s.p10 <= s.p25 <= s.median <= s.p75 <= s.p90 <= 1 for s in spells)
    assert min(s.p10 for s in spells) == pytest.approx(0)
    assert max(s.p90 for s in spells) == pytest.approx(1)


def test_times_too_short_to_tell_leave_the_scale_to_the_others() -> None:
    spell = everyone().elements["bank"].dwell
    assert isinstance(spell, Durations)
    instant = replace(everyone().elements["bank"], dwell=replace(spell, p10=0, p25=0, median=7))
    at_once = only(lanes(with_elements(bank=instant))["dwell"], "bank")
    minutes = only(lanes(with_elements(bank=instant))["dwell"], "set-up")
    assert isinstance(at_once, Spell)
    assert isinstance(minutes, Spell)
    assert at_once.p10 == at_once.median == 0
    assert 0.2 < minutes.median < 0.6


def test_a_scale_of_one_moment_stands_in_the_middle() -> None:
    assert Scale(7, 7).place(7) == 0.5
    assert Scale(1, 100).place(10) == pytest.approx(0.5)


def test_a_segment_shows_where_everyone_stands() -> None:
    assert LIVING.measures is not None
    segment = lanes(LIVING.measures.segments["studios"], everyone())
    reach = only(segment["reach"], "bank")
    assert isinstance(reach, Share)
    assert reach.reference == pytest.approx(2513 / 4120)


def test_a_low_score_is_marked_by_place_and_by_colour() -> None:
    score = only(lanes(everyone())["score"], "bank")
    assert isinstance(score, Rating)
    assert (score.at, score.figure, score.hurts) == ("Bank link", "2.5", True)
    assert score.low < score.value < score.high < 0.5


def test_times_that_never_were_stay_empty() -> None:
    none = replace(everyone().elements["send"], dwell=NotEnough(0, 5))
    assert cell(lanes(with_elements(send=none))["dwell"], "send").items == ()


def test_a_time_is_told_with_its_quantiles() -> None:
    spell = only(lanes(everyone())["dwell"], "set-up")
    assert isinstance(spell, Spell)
    assert isinstance(everyone().elements["set-up"].dwell, Durations)
    assert [fact.replace("\u202f", " ").replace("\u00a0", " ") for fact in spell.told.facts] == [
        "median 26 min",
        "middle half 13 min–52 min",
        "p10 4.3 min, p90 2.2 h",
        "n 1,936",
    ]
