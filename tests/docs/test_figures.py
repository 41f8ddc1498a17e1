"""The figures in the tutorial's text are those of the files, read plainly."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.docs.pages import DOCS


@pytest.fixture(scope="module")
def reviewed(real_data: Path) -> pl.DataFrame:
    """Orders with their reviews, an order with two reviews twice; `due` is when the promised day is over."""
    folder = real_data / "olist"
    orders, reviews = (
        pl.read_csv(folder / f"olist_{name}_dataset.csv.gz", try_parse_dates=True)
        for name in ("orders", "order_reviews")
    )
    return orders.join(reviews, on="order_id", how="left").select(
        "order_id",
        delivered="order_delivered_customer_date",
        status="order_status",
        paid="order_approved_at",
        sent="order_delivered_carrier_date",
        due=pl.col("order_estimated_delivery_date").dt.offset_by("1d"),
        answered="review_answer_timestamp",
        stars="review_score",
    )


def test_the_promise_and_the_parcel(reviewed: pl.DataFrame) -> None:
    orders = reviewed.unique("order_id")
    came, never = orders.filter(pl.col("delivered").is_not_null()), orders.filter(pl.col("delivered").is_null())
    late = came.filter(pl.col("delivered") >= pl.col("due"))
    last = reviewed["answered"].max()
    passed = len(late) + never.filter(pl.col("due") <= last).height
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    assert f"sample of {len(orders):,} orders" in text
    assert f"| delivered | {len(came):,} |" in text
    assert f"| delivered after the promised day | {len(late):,} |" in text
    assert f"| never delivered | {len(never):,} |" in text
    assert f"| **promised day passed without the parcel** | **{passed:,}** |" in text


def test_orders_that_never_arrive(reviewed: pl.DataFrame) -> None:
    never = reviewed.unique("order_id").filter(pl.col("delivered").is_null())["status"].to_list()
    canceled, unavailable, shipped = (never.count(status) for status in ("canceled", "unavailable", "shipped"))
    text = " ".join((DOCS / "tutorial.md").read_text(encoding="utf-8").split())
    assert f"{len(never):,} never arrive, among them {canceled} that were cancelled, {unavailable} that were" in text
    assert f"unavailable and {shipped:,} last heard of on their way" in text


def test_what_is_not_handed_over_within_a_week(reviewed: pl.DataFrame) -> None:
    week_after = pl.col("paid").dt.offset_by("7d")
    waiting = reviewed.unique("order_id").filter(
        week_after <= reviewed["answered"].max(), pl.col("sent").is_null() | (pl.col("sent") > week_after)
    )
    lost = waiting.filter(pl.col("status").is_in(["canceled", "unavailable"]))
    text = " ".join((DOCS / "tutorial.md").read_text(encoding="utf-8").split())
    assert f"Of the {len(waiting):,} orders" in text
    assert f"{len(lost):,} were cancelled or unavailable in the end" in text


def test_reviews_that_do_not_wait(reviewed: pl.DataFrame) -> None:
    late = reviewed.filter(pl.col("delivered") >= pl.col("due"))
    before = late.filter(pl.col("answered") < pl.col("delivered")).height
    assert (late["answered"] >= late["due"]).all()
    text = " ".join((DOCS / "tutorial.md").read_text(encoding="utf-8").split())
    assert f"have {len(late)} reviews, and {before} of them, {before / len(late):.0%}".replace("%", " %") in text
    assert f"all {len(late)} were written after the promised day" in text
    stars = late.select(pl.col("stars").mean().round(1)).item()
    assert f"the late ones gave {stars}" in text
