"""Moments of truth: planted ones are found, traps are walked past, and what is said of them is true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter

import waypost
from tests.analysis.making import CODEBOOK, DAY, START, journey, trails_of
from tests.analysis.reference import Case
from tests.conftest import REPOSITORY
from waypost.analysis.moments.finding import MERE, TURNED, judged
from waypost.analysis.moments.moments import Effect, Moments
from waypost.analysis.moments.wording import VERDICTS, rides
from waypost.analysis.results import Estimate
from waypost.analysis.study import Study
from waypost.demo.show import lay_out
from waypost.errors import InputError
from waypost.events.trails import Trails
from waypost.journey.binding import Signal
from waypost.journey.journey import Journey, Touchpoint
from waypost.journey.marks import Moment, Vote
from waypost.journey.outcome import Outcome, OutcomeKind

LEAVES = Outcome(id="leaves", name="Leaves", kind=OutcomeKind.CHURN, reached="buy", within="30 days", worth=50)
LOST = Signal(id="lost", name="Lost", when="properties.lost = 1")
SPENDS = Outcome(id="spends", name="Spends", kind=OutcomeKind.SPEND, when="event = 'x'", amount="sum", within="30 days")


@pytest.fixture(scope="module")
def kite(tmp_path_factory: pytest.TempPathFactory) -> Moments:
    """The demo's company, from its files on."""
    project = waypost.open(lay_out(tmp_path_factory.mktemp("kite"), 6000))
    project.ingest()
    return project.study().moments()


def effect(moments: Moments, signal: str, outcome: str = "leaves") -> Effect:
    return next(one for one in moments.effects if (one.signal, one.outcome) == (signal, outcome))


def told(outcomes: tuple[Outcome, ...], **signals: Signal) -> Journey:
    """The journey of the making, with these signals at the touchpoints so named."""
    drawn = journey()
    phases = tuple(
        phase.model_copy(
            update={
                "steps": tuple(
                    step.model_copy(update={"touchpoints": tuple(_with(one, signals) for one in step.touchpoints)})
                    for step in phase.steps
                )
            }
        )
        for phase in drawn.phases
    )
    return drawn.model_copy(update={"phases": phases, "outcomes": outcomes})


def _with(touchpoint: Touchpoint, signals: dict[str, Signal]) -> Touchpoint:
    given = signals.get(touchpoint.id)
    return touchpoint.model_copy(update={"signals": (given,) if given else ()})


def study(cases: list[Case], drawn: Journey, partitions: int = 2) -> Study:
    signals = tuple((one.id, signal.id) for one in drawn.touchpoints() for signal in one.signals)
    codebook = replace(CODEBOOK, signals=signals, outcomes=tuple(outcome.id for outcome in drawn.outcomes))
    trails: Trails = trails_of(cases, partitions, codebook)
    return Study(drawn, trails)


def test_planted_moments_are_found_in_the_demo(kite: Moments) -> None:
    for signal in ("bank-link-failed", "no-money-yet"):
        found = effect(kite, signal)
        assert found.found
        assert found.sure == "very sure"
        assert isinstance(found.difference, Estimate)
        assert found.difference.low > 0.05
        assert isinstance(found.money, Estimate)
        assert found.money.high < 0  # leaving costs


def test_support_fools_a_plain_comparison_and_not_this_one(kite: Moments) -> None:
    support = effect(kite, "asked-support")
    assert isinstance(support.naive, Estimate)
    assert support.naive.low > 0.1
    assert not support.found
    assert any("“Asked support” goes with" in sentence for sentence in kite.sentences())


def test_an_outcome_cannot_be_its_own_moment(kite: Moments) -> None:
    """Who cancels has left, and cannot renew: that is no finding about customers."""
    unasked = {(pair.signal, pair.outcome): pair.decided_by for pair in kite.unasked}
    assert unasked == {
        ("left", "leaves"): "leaves",
        ("left", "renews"): "leaves",
        ("left", "gets-paid"): "leaves",
        ("payment-overdue", "gets-paid"): "gets-paid",
        ("no-money-yet", "gets-paid"): "gets-paid",
    }
    assert not {(one.signal, one.outcome) for one in kite.effects} & set(unasked)
    said = "“Left” is not held against “Leaves within 90 days”, “Renews” and “Has the first money within a month”"
    assert any(sentence.startswith(said) for sentence in kite.sentences())


