"""Queries of a warehouse, through Ibis: each row once, however often one asks and however the table grows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from pydantic import ValidationError

from waypost.errors import InputError
from waypost.events.ingest import IngestReport, ingest
from waypost.events.lake import Lake
from waypost.journey.source import PropertyColumn, Responses, Source, Table

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # between Ibis and DuckDB, none of them ours
pytest.importorskip("ibis", reason="no Ibis: install waypost[warehouse]")

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
Fill = Callable[[int, int], None]
"""Adds the rows from a number up to another to the warehouse's table."""


def rows(first: int, end: int) -> list[tuple[str, str, str, float, int]]:
    """customer, at, event, stars, loaded; one row in ten without a customer."""
    return [
        (f"c{n % 7}" if n % 10 else "", f"{BEGIN + timedelta(hours=n):%Y-%m-%d %H:%M:%S}", "visit", n % 5 + 1, n)
        for n in range(first, end)
    ]


@pytest.fixture(params=["duckdb", "sqlite"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Fill]:
    """The URL of a warehouse with an empty table, and how it grows."""
    file = tmp_path / f"warehouse.{request.param}"
    duckdb = pytest.importorskip("duckdb", reason="no DuckDB: install waypost[warehouse]")

    def run(query: str, values: list[tuple[str, str, str, float, int]]) -> None:
        database = sqlite3.connect(file) if request.param == "sqlite" else duckdb.connect(str(file))
        if values:
            database.executemany(query, values)
        else:
            database.execute(query)
        database.commit()
        database.close()

    time = "text" if request.param == "sqlite" else "timestamp"
    run(f"create table clicks (customer text, happened {time}, event text, stars double, loaded integer)", [])
    return f"{request.param}://{file.name}", lambda first, end: run(
        "insert into clicks values (nullif(?, ''), ?, ?, ?, ?)", rows(first, end)
    )


def source(connection: str, query: str = "select * from clicks", since: str | None = None) -> Source:
    table = Table(
        id="clicks",
        query=query,
        connection=connection,
        since=since,
        customer="customer",
        time="happened",
        event="event",
        properties=(PropertyColumn(column="stars"),),
        responses=Responses(time="happened", score="stars", about="visit"),
        tolerates=0.5,
    )
    return Source(id="warehouse", name="Warehouse", zone="UTC", tables=(table,))


def taken(lake: Lake) -> pl.DataFrame:
    return lake.scan("events").select("customer", "time", "event").sort("time").collect()


def expected(end: int) -> pl.DataFrame:
    listed = [(name, BEGIN + timedelta(hours=n), "visit") for name, _, _, _, n in rows(0, end) if name]
    return pl.DataFrame(listed, schema=taken(Lake.at(Path("nowhere"))).schema, orient="row")


@pytest.mark.parametrize("since", ["loaded", "happened"])
def test_a_growing_table_is_read_on_from_where_it_was_left(
    warehouse: tuple[str, Fill], since: str, tmp_path: Path
) -> None:
    url, fill = warehouse
    lake = Lake.at(tmp_path / "lake", 2)

    def read() -> IngestReport:
        return ingest(lake, source(url, since=since), tmp_path)

    assert read().files == ()
    for end in (25, 60):
        fill(0 if end == 25 else 25, end)
        report = read()
        assert report.rows == (25 if end == 25 else 35)
        assert report.quarantined == {"no-customer": report.rows // 10 + (end == 25)}
        assert taken(lake).equals(expected(end))
        assert read().new == ()
    assert lake.scan("responses").collect().height == 54


def test_without_a_growing_column_a_query_is_read_once_until_it_is_replaced(
    warehouse: tuple[str, Fill], tmp_path: Path
) -> None:
    url, fill = warehouse
    lake = Lake.at(tmp_path / "lake", 2)
    fill(0, 20)
    assert ingest(lake, source(url), tmp_path).rows == 20
    fill(20, 30)
    assert ingest(lake, source(url), tmp_path).new == ()
    assert ingest(lake, source(url), tmp_path, replacing=True).rows == 30
    assert taken(lake).equals(expected(30))
    narrower = source(url, "select * from clicks where loaded < 10")
    assert ingest(lake, narrower, tmp_path).rows == 10
    assert taken(lake).equals(expected(10))


def test_nothing_connects_unless_asked(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path / "lake", 2)
    assert ingest(lake, source("duckdb://nowhere.duckdb"), tmp_path, connecting=False).files == ()


def test_what_a_killed_process_left_of_an_extract_is_read_anew(warehouse: tuple[str, Fill], tmp_path: Path) -> None:
    url, fill = warehouse
    lake = Lake.at(tmp_path / "lake", 2)
    fill(0, 20)

    class KilledError(Exception):
        pass

    def die(*_: object) -> None:
        raise KilledError

    with pytest.raises(KilledError):
        ingest(lake, source(url, since="loaded"), tmp_path, die)
    fill(20, 40)
    ingest(lake, source(url, since="loaded"), tmp_path)
    assert taken(lake).equals(expected(40))


def test_complaints_say_what_to_do(
    warehouse: tuple[str, Fill], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, fill = warehouse
    fill(0, 5)
    lake = Lake.at(tmp_path / "lake", 2)

    def said(wanted: Source) -> str:
        with pytest.raises(InputError) as complaint:
            ingest(lake, wanted, tmp_path)
        return str(complaint.value)

    monkeypatch.delenv("SHOP_WAREHOUSE", raising=False)
    assert "environment variable SHOP_WAREHOUSE is not set (warehouse/clicks)" in said(source("SHOP_WAREHOUSE"))
    assert "there is no database" in said(source("duckdb://elsewhere.duckdb"))
    assert "does not take the query" in said(source(url, "select * from nothing"))
    assert "the query has no column 'lodaed'" in said(source(url, since="lodaed"))
    assert "there is no column 'customer'" in said(source(url, "select happened, event, stars from clicks"))
    assert "1 rows of the query have no 'customer'" in said(source(url, since="customer"))
    monkeypatch.setenv("SHOP_WAREHOUSE", f"{url.partition(':')[0]}://{tmp_path}/secret.db")
    assert "secret" not in said(source("SHOP_WAREHOUSE")).replace(f"no database {tmp_path}/secret.db", "")


def test_a_query_cannot_read_files_of_this_machine(warehouse: tuple[str, Fill], tmp_path: Path) -> None:
    url, _ = warehouse
    (tmp_path / "private.csv").write_text("customer,at,event\nc1,2026-01-01,visit\n")
    with pytest.raises(InputError, match="does not take the query"):
        ingest(
            Lake.at(tmp_path / "lake", 2),
            source(url, f"select * from read_csv('{tmp_path}/private.csv')"),
            tmp_path,
        )


@pytest.mark.parametrize(
    ("declared", "complaint"),
    [
        ({}, "needs one of files or query"),
        ({"files": "a.csv", "query": "select 1"}, "needs one of files or query"),
        ({"query": "select 1"}, "query and connection go together"),
        ({"files": "a.csv", "since": "at"}, "since is for a query"),
        ({"query": "select 1", "connection": "postgres://me:secret@host/db"}, "belongs in an environment variable"),
    ],
)
def test_a_table_says_where_its_rows_are(declared: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        Table.model_validate({"id": "t", "customer": "c", "time": "at", "event_name": "e", **declared})
