"""What was measured last of each journey, kept in a file until it is measured anew.

The files lie in the folder of reports, which an erasure empties: they can be made again from the lake at any time.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic import TypeAdapter, ValidationError

from waypost.analysis.brief import Brief
from waypost.analysis.results import Figure, LivingMeasures, Measures
from waypost.events.erasure import DERIVED
from waypost.formats.folder import write_bytes
from waypost.journey.journey import Journey
from waypost.journey.segment import Segment
from waypost.journey.source import Source
from waypost.journey.workspace import Workspace

FORMAT = 4
"""Grows when what is kept, or how it is counted, changes: older files are measured anew."""

_FOLDER = DERIVED[0]
_NOT_MEASURED = frozenset(
    {"words", "who", "what", "where", "why", "needs", "expectations", "thoughts", "effort", "feelings", "emotion"}
    | {"notes", "tollgates", "physical", "onstage", "backstage", "support", "upstream", "downstream", "lanes"}
    | {"summary", "trigger", "destination", "success", "purpose", "owner", "facilitator", "team", "sponsor", "mapped"}
    | {"review", "validated", "impression", "lifecycle", "state", "pictures", "ending", "department", "goal"}
)
"""What people say of a journey and its elements that changes no figure."""


@dataclass(frozen=True)
class GroupMeasures:
    """The measures of some cases."""

    segment: str
    period: str
    measures: Measures


@dataclass(frozen=True)
class OtherCases:
    """What a segment is set against: the cases of customers of whom as much is known, and who are not in it."""

    customers: int
    completed: Figure
    """Share of their cases that arrived at the destination, as of every other group."""


@dataclass(frozen=True)
class Kept:
    """Everything measured of one journey."""

    format: int
    key: str
    """The hash of all it was made from."""
    revision: int
    """The journey's revision at that time."""
    at: datetime
    living: LivingMeasures
    groups: tuple[GroupMeasures, ...]
    """Everyone at all times first."""
    brief: Brief | None
    """None while its questions are still being put."""
    others: Mapping[str, OtherCases] = field(default_factory=dict)
    """Segment's id → those it is set against."""
    undated: tuple[str, ...] = ()
    """The names of the signals whose deadline no file holds, and which are not counted."""

    def find(self, segment: str, period: str) -> Measures | None:
        """The measures of a segment (or everyone) in a period (or at all times)."""
        found = (group.measures for group in self.groups if (group.segment, group.period) == (segment, period))
        return next(found, None)

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods there are, the newest first."""
        return tuple(dict.fromkeys(group.period for group in self.groups if group.period))


_KEPT: TypeAdapter[Kept] = TypeAdapter(Kept)
_read: OrderedDict[Path, tuple[int, Kept]] = OrderedDict()
_lock = Lock()
_REMEMBERED = 32


def file_of(state: Path, journey: str) -> Path:
    """Where the measures of a journey are kept."""
    return state / _FOLDER / f"{journey}.json"


def read(file: Path) -> Kept | None:
    """What is kept in a file; None when there is nothing, or another version wrote it."""
    try:
        stamp = file.stat().st_mtime_ns
        with _lock:
            known = _read.get(file)
        if known is not None and known[0] == stamp:
            return known[1]
        kept = _KEPT.validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None
    if kept.format != FORMAT:
        return None
    with _lock:
        _read[file] = (stamp, kept)
        _read.move_to_end(file)
        while len(_read) > _REMEMBERED:
            _read.popitem(last=False)
    return kept


def write(file: Path, kept: Kept) -> None:
    """Keep it: the file has its old content or the new one, never half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(file, _KEPT.dump_json(kept))


def forget(file: Path) -> bool:
    """Drop what is kept, which is no longer true; whether there was anything."""
    there = file.exists()
    file.unlink(missing_ok=True)
    return there


def key_of(workspace: Workspace, journey: Journey, lake_version: int) -> str:
    """The hash of all that decides what is measured: words people say of a step do not."""
    parts = {
        "format": FORMAT,
        "lake": lake_version,
        "zone": workspace.settings.zone,
        "currency": workspace.settings.currency,
        "journey": _measured(journey.model_dump(mode="json", exclude_defaults=True)),
        "sources": [source.model_dump(mode="json", exclude={"name"}) for source in workspace.of(Source)],
        "segments": [segment.model_dump(mode="json") for segment in workspace.of(Segment)],
    }
    return blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=16).hexdigest()


def _measured(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _measured(part) for name, part in value.items() if name not in _NOT_MEASURED}
    return [_measured(part) for part in value] if isinstance(value, list) else value
