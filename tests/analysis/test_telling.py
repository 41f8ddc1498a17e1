"""Figures in sentences: as people say them."""

from __future__ import annotations

import pytest

from tests.analysis.making import DAY
from waypost.analysis.results import Estimate
from waypost.analysis.telling import difference_told, interval_text, value_text
from waypost.analysis.wording import points_text


@pytest.mark.parametrize(
    ("amount", "said"),
    [(31034.22, "31,034"), (-31034.22, "−31,034"), (99.5, "99.50"), (0.25, "0.25"), (12, "12"), (100, "100")],
)
def test_money_is_said_in_whole_units_from_a_hundred_on(amount: float, said: str) -> None:
    assert value_text(amount, "money") == said


def test_a_difference_of_money_is_said_in_whole_units() -> None:
    difference = Estimate(-4365.34, -7828.34, -1126.5, 800)
    assert difference_told(difference, "money") == "4,365 less (1,126 to 7,828; n 800)"
    assert interval_text(Estimate(4365.34, 1126.5, 7828.34, 800), "money") == "4,365 (1,126–7,828)"


def test_money_is_said_in_the_currency_of_the_workspace() -> None:
    difference = Estimate(-4365.34, -7828.34, -1126.5, 800)
    assert value_text(-12.4, "money", "EUR") == "−12.40 EUR"
    assert difference_told(difference, "money", "EUR") == "4,365 EUR less (1,126 to 7,828; n 800)"
    assert interval_text(difference, "money", "EUR") == "−4,365 EUR (−7,828 to −1,126)"
    assert interval_text(difference, "scale", "EUR") == interval_text(difference, "scale")


@pytest.mark.parametrize(
    ("difference", "unit", "said"),
    [
        (Estimate(-0.13, -0.32, 0.062, 520), "share", "13 points less (between 32 less and 6.2 more; n 520)"),
        (Estimate(0.05, -0.12, 0.22, 595), "share", "5.0 points more (between 12 less and 22 more; n 595)"),
        (Estimate(0.2, -0.1, 0.5, 40), "scale", "0.20 higher (between 0.10 lower and 0.50 higher; n 40)"),
        (Estimate(-0.13, -0.32, -0.062, 520), "share", "13 points less (6.2 to 32; n 520)"),
        (Estimate(0.05, 0.0, 0.1, 520), "share", "5.0 points more (0.0 to 10; n 520)"),
    ],
)
def test_an_interval_that_holds_none_points_both_ways(difference: Estimate, unit: str, said: str) -> None:
    assert difference_told(difference, unit) == said


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Estimate(-0.04, -0.08, -0.001, 400), "−4 (−8 to 0)"),
        (Estimate(0.004, -0.02, 0.03, 400), "0 (−2 to +3)"),
        (Estimate(0.2, 0.1, 0.3, 400), "+20 (+10 to +30)"),
        (Estimate(0.004, -0.0004, 0.008, 90_000), "+0.4 (0 to +0.8)"),
    ],
)
def test_nothing_has_no_sign(figure: Estimate, said: str) -> None:
    assert points_text(figure) == said


@pytest.mark.parametrize(
    ("figure", "unit", "said"),
    [
        (Estimate(1, 0.9996, 1, 16_384), "share", "100 % (over 99.9)"),
        (Estimate(1, 0.99, 1, 400), "share", "100 % (99–100)"),
        (Estimate(0.9973, 0.9951, 0.9984, 5_000), "share", "99.7 % (99.5–99.8)"),
        (Estimate(0.0, 0.0, 0.0004, 9_000), "share", "0 % (under 0.1)"),
        (Estimate(0.001, 0.0004, 0.003, 9_000), "share", "0.1 % (under 0.1 to 0.3)"),
        (Estimate(0.4622, 0.4619, 0.4625, 10**7), "share", "46.22 % (46.19–46.25)"),
        (Estimate(4.214, 4.212, 4.216, 10**6), "scale", "4.21 (4.21–4.22)"),
        (Estimate(31.2, 31.1, 31.3, 10**6), "points", "+31.2 (+31.1 to +31.3)"),
        (Estimate(5, 5, 5, 12), "scale", "5.0 (5.0–5.0)"),
        (Estimate(17.2 * DAY, 17.1 * DAY, 17.3 * DAY, 10**5), "microseconds", "17 d (17 d to 17 d)"),
    ],
)
def test_an_interval_is_always_shown(figure: Estimate, unit: str, said: str) -> None:
    assert interval_text(figure, unit) == said
