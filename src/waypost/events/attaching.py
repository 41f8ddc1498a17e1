"""Attaching: to which case a customer's response belongs. Pure.

A response with the case property belongs to the case of that key, or to none. One without belongs to the customer's
only case; of several, to the one under way at the time (the latest begun, when several are), else to the latest one
begun before it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

Places = npt.NDArray[np.uint32]


def attach(responses: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """The responses that belong to a case, with a column `number`: the case's place in `cases`.

    `responses` has customer, case (the key, or null), time and anything else; `cases` customer, case, first and last
    (times), with each customer's cases adjacent and in order of `first`. Order is not kept.
    """
    numbered = cases.with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    keyed = responses.filter(pl.col("case").is_not_null())
    keyed = keyed.join(numbered.select("customer", "case", "number"), on=["customer", "case"])
    bare = _by_time(responses.filter(pl.col("case").is_null()), numbered)
    return pl.concat([keyed, bare.select(keyed.columns)])


def _by_time(responses: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Responses without a key, attached by their time."""
    walks = cases.join(responses.select("customer").unique(), on="customer", how="semi", maintain_order="left")
    walks = walks.with_row_index("walk").with_columns(
        reach=pl.col("last").cum_max().over("customer"), of=pl.len().over("customer")
    )
    only = responses.join(walks.filter(pl.col("of") == 1).select("customer", "number"), on="customer")
    several = walks.filter(pl.col("of") > 1).select("customer", "first", "walk").sort("first", maintain_order=True)
    begun = responses.sort("time").join_asof(
        several, left_on="time", right_on="first", by="customer", strategy="backward", check_sortedness=False
    )
    begun = begun.drop("first").filter(pl.col("walk").is_not_null())
    under_way = _under_way(begun["walk"].to_numpy(), begun["time"].to_numpy(), walks)
    number = walks["number"].gather(under_way)
    return pl.concat([only, begun.with_columns(number=number).select(only.columns)])


def _under_way(begun: Places, time: npt.NDArray[np.datetime64], walks: pl.DataFrame) -> Places:
    """From the latest walk begun, back to the latest one not yet ended, where there is one."""
    last, reach = walks["last"].to_numpy(), walks["reach"].to_numpy()
    walk = begun.copy()
    while (ended := (last[walk] < time) & (reach[walk] >= time)).any():
        walk[ended] -= 1
    return walk
