"""Columns that are missing are said before anything is read; those that only some files have are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.events.sources_made import all_of, source, taken, tall, write
from waypost.errors import InputError
from waypost.events.reading import read_source


def test_daily_files_whose_columns_change(tmp_path: Path) -> None:
    write(tmp_path, "who,at,what\nanna,2018-08-01,asks\n", "2018/01.csv")
    write(tmp_path, "amount,what,at,who\n5,buys,2018-08-02,bo\n", "2018/02.csv")
    declared = tall(files="2018/*.csv", properties=[{"column": "amount", "type": "number"}])
    rows = all_of(read_source(source(declared), tmp_path), "events")
    assert taken(rows, "customer", "event", "properties") == [("anna", "asks", None), ("bo", "buys", '{"amount":5.0}')]


def test_a_column_that_no_file_has(tmp_path: Path) -> None:
    write(tmp_path, "who,at,what,amount\nanna,2018-08-01,asks,5\n")
    declared = tall(properties=[{"column": "amout"}])
    with pytest.raises(
        InputError, match=r"a\.csv: there is no column 'amout' \(shop/t\)\. Did you mean 'amount'\? Its columns are who"
    ):
        list(read_source(source(declared), tmp_path))
    with pytest.raises(InputError, match=r"there is no column 'who'.* Is ';' the right `separator`\?"):
        list(read_source(source(tall(separator=";")), tmp_path))


def test_a_column_that_every_row_needs_must_be_in_every_file(tmp_path: Path) -> None:
    write(tmp_path, "who,at,what\nanna,2018-08-01,asks\n", "a.csv")
    write(tmp_path, "who,when,what\nanna,2018-08-01,asks\n", "b.csv")
    with pytest.raises(InputError, match=r"b\.csv: there is no column 'at'"):
        list(read_source(source(tall()), tmp_path))


def test_rows_with_columns_of_their_own_need_only_the_essential_ones(tmp_path: Path) -> None:
    write(tmp_path, '{"who":"anna","at":"2018-08-01","what":"asks"}\n', "a.ndjson")
    declared = tall(files="*.ndjson", properties=[{"column": "rare"}])
    assert len(all_of(read_source(source(declared), tmp_path), "events")) == 1
    with pytest.raises(InputError, match="there is no column 'user'"):
        list(read_source(source(declared | {"customer": "user"}), tmp_path))


def test_every_table_is_looked_at_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path, "who,at,what\nanna,2018-08-01,asks\n")
    batches = read_source(source(tall(), tall(id="u", time="when")), tmp_path)
    with pytest.raises(InputError, match="there is no column 'when'"):
        next(batches)
