"""Trails: the sorted, coded record of one journey's cases, stored in partitions by customer hash.

This module holds what trails *are* and how they are kept; `weaving` makes them from the lake.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from math import prod
from mmap import ACCESS_COPY, mmap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from waypost.errors import WaypostError
from waypost.events.coverage import Coverage
from waypost.journey.binding import duration

Codes = npt.NDArray[np.int16]
Times = npt.NDArray[np.int64]
Offsets = npt.NDArray[np.int64]

NEVER = np.iinfo(np.int64).max
"""A time later than any, and longer than any."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FOREVER = 1 << 60  # microseconds: longer than any trail, and still far from NEVER when added to a time


@dataclass(frozen=True)
class ScoreKey:
    """The responses that speak of one touchpoint on one scale."""

    touchpoint: str
    low: float
    high: float


@dataclass(frozen=True)
class Codebook:
    """What the codes in a trail stand for, the same in every partition of one set of trails.

    A touchpoint's code is its place in `touchpoints`; `step_of[code]` is the place of its step in `steps`;
    `phase_of[step]` the place of the step's phase in `phases`. All in the journey's reading order.
    """

    touchpoints: tuple[str, ...]
    steps: tuple[str, ...]
    phases: tuple[str, ...]
    step_of: tuple[int, ...]
    phase_of: tuple[int, ...]
    signals: tuple[tuple[str, str], ...]
    """(touchpoint id, signal id) by signal code."""
    scores: tuple[ScoreKey, ...]
    """By score code."""
    segments: tuple[str, ...]
    """Segment ids: the columns of a partition's `membership`."""
    outcomes: tuple[str, ...] = ()
    """Outcome ids by outcome code: those of the journey whose rule can be seen in the data."""
    breakdowns: tuple[str, ...] = ()
    """Breakdown ids: the columns of a partition's `breakdown_code`."""


@dataclass(frozen=True)
class Partition:
    """The cases of the customers whose hash falls in one bucket, sorted by customer hash, customer, case.

    n cases, m touchpoint events, s signals, c chances, r responses, o outcomes. Case i's events are
    `code[start[i]:start[i+1]]` with `time` in UTC microseconds, never decreasing within a case. A case has at least one
    event. Signals, chances, responses and outcomes are sorted by time within a case.
    """

    number: int
    customer_hash: npt.NDArray[np.uint64]
    """[n]; equal hashes are adjacent, one customer's cases in order of their first event."""
    start: Offsets
    """[n + 1]"""
    code: Codes
    """[m] touchpoint codes."""
    time: Times
    """[m]"""
    membership: npt.NDArray[np.bool_]
    """[n, number of segments]"""
    judged: npt.NDArray[np.bool_]
    """[n, number of segments] whether enough is known of the customer to say whether they belong: of whom nothing is
    known belongs to no segment, and is like nobody outside of it either."""
    signal_start: Offsets
    """[n + 1]"""
    signal_code: Codes
    """[s]"""
    signal_time: Times
    """[s]"""
    at_risk: npt.NDArray[np.bool_]
    """[n, number of signals] whether the signal could have happened to the case by `as_of`: the denominator of its
    share. `signals.py` says for each rule which cases are at risk. A case a signal happened to is always at risk."""
    chance_start: Offsets
    """[n + 1]"""
    chance_code: Codes
    """[c] signal codes."""
    chance_time: Times
    """[c] the first moment at which the signal could have happened to the case and did not (see `signals.py`): what
    moments of truth are compared at. None for a rule without a moment of decision."""
    score_start: Offsets
    """[n + 1]"""
    score_code: Codes
    """[r]"""
    score_time: Times
    """[r]"""
    score_cents: npt.NDArray[np.int64]
    """[r] the score times 100, rounded."""
    outcome_start: Offsets
    """[n + 1]"""
    outcome_code: Codes
    """[o]"""
    outcome_time: Times
    """[o] when it happened: for `when` each such event of the customer's that belongs to the case, for `reached` the
    first event there, for `silent_for` each silence that is over by `as_of`, for `score` each response."""
    outcome_cents: npt.NDArray[np.int64]
    """[o] for `score` the score and for an `amount` the money, times 100, rounded; 100 for all others."""
    breakdown_code: npt.NDArray[np.int32]
    """[n, number of breakdowns] the place of the case's value in `breakdown_values`; −1 where it is not known."""
    breakdown_values: tuple[tuple[str, ...], ...]
    """By breakdown: the values met in this partition, ascending. Other partitions have others."""
    names: pl.LazyFrame
    """[n] customer: String, case: String (null without a case property); for those who may see individual customers.
    Lazy: measures never read it."""

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.start) - 1

    @property
    def events(self) -> int:
        """How many touchpoint events there are."""
        return len(self.code)

    @property
    def customers(self) -> int:
        """How many customers (or accounts) there are, told apart by their hashes."""
        hashes = self.customer_hash
        return int((hashes[1:] != hashes[:-1]).sum()) + 1 if len(hashes) else 0


class Shelf(Protocol):
    """Where partitions are kept when it is neither memory nor folders of this machine (see `events/packing.py`)."""

    def read(self, number: int) -> Partition:
        """One partition; WaypostError when it is not there."""


