"""A web shop's report says what plain Polars finds in the same clicks."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.examples.reporting import WITHIN, Written, are_a_page_a_poster_and_figures, covered, report

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("shop")]
"""One report for all tests here."""

VISIT = ["user_id", "session_id"]


@pytest.fixture(scope="module")
def written(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return report("shop", real_data / "shop", tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def clicks(real_data: Path) -> pl.DataFrame:
    return pl.read_csv(real_data / "shop" / "ecom.csv.gz", try_parse_dates=True)


def _visits_with(clicks: pl.DataFrame, *events: str, times: int = 1) -> int:
    """In how many visits these clicks happened so often."""
    return clicks.filter(pl.col("event").is_in(events)).group_by(VISIT).len().filter(pl.col("len") >= times).height


def test_page_poster_and_figures_are_written(written: Written) -> None:
    assert are_a_page_a_poster_and_figures(written.folder)


def test_every_click_is_counted(written: Written, clicks: pl.DataFrame) -> None:
    assert f"{len(clicks):,} rows → {len(clicks):,} events" in written.out
    assert written.measures["coverage"]["events"] == covered(written) == written.everyone["events"] == len(clicks)


def test_every_visit_is_a_case(written: Written, clicks: pl.DataFrame) -> None:
    assert written.everyone["cases"] == clicks.n_unique(VISIT)
    assert written.everyone["customers"] == clicks["user_id"].n_unique()


def test_a_visit_is_complete_when_something_is_bought(written: Written, clicks: pl.DataFrame) -> None:
    bought = _visits_with(clicks, "purchase")
    assert written.everyone["completed"]["value"] == pytest.approx(bought / clicks.n_unique(VISIT))
    bought_at = pl.col("timestamp").filter(pl.col("event") == "purchase").min()
    times = clicks.group_by(VISIT).agg(time=bought_at - pl.col("timestamp").min())["time"].drop_nulls()
    assert written.element("thanks")["time_to"]["n"] == len(times) == bought
    median = times.dt.total_microseconds().quantile(0.5, "lower")
    assert written.element("thanks")["time_to"]["median"] == pytest.approx(median, rel=WITHIN)


def test_payments_that_fail_and_searches_that_go_on(written: Written, clicks: pl.DataFrame) -> None:
    failed = written.signal("payment", "payment-failed")
    assert failed["cases"] == _visits_with(clicks, "payment_error", "checkout_bug")
    assert failed["share"]["n"] == _visits_with(clicks, "payment_details", "payment_error", "checkout_bug")
    searched = written.signal("search", "search-again")
    assert searched["cases"] == _visits_with(clicks, "search", "filter_results", times=3)
    assert searched["share"]["n"] == _visits_with(clicks, "search", "filter_results")
    assert failed["scores"] == searched["scores"] == []


def test_segments_hold_the_visits_of_their_customers(written: Written, clicks: pl.DataFrame) -> None:
    """A customer is on the device of the latest click."""
    latest = clicks.sort("timestamp", maintain_order=True).group_by("user_id").agg(device=pl.col("platform").last())
    visits = clicks.unique(VISIT).join(latest, on="user_id")["device"].value_counts()
    found = {segment: measures["cases"] for segment, measures in written.measures["segments"].items()}
    assert found == {device: count for device, count in visits.iter_rows() if device in found}
