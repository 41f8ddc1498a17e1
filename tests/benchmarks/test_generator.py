"""The simulated log has what a real one has: loops, skips, ties and latecomers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from benchmarks.generator import DAYS, EVENTS, Log, simulate, write_files

EVENTS_SIMULATED = 50_000


@pytest.fixture(scope="module")
def log() -> Log:
    return simulate(EVENTS_SIMULATED)


@pytest.fixture(scope="module")
def rows(log: Log, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """All rows of the files, in the order of arrival."""
    folder = tmp_path_factory.mktemp("files")
    write_files(log, folder)
    return pl.read_parquet(sorted(folder.glob("*.parquet")), include_file_paths="file")


def test_a_log_is_the_same_for_the_same_seed(log: Log) -> None:
    again, other = simulate(EVENTS_SIMULATED), simulate(EVENTS_SIMULATED, seed=8)
    assert np.array_equal(log.time, again.time)
    assert np.array_equal(log.code, again.code)
    assert not np.array_equal(log.time, other.time)


def test_cases_are_about_ten_events_long_loop_and_leave_early(log: Log) -> None:
    lengths = np.bincount(log.case)
    assert 8 < lengths.mean() < 13
    assert lengths.min() == 1
    repeats = (log.code[1:] == log.code[:-1]) & (log.case[1:] == log.case[:-1])
    assert repeats.mean() > 0.05
    assert set(log.code.tolist()) == set(range(len(EVENTS)))


def test_time_never_runs_backwards_in_a_case_and_sometimes_stands_still(log: Log) -> None:
    gaps = np.diff(log.time)[np.diff(log.case) == 0]
    assert gaps.min() == 0
    assert 0.01 < (gaps == 0).mean() < 0.03


def test_every_event_is_in_one_of_the_daily_files(rows: pl.DataFrame) -> None:
    assert len(rows) == EVENTS_SIMULATED
    assert rows["file"].n_unique() == DAYS


def test_some_rows_come_late_and_ties_keep_their_order(rows: pl.DataFrame, log: Log) -> None:
    in_order = rows.select(backwards=pl.col("time").diff().over("customer") < pl.duration())
    assert 0.001 < in_order["backwards"].mean() < 0.02  # type: ignore[operator]
    events = rows.sort("customer", "time", maintain_order=True)["event"]
    assert events.equals(pl.Series("event", EVENTS).gather(log.code))


def test_fewer_events_than_a_day_has_still_make_files(tmp_path: Path) -> None:
    write_files(simulate(5), tmp_path)
    assert pl.read_parquet(tmp_path / "*.parquet").height == 5
