"""Measuring moments of truth: from a journey and its trails to what stands, what people believe, and who assists."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from waypost.analysis.comparison.endings import Ending, Endings, declared
from waypost.analysis.engines import Engine
from waypost.analysis.groups import EVERYONE
from waypost.analysis.measure import Integers
from waypost.analysis.moments.beliefs import beliefs, covers
from waypost.analysis.moments.counts import Exposures, Scout, Sought, Strata, salt_of
from waypost.analysis.moments.finding import effects
from waypost.analysis.moments.kernel import AMOUNT, EVENT, OTHER_BITS, SCORE
from waypost.analysis.moments.moments import FALSE_DISCOVERIES, Moments
from waypost.analysis.moments.pairs import declared_signals, pairs
from waypost.analysis.moments.rules import Deciding, Landmarks, Seasons
from waypost.analysis.statistics import MINIMUM
from waypost.errors import InputError, Problem
from waypost.events.trails import NEVER, Codebook, Trails, lasting, microseconds
from waypost.journey.journey import Journey
from waypost.journey.outcome import Outcome

_DRAWN = ("reached", "repeated")
"""The rules without a moment of decision."""
_AWAITED = ("repeated", "skipped", "overdue", "overdue_after")
"""The rules about a touchpoint that has come before, or should have."""


def measure_moments(
    trails: Trails, journey: Journey, engine: Engine, *, q: float = FALSE_DISCOVERIES, minimum: int = MINIMUM
) -> Moments:
    """Every signal with every outcome that it does not decide; what is believed beside it; who assists.

    Raises:
        InputError: the journey has no outcome or no signal that its data can show, or q or the minimum make no sense.
    """
    codebook = trails.codebook
    _refuse(codebook, q, minimum)
    (scouted,) = engine.count(Scout(len(codebook.signals)), trails, (EVERYONE,))
    exposures = exposures_of(trails, journey, scouted.bands)
    (exposed,) = engine.count(exposures, trails, (EVERYONE,))
    deciding = _deciding(codebook, declared(journey, codebook))
    endings = Endings.of(journey, trails)
    strata = Strata(exposures.landmarks, deciding, exposures.seasons, Sought.of(exposed.key), endings)
    (counts,) = engine.count(strata, trails, (EVERYONE,))
    asked, unasked = pairs(journey, codebook)
    found = effects(counts, asked, deciding, q, minimum)
    believed = beliefs(journey, codebook, found, unasked)
    return Moments(
        journey=journey.id,
        as_of=trails.as_of,
        q=q,
        minimum=minimum,
        tested=sum(effect.p is not None for effect in found),
        effects=found,
        unasked=unasked,
        beliefs=believed,
        covers=covers(journey, believed),
    )


def exposures_of(trails: Trails, journey: Journey, bands: Integers) -> Exposures:
    """Where to look, once it is known in which bands of tenure [signals, BANDS] signals happen at all."""
    codebook = trails.codebook
    signals = declared_signals(journey, codebook)
    rules = [signal.rule for _, signal in signals]
    drawn = np.isin(rules, _DRAWN)
    lags = [0 if signal.slower_than is None else lasting(signal.slower_than) for _, signal in signals]
    other = np.full(len(signals), -1, dtype=np.int64)
    frequent = np.argsort(-bands.sum(axis=1), kind="stable")[:OTHER_BITS]
    other[frequent] = np.arange(len(frequent))
    return Exposures(
        Landmarks(
            drawn=drawn,
            own=np.array([codebook.touchpoints.index(name) for name, _ in codebook.signals], dtype=np.int16),
            awaited=np.isin(rules, _AWAITED),
            visit=np.isin(rules, ("when",)),
            lag=np.array(lags, dtype=np.int64),
            other=other.astype(np.int16),
            salt=np.array([salt_of(*names) for names in codebook.signals], dtype=np.uint64),
            bands=(bands > 0) & drawn[:, None],
        ),
        Seasons(
            step_of=np.array(codebook.step_of, dtype=np.int16),
            low=np.array([_hundredths(key.low + (key.high - key.low) / 3) for key in codebook.scores], dtype=np.int64),
            high=np.array(
                [_hundredths(key.high - (key.high - key.low) / 3) for key in codebook.scores], dtype=np.int64
            ),
            as_of=microseconds(trails.as_of),
        ),
    )


def _deciding(codebook: Codebook, outcomes: Sequence[Outcome]) -> Deciding:
    purses = [outcome.id for outcome in outcomes if outcome.amount is not None]
    return Deciding(
        kind=np.array([_kind(outcome) for outcome in outcomes], dtype=np.int16),
        within=np.array(
            [0 if outcome.within is None else lasting(outcome.within) for outcome in outcomes], dtype=np.int64
        ),
        purse=np.array(
            [purses.index(outcome.id) if outcome.id in purses else -1 for outcome in outcomes], dtype=np.int16
        ),
        about=np.array(
            [np.isin(range(len(codebook.scores)), Ending.of(outcome, codebook).answers) for outcome in outcomes],
            dtype=np.bool_,
        ).reshape(len(outcomes), len(codebook.scores)),
        below=np.array(
            [-NEVER if outcome.below is None else _hundredths(outcome.below) for outcome in outcomes], dtype=np.int64
        ),
        at_least=np.array(
            [NEVER if outcome.at_least is None else _hundredths(outcome.at_least) for outcome in outcomes],
            dtype=np.int64,
        ),
    )


def _kind(outcome: Outcome) -> int:
    return SCORE if outcome.score is not None else AMOUNT if outcome.amount is not None else EVENT


def _hundredths(value: float) -> int:
    return round(value * 100)


def _refuse(codebook: Codebook, q: float, minimum: int) -> None:
    problems = []
    if not codebook.outcomes:
        problems.append(
            Problem(
                "the journey says nothing of how a walk can turn out, so nothing can be held against it",
                element="outcomes",
                remedy="Declare an outcome, as in: {id: leaves, name: Leaves, kind: churn, when: event = 'cancelled', "
                "within: 90 days}",
            )
        )
    if not codebook.signals:
        problems.append(
            Problem(
                "no touchpoint has a signal, so there is no moment to measure",
                remedy="Give the touchpoints that may matter `signals`: overdue, skipped, repeated, scored_below …",
            )
        )
    if not 0 < q < 1:
        problems.append(Problem(f"q is the share of false discoveries allowed, between 0 and 1; not {q:g}"))
    if minimum < 1:
        problems.append(Problem(f"the minimum is a number of cases, at least 1; not {minimum}"))
    if problems:
        raise InputError(problems)
