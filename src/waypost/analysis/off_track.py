"""Off track so far: which unfinished cases have left the designed journey, loop, are late or silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from waypost.analysis.deviations import OffTrackHere, ReasonCount
from waypost.analysis.results import Figure


@dataclass(frozen=True)
class OffTrack:
    """The cases that have not arrived by `as_of`, held against the design and against those who did."""

    journey: str
    as_of: datetime
    arrived: int
    """Cases that arrived at the destination: what *late* and *silent* are measured by."""
    unfinished: int
    """Cases that have not."""
    off_track: Figure
    """Share of the unfinished that are off track for any reason."""
    reasons: tuple[ReasonCount, ...]
    """In the order of `REASONS`; a case may have several."""
    here: tuple[OffTrackHere, ...]
    """By the step of the last event, in reading order."""
    beyond: float
    """A case is late or silent when it takes longer than this share of those who arrived."""
