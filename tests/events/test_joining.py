"""Columns are looked up in other files by a key that is unique there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.events.sources_made import Record, all_of, source, taken, write
from waypost.errors import InputError
from waypost.events.reading import read_source


def orders(tmp_path: Path) -> Path:
    write(
        tmp_path, "order,buyer,at\no1,k1,2018-08-01\no2,k2,2018-08-02\no3,k9,2018-08-03\no4,,2018-08-04\n", "orders.csv"
    )
    write(tmp_path, "id,name,city\nk1,anna,Bonn\n", "people/a.csv")
    write(tmp_path, "name,id\nbo, k2 \n", "people/b.csv")
    return write(tmp_path, '{"city":"Bonn","zone":"west"}\n{"city":"Kiel","zone":"north"}\n', "cities.ndjson")


BOUGHT: Record = {
    "id": "t",
    "files": "orders.csv",
    "customer": "name",
    "time": "at",
    "event_name": "bought",
    "joins": [
        {"files": "people/*.csv", "on": "buyer", "to": "id", "take": ["name", "city"]},
        {"files": "cities.ndjson", "on": "city"},
    ],
    "properties": [{"column": "order"}, {"column": "zone"}],
}


def test_joins_look_up_columns_one_after_the_other(tmp_path: Path) -> None:
    (batch,) = read_source(source(BOUGHT), orders(tmp_path))
    assert taken(all_of([batch], "events"), "customer", "row", "properties") == [
        ("anna", 0, '{"order":"o1","zone":"west"}'),
        ("bo", 1, '{"order":"o2"}'),
    ]
    assert taken(all_of([batch], "quarantine"), "row", "column", "reason") == [
        (2, "name", "no-customer"),
        (3, "name", "no-customer"),
    ]


def test_a_joined_file_is_not_part_of_the_key(tmp_path: Path) -> None:
    (before,) = read_source(source(BOUGHT), orders(tmp_path))
    write(tmp_path, "id,name,city\nk1,anna,Kiel\n", "people/a.csv")
    (after,) = read_source(source(BOUGHT), tmp_path)
    assert before.file_key == after.file_key
    assert taken(all_of([after], "events"), "properties")[0] == ('{"order":"o1","zone":"north"}',)


def test_joins_that_cannot_be_made(tmp_path: Path) -> None:
    def joined(*joins: Record) -> str:
        with pytest.raises(InputError) as refused:
            list(read_source(source(BOUGHT | {"joins": joins, "properties": []}), orders(tmp_path)))
        return str(refused.value)

    people = {"files": "people/*.csv", "on": "buyer", "to": "id"}
    assert "has a column 'key'" in joined(people | {"to": "key"})
    assert "has a column 'nam'" in joined(people | {"take": ["nam"]})
    assert "no file matches 'nobody.csv'" in joined(people | {"files": "nobody.csv"})
    assert "there is no column 'by'" in joined(people | {"on": "by"})
    assert "is in the rows already" in joined(
        people, {"files": "cities.ndjson", "on": "city", "take": ["zone"]}, people | {"take": ["name"]}
    )
    assert "taken by a later join" in joined({"files": "cities.ndjson", "on": "city"}, people)
    write(tmp_path, "id,name\nk1,anna\nk1,bo\n", "twice.csv")
    assert "column 'id' is no key: 'k1' occurs 2 times" in joined(people | {"files": "twice.csv"})
    write(tmp_path, "id,name\nk1,anna\nk2\n", "ragged.csv")
    assert "ragged.csv: row 2 is ragged: 1 fields, not 2" in joined(people | {"files": "ragged.csv"})
