"""Journeys of one's own on a real server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from tests.web.served import REPOSITORY, Served

JOURNEYS = 12


@pytest.fixture(scope="session")
def journeys(shared_server: Served) -> list[str]:
    """The addresses of journeys nobody else uses."""
    making = [sys.executable, "-m", "tests.web.live.journeys", str(shared_server.home), str(JOURNEYS)]
    subprocess.run(making, cwd=REPOSITORY, check=True)
    return [f"/w/acme/documents/j{number}" for number in range(JOURNEYS)]


@pytest.fixture(scope="session")
def ada(shared_server: Served) -> Iterator[httpx.Client]:
    """The owner of Acme, signed in."""
    with shared_server.client("owner") as client:
        yield client
