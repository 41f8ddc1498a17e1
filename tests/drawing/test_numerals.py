from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.drawing.numerals import (
    count,
    day,
    decimal,
    month,
    percent,
    percent_range,
    sample,
    signed,
    time,
    time_range,
    typeset,
)

MINUTE, HOUR, DAY = 60_000_000, 3_600_000_000, 86_400_000_000


def plain(text: str) -> str:
    """With ordinary spaces, so that expectations can be read."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_thousands_stand_apart() -> None:
    assert [plain(count(number)) for number in (0, 999, 4120, 1_234_567)] == ["0", "999", "4,120", "1,234,567"]
    assert plain(sample(1904)) == "n 1,904"


@pytest.mark.parametrize(
    ("said", "set_"),
    [
        ("6,000 of 1,234,567 cases", "6,000 of 1,234,567 cases"),
        ("41 % (39–42), n 1,157, after 7.1 d (median)", "41~% (39–42), n 1,157, after 7.1~d (median)"),
        ("in 2 steps, 1,5 or 3 deals; plan 9", "in 2 steps, 1,5 or 3 deals; plan 9"),
    ],
)
def test_a_sentence_is_set_with_the_numbers_of_the_page(said: str, set_: str) -> None:
    assert typeset(said).replace("\u202f", "~").replace("\u00a0", " ") == set_


@given(st.integers(0, 10**12))
def test_a_sentence_and_a_figure_write_a_number_alike(number: int) -> None:
    assert typeset(f"{number:,} cases") == f"{count(number)} cases"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (1, "100 %"), (0.614, "61 %"), (0.079, "7.9 %"), (0.9962, "99.6 %"), (0.0004, "under 0.1 %")],
)
def test_a_share_keeps_the_digits_that_matter(share: float, text: str) -> None:
    assert plain(percent(share)) == text


@given(st.floats(min_value=1e-9, max_value=1 - 1e-9))
def test_some_is_never_none_and_most_is_never_all(share: float) -> None:
    assert plain(percent(share)) not in {"0 %", "100 %", "0.0 %", "100.0 %"}


def test_noise_of_arithmetic_is_no_share() -> None:
    assert plain(percent_range(1e-18, 0.01)) == "0–1.0 %"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.58, 0.64, "58–64 %"),
        (0, 0.0004, "under 0.1 %"),
        (0.9994, 1, "over 99.9 %"),
        (0.0004, 0.003, "under 0.1 to 0.3 %"),
        (0.97, 0.9996, "97 to over 99.9 %"),
    ],
)
def test_an_interval_says_its_end_once(low: float, high: float, text: str) -> None:
    assert plain(percent_range(low, high)) == text


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [
        (400_000, "under 1 s"),
        (12_000_000, "12 s"),
        (2 * MINUTE, "2 min"),
        (26 * MINUTE, "26 min"),
        (5 * HOUR, "5 h"),
        (43 * HOUR, "43 h"),
        (int(2.1 * DAY), "2.1 d"),
        (31 * DAY, "31 d"),
        (800 * DAY, "2.2 y"),
    ],
)
def test_time_is_told_in_the_unit_people_would_use(microseconds: int, text: str) -> None:
    assert plain(time(microseconds)) == text


def test_a_range_of_times_that_reads_the_same_at_both_ends_is_said_once() -> None:
    assert plain(time_range(13 * MINUTE, 5 * HOUR)) == "13 min–5 h"
    assert plain(time_range(0, 400_000)) == "under 1 s"


def test_a_level_has_a_true_minus_and_zero_has_no_sign() -> None:
    assert (signed(-1.42), signed(1.2), signed(0.0), signed(-0.04), decimal(-0.5)) == (
        "−1.4",
        "+1.2",
        "0.0",
        "0.0",
        "−0.5",
    )


def test_dates() -> None:
    assert plain(day(date(2027, 10, 31))) == "31 Oct 2027"
    assert plain(month(date(2027, 10, 31))) == "Oct 2027"
