"""Journeys of one's own on a real server, and people to write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import httpx
import pytest

from tests.web.served import Served

JOURNEYS = 12
PEOPLE = 2
"""Who write each of them."""


@dataclass(frozen=True)
class Desk:
    """A journey nobody else uses, and the people who write it, signed in."""

    path: str
    """The journey's address, without what is asked of it."""
    people: tuple[httpx.Client, ...] = field(repr=False)


@pytest.fixture(scope="session")
def desks(shared_server: Served) -> Iterator[list[Desk]]:
    """All journeys."""
    making = ("-m", "tests.web.live.journeys", str(shared_server.home), str(JOURNEYS), str(PEOPLE))
    sessions = json.loads(shared_server.run(*making))
    with ExitStack() as opened:
        yield [
            Desk(path, tuple(opened.enter_context(shared_server.client_of(key)) for key in keys))
            for path, keys in sessions.items()
        ]
