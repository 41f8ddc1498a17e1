"""Whatever happens on the way, all end with the server's document, and nothing that was written is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

DOCUMENT = {
    "id": "doc",
    "name": "Buy",
    "phases": [
        {
            "id": "decide",
            "name": "Decide",
            "steps": [{"id": "compare", "name": "Compares"}, {"id": "ask", "name": "Asks"}],
        },
        {
            "id": "pay",
            "name": "Pay",
            "steps": [{"id": "pays", "name": "Pays", "pains": [{"id": "slow", "text": "Slow"}]}],
        },
        {"id": "use", "name": "Use"},
    ],
}
RUN = """async ({ stories, ...given }) => {
  const { simulate } = await import("/tests/simulation.js");
  const told = [];
  for (const story of stories) {
    try {
      told.push(await simulate({ ...given, ...story }));
    } catch (error) {
      throw new Error(`${JSON.stringify(story)}: ${error.stack}`);
    }
  }
  return told;
}"""


def simulate(page: Page, shape: Any, stories: list[dict[str, Any]]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = page.evaluate(RUN, {"document": DOCUMENT, "shape": shape, "stories": stories})
    return told


def stories(seeds: range, actions: int) -> list[dict[str, Any]]:
    """Few people and many, quiet networks and terrible ones."""
    return [
        {"seed": seed, "people": 2 + seed % 3, "actions": actions, "trouble": (0, 0.02, 0.1, 0.25)[seed % 4]}
        for seed in seeds
    ]


def test_all_end_with_the_same_document(page: Page, journey_shape: Any) -> None:
    told = simulate(page, journey_shape, stories(range(60), actions=60))
    for happening in ("changes", "resolved", "undone", "reopened", "offline", "conflicts"):
        assert sum(story[happening] for story in told) > 0, f"no story tells of {happening}"


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_all_end_with_the_same_document_at_length(page: Page, journey_shape: Any, part: int) -> None:
    simulate(page, journey_shape, stories(range(1000 + part * 60, 1060 + part * 60), actions=250))
