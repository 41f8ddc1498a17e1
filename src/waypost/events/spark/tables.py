"""The tables trails are woven from, as Spark sees them: a lake's, or any with the same columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812  # as everybody who knows Spark writes it

from waypost.errors import InputError, Problem
from waypost.events.gathering import Followed
from waypost.events.identity import Identities
from waypost.events.lake import Lake
from waypost.events.tables import CUSTOMERS, EVENTS, RESPONSES, TABLES, TIME, Schema
from waypost.events.trails import instant

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

NEEDED: dict[str, Schema] = {"events": EVENTS, "responses": RESPONSES, "customers": CUSTOMERS}
"""The tables whose rows are gathered."""

_SPARKS = {
    pl.String: "string",
    pl.Int64: "bigint",
    pl.Int32: "int",
    pl.Int16: "smallint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
    TIME: "timestamp",
}


@dataclass(frozen=True)
class Tables:
    """What is known, each table with the columns of its schema in `events/tables.py` (`bucket` is not needed).

    Of events, `position`, `source`, `file_key`, `row` and `properties` may be missing: events at the same instant are
    then ordered by what they say. Times are timestamps; Spark reads those without a zone in its session's zone.
    """

    events: DataFrame
    responses: DataFrame | None = None
    customers: DataFrame | None = None
    identities: DataFrame | None = None
    quarantine: DataFrame | None = None

    @classmethod
    def of_lake(cls, session: SparkSession, lake: Lake) -> Tables:
        """The tables of a lake, by the Parquet files that are active now: Spark needs no Delta of its own.

        The workers must see the lake's folder. Raises InputError when the lake has no events.
        """
        found = {name: _of_lake(session, lake, name) for name in ("responses", "customers", "identities", "quarantine")}
        events = _of_lake(session, lake, "events")
        if events is None:
            raise _no_events()
        return cls(events, **found)

    def rows(self) -> dict[str, DataFrame]:
        """The tables whose rows are gathered, with the columns that this needs; InputError when one is missing."""
        given = {"events": _completed(self.events), "responses": self.responses, "customers": self.customers}
        return {name: _checked(frame, name) for name, frame in given.items() if frame is not None}

    def last_event(self) -> datetime:
        """The time of the latest event; InputError when there is none."""
        last = self.events.agg(F.unix_micros(F.max(F.col("time").cast("timestamp")))).collect()[0][0]
        if last is None:
            raise _no_events()
        return instant(int(last))

    def scales(self) -> list[tuple[float, float]]:
        """The scales responses are on."""
        if self.responses is None:
            return []
        ends = self.responses.select("low", "high").dropna().distinct().collect()
        return [(float(low), float(high)) for low, high in ends]

    def followed(self, *, accounts: bool) -> DataFrame | None:
        """customer, followed: the names that are followed under another one; None without any.

        Who is connected with whom is found out by the driver, in its memory.
        """
        if self.identities is None:
            return None
        rows = pl.DataFrame(self.identities.select("customer", "other", "kind").distinct().toArrow())
        names = Followed.by(Identities.from_rows(rows), 1, accounts=accounts).names
        if names.is_empty():
            return None
        plain = pa.table({"customer": names["name"].to_list(), "followed": names["followed"].to_list()})
        return self.events.sparkSession.createDataFrame(plain)

    def quarantined(self) -> tuple[tuple[str, str, str, int], ...]:
        """(source, file, reason, count) of the values that could not be taken, sorted."""
        if self.quarantine is None:
            return ()
        counted = self.quarantine.groupBy("source", "file", "reason").count().collect()
        return tuple(sorted((str(row[0]), str(row[1]), str(row[2]), int(row[3])) for row in counted))


def _of_lake(session: SparkSession, lake: Lake, name: str) -> DataFrame | None:
    paths = [f"file://{file.path.absolute()}" for file in lake.tables[name].files()]
    columns = (f"{column} {_SPARKS[kind]}" for column, kind in TABLES[name].items() if column != "bucket")
    return session.read.schema(", ".join(columns)).parquet(*paths) if paths else None


def _completed(events: DataFrame) -> DataFrame:
    """With every column that may be missing."""
    said = [name for name in ("event", "properties", "source") if name in events.columns]
    known: dict[str, Column] = {
        "position": F.lit(0),
        "source": F.lit(""),
        "properties": F.lit(None).cast("string"),
        "file_key": F.lit(0),
        "row": F.xxhash64(*said),
    }
    missing = {name: column for name, column in known.items() if name not in events.columns}
    return events.withColumns(missing) if missing else events


def _checked(frame: DataFrame, name: str) -> DataFrame:
    wanted = [column for column in NEEDED[name] if column != "bucket"]
    missing = [column for column in wanted if column not in frame.columns]
    if missing:
        message = f"the table of {name} has no column {', '.join(missing)}"
        remedy = f"Its columns are {', '.join(frame.columns)}; call them as the lake does"
        raise InputError(Problem(message, element=name, remedy=remedy))
    return frame.select(*wanted)


def _no_events() -> InputError:
    return InputError(Problem("there are no events yet", remedy="Read some first: `waypost ingest`"))
