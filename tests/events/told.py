"""What woven trails tell, read back by customer and case; and which partitions were written when."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tests.events.small_lake import (
    ARRIVE,
    BEGIN,
    PAY,
    VISIT,
    Row,
    SmallLake,
    journey,
    workspace,
)
from waypost.events.hashing import customer_hash
from waypost.events.trails import Trails
from waypost.events.weaving import weave
from waypost.journey.journey import Journey
from waypost.journey.segment import Segment

HOUR = 3_600_000_000
Told = dict[tuple[str, str | None], list[tuple[float, str]]]
"""(customer, case) → (hour, what) in order."""
BUYING = journey(VISIT, PAY, ARRIVE)


def hour(moment: int) -> float:
    return (moment - int(BEGIN.timestamp()) * 1_000_000) / HOUR


def told(trails: Trails) -> Told:
    """The touchpoints of every case."""
    return _read(trails, "start", "code", "time", trails.codebook.touchpoints)


def signals(trails: Trails) -> Told:
    """The signals of every case."""
    return _read(
        trails, "signal_start", "signal_code", "signal_time", [signal for _, signal in trails.codebook.signals]
    )


def scores(trails: Trails) -> Told:
    """The scores of every case, as `touchpoint 4.5`."""
    names = [score.touchpoint for score in trails.codebook.scores]
    found = _read(trails, "score_start", "score_code", "score_time", names)
    cents = iter([cents for partition in trails for cents in partition.score_cents.tolist()])
    return {case: [(when, f"{name} {next(cents) / 100}") for when, name in given] for case, given in found.items()}


def members(trails: Trails) -> dict[str, list[bool]]:
    """Customer → which segments they are in."""
    return {
        who: row
        for part in trails
        for who, row in zip(part.names.collect()["customer"], part.membership.tolist(), strict=True)
    }


def _read(trails: Trails, starts: str, codes: str, times: str, names: list[str] | tuple[str, ...]) -> Told:
    found: Told = {}
    for partition in trails:
        start, code, time = (getattr(partition, name) for name in (starts, codes, times))
        for number, who in enumerate(partition.names.collect().iter_rows()):
            entries = range(start[number], start[number + 1])
            found[who] = [(hour(int(time[place])), names[code[place]]) for place in entries]
    return found


def woven(tmp_path: Path, map_: Journey, *segments: Segment, **tables: list[Row]) -> Trails:
    """Trails of everything in one file."""
    small = SmallLake(tmp_path / "lake")
    small.pour(1, **tables)
    return weave(small.lake, workspace(map_, *segments), map_, tmp_path)


def folders(trails: Trails) -> list[str]:
    return [part.name for part in trails.stored if isinstance(part, Path)]


def written(tmp_path: Path) -> dict[Path, int]:
    """When each file of the trails was written."""
    files = ((path, path.stat().st_mtime_ns) for path in (tmp_path / "trails").rglob("*.*"))
    return {path: time for path, time in files if path.suffix != ".lock"}


def changed(before: Trails, after: Trails) -> set[int]:
    """The partitions that were woven anew."""
    pairs = zip(folders(before), folders(after), strict=True)
    return {number for number, (one, other) in enumerate(pairs) if one != other}


def names_in(bucket: int, how_many: int) -> list[str]:
    """Names whose bucket, of four, is this one."""
    names = pl.Series([f"name-{number}" for number in range(200)])
    return names.filter(pl.Series(customer_hash(names) >> 62 == bucket)).to_list()[:how_many]
