"""Silence: who answered where customers were asked, who did not, and how they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from waypost.analysis.answers import happened
from waypost.analysis.arrivals import comes
from waypost.analysis.comparison.endings import Endings, declared, explained
from waypost.analysis.comparison.grouping import Names
from waypost.analysis.comparison.samples import Shares
from waypost.analysis.comparison.variation import adjusted, p_alike
from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts, Integers
from waypost.analysis.metrics.counts import reply
from waypost.analysis.metrics.metrics import Apart, Replies
from waypost.analysis.results import Estimate
from waypost.analysis.statistics import MINIMUM, difference, share
from waypost.events.trails import Codebook, Partition
from waypost.journey.journey import Journey, Touchpoint


@dataclass(frozen=True)
class SilenceCounts(Counts):
    """For each asked touchpoint, the silent ([…, 0, …]) and those who answered ([…, 1, …]), thing by thing."""

    part: Integers
    """[asked, 2, things] cases with the thing."""
    whole: Integers
    """[asked, 2, things] cases that could have it."""
    absent: Integers
    """[asked] cases that answered without ever having come; they are on neither side."""


@dataclass(frozen=True)
class Silence:
    """Who answered and who did not, by what else is known of them: arrival, signals, outcomes, segments."""

    asked: tuple[tuple[int, tuple[int, ...]], ...]
    """Touchpoint codes, and the codes of their scores."""
    endings: Endings
    destination: tuple[int, ...]
    """The touchpoint codes of the destination."""

    def kernel(self, partition: Partition, chosen: Chosen) -> SilenceCounts:
        """Count the chosen cases that came to each asked touchpoint, and those that answered without."""
        ended, followed = self.endings.cases(partition, self.endings.begun(partition))
        everyone = np.ones((partition.cases, 1), dtype=np.bool_)
        has = np.hstack((comes(partition, self.destination)[:, None], happened(partition), ended, partition.membership))
        could = np.hstack((everyone, partition.at_risk, followed, np.ones_like(partition.membership)))
        came, replied = reply(partition, self.asked)
        part = np.zeros((len(self.asked), 2, has.shape[1]), dtype=np.int64)
        whole = np.zeros_like(part)
        for place in range(len(self.asked)):
            for side in (0, 1):
                cases = chosen & came[:, place] & (replied[:, place] == bool(side))
                part[place, side] = (has & could)[cases].sum(axis=0)
                whole[place, side] = could[cases].sum(axis=0)
        return SilenceCounts(part, whole, (replied & ~came)[chosen].sum(axis=0, dtype=np.int64))


@dataclass(frozen=True)
class _Thing:
    """Something in which those who answered may differ from the silent: a column of the counts."""

    kind: Literal["completed", "signal", "outcome", "segment"]
    id: str
    name: str
    score: str | None = None
    """The touchpoint whose score it is made of: of no use among those who did not answer there."""


def replies(
    journey: Journey, book: Codebook, asked: Sequence[Touchpoint], counts: SilenceCounts, segments: Names
) -> tuple[Replies, ...]:
    """Who answered at each asked touchpoint, and how they differ from those who did not."""
    things = _things(journey, book, segments)
    return tuple(_replies(counts, place, point, things) for place, point in enumerate(asked))


def _things(journey: Journey, book: Codebook, segments: Names) -> list[_Thing]:
    """In the order of the kernel's columns."""
    signals = {(point.id, one.id): one for point in journey.touchpoints() for one in point.signals}
    return [
        _Thing("completed", journey.id, "Arrived at the destination"),
        *(
            _Thing("signal", of[1], signals[of].name, of[0] if signals[of].rule == "scored_below" else None)
            for of in book.signals
        ),
        *(_Thing("outcome", one.id, explained(journey, one), one.score) for one in declared(journey, book)),
        *(_Thing("segment", segment, segments.get(segment, segment)) for segment in book.segments),
    ]


def _replies(counts: SilenceCounts, place: int, point: Touchpoint, things: Sequence[_Thing]) -> Replies:
    apart = [_apart(counts, place, row, thing) for row, thing in enumerate(things) if thing.score != point.id]
    qs = iter(adjusted([p for _, p in apart if p is not None]))
    told = [replace(one, q=None if p is None else next(qs)) for one, p in apart]
    came = int(counts.whole[place, :, 0].sum())
    rate = share(int(counts.whole[place, 1, 0]), came)
    return Replies(point.id, point.name, came, rate, int(counts.absent[place]), tuple(sorted(told, key=_size)))


def _apart(counts: SilenceCounts, place: int, row: int, thing: _Thing) -> tuple[Apart, float | None]:
    silent, answered = (
        Shares(int(counts.part[place, side, row]), int(counts.whole[place, side, row])) for side in (0, 1)
    )
    one, other = answered.figure(), silent.figure()
    p = p_alike((answered, silent)) if min(silent.n, answered.n) >= MINIMUM else None
    return Apart(thing.name, thing.kind, thing.id, one, other, difference(one, other), None), p


def _size(apart: Apart) -> float:
    """The largest difference first."""
    return -abs(apart.difference.value) if isinstance(apart.difference, Estimate) else 1.0
