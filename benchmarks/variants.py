"""Which paths did customers take, repeats counted once, and how many each? Others are handed logs without repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import groupby
from pathlib import Path

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.answers import MANY, paths
from benchmarks.clock import Outcome, cores, timed
from benchmarks.handed import (
    Arrays,
    arrays,
    duckdb_table,
    frame,
    pandas_frame,
    r4pm_log,
    trails_in,
    without_repeats,
)
from waypost.analysis.engines.local import Local
from waypost.analysis.groups import EVERYONE
from waypost.analysis.results import Variant
from waypost.analysis.variants import VariantCounts, Variants
from waypost.events.trails import Codes, Offsets

Hashes = npt.NDArray[np.uint64]


def waypost(folder: Path, runs: int) -> Outcome:
    """All variants between touchpoints, from the partitions' files on."""
    trails = trails_in(folder)
    names = trails.codebook.touchpoints
    wanted = Variants(names, np.arange(len(names), dtype=np.int16), top=trails.cases // MANY)

    def run() -> tuple[VariantCounts, tuple[Variant, ...]]:
        (counts,) = Local().count(wanted, trails, (EVERYONE,))
        return counts, Variants(names, wanted.place_of).finish(counts)

    seconds, (counts, _) = timed(run, runs)
    shown = ((variant.path, variant.cases) for variant in wanted.finish(counts))
    return Outcome(seconds, paths(shown, len(counts.cases)))


def bare_loop(folder: Path, runs: int) -> Outcome:
    """A loop that hashes each path to 64 bits, a thread a core, and NumPy's `unique`; it keeps no paths."""
    trails = trails_in(folder)
    given = arrays(trails)

    def loop(one: Arrays) -> Hashes:
        hashes = np.zeros(len(one[0]) - 1, dtype=np.uint64)
        _hash_paths(*one[:2], hashes)
        return hashes

    def run() -> tuple[Hashes, npt.NDArray[np.int64]]:
        with ThreadPoolExecutor(cores()) as pool:
            return np.unique(np.concatenate(list(pool.map(loop, given))), return_counts=True)

    seconds, (hashes, counts) = timed(run, runs)
    many = dict(zip(hashes[counts >= MANY].tolist(), counts[counts >= MANY].tolist(), strict=True))
    names = trails.codebook.touchpoints
    found = {path: many.pop(one) for share in given for one, path in _examples(share, loop(share), many, names)}
    return Outcome(seconds, paths(found.items(), len(counts)))


def _examples(
    share: Arrays, hashes: Hashes, wanted: Mapping[int, int], names: Sequence[str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The path behind each wanted hash that is met here, once."""
    start, code, _ = share
    _, firsts = np.unique(hashes, return_index=True)
    for case in firsts.tolist():
        if (one := int(hashes[case])) in wanted:
            yield one, tuple(names[place] for place, _ in groupby(code[start[case] : start[case + 1]].tolist()))


def polars(folder: Path, runs: int) -> Outcome:
    """Polars on a frame in memory."""
    trails = trails_in(folder)
    events = without_repeats(frame(trails)).lazy()
    query = events.group_by("case").agg("code").group_by("code").agg(pl.len())
    seconds, found = timed(query.collect, runs)
    names = trails.codebook.touchpoints
    many = found.filter(pl.col("len") >= MANY).iter_rows()
    return Outcome(seconds, paths((([names[code] for code in codes], cases) for codes, cases in many), len(found)))


def duckdb(folder: Path, runs: int) -> Outcome:
    """DuckDB on a table in memory."""
    trails = trails_in(folder)
    database = duckdb_table(without_repeats(frame(trails)))
    query = """
        with paths as (select list(code order by place) as path from events group by "case")
        select path, count(*) from paths group by path"""
    seconds, found = timed(lambda: database.execute(query).fetchall(), runs)
    names = trails.codebook.touchpoints
    shown = (([names[code] for code in codes], cases) for codes, cases in found)
    return Outcome(seconds, paths(shown, len(found)))


def pm4py(folder: Path, runs: int) -> Outcome:
    """pm4py's `get_variants`."""
    trails = trails_in(folder)
    events = pandas_frame(trails, without_repeats(frame(trails)))
    events["case:concept:name"] = events["case:concept:name"].astype("str")  # it takes no numbers
    library = import_module("pm4py")
    seconds, found = timed(lambda: library.get_variants(events), runs)
    return Outcome(seconds, paths(found.items(), len(found)))


def r4pm(folder: Path, runs: int) -> Outcome:
    """r4pm's projection to activities and its variants, the log inside r4pm already."""
    trails = trails_in(folder)
    log = r4pm_log(trails, without_repeats(frame(trails)))
    library = import_module("r4pm.bindings")
    seconds, found = timed(lambda: library.get_variants(library.log_to_activity_projection(log)), runs)
    return Outcome(seconds, paths(((one["activities"], one["count"]) for one in found), len(found)))


STAGES: dict[str, Callable[[Path, int], Outcome]] = {
    "waypost": waypost,
    "bare_loop": bare_loop,
    "polars": polars,
    "duckdb": duckdb,
    "pm4py": pm4py,
    "r4pm": r4pm,
}


@numba.njit(cache=True, nogil=True)
def _hash_paths(start: Offsets, code: Codes, hashes: Hashes) -> None:  # pragma: no cover
    for case in range(len(start) - 1):
        path = np.uint64(0x9E3779B97F4A7C15)
        here = -1
        for event in range(start[case], start[case + 1]):
            if code[event] != here:
                here = code[event]
                path = (path ^ np.uint64(here + 1)) * np.uint64(0xFF51AFD7ED558CCD)
                path ^= path >> np.uint64(32)
        hashes[case] = path
