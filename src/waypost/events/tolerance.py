"""Tolerance: a file of which too much would go into quarantine is refused as a whole.

A few bad rows are put aside and counted. Many mean that the file, or its table's declaration, is wrong: then nothing of
it is taken, and the message shows where.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from waypost.errors import InputError, Problem
from waypost.events.batch import Batch
from waypost.events.styles import style_of

_SHOWN = 5
"""Bad rows that a message shows."""

_MEANINGS = {
    "ragged": "it has more or fewer columns than the header",
    "zero-byte": "it has a zero byte",
    "bad-json": "it is no JSON object",
    "no-customer": "no customer is named",
    "no-time": "no time is given",
    "no-event": "no event is named",
    "bad-time": "this is no time as ISO 8601 writes it",
    "bad-number": "this is no number",
    "bad-boolean": "this is neither true nor false",
    "bad-score": "this is no score",
    "score-out-of-range": "this lies outside the scale",
    "too-long": "this is too long to be a value",
}
"""Reason → what is wrong, in words."""

_NAMES = {
    "ragged": ("uneven row", "uneven rows"),
    "zero-byte": ("row with a zero byte", "rows with a zero byte"),
    "bad-json": ("unreadable row", "unreadable rows"),
    "no-customer": ("row without a customer", "rows without a customer"),
    "no-time": ("row without a time", "rows without a time"),
    "no-event": ("row without an event", "rows without an event"),
    "bad-time": ("unreadable time", "unreadable times"),
    "bad-number": ("unreadable number", "unreadable numbers"),
    "bad-boolean": ("value that is neither yes nor no", "values that are neither yes nor no"),
    "bad-score": ("unreadable score", "unreadable scores"),
    "score-out-of-range": ("score outside the scale", "scores outside the scale"),
    "too-long": ("overlong value", "overlong values"),
}
"""Reason → what one value of it is called, and several."""

_DATE_IN_DIGITS = re.compile(r"^\s*(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./])\d{1,2}\1\d{2,4})(?:\D|$)")


def named(reason: str, count: int) -> str:
    """What so many values in quarantine for this reason are called: `bad-time` → "unreadable times"."""
    one, several = _NAMES.get(reason, (reason, reason))
    return one if count == 1 else several


def meaning(reason: str, value: str | None) -> str:
    """What is wrong with a value in quarantine, in words; for a time in another style, how to declare it."""
    if reason != "bad-time" or not value:
        return _MEANINGS.get(reason, reason)
    if style := style_of(value):
        return f"this is not ISO 8601: state how it is written, as in time_format: '{style}'"
    return "this is no time that ever was" if _DATE_IN_DIGITS.search(value) else _MEANINGS[reason]


def tolerable(batches: Iterable[Batch], tolerated: Mapping[str, float]) -> Iterator[Batch]:
    """The batches as they come; `tolerated` is the share of bad rows by table id.

    Raises InputError, in place of a file's last batch, when more of the file's rows are bad than its table tolerates.
    """
    rows, bad, examples = 0, 0, pl.DataFrame()
    for batch in batches:
        found = batch.frames.get("quarantine", pl.DataFrame())
        if batch.number == 0:
            rows, bad, examples = 0, 0, found.head(_SHOWN)
        elif len(examples) < _SHOWN and len(found):
            examples = pl.concat([examples, found]).head(_SHOWN) if len(examples) else found.head(_SHOWN)
        rows += batch.rows
        bad += found["row"].n_unique() if len(found) else 0
        if batch.last and bad > rows * tolerated.get(batch.table, 1.0):
            raise InputError(_refused(batch, rows, bad, examples))
        yield batch


def _refused(batch: Batch, rows: int, bad: int, examples: pl.DataFrame) -> Iterator[Problem]:
    times = "; `time_format`, of the table or of one column, says how times are written: one format or a list of them"
    remedy = "Correct the rows below, or how the table is declared; its `tolerates` says which share may be bad"
    yield Problem(
        f"{bad:,} of {rows:,} rows cannot be taken: more than the table tolerates, so nothing of the file was kept",
        batch.file,
        element=f"{batch.source}/{batch.table}",
        remedy=remedy + (times if (examples["reason"] == "bad-time").any() else ""),
    )
    for row, column, reason, value in examples.select("row", "column", "reason", "value").iter_rows():
        place = f"row {row + 1}" + (f", column {column}" if column else "")
        quoted = f" '{value[:80]}'" if value else ""
        yield Problem(f"{place}{quoted}: {meaning(reason, value)} [{reason}]", batch.file)
