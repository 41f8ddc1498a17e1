"""Parquet keeps its types, packed or not; what is no Parquet file is said so."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from tests.events.files_made import made
from waypost.errors import InputError
from waypost.events import parquet
from waypost.events.files import DataFile
from waypost.events.pieces import ROW
from waypost.journey.source import FileFormat


def stored(folder: Path, frame: pl.DataFrame) -> DataFile:
    path = folder / "file[1].parquet"
    frame.write_parquet(path)
    return DataFile(path.name, path, FileFormat.PARQUET, ",", "utf-8")


def test_reads_slice_by_slice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "SLICE", 4)
    file = stored(tmp_path, pl.DataFrame({"id": range(10), "at": [datetime(2018, 8, 1)] * 10, "x": ["y"] * 10}))
    pieces = list(parquet.pieces(file, ["at", "absent", "id"]))
    assert [piece.rows for piece in pieces] == [4, 4, 2]
    whole = pl.concat(piece.frame for piece in pieces)
    assert whole[ROW].to_list() == whole["id"].to_list() == list(range(10))
    assert whole["at"][0] == datetime(2018, 8, 1)
    assert whole["absent"].null_count() == 10
    assert parquet.columns(file).names == ("id", "at", "x")


def test_none_of_the_columns_is_there(tmp_path: Path) -> None:
    file = stored(tmp_path, pl.DataFrame({"id": range(3)}))
    (piece,) = parquet.pieces(file, ["absent"])
    assert piece.frame.rows() == [(0, None), (1, None), (2, None)]


def test_packed(tmp_path: Path) -> None:
    plain = stored(tmp_path, pl.DataFrame({"id": [1, 2]}))
    packed = made(tmp_path, gzip.compress(plain.path.read_bytes()), FileFormat.PARQUET)
    (piece,) = parquet.pieces(packed, ["id"])
    assert piece.frame["id"].to_list() == [1, 2]


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "CHUNK", 1000)
    bomb = made(tmp_path, gzip.compress(b"\0" * 50_000_000), FileFormat.PARQUET)
    with pytest.raises(InputError, match="unpacks to far more"):
        parquet.columns(bomb)


def test_what_is_no_parquet_file_is_said(tmp_path: Path) -> None:
    whole = stored(tmp_path, pl.DataFrame({"id": range(1000)})).path.read_bytes()
    for content in (b"", b"a,b\n1,2\n", whole[:-20], whole[:40] + whole[60:]):
        with pytest.raises(InputError, match=r"file\.parquet: this is no Parquet file"):
            list(parquet.pieces(made(tmp_path, content, FileFormat.PARQUET), ["id"]))


def test_nested_values_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="column 'tags' holds List"):
        list(parquet.pieces(stored(tmp_path, pl.DataFrame({"tags": [["a"]]})), ["tags"]))
