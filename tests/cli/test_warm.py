"""What counts is compiled before it is needed, and once."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numba
import pytest

from waypost.analysis.engines.compiling import kernels, tell_of_compiling
from waypost.cli.warm import warm


def twice(number: int) -> int:
    return number * 2


def test_kernels_of_every_room_are_known() -> None:
    assert {"waypost.events.hashing._hash", "waypost.analysis.transitions._follow"} <= kernels()


def test_compiling_is_told_once() -> None:
    told: list[str] = []
    tell_of_compiling(told.append)

    compiled = cast("Callable[[int], int]", numba.njit(twice))
    assert [compiled(number) for number in (2, 3)] == [4, 6]
    assert told.count("twice") == 1


@pytest.mark.slow
def test_a_second_time_nothing_is_compiled(capsys: pytest.CaptureFixture[str]) -> None:
    warm()
    capsys.readouterr()
    warm()
    assert "Everything was compiled already" in capsys.readouterr().err
