"""Weaving on Spark: from tables of canonical events to packed trails, so that a terabyte never passes one machine.

    tables = Tables.of_lake(session, shop.lake)  # or Tables(events=session.read.format("delta").load("s3a://…"))
    trails = weave(tables, shop.workspace, shop.journey(), "s3a://company/trails/visit/2026-11-22", partitions=256)

Two stages, and between them one shuffle. First, where the rows lie, `gathering.gather` finds out which events are
touchpoints and leaves out all others, so that only what trails need is sent, packed together by the partition its
customer's hash falls in. Then `partitioning.weave_partition` puts each partition in order. It is the code that weaves
on one machine, and the partitions are the same to the last byte. Identities are joined to the rows by Spark itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from pyspark.errors import AnalysisException
from pyspark.sql import functions as F  # noqa: N812  # as everybody who knows Spark writes it

from waypost.errors import InputError, Problem, WaypostError
from waypost.events.bindings import bind
from waypost.events.coverage import Coverage
from waypost.events.manifest import FORMAT, PartitionRecord
from waypost.events.packing import NAMES, NUMBER, PackedTrails
from waypost.events.spark.tables import Tables
from waypost.events.spark.workers import PARTS, RECORD, WOVEN, Order, case_keys
from waypost.events.tables import BUCKETS
from waypost.events.trails import Codebook, Trails
from waypost.events.weaving import trails_of
from waypost.journey.journey import Journey
from waypost.journey.workspace import Workspace

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MOST_PARTITIONS = 65_536


def weave(
    tables: Tables,
    workspace: Workspace,
    journey: Journey,
    to: str,
    *,
    partitions: int = BUCKETS,
    as_of: datetime | None = None,
) -> Trails:
    """Weave one journey's trails on Spark and keep them as Parquet in the new folder `to`, on storage Spark writes.

    Arguments:
        tables: what is known; see `Tables`.
        workspace: the documents: sources (types of properties), segments, the time zone.
        journey: the journey whose bindings say what a touchpoint is.
        to: a folder that does not exist yet. Its `trails` are written last; until then nobody can open it.
        partitions: a power of two; a few million events in each is a good size. Measures do not depend on it.
        as_of: with a zone; the last event when left out.

    Raises:
        InputError: there are no events, a column is missing, the folder exists, `as_of` has no zone, the bindings are
            wrong or `partitions` is no power of two.
    """
    _check(partitions, as_of)
    rows = tables.rows()
    moment = (as_of or tables.last_event()).astimezone(UTC)
    bindings = bind(workspace, journey, tables.scales())
    order = Order(bindings, moment, partitions)
    names = tables.followed(accounts=bindings.follows_accounts)
    gathered = [_led(frame, names).mapInArrow(order.gathering(name), PARTS) for name, frame in rows.items()]
    parts = reduce(lambda one, other: one.unionAll(other), gathered, _every(tables, partitions))
    woven = parts.groupBy("partition").applyInArrow(order.weaving(), WOVEN)
    packed = PackedTrails(f"{to.rstrip('/')}/partitions")
    _write_new(woven, packed.url)
    kept = tables.events.sparkSession.read.schema(WOVEN).parquet(packed.url)
    records = kept.select(NUMBER, RECORD).sort(NUMBER).collect()
    trails = trails_of(
        bindings,
        moment,
        [PartitionRecord.model_validate_json(row[RECORD]) for row in records],
        (packed,) * partitions,
        shared_cases=_shared_cases(kept) if bindings.case else 0,
        quarantined=tables.quarantined(),
    )
    _write_down(trails, to, tables.events.sparkSession)
    return trails


def open_trails(session: SparkSession, folder: str) -> Trails:
    """Trails that `weave` has kept in a folder; WaypostError when there are none, or another version wove them."""
    try:
        told = session.read.text(f"{folder.rstrip('/')}/trails").collect()
    except AnalysisException:
        raise WaypostError(f"there are no finished trails in {folder}; weave them first") from None
    record = _TOLD.validate_json(told[0][0])
    if record.format != FORMAT:
        raise WaypostError(f"the trails in {folder} were woven by another version of Waypost; weave them again")
    return record.trails(PackedTrails(f"{folder.rstrip('/')}/partitions"))


def _check(partitions: int, as_of: datetime | None) -> None:
    if not 1 <= partitions <= MOST_PARTITIONS or partitions.bit_count() != 1:
        remedy = f"Take 16, 64, 256 … up to {MOST_PARTITIONS}"
        raise InputError(Problem(f"{partitions} partitions: the number must be a power of two", remedy=remedy))
    if as_of is not None and as_of.tzinfo is None:
        raise InputError(Problem(f"the moment {as_of} has no time zone", remedy="Write it with tzinfo=UTC"))


def _led(rows: DataFrame, names: DataFrame | None) -> DataFrame:
    """Rows with a column `followed`: under which other name their customer is followed, or null."""
    if names is None:
        return rows.withColumn("followed", F.lit(None).cast("string"))
    return rows.join(names, "customer", "left")


def _every(tables: Tables, partitions: int) -> DataFrame:
    """An empty part of each partition, so that those nothing falls in are there too."""
    numbers = tables.events.sparkSession.range(0, partitions, 1, 1)
    return numbers.select(
        F.col("id").cast("int").alias("partition"),
        F.lit(None).cast("int").alias("kind"),
        F.lit(None).cast("binary").alias("content"),
    )


def _write_new(frame: DataFrame, url: str) -> None:
    try:
        frame.write.mode("errorifexists").option("compression", "zstd").parquet(url)
    except AnalysisException as error:
        if error.getCondition() != "PATH_ALREADY_EXISTS":
            raise
        remedy = "Give each weaving a folder of its own, as in …/2026-11-22"
        raise InputError(Problem(f"there are trails in {url} already", remedy=remedy)) from None


def _shared_cases(kept: DataFrame) -> int:
    """How many case keys more than one customer has."""
    cases = kept.select(NAMES).mapInArrow(case_keys, "case string")
    return cases.groupBy("case").count().filter(F.col("count") > 1).count()


@dataclass(frozen=True)
class _Told:
    """What `Trails` hold beside their partitions."""

    format: int
    journey: str
    codebook: Codebook
    as_of: datetime
    first: datetime | None
    customers: int
    cases: int
    events: int
    coverage: Coverage | None
    partitions: int

    def trails(self, packed: PackedTrails) -> Trails:
        """The trails, kept there."""
        return Trails(
            journey=self.journey,
            codebook=self.codebook,
            as_of=self.as_of,
            first=self.first,
            customers=self.customers,
            cases=self.cases,
            events=self.events,
            stored=(packed,) * self.partitions,
            coverage=self.coverage,
        )


_TOLD = TypeAdapter(_Told)


def _write_down(trails: Trails, to: str, session: SparkSession) -> None:
    told = _Told(
        format=FORMAT,
        journey=trails.journey,
        codebook=trails.codebook,
        as_of=trails.as_of,
        first=trails.first,
        customers=trails.customers,
        cases=trails.cases,
        events=trails.events,
        coverage=trails.coverage,
        partitions=trails.partitions,
    )
    rows = session.createDataFrame([(_TOLD.dump_json(told).decode(),)], "told string")
    rows.coalesce(1).write.text(f"{to.rstrip('/')}/trails")
