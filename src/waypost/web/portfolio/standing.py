"""How each journey of a workspace stands: what its check says, what is known about it, what was measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from waypost.journey.evidence import Evidence
from waypost.journey.journey import Journey, Lifecycle, State
from waypost.journey.marks import Standing
from waypost.journey.workspace import Workspace
from waypost.web.measuring.summary import Summary
from waypost.web.portfolio.health import Health
from waypost.web.portfolio.waiting import NOTHING, Waiting
from waypost.web.sharing.preview import Preview, preview_of

SOON = timedelta(days=30)
"""A review this near is said."""


@dataclass(frozen=True)
class Part:
    """One part of a bar of a hundred."""

    name: str
    start: float
    width: float


@dataclass(frozen=True)
class Known:
    """What is known about a journey, by how we know it."""

    counts: Mapping[Standing, int]

    @property
    def n(self) -> int:
        """How many pieces of evidence there are."""
        return sum(self.counts.values())

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """What there is, the surest first: ("reported", 12)."""
        return tuple((standing.value, self.counts[standing]) for standing in Standing if self.counts.get(standing))

    @property
    def bar(self) -> Iterator[Part]:
        """Its parts as a bar of a hundred."""
        start = 0.0
        for name, n in self.parts:
            width = 100 * n / self.n
            yield Part(name, round(start, 2), round(width, 2))
            start += width


@dataclass(frozen=True)
class Entry:
    """One journey of the portfolio."""

    journey: Journey
    changed: datetime
    changed_by: str
    health: Health
    known: Known
    measured: Summary | None
    """None: it was never measured."""
    today: date
    waiting: Waiting = NOTHING

    @property
    def preview(self) -> Preview:
        """The map, drawn small."""
        return preview_of(self.journey)

    @property
    def future(self) -> bool:
        """Whether it is how a journey should become."""
        return self.journey.state is State.FUTURE

    @property
    def review(self) -> date | None:
        """When the map is looked at again."""
        return self.journey.review_due()

    @property
    def overdue(self) -> bool:
        """Whether that day has passed."""
        return self._due_by(self.today - timedelta(days=1))

    @property
    def due_soon(self) -> bool:
        """Whether that day is near, or has passed."""
        return self._due_by(self.today + SOON)

    def _due_by(self, day: date) -> bool:
        """A retired map is not looked at again."""
        asked = self.journey.lifecycle is not Lifecycle.RETIRED
        return asked and self.review is not None and self.review <= day

    @property
    def quiet(self) -> bool:
        """Whether nothing waits here."""
        return not (self.health.why_not or self.health.waits or self.waiting or self.due_soon)

    @property
    def weight(self) -> tuple[int, int]:
        """What decides which journey to look at first: low answers, then cases."""
        return (self.measured.low, self.measured.cases) if self.measured else (-1, -1)


def known_about(workspace: Workspace) -> dict[str, Known]:
    """Journey or persona id → what is known about it; a finding about two of its elements counts once."""
    found: dict[str, Counter[Standing]] = {}
    for evidence in workspace.of(Evidence):
        for finding in evidence.findings:
            for document in {reference.partition("/")[0] for reference in finding.about}:
                found.setdefault(document, Counter())[finding.standing] += 1
    return {document: Known(counts) for document, counts in found.items()}
