"""Exports as spreadsheets write them: times in a local style, with and without a time of day in one table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.events.sources_made import Record, all_of, source, taken, tall, utc, write
from waypost.errors import InputError
from waypost.events.reading import read_source
from waypost.journey.source import PropertyColumn

MOMENT, DAY = "%d.%m.%Y %H:%M", "%d.%m.%Y"
ORDERS = """Customer;Booked;Delivered;Promised by
anna;14.01.2026 20:47;20.01.2026 18:05;20.01.2026
bo;15.01.2026 09:00;2026-01-21 10:00;20.01.2026
cy;16.01.2026 09:00;22.01.2026;
"""
PROMISED = {"column": "Promised by", "name": "promised", "type": "time"}


def orders(**more: object) -> Record:
    events = [{"column": "Booked", "event": "booked"}, {"column": "Delivered", "event": "delivered"}]
    declared = {"id": "t", "files": "*.csv", "separator": ";", "customer": "Customer", "events": events}
    return declared | {"properties": [PROMISED | {"end_of_day": True}]} | more


def of_column(declared: Record) -> Record:
    """The same table, each column with formats of its own."""
    booked, delivered = declared["events"]
    return declared | {
        "events": [booked | {"time_format": MOMENT}, delivered | {"time_format": [MOMENT, DAY]}],
        "properties": [PROMISED | {"end_of_day": True, "time_format": DAY}],
    }


@pytest.mark.parametrize("declared", [orders(time_format=[MOMENT, DAY]), of_column(orders())])
def test_moments_and_days_in_one_table(tmp_path: Path, declared: Record) -> None:
    batches = list(read_source(source(declared), write(tmp_path, ORDERS)))
    rows = all_of(batches, "events")
    assert all_of(batches, "quarantine") == []
    assert sorted(taken(rows, "customer", "event", "time")) == [
        ("anna", "booked", utc(2026, 1, 14, 19, 47)),
        ("anna", "delivered", utc(2026, 1, 20, 17, 5)),
        ("bo", "booked", utc(2026, 1, 15, 8)),
        ("bo", "delivered", utc(2026, 1, 21, 9)),
        ("cy", "booked", utc(2026, 1, 16, 8)),
        ("cy", "delivered", utc(2026, 1, 21, 23)),
    ]
    promised = {json.loads(row["properties"])["promised"] for row in rows if row["properties"]}
    assert promised == {"2026-01-20T22:59:59.999999Z"}, "on the promised day anna's order is not late"


def test_one_style_in_a_tall_table(tmp_path: Path) -> None:
    text = "who,at,what\nanna,01.02.2026 00:47,asks\n"
    rows = all_of(read_source(source(tall(time_format=MOMENT)), write(tmp_path, text)), "events")
    assert taken(rows, "time") == [(utc(2026, 1, 31, 23, 47),)]


@pytest.mark.parametrize(
    "declared",
    [
        tall(time_format=[MOMENT, "day"]),
        tall(properties=[{"column": "due", "type": "time", "time_format": "day"}]),
        orders(events=[{"column": "Booked", "event": "booked", "time_format": [DAY, "day"]}]),
    ],
)
def test_every_format_is_checked_before_anything_is_read(tmp_path: Path, declared: Record) -> None:
    write(tmp_path, ORDERS)
    with pytest.raises(InputError, match="the time format 'day' cannot be read"):
        list(read_source(source(declared), tmp_path))


@pytest.mark.parametrize("more", [{"end_of_day": True}, {"time_format": DAY}])
def test_only_times_are_written_as_times(more: Record) -> None:
    with pytest.raises(ValidationError, match="'due' needs type: time"):
        PropertyColumn.model_validate({"column": "due", "type": "text"} | more)
