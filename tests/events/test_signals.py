"""Signals have an instant: the vectorised rules agree with plain Python, case by case, and with told stories."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from waypost.events.signals import BoundSignal, Responses, Walks, instants
from waypost.events.trails import NEVER
from waypost.journey.binding import Signal, duration

HOUR = 3_600_000_000
STEP_OF = (0, 0, 1, 2)
"""Four touchpoints: a and b in the first step, c in the second, d in the third; each step a phase of its own."""
A, B, C, D = range(4)


@dataclass(frozen=True)
class Case:
    """One walk as a person would write it down; times in hours."""

    events: list[tuple[int, int]]
    """(touchpoint, hour), in order."""
    marked: frozenset[int] = frozenset()
    """The events for which a `when` holds."""
    due: tuple[int | None, ...] = ()
    """The deadline as each of the first events knows it; the later ones know none."""
    responses: list[tuple[int, int, float]] = field(default_factory=list)
    """(touchpoint, hour, score)"""


def bound(place: int, rule: Signal, touchpoint: int, after: int | None = None) -> BoundSignal:
    return BoundSignal(place, rule, touchpoint, STEP_OF[touchpoint], STEP_OF[touchpoint] == 2, after)


def walks_of(cases: list[Case], signals: list[BoundSignal], as_of: int) -> Walks:
    code = np.array([touchpoint for case in cases for touchpoint, _ in case.events], dtype=np.int16)
    marked = np.array([place in case.marked for case in cases for place in range(len(case.events))], dtype=np.bool_)
    answers = [(number, *response) for number, case in enumerate(cases) for response in case.responses]
    return Walks(
        start=np.cumsum([0, *(len(case.events) for case in cases)]),
        code=code,
        time=np.array([hour * HOUR for case in cases for _, hour in case.events], dtype=np.int64),
        step=np.array([STEP_OF[touchpoint] for touchpoint in code], dtype=np.int16),
        as_of=as_of * HOUR,
        flags={signal.place: marked for signal in signals if signal.signal.rule == "when"},
        deadlines={"due": np.array([due for case in cases for due in due_of(case)], dtype=np.int64)},
        responses=Responses(
            case=np.array([answer[0] for answer in answers], dtype=np.int64),
            touchpoint=np.array([answer[1] for answer in answers], dtype=np.int16),
            time=np.array([answer[2] * HOUR for answer in answers], dtype=np.int64),
            score=np.array([answer[3] for answer in answers], dtype=np.float64),
        ),
    )


def due_of(case: Case) -> list[int]:
    """At each event the deadline in microseconds, or NEVER."""
    known = [NEVER if hour is None else hour * HOUR for hour in case.due]
    return (known + [NEVER] * len(case.events))[: len(case.events)]


def happened(
    cases: list[Case], signals: list[BoundSignal], as_of: int
) -> list[tuple[list[tuple[int, int]], list[bool]]]:
    """For each case its (hour, signal) in order, and for each signal whether it was at risk."""
    found = instants(signals, walks_of(cases, signals, as_of))
    spans = zip(found.start[:-1], found.start[1:], strict=True)
    return [
        ([(int(found.time[i]) // HOUR, int(found.code[i])) for i in range(first, last)], found.at_risk[number].tolist())
        for number, (first, last) in enumerate(spans)
    ]


# The reference: one case, one rule at a time, as the rules' definitions read.


def expected(case: Case, bound: BoundSignal, as_of: int) -> tuple[list[int], bool]:  # noqa: PLR0911 - one a rule
    signal, here = bound.signal, bound.touchpoint
    own = [hour for touchpoint, hour in case.events if touchpoint == here]
    match signal.rule:
        case "when":
            return [hour for i, (t, hour) in enumerate(case.events) if t == here and i in case.marked], bool(own)
        case "reached":
            return own[:1], True
        case "skipped":
            before: list[int] = []
            for touchpoint, hour in case.events:
                if STEP_OF[touchpoint] > bound.step:
                    return ([hour] if here not in before else []), True
                before.append(touchpoint)
            return [], bool(own)
        case "repeated":
            assert signal.repeated is not None
            return own[signal.repeated - 1 : signal.repeated], bool(own)
        case "slower_than":
            return expected_slow(case, bound, as_of)
        case "overdue":
            known = [hour for hour in case.due[: len(case.events)] if hour is not None]
            return expected_missed(known[0] if known else None, own, as_of)
        case "overdue_after":
            assert signal.overdue_after is not None
            begun = [hour for touchpoint, hour in case.events if STEP_OF[touchpoint] == bound.after]
            wait = duration(signal.overdue_after.duration) // timedelta(hours=1)
            return expected_missed(begun[0] + wait if begun else None, own, as_of)
        case _:
            assert signal.scored_below is not None
            scores = [(hour, score) for touchpoint, hour, score in case.responses if touchpoint == here]
            return [hour for hour, score in scores if score < signal.scored_below], bool(scores)


def expected_missed(deadline: int | None, own: list[int], as_of: int) -> tuple[list[int], bool]:
    if deadline is None or deadline > as_of:
        return [], False
    return ([] if any(hour <= deadline for hour in own) else [deadline]), True


def expected_slow(case: Case, bound: BoundSignal, as_of: int) -> tuple[list[int], bool]:
    assert bound.signal.slower_than is not None
    wait = duration(bound.signal.slower_than) // timedelta(hours=1)
    slow, at_risk = [], False
    for place, (touchpoint, hour) in enumerate(case.events):
        if touchpoint != bound.touchpoint:
            continue
        at_risk = at_risk or hour + wait <= as_of
        following = case.events[place + 1 : place + 2]
        if following and following[0][1] > hour + wait:
            slow.append(hour + wait)
        if not following and not bound.final and hour + wait <= as_of:
            slow.append(hour + wait)
    return slow[:1], at_risk


# Strategies

AS_OF = 20
hours = st.integers(0, AS_OF)
touchpoints = st.integers(0, 3)
cases = st.lists(
    st.builds(
        lambda events, marked, due, responses: Case(
            sorted(events, key=lambda event: event[1]), frozenset(marked), tuple(due), responses
        ),
        st.lists(st.tuples(touchpoints, hours), min_size=1, max_size=7),
        st.sets(st.integers(0, 6)),
        st.lists(st.none() | st.integers(0, AS_OF + 5), max_size=3),
        st.lists(st.tuples(touchpoints, hours, st.integers(1, 5).map(float)), max_size=3),
    ),
    max_size=6,
)


def one_rule(rule: dict[str, object]) -> Signal:
    return Signal.model_validate({"id": "s", "name": "A signal", **rule})


rules = st.one_of(
    st.just({"when": "event = 'x'"}),
    st.just({"reached": True}),
    st.just({"skipped": True}),
    st.builds(lambda n: {"repeated": n}, st.integers(2, 4)),
    st.builds(lambda n: {"slower_than": f"{n} hours"}, st.integers(0, 9)),
    st.just({"overdue": "due"}),
    st.builds(
        lambda step, n: {"overdue_after": {"step": f"step-{step}", "duration": f"{n} hours"}},
        st.integers(0, 2),
        st.integers(0, 9),
    ),
    st.builds(lambda score: {"scored_below": score}, st.integers(1, 6)),
).map(one_rule)


def place_after(signal: Signal) -> int | None:
    return int(signal.overdue_after.step.removeprefix("step-")) if signal.overdue_after else None


signal_lists = st.lists(st.tuples(rules, touchpoints), max_size=5).map(
    lambda drawn: [bound(place, rule, where, place_after(rule)) for place, (rule, where) in enumerate(drawn)]
)


@given(cases, signal_lists)
@example([], [bound(0, one_rule({"repeated": 3}), A)])
def test_every_rule_agrees_with_the_plain_reading_of_its_definition(
    drawn: list[Case], signals: list[BoundSignal]
) -> None:
    for case, (found, at_risk) in zip(drawn, happened(drawn, signals, AS_OF), strict=True):
        wanted = [expected(case, signal, AS_OF) for signal in signals]
        assert found == sorted((hour, place) for place, (times, _) in enumerate(wanted) for hour in times)
        assert at_risk == [risk for _, risk in wanted]


@given(cases, signal_lists)
def test_what_a_signal_happened_to_was_at_risk(drawn: list[Case], signals: list[BoundSignal]) -> None:
    for found, at_risk in happened(drawn, signals, AS_OF):
        assert all(at_risk[place] for _, place in found)


@given(cases, st.integers(0, AS_OF))
def test_a_deadline_that_passed_stays_passed(drawn: list[Case], later: int) -> None:
    """What is overdue at one `as_of` is overdue at every later one, whatever else happens: no hindsight."""
    signals = [bound(0, one_rule({"overdue": "due"}), C)]
    known = [Case([event for event in case.events if event[1] <= later], due=case.due) for case in drawn]
    known_cases = [case for case in known if case.events]
    whole = [case for case, cut in zip(drawn, known, strict=True) if cut.events]
    for (then, _), (now, _) in zip(happened(known_cases, signals, later), happened(whole, signals, AS_OF), strict=True):
        assert set(then) <= set(now)


# Stories


@pytest.mark.parametrize(
    ("story", "delivered", "instant"),
    [
        ("on time", 9, []),
        ("at the very deadline", 10, []),
        ("late: at the deadline, not at the delivery", 15, [(10, 0)]),
        ("never", None, [(10, 0)]),
    ],
)
def test_overdue_happens_at_the_deadline(story: str, delivered: int | None, instant: list[tuple[int, int]]) -> None:
    events = [(A, 1)] + ([(C, delivered)] if delivered is not None else [])
    [(found, _)] = happened([Case(events, due=(10,))], [bound(0, one_rule({"overdue": "due"}), C)], 20)
    assert found == instant, story


def test_a_deadline_in_the_future_is_no_risk_yet() -> None:
    [(found, at_risk)] = happened([Case([(A, 1)], due=(30,))], [bound(0, one_rule({"overdue": "due"}), C)], 20)
    assert (found, at_risk) == ([], [False])


def test_a_case_that_ends_in_the_last_phase_is_not_slow() -> None:
    slow = one_rule({"slower_than": "2 hours"})
    signals = [bound(0, slow, C), bound(1, slow, D)]
    [(stuck, _), (done, _)] = happened([Case([(C, 1)]), Case([(D, 1)])], signals, 20)
    assert (stuck, done) == ([(3, 0)], [])


def test_skipping_is_noticed_when_the_later_step_comes_not_before() -> None:
    skipped = [bound(0, one_rule({"skipped": True}), B)]
    stories = [Case([(A, 1), (D, 5)]), Case([(A, 1)]), Case([(C, 2), (B, 3), (D, 4)]), Case([(B, 1), (C, 2)])]
    assert happened(stories, skipped, 20) == [
        ([(5, 0)], [True]),
        ([], [False]),
        ([(2, 0)], [True]),
        ([], [True]),
    ]


def test_a_chance_is_where_it_could_have_happened_and_did_not() -> None:
    """In hours: b at 2 (not as feared), c at 3, b again at 4 (as feared), answers at 5 (well) and 6 (badly)."""
    signals = [
        bound(0, Signal(id="when", name="When", when="x = 1"), B),
        bound(1, Signal(id="skipped", name="Skipped", skipped=True), B),
        bound(2, Signal(id="slow", name="Slow", slower_than="3 hours"), B),
        bound(3, Signal(id="due", name="Due", overdue="due"), C),
        bound(4, Signal(id="bad", name="Bad", scored_below=3), B),
        bound(5, Signal(id="reached", name="Reached", reached=True), B),
    ]
    case = Case([(B, 2), (C, 3), (B, 4)], frozenset({2}), due=(8,), responses=[(B, 5, 5.0), (B, 6, 1.0)])
    chances = instants(signals, walks_of([case], signals, 20)).chances
    assert list(zip(chances.code.tolist(), (chances.time // HOUR).tolist(), strict=True)) == [
        (0, 2),  # the first b
        (1, 3),  # the first later step
        (2, 5),  # three hours after the first b, which c had followed by then
        (4, 5),  # the first answer that is not low
        (3, 8),  # the deadline
    ]
