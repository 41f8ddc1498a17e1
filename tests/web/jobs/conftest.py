"""Kinds of job that tests can watch."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from waypost.web.jobs import kinds
from waypost.web.jobs.kinds import Kind


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Kind], None]:
    """`doing(function)`: what jobs of the kind `test` do from now on."""

    def become(work: Kind) -> None:
        monkeypatch.setitem(kinds._KINDS, "test", work)

    become(lambda job: None)
    return become