@dataclass(frozen=True)
class Trails:
    """One journey's trails: a codebook and partitions, in files (read anew each time, memory-mapped) or in memory."""

    journey: str
    """The journey's id."""
    codebook: Codebook
    as_of: datetime
    """UTC; later events are left out."""
    first: datetime | None
    """The first event of any case, UTC; None without cases."""
    customers: int
    cases: int
    events: int
    """Touchpoint events in cases."""
    stored: tuple[Partition | Path | Shelf, ...]
    """Partitions in order of their number, or the folders or shelves they are kept in."""
    coverage: Coverage | None = None
    """What the journey's bindings see and miss of the lake; None for trails that were not woven from one."""

    @classmethod
    def in_memory(cls, codebook: Codebook, partitions: Iterable[Partition], *, journey: str, as_of: datetime) -> Self:
        """Trails from partitions at hand, as a notebook or a test makes them."""
        stored = tuple(partitions)
        firsts = [int(partition.time.min()) for partition in stored if partition.events]
        return cls(
            journey=journey,
            codebook=codebook,
            as_of=as_of,
            first=instant(min(firsts)) if firsts else None,
            customers=sum(partition.customers for partition in stored),
            cases=sum(partition.cases for partition in stored),
            events=sum(partition.events for partition in stored),
            stored=stored,
        )

    @property
    def partitions(self) -> int:
        """How many partitions there are; some may have no cases."""
        return len(self.stored)

    def read(self, number: int) -> Partition:
        """One partition; WaypostError when the trails have been woven anew since."""
        stored = self.stored[number]
        if isinstance(stored, Partition):
            return stored
        return read_partition(stored, number) if isinstance(stored, Path) else stored.read(number)

    def __iter__(self) -> Iterator[Partition]:
        """The partitions, one at a time, in order."""
        return (self.read(number) for number in range(self.partitions))


ARRAYS = tuple(field.name for field in fields(Partition) if field.name not in ("number", "names", "breakdown_values"))
"""The fields of a partition that are arrays."""

_NAMES = "names.arrow"
_CONTENT = "arrays.bin"
_LAYOUT = "arrays.json"
_ALIGNED = 64
"""Every array begins at a multiple of so many bytes."""


def write_partition(partition: Partition, folder: Path) -> None:
    """Keep a partition in a folder, which appears complete or not at all.

    The arrays lie one after the other in one file, which is mapped into memory without reading it; where each lies is
    said in another. The names are an Arrow file.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".") as temporary:
        fresh = Path(temporary) / folder.name
        fresh.mkdir()
        layout: dict[str, tuple[str, tuple[int, ...], int]] = {}
        with (fresh / _CONTENT).open("wb") as content:
            for name in ARRAYS:
                array = np.ascontiguousarray(getattr(partition, name))
                layout[name] = (array.dtype.str, array.shape, content.tell())
                content.write(array.data)
                content.write(b"\0" * (-content.tell() % _ALIGNED or _ALIGNED))  # no map of an empty file either
        said = {"arrays": layout, "breakdown_values": partition.breakdown_values}
        (fresh / _LAYOUT).write_text(json.dumps(said), encoding="utf-8")
        partition.names.collect().write_ipc(fresh / _NAMES)
        fresh.rename(folder)


def names_of(folder: Path) -> pl.LazyFrame:
    """customer and case of a partition kept by `write_partition`, by case."""
    return pl.scan_ipc(folder / _NAMES)


def read_partition(folder: Path, number: int) -> Partition:
    """A partition kept by `write_partition`, its arrays mapped into memory; WaypostError when it is gone.

    Copy on write: a kernel compiled for arrays in memory takes them, and nothing it did could reach the file.
    """
    try:
        said = json.loads((folder / _LAYOUT).read_text(encoding="utf-8"))
        with (folder / _CONTENT).open("rb") as stream:
            content = mmap(stream.fileno(), 0, access=ACCESS_COPY)
    except FileNotFoundError as missing:
        message = f"the trails in {folder.parent} have been woven anew since; weave them again"
        raise WaypostError(message) from missing
    arrays = {
        name: np.frombuffer(content, kind, prod(shape), begin).reshape(shape)
        for name, (kind, shape, begin) in said["arrays"].items()
    }
    values = tuple(map(tuple, said["breakdown_values"]))
    return Partition(number=number, names=names_of(folder), breakdown_values=values, **arrays)


def owner_of(start: Offsets) -> npt.NDArray[np.int64]:
    """[m] to which of n each entry belongs, as to its case: those from `start[i]` to `start[i + 1]` are i's."""
    return np.repeat(np.arange(len(start) - 1), np.diff(start))


def instant(moment: int) -> datetime:
    """UTC microseconds as a datetime."""
    return _EPOCH + timedelta(microseconds=moment)


def microseconds(moment: datetime) -> int:
    """A datetime, which must have a zone, as UTC microseconds."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def lasting(text: str) -> int:
    """A duration such as `36 hours` in microseconds; ValueError as `duration` says."""
    return min(duration(text) // timedelta(microseconds=1), _FOREVER)
