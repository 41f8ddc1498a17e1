"""The few measures of a journey that a portfolio shows, taken from what was kept when it was measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from waypost.drawing.numerals import count, percent, percent_range, sample

if TYPE_CHECKING:
    from waypost.analysis.results import Figure, Measures
    from waypost.journey.journey import Journey


@dataclass(frozen=True)
class Measured:
    """What was measured of a journey, for all its cases at all times."""

    cases: int
    arrived: Figure
    low: int
    """Answers in the lower half of their scale."""
    low_share: Figure
    at: datetime

    @property
    def cases_words(self) -> str:
        """How many walks there were."""
        return count(self.cases)

    @property
    def arrived_words(self) -> str:
        """Which share arrived."""
        return _value(self.arrived)

    @property
    def arrived_aside(self) -> str:
        """Its interval and n."""
        return _aside(self.arrived)

    @property
    def low_words(self) -> str:
        """Which share of the answers was low."""
        return _value(self.low_share)

    @property
    def low_aside(self) -> str:
        """Its interval and n."""
        return _aside(self.low_share)


_known: dict[Path, tuple[int, Measured | None]] = {}
_lock = Lock()


def measured_of(state: Path, journey: Journey) -> Measured | None:
    """The measures kept of a journey in a workspace's folder; None when there are none."""
    from waypost.web.measuring.keeping import file_of, read  # noqa: PLC0415  # what counts takes seconds to load

    file = file_of(state, journey.id)
    try:
        stamp = file.stat().st_mtime_ns
    except OSError:
        return None
    with _lock:
        known = _known.get(file)
    if known is not None and known[0] == stamp:
        return known[1]
    kept = read(file)
    found = _shown(kept.living.everyone, journey, kept.at) if kept is not None else None
    with _lock:
        _known[file] = (stamp, found)
    return found


def _shown(measures: Measures, journey: Journey, at: datetime) -> Measured:
    from waypost.analysis.statistics import share  # noqa: PLC0415  # as above

    phases = (measures.elements[phase.id] for phase in journey.phases if phase.id in measures.elements)
    scores = [score for phase in phases for score in phase.scores]
    answers = [(value < (score.low + score.high) / 2, n) for score in scores for value, n in score.distribution]
    low = sum(n for below, n in answers if below)
    return Measured(measures.cases, measures.completed, low, share(low, sum(n for _, n in answers)), at)


def _value(figure: Figure) -> str:
    from waypost.analysis.results import NotEnough  # noqa: PLC0415  # as above

    return "not enough data" if isinstance(figure, NotEnough) else percent(figure.value)


def _aside(figure: Figure) -> str:
    from waypost.analysis.results import NotEnough  # noqa: PLC0415  # as above

    if isinstance(figure, NotEnough):
        return sample(figure.n)
    return f"{percent_range(figure.low, figure.high)} · {sample(figure.n)}"
