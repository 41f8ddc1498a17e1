"""A journey's metrics, from cases small enough to count by hand; intervals and charts against the literature."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from pydantic import TypeAdapter

from tests.analysis.making import CODEBOOK, DAY, START, journey, trails_of, walk
from tests.analysis.reference import Case
from waypost.analysis.comparison.samples import Shares
from waypost.analysis.metrics.metrics import FewerThanHalf, Metric, Metrics
from waypost.analysis.metrics.trending import trend
from waypost.analysis.results import Estimate, NotEnough
from waypost.analysis.study import Study
from waypost.errors import InputError
from waypost.events.trails import ScoreKey, instant
from waypost.journey.journey import Journey, ListeningPost, Touchpoint
from waypost.journey.outcome import Outcome, OutcomeKind
from waypost.journey.segment import Segment
from waypost.journey.workspace import Settings, Workspace

OUTCOMES = (
    Outcome(id="leaves", name="Leaves", kind=OutcomeKind.CHURN, when="event = 'left'", within="20 days"),
    Outcome(id="pays", name="Pays", kind=OutcomeKind.SPEND, when="event = 'paid'", amount="amount"),
    Outcome(id="tells", name="Tells a friend", kind=OutcomeKind.RECOMMENDATION, when="event = 'told'"),
)
BOOK = replace(
    CODEBOOK,
    scores=(ScoreKey("use", 1, 5), ScoreKey("ask", 1, 5), ScoreKey("ask", 0, 10)),
    outcomes=("leaves", "pays", "tells"),
)
MONTH = 30.4
"""Days, about."""


def listening() -> Journey:
    """The journey with posts at the app (effort) and the help desk (satisfaction, recommendation), reached by chat."""

    def asked(point: Touchpoint) -> Touchpoint:
        posts = {"use": ("ces",), "ask": ("csat", "nps")}.get(point.id, ())
        kept = tuple(ListeningPost.model_validate({"id": f"p-{one}", "question": "?", "measure": one}) for one in posts)
        return point.model_copy(update={"posts": kept, "channel": "chat" if point.id == "ask" else point.channel})

    base = journey()
    phases = tuple(
        phase.model_copy(
            update={
                "steps": tuple(
                    step.model_copy(update={"touchpoints": tuple(map(asked, step.touchpoints))}) for step in phase.steps
                )
            }
        )
        for phase in base.phases
    )
    return base.model_copy(update={"phases": phases, "outcomes": OUTCOMES})


def study(cases: list[Case], **more: object) -> Study:
    trails = replace(trails_of(cases, 3, BOOK), as_of=datetime(2025, 1, 1, tzinfo=UTC))
    return Study(listening(), trails, **more)  # type: ignore[arg-type]


def customer(number: int, month: int, **more: object) -> Case:
    day = 20 + MONTH * month + number % 5
    return walk(number, ("sign", day), ("use", day + 1), ("ask", day + 2), **more)


def at(day: float) -> int:
    return START + int(day * DAY)


@pytest.fixture(scope="module")
def found() -> Metrics:
    """Twelve months of fifty customers: support gets better in the seventh; whoever leaves does not answer."""
    drawn = random.Random(7)
    cases = []
    for number in range(600):
        month = number // 50
        day = 20 + MONTH * month + number % 5
        better = month >= 6
        leaves = number % 5 == 0
        ask = drawn.choice((4, 5, 5) if better else (1, 2, 4))
        scores = [] if leaves else [(0, 100 * drawn.choice((2, 3, 4, 5))), (1, 100 * ask), (2, 100 * (2 * ask))]
        cases.append(
            customer(
                number,
                month,
                scores=tuple(scores),
                score_times=(at(day + 2),) * len(scores),
                member=(number % 2 == 0, False),
                outcomes=((0, at(day + 10), 100),) if leaves else (),
            )
        )
    segment = Segment(id="small", name="Small firms", when="attributes.size < 10")
    return study(cases, workspace=Workspace(settings=Settings(id="w", name="W"), documents=(segment,))).metrics()


def metric(found: Metrics, kind: str, element: str | None = None) -> Metric:
    return next(one for one in found.metrics if one.kind == kind and (element is None or one.element == element))


def value(one: Metric) -> float:
    assert isinstance(one.figure, Estimate)
    return one.figure.value


def test_effort_and_satisfaction_come_first(found: Metrics) -> None:
    assert [one.kind for one in found.metrics][:4] == ["easy", "ces", "csat", "nps"]
    assert metric(found, "csat").element == "ask"
    assert metric(found, "csat").figure.n == 480
    assert value(metric(found, "ces")) == pytest.approx(3.5, abs=0.2)
    assert value(metric(found, "easy")) == pytest.approx(0.5, abs=0.06)


def test_churn_and_staying_make_a_whole(found: Metrics) -> None:
    assert value(metric(found, "churn")) == pytest.approx(0.2)
    assert value(metric(found, "staying")) == pytest.approx(0.8)
    assert not metric(found, "churn").wanted
    assert metric(found, "recommends").trend is None  # no `within`: late cases had less time to tell


def test_a_change_for_good_is_dated(found: Metrics) -> None:
    trend = metric(found, "csat").trend
    assert trend is not None
    assert trend.changed
    assert trend.change is not None
    assert trend.change.label == "2024-06"
    assert isinstance(trend.change.difference, Estimate)
    assert trend.change.difference.value == pytest.approx(0.66, abs=0.1)
    assert any(said.startswith("Satisfied with “Help desk” (CSAT) changed about 2024-06") for said in found.sentences())
    assert any("a slow drift, can look like a change" in said for said in found.sentences())
    steady = metric(found, "churn").trend
    assert steady is not None
    assert not steady.changed


def test_segments_stand_beside_everyone(found: Metrics) -> None:
    small, large = metric(found, "csat").segments
    assert (small.segment, small.name) == ("small", "Small firms")
    assert isinstance(small.figure, Estimate)
    assert large.figure == NotEnough(0, 10)


def test_who_did_not_answer_is_told(found: Metrics) -> None:
    replies = next(one for one in found.replies if one.touchpoint == "ask")
    assert isinstance(replies.rate, Estimate)
    assert (replies.rate.value, replies.cases) == (0.8, 600)
    first = replies.apart[0]
    assert (first.kind, first.id) == ("outcome", "leaves")
    assert isinstance(first.difference, Estimate)
    assert first.difference.value == -1
    assert any("“Leaves”, 0 % of them against 100 % of the silent" in said for said in found.sentences())


def test_what_cannot_be_said_is_named() -> None:
    cases = [walk(number, ("ad", 0), ("use", 1)) for number in range(20)]
    bare = Study(journey(), trails_of(cases, codebook=replace(CODEBOOK, outcomes=())))
    found = bare.metrics()
    assert [one.kind for one in found.metrics] == ["time-to-value"]
    assert len(found.absent) == 5
    assert study([]).metrics().absent == ("Nobody has walked this journey yet.",)


def test_who_contacts_us_again_was_not_helped_at_the_first_contact() -> None:
    """A second call at once counts as much as one after something else; those who never arrived do not count."""
    again = {0: (("ask", 3),), 1: (("ask", 1.5),)}
    cases = [walk(n, ("sign", 0), ("ask", 1), *again.get(n % 4, ()), ("use", 4)) for n in range(40)]
    cases += [walk(n, ("sign", 0)) for n in range(40, 50)]
    one = metric(study(cases).metrics(contact="ask"), "first-contact")
    assert (one.element, value(one), one.figure.n) == ("ask", 0.5, 40)
    assert one.label == "Resolved at the first contact at “Help desk”, of the cases that arrived"
    with pytest.raises(InputError, match=r"there is no 'tell' with events.*ask"):
        study(cases).metrics(contact="tell")


def test_our_answer_is_no_second_contact() -> None:
    """At the step where people use the app and ask: asking opens the contact, the app is where they are answered."""
    cases = [walk(n, ("ask", 1), *(("use", day) for day in range(2, 2 + n % 3))) for n in range(30)]
    assert value(metric(study(cases).metrics(contact="live"), "first-contact")) == 1
    called = metric(
        study([*cases, walk(99, ("ask", 1), ("use", 2), ("ask", 3))]).metrics(contact="live"), "first-contact"
    )
    assert value(called) == pytest.approx(30 / 31)


def test_answers_without_a_visit_are_on_neither_side() -> None:
    """Twenty come and half of them answer; seven answer who never came."""

    def answered(number: int, *events: tuple[str, float]) -> Case:
        return walk(number, *events, scores=((1, 400),), score_times=(at(3),))

    cases = [walk(n, ("ad", 0), ("ask", 1)) for n in range(10)]
    cases += [answered(n, ("ad", 0), ("ask", 1)) for n in range(10, 20)]
    found = study([*cases, *(answered(n, ("ad", 0)) for n in range(20, 27))]).metrics()
    (replies,) = found.replies
    assert isinstance(replies.rate, Estimate)
    assert (replies.cases, replies.rate.value, replies.absent) == (20, 0.5, 7)
    assert metric(found, "response").label == "Answered at “Help desk”, of the cases that came there"
    assert metric(found, "csat").figure.n == 17
    assert any(said.startswith("7 cases answered at “Help desk” and never came there") for said in found.sentences())
    assert not any("never came there" in said for said in study(cases).metrics().sentences())


def test_time_to_value_counts_those_who_have_not_come() -> None:
    cases = [walk(n, ("ad", 0), *((("use", n % 10 + 1),) if n % 3 else ())) for n in range(90)]
    one = metric(study(cases).metrics(), "time-to-value")
    assert isinstance(one.figure, Estimate)
    assert one.figure.value == pytest.approx(8 * DAY, rel=0.2)
    never = study([walk(n, ("ad", 0), *((("use", 1),) if n % 3 == 0 else ())) for n in range(90)]).metrics()
    assert metric(never, "time-to-value").figure == FewerThanHalf(90, 30)
    assert any(
        "fewer than half have come there so far, as" in said and "(30 of 90 cases)" in said
        for said in never.sentences()
    )
    frame = never.to_frame().filter(pl.col("metric") == "time-to-value")
    assert frame["unknown"][0] == "fewer than half so far"


def test_what_is_counted_from_a_step_says_so() -> None:
    """Half come to the contract; all of them use the app three days later, and half of them leave."""
    cases = [
        walk(
            number,
            ("ad", 0),
            *((("sign", 10), ("use", 13)) if number % 2 else ()),
            outcomes=((0, at(28), 100),) if number % 4 == 1 else (),
            scores=((0, 400),) if number % 4 == 3 else (),
            score_times=(at(14),) if number % 4 == 3 else (),
        )
        for number in range(80)
    ]
    leaves = OUTCOMES[0].model_copy(update={"since": "sign"})
    uses = Outcome(id="pays", name="Uses it", kind=OutcomeKind.ADOPTION, reached="use", since="buy")
    asked = study(cases)
    found = replace(asked, journey=asked.journey.model_copy(update={"outcomes": (leaves, uses, OUTCOMES[2])})).metrics()
    churn, staying, time = (metric(found, kind) for kind in ("churn", "staying", "time-to-value"))
    assert churn.label == "“Leaves” of those who came to “Contract”"
    assert (value(churn), churn.figure.n) == (0.5, 40)
    assert staying.label == "Stay: not “Leaves” of those who came to “Contract”"
    assert (value(staying), staying.figure.n) == (0.5, 40)
    assert time.label == "Time from “I sign” to “App” (median)"
    assert value(time) == pytest.approx(3 * DAY, rel=0.01)
    assert found.replies[0].apart[0].what == "Leaves (of those who came to Contract)"


def paying(number: int, *months: float) -> Case:
    paid = tuple((1, at(20 + MONTH * month), round(100 * money)) for month, money in enumerate(months) if money)
    return walk(number, ("sign", 18), outcomes=paid)


def test_money_kept_from_month_to_month() -> None:
    """Of 100 paid, 80 are kept and 10 grown; then all is kept."""
    cases = [
        paying(n, 10, 12, 12) if n < 5 else paying(n, 10, 6, 6) if n < 15 else paying(n, 10, 10, 10) for n in range(20)
    ]
    found = study([*cases, paying(99, 0, 7, 7)]).metrics()
    first, second = found.revenue[:2]
    assert (first.label, first.customers, first.before, first.kept, first.grown, first.new) == (
        "2024-01",
        20,
        200,
        160,
        10,
        7,
    )
    assert isinstance(first.gross, Estimate)
    assert (first.gross.value, first.gross.n) == (0.8, 20)
    assert first.gross.low < 0.8 < first.gross.high
    assert isinstance(first.net, Estimate)
    assert first.net.value == pytest.approx(0.85)
    assert isinstance(second.gross, Estimate)
    assert second.gross.value == 1


def test_money_kept_is_counted_in_customer_months_of_months_that_are_over() -> None:
    """Fifteen pay in each of four months: four times they could pay again, and the last time nobody did."""
    cases = [paying(n, 10, 10, 10, 10) for n in range(15)]

    def kept(days: int) -> Metric:
        asked = study(cases)
        as_of = instant(START) + timedelta(days=days)
        return metric(replace(asked, trails=replace(asked.trails, as_of=as_of)).metrics(), "gross-retention")

    assert (kept(300).counted, kept(300).figure.n) == ("customer-months", 60)
    assert value(kept(300)) == 0.75
    assert kept(25).figure == NotEnough(0, 10)
    assert kept(60).figure == NotEnough(0, 10)  # the second month has begun, and is not over


def test_lifetime_value_states_what_it_assumes() -> None:
    cases = [paying(n, *(10,) * (1 + n % 4)) for n in range(400)]
    one = metric(study(cases).metrics(), "lifetime-value")
    stays, keep = (
        600 / 1000,
        1.1 ** (-1 / 12),
    )  # of the 400, 300, 200 and 100 who paid, 300, 200, 100 and none paid again
    assert isinstance(one.figure, Estimate)
    assert one.figure.value == pytest.approx(10 / (1 - stays * keep), rel=1e-6)
    assert one.figure.low < one.figure.value < one.figure.high
    assert one.counted == "customer-months"
    assert "it is cautious" in one.assumptions[-1]


def test_metrics_are_json_and_a_frame(found: Metrics) -> None:
    adapter = TypeAdapter(Metrics)
    assert adapter.validate_json(adapter.dump_json(found)) == found
    frame = found.to_frame()
    assert set(frame["metric"]) == {one.kind for one in found.metrics}
    assert frame["period"].drop_nulls().unique().len() >= 12


def test_periods_that_differ_by_chance_are_not_unusual() -> None:
    drawn = np.random.default_rng(2)
    starts = [instant(START) + timedelta(days=30 * month) for month in range(24)]
    labels = [f"{start:%Y-%m}" for start in starts]
    steady = trend("month", starts, labels, [Shares(int(drawn.binomial(400, 0.3)), 400) for _ in starts])
    assert not any(period.unusual for period in steady.periods)
    assert steady.change is not None
    assert steady.change.p > 0.05
    spiked = [Shares(260 if month == 13 else int(drawn.binomial(400, 0.3)), 400) for month in range(24)]
    assert [period.label for period in trend("month", starts, labels, spiked).periods if period.unusual] == [labels[13]]
    few = trend("month", starts[:5], labels[:5], spiked[:5])
    assert (few.change, few.periods[0].low) == (None, None)
