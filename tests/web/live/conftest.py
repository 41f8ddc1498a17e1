"""Journeys of one's own on a real server."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.web.served import Served

JOURNEYS = 12


@pytest.fixture(scope="session")
def journeys(shared_server: Served) -> list[str]:
    """The addresses of journeys nobody else uses."""
    shared_server.run("-m", "tests.web.live.journeys", str(shared_server.home), str(JOURNEYS))
    return [f"/w/acme/documents/j{number}" for number in range(JOURNEYS)]


@pytest.fixture(scope="session")
def ada(shared_server: Served) -> Iterator[httpx.Client]:
    """The owner of Acme, signed in."""
    with shared_server.client("owner") as client:
        yield client
