"""Files written anew without the rows of those who were erased: whatever their format, encoding and packing."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import polars as pl
import pytest

from waypost.events.erased import ErasedNames
from waypost.events.originals import without_erased
from waypost.journey.source import Join, Source, Table

ROWS = [("ann", "paid", "2026-01-01"), ("bob", "paid", "2026-01-02"), ("Jürgen", "said “ann”", "2026-01-03")]
XES = """<?xml version="1.0"?><log>{}</log>"""
TRACE = '<trace><string key="concept:name" value="{0}"/><event><string key="concept:name" value="{1}"/></event></trace>'


def erased(*names: str) -> ErasedNames:
    return ErasedNames("00" * 16, frozenset(), frozenset()).adding(names)


def cleaned(data: Path, *tables: Table, names: tuple[str, ...] = ("ann",)) -> tuple[str, ...]:
    return without_erased([Source(id="s", name="S", zone="UTC", tables=tables)], data, erased(*names))


def tall(files: str, **more: object) -> Table:
    said = {"id": "t", "files": files, "customer": "who", "event": "what", "time": "when"}
    return Table.model_validate(said | more)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
@pytest.mark.parametrize("packed", [False, True])
def test_csv_keeps_all_other_rows_as_they_are_written(tmp_path: Path, encoding: str, packed: bool) -> None:
    lines = [
        "who;what;when",
        ' ann ;"pa;id";2026-01-01',
        'Jürgen;"said\n""ann""";2026-01-02',
        "too;many;fields;here",
        "",
    ]
    content = "\n".join(lines).encode({"windows-1252": "cp1252"}.get(encoding, encoding))
    file = tmp_path / ("a.csv.gz" if packed else "a.csv")
    file.write_bytes(gzip.compress(content) if packed else content)
    assert cleaned(tmp_path, tall("a.*", separator=";", encoding=encoding)) == (file.name,)
    written = gzip.decompress(file.read_bytes()) if packed else file.read_bytes()
    left = written.decode({"windows-1252": "cp1252"}.get(encoding, encoding))
    assert left == "\n".join([lines[0], *lines[2:]])
    assert cleaned(tmp_path, tall("a.*", separator=";", encoding=encoding)) == ()


def test_a_row_that_cannot_be_read_goes_when_it_names_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("who,what,when\nx,ann,y,z\nx,anna,y,z\nbob,paid,2026-01-01\n")
    cleaned(tmp_path, tall("a.csv"))
    assert (tmp_path / "a.csv").read_text() == "who,what,when\nx,anna,y,z\nbob,paid,2026-01-01\n"


def test_other_formats(tmp_path: Path) -> None:
    frame = pl.DataFrame(ROWS, schema=["who", "what", "when"], orient="row")
    frame.write_parquet(tmp_path / "a.parquet")
    (tmp_path / "a.ndjson").write_text('{"who": "ann"}\n\n{"who": "bob", "note": "ann"}\n')
    (tmp_path / "a.xes").write_text(XES.format(TRACE.format("ann", "paid") + TRACE.format("bob", "paid")))
    log = Table(id="x", files="a.xes", customer="case:concept:name", event="concept:name", time="time:timestamp")
    found = cleaned(tmp_path, tall("a.parquet"), tall("a.ndjson", id="n"), log)
    assert set(found) == {"a.parquet", "a.ndjson", "a.xes"}
    assert pl.read_parquet(io.BytesIO((tmp_path / "a.parquet").read_bytes())).equals(frame[1:])
    assert (tmp_path / "a.ndjson").read_text() == '{"who": "bob", "note": "ann"}\n'
    text = (tmp_path / "a.xes").read_text()
    assert "ann" not in text
    assert "bob" in text


def test_rows_that_only_lead_to_them_go_too(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("customer_id,person\nk1,ann\nk2,bob\n")
    (tmp_path / "orders.csv").write_text("order_id,customer_id\no1,k1\no2,k2\n")
    (tmp_path / "reviews.csv").write_text("order_id,score,when\no1,5,2026-01-01\no2,4,2026-01-01\n")
    joins = (
        Join(files="orders.csv", on="order_id", take=("customer_id",)),
        Join(files="people.csv", on="customer_id", take=("person",)),
    )
    said = {"time": "when", "score": "score"}
    table = Table.model_validate(
        {"id": "r", "files": "reviews.csv", "joins": joins, "customer": "person", "responses": said}
    )
    assert cleaned(tmp_path, table) == ("reviews.csv", "orders.csv", "people.csv")
    for name, text in (("people", "k2,bob"), ("orders", "o2,k2"), ("reviews", "o2,4,2026-01-01")):
        assert (tmp_path / f"{name}.csv").read_text().splitlines()[1:] == [text]
