"""A proposal keeps to what it was made from, also where other sources have events of the same name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.events.small_lake import SmallLake, event, workspace
from waypost.analysis.discovery.discovering import discover
from waypost.errors import InputError
from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.web.data.start import of_its_sources

WAY = ("viewed", "ordered", "delivered")


def test_a_namesake_of_another_source_is_left_to_it(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path / "lake")
    lake.pour(events=[event("c1", 1, "paid"), event("c1", 2, "viewed"), {**event("c2", 1, "paid"), "source": "till"}])
    touchpoints = tuple(Touchpoint(id=name, name=name, match=f"event = '{name}'") for name in ("paid", "viewed"))
    step = Step(id="s", name="I buy", touchpoints=touchpoints)
    journey = Journey(id="j", name="J", phases=(Phase(id="p", name="P", steps=(step,)),))
    paid, viewed = of_its_sources(journey, lake.lake, {"shop"}).touchpoints()
    assert paid.match == "event = 'paid' AND (source = 'shop')"
    assert viewed.match == "event = 'viewed'"


def test_only_the_chosen_files_are_looked_at(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path / "lake")
    lake.pour(events=[event(f"c{who}", place, name) for who in range(20) for place, name in enumerate(WAY)])
    lake.pour(events=[event(f"d{who}", 900, "hummed") for who in range(50)])
    first = lake.lake.of_files([1])
    assert (first.events_count, lake.lake.events_count) == (60, 110)
    assert first.fingerprint("events", 0) != lake.lake.fingerprint("events", 0)
    found = discover(first, workspace(), tmp_path / "state", "draft", case="customer")
    assert (found.events, found.customers) == (60, 20)
    assert {name for step in found.steps for name in step.events} == set(WAY)
    with pytest.raises(InputError, match="no events yet"):
        discover(lake.lake.of_files([]), workspace(), tmp_path / "state", "draft")


def test_a_promised_day_is_watched_at_what_was_promised(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path / "lake")
    day = "2024-01-03T00:00:00.000000Z"
    lake.pour(events=[event(f"c{who}", place, name, due=day) for who in range(20) for place, name in enumerate(WAY)])
    found = discover(lake.lake, workspace(), tmp_path / "state", "draft", case="customer")
    watched = {signal.overdue: touchpoint.name for touchpoint in found.journey.touchpoints()
               for signal in touchpoint.signals}  # fmt: skip
    assert watched.get("due") == "Delivered"
