"""Ingesting: an account of every row, nothing twice, nothing half-written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.events.synthetic import batch, event, walk_in
from tests.events.test_lake import assert_same_contents
from waypost.errors import InputError, Problem
from waypost.events.batch import Batch
from waypost.events.ingest import FileReport, IngestReport, ingest, take
from waypost.events.lake import Lake
from waypost.journey.source import EventColumn, Join, PropertyColumn, Source, Table

ORDERS = """order,buyer,ordered,paid,region
1,ada,2024-01-01 10:00:00,2024-01-01 11:00:00,north
2,ben,2024-01-02 10:00:00,,south
3,,2024-01-03 10:00:00,,south
4,cem,soon,2024-01-05 10:00:00,north
"""
REGION = PropertyColumn(column="region")
MANAGER = PropertyColumn(column="manager")
TABLE = Table(
    id="orders",
    files="orders*.csv",
    customer="buyer",
    events=(EventColumn(column="ordered", event="ordered"), EventColumn(column="paid", event="paid")),
    tolerates=0.5,
)
SHOP = Source(id="shop", name="Shop", zone="UTC", tables=(TABLE,))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "orders.csv").write_text(ORDERS)
    return folder


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.at(tmp_path / "lake")


def test_the_report_accounts_for_every_row(lake: Lake, data: Path) -> None:
    report = ingest(lake, SHOP, data)
    assert [(file.file, file.rows, file.events, file.new) for file in report.files] == [("orders.csv", 4, 4, True)]
    assert sum(report.quarantined.values()) == 2
    assert lake.events_count == report.events == 4


def test_ingesting_again_passes_over_what_is_there(lake: Lake, data: Path) -> None:
    ingest(lake, SHOP, data)
    version = lake.version
    again = ingest(lake, SHOP, data)
    assert (again.new, again.rows, again.events) == ((), 0, 0)
    assert [(file.file, file.rows) for file in again.passed_over] == [("orders.csv", 4)]
    assert lake.version == version


def test_a_new_file_is_added_to_the_others(lake: Lake, data: Path) -> None:
    ingest(lake, SHOP, data)
    (data / "orders-2.csv").write_text("order,buyer,ordered,paid,region\n9,dan,2024-02-01 10:00:00,,west\n")
    report = ingest(lake, SHOP, data)
    assert [file.file for file in report.new] == ["orders-2.csv"]
    assert lake.events_count == 5


def test_a_table_declared_differently_is_read_anew(lake: Lake, data: Path) -> None:
    ingest(lake, SHOP, data)
    with_region = SHOP.model_copy(update={"tables": (TABLE.model_copy(update={"properties": (REGION,)}),)})
    report = ingest(lake, with_region, data)
    assert [file.new for file in report.files] == [True]
    events = lake.scan("events").collect()
    assert len(events) == 4
    assert events["properties"].null_count() == 0


def test_a_joined_file_that_changes_makes_the_rows_be_read_anew(lake: Lake, data: Path) -> None:
    joined = TABLE.model_copy(update={"joins": (Join(files="regions.csv", on="region"),), "properties": (MANAGER,)})
    shop = SHOP.model_copy(update={"tables": (joined,)})
    for manager in ("mia", "noa"):
        (data / "regions.csv").write_text(f"region,manager\nnorth,{manager}\nsouth,{manager}\n")
        assert len(ingest(lake, shop, data).new) == 1
        assert lake.scan("events").collect()["properties"].unique().to_list() == [f'{{"manager":"{manager}"}}']
    assert lake.events_count == 4


def test_a_table_that_is_no_longer_declared_is_taken_out(lake: Lake, data: Path) -> None:
    ingest(lake, SHOP, data)
    renamed = SHOP.model_copy(update={"tables": (TABLE.model_copy(update={"id": "sales"}),)})
    report = ingest(lake, renamed, data)
    assert report.taken_out == ("orders.csv",)
    assert lake.events_count == 4


def test_a_changed_file_is_refused_until_somebody_says_it_replaces_the_old(lake: Lake, data: Path) -> None:
    ingest(lake, SHOP, data)
    (data / "orders.csv").write_text(ORDERS + "5,dan,2024-01-06 10:00:00,,west\n")
    with pytest.raises(InputError, match=r"orders\.csv has changed since it was read"):
        ingest(lake, SHOP, data)
    assert lake.events_count == 4
    ingest(lake, SHOP, data, replacing=True)
    assert lake.events_count == 5


def test_progress_is_told_of_each_batch_once_it_is_safe(lake: Lake) -> None:
    told: list[tuple[int, bool, int]] = []

    def progress(one: Batch, new: bool) -> None:
        told.append((one.number, new, lake.acknowledged(one.file_key)))

    take(lake, walk_in(2, 20), progress)
    take(lake, walk_in(3, 20)[:2], progress)
    assert told == [(0, True, 1), (1, True, 2), (0, False, 2), (1, False, 2)]


def test_a_file_that_turns_out_to_be_unreadable_leaves_nothing_behind(lake: Lake, tmp_path: Path) -> None:
    good, bad = walk_in(2, 20), walk_in(3, 20, key=8, file="bad.csv")

    def broken() -> Iterator[Batch]:
        yield from good
        yield from bad[:2]
        raise InputError(Problem("the file ends in the middle of a row", file="bad.csv"))

    undisturbed = Lake.at(tmp_path / "undisturbed")
    take(undisturbed, good)
    with pytest.raises(InputError, match="in the middle of a row"):
        take(lake, broken())
    assert_same_contents(lake, undisturbed)
    take(lake, bad)
    take(undisturbed, bad)
    assert_same_contents(lake, undisturbed)


def test_what_a_killed_process_never_registered_is_taken_out(lake: Lake, tmp_path: Path) -> None:
    whole, undisturbed = walk_in(1, 30)[0], Lake.at(tmp_path / "undisturbed")
    lake.append(whole)
    lake.tables["events"].append(walk_in(1, 30, key=8)[0].frames["events"], "killed", {f"{8:016x}": 0})
    assert lake.events_count == 60
    undisturbed.append(whole)
    take(lake, [])
    assert_same_contents(lake, undisturbed)
    take(lake, walk_in(1, 30, key=8, file="more.csv"))
    assert lake.events_count == 60


def test_reports_on_several_sources_add_up() -> None:
    one = FileReport("shop", "orders", "a.csv", 10, 8, 1, 2, {"bad-time": 2, "ragged": 1}, new=True)
    other = replace(one, file="b.csv", quarantined={"ragged": 4})
    known = replace(one, file="c.csv", new=False)
    report = IngestReport((one, known)) + IngestReport((other,), taken_out=("d.csv",))
    assert (report.rows, report.events, report.responses) == (20, 16, 2)
    assert list(report.quarantined.items()) == [("ragged", 5), ("bad-time", 2)]
    assert report.passed_over == (known,)
    assert report.taken_out == ("d.csv",)


def test_the_account_of_a_file_sums_its_batches(lake: Lake) -> None:
    rows = [{"reason": "ragged", "file_key": 7, "row": row} for row in range(3)]
    batches = [batch(0, last=False, events=[event("ada", 0)], quarantine=rows), batch(1, quarantine=rows[:1])]
    (account,) = take(lake, batches).files
    assert (account.rows, account.events, account.quarantined) == (5, 1, {"ragged": 4})
