"""NDJSON: keys are columns, nested ones too; lines that are no object are refused by number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.events.files_made import made
from waypost.errors import InputError
from waypost.events import files, ndjson
from waypost.journey.source import FileFormat


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ndjson")


def read(folder: Path, content: str, *wanted: str) -> tuple[list[tuple[Any, ...]], list[tuple[int, str]]]:
    """(row, *columns) of the objects; (row, reason) of the lines refused."""
    rows, refused = [], []
    for piece in ndjson.pieces(made(folder, content.encode(), FileFormat.NDJSON), wanted):
        rows += piece.frame.rows()
        refused += [(row, reason) for row, reason, _ in piece.refused.rows()]
    return rows, refused


values = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs", "Cc"]))
)
lines = st.one_of(
    st.dictionaries(st.sampled_from(["a", "b", "c"]), values).map(json.dumps),
    st.dictionaries(st.sampled_from(["a", "b", "c"]), values).map(lambda found: json.dumps(found, ensure_ascii=False)),
    st.sampled_from(["", "  ", "no", "[1]", '"x"', "5", "null", '{"a":1', '{"a":1}}', "{'a':1}", '{"a":1},']),
)


@given(st.lists(lines, max_size=12))
def test_reads_each_object_and_refuses_each_other_line(folder: Path, found: list[str]) -> None:
    expected, others = [], []
    for number, line in enumerate(line for line in found if line.strip()):
        try:
            value = json.loads(line)
        except ValueError:
            value = None
        if isinstance(value, dict):
            expected.append((number, *(_text(value.get(name)) for name in ("a", "b"))))
        else:
            others.append((number, "bad-json"))
    assert read(folder, "\n".join(found), "a", "b") == (expected, others)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)


def test_a_dot_leads_inside(folder: Path) -> None:
    content = '{"user":{"id":7,"plan":{"name":"pro"}}}\n{"user.id":"flat"}\n{"user":3}\n'
    assert read(folder, content, "user.id", "user.plan.name") == (
        [(0, "7", "pro"), (1, "flat", None), (2, None, None)],
        [],
    )
    names = ndjson.columns(made(folder, content.encode(), FileFormat.NDJSON)).names
    assert names == ("user", "user.id", "user.plan", "user.plan.name")


def test_where_the_pieces_are_cut_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "\r\n".join(json.dumps({"a": "é" * (number % 9)}) for number in range(100)) + "\nbad"
    whole = read(folder, content, "a")
    monkeypatch.setattr(files, "CHUNK", 13)
    assert read(folder, content, "a") == whole
    assert whole[1] == [(100, "bad-json")]


@pytest.mark.parametrize("content", ["[\n  1,\n  2\n]", "a,b\n1,2\n", "{\n", "<log/>"])
def test_a_file_that_is_something_else_is_said(folder: Path, content: str) -> None:
    with pytest.raises(InputError, match="Write one JSON object a line"):
        ndjson.columns(made(folder, content.encode(), FileFormat.NDJSON))


def test_a_file_without_rows(folder: Path) -> None:
    assert read(folder, "", "a") == ([], [])
    assert ndjson.columns(made(folder, b"\n", FileFormat.NDJSON)).names == ()


def test_a_line_that_never_ends_does_not_fill_the_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "CHUNK", 1000)
    monkeypatch.setattr(ndjson, "MAX_RECORD", 5000)
    with pytest.raises(InputError, match="a line never ends"):
        read(folder, '{"a":"' + "x" * 100_000, "a")
