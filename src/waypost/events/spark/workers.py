"""What runs on the cluster's machines: gathering where rows lie, weaving where a partition's parts have met.

What travels between the two is a few large rows: for each chunk of rows, partition and kind of thing gathered an Arrow
file. What was seen on the way travels with them.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from io import BytesIO
from operator import add

import polars as pl
import pyarrow as pa
from pyspark import TaskContext

from waypost.events.bindings import Bindings
from waypost.events.coverage import Sightings
from waypost.events.gathering import Followed, Gathered, gather
from waypost.events.hashing import bucket_of
from waypost.events.packing import NAMES, NUMBER, VALUES, pack
from waypost.events.partitioning import weave_partition
from waypost.events.spark.tables import NEEDED
from waypost.events.tables import TABLES
from waypost.events.trails import ARRAYS
from waypost.events.weaving import record_of

CHUNK_ROWS = 500_000
"""Rows that are gathered at a time."""

PARTS = "partition int, kind int, content binary"
"""Parts in Spark's words. A kind of null: nothing, there so that each partition is woven."""
RECORD = "record"
"""What there is to say of a partition, as JSON."""
WOVEN = ", ".join(
    [f"{NUMBER} int", f"{VALUES} string", *(f"{name} binary" for name in (*ARRAYS, NAMES)), f"{RECORD} string"]
)
"""Packed partitions and their records, in Spark's words."""

_PARTS = pa.schema({"partition": pa.int32(), "kind": pa.int32(), "content": pa.binary()})
_WOVEN = pa.schema(
    {
        NUMBER: pa.int32(),
        VALUES: pa.string(),
        **dict.fromkeys((*ARRAYS, NAMES), pa.binary()),
        RECORD: pa.string(),
    }
)
_SEEN = -1
"""The kind of part that holds sightings; others are the place of their frame among those of `Gathered`."""


@dataclass(frozen=True)
class Order:
    """What is to be woven."""

    bindings: Bindings
    as_of: datetime
    partitions: int

    def gathering(self, table: str) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
        """For `mapInArrow`: rows of a table with a column `followed` become parts."""

        def gathered(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for chunk in _chunks(batches):
                parts = zip(*_parts(self, table, chunk), strict=True)
                yield pa.RecordBatch.from_arrays([pa.array(column) for column in parts], schema=_PARTS)

        return gathered

    def weaving(self) -> Callable[[tuple[pa.Scalar, ...], pa.Table], pa.Table]:
        """For `applyInArrow` by partition: parts become the partition, packed, with its record."""

        def woven(key: tuple[pa.Scalar, ...], parts: pa.Table) -> pa.Table:
            return pa.Table.from_pylist([_woven(self, key[0].as_py(), parts)], schema=_WOVEN)

        return woven


def case_keys(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """For `mapInArrow`: the key of each case in packed names."""
    for batch in batches:
        for names in batch.column(NAMES):
            keys = pl.read_ipc(names.as_py())["case"].drop_nulls().to_list()
            yield pa.RecordBatch.from_pydict({"case": pa.array(keys, pa.string())})


def _chunks(batches: Iterable[pa.RecordBatch]) -> Iterator[pl.DataFrame]:
    """Batches together, up to the size of a chunk."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= CHUNK_ROWS:
            yield pl.DataFrame(pa.Table.from_batches(waiting))
            waiting, rows = [], 0
    if rows:
        yield pl.DataFrame(pa.Table.from_batches(waiting))


def _parts(order: Order, table: str, chunk: pl.DataFrame) -> Iterator[tuple[int, int, bytes]]:
    """(partition, kind, content) of what trails need of some rows."""
    rows = chunk.select(pl.col(name).cast(kind) for name, kind in NEEDED[table].items() if name != "bucket")
    followed = Followed.here(chunk.select(name="customer", followed="followed").drop_nulls().unique())
    gathered, sightings = gather({**_nothing(), table: rows.lazy()}, 0, followed, order.bindings, order.as_of)
    for kind, frame in enumerate(gathered.frames()):
        placed = frame.with_columns(bucket_of(frame["customer"], order.partitions).alias("partition"))
        for (partition,), part in placed.partition_by("partition", include_key=False, as_dict=True).items():
            content = BytesIO()
            part.write_ipc(content, compression="lz4")
            yield int(str(partition)), kind, content.getvalue()
    context = TaskContext.get()
    yield (context.partitionId() if context else 0) % order.partitions, _SEEN, pickle.dumps(sightings)


def _woven(order: Order, number: int, parts: pa.Table) -> dict[str, int | str | bytes]:
    """A row of WOVEN."""
    empty, nothing_seen = gather(_nothing(), 0, Followed.nobody(), order.bindings, order.as_of)
    frames = [[frame] for frame in empty.of(0).frames()]
    seen: list[Sightings] = [nothing_seen]
    for kind, content in zip(parts["kind"].to_pylist(), parts["content"], strict=True):
        if kind == _SEEN:
            seen.append(pickle.loads(content.as_py()))  # noqa: S301  # our own workers' counts
        elif kind is not None:
            frames[kind].append(pl.read_ipc(content.as_py()))
    gathered = Gathered(*map(pl.concat, frames))
    woven = weave_partition(gathered, order.bindings, order.as_of, number)
    record = record_of(woven, reduce(add, seen), order.bindings.key)
    return {**pack(woven.partition), RECORD: record.model_dump_json()}


def _nothing() -> dict[str, pl.LazyFrame]:
    return {name: pl.LazyFrame(schema=TABLES[name]) for name in NEEDED}
