"""The demo as its first visitor meets it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.served import Served


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Served]:
    """The demo, with a company that is quickly made."""
    served = Served(tmp_path / "home", ("demo", "--no-open", "--visitors", "300"))
    try:
        yield served.start()
    finally:
        served.end()


def link(demo: Served) -> str:
    return next(word for line in demo.said for word in line.split() if "/enter/" in word)


def test_its_link_signs_the_owner_in_at_the_map_once(demo: Served) -> None:
    with httpx.Client(follow_redirects=True, trust_env=False, timeout=60) as browser:
        page = browser.get(link(demo))
        assert page.url.path == "/w/kite/journeys/getting-paid/"
        assert page.status_code == 200
        assert browser.get(f"{demo.url}/w/kite/documents/getting-paid/state").json()["revision"] == 0
    assert httpx.get(link(demo), trust_env=False).status_code == 404
    assert any("2 in quarantine: bad-time" in line for line in demo.said)


@pytest.mark.slow
def test_the_next_start_goes_on_with_the_same_company(demo: Served) -> None:
    first = link(demo)
    demo.start()
    assert "Simulating" not in demo.log().rpartition("Getting ready")[2]
    assert link(demo) != first
    assert httpx.get(link(demo), trust_env=False).status_code == 302
