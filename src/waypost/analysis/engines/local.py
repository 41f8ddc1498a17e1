"""Threads over the partitions of one machine; the kernels let go of the interpreter's lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
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

        done: list[Grouped[C]] = []
        with ThreadPoolExecutor(self.threads or _cores()) as pool:
            for number, grouped in enumerate(pool.map(counted, range(trails.partitions)), start=1):
                done.append(grouped)
                # As often as `number` can be halved, so that few counts wait and large tables meet large tables.
                for _ in range((number & -number).bit_length() - 1):
                    last = done.pop()
                    done[-1] += last
                self.told(number, trails.partitions)
        return merged(done).groups


def merged(parts: Sequence[C]) -> C:
    """The sum of all parts (at least one), added in pairs of neighbours so that large tables meet large tables."""
    while len(parts) > 1:
        pairs = [parts[place] + parts[place + 1] for place in range(0, len(parts) - 1, 2)]
        parts = pairs + list(parts[len(pairs) * 2 :])
    return parts[0]
