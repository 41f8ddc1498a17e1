"""Identity: which names are one person, and which account a person belongs to.

Two names are one person when a chain of `same` rows connects them, whatever the order in which the rows arrived
(connected components). The person is called by one of the names: the first in alphabetical order of those that were
ever given as the known customer. No row of the lake is rewritten; names are read through this table, so that a merge
loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from waypost.events.lake import Lake

_ACCOUNTS = {"customer": pl.String, "account": pl.String}


@dataclass(frozen=True)
class Identities:
    """Names and accounts as of one state of the lake."""

    names: pl.DataFrame
    """name, canonical: every name that is one of several, sorted. A name that stands alone is not listed."""
    accounts: pl.DataFrame
    """customer (canonical), account. Sorted by customer."""
    joined: int
    """Persons made of several known customers because they share a name, as visitors of one device do: worth a look."""

    @classmethod
    def from_lake(cls, lake: Lake) -> Identities:
        """The identities of everything that is in the lake."""
        rows = lake.scan("identities").select("customer", "other", "kind").unique().collect()
        return cls.from_rows(rows)

    @classmethod
    def from_rows(cls, rows: pl.DataFrame) -> Identities:
        """The identities that rows of the table `identities` state; their order and repetition do not matter."""
        same = rows.filter(pl.col("kind") == "same").select("customer", "other").drop_nulls().unique()
        names = _components(same)
        joined = names.filter(~pl.col("name").is_in(same["other"].implode())).group_by("canonical").len()
        people = cls(names, pl.DataFrame(schema=_ACCOUNTS), joined.filter(pl.col("len") > 1).height)
        return cls(names, people._accounts(rows), people.joined)

    def canonical(self, names: pl.Series) -> pl.Series:
        """What each person is called, for the name in each row; null stays null."""
        found = names.to_frame("name").join(self.names, on="name", how="left", maintain_order="left")
        return found.select(pl.coalesce("canonical", "name").alias(names.name)).to_series()

    def account_of(self, customers: pl.Series) -> pl.Series:
        """The account each canonical customer belongs to; null without one. Of several, the first alphabetically."""
        found = customers.to_frame("customer").join(self.accounts, on="customer", how="left", maintain_order="left")
        return found["account"].alias(customers.name)

    def names_of(self, name: str) -> tuple[str, ...]:
        """All names of the person who is also called `name`, that one included, sorted."""
        canonical = self.canonical(pl.Series([name], dtype=pl.String)).item()
        return tuple(sorted({name, *self.names.filter(pl.col("canonical") == canonical)["name"]}))

    def _accounts(self, rows: pl.DataFrame) -> pl.DataFrame:
        found = rows.filter(pl.col("kind") == "account").select("customer", account="other").drop_nulls().unique()
        found = found.with_columns(self.canonical(found["customer"]))
        return found.group_by("customer").agg(pl.col("account").min()).sort("customer")


def _components(same: pl.DataFrame) -> pl.DataFrame:
    """Columns name and canonical, of all names that are connected to another."""
    same = same.filter(pl.col("customer") != pl.col("other"))
    names = pl.concat([same["customer"], same["other"].alias("customer")]).unique().sort()
    if names.is_empty():
        return pl.DataFrame(schema={"name": pl.String, "canonical": pl.String})
    codes = pl.DataFrame({"name": names, "code": np.arange(len(names), dtype=np.int32)})
    ends = [
        same.select(name=column).join(codes, on="name", how="left", maintain_order="left")["code"].to_numpy()
        for column in ("customer", "other")
    ]
    edges = coo_array((np.ones(len(same), dtype=np.int8), (ends[0], ends[1])), shape=(len(names), len(names)))
    _, person = connected_components(edges, directed=False)
    known = names.is_in(same["customer"].implode())
    people = pl.DataFrame({"name": names, "person": person, "unknown": ~known}).sort("unknown", "name")
    return people.select("name", canonical=pl.col("name").first().over("person")).sort("name")
