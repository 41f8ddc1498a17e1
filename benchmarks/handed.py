"""What the others are handed: the events in order and coded, as trails have them, in memory and in the shape each asks.

That is not timed, and spares them the sorting, which is most of their work on a log as it lies about.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from importlib import import_module
from operator import add
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

import waypost
from benchmarks.clock import cores
from waypost.events.trails import Codes, Offsets, Times, Trails

Arrays: TypeAlias = tuple[Offsets, Codes, Times]
"""start, code and time of a partition."""
Integers: TypeAlias = npt.NDArray[np.int64]


def trails_in(folder: Path) -> Trails:
    """The trails of the workspace."""
    return waypost.open(folder).weave()


def arrays(trails: Trails) -> list[Arrays]:
    """Each partition's arrays, copied into memory."""
    return [(partition.start.copy(), partition.code.copy(), partition.time.copy()) for partition in trails]


def in_threads(loop: Callable[[list[Arrays]], Integers], given: list[Arrays]) -> Integers:
    """A bare loop over arrays, a thread a core, each with its share of them; what they counted, added up."""
    with ThreadPoolExecutor(cores()) as pool:
        return reduce(add, pool.map(loop, (given[thread :: cores()] for thread in range(cores()))))


def frame(trails: Trails) -> pl.DataFrame:
    """All events in the order of the trails: case (a number), code, time (µs)."""
    parts, cases = [], 0
    for partition in trails:
        case = np.repeat(np.arange(cases, cases + partition.cases, dtype=np.int32), np.diff(partition.start))
        parts.append(pl.DataFrame({"case": case, "code": partition.code, "time": partition.time}))
        cases += partition.cases
    return pl.concat(parts, rechunk=True)


def without_repeats(events: pl.DataFrame) -> pl.DataFrame:
    """The events that are not at the same touchpoint as the one before."""
    same = (pl.col("case") == pl.col("case").shift(1)) & (pl.col("code") == pl.col("code").shift(1))
    return events.filter(~same.fill_null(value=False))


def duckdb_table(events: pl.DataFrame) -> Any:
    """A DuckDB database in memory with the table `events`, its rows in order and numbered."""
    database = import_module("duckdb").connect(config={"threads": cores()})
    given = {column.name: column.to_numpy() for column in events.with_row_index("place")}
    database.register("given", given)
    database.execute('create table events as select place, "case", code, time from given')
    database.unregister("given")
    return database


def pandas_frame(trails: Trails, events: pl.DataFrame) -> Any:
    """The pandas frame that pm4py asks for, the cases numbered."""
    pandas = import_module("pandas")
    warnings.simplefilter("ignore")
    names = pandas.Index(trails.codebook.touchpoints)
    return pandas.DataFrame(
        {
            "case:concept:name": events["case"].to_numpy(),
            "concept:name": names.take(events["code"].to_numpy()),
            "time:timestamp": pandas.to_datetime(events["time"].to_numpy(), unit="us", utc=True),
        }
    )


def r4pm_log(trails: Trails, events: pl.DataFrame) -> str:
    """The log inside r4pm; its name there."""
    log = events.select(
        pl.col("case").cast(pl.String).alias("case:concept:name"),
        pl.Series(trails.codebook.touchpoints).gather(events["code"]).alias("concept:name"),
        pl.from_epoch("time", time_unit="us").dt.replace_time_zone("UTC").alias("time:timestamp"),
    )
    name: str = import_module("r4pm").import_item_from_df("EventLog", log)
    return name


def eventstream(trails: Trails) -> Any:
    """The stream that retentioneering asks for."""
    events = pandas_frame(trails, frame(trails))
    events["time:timestamp"] = events["time:timestamp"].dt.tz_localize(None)
    events.columns = ["user_id", "event", "timestamp"]
    return import_module("retentioneering").Eventstream(events)
