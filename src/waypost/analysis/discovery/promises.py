"""Promises: the property that says until when something was promised, as an estimated delivery date does."""

from __future__ import annotations

import re
from collections.abc import Collection

import polars as pl

from waypost.events.lake import Lake
from waypost.events.predicate import Scope, property_types
from waypost.journey.outside_in_words import words
from waypost.journey.source import PropertyType, Source
from waypost.journey.workspace import Workspace

_PROMISING = words("due deadline promised estimated expected planned eta sla target")
_ALIKE = 5
"""Letters that two words begin with when they speak of the same thing: delivery, delivered."""


def promised(lake: Lake, workspace: Workspace) -> str | None:
    """The time that events carry whose name is that of a promise; of several the one most events have."""
    types = property_types(workspace.of(Source), Scope.EVENT)
    wanted = [name for name, kind in types.items() if kind is PropertyType.TIME and _words(name) & _PROMISING]
    if not wanted:
        return None
    there = [pl.col("properties").str.json_path_match(f"$.{name}").is_not_null().sum().alias(name) for name in wanted]
    counts = lake.scan("events").select(there).collect().row(0, named=True)
    best = max(wanted, key=lambda name: (counts[name], name))
    return best if counts[best] else None


def about(promise: str, spoken: Collection[str]) -> int:
    """How many words of a promise are among those of an event."""
    begun = {word[:_ALIKE] for word in spoken}
    return sum(word[:_ALIKE] in begun for word in _words(promise) - _PROMISING)


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower()))
