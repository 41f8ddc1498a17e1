"""Binding by picking: which kinds of events there are, which touchpoint each seems to be, what the rules take."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import polars as pl

from waypost.errors import InputError
from waypost.events.lake import Lake
from waypost.events.predicate import Condition, Scope, compile_predicate, decode, properties_used, property_types
from waypost.journey.journey import Journey, Touchpoint
from waypost.journey.source import Source
from waypost.journey.workspace import Workspace

MOST = 500
"""Kinds of events listed, the most frequent first."""
_ALIKE = 0.62
_SIMPLE = re.compile(r"event\s*=\s*'((?:[^']|'')*)'", re.IGNORECASE)
_SEVERAL = re.compile(r"event\s+IN\s*\(\s*('(?:[^']|'')*'(?:\s*,\s*'(?:[^']|'')*')*)\s*\)", re.IGNORECASE)
_QUOTED = re.compile(r"'((?:[^']|'')*)'")


@dataclass(frozen=True)
class EventKind:
    """One name of events in one source."""

    source: str
    event: str
    count: int
    first: str
    last: str
    example: str
    """The properties of one of them, as JSON."""


@dataclass(frozen=True)
class Tried:
    """What rules take of the events."""

    events: int
    mapped: int
    touchpoints: dict[str, int]
    """Touchpoint id → how many events it takes."""
    taken: dict[str, list[tuple[str, int]]]
    """Name of an event → which touchpoints take how many of it, the most first."""
    unmapped: list[tuple[str, int]]
    """(event, count) that no touchpoint takes, most frequent first."""
    silent: list[str]
    """Touchpoints with a rule that never happen."""
    wrong: dict[str, str]
    """Touchpoint id → what is wrong with its rule, in words."""


def kinds_of_events(lake: Lake) -> list[EventKind]:
    """Every name of events with how many there are, when first and last, and an example."""
    each = lake.scan("events").group_by("source", "event").agg(
        pl.len().alias("count"),
        pl.col("time").min().dt.strftime("%-d %b %Y").alias("first"),
        pl.col("time").max().dt.strftime("%-d %b %Y").alias("last"),
        pl.col("properties").drop_nulls().first().fill_null("").str.slice(0, 240).alias("example"),
    )  # fmt: skip
    found = each.sort("count", "source", "event", descending=[True, False, False]).head(MOST).collect()
    return [EventKind(**row) for row in found.to_dicts()]


def events_named(match: str | None) -> list[str] | None:
    """The names a rule lists when it does nothing else; None for any other rule."""
    text = (match or "").strip()
    if not text:
        return []
    one, several = _SIMPLE.fullmatch(text), _SEVERAL.fullmatch(text)
    if one:
        return [one[1].replace("''", "'")]
    return [name.replace("''", "'") for name in _QUOTED.findall(several[1])] if several else None


def quoted(text: str) -> str:
    """A text as a rule writes it."""
    return "'" + text.replace("'", "''") + "'"


def answered_about(lake: Lake) -> set[str]:
    """What the answers in the lake are about, as the files name it."""
    found = lake.scan("responses").select(pl.col("touchpoint").drop_nulls().unique()).collect()
    return set(found["touchpoint"].to_list())


def suggestions(journey: Journey, kinds: Sequence[EventKind]) -> dict[str, str]:
    """For touchpoints without a rule, the name of the event that sounds most like them, each event once."""
    taken = {name for touchpoint in journey.touchpoints() for name in events_named(touchpoint.match) or ()}
    names = [name for name in dict.fromkeys(kind.event for kind in kinds) if name not in taken]
    free = [
        (step.name, touchpoint) for step in journey.steps() for touchpoint in step.touchpoints if not touchpoint.match
    ]
    likely = sorted(
        ((_alike(touchpoint, step, name), touchpoint.id, name) for step, touchpoint in free for name in names),
        reverse=True,
    )
    found: dict[str, str] = {}
    for alike, touchpoint, name in likely:
        if alike >= _ALIKE and touchpoint not in found and name not in found.values():
            found[touchpoint] = name
    return found


def _alike(touchpoint: Touchpoint, step: str, event: str) -> float:
    wanted, words = _words(event), (_words(touchpoint.name), _words(touchpoint.id), _words(step))
    return max(_close(wanted, each) * weight for each, weight in zip(words, (1.0, 0.98, 0.9), strict=True))


def _close(one: list[str], other: list[str]) -> float:
    if not one or not other:
        return 0.0
    shared = len({_stem(word) for word in one} & {_stem(word) for word in other}) / min(len(one), len(other))
    return max(0.95 * shared, SequenceMatcher(None, " ".join(one), " ".join(other)).ratio())


def _words(text: str) -> list[str]:
    parts = re.sub(r"([a-z])([A-Z])", r"\1 \2", text).lower()
    return [
        word for word in re.findall(r"[^\W_]+", parts) if word not in ("the", "a", "i", "my", "to", "of", "in", "on")
    ]


def _stem(word: str) -> str:
    return re.sub(r"(ing|ed|es|s)$", "", word) if len(word) > 4 else word


def tried(lake: Lake, workspace: Workspace, journey: Journey, matches: Mapping[str, str]) -> Tried:
    """What the rules take, the first touchpoint in reading order first; `matches` stand in place of the map's."""
    types = property_types(workspace.of(Source), Scope.EVENT)
    conditions: dict[str, Condition] = {}
    wrong: dict[str, str] = {}
    for touchpoint in journey.touchpoints():
        text = matches.get(touchpoint.id, touchpoint.match or "").strip()
        if not text:
            continue
        try:
            conditions[touchpoint.id] = compile_predicate(text, Scope.EVENT, types, zone=workspace.settings.zone)
        except InputError as error:
            problem = error.problems[0]
            wrong[touchpoint.id] = f"{problem.message}. {problem.remedy or ''}".strip()
    counted = _counted(lake, conditions)
    names = list(conditions)
    total = sum(count for *_, count in counted)
    at: dict[str, int] = dict.fromkeys(names, 0)
    taken: dict[str, list[tuple[str, int]]] = {}
    missed: dict[str, int] = {}
    for event, code, count in counted:
        if code is None:
            missed[event] = missed.get(event, 0) + count
        else:
            at[names[code]] += count
            taken.setdefault(event, []).append((names[code], count))
    return Tried(
        events=total,
        mapped=total - sum(missed.values()),
        touchpoints=at,
        taken={event: sorted(found, key=lambda pair: -pair[1]) for event, found in taken.items()},
        unmapped=sorted(missed.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST],
        silent=[name for name in names if at[name] == 0],
        wrong=wrong,
    )


def _counted(lake: Lake, conditions: Mapping[str, Condition]) -> list[tuple[Any, ...]]:
    """(event, which condition takes it, how many)."""
    frame = decode(lake.scan("events"), Scope.EVENT, properties_used(conditions.values()))
    code = pl.lit(None, pl.Int32)
    for place, condition in reversed(list(enumerate(conditions.values()))):
        code = pl.when(condition.expression).then(pl.lit(place, pl.Int32)).otherwise(code)
    found = frame.select("event", code.alias("code")).group_by("event", "code").len().sort("event", "code").collect()
    return list(found.iter_rows())
