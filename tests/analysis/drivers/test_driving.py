"""What moves the overall score: the sums, their resamples, and what is said of them."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from pydantic import TypeAdapter, ValidationError

from tests.analysis.making import CODEBOOK, DAY, START, journey, many_cases, partition_of, trails_of, walk
from tests.analysis.reference import Case
from waypost.analysis.drivers.crossproducts import CrossProducts
from waypost.analysis.drivers.drivers import Drivers
from waypost.analysis.drivers.stakes import Stakes, lost_by_amount, lost_by_happening
from waypost.analysis.engines.local import Local
from waypost.analysis.groups import EVERYONE
from waypost.analysis.results import Estimate, NotEnough
from waypost.analysis.statistics import difference_of_shares
from waypost.analysis.study import Study
from waypost.errors import InputError
from waypost.events.trails import NEVER, ScoreKey, instant
from waypost.journey.outcome import Outcome, OutcomeKind
from waypost.journey.workspace import Settings, Workspace

LEAVES = Outcome(id="leaves", name="Leaves", kind=OutcomeKind.CHURN, when="event = 'left'", worth=100)
SPENDS = Outcome(id="spends", name="Spends", kind=OutcomeKind.SPEND, when="event = 'paid'", amount="amount")
BOOK = replace(
    CODEBOOK,
    scores=(ScoreKey("site", 1, 5), ScoreKey("offer", 1, 5), ScoreKey("use", 1, 5), ScoreKey("ask", 0, 10)),
    outcomes=("leaves", "spends"),
)


def study(cases: list[Case], *outcomes: Outcome) -> Study:
    book = replace(BOOK, outcomes=tuple(outcome.id for outcome in outcomes))
    trails = replace(trails_of(cases, 3, book), as_of=instant(START) + timedelta(days=100))
    return Study(journey().model_copy(update={"outcomes": outcomes}), trails)


def asked(number: int, site: int, offer: int | None, overall: int, **more: object) -> Case:
    given = [(0, site), (1, offer), (3, overall)]
    answers = tuple((code, 100 * score) for code, score in given if score is not None)
    return walk(number, ("site", 0), ("use", 1), scores=answers, score_times=(START + DAY,) * len(answers), **more)


def customers(count: int) -> list[Case]:
    """The site decides, the offer does not."""
    drawn = random.Random(8)
    cases = []
    for number in range(count):
        site, offer = drawn.randint(1, 5), drawn.randint(1, 5)
        leaves = ((0, START + 3 * DAY, 100),) if site < 3 and drawn.random() < 0.6 else ()
        cases.append(asked(number, site, offer, min(10, 2 * site + drawn.randint(-1, 1)), outcomes=leaves))
    return cases


@pytest.fixture(scope="module")
def found() -> Drivers:
    return study(customers(600), LEAVES).drivers()


def test_what_moves_the_overall_score_comes_first(found: Drivers) -> None:
    assert (found.overall, found.used, found.answered, found.missing, found.method) == (
        "ask",
        600,
        600,
        "complete",
        "exact",
    )
    site, offer = found.drivers
    assert (site.touchpoint, offer.touchpoint) == ("site", "offer")
    assert isinstance(site.importance, Estimate)
    assert site.importance.value > 0.98
    assert site.importance.low > 0.9
    assert isinstance(site.effect, Estimate)
    assert site.effect.low < site.effect.value < site.effect.high
    assert site.effect.value == pytest.approx(2, abs=0.15)
    assert isinstance(offer.effect, Estimate)
    assert offer.effect.low < 0 < offer.effect.high
    assert found.sentences()[0].startswith("“Web site” goes most with the score of “Help desk”: ")


def test_the_parts_make_a_whole(found: Drivers) -> None:
    parts = [driver.importance.value for driver in found.drivers if isinstance(driver.importance, Estimate)]
    explained = [driver.explained.value for driver in found.drivers if isinstance(driver.explained, Estimate)]
    assert isinstance(found.r2, Estimate)
    assert sum(parts) == pytest.approx(1)
    assert sum(explained) == pytest.approx(found.r2.value)


def test_pain_is_held_against_profit(found: Drivers) -> None:
    site, offer = found.drivers
    assert isinstance(site.at_stake, Estimate)
    assert site.at_stake.low > 0
    assert isinstance(offer.at_stake, Estimate)
    assert offer.at_stake.low < 0 < offer.at_stake.high
    assert [said for said in found.sentences() if said.startswith("Pain and profit")] == [found.sentences()[-1]]


def test_money_is_said_in_the_currency_that_the_workspace_declares() -> None:
    shop = Workspace(settings=Settings(id="shop", name="Shop", currency="BRL"))
    asked_for = replace(study(customers(600), LEAVES), workspace=shop)
    assert re.search(r"bring [\d,]+ BRL \([\d,]+–[\d,]+\) less", asked_for.drivers().sentences()[-1])
    assert asked_for.metrics().currency == "BRL"
    with pytest.raises(ValidationError, match="currency"):
        Settings.model_validate({"id": "shop", "name": "Shop", "currency": "real"})


def test_scores_that_explain_nothing_are_not_called_important() -> None:
    drawn = random.Random(4)
    cases = [asked(number, drawn.randint(1, 5), drawn.randint(1, 5), drawn.randint(0, 10)) for number in range(100)]
    nothing = study(cases).drivers()
    assert not nothing.beyond_chance
    assert [driver.advice for driver in nothing.drivers] == [None, None]
    assert nothing.sentences()[0].endswith("no more than chance could.")


def three(number: int, *codes: int) -> Case:
    """Scored at some of the three touchpoints besides the overall one, which the site decides."""
    drawn = random.Random(number)
    given = {code: drawn.randint(1, 5) for code in (0, 1, 2)}
    scores = tuple((code, 100 * given[code]) for code in codes)
    return walk(number, ("site", 0), ("use", 1), scores=(*scores, (3, 200 * given[0])))


def test_pairs_of_scores_are_used_where_few_gave_all() -> None:
    """Each two of three scores were given by 60 cases, all three by none."""
    cases = [three(number, *((0, 1), (0, 2), (1, 2))[number % 3]) for number in range(180)]
    pairs = study(cases).drivers("ask")
    assert (pairs.missing, pairs.used) == ("pairwise", 180)
    first, *others = pairs.drivers
    assert (first.touchpoint, first.cases, len(others)) == ("site", 120, 2)


def test_scores_that_few_gave_together_are_not_held_against_each_other() -> None:
    """Ten gave those of the site and the app: how these hang together cannot be told, so the one with fewer goes."""
    cases = [three(number, *((0, 1), (1, 2))[number % 3 == 2]) for number in range(180)]
    cases += [three(number, 0, 2) for number in range(180, 190)]
    found = study(cases).drivers("ask")
    assert [driver.touchpoint for driver in found.drivers] == ["site", "offer"]
    assert [(left.touchpoint, left.cases) for left in found.left_out] == [("use", 70)]
    assert found.left_out[0].reason.startswith("fewer than 30 cases have this score, that of another touchpoint")


def test_who_cannot_be_a_driver_is_named() -> None:
    cases = [asked(number, 3, 4 if number < 10 else None, number % 10) for number in range(100)]
    found = study(cases).drivers()
    assert [(left.touchpoint, left.cases) for left in found.left_out] == [("site", 100), ("offer", 10)]
    assert "the same score" in found.left_out[0].reason
    assert isinstance(found.r2, NotEnough)
    assert found.sentences()[0].startswith("Not enough data to say what moves the score of “Help desk”: 100 cases")
    assert "a `responses` block of a source" in found.sentences()[1]
    assert found.sentences()[1].startswith("Ask the same customers at other touchpoints")
    assert found.to_frame().height == 0


def test_the_overall_score_is_the_one_with_the_most_answers() -> None:
    """Of 100 who scored the site, 60 scored the help desk, which comes later in the journey."""
    cases = [asked(number, number % 5 + 1, None, number % 10) for number in range(60)]
    cases += [walk(number, ("site", 0), scores=((0, 300),)) for number in range(60, 100)]
    found = study(cases).drivers()
    assert (found.overall, found.answered) == ("site", 100)


def test_a_declared_outcome_says_which_score_is_the_overall_one() -> None:
    final = Outcome(id="unhappy", name="Is unhappy", score="offer", below=2)
    assert study(customers(100), final).drivers().overall == "offer"


def test_the_overall_score_can_be_chosen() -> None:
    chosen = study(customers(100)).drivers("site")
    assert chosen.overall == "site"
    with pytest.raises(InputError, match=r"'ad' has no scores.*site, offer, ask"):
        study(customers(40)).drivers("ad")
    with pytest.raises(InputError, match="no touchpoint of this journey has scores"):
        study([walk(1, ("ad", 0))]).drivers()
    with pytest.raises(InputError, match="'spends' is no outcome with money"):
        study(customers(40), LEAVES).drivers(money="spends")


def test_drivers_are_json_and_a_frame(found: Drivers) -> None:
    adapter = TypeAdapter(Drivers)
    assert adapter.validate_json(adapter.dump_json(found)) == found
    assert found.to_frame()["touchpoint"].to_list() == ["site", "offer"]


@given(cases=many_cases)
def test_sums_are_those_of_the_latest_answers(cases: list[Case]) -> None:
    partition = partition_of(cases)
    counts = CrossProducts((0, 2), complete=True, replicates=3).kernel(partition, EVERYONE.chosen(partition))
    latest = [dict(case.scores) for case in cases]
    both = [(given[0], given[2]) for given in latest if 0 in given and 2 in given]
    assert counts.n[0, 0, 1] == len(both)
    assert counts.total[0].tolist() == [[sum(one for one, _ in both)] * 2, [sum(other for _, other in both)] * 2]
    assert counts.products[0, 0, 1] == sum(one * other for one, other in both)
    assert counts.squares[0, 0, 0] == sum(one * one for one, _ in both)


def test_resamples_weigh_customers_as_poisson_does() -> None:
    cases = [walk(number * 7919, ("ad", 0), scores=((0, 100),)) for number in range(4000)]
    partition = partition_of(cases)
    counts = CrossProducts((0, 0), complete=True, replicates=50).kernel(partition, EVERYONE.chosen(partition))
    sizes = counts.n[1:, 0, 0]
    assert sizes.mean() == pytest.approx(4000, abs=40)
    assert sizes.std() == pytest.approx(np.sqrt(4000), rel=0.35)


def test_money_at_stake_is_that_after_the_answer() -> None:
    day = START + DAY
    cases = [
        *(
            asked(n, 1, None, 5, outcomes=((0, day + DAY, 100), (1, day + DAY, 1000)) if n % 2 else ())
            for n in range(20)
        ),
        *(asked(n, 5, None, 5, outcomes=((0, START, 100), (1, day + 2 * DAY, 5000))) for n in range(20, 50)),
    ]
    keys = ((0, BOOK.scores[0]),)
    (happened,) = Local().count(Stakes(keys, 0, NEVER, START + 99 * DAY), trails_of(cases, 2, BOOK), (EVERYONE,))
    assert happened.answered.tolist() == [[30, 20]]
    assert happened.happened.tolist() == [[0, 10]]
    lost = lost_by_happening(happened, 0, 100, wanted=False)
    each = difference_of_shares((10, 20), (0, 30))
    assert isinstance(lost, Estimate)
    assert isinstance(each, Estimate)
    assert lost.value == pytest.approx(1000)
    assert lost.low == pytest.approx(2000 * each.low)
    (money,) = Local().count(Stakes(keys, 1, NEVER, START + 99 * DAY), trails_of(cases, 2, BOOK), (EVERYONE,))
    brought = lost_by_amount(money, 0)
    assert isinstance(brought, Estimate)
    assert brought.value == pytest.approx(20 * (50 - 5))
    assert brought.low < brought.value < brought.high
    assert isinstance(
        lost_by_amount(Stakes(keys, 1, NEVER, START).kernel(partition_of([]), np.zeros(0, bool)), 0), NotEnough
    )
