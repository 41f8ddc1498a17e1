"""How often does each touchpoint follow each, and what is the median time between? Some are asked for counts only."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.answers import Answer
from benchmarks.clock import Outcome, timed
from benchmarks.handed import (
    Arrays,
    Integers,
    arrays,
    duckdb_table,
    eventstream,
    frame,
    in_threads,
    pandas_frame,
    r4pm_log,
    trails_in,
)
from benchmarks.workspace import DATA
from waypost.analysis.engines.local import Local
from waypost.analysis.groups import EVERYONE
from waypost.analysis.results import Durations, Transition
from waypost.analysis.transitions import TransitionCounts, Transitions
from waypost.events.trails import Codes, Offsets, Times

_DETAIL = 6
_BUCKETS = 64 << _DETAIL


def waypost(folder: Path, runs: int) -> Outcome:
    """Transitions between touchpoints with time quantiles, from the partitions' files on."""
    trails = trails_in(folder)
    names = trails.codebook.touchpoints
    wanted = Transitions(names, np.arange(len(names), dtype=np.int16))

    def run() -> tuple[TransitionCounts, tuple[Transition, ...]]:
        (counts,) = Local().count(wanted, trails, (EVERYONE,))
        return counts, wanted.finish(counts)

    seconds, (counts, _) = timed(run, runs)
    pairs = [(int(origin), int(target)) for origin, target in np.argwhere(counts.count)]
    times = [counts.times.durations(origin * len(names) + target, 1) for origin, target in pairs]
    rows = [
        (*pair, counts.count[pair], found.median)
        for pair, found in zip(pairs, times, strict=True)
        if isinstance(found, Durations)
    ]
    return Outcome(seconds, Answer.of_moves(rows, names))


def bare_loop(folder: Path, runs: int) -> Outcome:
    """Nothing but a loop over arrays in memory, a thread a core, into a logarithmic histogram: what can be had."""
    trails = trails_in(folder)
    given, names = arrays(trails), trails.codebook.touchpoints

    def loop(share: list[Arrays]) -> Integers:
        counts = np.zeros(len(names) ** 2 * _BUCKETS, dtype=np.int64)
        for start, code, time in share:
            _time_moves(start, code, time, len(names), counts)
        return counts

    seconds, histograms = timed(partial(in_threads, loop, given), runs)
    return Outcome(seconds, _histogram_answer(histograms.reshape(-1, _BUCKETS), names))


def bare_loop_counts(folder: Path, runs: int) -> Outcome:
    """The same without times: it reads a fifth of the bytes."""
    trails = trails_in(folder)
    given, names = arrays(trails), trails.codebook.touchpoints

    def loop(share: list[Arrays]) -> Integers:
        counts = np.zeros(len(names) ** 2, dtype=np.int64)
        for start, code, _ in share:
            _count_moves(start, code, len(names), counts)
        return counts

    seconds, counts = timed(partial(in_threads, loop, given), runs)
    rows = [(*divmod(pair, len(names)), counts[pair]) for pair in np.flatnonzero(counts).tolist()]
    return Outcome(seconds, Answer.of_moves(rows, names))


def polars(folder: Path, runs: int) -> Outcome:
    """Polars on a frame in memory."""
    median = pl.col("time").quantile(0.5, "lower").alias("median")
    return _polars(folder, runs, pl.len(), median)


def polars_counts(folder: Path, runs: int) -> Outcome:
    """The same without times."""
    return _polars(folder, runs, pl.len())


def _polars(folder: Path, runs: int, *wanted: pl.Expr) -> Outcome:
    trails = trails_in(folder)
    same = pl.col("case") == pl.col("case").shift(1)
    query = (
        frame(trails)
        .lazy()
        .select(
            origin=pl.when(same).then(pl.col("code").shift(1)),
            target="code",
            time=pl.col("time") - pl.col("time").shift(1),
        )
        .filter(pl.col("origin").is_not_null())
        .group_by("origin", "target")
        .agg(*wanted)
    )
    seconds, found = timed(query.collect, runs)
    return Outcome(seconds, Answer.of_moves(found.iter_rows(), trails.codebook.touchpoints))


def duckdb(folder: Path, runs: int) -> Outcome:
    """DuckDB on a table in memory, its rows in order."""
    return _duckdb(folder, runs, "count(*), quantile_disc(time, 0.5)")


def duckdb_counts(folder: Path, runs: int) -> Outcome:
    """The same without times."""
    return _duckdb(folder, runs, "count(*)")


def _duckdb(folder: Path, runs: int, wanted: str) -> Outcome:
    trails = trails_in(folder)
    database = duckdb_table(frame(trails))
    query = f"""
        with moves as (
            select code as target, lag(code) over () as origin, time - lag(time) over () as time,
                   "case" = lag("case") over () as same
            from events)
        select origin, target, {wanted} from moves where same group by all"""
    seconds, rows = timed(lambda: database.execute(query).fetchall(), runs)
    return Outcome(seconds, Answer.of_moves(rows, trails.codebook.touchpoints))


def pm4py(folder: Path, runs: int) -> Outcome:
    """pm4py on a pandas frame, counts and medians in one pass: the function below its two public ones."""
    events = _pm4py_frame(folder)
    library = import_module("pm4py.algo.discovery.dfg.adapters.pandas.df_statistics")
    seconds, (counts, medians) = timed(
        lambda: library.get_dfg_graph(events, "both", perf_aggregation_key="median"), runs
    )
    return Outcome(seconds, _pm4py_answer(counts, medians))


