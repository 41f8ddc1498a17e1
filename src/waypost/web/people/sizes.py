"""The real size of a segment: how many customers it had when journeys were last measured, and what they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from waypost.drawing.numerals import count, percent, percent_range, sample, time, time_range
from waypost.journey.journey import Journey
from waypost.journey.workspace import Workspace as WorkspaceValue
from waypost.web.measuring.project import state_of
from waypost.web.workspaces.models import Workspace

if TYPE_CHECKING:
    from waypost.analysis.results import Figure, Measures, Times
    from waypost.web.measuring.keeping import OtherCases


@dataclass(frozen=True)
class Words:
    """A figure as a page says it: the value, and its interval and n in a lighter voice."""

    value: str
    aside: str


@dataclass(frozen=True)
class Sized:
    """A segment on one journey, beside others of whom as much is known: who was never known is in neither."""

    journey: Journey
    measures: Measures
    everyone: Measures
    others: OtherCases
    at: datetime
    """When it was measured."""

    @property
    def customers(self) -> str:
        """How many customers of the segment walked it."""
        return count(self.measures.customers)

    @property
    def of(self) -> str:
        """… of how many in all."""
        return count(self.everyone.customers)

    @property
    def arrived(self) -> Words:
        """The share of their cases that arrived at the destination."""
        return share_words(self.measures.completed)

    @property
    def others_arrived(self) -> Words:
        """The same share of the others' cases."""
        return share_words(self.others.completed)

    @property
    def apart(self) -> str:
        """How far the two shares are apart, or that no difference is seen."""
        return apart(self.measures.completed, self.others.completed)

    @property
    def others_size(self) -> str:
        """How many customers the others are."""
        return count(self.others.customers)

    @property
    def duration(self) -> Words:
        """How long the way took those who arrived."""
        return time_words(self.measures.duration)


def sized(workspace: Workspace, value: WorkspaceValue, segment: str) -> tuple[Sized, ...]:
    """A segment (by its id) on every journey that was measured with it, the most customers first."""
    from waypost.web.measuring.keeping import file_of, read  # noqa: PLC0415  # what counts takes seconds to load

    found = []
    for journey in value.of(Journey):
        kept = read(file_of(state_of(workspace), journey.id))
        measures = kept.living.segments.get(segment) if kept is not None else None
        if kept is not None and measures is not None and segment in kept.others:
            found.append(Sized(journey, measures, kept.living.everyone, kept.others[segment], kept.at))
    return tuple(sorted(found, key=lambda each: -each.measures.customers))


def segment_of(reference: str | None) -> str:
    """The id of the segment a reference names; empty for none."""
    return (reference or "").partition("/")[0]


def share_words(figure: Figure) -> Words:
    """A share in words; "not enough data" with its n where it is not shown."""
    from waypost.analysis.results import NotEnough  # noqa: PLC0415  # as above

    if isinstance(figure, NotEnough):
        return Words("not enough data", sample(figure.n))
    return Words(percent(figure.value), f"{percent_range(figure.low, figure.high)} · {sample(figure.n)}")


def time_words(times: Times) -> Words:
    """A median in words, with its middle half and n."""
    from waypost.analysis.results import NotEnough  # noqa: PLC0415  # as above

    if isinstance(times, NotEnough):
        return Words("not enough data", sample(times.n))
    return Words(time(times.median), f"middle half {time_range(times.p25, times.p75)} · {sample(times.n)}")


def apart(share: Figure, other: Figure) -> str:
    """How far a share is from another, in points with the interval; empty where one of them is not shown."""
    from waypost.analysis.results import NotEnough  # noqa: PLC0415  # as above
    from waypost.analysis.statistics import difference  # noqa: PLC0415  # as above

    change = difference(share, other)
    if isinstance(change, NotEnough):
        return ""
    if change.low <= 0 <= change.high:
        return "no difference seen"
    size, *ends = (abs(100 * value) for value in (change.value, change.low, change.high))
    return f"{size:.0f} points {'more' if change.value > 0 else 'fewer'} ({min(ends):.0f} to {max(ends):.0f})"
