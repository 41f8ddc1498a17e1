"""Export: everything the lake holds about one person, as they may ask to see it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, TypeAlias

import polars as pl
from pydantic import BaseModel, ConfigDict

from waypost.events.erasure import names_any
from waypost.events.hashing import bucket_of
from waypost.events.identity import Identities
from waypost.events.lake import Lake

Properties: TypeAlias = dict[str, Any]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class ExportedEvent(_Record):
    """Something the person did."""

    customer: str
    """The name it was recorded under."""
    time: datetime
    event: str
    source: str
    properties: Properties


class ExportedResponse(_Record):
    """Something the person said."""

    customer: str
    time: datetime
    touchpoint: str | None
    score: float | None
    low: float
    high: float
    verbatim: str | None
    source: str
    properties: Properties


class ExportedAttributes(_Record):
    """What was known about the person at a time."""

    customer: str
    time: datetime | None
    source: str
    attributes: Properties


class ExportedIdentity(_Record):
    """A statement that two names are one person, or that the person belongs to an account."""

    customer: str
    other: str
    kind: str


class ExportedQuarantine(_Record):
    """A value that could not be taken in."""

    file: str
    row: int | None
    column: str | None
    reason: str
    value: str | None


class CustomerExport(_Record):
    """Everything held about one person. `model_dump_json()` writes it down."""

    names: tuple[str, ...]
    """All names known to be theirs."""
    account: str | None
    events: tuple[ExportedEvent, ...]
    """In order of time."""
    responses: tuple[ExportedResponse, ...]
    attributes: tuple[ExportedAttributes, ...]
    identities: tuple[ExportedIdentity, ...]
    quarantine: tuple[ExportedQuarantine, ...]

    @property
    def found(self) -> bool:
        """Whether anything is held about this name."""
        return any((self.events, self.responses, self.attributes, self.identities, self.quarantine))


def export_customer(lake: Lake, customer: str) -> CustomerExport:
    """Everything held about the person who is called `customer`, under all their names."""
    identities = Identities.from_lake(lake)
    names = identities.names_of(customer)
    theirs = pl.col("customer").is_in(names)
    account = identities.account_of(identities.canonical(pl.Series([customer], dtype=pl.String))).item()
    stated = lake.scan("identities").filter(theirs | pl.col("other").is_in(names)).select("customer", "other", "kind")
    aside = lake.scan("quarantine").filter(theirs | names_any("value", names))
    return CustomerExport(
        names=names,
        account=account,
        events=tuple(ExportedEvent(**row) for row in _theirs(lake, "events", names)),
        responses=tuple(ExportedResponse(**row) for row in _theirs(lake, "responses", names)),
        attributes=tuple(ExportedAttributes(**row) for row in _theirs(lake, "customers", names)),
        identities=tuple(
            ExportedIdentity(**row) for row in stated.unique().sort("customer", "other").collect().to_dicts()
        ),
        quarantine=tuple(ExportedQuarantine(**row) for row in aside.sort("file", "row").collect().to_dicts()),
    )


def _theirs(lake: Lake, table: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The person's rows of a table in order of time, JSON columns read; only the names' own buckets are opened."""
    homes = sorted(set(bucket_of(pl.Series(names, dtype=pl.String), lake.buckets)))
    parts = [lake.scan(table, bucket).filter(pl.col("customer").is_in(names)) for bucket in homes]
    order = ["time", *(["position"] if table == "events" else []), "file_key", "row"]
    rows = pl.concat(parts).sort(order).collect().to_dicts()
    text = "attributes" if table == "customers" else "properties"
    return [row | {text: json.loads(row[text] or "{}")} for row in rows]
