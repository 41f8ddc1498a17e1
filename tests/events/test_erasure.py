"""Erasure is total: every file of the workspace is decoded, and nothing of the person is left."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.events.small_lake import VISIT, journey, workspace
from tests.events.synthetic import START, batch, event, walk_in
from waypost.errors import BusyError
from waypost.events.batch import Batch
from waypost.events.customer_export import export_customer
from waypost.events.erasure import ErasureReport, erase
from waypost.events.lake import Lake
from waypost.events.tables import TABLES
from waypost.events.trails import Trails
from waypost.events.weaving import weave

NAMES = ("grace@navy.example", "visitor-9f3", "grace.hopper")
INVITES = {"id": "invites", "name": "Invites", "when": "properties.mail IS NOT NULL"}
PLAN = {"id": "plan", "name": "Plan", "by": "attributes.plan"}
SOURCE = {"source": "shop", "file_key": 7}


def story() -> Batch:
    """Grace under three names and her colleague, in every table."""
    known, visitor, old = NAMES
    answer = {"time": START, "score": 2.0, "low": 1.0, "high": 5.0, **SOURCE}
    aside = {"file": "visits.csv", "column": "at", "reason": "bad-time", **SOURCE}
    return batch(
        events=[
            event(visitor, 0, properties={"page": "start"}),
            event(known, 1, properties={"mail": known}),
            event(old, 2),
            event("colleague", 3, properties={"invited_by": known}),
            event("grace", 4),
        ],
        responses=[
            {"customer": known, "verbatim": f"Call {known} please", "row": 1, **answer},
            {"customer": "colleague", "verbatim": "Fine", "row": 3, **answer},
        ],
        customers=[
            {"customer": known, "attributes": json.dumps({"plan": "gold"}), "row": 1, **SOURCE},
            {"customer": "colleague", "attributes": "{}", "row": 3, **SOURCE},
        ],
        identities=[
            {"customer": known, "other": visitor, "kind": "same", "row": 1, "file_key": 7},
            {"customer": old, "other": visitor, "kind": "same", "row": 2, "file_key": 7},
            {"customer": known, "other": "navy", "kind": "account", "row": 1, "file_key": 7},
            {"customer": "colleague", "other": "navy", "kind": "account", "row": 3, "file_key": 7},
        ],
        quarantine=[
            {"row": 5, "value": "31 February", "customer": known, **aside},
            {"row": 6, "value": f"x;{visitor};1", "customer": None, **aside},
            {"row": 7, "value": f"see {old}", "customer": "colleague", **aside},
            {"row": 8, "value": "gracefully", "customer": "colleague", **aside},
        ],
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace's state: a lake with Grace in it, and what is made from it, naming her."""
    state = tmp_path_factory.mktemp("state")
    lake = Lake.at(state / "lake")
    for one in [story(), *walk_in(3, 40, key=8, file="others.csv")]:
        lake.append(one)
    woven(state)
    for folder, name in (("reports", "report.html"), ("exports", "one-customer.json")):
        (state / folder).mkdir()
        (state / folder / name).write_text(f"<td>{NAMES[0]}</td>")
    (state / "reports" / "measures.json.gz").write_bytes(gzip.compress(NAMES[1].encode()))
    return state


@pytest.fixture
def state(filled: Path, tmp_path: Path) -> Path:
    """A copy of it to erase in."""
    return shutil.copytree(filled, tmp_path / "state")


def visits(state: Path) -> Trails:
    """The trails as they are now."""
    visiting = journey(VISIT, outcomes=[INVITES], breakdowns=[PLAN])
    return weave(Lake.at(state / "lake"), workspace(visiting), visiting, state)


def woven(state: Path) -> dict[str, int]:
    """The trails as they are now: customer → how many events."""
    return {
        customer: events
        for partition in visits(state)
        for customer, events in zip(partition.names.collect()["customer"], np.diff(partition.start), strict=True)
    }


