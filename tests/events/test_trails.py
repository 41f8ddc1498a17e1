"""Trails are kept in files and come back equal, without being read before they are used."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from waypost.errors import WaypostError
from waypost.events.trails import Codebook, Partition, ScoreKey, Trails, read_partition, write_partition

CODEBOOK = Codebook(
    touchpoints=("visit", "pay"),
    steps=("look", "buy"),
    phases=("decide",),
    step_of=(0, 1),
    phase_of=(0, 0),
    signals=(("pay", "late"),),
    scores=(ScoreKey("pay", 1, 5),),
    segments=("big",),
)
AS_OF = datetime(2024, 1, 1, tzinfo=UTC)


def partition(number: int, hashes: list[int]) -> Partition:
    """One case with two events per hash; only the first has a signal and a response."""
    n = len(hashes)
    one_each = np.minimum(np.arange(n + 1), 1)
    return Partition(
        number=number,
        customer_hash=np.array(hashes, dtype=np.uint64),
        start=np.arange(n + 1) * 2,
        code=np.tile(np.array([0, 1], dtype=np.int16), n),
        time=np.arange(2 * n) + 1_000_000,
        membership=np.ones((n, 1), dtype=np.bool_),
        judged=np.ones((n, 1), dtype=np.bool_),
        signal_start=one_each,
        signal_code=np.zeros(min(n, 1), dtype=np.int16),
        signal_time=np.full(min(n, 1), 7),
        at_risk=np.zeros((n, 1), dtype=np.bool_),
        chance_start=one_each,
        chance_code=np.zeros(min(n, 1), dtype=np.int16),
        chance_time=np.full(min(n, 1), 6),
        score_start=one_each,
        score_code=np.zeros(min(n, 1), dtype=np.int16),
        score_time=np.full(min(n, 1), 8),
        score_cents=np.full(min(n, 1), 450),
        outcome_start=one_each,
        outcome_code=np.zeros(min(n, 1), dtype=np.int16),
        outcome_time=np.full(min(n, 1), 9),
        outcome_cents=np.full(min(n, 1), 100),
        breakdown_code=np.zeros((n, 1), dtype=np.int32),
        breakdown_values=(("North",) if n else (),),
        names=pl.LazyFrame(
            {"customer": [str(h) for h in hashes], "case": [None] * n}, {"customer": pl.String, "case": pl.String}
        ),
    )


def same(one: Partition, other: Partition) -> bool:
    """Whether two partitions are equal in every array and name."""
    arrays = (name for name in vars(one) if name not in ("number", "names", "breakdown_values"))
    return (
        one.number == other.number
        and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
        and all(
            getattr(one, name).dtype == getattr(other, name).dtype
            for name in vars(one)
            if name not in ("number", "names", "breakdown_values")
        )
        and one.breakdown_values == other.breakdown_values
        and one.names.collect().equals(other.names.collect())
    )


@pytest.mark.parametrize("hashes", [[], [3], [3, 3, 9]])
def test_a_kept_partition_comes_back_equal(tmp_path: Path, hashes: list[int]) -> None:
    """Empty partitions too: most small workspaces have some."""
    folder = tmp_path / "trails" / "05-key"
    write_partition(partition(5, hashes), folder)
    assert same(read_partition(folder, 5), partition(5, hashes))
    assert [entry.name for entry in folder.parent.iterdir()] == ["05-key"]


def test_writing_to_what_was_read_leaves_the_file_alone(tmp_path: Path) -> None:
    folder = tmp_path / "00-key"
    write_partition(partition(0, [3]), folder)
    read_partition(folder, 0).time[0] = 0
    assert same(read_partition(folder, 0), partition(0, [3]))


def test_trails_in_memory_count_customers_cases_and_events() -> None:
    trails = Trails.in_memory(CODEBOOK, [partition(0, [3, 3, 9]), partition(1, [])], journey="order", as_of=AS_OF)
    assert (trails.customers, trails.cases, trails.events, trails.partitions) == (2, 3, 6, 2)
    assert trails.first == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert [part.cases for part in trails] == [3, 0]


def test_trails_without_cases_have_no_first_event() -> None:
    trails = Trails.in_memory(CODEBOOK, [partition(0, [])], journey="order", as_of=AS_OF)
    assert (trails.first, trails.customers) == (None, 0)


def test_trails_rewoven_by_somebody_else_say_so(tmp_path: Path) -> None:
    trails = Trails("order", CODEBOOK, AS_OF, None, 0, 0, 0, (tmp_path / "00-gone",))
    with pytest.raises(WaypostError, match="woven anew"):
        trails.read(0)
