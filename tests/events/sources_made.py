"""Sources, their files, and what was read from them, for the tests of reading."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from waypost.events.batch import Batch
from waypost.journey.source import Source

Record = dict[str, Any]


def source(*tables: Record, zone: str = "Europe/Berlin") -> Source:
    return Source.model_validate({"id": "shop", "name": "Shop", "zone": zone, "tables": tables})


def tall(**more: Any) -> Record:
    return {"id": "t", "files": "*.csv", "customer": "who", "time": "at", "event": "what"} | more


def write(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return folder


def all_of(batches: Iterable[Batch], table: str) -> list[Record]:
    """All rows of one of the lake's tables, in the order in which they came."""
    return [row for batch in batches if table in batch.frames for row in batch.frames[table].to_dicts()]


def taken(rows: list[Record], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def events_of(batches: list[Batch]) -> list[Any]:
    rows = [
        row | {"properties": row["properties"] and json.dumps(json.loads(row["properties"]), sort_keys=True)}
        for row in all_of(batches, "events")
    ]
    return sorted(taken(rows, "customer", "time", "position", "event", "row", "properties"), key=str)
