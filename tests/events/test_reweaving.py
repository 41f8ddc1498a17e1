"""Trails are woven anew only where something has changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from tests.events.small_lake import (
    ARRIVE,
    PAY,
    VISIT,
    SmallLake,
    at,
    event,
    journey,
    same,
    workspace,
)
from tests.events.told import (
    BUYING,
    changed,
    folders,
    names_in,
    told,
    written,
)
from waypost.events.weaving import discard_trails, weave


def test_weaving_again_changes_nothing(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event(name, 1, "visit") for name in "abcdefgh"])
    before = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    times = written(tmp_path)
    steps: list[tuple[int, int]] = []
    renamed = journey(VISIT, PAY, ARRIVE, name="Called otherwise")
    after = weave(small.lake, workspace(renamed), renamed, tmp_path, progress=lambda done, of: steps.append((done, of)))
    assert (after, steps) == (before, [(0, 0)])
    assert written(tmp_path) == times


def test_a_late_event_touches_only_its_partition(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event(names_in(bucket, 1)[0], 9, "visit") for bucket in range(4)])
    before = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    [late] = names_in(2, 1)
    small.pour(events=[event(late, 1, "visit")])
    after = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    assert changed(before, after) == {2}
    assert told(after)[late, None] == [(1, "visit"), (9, "visit")]
    kept = (tmp_path / "trails" / "buying").iterdir()
    assert sorted(path.name for path in kept) == [*folders(after), "manifest.json"]


def test_a_merge_of_identities_touches_only_its_partitions(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    [visitor], [known] = names_in(1, 1), names_in(3, 1)
    others = [event(names_in(bucket, 3)[2], 9, "visit") for bucket in range(4)]
    small.pour(events=[event(visitor, 1, "visit"), event(known, 2, "pay"), *others])
    before = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    small.pour(identities=[same(known, visitor)])
    after = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    assert changed(before, after) == {1, 3}
    story: list[tuple[float, str]] = [(1, "visit"), (2, "pay")]
    assert told(after)[known, None] == story
    assert (visitor, None) not in told(after)
    [late] = names_in(1, 2)[1:]
    small.pour(events=[event(late, 3, "visit")])
    last = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    assert changed(after, last) == {1, 3}, "the known customer's past lies in the visitor's bucket"
    assert told(last)[known, None] == story


def test_what_is_taken_out_of_the_lake_touches_only_its_partition(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event(name, 1, "visit") for bucket in range(4) for name in names_in(bucket, 2)])
    before = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    [gone] = names_in(1, 1)
    with small.lake.writing():
        small.lake.tables["events"].remove(pl.col("customer") == gone)
    after = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    assert changed(before, after) == {1}
    assert (after.cases, (gone, None) in told(after)) == (7, False)


def test_as_of_touches_trails_only_where_it_can_matter(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event(names_in(bucket, 1)[0], bucket, "visit") for bucket in range(4)])
    slow = {**VISIT, "signals": [{"id": "slow", "name": "Slow", "slower_than": "1 hour"}]}
    waiting = journey(slow, PAY, id="waiting")
    for map_, touched in ((BUYING, {3}), (waiting, {0, 1, 2, 3})):
        now = weave(small.lake, workspace(map_), map_, tmp_path)
        assert changed(now, weave(small.lake, workspace(map_), map_, tmp_path, as_of=at(2.5))) == touched


def test_another_match_touches_everything(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event(name, 1, "visit") for name in "abcdefgh"])
    before = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    other = journey({**VISIT, "match": "event = 'pay'"})
    after = weave(small.lake, workspace(other), other, tmp_path)
    assert changed(before, after) == {0, 1, 2, 3}
    assert after.cases == 0


def test_what_a_killed_process_left_is_swept_away(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event("ann", 1, "visit")])
    before = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    folder = tmp_path / "trails" / "buying"
    (folder / ".gathered-1").mkdir()
    (folder / ".gathered-1" / "0-0-1.arrow").write_text("ann")
    (folder / "manifest.json").write_text("{")
    (folder / folders(before)[0] / "arrays.bin").unlink()
    after = weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    assert told(after) == {("ann", None): [(1, "visit")]}
    assert sorted(path.name for path in folder.iterdir()) == [*folders(after), "manifest.json"]


def test_discarded_trails_leave_nothing_and_come_back(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event("ann", 1, "visit")])
    weave(small.lake, workspace(BUYING), BUYING, tmp_path)
    discard_trails(tmp_path)
    assert [path for path in (tmp_path / "trails").rglob("*") if path.suffix != ".lock"] == []
    assert weave(small.lake, workspace(BUYING), BUYING, tmp_path).cases == 1


def test_as_of_needs_no_event_of_that_day(tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "lake")
    small.pour(events=[event("ann", 1, "visit")])
    trails = weave(small.lake, workspace(BUYING), BUYING, tmp_path, as_of=datetime(2023, 1, 1, tzinfo=UTC))
    assert (trails.cases, trails.first) == (0, None)
