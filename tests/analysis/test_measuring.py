"""What a map shows about a journey, from trails small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from tests.analysis.making import CODEBOOK, DAY, journey, many_cases, trails_of, walk
from tests.analysis.reference import Case
from waypost.analysis.engines.local import Local
from waypost.analysis.measuring import funnel, measure, stages_of
from waypost.analysis.results import Durations, Estimate, Measures, NotEnough
from waypost.errors import InputError
from waypost.journey.journey import Journey

# Of each ten customers: six sign and live with it, two look twice and leave, one only notices, one never signs.
WALKS = [
    walk(number, ("ad", 0), ("site", 1), ("offer", 2), ("sign", 4), ("use", 5), ("use", 7), member=(True, False))
    if number % 10 < 6
    else walk(number, ("site", 0), ("ad", 1), ("site", 3), member=(False, True))
    if number % 10 < 8
    else walk(number, ("ad", 0))
    if number % 10 == 8
    else walk(number, ("ad", 0), ("use", 2), ("site", 3))
    for number in range(100)
]


@pytest.fixture(scope="module")
def measures() -> Measures:
    return measure(trails_of(WALKS, 4), journey()).everyone


def test_the_whole_journey(measures: Measures) -> None:
    assert (measures.customers, measures.cases, measures.events) == (100, 100, 60 * 6 + 20 * 3 + 10 + 10 * 3)
    assert isinstance(measures.completed, Estimate)
    assert (measures.completed.value, measures.completed.n) == (0.7, 100)
    assert isinstance(measures.duration, Durations)
    assert measures.duration.n == 70
    assert measures.duration.median == pytest.approx(5 * DAY, rel=0.01)
    assert measures.duration.p10 == pytest.approx(2 * DAY, rel=0.01)


def test_elements_are_in_reading_order(measures: Measures) -> None:
    assert list(measures.elements) == [
        *("before", "notice", "ad", "look", "site", "offer", "friend"),
        *("after", "buy", "sign", "live", "use", "ask", "tell"),
    ]


def test_a_step_that_is_walked(measures: Measures) -> None:
    look = measures.elements["look"]
    assert (look.bound, look.cases, look.events, look.visits) == (True, 90, 60 * 2 + 20 * 2 + 10, 110)
    assert (look.entries, look.exits) == (20, 30)
    assert isinstance(look.reach, Estimate)
    assert look.reach.value == 0.9
    assert isinstance(look.returns, Estimate)
    assert look.returns.value == pytest.approx(20 / 90)
    assert isinstance(look.dwell, Durations)
    assert look.dwell.n == 80
    assert look.dwell.median == pytest.approx(3 * DAY, rel=0.01)


def test_who_once_arrived_has_not_dropped_off(measures: Measures) -> None:
    look = measures.elements["look"]
    assert isinstance(look.drop_off, Estimate)
    assert look.drop_off.value == pytest.approx(20 / 90)
    assert look.exits == 30


def test_the_destination_has_no_drop_off(measures: Measures) -> None:
    assert measures.elements["live"].drop_off is None
    assert measures.elements["use"].drop_off is None
    after = measures.elements["after"].drop_off
    assert isinstance(after, Estimate)
    assert after.value == 0


def test_staying_repeats_a_touchpoint_but_is_no_return(measures: Measures) -> None:
    use = measures.elements["use"]
    assert isinstance(use.repeats, Estimate)
    assert use.repeats.value == pytest.approx(60 / 70)
    assert isinstance(use.returns, Estimate)
    assert use.returns.value == 0


def test_two_touchpoints_of_one_step_do_not_repeat_it() -> None:
    walks = [walk(number, ("site", 0), ("offer", 1), ("sign", 2)) for number in range(20)]
    look = measure(trails_of(walks), journey()).everyone.elements["look"]
    assert isinstance(look.repeats, Estimate)
    assert look.repeats.value == 0


@pytest.mark.parametrize("element", ["friend", "tell"])
def test_what_is_not_bound_is_outside_our_view(measures: Measures, element: str) -> None:
    unseen = measures.elements[element]
    assert not unseen.bound
    assert unseen.reach == unseen.drop_off == unseen.repeats == unseen.dwell == NotEnough(0, 10)


def test_what_is_bound_but_never_happens_is_not_reached(measures: Measures) -> None:
    ask = measures.elements["ask"]
    assert ask.bound
    assert isinstance(ask.reach, Estimate)
    assert (ask.reach.value, ask.reach.n) == (0, 100)
    assert ask.repeats == NotEnough(0, 10)


def test_moves_between_steps(measures: Measures) -> None:
    moves = {(move.origin, move.target): move for move in measures.transitions}
    assert moves[None, "notice"].count == 80
    assert moves["look", None].count == 30
    assert ("live", "live") not in moves
    buy = moves["look", "buy"]
    assert (buy.count, buy.cases) == (60, 60)
    assert isinstance(buy.share, Estimate)
    assert buy.share.value == pytest.approx(60 / 110)
    assert buy.share.n == 110
    assert isinstance(buy.time, Durations)
    assert buy.time.median == pytest.approx(2 * DAY, rel=0.01)


def test_shares_of_all_moves_away_make_a_whole(measures: Measures) -> None:
    for transitions in (measures.transitions, measures.touchpoint_transitions):
        for origin in {move.origin for move in transitions}:
            shares = [move.share for move in transitions if move.origin == origin]
            assert sum(share.value for share in shares if isinstance(share, Estimate)) == pytest.approx(1)


def test_the_most_frequent_paths(measures: Measures) -> None:
    assert measures.paths == 4
    assert measures.variants[0].path == ("notice", "look", "buy", "live")
    assert [variant.cases for variant in measures.variants] == [60, 20, 10, 10]


def test_the_funnel_goes_through_the_steps_of_few_phases(measures: Measures) -> None:
    stages = [("notice", 100), ("look", 90), ("buy", 60), ("live", 60)]
    assert [(stage.element, stage.cases) for stage in measures.funnel] == stages


def test_the_stages_are_phases_where_there_are_three_and_never_optional() -> None:
    drawn = journey().model_dump()
    before, after = drawn["phases"]
    assert stages_of(journey()) == ("notice", "look", "buy", "live")
    before["any_order"] = True
    assert stages_of(Journey.model_validate(drawn)) == ("before", "buy", "live")
    split = [before, {**after, "steps": after["steps"][:1]}, {**after, "id": "later", "steps": after["steps"][1:]}]
    assert stages_of(Journey.model_validate(drawn | {"phases": split})) == ("before", "after", "later")
    before["steps"][0]["optional"] = before["steps"][1]["optional"] = True
    assert stages_of(Journey.model_validate(drawn)) == ("buy", "live")


def test_an_optional_end_is_not_the_destination() -> None:
    optional = journey().model_dump()
    optional["phases"][1]["steps"][1]["optional"] = True
    arrived = measure(trails_of(WALKS), Journey.model_validate(optional)).everyone
    assert isinstance(arrived.completed, Estimate)
    assert arrived.completed.value == 0.6
    assert arrived.elements["buy"].drop_off is None


def test_a_journey_arrives_where_it_says() -> None:
    said = measure(trails_of(WALKS), journey().model_copy(update={"arrives": "buy"})).everyone
    assert isinstance(said.completed, Estimate)
    assert said.completed.value == 0.6
    assert said.elements["buy"].drop_off is None
    assert isinstance(said.elements["live"].drop_off, Estimate)


def test_a_journey_that_arrives_where_nobody_is_seen_arrives_at_its_last_bound_step() -> None:
    said = measure(trails_of(WALKS), journey().model_copy(update={"arrives": "tell"})).everyone
    assert said.completed == measure(trails_of(WALKS), journey()).everyone.completed


def test_what_nobody_needs_is_no_stage_of_the_funnel() -> None:
    optional = journey().model_dump()
    for step in optional["phases"][0]["steps"]:
        step["optional"] = True
    measures = measure(trails_of(WALKS), Journey.model_validate(optional)).everyone
    assert [stage.element for stage in measures.funnel] == ["buy", "live"]


def test_scores_and_signals_by_touchpoint_and_together() -> None:
    walks = [
        replace(
            walk(number, ("site", 0), ("ask", 1), scores=((0, 400), (1, 200), (2, 1000))),
            signals=(0, 0) if number < 5 else (),
            at_risk=(number < 20, False),
        )
        for number in range(30)
    ]
    measures = measure(trails_of(walks), journey()).everyone
    ask, live = measures.elements["ask"], measures.elements["live"]
    assert [(score.low, score.high, score.distribution) for score in ask.scores] == [
        (1, 5, ((2.0, 30),)),
        (0, 10, ((10.0, 30),)),
    ]
    assert [(score.low, score.high, score.distribution) for score in live.scores] == [
        (1, 5, ((2.0, 30), (4.0, 30))),
        (0, 10, ((10.0, 30),)),
    ]
    assert isinstance(live.scores[0].mean, Estimate)
    assert (live.scores[0].mean.value, live.scores[0].mean.n) == (3, 60)
    (lost,) = measures.elements["site"].signals
    assert (lost.signal, lost.rule, lost.cases) == ("lost", "when", 5)
    assert isinstance(lost.share, Estimate)
    assert (lost.share.value, lost.share.n) == (0.25, 20)
    assert measures.elements["before"].signals == (lost,)
    (waits,) = ask.signals
    assert waits.share == NotEnough(0, 10)


def test_time_to_an_element_counts_from_where_the_case_begins(measures: Measures) -> None:
    """Of the hundred: sixty come to the site after a day, twenty begin there, ten come after three days."""
    site, notice, before = (measures.elements[element].time_to for element in ("site", "notice", "before"))
    assert isinstance(site, Durations)
    assert site.n == 90
    assert site.p10 == 0
    assert site.median == pytest.approx(DAY, rel=0.01)
    assert site.p90 == pytest.approx(3 * DAY, rel=0.01)
    assert isinstance(notice, Durations)
    assert (notice.n, notice.median) == (100, 0)
    assert notice.p90 == pytest.approx(DAY, rel=0.01)
    assert isinstance(before, Durations)
    assert before.p90 == 0
    assert measures.elements["ask"].time_to == measures.elements["friend"].time_to == NotEnough(0, 10)


def asked(number: int, *, waited: bool, at_risk: bool = True, score: int) -> Case:
    more = {"signals": (1,) if waited else (), "at_risk": (False, at_risk), "scores": ((1, score), (0, 500))}
    return walk(number, ("use", 0), ("ask", 1), **more)


def test_a_signal_stands_beside_the_scores_of_those_with_and_without_it() -> None:
    walks = [
        *(asked(number, waited=True, score=100 + 100 * (number % 2)) for number in range(20)),
        *(asked(number, waited=False, score=400) for number in range(20, 50)),
        *(asked(number, waited=False, at_risk=False, score=500) for number in range(50, 60)),
    ]
    measures = measure(trails_of(walks), journey()).everyone
    (waits,) = measures.elements["ask"].signals
    (contrast,) = waits.scores
    assert (contrast.low, contrast.high) == (1, 5)
    assert isinstance(contrast.with_signal, Estimate)
    assert (contrast.with_signal.value, contrast.with_signal.n) == (1.5, 20)
    assert isinstance(contrast.without, Estimate)
    assert (contrast.without.value, contrast.without.n) == (4, 30)
    assert isinstance(contrast.difference, Estimate)
    assert (contrast.difference.value, contrast.difference.n) == (-2.5, 50)
    assert contrast.difference.low < -2.5 < contrast.difference.high < 0
    assert measures.elements["after"].signals == (waits,)


def test_a_side_with_few_answers_has_no_mean_and_no_difference() -> None:
    walks = [asked(number, waited=number < 9, score=300) for number in range(40)]
    (contrast,) = measure(trails_of(walks), journey()).everyone.elements["ask"].signals[0].scores
    assert contrast.with_signal == NotEnough(9, 10)
    assert contrast.difference == NotEnough(9, 10)
    assert isinstance(contrast.without, Estimate)


def test_a_signal_about_which_nobody_was_asked_has_no_scores() -> None:
    walks = [walk(number, ("site", 0), signals=(0,), at_risk=(True, False)) for number in range(20)]
    assert measure(trails_of(walks), journey()).everyone.elements["site"].signals[0].scores == ()


def test_a_signal_that_is_a_score_is_not_compared_by_scores() -> None:
    scored = journey().model_dump()
    scored["phases"][1]["steps"][1]["touchpoints"][1]["signals"] = [{"id": "waits", "name": "Low", "scored_below": 3}]
    walks = [asked(number, waited=number < 20, score=100) for number in range(40)]
    (low,) = measure(trails_of(walks), Journey.model_validate(scored)).everyone.elements["ask"].signals
    assert (low.rule, low.cases, low.scores) == ("scored_below", 20, ())


def test_segments_are_measured_as_if_there_were_nobody_else() -> None:
    living = measure(trails_of(WALKS), journey())
    assert list(living.segments) == ["small", "large"]
    alone = measure(trails_of([case for case in WALKS if case.member[0]]), journey()).everyone
    assert living.segments["small"] == replace(alone, segment="small", first=living.everyone.first)


def test_only_the_segments_asked_for() -> None:
    assert list(measure(trails_of(WALKS), journey(), segments=["large"]).segments) == ["large"]


def test_an_unknown_segment_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"no segment 'smal'.*small, large"):
        measure(trails_of(WALKS), journey(), segments=["smal"])


def test_nothing_happened_yet() -> None:
    measures = measure(trails_of([]), journey()).everyone
    assert (measures.customers, measures.cases, measures.events) == (0, 0, 0)
    assert measures.completed == NotEnough(0, 10)
    assert (measures.variants, measures.transitions) == ((), ())


def test_a_journey_without_bindings_has_no_figures() -> None:
    unbound = Journey(id="dream", name="Dream", phases=journey().phases[1:])
    empty = replace(
        CODEBOOK, touchpoints=(), steps=(), phases=(), step_of=(), phase_of=(), signals=(), scores=(), segments=()
    )
    measures = measure(trails_of([], codebook=empty), unbound.model_copy(update={"phases": ()})).everyone
    assert measures.elements == {}
    assert measures.funnel == ()


@settings(max_examples=25)
@given(cases=many_cases)
def test_the_number_of_partitions_and_threads_changes_nothing(cases: list[Case]) -> None:
    one = measure(trails_of(cases, 1), journey(), engine=Local(threads=1))
    many = measure(trails_of(cases, 5), journey(), engine=Local(threads=3))
    assert many == one


def test_the_engine_tells_how_far_it_is() -> None:
    heard: list[tuple[int, int]] = []
    measure(trails_of(WALKS, 3), journey(), engine=Local(told=lambda done, of: heard.append((done, of))))
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_a_scale_nobody_used_is_not_shown() -> None:
    walks = [walk(number, ("use", 0), scores=((0, 400),)) for number in range(5)]
    elements = measure(trails_of(walks), journey()).everyone.elements
    assert [score.mean for score in elements["use"].scores] == [NotEnough(5, 10)]
    assert elements["ask"].scores == ()


def test_a_funnel_through_elements_of_our_choice_within_a_window() -> None:
    trails = trails_of(WALKS)
    elements = ["notice", "offer", "live"]
    assert [stage.cases for stage in funnel(trails, elements)] == [100, 60, 60]
    assert [stage.cases for stage in funnel(trails, elements, window=timedelta(days=4))] == [100, 60, 0]
    assert [stage.cases for stage in funnel(trails, elements, segment="small")] == [60, 60, 60]


def test_an_order_nobody_walked_is_an_empty_funnel() -> None:
    assert [stage.cases for stage in funnel(trails_of(WALKS), ["sign", "ad"])] == [60, 0]


@pytest.mark.parametrize(
    ("elements", "message"),
    [
        (["notice", "tell"], "'tell' cannot be a stage: no touchpoint of it has events.*There are: before, after"),
        (["before", "site"], "'site' cannot be a stage beside 'before'"),
        (["site", "look"], "'look' cannot be a stage beside 'site'"),
    ],
)
def test_stages_have_events_and_lie_outside_each_other(elements: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        funnel(trails_of(WALKS), elements)
