"""Each test begins as somebody who has guessed nothing."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _guessed_nothing() -> None:
    cache.clear()
