"""Trails: the sorted, coded record of one journey's cases, stored in partitions by customer hash.

This module holds what a partition *is*; `weaving` makes them from the lake.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Codes = npt.NDArray[np.int16]
Times = npt.NDArray[np.int64]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ScoreKey:
    """The responses that speak of one touchpoint on one scale."""

    touchpoint: str
    low: float
    high: float


@dataclass(frozen=True)
class Codebook:
    """What the codes in a trail stand for, the same in every partition of one set of trails.

    A touchpoint's code is its place in `touchpoints`; `step_of[code]` is the place of its step in `steps`;
    `phase_of[step]` the place of the step's phase in `phases`. All in the journey's reading order.
    """

    touchpoints: tuple[str, ...]
    steps: tuple[str, ...]
    phases: tuple[str, ...]
    step_of: tuple[int, ...]
    phase_of: tuple[int, ...]
    signals: tuple[tuple[str, str], ...]
    """(touchpoint id, signal id) by signal code."""
    scores: tuple[ScoreKey, ...]
    """By score code."""
    segments: tuple[str, ...]
    """Segment ids: the columns of a partition's `membership`."""


@dataclass(frozen=True)
class Partition:
    """The cases of the customers whose hash falls in one bucket, sorted by customer hash, customer, case.

    n cases, m touchpoint events, s signals, r responses. Case i's events are `code[start[i]:start[i+1]]` with
    `time` in UTC microseconds, never decreasing within a case. A case has at least one event. Signals and responses
    are sorted by time within a case.
    """

    number: int
    customer_hash: npt.NDArray[np.uint64]
    """[n]; equal hashes are adjacent, one customer's cases in order of their first event."""
    start: Offsets
    """[n + 1]"""
    code: Codes
    """[m] touchpoint codes."""
    time: Times
    """[m]"""
    membership: npt.NDArray[np.bool_]
    """[n, number of segments]"""
    signal_start: Offsets
    """[n + 1]"""
    signal_code: Codes
    """[s]"""
    signal_time: Times
    """[s]"""
    at_risk: npt.NDArray[np.bool_]
    """[n, number of signals] whether the signal could have happened to the case by `as_of`: the denominator of its
    share. `signals.py` says for each rule which cases are at risk. A case a signal happened to is always at risk."""
    score_start: Offsets
    """[n + 1]"""
    score_code: Codes
    """[r]"""
    score_time: Times
    """[r]"""
    score_cents: npt.NDArray[np.int64]
    """[r] the score times 100, rounded."""
    names: pl.DataFrame
    """[n] customer: String, case: String; for those who may see individual customers."""

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.start) - 1
