"""Responses: the scores and words of customers, as rows of a file hold them."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from waypost.events.cells import Cells, number_cells, text_cells, time_cells
from waypost.events.rows import Rows, Taken, column_or_none
from waypost.events.times import Clock
from waypost.journey.source import Responses


def responses(rows: Rows, said: Responses, clock: Clock) -> Taken:
    """The response of each row that has a customer, a time, and a score or words; neither is no response."""
    times = time_cells(rows.frame[said.time], clock)
    numbers, scores = _scores(rows, said)
    words = text_cells(column_or_none(rows.frame, said.verbatim))
    about = text_cells(column_or_none(rows.frame, said.touchpoint))
    anything = scores.values.is_not_null() | words.values.is_not_null()
    timed = times.values.is_not_null()
    found = rows.frame.select(
        rows.customer,
        times.values.alias("time"),
        pl.lit(said.about, pl.String).alias("touchpoint")
        if said.touchpoint is None
        else about.values.alias("touchpoint"),
        scores.values.alias("score"),
        pl.lit(said.low, pl.Float64).alias("low"),
        pl.lit(said.high, pl.Float64).alias("high"),
        words.values.alias("verbatim"),
        rows.number,
        rows.properties,
    ).filter(rows.customer.is_not_null() & timed & anything)
    return Taken(
        found,
        [
            *(rows.bad(cells) for cells in (numbers, scores, words, about)),
            rows.bad(times, among=anything),
            rows.missing(anything & times.written.is_null(), said.time, "no-time"),
        ],
    )


def _scores(rows: Rows, said: Responses) -> tuple[Cells, Cells]:
    """The numbers, bad where something else stands; and those on the scale, bad where a number lies outside it."""
    numbers = replace(number_cells(column_or_none(rows.frame, said.score)), reason="bad-score")
    inside = numbers.values.is_between(said.low, said.high)
    values = numbers.values.set(~inside.fill_null(value=True), None)
    outside = replace(numbers, written=numbers.written.set(numbers.values.is_null(), None), values=values)
    return numbers, replace(outside, reason="score-out-of-range")
