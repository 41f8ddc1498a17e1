"""Spark: the same kernels and merges as on one machine, run by the workers of a cluster through `mapInArrow`.

Trails reach the workers in one of three ways. Those in folders (`waypost.open(…).weave()`) are read by the workers
themselves, which must see the same file system: only partition numbers travel. Packed ones (woven by `events.spark`)
are read by Spark from any storage it reads. Those in memory travel with the job.

What comes back is one row a task with its counts, already merged; the driver adds these up in the order of their
partitions. Counts are integers, so nothing depends on how Spark cuts the work.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812  # as everybody who knows Spark writes it

from waypost.analysis.engines.local import merged
from waypost.analysis.groups import Group
from waypost.analysis.measure import C, Countable, Grouped, count
from waypost.events.packing import COUNTED, NUMBER, PackedTrails, pack, unpack
from waypost.events.trails import Partition, Trails, read_partition

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_COUNTS = pa.schema({NUMBER: pa.int32(), "counts": pa.binary()})
_COUNTS_IN_SPARK = f"{NUMBER} int, counts binary"
_MANY = 256
"""With more tasks than this, workers add up what tasks have counted before the driver does."""
_TOGETHER = 32

Reading = Callable[[Mapping[str, object]], Partition]
"""How a worker gets a partition out of a row."""


@dataclass(frozen=True)
class Spark:
    """The engine of a cluster. Memory of a worker: one partition and its counts; of the driver: the merged counts."""

    session: SparkSession

    def count(self, measure: Countable[C], trails: Trails, groups: tuple[Group, ...]) -> tuple[C, ...]:
        """The merged counts of each group.

        Raises WaypostError when nothing is left of the trails' partitions, and Spark's own errors when a job fails.
        """
        rows, reading = self._rows(trails)
        counts = rows.mapInArrow(partial(_counted, reading, measure, groups), _COUNTS_IN_SPARK)
        if trails.partitions > _MANY:
            together = counts.groupBy((F.col(NUMBER) / _TOGETHER).cast("int"))
            counts = together.applyInArrow(_added, _COUNTS_IN_SPARK)
        done = sorted(counts.collect(), key=lambda row: int(row[NUMBER]))
        whole: Grouped[C] = merged(pickle.loads(row["counts"]) for row in done)  # noqa: S301  # our own workers' counts
        return whole.groups

    def _rows(self, trails: Trails) -> tuple[DataFrame, Reading]:
        """A row a partition, and how a worker reads it."""
        folders = tuple(stored for stored in trails.stored if isinstance(stored, Path))
        if len(folders) == trails.partitions:
            numbers = self.session.range(0, trails.partitions, 1, trails.partitions)
            return numbers.select(F.col("id").cast("int").alias(NUMBER)), partial(_in_folder, folders)
        addresses = {stored.url for stored in trails.stored if isinstance(stored, PackedTrails)}
        if len(addresses) == 1:
            return self.session.read.parquet(*addresses).select(*COUNTED), unpack
        packed = pa.Table.from_pylist([pack(partition) for partition in trails]).select(COUNTED)
        return self.session.createDataFrame(packed), unpack


def _in_folder(folders: tuple[Path, ...], row: Mapping[str, object]) -> Partition:
    number = int(str(row[NUMBER]))
    return read_partition(folders[number], number)


def _counted(
    reading: Reading, measure: Countable[C], groups: tuple[Group, ...], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """What a task does: count each of its partitions, and give back their sum under the first one's number."""
    rows = (batch.slice(place, 1).to_pylist()[0] for batch in batches for place in range(batch.num_rows))
    done: list[tuple[int, Grouped[C]]] = []
    for partition in map(reading, rows):
        done.append((partition.number, count(measure, partition, groups)))
    if done:
        yield _record(done)


def _added(rows: pa.Table) -> pa.Table:
    """The sum of several tasks' counts."""
    done = [(row[NUMBER], pickle.loads(row["counts"])) for row in rows.to_pylist()]  # noqa: S301  # our own workers' counts
    return pa.Table.from_batches([_record(done)])


def _record(done: list[tuple[int, Grouped[C]]]) -> pa.RecordBatch:
    done = sorted(done, key=lambda pair: pair[0])
    counts = pickle.dumps(merged(counts for _, counts in done), protocol=pickle.HIGHEST_PROTOCOL)
    return pa.RecordBatch.from_pydict({NUMBER: [done[0][0]], "counts": [counts]}, schema=_COUNTS)
