"""Which files a table means, what key they have, and what is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from waypost.errors import InputError
from waypost.events import files
from waypost.events.files import files_of
from waypost.journey.source import FileFormat, Source, Table


def table(pattern: str, kind: FileFormat | None = None, name: str = "orders") -> Table:
    return Table(id=name, files=pattern, format=kind, customer="c", time="t", event_name="e")


def source(name: str = "shop") -> Source:
    return Source(id=name, name=name, zone="UTC", tables=())


def key(path: Path, of: Source | None = None, pattern: str | None = None, name: str = "orders") -> int:
    (file,) = files_of(table(pattern or path.name, FileFormat.CSV, name), path.parent, "shop/orders")
    return file.key(of or source(), table("x.csv", name=name))


def test_the_files_of_a_pattern_in_order(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv.gz", "2018/08/c.csv", "d.txt", ".e.csv.swp"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    (tmp_path / "folder.csv").mkdir()

    def names(pattern: str) -> list[str]:
        return [file.name for file in files_of(table(pattern), tmp_path, "shop/orders")]

    assert names("*.csv*") == ["a.csv.gz", "b.csv"]
    assert names("**/*.csv") == ["2018/08/c.csv", "b.csv"]
    assert names("2018/08/c.csv") == ["2018/08/c.csv"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.csv", FileFormat.CSV),
        ("a.tsv", FileFormat.CSV),
        ("a.CSV.GZ", FileFormat.CSV),
        ("a.b.parquet", FileFormat.PARQUET),
        ("a.jsonl.gz", FileFormat.NDJSON),
        ("a.xes.gz", FileFormat.XES),
    ],
)
def test_the_ending_tells_the_format(tmp_path: Path, name: str, expected: FileFormat) -> None:
    (tmp_path / name).write_bytes(b"")
    (file,) = files_of(table(name), tmp_path, "shop/orders")
    assert file.format is expected
    (file,) = files_of(table(name, FileFormat.NDJSON), tmp_path, "shop/orders")
    assert file.format is FileFormat.NDJSON


def test_an_ending_that_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "orders.gz").write_bytes(b"")
    with pytest.raises(InputError, match=r"orders\.gz: the ending does not tell the format\. State `format`: csv"):
        files_of(table("*.gz"), tmp_path, "shop/orders")


@pytest.mark.parametrize("pattern", ["../secret.csv", "a/../../secret.csv", "/etc/passwd", "..", "inside/../x.csv"])
def test_patterns_stay_inside_the_folder(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "secret.csv").write_bytes(b"a")
    (tmp_path / "data" / "inside").mkdir(parents=True)
    with pytest.raises(InputError, match="leads out of the data folder"):
        files_of(table(pattern), tmp_path / "data", "shop/orders")


def test_a_pattern_does_not_search_for_ever(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too many"):
        files_of(table("**/*/" * 50 + "x.csv"), tmp_path, "shop/orders")


def test_links_stay_inside_the_folder(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "secret.csv").write_bytes(b"a")
    (data / "link.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(InputError, match=r"link\.csv is a link out of the data folder"):
        files_of(table("*.csv"), data, "shop/orders")
    (data / "link.csv").unlink()
    (data / "real.csv").write_bytes(b"a")
    (data / "link.csv").symlink_to(data / "real.csv")
    (tmp_path / "alias").symlink_to(data)
    assert [file.name for file in files_of(table("*.csv"), tmp_path / "alias", "shop/orders")] == [
        "link.csv",
        "real.csv",
    ]


def test_no_file_and_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file matches 'orders-\*\.csv' in .* \(shop/orders\)"):
        files_of(table("orders-*.csv"), tmp_path, "shop/orders")
    with pytest.raises(InputError, match="there is no data folder"):
        files_of(table("*.csv"), tmp_path / "nowhere", "shop/orders")


def test_the_key_is_the_content_under_any_name_packed_or_not(tmp_path: Path) -> None:
    content = b"c,t\n1,2018-08-01\n" * 1000
    (tmp_path / "plain.csv").write_bytes(content)
    (tmp_path / "other.csv").write_bytes(content)
    (tmp_path / "fast.csv.gz").write_bytes(gzip.compress(content, 1))
    (tmp_path / "best.csv.gz").write_bytes(gzip.compress(content, 9))
    (tmp_path / "more.csv").write_bytes(content + b"x")
    plain = key(tmp_path / "plain.csv")
    assert {key(tmp_path / name) for name in ("other.csv", "fast.csv.gz", "best.csv.gz")} == {plain}
    assert key(tmp_path / "more.csv") != plain
    assert key(tmp_path / "plain.csv", of=source("bank")) != plain
    assert key(tmp_path / "plain.csv", name="visits") != plain


def test_the_key_is_the_same_for_ever(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"c,t\n")
    assert key(tmp_path / "a.csv") == 1477568005235280592


def test_a_damaged_gzip_file(tmp_path: Path) -> None:
    packed = gzip.compress(b"c,t\n1,2018-08-01\n" * 1000)
    for damaged in (packed[:-10], packed[:30] + b"\0\0\0\0" + packed[34:], packed[:2]):
        (tmp_path / "a.csv.gz").write_bytes(damaged)
        with pytest.raises(InputError, match=r"a\.csv\.gz: the gzip file is damaged"):
            key(tmp_path / "a.csv.gz")


def test_a_gzip_bomb_is_unpacked_piece_by_piece(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"\0" * 100_000_000))
    (file,) = files_of(table("a.csv.gz"), tmp_path, "shop/orders")
    first = next(file.chunks())
    assert len(first) == files.CHUNK
