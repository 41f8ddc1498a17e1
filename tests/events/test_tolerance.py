"""A file of which too much is bad is refused as a whole; a few bad rows are put aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from waypost.errors import InputError
from waypost.events.ingest import ingest
from waypost.events.lake import Lake
from waypost.journey.source import Source, Table


def source(tolerates: float) -> Source:
    table = Table(id="clicks", files="*.csv", customer="who", time="at", event="what", tolerates=tolerates)
    return Source(id="shop", name="Shop", zone="UTC", tables=(table,))


def clicks(good: int, bad: int) -> str:
    rows = [f"c{number},2026-01-01 10:00:00,viewed" for number in range(good)]
    return "\n".join(["who,at,what", *rows, *["c9,2026-02-30 10:00:00,viewed"] * bad]) + "\n"


@pytest.mark.parametrize(("tolerates", "bad"), [(0.1, 1), (0.0, 0), (1.0, 10), (0.5, 5)])
def test_as_many_bad_rows_as_the_table_tolerates_are_put_aside(tmp_path: Path, tolerates: float, bad: int) -> None:
    (tmp_path / "day.csv").write_text(clicks(10 - bad, bad))
    report = ingest(Lake.at(tmp_path / "lake"), source(tolerates), tmp_path)
    assert (report.events, report.quarantined.get("bad-time", 0)) == (10 - bad, bad)


def test_with_one_more_nothing_of_the_file_is_kept_and_the_files_before_it_are(tmp_path: Path) -> None:
    (tmp_path / "day-1.csv").write_text(clicks(10, 0))
    (tmp_path / "day-2.csv").write_text(clicks(8, 2))
    lake = Lake.at(tmp_path / "lake")
    with pytest.raises(InputError) as refused:
        ingest(lake, source(0.1), tmp_path)
    first, example, *_ = map(str, refused.value.problems)
    assert first.startswith("day-2.csv: 2 of 10 rows cannot be taken")
    assert example == "day-2.csv: row 9, column at '2026-02-30 10:00:00': this is no time that ever was [bad-time]"
    assert lake.events_count == 10


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("01.02.2026 00:47", "this is not ISO 8601: state how it is written, as in time_format: '%d.%m.%Y %H:%M'"),
        ("01/31/2026 3:04 PM", "as in time_format: '%m/%d/%Y %I:%M %p'"),
        ("4 Feb 2026", "as in time_format: '%d %b %Y'"),
        ("2026-02-30", "this is no time that ever was"),
        ("31.02.2026 10:00", "this is no time that ever was"),
        ("yesterday", "this is no time as ISO 8601 writes it"),
    ],
)
def test_a_time_in_another_style_is_told_how_to_declare_it(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "day.csv").write_text(f"who,at,what\nanna,{written},viewed\n")
    with pytest.raises(InputError) as refused:
        ingest(Lake.at(tmp_path / "lake"), source(0.1), tmp_path)
    first, example = refused.value.problems
    assert "`time_format`" in (first.remedy or "")
    assert said in example.message
