"""People: what rows say of customers' attributes, and which names are the same person or belong to an account."""

from __future__ import annotations

import polars as pl

from waypost.events.cells import text_cells
from waypost.events.rows import Rows, Taken, objects
from waypost.events.times import Clock
from waypost.journey.source import Table


def customers(rows: Rows, table: Table, clock: Clock, times: pl.Series) -> Taken:
    """The attributes of each customer, as of `times` (null: not known when); of equal ones only the latest is kept."""
    attributes, bad = objects(rows.frame, table.attributes, clock)
    found = rows.frame.select(rows.customer, times.alias("time"), rows.number, attributes.alias("attributes")).filter(
        rows.customer.is_not_null() & attributes.is_not_null()
    )
    latest = found.sort("time", "row").unique(["customer", "attributes"], keep="last").sort("row")
    return Taken(latest, [rows.bad(cells) for cells in bad])


def identities(rows: Rows, table: Table) -> Taken:
    """Names of one person, and customers of an account, each pair once, at the first row that says so."""
    said, put_aside = [], []
    if table.customer is not None and table.anonymous is not None:
        said.append(_pairs(rows, rows.known.values, rows.anonymous.values, "same"))
    if table.account is not None:
        accounts = text_cells(rows.frame[table.account])
        said.append(_pairs(rows, rows.customer, accounts.values, "account"))
        put_aside.append(rows.bad(accounts))
    return Taken(pl.concat(said) if said else _pairs(rows, rows.customer, rows.customer, "same"), put_aside)


def _pairs(rows: Rows, customer: pl.Series, other: pl.Series, kind: str) -> pl.DataFrame:
    """The pairs in which two different things are named."""
    found = rows.frame.select(customer.alias("customer"), other.alias("other"), pl.lit(kind).alias("kind"), rows.number)
    different = found.filter(pl.col("customer") != pl.col("other"))
    return different.unique(["customer", "other"], keep="first", maintain_order=True)
