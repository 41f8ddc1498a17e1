"""Bindings say what a trail is made of: their key changes when that does, and mistakes are told all at once."""

from __future__ import annotations

import pytest

from tests.events.small_lake import ARRIVE, PAY, VISIT, Row, journey, touchpoint, workspace
from waypost.errors import InputError
from waypost.events.bindings import Scale, bind
from waypost.events.trails import ScoreKey
from waypost.journey.journey import Journey
from waypost.journey.segment import Segment

SOUTH = Segment(id="south", name="South", when="attributes.region = 'South'")
LATE: Row = {"id": "late", "name": "Late", "overdue": "due"}
SLOW: Row = {"id": "slow", "name": "Slow", "slower_than": "2 days"}
STARS: Row = {"id": "stars", "name": "Few stars", "scored_below": 3}


def key(map_: Journey, *segments: Segment, scales: tuple[Scale, ...] = ()) -> str:
    return bind(workspace(map_, *segments), map_, scales).key


def test_codes_follow_the_reading_order() -> None:
    map_ = journey(VISIT, touchpoint("call"), touchpoint("pay", match="event = 'pay'", signals=[LATE, STARS]))
    codebook = bind(workspace(map_, SOUTH), map_, iter([(1.0, 5.0), (0.0, 10.0), (1.0, 5.0)])).codebook
    assert codebook.touchpoints == ("visit", "call", "pay")
    assert (codebook.step_of, codebook.phase_of) == ((0, 1, 2), (0, 1, 2))
    assert codebook.signals == (("pay", "late"), ("pay", "stars"))
    assert codebook.scores[:2] == (ScoreKey("visit", 0, 10), ScoreKey("visit", 1, 5))
    assert codebook.segments == ("south",)


def test_what_is_out_of_view_does_not_fail_to_happen() -> None:
    """A touchpoint without a match is not *skipped* or *overdue* by everybody; its scores are still seen."""
    map_ = journey(VISIT, touchpoint("call", signals=[{"id": "no-call", "name": "No call", "skipped": True}, STARS]))
    assert bind(workspace(map_), map_).codebook.signals == (("call", "stars"),)


def test_the_last_bound_phase_is_where_nothing_has_to_follow() -> None:
    map_ = journey(
        touchpoint("visit", match="event = 'visit'", signals=[SLOW]),
        touchpoint("pay", match="event = 'pay'", signals=[{**SLOW, "id": "slow-pay"}]),
        touchpoint("call"),
    )
    assert [bound.final for bound in bind(workspace(map_), map_).signals] == [False, True]


WORDS = [
    journey(VISIT, PAY, name="Another name", summary="Other words"),
    journey({**VISIT, "pains": [{"id": "p", "text": "It hurts"}], "channel": "web"}, PAY),
]


@pytest.mark.parametrize("same", WORDS)
def test_words_do_not_change_the_key(same: Journey) -> None:
    assert key(same) == key(journey(VISIT, PAY))


DEEDS = {
    "order": journey(PAY, VISIT),
    "more": journey(VISIT, PAY, ARRIVE),
    "match": journey(VISIT, {**PAY, "match": "event = 'paid'"}),
    "case": journey(VISIT, PAY, case="order"),
    "accounts": journey(VISIT, PAY, follows="account"),
    "signal": journey(VISIT, {**PAY, "signals": [SLOW]}),
    "duration": journey(VISIT, {**PAY, "signals": [{**SLOW, "slower_than": "3 days"}]}),
    "score": journey(VISIT, {**PAY, "score": "score > 2"}),
    "the name by which responses speak of it": journey(VISIT, {**PAY, "name": "Paying"}),
}


def test_everything_that_makes_other_trails_changes_the_key() -> None:
    keys = {change: key(map_) for change, map_ in DEEDS.items()}
    plain = journey(VISIT, PAY)
    keys |= {"none": key(plain), "segment": key(plain, SOUTH), "scale": key(plain, scales=((1.0, 5.0),))}
    assert len(set(keys.values())) == len(keys), keys


def test_all_mistakes_are_told_at_once_with_their_place() -> None:
    after = {"id": "x", "name": "X", "overdue_after": {"step": "step-9", "duration": "1 day"}}
    map_ = journey(
        touchpoint("visit", match="evnt = 'visit'"),
        touchpoint("pay", match="event = 'pay'", signals=[{**LATE, "overdue": "order"}, after]),
    )
    wrong = Segment(id="south", name="South", when="region = 'South'")
    with pytest.raises(InputError) as caught:
        bind(workspace(map_, wrong), map_)
    problems = {problem.element: str(problem) for problem in caught.value.problems}
    assert set(problems) == {"buying/visit", "buying/late", "buying/x", "south"}
    assert "declared as text" in problems["buying/late"]
    assert "step-0, step-1" in problems["buying/x"]


def test_a_deadline_no_source_declares_is_refused() -> None:
    map_ = journey(touchpoint("pay", match="event = 'pay'", signals=[{**LATE, "overdue": "payday"}]))
    with pytest.raises(InputError, match="no source declares it"):
        bind(workspace(map_), map_)


def test_a_time_zone_nobody_knows_is_refused_with_the_nearest() -> None:
    map_ = journey(VISIT)
    there = workspace(map_)
    settings = there.settings.model_copy(update={"zone": "Europe/Berlim"})
    with pytest.raises(InputError, match="Did you mean Europe/Berlin"):
        bind(there.model_copy(update={"settings": settings}), map_)
