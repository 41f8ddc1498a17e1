"""Weaving: from the lake to trails, kept in files and woven anew only where something has changed.

A partition's key is the hash of everything it is woven from: the fingerprints of the buckets its people's events lie
in, the bindings, who is who among its people, and `as_of` as far as that can matter. Only partitions whose key has
changed are woven again, by `partitioning.weave_partition`. The memory needed is bounded by a bucket and a partition.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from filelock import FileLock, Timeout

from waypost.errors import BusyError, InputError, Problem
from waypost.events.bindings import Bindings, bind
from waypost.events.coverage import Sightings, coverage, shared_cases
from waypost.events.gathering import Followed, Gathered, Pending, gather
from waypost.events.identity import Identities
from waypost.events.lake import Lake
from waypost.events.manifest import FORMAT, BucketRecord, Manifest, PartitionRecord, key_of_parts
from waypost.events.partitioning import Woven, weave_partition
from waypost.events.quarantine import put_aside
from waypost.events.trails import Shelf, Trails, instant, microseconds, names_of, write_partition
from waypost.journey.journey import Journey
from waypost.journey.workspace import Workspace

_TRAILS = "trails"
_TABLES = ("events", "responses", "customers")
"""The tables that trails are made of, beside the identities."""
_WAIT = 600
"""Seconds to wait for another process that weaves the same journey."""


def weave(
    lake: Lake,
    workspace: Workspace,
    journey: Journey,
    state_root: Path,
    *,
    as_of: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Trails:
    """The trails of one journey over everything in the lake, kept under `state_root`.

    `as_of` (with a zone) defaults to the last event in the lake; `progress` is told how many partitions are done, of
    how many that have to be woven. One set of trails is kept for a journey: trails woven before with another `as_of`
    can no longer be read. Raises InputError when the lake has no events, `as_of` has no zone or the bindings are wrong,
    BusyError when another process weaves the same journey for too long, or erases a customer at this moment.
    """
    if as_of is not None and as_of.tzinfo is None:
        raise InputError(Problem(f"the moment {as_of} has no time zone", remedy="Write it with tzinfo=UTC"))
    folder = state_root / _TRAILS / journey.id
    with _only_weaver(folder), _lake_in_peace():
        known = Manifest.read(folder)
        buckets = tuple(_look(lake, number, known) for number in range(lake.buckets))
        moment = (as_of or _last_event(buckets)).astimezone(UTC)
        scales = lake.scan("responses").select("low", "high").drop_nulls().unique().collect()
        bindings = bind(workspace, journey, scales.iter_rows())
        identities = Identities.from_lake(lake)
        followed = Followed.by(identities, lake.buckets, accounts=bindings.follows_accounts)
        order = _Order(lake, bindings, followed, moment, buckets)
        _sweep(folder, known)
        kept = {number: record for number, record in enumerate(known.partitions) if record.key == order.key(number)}
        stale = [number for number in range(lake.buckets) if number not in kept]
        fresh = _weave_stale(order, stale, folder, progress or (lambda _done, _of: None))
        partitions = {**kept, **fresh}
        records = tuple(partitions[number] for number in range(lake.buckets))
        shared = _shared_cases(bindings, records, folder) if fresh else known.shared_cases
        manifest = Manifest(buckets=buckets, partitions=records, shared_cases=shared)
        if fresh or manifest != known:
            manifest.write(folder)
            _sweep(folder, manifest)
    quarantined = tuple((one.source, one.file, one.reason, one.count) for one in put_aside(lake.scan("quarantine")))
    stored = tuple(folder / record.folder for record in records)
    return trails_of(bindings, moment, records, stored, shared_cases=shared, quarantined=quarantined)


def discard_trails(state_root: Path) -> None:
    """Forget all trails, as an erasure must: they are woven anew when next asked for."""
    for folder in sorted((state_root / _TRAILS).glob("*/")):
        with _only_weaver(folder):
            _sweep(folder, Manifest())
            shutil.rmtree(folder)


@dataclass(frozen=True)
class _Order:
    """What is to be woven."""

    lake: Lake
    bindings: Bindings
    followed: Followed
    as_of: datetime
    buckets: tuple[BucketRecord, ...]

    def key(self, partition: int) -> str:
        """The hash of all that decides what is in the partition."""
        sources = [self.buckets[bucket] for bucket in sorted(self.followed.sources(partition))]
        moment = microseconds(self.as_of)
        if not self.bindings.waits:
            moment = min(moment, max((source.last for source in sources if source.last is not None), default=0))
        who = self.followed.fingerprint(partition)
        return key_of_parts([FORMAT, self.bindings.key, moment, who, *(source.fingerprint for source in sources)])

    def gather(self, bucket: int) -> tuple[Gathered, Sightings]:
        """What the bucket has for any partition."""
        tables = {name: self.lake.scan(name, bucket) for name in _TABLES}
        return gather(tables, bucket, self.followed, self.bindings, self.as_of)


def _weave_stale(
    order: _Order, stale: Sequence[int], folder: Path, progress: Callable[[int, int], None]
) -> dict[int, PartitionRecord]:
    """Weave and keep some partitions, reading each bucket they need once."""
    records: dict[int, PartitionRecord] = {}
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".gathered-") as aside:
        pending = Pending(Path(aside), {number: order.followed.sources(number) for number in stale})
        seen: dict[int, Sightings] = {}
        progress(0, len(stale))
        for bucket in pending.buckets():
            gathered, seen[bucket] = order.gather(bucket)
            for number, whole in pending.add(bucket, gathered):
                woven = weave_partition(whole, order.bindings, order.as_of, number)
                records[number] = _keep(woven, order.key(number), seen[number], folder)
                progress(len(records), len(stale))
    return records


def _keep(woven: Woven, key: str, sightings: Sightings, folder: Path) -> PartitionRecord:
    record = record_of(woven, sightings, key)
    write_partition(woven.partition, folder / record.folder)
    return record


def record_of(woven: Woven, sightings: Sightings, key: str) -> PartitionRecord:
    """What there is to say of a partition woven from what `key` stands for."""
    partition = woven.partition
    return PartitionRecord(
        key=key,
        folder=f"{partition.number:04d}-{key}",
        customers=partition.customers,
        cases=partition.cases,
        events=partition.events,
        first=int(partition.time.min()) if partition.events else None,
        unattached=woven.unattached,
        attributeless=woven.attributeless,
        members=tuple(partition.membership.sum(axis=0).tolist()),
        sightings=sightings,
    )


def _shared_cases(bindings: Bindings, records: Sequence[PartitionRecord], folder: Path) -> int:
    """How many case keys more than one customer has; one whose customers lie in two partitions shows only in both."""
    if bindings.case is None:
        return 0
    return shared_cases(names_of(folder / record.folder) for record in records)


def trails_of(
    bindings: Bindings,
    as_of: datetime,
    records: Sequence[PartitionRecord],
    stored: tuple[Path | Shelf, ...],
    *,
    shared_cases: int,
    quarantined: tuple[tuple[str, str, str, int], ...],
) -> Trails:
    """Trails whose partitions are kept in `stored`, with what their records say of them all together."""
    firsts = [record.first for record in records if record.first is not None]
    return Trails(
        journey=bindings.journey,
        codebook=bindings.codebook,
        as_of=as_of,
        first=instant(min(firsts)) if firsts else None,
        customers=sum(record.customers for record in records),
        cases=sum(record.cases for record in records),
        events=sum(record.events for record in records),
        stored=stored,
        coverage=coverage(
            bindings.codebook.touchpoints,
            bindings.matches.keys(),
            (record.sightings for record in records),
            sum(record.unattached for record in records),
            attributeless=sum(record.attributeless for record in records),
            memberless=tuple(
                segment
                for place, segment in enumerate(bindings.codebook.segments)
                if not any(record.members[place] for record in records)
            ),
            shared_cases=shared_cases,
            quarantined=quarantined,
        ),
    )


def _look(lake: Lake, number: int, known: Manifest) -> BucketRecord:
    """A bucket as it is now; its times are read only when it has changed."""
    fingerprint = key_of_parts(lake.fingerprint(table, number) for table in _TABLES)
    if number < len(known.buckets) and known.buckets[number].fingerprint == fingerprint:
        return known.buckets[number]
    times = {table: lake.scan(table, number).select(pl.col("time").max()).collect().item() for table in _TABLES}
    known_times = [time for time in times.values() if time is not None]
    return BucketRecord(
        fingerprint=fingerprint,
        last_event=microseconds(times["events"]) if times["events"] else None,
        last=microseconds(max(known_times)) if known_times else None,
    )


def _last_event(buckets: Sequence[BucketRecord]) -> datetime:
    moments = [bucket.last_event for bucket in buckets if bucket.last_event is not None]
    if not moments:
        raise InputError(Problem("there are no events yet", remedy="Read some first: `waypost ingest`"))
    return instant(max(moments))


@contextmanager
def _only_weaver(folder: Path) -> Iterator[None]:
    """Be the only process that changes the trails in this folder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder.with_name(f".{folder.name}.lock"), timeout=_WAIT):
            yield
    except Timeout:
        message = f"another process has been weaving the trails in {folder} for more than {_WAIT} seconds"
        raise BusyError(message) from None


@contextmanager
def _lake_in_peace() -> Iterator[None]:
    """An erasure takes away files that are being read."""
    try:
        yield
    except FileNotFoundError:
        raise BusyError("a customer was erased from the lake while trails were woven from it; try again") from None


def _sweep(folder: Path, manifest: Manifest) -> None:
    """Remove what the manifest does not speak of: older trails and what a killed process left."""
    for entry in folder.iterdir() if folder.is_dir() else ():
        if manifest.has(entry.name):
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
