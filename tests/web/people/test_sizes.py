"""How far a segment is from the others: said with its interval, or not at all."""

from __future__ import annotations

import pytest

from waypost.analysis.results import NotEnough
from waypost.analysis.statistics import share
from waypost.web.people.sizes import apart


@pytest.mark.parametrize(
    ("members", "others", "said"),
    [
        ((600, 1000), (500, 1000), "10 points more (6 to 14)"),
        ((500, 1000), (600, 1000), "10 points fewer (6 to 14)"),
        ((500, 1000), (505, 1000), "no difference seen"),
        ((500, 1000), (2, 3), ""),
    ],
)
def test_two_shares_are_apart(members: tuple[int, int], others: tuple[int, int], said: str) -> None:
    assert apart(share(*members), share(*others)) == said


def test_nothing_is_said_of_too_few() -> None:
    assert apart(NotEnough(3, 30), share(1, 2)) == ""
