"""Sources become batches: of the tables' schemas, the same again, and from real files what is in them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.events.sources_made import all_of, events_of, source, taken, tall, utc, write
from waypost.events import files, reading
from waypost.events.batch import Batch
from waypost.events.reading import read_source
from waypost.events.tables import TABLES
from waypost.journey.source import Source


def test_batches_have_the_tables_schemas(tmp_path: Path) -> None:
    declared = tall(
        anonymous="visitor",
        properties=[{"column": "note"}],
        attributes=[{"column": "note", "name": "Note"}],
        responses={"time": "at", "score": "note", "about": "delivery"},
    )
    write(tmp_path, "who,visitor,at,what,note\nanna,v1,2018-08-01,buys,4\nbo,,soon,buys,5\n")
    (batch,) = read_source(source(declared), tmp_path)
    assert set(batch.frames) == {"events", "responses", "customers", "identities", "quarantine"}
    for name, frame in batch.frames.items():
        assert dict(frame.schema) == TABLES[name]
        assert frame["file_key"].unique().to_list() == [batch.file_key]
    assert (batch.source, batch.table, batch.file, batch.number, batch.last, batch.rows) == (
        "shop",
        "t",
        "a.csv",
        0,
        True,
        2,
    )


def as_json(batches: Iterable[Batch]) -> list[Any]:
    return [
        (
            batch.file_key,
            batch.number,
            batch.last,
            batch.rows,
            {name: frame.rows() for name, frame in batch.frames.items()},
        )
        for batch in batches
    ]


def test_a_file_is_cut_into_batches_and_read_the_same_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"c{number % 7},2018-08-{number % 28 + 1:02},e{number}" for number in range(500)]
    write(tmp_path, "\n".join(["who,at,what", *lines]))
    (whole,) = read_source(source(tall()), tmp_path)
    monkeypatch.setattr(files, "CHUNK", 1000)
    monkeypatch.setattr(reading, "BATCH_ROWS", 100)
    parts = list(read_source(source(tall()), tmp_path))
    assert as_json(parts) == as_json(read_source(source(tall()), tmp_path))
    assert [part.number for part in parts] == list(range(len(parts)))
    assert [part.last for part in parts] == [False] * (len(parts) - 1) + [True]
    assert all(100 <= part.rows < 200 for part in parts[:-1])
    assert pl.concat(part.frames["events"] for part in parts).equals(whole.frames["events"])
    monkeypatch.setattr(reading, "BATCH_ROWS", 10**6)
    monkeypatch.setattr(reading, "BATCH_BYTES", 1000)
    assert len(list(read_source(source(tall()), tmp_path))) > len(parts)


def test_the_same_rows_in_every_format_give_the_same_events(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "who": ["anna", None, "bo"],
            "at": [datetime(2018, 8, 1, 12), datetime(2018, 8, 1, 13), datetime(2018, 8, 2, 0, 0, 0, 5)],
            "what": ["asks", "asks", "buys"],
            "amount": [1.5, 2.0, None],
        }
    )
    log = "".join(
        f'<trace><string key="concept:name" value="{name or ""}"/><event><string key="what" value="{what}"/>'
        f'<date key="at" value="{at.isoformat()}"/><float key="amount" value="{amount or ""}"/></event></trace>'
        for name, at, what, amount in frame.rows()
    )
    (tmp_path / "csv").mkdir()
    frame.write_csv(tmp_path / "csv" / "a.csv", datetime_format="%Y-%m-%d %H:%M:%S%.6f")
    (tmp_path / "a.tsv.gz").write_bytes(gzip.compress(frame.write_csv(separator="\t").encode("utf-16")))
    frame.write_ndjson(tmp_path / "a.ndjson")
    frame.write_parquet(tmp_path / "a.parquet")
    frame.with_columns(pl.col("at").dt.replace_time_zone("Europe/Berlin")).write_parquet(tmp_path / "b.parquet")
    (tmp_path / "a.xes").write_text(f"<log>{log}</log>")
    results = []
    for more in (
        {"files": "csv/a.csv"},
        {"files": "a.tsv.gz", "separator": "\t", "encoding": "utf-16"},
        {"files": "a.ndjson"},
        {"files": "a.parquet"},
        {"files": "b.parquet"},
        {"files": "a.xes", "customer": "case:concept:name"},
    ):
        declared = tall(properties=[{"column": "amount", "type": "number"}]) | more
        batches = list(read_source(source(declared), tmp_path))
        results.append(events_of(batches))
        assert taken(all_of(batches, "quarantine"), "row", "reason") == [(1, "no-customer")]
    assert results[0] == [
        ("anna", utc(2018, 8, 1, 10), 0, "asks", 0, '{"amount": 1.5}'),
        ("bo", datetime(2018, 8, 1, 22, 0, 0, 5, tzinfo=UTC), 0, "buys", 2, None),
    ]
    assert all(result == results[0] for result in results)


def test_known_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "who,at,what\nanna,2018-08-01,asks\n", "a.csv")
    write(tmp_path, "who,at,what\nbo,2018-08-01,asks\n", "b.csv")
    first, second = read_source(source(tall()), tmp_path)
    assert [batch.file for batch in read_source(source(tall()), tmp_path, [first.file_key])] == ["b.csv"]
    assert list(read_source(source(tall()), tmp_path, [first.file_key, second.file_key])) == []


def test_empty_files_are_empty_last_batches(tmp_path: Path) -> None:
    write(tmp_path, "", "a.csv")
    write(tmp_path, "who,at,what\n", "b.csv")
    write(tmp_path, "who,at,what\nanna,2018-08-01,asks\n", "c.csv")
    batches = list(read_source(source(tall()), tmp_path))
    assert [(batch.file, batch.rows, batch.number, batch.last, sorted(batch.frames)) for batch in batches] == [
        ("a.csv", 0, 0, True, []),
        ("b.csv", 0, 0, True, []),
        ("c.csv", 1, 0, True, ["events"]),
    ]


OLIST = {
    "id": "olist",
    "name": "Marketplace",
    "zone": "America/Sao_Paulo",
    "tables": [
        {
            "id": "orders",
            "files": "olist/olist_orders_dataset.csv.gz",
            "customer": "customer_unique_id",
            "joins": [
                {
                    "files": "olist/olist_customers_dataset.csv.gz",
                    "on": "customer_id",
                    "take": ["customer_unique_id", "customer_state"],
                }
            ],
            "events": [
                {"column": "order_purchase_timestamp", "event": "purchased"},
                {"column": "order_approved_at", "event": "approved"},
                {"column": "order_delivered_carrier_date", "event": "handed over"},
                {"column": "order_delivered_customer_date", "event": "delivered"},
            ],
            "properties": [
                {"column": "order_id", "name": "order"},
                {"column": "order_estimated_delivery_date", "name": "promised", "type": "time"},
            ],
            "attributes": [{"column": "customer_state", "name": "state"}],
        },
        {
            "id": "reviews",
            "files": "olist/olist_order_reviews_dataset.csv.gz",
            "customer": "customer_unique_id",
            "joins": [
                {"files": "olist/olist_orders_dataset.csv.gz", "on": "order_id", "take": ["customer_id"]},
                {"files": "olist/olist_customers_dataset.csv.gz", "on": "customer_id", "take": ["customer_unique_id"]},
            ],
            "responses": {
                "time": "review_answer_timestamp",
                "score": "review_score",
                "verbatim": "review_comment_message",
                "about": "delivery",
            },
        },
    ],
}


def test_a_real_marketplace(real_data: Path) -> None:
    bought, reviewed = read_source(Source.model_validate(OLIST), real_data)
    plain = [
        pl.read_csv(real_data / "olist" / f"olist_{name}_dataset.csv.gz", try_parse_dates=True)
        for name in ("orders", "customers", "order_reviews")
    ]
    rows = plain[0].join(plain[1], on="customer_id", how="left")
    columns = [column["column"] for column in OLIST["tables"][0]["events"]]  # type: ignore[index]
    events = bought.frames["events"]
    assert bought.rows == len(rows) == 8_135
    assert len(events) == sum(rows[column].count() for column in columns)
    assert "quarantine" not in bought.frames
    delivered = events.filter(event="delivered").sort("time")["time"]
    local = (
        rows["order_delivered_customer_date"]
        .drop_nulls()
        .dt.replace_time_zone("America/Sao_Paulo", ambiguous="earliest")
    )
    assert delivered.to_list() == local.dt.convert_time_zone("UTC").sort().to_list()
    assert events["customer"].n_unique() == rows["customer_unique_id"].n_unique()
    assert (
        bought.frames["customers"]["attributes"].str.json_path_match("$.state").n_unique()
        == rows["customer_state"].n_unique()
    )
    answers = reviewed.frames["responses"]
    assert reviewed.rows == len(answers) == len(plain[2])
    assert answers["score"].sum() == plain[2]["review_score"].sum()
    assert answers["verbatim"].count() == plain[2]["review_comment_message"].str.strip_chars().replace("", None).count()


def test_a_real_shop_and_real_logs(real_data: Path) -> None:
    shop = tall(files="shop/simple-onlineshop.csv.gz", customer="user_id", time="timestamp", event="event")
    logs = {
        "id": "log",
        "files": "xes/*.xes.gz",
        "customer": "case:concept:name",
        "time": "time:timestamp",
        "event": "concept:name",
    }
    batches = list(read_source(source(shop, logs), real_data))
    assert [(batch.rows, len(batch.frames["events"])) for batch in batches] == [
        (32_283, 32_283),
        (60_849, 60_849),
        (21_348, 21_348),
    ]
    assert all(set(batch.frames) == {"events"} for batch in batches)
