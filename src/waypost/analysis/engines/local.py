"""Threads over the partitions of one machine; the kernels let go of the interpreter's lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from waypost.analysis.groups import Group
from waypost.analysis.measure import C, Countable, Grouped, count
from waypost.events.trails import Trails


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _told(partition: int, partitions: int) -> None:
    """Nobody asked."""


@dataclass(frozen=True)
class Local:
    """The engine of one machine. Memory: the partitions that are read at one moment, and their counts."""

    threads: int | None = None
    """None: as many as there are cores."""
    told: Callable[[int, int], None] = _told
    """Called after each partition: how many are done, of how many."""

    def count(self, measure: Countable[C], trails: Trails, groups: tuple[Group, ...]) -> tuple[C, ...]:
        """The merged counts of each group."""

        def counted(number: int) -> Grouped[C]:
            return count(measure, trails.read(number), groups)

        with ThreadPoolExecutor(self.threads or _cores()) as pool:
            return merged(self._telling(pool.map(counted, range(trails.partitions)), trails.partitions)).groups

    def _telling(self, counts: Iterable[Grouped[C]], partitions: int) -> Iterator[Grouped[C]]:
        """The counts as they come; each is merged before it is told."""
        for number, grouped in enumerate(counts, start=1):
            yield grouped
            self.told(number, partitions)


def merged(parts: Iterable[C]) -> C:
    """The sum of all parts (at least one), added as they come, neighbours first.

    The nth part is added up as often as n can be halved, so that few sums wait and large tables meet large tables.
    """
    waiting: list[C] = []
    for number, part in enumerate(parts, start=1):
        waiting.append(part)
        for _ in range((number & -number).bit_length() - 1):
            _add_last(waiting)
    while len(waiting) > 1:
        _add_last(waiting)
    return waiting[0]


def _add_last(waiting: list[C]) -> None:
    last = waiting.pop()
    waiting[-1] += last
