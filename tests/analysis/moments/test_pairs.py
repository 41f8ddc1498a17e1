"""Pairs of which one decides the other are not measured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.analysis.making import CODEBOOK
from tests.analysis.moments.test_moments import LOST, SPENDS, told
from waypost.analysis.moments.pairs import pairs
from waypost.journey.binding import Signal
from waypost.journey.outcome import Outcome

CAME = Signal(id="came", name="Came", reached=True)
LOW = Signal(id="low", name="Low score", scored_below=3)
NO_WORD = Signal(id="no-word", name="No word", slower_than="2 days")


def turns(**rule: object) -> Outcome:
    """An outcome by some rule; of no kind that ends anything, unless told."""
    return Outcome.model_validate({"id": "turns", "name": "Turns", **rule})


@pytest.mark.parametrize(
    ("signal", "outcome", "asked"),
    [
        (CAME, turns(reached="site"), False),
        (CAME, turns(reached="look"), False),
        (CAME, turns(reached="buy"), True),
        (NO_WORD, turns(when="event = 'site'"), False),
        (CAME, turns(when="event IN ('site', 'ad')"), False),
        (CAME, turns(when="event = 'site' AND properties.lost = 1"), True),
        (LOST, turns(when="(properties.lost = 1 AND event = 'site')"), False),
        (LOST, turns(when="properties.lost = 2 AND event = 'site'"), True),
        (LOST, turns(when="event <> 'site'"), True),
        (LOW, turns(score="site", below=3), False),
        (LOW, turns(score="buy", below=3), True),
        (LOST, turns(score="site", below=3), True),
        (LOST, turns(silent_for="9 days", kind="churn"), True),
    ],
)
def test_what_happens_at_the_outcomes_own_place_is_not_held_against_it(
    signal: Signal, outcome: Outcome, asked: bool
) -> None:
    drawn = told((outcome,), site=signal)
    codebook = replace(CODEBOOK, signals=(("site", signal.id),), outcomes=(outcome.id,))
    measured, unasked = pairs(drawn, codebook)
    assert (len(measured), len(unasked)) == ((1, 0) if asked else (0, 1))


@pytest.mark.parametrize(("kind", "asked"), [("churn", 0), ("renewal", 0), ("adoption", 1)])
def test_an_end_decides_every_other_outcome(kind: str, asked: int) -> None:
    there = turns(when="event = 'site'", kind=kind)
    drawn = told((there, SPENDS), site=CAME)
    measured, _ = pairs(drawn, replace(CODEBOOK, signals=(("site", "came"),), outcomes=("turns", "spends")))
    assert len(measured) == asked
