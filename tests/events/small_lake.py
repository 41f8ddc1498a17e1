"""Small lakes and journeys written by hand; times are hours after the beginning of 2024."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from waypost.events.batch import Batch
from waypost.events.lake import Lake
from waypost.events.tables import TABLES
from waypost.journey.journey import Journey
from waypost.journey.segment import Segment
from waypost.journey.source import PropertyColumn, PropertyType, Source, Table
from waypost.journey.workspace import Settings, Workspace

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
Row = dict[str, Any]


def at(hour: float) -> datetime:
    return BEGIN + timedelta(hours=hour)


def stated(hour: float) -> str:
    """A time as a property holds it."""
    return at(hour).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def event(customer: str, hour: float, name: str, **properties: object) -> Row:
    text = json.dumps(properties) if properties else None
    return {"customer": customer, "time": at(hour), "event": name, "source": "shop", "properties": text, "position": 0}


def response(customer: str, hour: float, touchpoint: str | None, score: float, **properties: object) -> Row:
    text = json.dumps(properties) if properties else None
    scale = {"low": 1.0, "high": 5.0}
    return {
        "customer": customer,
        "time": at(hour),
        "touchpoint": touchpoint,
        "score": score,
        "properties": text,
        **scale,
    }


def customer(name: str, hour: float | None = None, **attributes: object) -> Row:
    return {"customer": name, "time": None if hour is None else at(hour), "attributes": json.dumps(attributes)}


def same(known: str, other: str) -> Row:
    return {"customer": known, "other": other, "kind": "same"}


def account(name: str, owner: str) -> Row:
    return {"customer": name, "other": owner, "kind": "account"}


class SmallLake:
    """A lake that rows are poured into, file by file."""

    def __init__(self, root: Path, buckets: int = 4) -> None:
        self.lake = Lake.at(root, buckets)
        self.files = 0

    def pour(self, batches: int = 1, **tables: list[Row]) -> None:
        """Add rows of any tables as one new file, in so many batches."""
        self.files += 1
        for number in range(batches):
            frames = {name: self._frame(name, rows[number::batches], number) for name, rows in tables.items()}
            file = f"{self.files}.csv"
            self.lake.append(
                Batch("shop", "main", file, self.files, number, last=number == batches - 1, rows=1, frames=frames)
            )

    def _frame(self, table: str, rows: list[Row], number: int) -> pl.DataFrame:
        defaults = {"bucket": 0, "file_key": self.files, "source": "shop"}
        full = [{**defaults, "row": number * 10_000 + place, **row} for place, row in enumerate(rows)]
        schema = TABLES[table]
        return pl.DataFrame([{name: row.get(name) for name in schema} for row in full], schema=schema)


SOURCE = Source(
    id="shop",
    name="Shop",
    zone="UTC",
    tables=(
        Table(
            id="main",
            files="*.csv",
            customer="customer",
            time="time",
            event="event",
            properties=(
                PropertyColumn(column="due", type=PropertyType.TIME),
                PropertyColumn(column="amount", type=PropertyType.NUMBER),
                PropertyColumn(column="order"),
            ),
            attributes=(PropertyColumn(column="region"), PropertyColumn(column="staff", type=PropertyType.NUMBER)),
        ),
    ),
)


def touchpoint(name: str, **fields: object) -> Row:
    return {"id": name, "name": name.capitalize(), **fields}


def journey(*touchpoints: Row, **fields: object) -> Journey:
    """A journey with a step and a phase for each touchpoint."""
    phases = [
        {
            "id": f"phase-{place}",
            "name": "A phase",
            "steps": [{"id": f"step-{place}", "name": "A step", "touchpoints": [one]}],
        }
        for place, one in enumerate(touchpoints)
    ]
    return Journey.model_validate({"id": "buying", "name": "Buying", "phases": phases, **fields})


def workspace(*documents: Journey | Segment) -> Workspace:
    settings = Settings(id="workspace", name="A workspace")
    return Workspace(settings=settings, documents=(SOURCE, *documents))


VISIT = touchpoint("visit", match="event = 'visit'")
PAY = touchpoint("pay", match="event = 'pay'")
ARRIVE = touchpoint("arrive", match="event = 'arrive'")