def decoded(file: Path) -> Iterator[str]:
    """Everything a file says, as it stands and unpacked."""
    content = file.read_bytes()
    yield content.decode("utf-8", errors="replace")
    yield content.decode("utf-16-le", errors="replace")
    if content.startswith(b"PAR1"):
        yield pl.read_parquet(file, hive_partitioning=False).write_json()
    elif content.startswith(b"ARROW1"):
        yield pl.read_ipc(content).write_json()
    elif content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content).decode()
    elif content.startswith(b"SQLite format 3"):
        with sqlite3.connect(file) as database:
            yield "\n".join(database.iterdump())


def naming_files(folder: Path, names: tuple[str, ...] = NAMES) -> set[str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    texts = ((file, text) for file in files for text in decoded(file))
    return {str(file.relative_to(folder)) for file, text in texts if any(name in f"{file}\n{text}" for name in names)}


def others(lake: Lake) -> dict[str, pl.DataFrame]:
    tables = {name: lake.scan(name).collect().sort(pl.all()) for name in TABLES}
    return {
        name: rows.filter(~pl.col("customer").is_in(NAMES)) if "customer" in rows.columns else rows
        for name, rows in tables.items()
    }


def test_every_kind_of_file_names_the_person_before(state: Path) -> None:
    places = {file.removeprefix("lake/").split("/")[0] for file in naming_files(state)}
    assert places == {"events", "responses", "customers", "identities", "quarantine", "trails", "reports", "exports"}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_person_is_left_in_any_file_whichever_name_is_given(state: Path, name: str) -> None:
    lake = Lake.at(state / "lake")
    lake.append(batch(key=9, file="last.csv", events=[event(NAMES[2], 1, key=9)]))
    (state / "lake" / "events" / "bucket=3" / "left-by-a-killed-writer.parquet").write_bytes(NAMES[0].encode())
    (state / "lake" / "events" / "_delta_log" / "_commit_9f.json.tmp").write_text(NAMES[0])
    # What another customer's own text says of her stays theirs, and is counted: see the test of mentions.
    lake.tables["events"].remove(pl.col("properties").str.contains("invited_by"))
    report = erase(state, lake, name)
    assert naming_files(state) == set()
    assert report == ErasureReport(names=3, events=4, responses=1, customers=1, identities=3, quarantined=3, mentions=0)


def test_everybody_elses_rows_stay_as_they_were(state: Path) -> None:
    lake = Lake.at(state / "lake")
    before = others(lake)
    erase(state, lake, NAMES[0])
    after = others(lake)
    for table in set(TABLES) - {"quarantine"}:
        assert_frame_equal(after[table], before[table])
    values = after["quarantine"].filter(pl.col("customer") == "colleague").sort("row")["value"].to_list()
    assert values == [None, "gracefully"]
    assert len(after["quarantine"]) == len(before["quarantine"])


def test_texts_of_other_customers_that_name_the_person_are_counted(state: Path) -> None:
    assert erase(state, Lake.at(state / "lake"), NAMES[0]).mentions == 1


def test_trails_woven_afterwards_have_everybody_else_as_before(state: Path) -> None:
    before = woven(state)
    erase(state, Lake.at(state / "lake"), NAMES[0])
    after = woven(state)
    assert set(before) - set(after) == {NAMES[2]}
    assert after.items() <= before.items()


def test_values_and_outcomes_that_only_the_person_had_are_gone_from_trails_woven_afterwards(state: Path) -> None:
    assert any(file.startswith("trails") for file in naming_files(state, ("gold",)))
    assert sum(len(partition.outcome_code) for partition in visits(state)) == 1
    erase(state, Lake.at(state / "lake"), NAMES[0])
    assert sum(len(partition.outcome_code) for partition in visits(state)) == 0
    assert naming_files(state, ("gold",)) == set()


def test_a_colleague_on_the_same_account_stays(state: Path) -> None:
    lake = Lake.at(state / "lake")
    erase(state, lake, NAMES[0])
    kept = export_customer(lake, "colleague")
    assert kept.account == "navy"
    assert [one.event for one in kept.events] == ["visit"]


def test_reading_the_same_and_new_files_again_does_not_bring_the_person_back(state: Path) -> None:
    lake = Lake.at(state / "lake")
    erase(state, lake, NAMES[1])
    lake.withdraw([7])
    assert lake.append(story())
    again = batch(key=10, file="new.csv", events=[event(NAMES[0], 1, key=10), event("newcomer", 2, key=10)])
    assert lake.append(again)
    for name in NAMES:
        assert not export_customer(lake, name).found
    assert lake.scan("events").filter(pl.col("customer") == "newcomer").collect().height == 1
    quarantined = lake.scan("quarantine").filter(pl.col("file_key") == 7).collect().sort("row")
    assert quarantined["value"].to_list() == [None, None, "gracefully"]


def test_the_list_of_the_erased_does_not_say_who_they_were(state: Path) -> None:
    erase(state, Lake.at(state / "lake"), NAMES[0])
    written = json.loads((state / "lake" / "erased.json").read_text())
    assert set(written) == {"salt", "hashes", "lengths"}
    assert len(written["hashes"]) == 3


def test_erasing_somebody_unknown_finds_nothing_and_changes_no_row(state: Path) -> None:
    lake = Lake.at(state / "lake")
    before = others(lake)
    assert not erase(state, lake, "nobody").found
    for table, rows in others(lake).items():
        assert_frame_equal(rows, before[table])


def test_erasing_twice_is_erasing_once(state: Path) -> None:
    lake = Lake.at(state / "lake")
    erase(state, lake, NAMES[0])
    assert not erase(state, lake, NAMES[0]).found


def test_erasing_in_an_empty_workspace_does_no_harm(tmp_path: Path) -> None:
    assert not erase(tmp_path, Lake.at(tmp_path / "lake"), "ada").found


@pytest.mark.parametrize("name", ["a.b|c(", "50%_'; drop table", "名前 太郎", "\\d+", "née\n", '"', "7"])
def test_strange_names_are_names_like_any_other(tmp_path: Path, name: str) -> None:
    lake = Lake.at(tmp_path / "lake")
    rows = [event(name, 0), event("abc", 1), event("77", 2, properties={"n": 17})]
    aside = {"reason": "bad-time", "value": f"<{name}>", "row": 1, **SOURCE}
    lake.append(batch(events=rows, quarantine=[aside]))
    assert erase(tmp_path, lake, name).events == 1
    assert lake.scan("quarantine").collect()["value"].to_list() == [None]
    assert sorted(lake.scan("events").collect()["customer"]) == ["77", "abc"]
    lake.withdraw([7])
    lake.append(batch(events=rows, quarantine=[aside]))
    assert sorted(lake.scan("events").collect()["customer"]) == ["77", "abc"]
    assert lake.scan("quarantine").collect()["value"].to_list() == [None]


def test_erasure_waits_for_a_writer_and_says_so(state: Path) -> None:
    with Lake.at(state / "lake").writing(), pytest.raises(BusyError):
        erase(state, Lake.at(state / "lake", wait=0.05), NAMES[0])


def test_the_export_holds_everything_about_one_person(state: Path) -> None:
    export = export_customer(Lake.at(state / "lake"), NAMES[1])
    assert export.names == tuple(sorted(NAMES))
    assert [(one.customer, one.time - START) for one in export.events] == [
        (NAMES[1], timedelta(0)),
        (NAMES[0], timedelta(hours=1)),
        (NAMES[2], timedelta(hours=2)),
    ]
    assert export.events[0].properties == {"page": "start"}
    assert [one.verbatim for one in export.responses] == [f"Call {NAMES[0]} please"]
    assert [one.attributes for one in export.attributes] == [{"plan": "gold"}]
    assert len(export.identities) == 3
    assert export.account == "navy"
    assert [one.row for one in export.quarantine] == [5, 6, 7]
    assert json.loads(export.model_dump_json())["names"] == sorted(NAMES)