def test_nobody_is_lost_without_a_word(kite: Moments) -> None:
    for one in kite.effects:
        assert one.exposed + one.already + one.unfollowed + one.unmatched == one.happened
        assert min(one.others_already, one.others_unfollowed, one.others_unmatched) >= 0


def test_beliefs_stand_beside_what_is_measured(kite: Moments) -> None:
    verdicts = {belief.element: belief.verdict for belief in kite.beliefs}
    assert verdicts["bank-link"] == "agreed"
    assert verdicts["money-arrives"] == "agreed"
    assert verdicts["send-invoice"] == "unknown"
    covers = {cover.element: cover for cover in kite.covers}
    assert covers["bank-link"].owner == "Payments"
    assert covers["renew"].missing == ("a listening post",)


def test_an_answer_is_plain_values(kite: Moments) -> None:
    adapter = TypeAdapter(Moments)
    assert adapter.validate_json(adapter.dump_json(kite)) == kite
    frame = kite.to_frame()
    assert frame.filter(frame["signal"] == "bank-link-failed").height >= len(kite.effects) // len(set(frame["signal"]))
    assert kite.sentences()[0].endswith("We are very sure.")


def long_lived(n: int = 4000) -> list[Case]:
    """Everybody leaves at a time of their own and asks once in two days until then: only who lives long asks often."""
    rng = np.random.default_rng(5)
    cases = []
    for customer, life in enumerate(rng.exponential(12, n).tolist()):
        asks = np.cumsum(rng.exponential(2, 60))
        asks = asks[asks < life]
        left = START + int(life * DAY)
        events = [(0, START), *((5, START + int(day * DAY)) for day in asks.tolist()), (3, left)]
        fifth = [events[5][1]] if len(asks) >= 5 else []
        cases.append(
            Case(
                customer,
                tuple(events),
                signals=(0,) * len(fifth),
                signal_times=tuple(fifth),
                at_risk=(len(asks) > 0, False),
                outcomes=((0, left, 100),),
                score_times=(),
            )
        )
    return cases


def test_no_immortal_time() -> None:
    """Who asked a fifth time lived long enough to: a plain look sees them stay, and there is nothing to see."""
    often = told((LEAVES.model_copy(update={"within": "6 days"}),), ask=Signal(id="fifth", name="Fifth", repeated=5))
    cases = long_lived()
    found = effect(study(cases, often).moments(), "fifth")
    stayed = [case.outcomes[0][1] > START + 6 * DAY for case in cases]
    asked = [bool(case.signals) for case in cases]
    plain = np.mean([stays for stays, often in zip(stayed, asked, strict=True) if often]) - np.mean(
        [stays for stays, often in zip(stayed, asked, strict=True) if not often]
    )
    assert plain > 0.4
    assert found.exposed > 500
    assert isinstance(found.difference, Estimate)
    assert abs(found.difference.value) < 0.05
    assert found.difference.low < 0 < found.difference.high


def bought(n: int = 400) -> list[Case]:
    """Whom the site loses (half of them) spends 8 less, more or less."""
    rng = np.random.default_rng(4)
    cases = []
    for customer in range(n):
        lost = customer % 2
        seen = START + DAY
        spent = round(100 * (20 - 8 * lost + rng.normal()))
        cases.append(
            Case(
                customer,
                ((0, START), (1, seen), (4, seen + 2 * DAY)),
                signals=(0,) * lost,
                signal_times=(seen,) * lost,
                chances=() if lost else ((0, seen),),
                at_risk=(True, False),
                outcomes=((0, seen + DAY, spent),),
                score_times=(),
            )
        )
    return cases


