"""The lake: exactly once, bucket by bucket, one writer at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable, QueryBuilder
from polars.testing import assert_frame_equal

from tests.events.synthetic import START, batch, event, walk_in
from waypost.errors import BusyError, WaypostError
from waypost.events.hashing import bucket_of
from waypost.events.lake import Lake
from waypost.events.tables import TABLES


def contents(lake: Lake) -> dict[str, pl.DataFrame]:
    return {name: lake.scan(name).collect().sort(pl.all()) for name in TABLES}


def assert_same_contents(found: Lake, expected: Lake) -> None:
    for name, rows in contents(expected).items():
        assert_frame_equal(contents(found)[name], rows)


@pytest.mark.parametrize("table", TABLES)
def test_a_lake_that_does_not_exist_yet_reads_as_empty_tables(tmp_path: Path, table: str) -> None:
    lake = Lake.at(tmp_path / "lake")
    assert lake.scan(table).collect().schema == TABLES[table]
    assert lake.scan(table, 3).collect().is_empty()
    assert not (tmp_path / "lake").exists()


def test_an_empty_lake_has_no_last_event(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    assert (lake.version, lake.events_count, lake.last_event_time(), lake.has(7)) == (0, 0, None, False)


def test_what_was_appended_is_read_back_with_the_tables_schema(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    batches = walk_in(2, 100)
    assert [lake.append(one) for one in batches] == [True, True]
    for table, schema in TABLES.items():
        if table != "files":
            rows = pl.concat(one.frames[table] for one in batches)
            assert_frame_equal(lake.scan(table).collect().sort(pl.all()), rows.sort(pl.all()))
            assert lake.scan(table).collect_schema() == schema
    assert lake.events_count == 200
    assert lake.last_event_time() == START + timedelta(hours=199)


def test_the_same_batch_again_changes_nothing(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    first, second = walk_in(2, 50)
    lake.append(first)
    lake.append(second)
    version = lake.version
    assert not lake.append(first)
    assert not lake.append(second)
    assert lake.version == version


def test_a_file_is_there_when_its_last_batch_is(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    first, second = walk_in(2, 50)
    lake.append(first)
    assert (lake.has(7), lake.acknowledged(7)) == (False, 1)
    lake.append(second)
    assert (lake.has(7), lake.acknowledged(7)) == (True, 2)


def test_an_empty_file_is_there_too(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    assert lake.append(batch())
    assert lake.has(7)
    assert lake.register()["file"].to_list() == ["visits.csv"]


def test_a_batch_whose_forerunners_were_taken_out_meanwhile_is_refused(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    first, second = walk_in(2, 50)
    lake.append(first)
    Lake.at(tmp_path).withdraw([7])
    with pytest.raises(BusyError, match="taken out of the lake by another process"):
        lake.append(second)
    assert lake.events_count == 0


def test_a_lake_of_another_layout_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lake.json").write_text('{"format": 99, "shards": 3}')
    with pytest.raises(WaypostError, match="another version"):
        Lake.at(tmp_path)


def test_a_bucket_holds_the_customers_whose_hash_says_so_and_no_others(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path, buckets=4)
    lake.append(walk_in(1, 200)[0])
    for bucket in range(4):
        rows = lake.scan("events", bucket).collect()
        assert len(rows)
        assert rows["bucket"].unique().to_list() == [bucket]
        assert bucket_of(rows["customer"], 4).unique().to_list() == [bucket]
    assert sum(len(lake.scan("events", bucket).collect()) for bucket in range(4)) == 200


def test_the_number_of_buckets_is_fixed_when_the_lake_is_made(tmp_path: Path) -> None:
    Lake.at(tmp_path, buckets=4).append(batch(events=[event("ada", 0)]))
    assert Lake.at(tmp_path, buckets=64).buckets == 4


def test_only_the_buckets_that_change_get_a_new_fingerprint(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    lake.append(walk_in(1, 300)[0])
    before = [lake.fingerprint("events", bucket) for bucket in range(16)]
    lake.append(batch(key=8, events=[event("late comer", 1, key=8)]))
    after = [lake.fingerprint("events", bucket) for bucket in range(16)]
    changed = [bucket for bucket in range(16) if before[bucket] != after[bucket]]
    assert changed == bucket_of(pl.Series(["late comer"]), 16).to_list()


def test_a_file_that_is_withdrawn_may_come_again(tmp_path: Path) -> None:
    lake, undisturbed = Lake.at(tmp_path / "lake"), Lake.at(tmp_path / "undisturbed")
    kept, withdrawn = walk_in(2, 50), walk_in(3, 40, key=8, file="more.csv")
    for one in kept:
        undisturbed.append(one)
    for one in kept + withdrawn:
        lake.append(one)
    lake.withdraw([8])
    assert_same_contents(lake, undisturbed)
    assert not lake.has(8)
    for one in withdrawn:
        assert lake.append(one)
        undisturbed.append(one)
    assert_same_contents(lake, undisturbed)


def test_compacting_leaves_fewer_files_and_the_same_rows(tmp_path: Path) -> None:
    lake, loose = Lake.at(tmp_path / "lake", buckets=2), Lake.at(tmp_path / "loose", buckets=2)
    for one in walk_in(33, 10):
        lake.append(one)
        loose.append(one)
    lake.compact()
    assert_same_contents(lake, loose)
    assert len(lake.tables["events"].files()) == 2
    assert not lake.append(walk_in(33, 10)[12])
    lake.withdraw([7])
    assert lake.events_count == 0


def test_a_reader_finishes_although_the_files_it_reads_are_compacted(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path, buckets=1)
    for one in walk_in(33, 10):
        lake.append(one)
    rows = lake.scan("events")
    lake.compact()
    assert len(rows.collect()) == 330


def test_any_reader_of_delta_reads_the_lake(tmp_path: Path) -> None:
    Lake.at(tmp_path).append(walk_in(1, 100)[0])
    query = "select count(*) as n, max(time) as last, min(position) as position from events"
    found = QueryBuilder().register("events", DeltaTable(tmp_path / "events")).execute(query).read_all()
    assert pl.DataFrame(found).row(0) == (100, datetime(2024, 3, 5, 3, tzinfo=UTC), 0)


def test_neither_log_nor_statistics_carry_a_value(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path, buckets=1)
    for row in range(101):
        lake.append(batch(row, last=False, events=[event(f"customer-{row}", row)]))
    assert list(tmp_path.rglob("*.checkpoint.parquet")), "too few commits for a checkpoint"
    for log in tmp_path.rglob("_delta_log/*"):
        text = pl.read_parquet(log).write_json() if log.suffix == ".parquet" else log.read_text()
        assert "customer-" not in text, log


HOLDER = """
import sys
from pathlib import Path
from waypost.events.lake import Lake
with Lake.at(Path(sys.argv[1])).writing():
    print("holding", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_told_who_is_writing_and_readers_never_wait(tmp_path: Path) -> None:
    Lake.at(tmp_path).append(walk_in(1, 20)[0])
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holding\n"
        impatient = Lake.at(tmp_path, wait=0.05)
        assert impatient.events_count == 20
        assert len(impatient.scan("events").collect()) == 20
        assert not impatient.append(walk_in(1, 20)[0])
        with pytest.raises(BusyError, match=f"process {holder.pid} has been writing"):
            impatient.append(batch(key=8, events=[event("ada", 0, key=8)]))
        holder.communicate("")
    assert Lake.at(tmp_path, wait=5).append(batch(key=8, events=[event("ada", 0, key=8)]))
    assert holder.pid != os.getpid()
