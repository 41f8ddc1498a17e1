"""A journey of its own for each test of the editor, on one server for all."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.web.conftest import Browsing
from tests.web.served import REPOSITORY, Served

MANY = 40
"""Journeys, at least one a test."""


@dataclass
class Room:
    """One journey, which only this test touches."""

    server: Served
    journey: str
    browsing: Browsing

    def open(self, who: str = "owner", width: int = 1440) -> Page:
        """The map in a browser of its own, drawn."""
        page = self.browsing(self.server, who, width=width)
        page.goto(f"/w/acme/journeys/{self.journey}/")
        page.locator(".sheet .felt").first.wait_for(state="attached")
        return page

    def kept(self) -> dict[str, object]:
        """The document as the server has it."""
        with self.server.client("owner") as client:
            found: dict[str, object] = client.get(f"/w/acme/documents/{self.journey}/state").json()["document"]
            return found


@pytest.fixture(scope="session")
def journeys(shared_server: Served) -> Iterator[str]:
    """Ids of journeys that nobody has touched."""
    copying = [sys.executable, "-m", "tests.web.editor.copies", str(shared_server.home), str(MANY)]
    made = subprocess.run(copying, cwd=REPOSITORY, stdout=subprocess.PIPE, check=True)
    return iter(json.loads(made.stdout))


@pytest.fixture
def room(shared_server: Served, journeys: Iterator[str], browser_page: Browsing) -> Room:
    """A journey of this test's own."""
    return Room(shared_server, next(journeys), browser_page)
