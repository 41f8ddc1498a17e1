"""Driving: from cross-products of scores to what moves the overall one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from scipy.stats import f

from waypost.analysis.answers import ScoreCounts, Scores, score
from waypost.analysis.comparison.endings import Ending, declared
from waypost.analysis.drivers.crossproducts import CrossProducts, Floats, ProductCounts
from waypost.analysis.drivers.drivers import SURE, Advice, Driver, Drivers, LeftOut
from waypost.analysis.drivers.shapley import EXACT, proper, shares_of_r2
from waypost.analysis.drivers.stakes import StakeCounts, Stakes, lost_by_amount, lost_by_happening
from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE
from waypost.analysis.measure import Integers
from waypost.analysis.results import Estimate, Figure, NotEnough
from waypost.analysis.statistics import CONFIDENCE, share
from waypost.errors import InputError, Problem
from waypost.events.trails import NEVER, Trails, microseconds
from waypost.journey.journey import Journey
from waypost.journey.outcome import Outcome

TOGETHER = 30
"""The least cases with both a touchpoint's score and the overall one for the touchpoint to be a driver, and with those
of each two drivers."""
EACH = 10
"""So many complete cases for each driver, or pairs of scores are used instead."""


def drivers(
    journey: Journey, trails: Trails, engine: Engine, *, overall: str | None = None, money: str | None = None
) -> Drivers:
    """Which touchpoints' scores move the overall score.

    Arguments:
        journey: the journey the trails were woven for.
        trails: its trails.
        engine: counts them.
        overall: the touchpoint whose score is the overall one, or an outcome made of its score; left out, that of
            an outcome, the NPS, or the one with the most answers.
        money: the outcome that says what is at stake; the first with an amount, else with a worth, when left out.

    Raises:
        InputError: nobody was asked anything, or no such touchpoint or outcome.
    """
    (scores,) = engine.count(Scores(), trails, (EVERYONE,))
    target = _overall(journey, trails, scores, overall)
    outcome = _money(journey, trails, money)
    asked = {code for code, _ in scores.given}
    kept, left_out, answered = _candidates(journey, trails, engine, target, asked)
    complete, products = _products(trails, engine, (*kept, target))
    analysis = _Analysis.of(products)
    stakes = _stakes(journey, trails, engine, kept, outcome)
    key = trails.codebook.scores[target]
    found = [
        Driver(
            touchpoint=one.touchpoint,
            name=_name(journey, one.touchpoint),
            low=one.low,
            high=one.high,
            cases=int(products.n[0, place, -1]),
            importance=analysis.importance[place],
            explained=analysis.explained[place],
            effect=analysis.effect[place],
            performance=(mean := score(scores, frozenset((code,)), one.low, one.high).mean),
            place=(mean.value - one.low) / (one.high - one.low) if isinstance(mean, Estimate) else None,
            unhappy=share(int(stakes.answered[place, 1]), int(stakes.answered[place].sum())),
            advice=None,
            at_stake=_at_stake(stakes, place, outcome),
        )
        for place, code in enumerate(kept)
        for one in (trails.codebook.scores[code],)
    ]
    return Drivers(
        journey=journey.id,
        as_of=trails.as_of,
        overall=key.touchpoint,
        name=_name(journey, key.touchpoint),
        low=key.low,
        high=key.high,
        answered=answered,
        used=int(products.n[0, -1, -1]),
        missing="complete" if complete else "pairwise",
        method="exact" if len(kept) <= EXACT else "sampled",
        mean=score(scores, frozenset((target,)), key.low, key.high).mean,
        r2=analysis.r2,
        p=analysis.p,
        drivers=tuple(sorted(_advised(found) if (analysis.p or 0) <= SURE and found else found, key=_rank)),
        left_out=left_out,
        money=None if outcome is None else outcome.id,
    )


@dataclass(frozen=True)
class _Analysis:
    """What the drivers explain, each with the interval of its resamples."""

    r2: Figure
    p: float | None
    explained: tuple[Figure, ...]
    importance: tuple[Figure, ...]
    effect: tuple[Figure, ...]

    @classmethod
    def of(cls, products: ProductCounts) -> Self:
        """From the sums of the drivers' scores and, last, of the overall one."""
        size = products.n.shape[1] - 1
        n = [int(cases) for cases in products.n[0, :-1, -1]]
        if not size:
            return cls(NotEnough(0, TOGETHER), None, (), (), ())
        explained = np.empty((len(products.n), size))
        effect = np.empty((len(products.n), size))
        for replicate in range(len(products.n)):
            correlations = proper(products.correlations(replicate))
            deviations = products.deviations(replicate)
            explained[replicate] = shares_of_r2(correlations)
            slopes = np.linalg.lstsq(correlations[:-1, :-1], correlations[:-1, -1], rcond=1e-10)[0]
            effect[replicate] = slopes * deviations[-1] / np.where(deviations[:-1] > 0, deviations[:-1], np.inf)
        r2 = explained.sum(axis=1)
        importance = np.divide(explained, r2[:, None], out=np.zeros_like(explained), where=r2[:, None] > 1e-12)
        return cls(
            _resampled(r2, max(n)),
            _p_of(float(r2[0]), size, int(products.n[0].min())),
            *(tuple(map(_resampled, values.T, n)) for values in (explained, importance, effect)),
        )


