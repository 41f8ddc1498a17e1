"""What cannot be taken is put aside with its reason, and only that."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.events.sources_made import all_of, source, taken, tall, utc, write
from waypost.errors import InputError
from waypost.events.quarantine import PutAside, Spot, put_aside
from waypost.events.reading import read_source
from waypost.events.tables import QUARANTINE


def test_rows_and_cells_that_cannot_be_taken(tmp_path: Path) -> None:
    long = "x" * 10_000_000
    lines = [
        "who,at,what,amount,paid,due,note",
        "anna,2018-08-01,asks,1,yes,2018-08-02,fine",
        "anna,2018-08-01,asks,1",
        "anna,2018-08-01,asks,many,perhaps,2018-02-30,kept all the same",
        f"bo,2018-08-01,asks,,,,{long}",
        f"{long},2018-08-01,asks,,,,",
        f"cy,2018-08-01,{long},,,,",
        "dé,2018-08-01\0,asks,,,,",
        "dé,2018-02-30,asks,,,,",
        "dé,,asks,,,,",
        "dé,2018-08-01,,,,,",
        ",2018-08-01,asks,,,,",
    ]
    declared = tall(
        properties=[
            {"column": "amount", "type": "number"},
            {"column": "paid", "type": "boolean"},
            {"column": "due", "type": "time"},
            {"column": "note"},
        ]
    )
    (batch,) = read_source(source(declared), write(tmp_path, "\n".join(lines)))
    assert batch.rows == 11
    assert taken(all_of([batch], "events"), "row", "properties") == [
        (0, '{"amount":1.0,"paid":true,"due":"2018-08-01T22:00:00.000000Z","note":"fine"}'),
        (2, '{"note":"kept all the same"}'),
        (3, None),
    ]
    assert taken(all_of([batch], "quarantine"), "row", "column", "reason", "value", "customer") == [
        (1, None, "ragged", "4 fields, not 7", None),
        (2, "amount", "bad-number", "many", "anna"),
        (2, "due", "bad-time", "2018-02-30", "anna"),
        (2, "paid", "bad-boolean", "perhaps", "anna"),
        (3, "note", "too-long", "x" * 200, "bo"),
        (4, "who", "no-customer", None, None),
        (4, "who", "too-long", None, None),
        (5, "what", "too-long", "x" * 200, "cy"),
        (6, None, "zero-byte", "a zero byte", None),
        (7, "at", "bad-time", "2018-02-30", "dé"),
        (8, "at", "no-time", None, "dé"),
        (9, "what", "no-event", None, "dé"),
        (10, "who", "no-customer", None, None),
    ]


def test_responses(tmp_path: Path) -> None:
    lines = [
        "who,at,stars,words,place",
        "anna,2018-08-01,5, lovely ,delivery",
        "anna,2018-08-01,1,,",
        "anna,2018-08-01,,only words,",
        "anna,2018-08-01,,,delivery",
        "anna,2018-08-01,great,but words,",
        "anna,2018-08-01,6,and words,",
        "anna,2018-08-01,0,,",
        "anna,,5,,",
        "anna,,,,",
        "anna,soon,5,,",
        "anna,soon,,,",
        ",2018-08-01,5,,",
    ]
    said = {"time": "at", "score": "stars", "verbatim": "words", "touchpoint": "place", "low": 1, "high": 5}
    declared = {"id": "t", "files": "*.csv", "customer": "who", "responses": said}
    (batch,) = read_source(source(declared), write(tmp_path, "\n".join(lines)))
    assert taken(all_of([batch], "responses"), "row", "score", "verbatim", "touchpoint") == [
        (0, 5.0, "lovely", "delivery"),
        (1, 1.0, None, None),
        (2, None, "only words", None),
        (4, None, "but words", None),
        (5, None, "and words", None),
    ]
    first = all_of([batch], "responses")[0]
    assert (first["time"], first["low"], first["high"], first["customer"]) == (utc(2018, 7, 31, 22), 1.0, 5.0, "anna")
    assert taken(all_of([batch], "quarantine"), "row", "column", "reason", "value") == [
        (4, "stars", "bad-score", "great"),
        (5, "stars", "score-out-of-range", "6"),
        (6, "stars", "score-out-of-range", "0"),
        (7, "at", "no-time", None),
        (9, "at", "bad-time", "soon"),
        (11, "who", "no-customer", None),
    ]


def test_a_response_beside_each_event_speaks_of_what_the_table_says(tmp_path: Path) -> None:
    declared = tall(responses={"time": "at", "score": "stars", "low": 0, "high": 10, "about": "helpdesk"})
    write(tmp_path, "who,at,what,stars\nanna,2018-08-01,calls,7\nanna,soon,calls,7\n")
    (batch,) = read_source(source(declared), tmp_path)
    assert taken(all_of([batch], "responses"), "touchpoint", "score", "low", "high") == [("helpdesk", 7.0, 0.0, 10.0)]
    assert taken(all_of([batch], "quarantine"), "row", "reason") == [(1, "bad-time")]


def test_attributes_are_as_of_the_first_event_of_a_case(tmp_path: Path) -> None:
    declared = {
        "id": "t",
        "files": "*.csv",
        "customer": "who",
        "events": [{"column": "b", "event": "later"}, {"column": "a", "event": "first"}],
        "attributes": [{"column": "city"}, {"column": "size", "type": "number"}],
    }
    write(
        tmp_path, "who,a,b,city,size\nanna,2018-08-01,2018-08-03,Bonn,1\nbo,,,Kiel,\ncy,,,,\nanna,2018-08-02,,Bonn,1\n"
    )
    (batch,) = read_source(source(declared, zone="UTC"), tmp_path)
    assert taken(all_of([batch], "customers"), "customer", "time", "row", "attributes") == [
        ("bo", None, 1, '{"city":"Kiel"}'),
        ("anna", utc(2018, 8, 2), 3, '{"city":"Bonn","size":1.0}'),
    ]
    assert all_of([batch], "quarantine") == []


def test_a_table_of_attributes_alone(tmp_path: Path) -> None:
    declared = {"id": "t", "files": "*.csv", "customer": "who", "attributes": [{"column": "city"}]}
    (batch,) = read_source(source(declared), write(tmp_path, "who,city\nanna,Bonn\nanna,Bonn\nanna,Kiel\n"))
    assert taken(all_of([batch], "customers"), "customer", "time", "attributes") == [
        ("anna", None, '{"city":"Bonn"}'),
        ("anna", None, '{"city":"Kiel"}'),
    ]


def test_zones_and_formats_of_tables(tmp_path: Path) -> None:
    write(tmp_path, "who,at,what\nanna,01.08.2018 12:00,asks\n")
    for zone, expected in (("America/Sao_Paulo", utc(2018, 8, 1, 15)), (None, utc(2018, 8, 1, 10))):
        declared = tall(zone=zone, time_format="%d.%m.%Y %H:%M")
        assert taken(all_of(read_source(source(declared), tmp_path), "events"), "time") == [(expected,)]
    with pytest.raises(InputError, match=r"no time zone 'Berlin' \(shop/t\)"):
        list(read_source(source(tall(zone="Berlin")), tmp_path))
    with pytest.raises(InputError, match="time format 'day' cannot be read"):
        list(read_source(source(tall(time_format="day")), tmp_path))


def test_what_is_put_aside_is_told_by_file_and_reason_with_its_first_places() -> None:
    rows = [
        *(
            {"file": "a.csv", "row": row, "column": "at", "reason": "bad-time", "value": f"v{row}"}
            for row in (8, *range(6))
        ),
        {"file": "a.csv", "row": 1, "column": None, "reason": "ragged", "value": "1 fields, not 3"},
    ]
    table = pl.LazyFrame([{"source": "shop", **row} for row in rows], schema=QUARANTINE)
    times, ragged = put_aside(table)
    assert (times.count, [(spot.row, spot.value) for spot in times.spots]) == (7, [(n + 1, f"v{n}") for n in range(5)])
    assert ragged == PutAside("shop", "a.csv", "ragged", 1, (Spot(2, None, "1 fields, not 3"),))
    assert put_aside(table.clear()) == ()
