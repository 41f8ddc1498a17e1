"""The same question put to others: how often each event follows each, and the median time between.

All but `raw_files` are handed the events in order and coded, as trails have them; reading them is not timed. That
spares the others the sorting, which is most of their work on a log as it lies about.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

import waypost
from benchmarks.answers import Answer
from benchmarks.clock import Outcome, cores, timed
from benchmarks.workspace import DATA
from waypost.events.trails import Codes, Offsets, Partition, Times, Trails

_DETAIL = 6
_BUCKETS = 64 << _DETAIL


def bare_loop(folder: Path, runs: int) -> Outcome:
    """Nothing but a loop over arrays in memory, a thread a core, into a logarithmic histogram: what can be had."""
    trails = _trails(folder)
    arrays = [_in_memory(partition) for partition in trails]
    names = trails.codebook.touchpoints
    size = len(names)

    def share(thread: int) -> npt.NDArray[np.int64]:
        counts = np.zeros(size * size * _BUCKETS, dtype=np.int64)
        for start, code, time in arrays[thread :: cores()]:
            _loop(start, code, time, size, counts)
        return counts

    def run() -> npt.NDArray[np.int64]:
        with ThreadPoolExecutor(cores()) as pool:
            first, *others = pool.map(share, range(cores()))
        return sum(others, first)

    seconds, histograms = timed(run, runs)
    return Outcome(seconds, _histogram_answer(histograms.reshape(-1, _BUCKETS), names))


def polars(folder: Path, runs: int) -> Outcome:
    """Polars on a frame in memory."""
    trails = _trails(folder)
    frame = _frame(trails)
    same = pl.col("case") == pl.col("case").shift(1)
    query = (
        frame.lazy()
        .select(
            origin=pl.when(same).then(pl.col("code").shift(1)),
            target="code",
            time=pl.col("time") - pl.col("time").shift(1),
        )
        .filter(pl.col("origin").is_not_null())
        .group_by("origin", "target")
        .agg(pl.len(), pl.col("time").quantile(0.5, "lower").alias("median"))
    )
    seconds, found = timed(query.collect, runs)
    return Outcome(seconds, _coded_answer(found.iter_rows(), trails.codebook.touchpoints))


def duckdb(folder: Path, runs: int) -> Outcome:
    """DuckDB on a table in memory, its rows in order."""
    engine = import_module("duckdb")
    trails = _trails(folder)
    given = {column.name: column.to_numpy() for column in _frame(trails)}
    database = engine.connect(config={"threads": cores()})
    database.register("given", given)
    database.execute('create table events as select "case", code, time from given')
    database.unregister("given")
    query = """
        with moves as (
            select code as target, lag(code) over () as origin, time - lag(time) over () as time,
                   "case" = lag("case") over () as same
            from events)
        select origin, target, count(*), quantile_disc(time, 0.5) from moves where same group by all"""
    seconds, rows = timed(lambda: database.execute(query).fetchall(), runs)
    return Outcome(seconds, _coded_answer(rows, trails.codebook.touchpoints))


def pm4py(folder: Path, runs: int) -> Outcome:
    """pm4py on a pandas frame, counts and medians in one pass: the function below its two public ones."""
    frame = _pm4py_frame(folder)
    library = import_module("pm4py.algo.discovery.dfg.adapters.pandas.df_statistics")
    seconds, (counts, medians) = timed(
        lambda: library.get_dfg_graph(frame, "both", perf_aggregation_key="median"), runs
    )
    return Outcome(seconds, _pm4py_answer(counts, medians))


def pm4py_public(folder: Path, runs: int) -> Outcome:
    """pm4py as its manual has it: `discover_dfg`, then `discover_performance_dfg`."""
    frame = _pm4py_frame(folder)
    library = import_module("pm4py")
    frame["case:concept:name"] = frame["case:concept:name"].astype("str")  # it takes no numbers

    def run() -> tuple[dict[Any, Any], dict[Any, Any]]:
        counts, _, _ = library.discover_dfg(frame)
        medians, _, _ = library.discover_performance_dfg(frame, perf_aggregation_key="median")
        return counts, medians

    seconds, (counts, medians) = timed(run, runs)
    return Outcome(seconds, _pm4py_answer(counts, medians))


def raw_files(folder: Path, runs: int) -> Outcome:
    """Polars from the files as they lie about, sorting included: an answer that owes nothing to lake or trails."""
    together = (
        pl.scan_parquet(folder / DATA / "*.parquet")
        .select("customer", "time", "event")
        .sort("customer", "time", maintain_order=True)
        .with_columns(
            origin=pl.when(pl.col("customer") == pl.col("customer").shift(1)).then(pl.col("event").shift(1)),
            gap=pl.col("time") - pl.col("time").shift(1),
        )
        .filter(pl.col("origin").is_not_null())
        .group_by("origin", "event")
        .agg(pl.len(), pl.col("gap").quantile(0.5, "lower").dt.total_microseconds().alias("median"))
    )
    seconds, found = timed(together.collect, runs)
    return Outcome(seconds, _answer(found.iter_rows()))


STAGES: dict[str, Callable[[Path, int], Outcome]] = {
    "peer:bare_loop": bare_loop,
    "peer:polars": polars,
    "peer:duckdb": duckdb,
    "peer:pm4py": pm4py,
    "peer:pm4py_public": pm4py_public,
    "peer:raw_files": raw_files,
}


def _trails(folder: Path) -> Trails:
    return waypost.open(folder).weave()


def _in_memory(partition: Partition) -> tuple[Offsets, Codes, Times]:
    return partition.start.copy(), partition.code.copy(), partition.time.copy()


def _frame(trails: Trails) -> pl.DataFrame:
    """All events in the order of the trails: case (a number), code, time (µs)."""
    parts, cases = [], 0
    for partition in trails:
        case = np.repeat(np.arange(cases, cases + partition.cases, dtype=np.int32), np.diff(partition.start))
        parts.append(pl.DataFrame({"case": case, "code": partition.code, "time": partition.time}))
        cases += partition.cases
    return pl.concat(parts, rechunk=True)


def _pm4py_frame(folder: Path) -> Any:
    """The pandas frame pm4py asks for, the cases numbered, the events in order."""
    pandas = import_module("pandas")
    warnings.simplefilter("ignore")
    trails = _trails(folder)
    frame = _frame(trails)
    names = pandas.Index(trails.codebook.touchpoints)
    return pandas.DataFrame(
        {
            "case:concept:name": frame["case"].to_numpy(),
            "concept:name": names.take(frame["code"].to_numpy()),
            "time:timestamp": pandas.to_datetime(frame["time"].to_numpy(), unit="us", utc=True),
        }
    )


def _pm4py_answer(counts: dict[Any, Any], medians: dict[Any, Any]) -> Answer:
    return Answer(
        {pair: int(count) for pair, count in counts.items()},
        {pair: seconds * 1e6 for pair, seconds in medians.items()},
    )


def _coded_answer(rows: Iterable[tuple[Any, ...]], names: tuple[str, ...]) -> Answer:
    return _answer((names[origin], names[target], count, middle) for origin, target, count, middle in rows)


def _answer(rows: Iterable[tuple[Any, ...]]) -> Answer:
    found = list(rows)
    return Answer(
        {(origin, target): count for origin, target, count, _ in found},
        {(origin, target): float(middle) for origin, target, _, middle in found},
    )


def _histogram_answer(histograms: npt.NDArray[np.int64], names: tuple[str, ...]) -> Answer:
    size = len(names)
    rows = []
    for row in np.flatnonzero(histograms.any(axis=1)).tolist():
        reached = np.cumsum(histograms[row])
        bucket = int(np.searchsorted(reached, (reached[-1] + 1) // 2))
        rows.append((names[row // size], names[row % size], int(reached[-1]), _middle(bucket)))
    return _answer(rows)


def _middle(bucket: int) -> float:
    octave, detail = divmod(bucket, 1 << _DETAIL)
    return 0.0 if bucket == 0 else float(2.0 ** (octave - 1) * (1 + (detail + 0.5) / (1 << _DETAIL)))


@numba.njit(cache=True, nogil=True)
def _loop(
    start: Offsets, code: Codes, time: Times, size: int, counts: npt.NDArray[np.int64]
) -> None:  # pragma: no cover
    for case in range(len(start) - 1):
        for event in range(start[case] + 1, start[case + 1]):
            gap = time[event] - time[event - 1]
            bucket = (np.float64(gap).view(np.int64) >> (52 - _DETAIL)) - (1022 << _DETAIL) if gap > 0 else 0
            counts[(code[event - 1] * size + code[event]) * _BUCKETS + bucket] += 1
