"""CSV is read as Python's csv module reads it, whatever its quotes, and unreadable rows are named by number."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.events.files_made import made
from waypost.errors import InputError
from waypost.events import delimited, files
from waypost.events.pieces import ROW
from waypost.journey.source import FileFormat

Rows = list[tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("delimited")


def read(
    folder: Path, content: bytes, separator: str = ",", encoding: str = "utf-8"
) -> tuple[Rows, list[tuple[int, str, str]]]:
    """(row, a, b) of the rows, an empty cell as ''; (row, reason, value) of those refused."""
    file = made(folder, content, FileFormat.CSV, separator, encoding)
    rows, refused = [], []
    for piece in delimited.pieces(file, ["a", "b"]):
        assert piece.frame.columns == [ROW, "a", "b"]
        rows += [(row, a or "", b or "") for row, a, b in piece.frame.rows()]
        refused += piece.refused.rows()
    return rows, refused


def slowly(text: str, separator: str) -> tuple[Rows, list[int]]:
    """The rows with two fields, and the numbers of the others, as the csv module has them."""
    rows, others = [], []
    lines = [fields for fields in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if fields]
    for number, fields in enumerate(lines[1:]):
        if len(fields) == 2 and "\0" not in "".join(fields):
            rows.append((number, fields[0], fields[1]))
        else:
            others.append(number)
    return rows, others


cells = st.text(st.sampled_from("xyé日 \",;\t\n'"), max_size=6)
sheets = st.lists(st.lists(cells, min_size=1, max_size=3), max_size=12)


@given(
    sheets,
    st.sampled_from(",;\t"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_reads_what_was_written(
    folder: Path, sheet: list[list[str]], separator: str, quoting: int, newline: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=newline)  # type: ignore[arg-type]
    writer.writerows([["a", "b"], *sheet])
    rows, refused = read(folder, text.getvalue().encode(), separator)
    expected, others = slowly(text.getvalue(), separator)
    assert rows == expected
    assert [row for row, _, _ in refused] == others
    assert {reason for _, reason, _ in refused} <= {"ragged"}


careless = st.lists(st.text(st.sampled_from('xé",\0 '), max_size=8), max_size=12)


@given(careless)
def test_careless_quotes_are_read_as_the_csv_module_reads_them(folder: Path, lines: list[str]) -> None:
    text = "\n".join(["a,b", *lines]) + "\n"
    try:
        rows, refused = read(folder, text.encode())
    except InputError as error:
        assert "never closed" in str(error)  # noqa: PT017 - only sometimes
        assert len(list(csv.reader(io.StringIO(text + '"', newline="")))) <= len(lines) + 1
        return
    expected, others = slowly(text, ",")
    assert rows == expected
    assert [row for row, _, _ in refused] == others


@pytest.mark.parametrize("size", [1, 7, 64, 4096])
def test_where_the_pieces_are_cut_changes_nothing(folder: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["a,b"] + [f'"é{number}\n""quoted""",{"x" * (number % 50)}' for number in range(200)] + ["bad", "", "1,2"]
    content = "\r\n".join(lines).encode("utf-16")
    monkeypatch.setattr(files, "CHUNK", size)
    rows, refused = read(folder, content, encoding="utf-16")
    assert len(rows) == 201
    assert rows[7] == (7, 'é7\n"quoted"', "xxxxxxx")
    assert rows[-1] == (201, "1", "2")
    assert refused == [(200, "ragged", "1 fields, not 2")]


def test_many_rows_with_newlines_in_quotes(folder: Path) -> None:
    content = b"a,b\n" + b'"one\n\n""two"", three",x\n' * 300_000
    rows, refused = read(folder, content)
    assert len(rows) == 300_000
    assert rows[-1] == (299_999, 'one\n\n"two", three', "x")
    assert refused == []


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("utf-8", "a,b\né,ß\n".encode("utf-8-sig")),
        ("utf-8", "a,b\né,ß\n".encode()),
        ("utf-16", "a,b\né,ß\n".encode("utf-16")),
        ("latin-1", "a,b\né,ß\n".encode("latin-1")),
        ("windows-1252", "a,b\né,ß\n".encode("cp1252")),
    ],
)
def test_encodings(folder: Path, encoding: str, content: bytes) -> None:
    assert read(folder, content, encoding=encoding) == ([(0, "é", "ß")], [])


def test_says_where_the_encoding_is_wrong(folder: Path) -> None:
    with pytest.raises(InputError, match=r"file\.csv:3: byte 9 is not utf-8\. State the table's `encoding`"):
        read(folder, "a,b\n1,2\né,ß\n".encode("latin-1"))
    for content, encoding in (
        ("a,b\n1,2".encode("utf-16"), "utf-8"),
        (b"a,b\n1,2", "utf-16"),
        (b"a,b\n\x81,", "windows-1252"),
    ):
        with pytest.raises(InputError, match="State the table's `encoding`"):
            read(folder, content, encoding=encoding)


def test_a_column_that_is_absent_is_empty(folder: Path) -> None:
    file = made(folder, b"b\n1\n\n2\n", FileFormat.CSV)
    (piece,) = delimited.pieces(file, ["a", "b"])
    assert piece.frame.rows() == [(0, None, "1"), (1, None, "2")]


def test_files_without_rows(folder: Path) -> None:
    for content in (b"", b"\n\n", b"a,b", b"a,b\r\n", "\ufeff".encode()):
        assert read(folder, content) == ([], [])
    assert delimited.columns(made(folder, b"", FileFormat.CSV)).names == ()
    assert delimited.columns(made(folder, b'"a ", b\n', FileFormat.CSV)).names == ("a", "b")


def test_what_cannot_be_read_is_said(folder: Path) -> None:
    with pytest.raises(InputError, match=r'never closed.*begins with: "oh'):
        read(folder, b'a,b\n1,2\n"oh,2\n3,4\n')
    with pytest.raises(InputError, match="two columns are called 'a'"):
        read(folder, b"a,b,a\n1,2,3\n")
    with pytest.raises(InputError, match="cannot separate columns"):
        read(folder, b"a,b\n1,2\n", separator="§")
    with pytest.raises(InputError, match="the header cannot be read"):
        read(folder, b"a," + b"x" * 200_000 + b"\n1,2\n")


def test_a_cell_of_ten_megabytes_is_read_and_its_neighbours_too(folder: Path) -> None:
    rows, refused = read(folder, b'a,b\n1,2\n3,"' + b"x\n" * 5_000_000 + b'"\n5,6\n')
    assert [(row, a, len(b)) for row, a, b in rows] == [(0, "1", 1), (1, "3", 10_000_000), (2, "5", 1)]
    assert refused == []


def test_a_quote_that_never_closes_does_not_fill_the_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "CHUNK", 1000)
    monkeypatch.setattr(delimited, "MAX_RECORD", 5000)
    with pytest.raises(InputError, match="never closed"):
        read(folder, b'a,b\n"' + b"x,y\n" * 100_000 + b"\xff, a byte it never comes to")