def _p_of(r2: float, size: int, n: int) -> float:
    """The F test of the whole regression: how often so many variables would explain so much by chance."""
    left = n - size - 1
    if r2 >= 1:
        return 0.0
    return float(f.sf(r2 / size / ((1 - r2) / left), size, left)) if left > 0 else 1.0


def _resampled(values: Floats, n: int) -> Figure:
    """The first value, with the middle of those that follow. Source: B. Efron, *Bootstrap Methods* (1979)."""
    tail = 50 * (1 - CONFIDENCE)
    low, high = np.percentile(values[1:], (tail, 100 - tail))
    value = float(values[0])
    return Estimate(value, min(float(low), value), max(float(high), value), n)


def _overall(journey: Journey, trails: Trails, scores: ScoreCounts, overall: str | None) -> int:
    """The code of the overall score: the touchpoint's; or else the one an outcome is made of, or NPS, or any other.

    Of several the one with the most answers, and of those with as many the last one in the journey.
    """
    answers = Counter[int]()
    for (code, _), times in scores.given.items():
        answers[code] += times
    outcome = next((one for one in journey.outcomes if one.id == overall), None)
    wanted = outcome.score if outcome is not None else overall
    keys, places = trails.codebook.scores, [point.id for point in journey.touchpoints()]
    asked = sorted(answers, key=lambda code: places.index(keys[code].touchpoint))
    if not asked:
        remedy = "Responses need a `responses` block in a source, and a touchpoint they speak of"
        raise InputError(Problem("no touchpoint of this journey has scores", element=journey.id, remedy=remedy))
    found = [code for code in reversed(asked) if wanted in (None, keys[code].touchpoint)]
    if not found:
        names = dict.fromkeys(keys[code].touchpoint for code in asked)
        remedy = f"Touchpoints with scores: {', '.join(names)}"
        raise InputError(Problem(f"'{overall}' has no scores", element=journey.id, remedy=remedy))
    final = {one.score for one in journey.outcomes}
    asking = {point.id for point in journey.touchpoints() for post in point.posts if post.measure == "nps"}
    return max(found, key=lambda code: (keys[code].touchpoint in final, keys[code].touchpoint in asking, answers[code]))


def _candidates(
    journey: Journey, trails: Trails, engine: Engine, target: int, asked: Collection[int]
) -> tuple[tuple[int, ...], tuple[LeftOut, ...], int]:
    """The score codes that can be drivers, those that cannot, and how many cases have an overall score.

    Of a touchpoint's scales, the one with most answers beside the overall score is taken.
    """
    scores = trails.codebook.scores
    others = [code for code in sorted(asked) if scores[code].touchpoint != scores[target].touchpoint]
    (pairs,) = engine.count(CrossProducts((*others, target), complete=False, replicates=0), trails, (EVERYONE,))
    cases = {code: int(pairs.n[0, place, -1]) for place, code in enumerate(others)}
    varies = {
        code: pairs.squares[0, place, -1] * pairs.n[0, place, -1] > pairs.total[0, place, -1] ** 2
        for place, code in enumerate(others)
    }
    best: dict[str, int] = {}
    for code in sorted(others, key=lambda code: cases[code]):
        best[scores[code].touchpoint] = code
    likely = [
        place for place, code in enumerate(others) if code in best.values() and cases[code] >= TOGETHER and varies[code]
    ]
    kept = tuple(others[place] for place in _shared(likely, pairs.n[0]))
    left = tuple(
        LeftOut(scores[code].touchpoint, _name(journey, scores[code].touchpoint), cases[code], why)
        for place, code in enumerate(others)
        if code in best.values() and code not in kept
        for why in (_ALONE if place in likely else _why(cases[code]),)
    )
    (only,) = engine.count(CrossProducts((target, target), complete=True, replicates=0), trails, (EVERYONE,))
    return kept, left, int(only.n[0, 0, 0])


