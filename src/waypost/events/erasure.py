"""Erasure: one person out of the lake and of everything made from it, for good.

The steps are ordered so that a killed erasure is completed by asking again: first the names go on the list of those
that may not return, then rows go, then what was made from them, then the identities (which say what else the person is
called), and at last every file and log entry that held any of it. The files that were ingested are the workspace
owner's: reading them again brings nobody back, but erasing there is up to them (`originals.py` does it when asked).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from waypost.events.erased import ErasedNames
from waypost.events.hashing import bucket_of
from waypost.events.identity import Identities
from waypost.events.lake import Lake
from waypost.events.weaving import discard_trails

DERIVED = ("reports", "exports")
"""Folders of the workspace's state that may name people, and can be made again from the lake as trails can."""

_PATTERN_NAMES = 500


@dataclass(frozen=True)
class ErasureReport:
    """What was erased of one person."""

    names: int
    """How many names the person had, known and anonymous."""
    events: int
    responses: int
    customers: int
    """Rows of attributes."""
    identities: int
    quarantined: int
    """Quarantined values that were theirs or named them."""
    mentions: int
    """Texts of other customers (properties, verbatims) that contain one of the names. They are those customers' and
    stay as they are: a person has to look at them."""

    @property
    def found(self) -> bool:
        """Whether there was anything to erase."""
        rows = (self.events, self.responses, self.customers, self.identities, self.quarantined)
        return any(rows)


def erase(state: Path, lake: Lake, customer: str) -> ErasureReport:
    """Erase a person by any of their names, together with all names known to be theirs, but not their account.

    `state` is the workspace's folder of derived state (`.waypost`); its trails, reports and exports are removed and
    made again when next asked for. Waits for a writer and keeps others out; a reader at work may have to start again.
    Raises BusyError when the lake stays taken.
    """
    with lake.writing():
        names = Identities.from_lake(lake).names_of(customer)
        ErasedNames.read(lake.root).adding(names).write(lake.root)
        report = _erase_rows(lake, names)
        _discard_derived(state)
        lake.tables["identities"].remove(pl.col("customer").is_in(names) | pl.col("other").is_in(names))
        for table in lake.tables.values():
            table.forget_history()
    return report


def complete(state: Path, lake: Lake) -> None:
    """Complete an erasure that was interrupted when no row was left: what was made of the rows, and their history."""
    with lake.writing():
        _discard_derived(state)
        for table in lake.tables.values():
            table.forget_history()


def _discard_derived(state: Path) -> None:
    discard_trails(state)
    for folder in DERIVED:
        shutil.rmtree(state / folder, ignore_errors=True)


def _erase_rows(lake: Lake, names: tuple[str, ...]) -> ErasureReport:
    """Take the rows out of every table but the identities."""
    theirs = pl.col("customer").is_in(names).fill_null(value=False)
    homes = set(bucket_of(pl.Series(names, dtype=pl.String), lake.buckets))
    removed = {table: lake.tables[table].remove(theirs, homes) for table in ("events", "responses", "customers")}
    named = names_any("value", names)
    quarantined = lake.tables["quarantine"].rewrite(
        theirs | named,
        lambda rows: rows.filter(~theirs).with_columns(value=pl.when(~named).then("value")),
    )
    identities = lake.scan("identities").filter(theirs | pl.col("other").is_in(names))
    return ErasureReport(
        names=len(names),
        identities=identities.select(pl.len()).collect().item(),
        quarantined=quarantined,
        mentions=_mentions(lake, names),
        **removed,
    )


def names_any(column: str, names: Sequence[str]) -> pl.Expr:
    """Whether one of the names stands as a word of its own in a text column; a missing text names nobody."""
    groups = [names[start : start + _PATTERN_NAMES] for start in range(0, len(names), _PATTERN_NAMES)]
    patterns = [rf"(?:^|\W)(?:{'|'.join(map(pl.escape_regex, group))})(?:\W|$)" for group in groups]
    return pl.any_horizontal(pl.col(column).str.contains(pattern) for pattern in patterns).fill_null(value=False)


def _mentions(lake: Lake, names: tuple[str, ...]) -> int:
    texts = {"events": ["properties"], "responses": ["properties", "verbatim"], "customers": ["attributes"]}
    total = 0
    for table, columns in texts.items():
        mentioned = pl.any_horizontal(names_any(column, names) for column in columns)
        total += lake.scan(table).select(mentioned.sum()).collect().item() or 0
    return total
