"""Trying what somebody says of a file on its first rows, before anything is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from waypost.events.batch import Batch
from waypost.events.reading import read_source
from waypost.journey.source import Source, Table
from waypost.web.data.putaside import why

_SHOWN = 6


@dataclass(frozen=True)
class PutAside:
    """One value that cannot be taken."""

    row: int
    """Of the file, counted from 1, its header left out."""
    column: str
    value: str
    why: str


@dataclass(frozen=True)
class Trial:
    """What the first rows of a file give."""

    rows: int
    whole: bool
    """Whether those are all rows."""
    events: int
    kinds: tuple[tuple[str, int], ...]
    """Every name of events, the most frequent first."""
    customers: int
    scores: int
    attributes: int
    first: str
    last: str
    """The days of the first and the last event."""
    bad: int
    """Rows of which something cannot be taken."""
    aside: tuple[PutAside, ...]

    @property
    def refused(self) -> bool:
        """Whether so much is wrong that the file would be refused."""
        return self.bad > self.rows / 10

    @property
    def sentence(self) -> str:
        """What was found, in a sentence."""
        parts = [f"{self.events:,} events of {len(self.kinds):,} kinds" if self.events else ""]
        parts += [f"{self.scores:,} answers" if self.scores else ""]
        only_known = self.attributes and not self.events and not self.scores
        parts += ["what is known" if only_known else ""]
        found = ", ".join(filter(None, parts)) or "nothing"
        rows = f"{self.rows:,} rows" if self.whole else f"the first {self.rows:,} rows"
        when = f", from {self.first} to {self.last}" if self.first else ""
        return f"From {rows} we take {found} of {self.customers:,} customers{when}."


def trial(folder: Path, table: Table, zone: str) -> Trial:
    """Read the first rows as the table says; raises InputError when they cannot be read that way at all."""
    batch = next(read_source(Source(id="trial", name="Trial", zone=zone, tables=(table,)), folder))
    return _tried(batch)


def _tried(batch: Batch) -> Trial:
    nothing = pl.DataFrame()
    events = batch.frames.get("events", nothing)
    answers = batch.frames.get("responses", nothing)
    known = batch.frames.get("customers", nothing)
    aside = batch.frames.get("quarantine", nothing)
    kinds = Counter(dict(events["event"].value_counts().iter_rows())) if len(events) else Counter[str]()
    people = [frame["customer"] for frame in (events, answers, known) if len(frame)]
    days = events.select(pl.col("time").sort().dt.strftime("%-d %b %Y"))["time"] if len(events) else pl.Series([""])
    return Trial(
        rows=batch.rows,
        whole=batch.last,
        events=len(events),
        kinds=tuple(kinds.most_common()),
        customers=pl.concat(people).n_unique() if people else 0,
        scores=len(answers),
        attributes=len(known),
        first=str(days[0]),
        last=str(days[-1]),
        bad=aside["row"].n_unique() if len(aside) else 0,
        aside=tuple(
            PutAside(row + 1, column or "", (value or "")[:80], why(reason, value))
            for row, column, reason, value in aside.head(_SHOWN).select("row", "column", "reason", "value").iter_rows()
        )
        if len(aside)
        else (),
    )
