"""Wide files: a row is a case, and each of several timestamp columns an event of it."""

from __future__ import annotations

import polars as pl

from waypost.events.cells import time_cells
from waypost.events.rows import Rows, Taken
from waypost.events.times import Clock
from waypost.journey.source import Table


def wide_events(rows: Rows, table: Table, clock: Clock) -> Taken:
    """The events of each row that has a customer: one for each column with a time. An empty one did not happen."""
    columns = [
        time_cells(rows.frame[declared.column], clock.written_as(declared.time_format)) for declared in table.events
    ]
    events = [
        rows.frame.select(
            rows.customer,
            cells.values.alias("time"),
            pl.lit(position, pl.Int16).alias("position"),
            pl.lit(declared.event).alias("event"),
            rows.number,
            rows.properties,
        ).filter(rows.customer.is_not_null() & cells.values.is_not_null())
        for position, (declared, cells) in enumerate(zip(table.events, columns, strict=True))
    ]
    return Taken(pl.concat(events), [rows.bad(cells) for cells in columns])
