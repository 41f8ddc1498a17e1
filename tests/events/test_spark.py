"""Trails woven on Spark are those woven on this machine, partition by partition and to the last byte."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import waypost
from tests.events.small_lake import (
    ARRIVE,
    PAY,
    VISIT,
    SmallLake,
    account,
    at,
    customer,
    event,
    journey,
    response,
    same,
    stated,
    touchpoint,
    workspace,
)
from waypost.demo.show import lay_out
from waypost.errors import InputError, WaypostError
from waypost.events.trails import ARRAYS, Trails
from waypost.events.weaving import weave
from waypost.journey.segment import Segment

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("spark")]

JOURNEY = journey(
    VISIT,
    touchpoint(
        "pay",
        match="event = 'pay'",
        signals=[
            {"id": "late", "name": "Late", "overdue": "due"},
            {"id": "large", "name": "Large", "when": "properties.amount >= 10"},
        ],
    ),
    ARRIVE,
    follows="account",
    case="order",
)
SOUTH = Segment(id="south", name="South", when="attributes.region = 'South'")


@pytest.fixture
def lake(tmp_path: Path) -> SmallLake:
    """Visitors who become known, accounts, orders, ties, answers, attributes, things that are not on the map."""
    lake = SmallLake(tmp_path / "lake", buckets=4)
    names = [f"c{number}" for number in range(40)]
    lake.pour(
        batches=3,
        events=[
            event(name, hour, what, order=f"o{hour % 5}", amount=hour, due=stated(hour + 3))
            for place, name in enumerate(names)
            for hour, what in ((place % 7, "visit"), (place % 7, "pay"), (place % 3 + 5, "arrive"), (3, "unknown"))
        ],
        responses=[response(name, 30, "pay", place % 5 + 1, order="o1") for place, name in enumerate(names[:20])],
        customers=[customer(name, 1, region="South" if place % 2 else "North") for place, name in enumerate(names)],
        identities=[
            *(same(names[place], names[place + 20]) for place in range(0, 10, 2)),
            *(account(name, f"household {place // 3}") for place, name in enumerate(names[:15])),
        ],
    )
    lake.pour(events=[event("nobody", 2, "visit")], responses=[response("c1", 40, "elsewhere", 2)])
    return lake


def assert_equal(found: Trails, expected: Trails) -> None:
    assert found.partitions == expected.partitions
    for one, other in zip(found, expected, strict=True):
        for name in ARRAYS:
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name), name)
            assert getattr(one, name).dtype == getattr(other, name).dtype
        assert one.breakdown_values == other.breakdown_values
        assert one.names.collect().equals(other.names.collect())
    for name in ("journey", "codebook", "as_of", "first", "customers", "cases", "events", "coverage"):
        assert getattr(found, name) == getattr(expected, name), name


def test_a_lake_is_woven_as_on_one_machine(spark: SparkSession, lake: SmallLake, tmp_path: Path) -> None:
    from waypost.events.spark.tables import Tables  # noqa: PLC0415  # only where pyspark is installed
    from waypost.events.spark.weaving import open_trails  # noqa: PLC0415
    from waypost.events.spark.weaving import weave as weave_on_spark  # noqa: PLC0415

    documents, to = workspace(JOURNEY, SOUTH), str(tmp_path / "far")
    expected = weave(lake.lake, documents, JOURNEY, tmp_path / "near")
    tables = Tables.of_lake(spark, lake.lake)
    found = weave_on_spark(tables, documents, JOURNEY, to, partitions=4)
    assert expected.cases > 40
    assert expected.coverage is not None
    assert expected.coverage.shared_cases
    assert_equal(found, expected)
    assert open_trails(spark, to) == found
    with pytest.raises(InputError, match="there are trails in"):
        weave_on_spark(tables, documents, JOURNEY, to, partitions=4)
    with pytest.raises(InputError, match="power of two"):
        weave_on_spark(tables, documents, JOURNEY, to, partitions=10)
    with pytest.raises(WaypostError, match="no finished trails"):
        open_trails(spark, str(tmp_path / "nowhere"))


def test_the_demo_is_woven_as_on_one_machine(spark: SparkSession, tmp_path: Path) -> None:
    """Outcomes, breakdowns, identities, everything a workspace has."""
    from waypost.events.spark.tables import Tables  # noqa: PLC0415  # only where pyspark is installed
    from waypost.events.spark.weaving import weave as weave_on_spark  # noqa: PLC0415

    project = waypost.open(lay_out(tmp_path / "demo", visitors=300))
    project.ingest()
    as_of = datetime(2026, 1, 1, tzinfo=UTC)
    tables = Tables.of_lake(spark, project.lake)
    to = str(tmp_path / "far")
    found = weave_on_spark(tables, project.workspace, project.journey(), to, partitions=16, as_of=as_of)
    assert_equal(found, project.weave(as_of=as_of))


def test_plain_parquet_needs_three_columns(spark: SparkSession, tmp_path: Path) -> None:
    """Of four events at one instant the order is that of what they say, wherever they are read."""
    from waypost.events.spark.tables import Tables  # noqa: PLC0415  # only where pyspark is installed
    from waypost.events.spark.weaving import weave as weave_on_spark  # noqa: PLC0415

    plain = journey(VISIT, PAY, ARRIVE)
    rows = [("ann", at(1), "visit"), ("ann", at(1), "pay"), ("ann", at(1), "arrive"), ("ben", at(2), "visit")]
    orders = []
    for number, few in enumerate((rows, rows[::-1])):
        file = tmp_path / f"{number}.parquet"
        pl.DataFrame(few, schema=["customer", "time", "event"], orient="row").write_parquet(file)
        tables = Tables(spark.read.parquet(str(file)))
        trails = weave_on_spark(tables, workspace(plain), plain, str(tmp_path / f"far-{number}"), partitions=2)
        assert (trails.cases, trails.events, trails.as_of) == (2, 4, at(2))
        orders.append([partition.code.tolist() for partition in trails])
    assert orders[0] == orders[1]
    with pytest.raises(InputError, match="the table of events has no column customer"):
        weave_on_spark(
            Tables(tables.events.withColumnRenamed("customer", "client")), workspace(plain), plain, str(tmp_path / "x")
        )
