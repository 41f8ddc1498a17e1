"""The case key: which property of the events tells one walk from the next."""

from __future__ import annotations

import re

import polars as pl

from waypost.events.lake import Lake
from waypost.journey.source import Source
from waypost.journey.workspace import Workspace

_WALKS = re.compile(
    r"(?:^|_|\b)(session|visit|order|ticket|case|incident|application|claim|trip|booking|request|journey|conversation)"
    r"(?:_?(?:id|no|nr|number|key))?$",
    re.IGNORECASE,
)
_EVERYWHERE, _OWN = 0.95, 0.99


def guessed_case(lake: Lake, workspace: Workspace) -> str | None:
    """The declared property that looks like the name of a walk, or None: then a customer walks once.

    It is called after a walk (a visit, an order, a ticket), nearly all events have it, nearly each value belongs to one
    customer, and some customers have several. Told from the first bucket of the lake that has events.
    """
    declared = [
        (column.name or column.column, column.column)
        for source in workspace.of(Source)
        for table in source.tables
        for column in table.properties
    ]
    wanted = [name for name, column in declared if _WALKS.search(name) or _WALKS.search(column)]
    candidates = list(dict.fromkeys(name for name in wanted if name.isidentifier()))
    return next((name for name in candidates if _tells_walks(lake, name)), None)


def _tells_walks(lake: Lake, name: str) -> bool:
    for bucket in range(lake.buckets):
        value = pl.col("properties").str.json_path_match(f"$.{name}").alias("value")
        found = lake.scan("events", bucket).select("customer", value).collect()
        if len(found):
            told = found.drop_nulls("value")
            walks = told.unique()
            values, customers = walks["value"].n_unique(), found["customer"].n_unique()
            return (
                len(told) >= _EVERYWHERE * len(found) and values >= _OWN * len(walks) and customers < values < len(told)
            )
    return False
