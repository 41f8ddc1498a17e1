"""How many customers come through five touchpoints in order, all within a week of the first? And without the week?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import numba
import numpy as np
import polars as pl

from benchmarks.answers import Answer
from benchmarks.clock import Outcome, timed
from benchmarks.handed import Arrays, Integers, arrays, duckdb_table, eventstream, frame, in_threads, trails_in
from waypost.analysis.engines.local import Local
from waypost.analysis.funnels import funnel_through
from waypost.analysis.groups import EVERYONE
from waypost.events.trails import Codes, Offsets, Times

STEPS = ("search", "product", "basket", "checkout", "payment")
WINDOW = timedelta(days=7)
_MICROSECONDS = WINDOW // timedelta(microseconds=1)


def waypost(folder: Path, runs: int) -> Outcome:
    """The funnel within a week, with the quantiles of the times between its stages, from the partitions' files on."""
    return _waypost(folder, runs, WINDOW)


def waypost_open(folder: Path, runs: int) -> Outcome:
    """The funnel however long it takes."""
    return _waypost(folder, runs, None)


def _waypost(folder: Path, runs: int, window: timedelta | None) -> Outcome:
    trails = trails_in(folder)
    wanted = funnel_through(trails.codebook, STEPS, window)
    seconds, stages = timed(lambda: wanted.finish(*Local().count(wanted, trails, (EVERYONE,))), runs)
    return Outcome(seconds, Answer({stage.element: stage.cases for stage in stages}))


def bare_loop(folder: Path, runs: int) -> Outcome:
    """Nothing but a loop over arrays in memory, a thread a core, that counts and takes no times between stages."""
    trails = trails_in(folder)
    given = arrays(trails)
    stage_of = np.array([STEPS.index(name) if name in STEPS else -1 for name in trails.codebook.touchpoints])

    def loop(share: list[Arrays]) -> Integers:
        reached = np.zeros(len(STEPS), dtype=np.int64)
        for start, code, time in share:
            _pass(start, code, time, stage_of, _MICROSECONDS, reached)
        return reached

    seconds, reached = timed(partial(in_threads, loop, given), runs)
    return Outcome(seconds, Answer(dict(zip(STEPS, reached.tolist(), strict=True))))


def polars(folder: Path, runs: int) -> Outcome:
    """Polars on a frame in memory: for each stage the first event after the stage before."""
    trails = trails_in(folder)
    events = frame(trails).with_row_index("place").lazy()
    first, *others = (events.filter(pl.col("code") == trails.codebook.touchpoints.index(step)) for step in STEPS)
    reached = [first.group_by("case").agg(reached=pl.col("place").min(), began=pl.col("time").min())]
    for stage in others:
        in_time = (pl.col("place") > pl.col("reached")) & (pl.col("time") - pl.col("began") <= _MICROSECONDS)
        joined = stage.join(reached[-1], on="case").filter(in_time)
        reached.append(joined.group_by("case").agg(reached=pl.col("place").min(), began=pl.col("began").first()))
    counts = [stage.select(pl.len()) for stage in reached]
    seconds, found = timed(lambda: pl.collect_all(counts), runs)
    return Outcome(seconds, Answer({step: one.item() for step, one in zip(STEPS, found, strict=True)}))


def duckdb(folder: Path, runs: int) -> Outcome:
    """DuckDB on a table in memory: for each stage the first event after the stage before."""
    trails = trails_in(folder)
    database = duckdb_table(frame(trails))
    codes = [trails.codebook.touchpoints.index(step) for step in STEPS]
    stages = [
        'stage_0 as (select "case", min(place) as reached, min(time) as began '
        f'from events where code = {codes[0]} group by "case")'
    ]
    stages += [
        f"""stage_{number} as (
            select "case", min(place) as reached, any_value(began) as began
            from events join stage_{number - 1} using ("case")
            where code = {code} and place > reached and time - began <= {_MICROSECONDS} group by "case")"""
        for number, code in enumerate(codes[1:], start=1)
    ]
    counts = ", ".join(f"(select count(*) from stage_{number})" for number in range(len(STEPS)))
    query = f"with {', '.join(stages)} select {counts}"
    seconds, (row,) = timed(lambda: database.execute(query).fetchall(), runs)
    return Outcome(seconds, Answer(dict(zip(STEPS, row, strict=True))))


def retentioneering_open(folder: Path, runs: int) -> Outcome:
    """retentioneering's funnel, which knows no window."""
    stream = eventstream(trails_in(folder))
    seconds, found = timed(lambda: stream.funnel_data(steps=list(STEPS)), runs)
    return Outcome(seconds, Answer({step["step"]: step["unique_paths"] for step in found["steps"]}))


STAGES: dict[str, Callable[[Path, int], Outcome]] = {
    "waypost": waypost,
    "waypost_open": waypost_open,
    "bare_loop": bare_loop,
    "polars": polars,
    "duckdb": duckdb,
    "retentioneering_open": retentioneering_open,
}


@numba.njit(cache=True, nogil=True)
def _pass(  # pragma: no cover
    start: Offsets, code: Codes, time: Times, stage_of: Integers, window: int, reached: Integers
) -> None:
    for case in range(len(start) - 1):
        stage, began = 0, 0
        for event in range(start[case], start[case + 1]):
            if stage_of[code[event]] != stage:
                continue
            if stage == 0:
                began = time[event]
            elif time[event] - began > window:
                break
            reached[stage] += 1
            stage += 1
            if stage == len(reached):
                break
