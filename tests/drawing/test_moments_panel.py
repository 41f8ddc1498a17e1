"""The panel of moments of truth: red or green, and what rides on it, only where the interval leaves out none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from waypost.analysis.brief import Brief
from waypost.analysis.moments.moments import Effect, Moments
from waypost.analysis.results import Estimate
from waypost.drawing.panels.blocks import Forest, ForestRow, Tone
from waypost.drawing.panels.moments import moments_panel

pytestmark = pytest.mark.xdist_group("kite")


def drawn(found: Moments, difference: Estimate) -> ForestRow:
    """The row of one effect that stands, with this difference."""
    one: Effect = replace(
        next(effect for effect in found.effects if effect.unit == "share"),
        difference=difference,
        attributable=Estimate(13, -2, 29, 900),
        found=True,
        wanted=False,
    )
    (forest,) = (block for block in moments_panel(replace(found, effects=(one,))).blocks if isinstance(block, Forest))
    (row,) = forest.rows
    return row


@pytest.mark.parametrize(
    ("difference", "tone", "rides"),
    [
        (Estimate(0.05, 0.01, 0.09, 900), Tone.HURTS, True),
        (Estimate(-0.05, -0.09, -0.01, 900), Tone.HELPS, True),
        (Estimate(0.05, -0.01, 0.11, 900), Tone.UNSURE, False),
        (Estimate(-0.05, -0.11, 0.01, 900), Tone.UNSURE, False),
    ],
)
def test_what_may_be_none_is_neither_red_nor_green(
    kite_brief: Brief, difference: Estimate, tone: Tone, rides: bool
) -> None:
    assert kite_brief.moments is not None
    row = drawn(kite_brief.moments, difference)
    assert row.mark is not None
    assert row.mark.tone is tone
    assert row.told is not None
    assert any("if it is the cause" in fact for fact in row.told.facts) is rides
