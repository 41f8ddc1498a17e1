"""Cells: what is a number, a boolean or too long, and what properties look like as JSON."""

from __future__ import annotations

import json
import math

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from waypost.events.cells import LONGEST, boolean_cells, cells_of, json_objects, number_cells, text_cells
from waypost.events.times import Clock
from waypost.journey.source import PropertyType

UTC = Clock("UTC")


def column(*values: object) -> pl.Series:
    return pl.Series("x", values, strict=False)


def test_text_without_surrounding_spaces_and_not_too_long() -> None:
    cells = text_cells(column(" a ", "", "  ", None, "x" * LONGEST, "é" * (LONGEST // 2 + 1)))
    assert cells.values.to_list() == ["a", None, None, None, "x" * LONGEST, None]
    assert cells.bad.to_list() == [False] * 5 + [True]
    assert cells.reason == "too-long"
    assert text_cells(column(12, None)).values.to_list() == ["12", None]


def test_numbers() -> None:
    cells = number_cells(column("1", " -2.5 ", "1e3", "+4", "1,5", "1_000", "nan", "inf", "1e999", "x", "", None, "٣"))
    assert cells.values.to_list() == [1.0, -2.5, 1000.0, 4.0] + [None] * 9
    assert cells.bad.to_list() == [False] * 4 + [True] * 6 + [False, False, True]
    assert number_cells(column(1.5, math.nan, None)).bad.to_list() == [False, True, False]


def test_booleans() -> None:
    cells = boolean_cells(column("true", "FALSE", "Yes", "n", "1", "0", "maybe", "2", "", None))
    assert cells.values.to_list() == [True, False, True, False, True, False, None, None, None, None]
    assert cells.bad.to_list() == [False] * 6 + [True, True, False, False]
    assert boolean_cells(column(True, None, False)).values.to_list() == [True, None, False]


rows = st.lists(
    st.tuples(
        st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        st.none() | st.floats(-1e12, 1e12),
        st.none() | st.booleans(),
        st.none() | st.datetimes().map(lambda time: time.replace(year=2018, day=1)),
    ),
    min_size=1,
    max_size=6,
)


@given(rows, st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5))
def test_json_holds_what_the_cells_hold(
    found: list[tuple[str | None, float | None, bool | None, object]], name: str
) -> None:
    kinds = [PropertyType.TEXT, PropertyType.NUMBER, PropertyType.BOOLEAN, PropertyType.TIME]
    types: list[pl.DataType] = [pl.String(), pl.Float64(), pl.Boolean(), pl.Datetime("us")]
    series = [
        pl.Series("c", values, dtype=dtype) for values, dtype in zip(zip(*found, strict=True), types, strict=True)
    ]
    names = [name, "amount", "paid", "due"]
    cells = [cells_of(each, kind, UTC) for each, kind in zip(series, kinds, strict=True)]
    objects = json_objects(list(zip(names, cells, strict=True)), len(found)).to_list()
    for row, text in enumerate(objects):
        values = {key: each.values[row] for key, each in zip(names, cells, strict=True)}
        expected = {
            key: value.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if key == "due" else value
            for key, value in values.items()
            if value is not None
        }
        if len(set(names)) == len(names):
            assert (json.loads(text) if text is not None else {}) == expected


def test_no_properties_are_no_object() -> None:
    assert json_objects([], 2).to_list() == [None, None]
    empty = text_cells(column(None, "a"))
    assert json_objects([('qu"ote', empty)], 2).to_list() == [None, '{"qu\\"ote":"a"}']
    assert json_objects([("x", empty.__class__("x", empty.written[:0], empty.values[:0], ""))], 0).to_list() == []
