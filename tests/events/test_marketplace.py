"""From real files to trails: a marketplace's orders, compared with plain Polars on the same CSVs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from waypost.events.ingest import ingest
from waypost.events.lake import Lake
from waypost.events.trails import Trails
from waypost.events.weaving import weave
from waypost.journey.journey import Journey
from waypost.journey.source import Source
from waypost.journey.workspace import Settings, Workspace

ORDERS, REVIEWS, CUSTOMERS = (f"olist_{name}_dataset.csv.gz" for name in ("orders", "order_reviews", "customers"))
PROMISED = {
    "column": "order_estimated_delivery_date",
    "name": "promised",
    "type": "time",
    "time_format": "%Y-%m-%d 00:00:00",
    "end_of_day": True,
}
STAMPS = {
    "order_purchase_timestamp": "ordered",
    "order_approved_at": "approved",
    "order_delivered_carrier_date": "sent",
    "order_delivered_customer_date": "delivered",
}
SOURCE = Source.model_validate(
    {
        "id": "olist",
        "name": "Orders and reviews",
        "zone": "UTC",
        "tables": [
            {
                "id": "orders",
                "files": ORDERS,
                "joins": [{"files": CUSTOMERS, "on": "customer_id", "take": ["customer_unique_id"]}],
                "customer": "customer_unique_id",
                "events": [{"column": column, "event": event} for column, event in STAMPS.items()],
                "properties": [
                    {"column": "order_id"},
                    PROMISED,
                ],
            },
            {
                "id": "reviews",
                "files": REVIEWS,
                "joins": [
                    {"files": ORDERS, "on": "order_id", "take": ["customer_id"]},
                    {"files": CUSTOMERS, "on": "customer_id", "take": ["customer_unique_id"]},
                ],
                "customer": "customer_unique_id",
                "events": [{"column": "review_answer_timestamp", "event": "reviewed"}],
                "properties": [{"column": "order_id"}],
                "responses": {"time": "review_answer_timestamp", "score": "review_score", "about": "delivered"},
            },
        ],
    }
)
EVENTS = (*STAMPS.values(), "reviewed")
OVERDUE = {"id": "overdue", "name": "Promised day passed", "overdue": "promised"}
JOURNEY = Journey.model_validate(
    {
        "id": "order",
        "name": "An order",
        "case": "order_id",
        "phases": [
            {
                "id": f"phase-{event}",
                "name": event,
                "steps": [
                    {
                        "id": f"step-{event}",
                        "name": event,
                        "touchpoints": [
                            {
                                "id": event,
                                "name": event,
                                "match": f"event = '{event}'",
                                "signals": [OVERDUE] if event == "delivered" else [],
                            }
                        ],
                    }
                ],
            }
            for event in EVENTS
        ],
    }
)
AS_OF = datetime(2018, 8, 1, tzinfo=UTC)
"""Well before the last event, so that something is still open."""


@pytest.fixture(scope="module")
def trails(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Trails:
    folder = tmp_path_factory.mktemp("marketplace")
    lake = Lake.at(folder / "lake")
    ingest(lake, SOURCE, real_data / "olist")
    workspace = Workspace(settings=Settings(id="olist", name="Olist"), documents=(SOURCE, JOURNEY))
    return weave(lake, workspace, JOURNEY, folder, as_of=AS_OF)


@pytest.fixture(scope="module")
def orders(real_data: Path) -> pl.DataFrame:
    """The orders as the file has them, with the times as times."""
    return _times(pl.read_csv(real_data / "olist" / ORDERS), [*STAMPS, "order_estimated_delivery_date"])


@pytest.fixture(scope="module")
def reviews(real_data: Path, orders: pl.DataFrame) -> pl.DataFrame:
    """The reviews of those orders, as known at AS_OF."""
    read = _times(pl.read_csv(real_data / "olist" / REVIEWS), ["review_answer_timestamp"])
    return read.join(orders.select("order_id"), on="order_id").filter(pl.col("review_answer_timestamp") <= AS_OF)


def _times(frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    return frame.with_columns(pl.col(columns).str.to_datetime(time_unit="us", time_zone="UTC"))


def _each(trails: Trails, kind: str, values: tuple[str, ...]) -> pl.DataFrame:
    """All events (or signals, or scores) of the trails, with the order they belong to."""
    frames = []
    for part in trails:
        start = getattr(part, f"{kind}start")
        names = part.names.select(order_id="case").collect()
        times = pl.from_epoch(pl.Series("time", getattr(part, f"{kind}time")), "us").dt.replace_time_zone("UTC")
        columns = [pl.Series(value, getattr(part, f"{kind}{value}")) for value in values]
        owner = (
            names["order_id"].repeat_by(pl.Series(start[1:] - start[:-1]).cast(pl.UInt32)).explode(empty_as_null=False)
        )
        frames.append(pl.DataFrame([owner, times, *columns]))
    return pl.concat(frames).sort(pl.all())


def test_every_event_of_every_order_is_there_once(trails: Trails, orders: pl.DataFrame, reviews: pl.DataFrame) -> None:
    stamped = [
        orders.select("order_id", time=column, event=pl.lit(event)).filter(pl.col("time") <= AS_OF)
        for column, event in STAMPS.items()
    ]
    answered = reviews.select("order_id", time="review_answer_timestamp", event=pl.lit("reviewed"))
    wanted = pl.concat([*stamped, answered]).sort(pl.all())
    found = _each(trails, "", ("code",))
    names = pl.DataFrame({"code": range(len(EVENTS)), "event": EVENTS}, schema_overrides={"code": pl.Int16})
    found = found.join(names, on="code").select("order_id", "time", "event").sort(pl.all())
    assert found.equals(wanted)
    assert trails.cases == wanted["order_id"].n_unique()


def test_overdue_orders_are_those_not_there_by_the_end_of_the_promised_day(
    trails: Trails, orders: pl.DataFrame
) -> None:
    """The file has the day's midnight; the day ends a microsecond before the next."""
    delivered = pl.col("order_delivered_customer_date")
    promised = pl.col("order_estimated_delivery_date") + pl.duration(days=1, microseconds=-1)
    due = orders.filter((promised <= AS_OF) & (pl.col("order_purchase_timestamp") <= AS_OF))
    late = due.filter(delivered.is_null() | (delivered > promised)).select("order_id", time=promised)
    found = _each(trails, "signal_", ("code",)).select("order_id", "time")
    assert found.equals(late.sort(pl.all()))
    assert sum(int(part.at_risk.sum()) for part in trails) == len(due)


def test_stars_belong_to_the_order_they_were_given_for(trails: Trails, reviews: pl.DataFrame) -> None:
    found = _each(trails, "score_", ("cents",)).select("order_id", "time", "cents")
    wanted = reviews.select("order_id", time="review_answer_timestamp", cents=pl.col("review_score") * 100)
    assert found.equals(wanted.sort(pl.all()))
    assert trails.coverage is not None
    assert trails.coverage.unattached == 0