def test_money_is_a_difference_of_means() -> None:
    drawn = told((SPENDS,), site=Signal(id="lost", name="Lost", when="properties.lost = 1"))
    found = effect(study(bought(), drawn).moments(), "lost", "spends")
    assert isinstance(found.difference, Estimate)
    assert found.difference.value == pytest.approx(-8, abs=0.3)
    assert found.difference.low < -8 < found.difference.high
    assert isinstance(found.money, Estimate)
    assert found.money.value == pytest.approx(200 * found.difference.value)
    assert found.odds_ratio is None
    assert found.attributable is None
    assert found.sure == "very sure"
    assert isinstance(found.control, Estimate)
    assert abs(found.control.value) < 2


def test_partitions_change_nothing() -> None:
    drawn = told((SPENDS,), site=Signal(id="lost", name="Lost", when="properties.lost = 1"))
    assert study(bought(), drawn, 1).moments() == study(bought(), drawn, 7).moments()


def test_what_is_believed_and_not_measurable_is_unknown_and_why() -> None:
    drawn = told((SPENDS,), site=Signal(id="lost", name="Lost", when="properties.lost = 1"))
    marked = drawn.model_copy(
        update={
            "phases": tuple(
                phase.model_copy(update={"moments": (Moment(id=f"m-{phase.id}", vote=Vote(votes=3, of=4)),)})
                for phase in drawn.phases
            )
        }
    )
    found = study(bought(), marked).moments()
    assert [(one.element, one.verdict, one.votes) for one in found.beliefs] == [
        ("before", "agreed", 3),
        ("after", "unknown", 3),
    ]
    assert found.beliefs[1].reason == "no signal says what may go well or badly here"
    assert found.covers[0].missing == ("an owner", "a listening post")


def test_too_few_are_not_told() -> None:
    drawn = told((SPENDS,), site=Signal(id="lost", name="Lost", when="properties.lost = 1"))
    found = study(bought(12), drawn).moments()
    assert found.tested == 0
    assert found.effects[0].reason == "it happened to 6 cases only"
    assert found.sentences()[0] == "No signal has enough data to tell what goes with it."


def test_a_journey_without_outcomes_or_signals_is_told_what_to_add() -> None:
    with pytest.raises(InputError) as refused:
        study(bought(12), told(())).moments(q=2, minimum=0)
    messages = " ".join(problem.message for problem in refused.value.problems)
    assert "nothing of how a walk can turn out" in messages
    assert "no touchpoint has a signal" in messages
    assert "between 0 and 1" in messages
    assert "at least 1" in messages


def test_the_broken_promise_is_the_marketplaces_moment_of_truth(real_data: Path, tmp_path: Path) -> None:
    """Overdue, dated when the promised day passes, tops what costs stars, beside what the document believes."""
    project = waypost.open(REPOSITORY / "examples" / "marketplace", data=real_data / "olist", state=tmp_path)
    project.ingest()
    moments = project.study().moments()
    top = next(one for one in moments.found if one.outcome == "few-stars")
    assert top.signal == "overdue"
    assert top.sure == "very sure"
    assert isinstance(top.difference, Estimate)
    assert 0.3 < top.difference.low < top.difference.value < top.difference.high < 0.7
    arrives = next(belief for belief in moments.beliefs if belief.element == "arrives")
    assert arrives.verdict == "agreed"
    # A parcel that comes late was overdue before: nobody alike came in time.
    late = next(one for one in moments.effects if (one.signal, one.outcome) == ("late", "few-stars"))
    assert late.reason == "there is nobody alike to compare with"


def test_who_was_asked_again_is_no_sure_moment(real_data: Path, tmp_path: Path) -> None:
    """That somebody came again says little of what happened to them, however clear the figures."""
    project = waypost.open(REPOSITORY / "examples" / "incidents", data=real_data / "incidents", state=tmp_path)
    project.ingest()
    moments = project.study().moments()
    again = effect(moments, "asked-again", "soon")
    assert again.p_adjusted is not None
    assert again.p_adjusted < 0.001
    assert again.sure == "quite sure"
    assert any("no more, since it says only that somebody came again" in one for one in moments.sentences())


