"""The portfolio: every journey, how they hang together, how each stands."""

from __future__ import annotations

from tests.web.conftest import Cast


def test_a_journey_stands_on_the_front_page(cast: Cast) -> None:
    page = cast.viewer.get("/w/acme/").content.decode()
    assert "Buying a bike" in page
    assert "not measured" in page
    assert "to look at" in page