_ALONE = f"fewer than {TOGETHER} cases have this score, that of another touchpoint, and the overall one"


def _shared(places: Sequence[int], n: Integers) -> list[int]:
    """Of these scores, those of which each two were given by enough cases; what fewest gave together goes first.

    Arguments:
        places: of the scores in `n`.
        n: [scores, scores] the cases that gave both.
    """
    kept = list(places)
    while kept and n[np.ix_(kept, kept)].min() < TOGETHER:
        kept.remove(min(kept, key=lambda place: (n[place, kept].min(), n[place, place])))
    return kept


def _why(cases: int) -> str:
    if cases < TOGETHER:
        return f"only {cases} cases have this score and the overall one; {TOGETHER} are needed"
    return "everybody gave the same score"


def _products(trails: Trails, engine: Engine, codes: tuple[int, ...]) -> tuple[bool, ProductCounts]:
    """The sums over the cases with all scores when there are enough of them, else over those with each two."""
    (complete,) = engine.count(CrossProducts(codes, complete=True), trails, (EVERYONE,))
    if complete.n[0, -1, -1] >= max(TOGETHER, EACH * len(codes)):
        return True, complete
    (pairs,) = engine.count(CrossProducts(codes, complete=False), trails, (EVERYONE,))
    return False, pairs


def _money(journey: Journey, trails: Trails, money: str | None) -> Outcome | None:
    """The outcome that says what is at stake."""
    telling = [
        outcome
        for outcome in declared(journey, trails.codebook)
        if outcome.score is None and (outcome.amount is not None or outcome.worth is not None)
    ]
    if money is not None and money not in {outcome.id for outcome in telling}:
        remedy = "Give an outcome with `when`, `reached` or `silent_for` an `amount` or a `worth`"
        raise InputError(Problem(f"'{money}' is no outcome with money", element=journey.id, remedy=remedy))
    ranked = sorted(telling, key=lambda outcome: (outcome.id != money, outcome.amount is None))
    return next(iter(ranked), None)


def _stakes(
    journey: Journey, trails: Trails, engine: Engine, kept: tuple[int, ...], outcome: Outcome | None
) -> StakeCounts:
    scores = tuple((code, trails.codebook.scores[code]) for code in kept)
    within = NEVER if outcome is None else Ending.of(outcome, trails.codebook).within
    code = None if outcome is None else trails.codebook.outcomes.index(outcome.id)
    (counts,) = engine.count(Stakes(scores, code, within, microseconds(trails.as_of)), trails, (EVERYONE,))
    return counts


def _at_stake(stakes: StakeCounts, place: int, outcome: Outcome | None) -> Figure | None:
    if outcome is None:
        return None
    if outcome.amount is not None:
        return lost_by_amount(stakes, place)
    return lost_by_happening(stakes, place, outcome.worth or 0.0, wanted=outcome.wanted)


def _advised(found: Sequence[Driver]) -> list[Driver]:
    """Each with what its importance and performance say, beside those of the others.

    Important: more than an equal part. Poor: below the mean of all, as parts of their scales. Source: J. A. Martilla
    and J. C. James, *Importance-Performance Analysis*, Journal of Marketing 41 (1977).
    """
    places = [driver.place for driver in found if driver.place is not None]
    middle = sum(places) / len(places) if places else 0.0

    def advice(driver: Driver) -> Advice | None:
        if driver.place is None or isinstance(driver.importance, NotEnough):
            return None
        if driver.importance.value >= 1 / len(found):
            return "fix first" if driver.place < middle else "keep"
        return "watch" if driver.place < middle else "leave"

    return [replace(driver, advice=advice(driver)) for driver in found]


def _rank(driver: Driver) -> float:
    return -driver.importance.value if isinstance(driver.importance, Estimate) else 1.0


def _name(journey: Journey, touchpoint: str) -> str:
    return next((point.name for point in journey.touchpoints() if point.id == touchpoint), touchpoint)