def pm4py_public(folder: Path, runs: int) -> Outcome:
    """pm4py as its manual has it: `discover_dfg`, then `discover_performance_dfg`."""
    events = _pm4py_frame(folder)
    library = import_module("pm4py")

    def run() -> tuple[dict[Any, Any], dict[Any, Any]]:
        counts, _, _ = library.discover_dfg(events)
        medians, _, _ = library.discover_performance_dfg(events, perf_aggregation_key="median")
        return counts, medians

    seconds, (counts, medians) = timed(run, runs)
    return Outcome(seconds, _pm4py_answer(counts, medians))


def pm4py_counts(folder: Path, runs: int) -> Outcome:
    """pm4py's `discover_dfg`."""
    events = _pm4py_frame(folder)
    library = import_module("pm4py")
    seconds, (counts, _, _) = timed(lambda: library.discover_dfg(events), runs)
    return Outcome(seconds, _pm4py_answer(counts, {}))


def r4pm_counts(folder: Path, runs: int) -> Outcome:
    """r4pm's `discover_dfg`, the log inside r4pm already; it gives no times."""
    trails = trails_in(folder)
    log = r4pm_log(trails, frame(trails))
    library = import_module("r4pm.bindings")
    seconds, found = timed(lambda: library.discover_dfg(log), runs)
    return Outcome(seconds, Answer.of_moves((*pair, count) for pair, count in found["directly_follows_relations"]))


def retentioneering(folder: Path, runs: int) -> Outcome:
    """retentioneering's matrices of counts and of median times (in whole seconds)."""
    matrix = _matrix(folder)

    def run() -> tuple[Any, Any]:
        return matrix.fit("count"), matrix.fit("time_median")

    seconds, (counts, medians) = timed(run, runs)
    return Outcome(
        seconds,
        Answer.of_moves((*row, medians.loc[row[0], row[1]].total_seconds() * 1e6) for row in _matrix_rows(counts)),
    )


def retentioneering_counts(folder: Path, runs: int) -> Outcome:
    """retentioneering's matrix of counts."""
    matrix = _matrix(folder)
    seconds, counts = timed(lambda: matrix.fit("count"), runs)
    return Outcome(seconds, Answer.of_moves(_matrix_rows(counts)))


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
    return Outcome(seconds, Answer.of_moves(found.iter_rows()))


STAGES: dict[str, Callable[[Path, int], Outcome]] = {
    "waypost": waypost,
    "bare_loop": bare_loop,
    "bare_loop_counts": bare_loop_counts,
    "polars": polars,
    "polars_counts": polars_counts,
    "duckdb": duckdb,
    "duckdb_counts": duckdb_counts,
    "pm4py": pm4py,
    "pm4py_public": pm4py_public,
    "pm4py_counts": pm4py_counts,
    "r4pm_counts": r4pm_counts,
    "retentioneering": retentioneering,
    "retentioneering_counts": retentioneering_counts,
    "raw_files": raw_files,
}


def _pm4py_frame(folder: Path) -> Any:
    trails = trails_in(folder)
    events = pandas_frame(trails, frame(trails))
    events["case:concept:name"] = events["case:concept:name"].astype("str")  # its public functions take no numbers
    return events


def _pm4py_answer(counts: dict[Any, Any], medians: dict[Any, Any]) -> Answer:
    rows = ((*pair, count, medians[pair] * 1e6) if medians else (*pair, count) for pair, count in counts.items())
    return Answer.of_moves(rows)


def _matrix(folder: Path) -> Any:
    stream = eventstream(trails_in(folder))
    return import_module("retentioneering.tools.transition_matrix").TransitionMatrix(stream)


def _matrix_rows(counts: Any) -> list[tuple[str, str, int]]:
    """Without the artificial first and last event of each path."""
    events = [name for name in counts.index if name not in ("path_start", "path_end")]
    return [
        (origin, target, int(counts.loc[origin, target]))
        for origin in events
        for target in events
        if counts.loc[origin, target]
    ]


def _histogram_answer(histograms: npt.NDArray[np.int64], names: tuple[str, ...]) -> Answer:
    rows = []
    for row in np.flatnonzero(histograms.any(axis=1)).tolist():
        reached = np.cumsum(histograms[row])
        bucket = int(np.searchsorted(reached, (reached[-1] + 1) // 2))
        rows.append((*divmod(row, len(names)), int(reached[-1]), _middle(bucket)))
    return Answer.of_moves(rows, names)


def _middle(bucket: int) -> float:
    octave, detail = divmod(bucket, 1 << _DETAIL)
    return 0.0 if bucket == 0 else float(2.0 ** (octave - 1) * (1 + (detail + 0.5) / (1 << _DETAIL)))


@numba.njit(cache=True, nogil=True)
def _time_moves(  # pragma: no cover
    start: Offsets, code: Codes, time: Times, size: int, counts: Integers
) -> None:
    for case in range(len(start) - 1):
        for event in range(start[case] + 1, start[case + 1]):
            gap = time[event] - time[event - 1]
            bucket = (np.float64(gap).view(np.int64) >> (52 - _DETAIL)) - (1022 << _DETAIL) if gap > 0 else 0
            counts[(code[event - 1] * size + code[event]) * _BUCKETS + bucket] += 1


@numba.njit(cache=True, nogil=True)
def _count_moves(start: Offsets, code: Codes, size: int, counts: Integers) -> None:  # pragma: no cover
    for case in range(len(start) - 1):
        for event in range(start[case] + 1, start[case + 1]):
            counts[code[event - 1] * size + code[event]] += 1