def test_the_plain_comparison_takes_the_outcome_as_it_is_declared(real_data: Path, tmp_path: Path) -> None:
    """Whoever is handed on works again within two days far less often: counted from the notice on, as declared."""
    project = waypost.open(REPOSITORY / "examples" / "incidents", data=real_data / "incidents", state=tmp_path)
    project.ingest()
    handed_on = effect(project.study().moments(), "handed-on", "soon")
    assert isinstance(handed_on.naive, Estimate)
    assert -0.5 < handed_on.naive.low < handed_on.naive.high < -0.3


def lost_site(**figures: object) -> Effect:
    """The effect of the lost site, with other figures, judged anew."""
    drawn = told((SPENDS,), site=LOST)
    (found,) = study(bought(), drawn).moments().effects
    return judged(replace(found, **figures), 1e-9, 0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figures", "sure", "caution"),
    [
        ({}, "very sure", ""),
        ({"rule": "repeated"}, "quite sure", MERE["repeated"]),
        ({"rule": "slower_than"}, "quite sure", MERE["slower_than"]),
        ({"rule": "overdue"}, "very sure", ""),
        ({"naive": Estimate(3, 1, 5, 400)}, "quite sure", TURNED),
        ({"naive": Estimate(3, 1, 5, 400), "control_p": 0.001}, "quite sure", ""),
    ],
)
def test_no_more_than_quite_sure_and_why(figures: dict[str, object], sure: str, caution: str) -> None:
    one = lost_site(**figures)
    assert (one.sure, one.caution) == (sure, caution)


def crossing(found: Moments) -> Moments:
    """The same, with nothing found but a difference that may be none."""
    one = replace(found.found[0], difference=Estimate(0.03, -0.004, 0.064, 900), attributable=Estimate(13, -2, 29, 900))
    return replace(found, effects=(one,))


def test_an_interval_that_holds_none_reads_as_one_would_say_it(kite: Moments) -> None:
    (said, *_) = crossing(kite).sentences()
    assert "3.0 points more often than in comparable cases (between 0.4 less and 6.4 more;" in said
    less = replace(crossing(kite).effects[0], difference=Estimate(-0.13, -0.32, 0.062, 520))
    (said, *_) = replace(kite, effects=(less,)).sentences()
    assert "13 points less often than in comparable cases (between 32 less and 6.2 more;" in said


def test_nothing_rides_on_a_difference_that_may_be_none(kite: Moments) -> None:
    assert kite.found[0].clear
    assert "If it is the cause" in kite.sentences()[0]
    maybe = crossing(kite)
    assert maybe.found == maybe.effects
    assert not maybe.effects[0].clear
    assert not any("If it is the cause" in sentence for sentence in maybe.sentences())
    assert rides(maybe.effects[0]) == "–"


def test_money_that_rides_on_it_is_said(kite: Moments) -> None:
    failed = effect(kite, "bank-link-failed")
    assert isinstance(failed.money, Estimate)
    worth = f"{-failed.money.value:,.0f} {kite.currency}"
    assert f", worth {worth}, would have gone otherwise." in kite.sentences()[kite.found.index(failed)]
    spends = study(bought(), told((SPENDS,), site=LOST)).moments()
    money = spends.found[0].money
    assert isinstance(money, Estimate)
    assert f"If it is the cause, that is {-money.value:,.0f} less in all (" in spends.sentences()[0]


def test_an_outcome_with_a_time_is_said_to_be_counted_from_the_signal_on(kite: Moments) -> None:
    """Two days after somebody asked again, not after the beginning."""
    timed = effect(kite, "bank-link-failed")
    assert timed.within == "90 days"
    said = "After “Bank link failed”, “Leaves within 90 days”, counted from then on, happens "
    assert kite.sentences()[kite.found.index(timed)].startswith(said)
    endless = replace(kite, effects=(replace(timed, within=None),))
    assert "counted from then on" not in endless.sentences()[0]


def test_a_belief_is_called_the_same_wherever_it_stands(kite: Moments) -> None:
    belief = replace(kite.beliefs[0], verdict="over-rated", reason="measured")
    said = replace(kite, beliefs=(belief,)).sentences()
    assert f"“{belief.name}” {VERDICTS['over-rated']}: measured." in said
