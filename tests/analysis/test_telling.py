"""Figures in sentences: as people say them."""

from __future__ import annotations

import pytest

from waypost.analysis.moments.wording import points
from waypost.analysis.results import Estimate
from waypost.analysis.telling import difference_told, interval_text, value_text


@pytest.mark.parametrize(
    ("amount", "said"), [(31034.22, "31,034"), (-31034.22, "−31,034"), (99.5, "99.50"), (0.25, "0.25"), (100, "100")]
)
def test_money_is_said_in_whole_units_from_a_hundred_on(amount: float, said: str) -> None:
    assert value_text(amount, "money") == said


def test_a_difference_of_money_is_said_in_whole_units() -> None:
    difference = Estimate(-4365.34, -7828.34, -1126.5, 800)
    assert difference_told(difference, "money") == "4,365 less (1,126 to 7,828; n 800)"
    assert interval_text(Estimate(4365.34, 1126.5, 7828.34, 800), "money") == "4,365 (1,126–7,828)"


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Estimate(-0.04, -0.08, -0.001, 400), "−4 points (−8 to 0)"),
        (Estimate(0.004, -0.02, 0.03, 400), "0 points (−2 to +3)"),
        (Estimate(0.2, 0.1, 0.3, 400), "+20 points (+10 to +30)"),
    ],
)
def test_nothing_has_no_sign(figure: Estimate, said: str) -> None:
    assert points(figure) == said
