"""Tall files: a row is an event."""

from __future__ import annotations

import polars as pl

from waypost.events.cells import Cells, text_cells, time_cells
from waypost.events.rows import Rows, Taken
from waypost.events.times import Clock
from waypost.journey.source import Table


def tall_events(rows: Rows, table: Table, clock: Clock) -> Taken:
    """The event of each row that has a customer, a time and a name."""
    assert table.time is not None
    times = time_cells(rows.frame[table.time], clock)
    names = _names(rows, table)
    timed = times.values.is_not_null()
    events = rows.frame.select(
        rows.customer,
        times.values.alias("time"),
        pl.lit(0, pl.Int16).alias("position"),
        names.values.alias("event"),
        rows.number,
        rows.properties,
    ).filter(rows.customer.is_not_null() & timed & names.values.is_not_null())
    return Taken(
        events,
        [
            rows.bad(times),
            rows.missing(times.written.is_null(), table.time, "no-time"),
            rows.bad(names),
            rows.missing(timed & names.written.is_null(), table.event, "no-event"),
        ],
    )


def _names(rows: Rows, table: Table) -> Cells:
    if table.event is not None:
        return text_cells(rows.frame[table.event])
    return text_cells(pl.Series("", [table.event_name], dtype=pl.String).new_from_index(0, len(rows.frame)))
