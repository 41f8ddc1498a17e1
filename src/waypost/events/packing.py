"""Packing: a partition as one row of bytes, so that trails can lie in Parquet files and travel between machines.

Each array is one column, as a `.npy` file holds it: it says its own type and shape, and nothing is taken apart to
single numbers on its way through Spark. A row is never split, so a partition always arrives whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import polars as pl

from waypost.errors import WaypostError
from waypost.events.trails import ARRAYS, Partition

NUMBER, VALUES, NAMES = "number", "breakdown_values", "names"
COUNTED = (NUMBER, VALUES, *ARRAYS, NAMES)
"""The columns of a partition: names too, for measures that list single cases."""


def pack(partition: Partition) -> dict[str, int | str | bytes]:
    """The partition as a row; the customers' names in a column of their own."""
    names = BytesIO()
    partition.names.collect().write_ipc(names)
    arrays = {name: _bytes(np.asarray(getattr(partition, name))) for name in ARRAYS}
    values = json.dumps(partition.breakdown_values)
    return {NUMBER: partition.number, VALUES: values, **arrays, NAMES: names.getvalue()}


def unpack(row: Mapping[str, object]) -> Partition:
    """The partition in a row; its names are not decoded before a measure asks for them."""
    arrays = {name: np.load(BytesIO(_content(row, name)), allow_pickle=False) for name in ARRAYS}
    values = tuple(map(tuple, json.loads(str(row[VALUES]))))
    names = pl.scan_ipc(BytesIO(_content(row, NAMES)))
    return Partition(number=int(str(row[NUMBER])), names=names, breakdown_values=values, **arrays)


@dataclass(frozen=True)
class PackedTrails:
    """A dataset of packed partitions in Parquet files, on any storage."""

    url: str
    """A folder or an address, as in `s3://company/trails/visit/partitions`."""

    def read(self, number: int) -> Partition:
        """One partition, read by this process: for looking at single customers, not for counting."""
        address = self.url.replace("s3a://", "s3://", 1).removeprefix("file://").rstrip("/")
        try:
            rows = pl.scan_parquet(f"{address}/*.parquet").filter(pl.col(NUMBER) == number).collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise WaypostError(f"the trails in {self.url} cannot be read from this machine: {error}") from error
        if rows.is_empty():
            raise WaypostError(f"the trails in {self.url} have no partition {number}")
        return unpack(rows.row(0, named=True))


def _bytes(array: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> bytes:
    content = BytesIO()
    np.save(content, np.ascontiguousarray(array), allow_pickle=False)
    return content.getvalue()


def _content(row: Mapping[str, object], name: str) -> bytes:
    content = row[name]
    assert isinstance(content, bytes)
    return content
