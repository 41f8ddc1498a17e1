"""Tall files, wide files and people are read as a slow reading, row by row, has them."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.events.sources_made import Record, all_of, events_of, source, taken, write
from waypost.events.batch import Batch
from waypost.events.reading import read_source

ZONE = ZoneInfo("Europe/Berlin")


def slow_time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    found = (found if found.tzinfo else found.replace(tzinfo=ZONE)).astimezone(UTC)
    return found if 1900 <= found.year <= 2200 else None


def slow_object(row: Record, bad: list[Any], number: int, customer: str | None) -> str | None:
    found: Record = {}
    if row["amount"].strip():
        try:
            found["amount"] = float(row["amount"])
        except ValueError:
            shown = row["amount"].strip() if customer else None
            bad.append((number, "amount", "bad-number", shown, customer))
    if row["note"].strip():
        found["note"] = row["note"].strip()
    return json.dumps(found, sort_keys=True) if found else None


def who(row: Record) -> str | None:
    return row["known"].strip() or row["visitor"].strip() or None


def slow_bad_time(row: Record, column: str, number: int, aside: list[Any]) -> None:
    aside.append((number, column, "bad-time", row[column].strip() if who(row) else None, who(row)))


def slow_tall(rows: list[Record]) -> tuple[list[Any], list[Any]]:
    events: list[Any] = []
    aside: list[Any] = []
    for number, row in enumerate(rows):
        customer, time, name = who(row), slow_time(row["first"]), row["second"].strip()
        properties = slow_object(row, aside, number, customer)
        if row["first"].strip() and time is None:
            slow_bad_time(row, "first", number, aside)
        if customer is None:
            aside.append((number, "known", "no-customer", None, None))
            continue
        if not row["first"].strip():
            aside.append((number, "first", "no-time", None, customer))
        elif time is not None and not name:
            aside.append((number, "second", "no-event", None, customer))
        elif time is not None:
            events.append((customer, time, 0, name, number, properties))
    return events, aside


def slow_wide(rows: list[Record]) -> tuple[list[Any], list[Any]]:
    events: list[Any] = []
    aside: list[Any] = []
    for number, row in enumerate(rows):
        customer = who(row)
        properties = slow_object(row, aside, number, customer)
        for position, column in enumerate(("first", "second")):
            time = slow_time(row[column])
            if row[column].strip() and time is None:
                slow_bad_time(row, column, number, aside)
            elif time is not None and customer is not None:
                events.append((customer, time, position, f"{column} happened", number, properties))
        if customer is None:
            aside.append((number, "known", "no-customer", None, None))
    return events, aside


names = st.sampled_from(["", "", " ", "anna", "bo", " cy ", "dé"])
times = st.sampled_from(
    [
        "",
        " ",
        "2018-08-01",
        "2018-08-01 12:00:00",
        "2018-08-01T12:00:00.5Z",
        "2018-10-28 02:30",
        "2023-02-30",
        "soon",
        "1066-10-14",
    ]
)
amounts = st.sampled_from(["", "1", "-2.5", "many"])
records = st.fixed_dictionaries(
    {
        "known": names,
        "visitor": names,
        "first": times,
        "second": times,
        "amount": amounts,
        "note": st.sampled_from(["", "x", 'a "quote", and\na line']),
    }
)
PROPERTIES = [{"column": "amount", "type": "number"}, {"column": "note"}]
PEOPLE = {"id": "t", "files": "a.csv", "customer": "known", "anonymous": "visitor", "properties": PROPERTIES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reading")


def as_csv(folder: Path, rows: list[Record]) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, ["known", "visitor", "first", "second", "amount", "note"], quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return write(folder, text.getvalue())


def found_aside(batches: list[Batch]) -> list[Any]:
    return sorted(taken(all_of(batches, "quarantine"), "row", "column", "reason", "value", "customer"), key=str)


@given(st.lists(records, max_size=6))
def test_tall_files_as_a_slow_reading_has_them(folder: Path, rows: list[Record]) -> None:
    declared = PEOPLE | {"time": "first", "event": "second"}
    batches = list(read_source(source(declared), as_csv(folder, rows)))
    events, aside = slow_tall(rows)
    assert events_of(batches) == sorted(events, key=str)
    assert found_aside(batches) == sorted(aside, key=str)
    assert sum(batch.rows for batch in batches) == len(rows)


@given(st.lists(records, max_size=6))
def test_wide_files_as_a_slow_reading_has_them(folder: Path, rows: list[Record]) -> None:
    declared = PEOPLE | {"events": [{"column": name, "event": f"{name} happened"} for name in ("first", "second")]}
    batches = list(read_source(source(declared), as_csv(folder, rows)))
    events, aside = slow_wide(rows)
    assert events_of(batches) == sorted(events, key=str)
    assert found_aside(batches) == sorted(aside, key=str)


@given(st.lists(records, max_size=6))
def test_people_as_a_slow_reading_has_them(folder: Path, rows: list[Record]) -> None:
    declared = PEOPLE | {"time": "first", "event_name": "seen", "account": "amount", "attributes": [{"column": "note"}]}
    batches = list(read_source(source(declared), as_csv(folder, rows)))
    same = {(row["known"].strip(), row["visitor"].strip(), "same") for row in rows}
    accounts = {(who(row), row["amount"], "account") for row in rows}
    expected = {pair for pair in same | accounts if pair[0] and pair[1] and pair[0] != pair[1]}
    identities = taken(all_of(batches, "identities"), "customer", "other", "kind")
    assert set(identities) == expected
    assert len(identities) == len(expected)
    latest: dict[tuple[str, str], datetime | None] = {}
    for row in rows:
        customer, note, time = who(row), row["note"].strip(), slow_time(row["first"])
        if customer and note:
            before = latest.get((customer, note))
            latest[customer, note] = time if before is None or (time is not None and time > before) else before
    customers = taken(all_of(batches, "customers"), "customer", "attributes", "time")
    assert {(name, json.loads(said)["note"]): time for name, said, time in customers} == latest
    assert len(customers) == len(latest)
