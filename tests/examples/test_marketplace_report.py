"""A marketplace's report says what plain Polars finds in the same CSVs.

The files are a sample in which far fewer orders are delivered than in the whole data set, so nothing is compared with
figures published about it.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from tests.examples.reporting import WITHIN, Written, are_a_page_a_poster_and_figures, covered, report

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("marketplace")]
"""One report for all tests here."""

ZONE = "America/Sao_Paulo"
ORDERED, DELIVERED = "order_purchase_timestamp", "order_delivered_customer_date"
PROMISED = "order_estimated_delivery_date"
STAMPS = [ORDERED, "order_approved_at", "order_delivered_carrier_date", DELIVERED]
ASKED, ANSWERED = "review_creation_date", "review_answer_timestamp"
DAY_AFTER = pl.col(PROMISED).dt.offset_by("1d")
"""The promised day stands in the file as its midnight; the promise is kept until that day is over."""
IS_LATE = pl.col(DELIVERED) >= DAY_AFTER


@pytest.fixture(scope="module")
def written(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return report("marketplace", real_data / "olist", tmp_path_factory.mktemp("marketplace"))


@pytest.fixture(scope="module")
def orders(real_data: Path) -> pl.DataFrame:
    """One row an order, in the wall-clock times of the file."""
    return _read(real_data / "olist" / "olist_orders_dataset.csv.gz", [*STAMPS, PROMISED])


@pytest.fixture(scope="module")
def reviews(real_data: Path) -> pl.DataFrame:
    return _read(real_data / "olist" / "olist_order_reviews_dataset.csv.gz", [ASKED, ANSWERED])


@pytest.fixture(scope="module")
def delivered(orders: pl.DataFrame) -> pl.DataFrame:
    return orders.filter(pl.col(DELIVERED).is_not_null())


def _read(file: Path, times: list[str]) -> pl.DataFrame:
    return pl.read_csv(file).with_columns(pl.col(times).str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us"))


def _instants(frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Wall-clock times as instants; none of them lies in an hour that the clocks skipped."""
    return frame.with_columns(pl.col(columns).dt.replace_time_zone(ZONE, ambiguous="earliest", non_existent="raise"))


def _last_event(orders: pl.DataFrame, reviews: pl.DataFrame) -> datetime:
    """The last moment anything happened, on the wall clock."""
    times = [*(orders[column] for column in STAMPS), reviews[ASKED], reviews[ANSWERED]]
    last = pl.concat([column.rename("time") for column in times]).max()
    assert isinstance(last, datetime)
    return last


def test_page_poster_and_figures_are_written(written: Written) -> None:
    assert are_a_page_a_poster_and_figures(written.folder)
    assert "Delivered after the promised day" in (written.folder / "report.html").read_text(encoding="utf-8")


def test_every_order_is_a_case(written: Written, orders: pl.DataFrame) -> None:
    assert written.everyone["cases"] == orders["order_id"].n_unique() == len(orders)


def test_every_time_in_the_files_is_an_event(written: Written, orders: pl.DataFrame, reviews: pl.DataFrame) -> None:
    times = sum(orders[column].count() for column in STAMPS) + reviews[ASKED].count() + reviews[ANSWERED].count()
    assert written.everyone["events"] == written.measures["coverage"]["events"] == covered(written) == times


def test_measured_as_of_the_last_event(written: Written, orders: pl.DataFrame, reviews: pl.DataFrame) -> None:
    assert written.as_of == _last_event(orders, reviews).replace(tzinfo=ZoneInfo(ZONE))


def test_completed_orders_are_the_delivered_ones(
    written: Written, orders: pl.DataFrame, delivered: pl.DataFrame
) -> None:
    assert written.element("parcel")["cases"] == len(delivered)
    assert written.everyone["completed"]["n"] == len(orders)
    assert written.everyone["completed"]["value"] == pytest.approx(len(delivered) / len(orders))


def test_median_time_from_order_to_delivery(written: Written, delivered: pl.DataFrame) -> None:
    times = _instants(delivered, [ORDERED, DELIVERED]).select(pl.col(DELIVERED) - pl.col(ORDERED)).to_series()
    median = times.dt.total_microseconds().quantile(0.5, "lower")
    for found in (written.everyone["duration"], written.element("parcel")["time_to"]):
        assert found["n"] == len(delivered)
        assert found["median"] == pytest.approx(median, rel=WITHIN)


def test_share_of_delivered_orders_that_came_late(written: Written, delivered: pl.DataFrame) -> None:
    """Both times are of one zone, so wall clocks can be compared."""
    late = delivered.filter(IS_LATE)
    found = written.signal("parcel", "late")
    assert found["cases"] == len(late)
    assert found["share"]["n"] == len(delivered)
    assert found["share"]["value"] == pytest.approx(len(late) / len(delivered))


def test_orders_overdue_before_delivery(written: Written, orders: pl.DataFrame, reviews: pl.DataFrame) -> None:
    at_risk = orders.filter(_last_event(orders, reviews) >= DAY_AFTER)
    overdue = at_risk.filter(pl.col(DELIVERED).is_null() | IS_LATE)
    found = written.signal("parcel", "overdue")
    assert found["cases"] == len(overdue)
    assert found["share"]["n"] == len(at_risk) < len(orders)
    assert found["share"]["value"] == pytest.approx(len(overdue) / len(at_risk))


def test_orders_are_told_apart_by_how_they_ended(written: Written, orders: pl.DataFrame) -> None:
    """Those that fewer than ten orders share are together, as others."""
    comparisons = json.loads((written.folder / "measures.json").read_text(encoding="utf-8"))["brief"]["comparisons"]
    (by_status,) = (one for one in comparisons if one["by"] == "status")
    counted = dict(orders["order_status"].value_counts().iter_rows())
    wanted = {status: cases for status, cases in counted.items() if cases >= 10}
    found = {group["group"]: group["cases"] for group in by_status["groups"]}
    assert found == wanted | {"others": len(orders) - sum(wanted.values())}


def test_stars_of_late_orders_beside_those_on_time(
    written: Written, delivered: pl.DataFrame, reviews: pl.DataFrame
) -> None:
    """All reviews of a delivered order count: many were written before the parcel came."""
    stars = reviews.join(delivered, on="order_id")
    late, on_time = (stars.filter(which)["review_score"] for which in (IS_LATE, ~IS_LATE))
    (found,) = written.signal("parcel", "late")["scores"]
    assert (found["low"], found["high"]) == (1, 5)
    assert found["with_signal"]["n"] == len(late)
    assert found["with_signal"]["value"] == pytest.approx(late.mean())
    assert found["without"]["n"] == len(on_time)
    assert found["without"]["value"] == pytest.approx(on_time.mean())
    assert found["difference"]["value"] == pytest.approx(late.mean() - on_time.mean())  # type: ignore[operator]


def test_stars_of_all_orders(written: Written, reviews: pl.DataFrame) -> None:
    (found,) = written.element("parcel")["scores"]
    counted = reviews.group_by("review_score").len().sort("review_score")
    assert [tuple(pair) for pair in found["distribution"]] == counted.rows()
    assert found["mean"]["value"] == pytest.approx(reviews["review_score"].mean())
