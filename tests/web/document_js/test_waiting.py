"""While the server is away a tab asks less and less often; when the connection may be back, at once."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

from tests.web.document_js.test_convergence import DOCUMENT

TEN_MINUTES = """async (given) => (await import("/tests/outage.js")).outage(given)"""
LONGEST = 30_000 + 1_000
"""Milliseconds between two trials, the way of a question included."""
COMING_BACK = """async () => {
  const { browserTransport } = await import("/static/waypost/document/transport.js");
  const { events } = browserTransport();
  let told = 0;
  events.addEventListener("online", () => (told += 1));
  dispatchEvent(new Event("online"));
  document.dispatchEvent(new Event("visibilitychange"));
  return [document.visibilityState, told];
}"""


def outage(page: Page, shape: Any, *, back: bool) -> Any:
    return page.evaluate(TEN_MINUTES, {"document": DOCUMENT, "shape": shape, "back": back})


def test_a_tab_waits_longer_and_longer(page: Page, journey_shape: Any) -> None:
    told = outage(page, journey_shape, back=False)
    assert {knock["what"] for knock in told["knocks"]} == {"changes", "stream"}
    for what in ("changes", "stream"):
        at = [knock["at"] for knock in told["knocks"] if knock["what"] == what]
        waits = [later - earlier for earlier, later in pairwise(at)]
        assert waits[0] < 2_500
        assert max(waits) < LONGEST
        assert min(waits[6:]) > 15_000
        assert 20 < len(at) < 50
    assert told["back"] < LONGEST


def test_a_tab_asks_at_once_when_the_connection_may_be_back(page: Page, journey_shape: Any) -> None:
    assert outage(page, journey_shape, back=True)["back"] < 2_500


def test_the_connection_may_be_back_when_the_browser_says_so_or_the_page_is_seen(page: Page) -> None:
    assert page.evaluate(COMING_BACK) == ["visible", 2]
