"""Funnels: how far customers came through stages in order, within a window after they began."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numba
import numpy as np

from waypost.analysis.groups import Chosen
from waypost.analysis.histogram import Histograms, Noted
from waypost.analysis.measure import Counts, Integers, Places
from waypost.analysis.places import codes_of, known
from waypost.analysis.results import FunnelStage
from waypost.analysis.statistics import NOTHING, share
from waypost.errors import InputError, Problem
from waypost.events.trails import Codebook, Codes, Offsets, Partition
from waypost.events.trails import Times as Instants

NO_WINDOW = np.iinfo(np.int64).max
"""However long it takes."""


@dataclass(frozen=True)
class FunnelCounts(Counts):
    """How many cases came to each of k stages."""

    reached: Integers
    """[k]"""
    times: Histograms
    """From the stage before; row 0 is empty."""


@dataclass(frozen=True)
class Funnel:
    """An ordered funnel, anchored at a case's first event of the first stage.

    A case reaches a stage at its first event of that stage after the event with which it reached the stage before,
    no later than `window` after the anchor. Other events may lie in between.
    """

    elements: tuple[str, ...]
    """The stages, as element ids."""
    stage_of: Places
    """[touchpoints] the stage a touchpoint belongs to, or −1."""
    window: int = NO_WINDOW
    """Microseconds."""

    def kernel(self, partition: Partition, chosen: Chosen) -> FunnelCounts:
        """Walk every chosen case through the stages."""
        reached, noted = _pass(
            partition.start,
            partition.code,
            partition.time,
            chosen,
            self.stage_of,
            len(self.elements),
            self.window,
        )
        return FunnelCounts(reached, Histograms.of(noted, len(self.elements)))

    def finish(self, counts: FunnelCounts) -> tuple[FunnelStage, ...]:
        """The stages with their shares of the first and of the one before."""
        reached = counts.reached.tolist()
        return tuple(
            FunnelStage(
                element=element,
                cases=reached[stage],
                of_first=share(reached[stage], reached[0]),
                of_previous=share(reached[stage], reached[max(stage - 1, 0)]),
                time=counts.times.durations(stage) if stage else NOTHING,
            )
            for stage, element in enumerate(self.elements)
        )


def funnel_through(codebook: Codebook, elements: Sequence[str], window: timedelta | None = None) -> Funnel:
    """The funnel whose stages are these phases, steps or touchpoints, in this order.

    Raises:
        InputError: an element without events, or one that lies inside another.
    """
    stage_of = np.full(len(codebook.touchpoints), -1, dtype=np.int16)
    for stage, element in enumerate(elements):
        inside = codes_of(codebook, element)
        taken = {elements[earlier] for earlier in stage_of[inside].tolist() if earlier >= 0}
        if not inside or taken:
            raise InputError(_bad_stage(codebook, element, taken))
        stage_of[inside] = stage
    microseconds = NO_WINDOW if window is None else window // timedelta(microseconds=1)
    return Funnel(tuple(elements), stage_of, microseconds)


def _bad_stage(codebook: Codebook, element: str, taken: Collection[str]) -> Problem:
    if taken:
        message = f"'{element}' cannot be a stage beside '{min(taken)}': they share touchpoints"
        return Problem(message, remedy="Choose stages that lie outside each other")
    return Problem(f"'{element}' cannot be a stage: no touchpoint of it has events", remedy=known(codebook))


@numba.njit(cache=True, nogil=True)
def _pass(  # pragma: no cover
    start: Offsets,
    code: Codes,
    time: Instants,
    chosen: Chosen,
    stage_of: Places,
    stages: int,
    window: int,
) -> tuple[Integers, Noted]:
    reached = np.zeros(stages, dtype=np.int64)
    most = (len(start) - 1) * stages
    rows, times = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int64)
    went = 0
    for case in range(len(start) - 1):
        if not chosen[case]:
            continue
        stage = 0
        anchor = before = time[start[case]]
        for event in range(start[case], start[case + 1]):
            if stage == stages or (stage > 0 and time[event] - anchor > window):
                break
            if stage_of[code[event]] != stage:
                continue
            if stage == 0:
                anchor = time[event]
            else:
                rows[went], times[went] = stage, time[event] - before
                went += 1
            before = time[event]
            reached[stage] += 1
            stage += 1
    return reached, (rows[:went], times[:went])
