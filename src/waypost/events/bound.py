"""Until when a journey's own sources go, in a lake that holds other sources as well."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from waypost.events.bindings import Bindings
from waypost.events.lake import Lake
from waypost.events.predicate import Scope, decode, properties_used


def last_bound_event(lake: Lake, bindings: Bindings) -> datetime | None:
    """The last event of the sources in which any event is a touchpoint's; None when there is none.

    A source that goes on for longer says nothing of those that ended before: as of its end, their customers would all
    have fallen silent.
    """
    conditions = tuple(bindings.matches.values())
    if not conditions:
        return None
    taken = pl.any_horizontal([condition.expression for condition in conditions])
    events = decode(lake.scan("events"), Scope.EVENT, properties_used(conditions))
    ends = events.group_by("source").agg(pl.col("time").max(), taken.any().alias("taken")).collect()
    last = ends.filter("taken")["time"].max()
    assert last is None or isinstance(last, datetime)
    return last
