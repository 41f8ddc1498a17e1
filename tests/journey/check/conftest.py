"""A small workspace with nothing to remark on, as plain data that a test spoils and then builds."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from waypost.journey.check import Report, check
from waypost.journey.evidence import Evidence
from waypost.journey.journey import Journey
from waypost.journey.persona import Persona
from waypost.journey.segment import Segment
from waypost.journey.source import Source
from waypost.journey.workspace import Settings, Workspace

TODAY = date(2024, 6, 1)

_VOTE = {"votes": 7, "of": 12, "by": "customers"}


def _step(step_id: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"id": step_id, "name": name, "needs": ["Peace of mind"], "emotion": {"level": 0.5}, **fields}


def _touchpoint(touchpoint_id: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"id": touchpoint_id, "name": name, "department": "Service", "ending": "A clear last word", **fields}


_JOURNEY: dict[str, Any] = {
    "id": "way",
    "name": "Getting a bike repaired",
    "lifecycle": "published",
    "personas": ["mara"],
    "trigger": "My brakes scream",
    "destination": "I ride to work again",
    "success": "Back on the road within two days",
    "purpose": "Decide which part of the repair to fix first",
    "owner": "Ines",
    "sponsor": "The managing director",
    "team": ["Workshop", "Counter"],
    "mapped": "2024-01-15",
    "validated": {"inside": "2024-01-10", "outside": "2024-01-12"},
    "impression": ["quick", "honest", "kind"],
    "lanes": [{"id": "weather", "name": "Weather"}],
    "phases": [
        {
            "id": "notice",
            "name": "Notice",
            "goal": "I know that it needs a repair",
            "steps": [
                _step("hear", "Hear the brakes scream", notes=[{"id": "rain", "lane": "weather", "text": "Rain"}])
            ],
        },
        {
            "id": "look",
            "name": "Look around",
            "goal": "I know where to go",
            "steps": [
                _step(
                    "search",
                    "Ask a friend and look at reviews",
                    touchpoints=[{"id": "reviews", "name": "Reviews", "channel": "review", "by": "third-party"}],
                )
            ],
        },
        {
            "id": "bring",
            "name": "Bring it in",
            "goal": "It is in good hands",
            "steps": [
                _step(
                    "explain",
                    "Explain what is wrong",
                    touchpoints=[_touchpoint("counter", "Counter", channel="store")],
                    pains=[{"id": "queue", "text": "I wait in line", "evidence": ["talks/line"]}],
                    opportunities=[{"id": "calm", "text": "Know before leaving home how long it takes"}],
                )
            ],
        },
        {
            "id": "wait",
            "name": "Wait",
            "goal": "I know when it is ready",
            "steps": [_step("walk", "Walk to work")],
        },
        {
            "id": "ride",
            "name": "Ride again",
            "goal": "I trust my bike",
            "steps": [
                _step(
                    "fetch",
                    "Fetch my bike and try the brakes",
                    touchpoints=[_touchpoint("handover", "Hand-over", channel="in-person")],
                    moments=[
                        {"id": "trust", "text": "The first braking", "owner": "Jo", "metric": "CSAT", "vote": _VOTE}
                    ],
                )
            ],
        },
    ],
    "routes": [{"id": "again", "kind": "repeat", "origin": "fetch", "target": "explain"}],
}

_EVIDENCE: dict[str, Any] = {
    "id": "talks",
    "name": "Talks at the counter",
    "source": "Twelve interviews in January",
    "findings": [
        {"id": "line", "about": ["way/queue"], "text": "I stood there for half an hour", "n": 5, "of": 12},
        {"id": "wish", "about": ["tomorrow"], "text": "If I only knew beforehand", "n": 9, "of": 12},
    ],
}

_SOURCE: dict[str, Any] = {
    "id": "desk",
    "name": "Desk",
    "zone": "UTC",
    "tables": [
        {
            "id": "tickets",
            "files": "tickets.csv",
            "customer": "who",
            "time": "at",
            "event": "what",
            "properties": [
                {"column": "ticket"},
                {"column": "Bike", "name": "bike"},
                {"column": "promised", "type": "time"},
            ],
            "attributes": [{"column": "miles", "type": "number"}],
        },
        {
            "id": "stars",
            "files": "stars.csv",
            "customer": "who",
            "responses": {"time": "at", "score": "stars", "about": "Hand-over"},
        },
    ],
}


@dataclass
class Parts:
    """The workspace's documents as plain data."""

    journey: dict[str, Any] = field(default_factory=lambda: copy.deepcopy(_JOURNEY))
    persona: dict[str, Any] = field(
        default_factory=lambda: {"id": "mara", "name": "Mara", "research": "Twelve interviews in January"}
    )
    evidence: dict[str, Any] = field(default_factory=lambda: copy.deepcopy(_EVIDENCE))
    source: dict[str, Any] | None = None
    segment: dict[str, Any] | None = None
    rules: list[dict[str, Any]] = field(default_factory=list)
    language: str = "en"

    def step(self, step_id: str) -> dict[str, Any]:
        """One step of the journey."""
        return next(step for phase in self.journey["phases"] for step in phase["steps"] if step["id"] == step_id)

    def bind(self) -> Parts:
        """The same map, bound to a source, with nothing to remark on."""
        self.source, self.segment = (
            copy.deepcopy(_SOURCE),
            {"id": "near", "name": "Near", "when": "attributes.miles < 5"},
        )
        self.journey.update(case="ticket", arrives="fetch")
        self.journey["outcomes"] = [{"id": "back", "name": "Comes back", "when": "event = 'brought'"}]
        self.journey["breakdowns"] = [{"id": "by-bike", "name": "Bike", "by": "properties.bike", "at": "fetch"}]
        self.step("explain")["touchpoints"][0]["match"] = "event = 'brought'"
        handover = self.step("fetch")["touchpoints"][0]
        handover["match"] = "event = 'fetched' AND properties.bike IS NOT NULL"
        handover["signals"] = [
            {"id": "late", "name": "Later than promised", "overdue": "promised"},
            {"id": "quote", "name": "Says so", "when": "event = 'properties.nothing' OR time > properties.promised"},
        ]
        return self

    def tables(self) -> list[dict[str, Any]]:
        """The tables of the source that a bound map has."""
        assert self.source is not None
        tables: list[dict[str, Any]] = self.source["tables"]
        return tables

    def workspace(self) -> Workspace:
        """The documents as values, with a future state of the journey beside it."""
        tomorrow = {**self.journey, "id": "tomorrow", "state": "future", "future_of": "way", "phases": [], "routes": []}
        return Workspace(
            settings=Settings.model_validate(
                {"id": "waypost", "name": "Bikes", "language": self.language, "rules": self.rules}
            ),
            documents=(
                Journey.model_validate(self.journey),
                Journey.model_validate(tomorrow),
                Persona.model_validate(self.persona),
                Evidence.model_validate(self.evidence),
                *([Source.model_validate(self.source)] if self.source else []),
                *([Segment.model_validate(self.segment)] if self.segment else []),
            ),
        )

    def report(self, today: date = TODAY) -> Report:
        """What the check says of the journey."""
        workspace = self.workspace()
        return check(workspace, workspace.of(Journey)[0], today)

    def broken(self, today: date = TODAY) -> dict[str, list[str]]:
        """The messages by rule."""
        found: dict[str, list[str]] = {}
        for remark in self.report(today).remarks:
            found.setdefault(remark.rule, []).append(remark.message)
        return found


@pytest.fixture
def parts() -> Parts:
    """A published map with nothing to remark on."""
    return Parts()
