"""The few measures of a journey that lists show, put into words when they are kept: a list loads nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from waypost.web.measuring.shown import REPORTS

if TYPE_CHECKING:
    from waypost.analysis.results import Figure
    from waypost.journey.journey import Journey
    from waypost.web.measuring.keeping import Kept


@dataclass(frozen=True)
class Summary:
    """What was measured of a journey, for all its cases at all times."""

    cases: int
    low: int
    """Answers in the lower half of their scale."""
    cases_words: str
    arrived_words: str
    """Which share arrived …"""
    arrived_aside: str
    """… its interval and n."""
    low_words: str
    """Which share of the answers was low …"""
    low_aside: str
    """… its interval and n."""


_known: dict[Path, tuple[int, Summary]] = {}
_lock = Lock()


def file_of_summary(state: Path, journey: str) -> Path:
    """Where it lies."""
    return state / REPORTS / f"{journey}.summary.json"


def write_summary(state: Path, journey: Journey, kept: Kept) -> None:
    """Put it in its place in one step."""
    from waypost.formats.folder import write_bytes  # noqa: PLC0415  # only who measures writes

    write_bytes(file_of_summary(state, journey.id), json.dumps(asdict(summary_of(journey, kept))).encode())


def read_summary(state: Path, journey: str) -> Summary | None:
    """What was written last; None when there is nothing, or another version wrote it."""
    file = file_of_summary(state, journey)
    try:
        stamp = file.stat().st_mtime_ns
        with _lock:
            known = _known.get(file)
        if known is not None and known[0] == stamp:
            return known[1]
        found = Summary(**json.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    with _lock:
        _known[file] = (stamp, found)
    return found


def summary_of(journey: Journey, kept: Kept) -> Summary:
    """The few measures in words."""
    from waypost.analysis.statistics import share  # noqa: PLC0415  # what counts takes seconds to load
    from waypost.drawing.numerals import count  # noqa: PLC0415  # only who measures writes

    measures = kept.living.everyone
    phases = (measures.elements[phase.id] for phase in journey.phases if phase.id in measures.elements)
    scores = [score for phase in phases for score in phase.scores]
    answers = [(value < (score.low + score.high) / 2, n) for score in scores for value, n in score.distribution]
    low = sum(n for below, n in answers if below)
    low_share = share(low, sum(n for _, n in answers))
    return Summary(
        measures.cases,
        low,
        count(measures.cases),
        *_in_words(measures.completed),
        *_in_words(low_share),
    )


def _in_words(figure: Figure) -> tuple[str, str]:
    """A share, and its interval and n."""
    from waypost.analysis.results import NotEnough  # noqa: PLC0415  # as above
    from waypost.drawing.numerals import percent, percent_range, sample  # noqa: PLC0415  # as above

    if isinstance(figure, NotEnough):
        return "not enough data", sample(figure.n)
    return percent(figure.value), f"{percent_range(figure.low, figure.high)} · {sample(figure.n)}"
