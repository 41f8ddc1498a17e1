"""Batches as a source would give them, made up: customers who act, answer, have attributes and several names."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import polars as pl

from waypost.events.batch import Batch
from waypost.events.hashing import bucket_of
from waypost.events.tables import BUCKETS, TABLES

START = datetime(2024, 3, 1, tzinfo=UTC)


def frame(table: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows of a table; columns left out are null, buckets are filled in."""
    schema = TABLES[table]
    made = pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)
    if "bucket" in schema and rows:
        made = made.with_columns(bucket_of(made["customer"], BUCKETS).alias("bucket"))
    return made


def event(
    customer: str, row: int, *, name: str = "visit", key: int = 7, properties: object = None
) -> dict[str, object]:
    """One event, `row` hours after the start."""
    return {
        "customer": customer,
        "time": START + timedelta(hours=row),
        "position": 0,
        "event": name,
        "source": "shop",
        "file_key": key,
        "row": row,
        "properties": None if properties is None else json.dumps(properties),
    }


def batch(
    number: int = 0, *, last: bool = True, key: int = 7, file: str = "visits.csv", **rows: list[dict[str, object]]
) -> Batch:
    """A batch of the given rows by table."""
    frames = {table: frame(table, some) for table, some in rows.items()}
    return Batch("shop", "visits", file, key, number, last, sum(map(len, rows.values())), frames)


def walk_in(batches: int, size: int, *, key: int = 7, file: str = "visits.csv") -> list[Batch]:
    """A file of several batches that touches every table; customer names repeat from batch to batch."""
    made = []
    for number in range(batches):
        rows = range(number * size, (number + 1) * size)
        names = {row: f"customer-{row * 7919 % (size * 3)}" for row in rows}
        made.append(
            batch(
                number,
                last=number == batches - 1,
                key=key,
                file=file,
                events=[event(names[row], row, key=key, properties={"row": row}) for row in rows],
                responses=[_response(names[row], row, key) for row in rows if row % 5 == 0],
                customers=[_attributes(names[row], row, key) for row in rows if row % 7 == 0],
                identities=[_same(names[row], row, key) for row in rows if row % 11 == 0],
                quarantine=[_aside(names[row], row, key) for row in rows if row % 13 == 0],
            )
        )
    return made


def _response(customer: str, row: int, key: int) -> dict[str, object]:
    time = START + timedelta(hours=row)
    return {
        "customer": customer,
        "time": time,
        "score": 4.0,
        "low": 1.0,
        "high": 5.0,
        "source": "shop",
        "file_key": key,
        "row": row,
    }


def _attributes(customer: str, row: int, key: int) -> dict[str, object]:
    return {
        "customer": customer,
        "source": "shop",
        "file_key": key,
        "row": row,
        "attributes": json.dumps({"plan": "basic"}),
    }


def _same(customer: str, row: int, key: int) -> dict[str, object]:
    return {"customer": customer, "other": f"visitor-{row}", "kind": "same", "file_key": key, "row": row}


def _aside(customer: str, row: int, key: int) -> dict[str, object]:
    said = {"source": "shop", "file": "visits.csv", "column": "at", "reason": "bad-time", "value": "yesterday"}
    return said | {"file_key": key, "row": row, "customer": customer}
