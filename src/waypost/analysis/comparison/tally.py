"""The tally: the figures of the map as samples, so that groups can be held side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from waypost.analysis.answers import ScoreCounts, Scores, SignalCounts, Signals
from waypost.analysis.arrivals import ArrivalCounts, Arrivals
from waypost.analysis.comparison.comparison import Kind, Unit
from waypost.analysis.comparison.endings import EndingCounts, Endings, called, declared
from waypost.analysis.comparison.samples import Answers, Sample, Shares, Waits
from waypost.analysis.elements import Place, destination_step, is_bound, touchpoints_of
from waypost.analysis.groups import Chosen
from waypost.analysis.measure import Counts
from waypost.analysis.measuring import destination_of
from waypost.analysis.visits import VisitCounts, Visits
from waypost.events.trails import Codebook, Partition, Trails
from waypost.journey.journey import Journey, Touchpoint


@dataclass(frozen=True)
class TallyCounts(Counts):
    """Everything counted about one group."""

    arrivals: ArrivalCounts
    phases: VisitCounts
    steps: VisitCounts
    touchpoints: VisitCounts
    scores: ScoreCounts
    signals: SignalCounts
    endings: EndingCounts


@dataclass(frozen=True)
class Tally:
    """What is counted of each group: the map's figures without its moves and paths."""

    arrivals: Arrivals
    phases: Visits
    steps: Visits
    touchpoints: Visits
    scores: Scores
    signals: Signals
    endings: Endings

    @classmethod
    def of(cls, journey: Journey, trails: Trails) -> Self:
        """That of a journey."""
        codebook = trails.codebook
        destination = destination_of(journey, codebook)
        touchpoint_of = np.arange(len(codebook.touchpoints), dtype=np.int16)
        step_of = np.array(codebook.step_of, dtype=np.int16)
        phase_of = np.array(codebook.phase_of, dtype=np.int16)[step_of]
        return cls(
            Arrivals(destination),
            Visits(len(codebook.phases), phase_of, destination),
            Visits(len(codebook.steps), step_of, destination),
            Visits(len(codebook.touchpoints), touchpoint_of, destination),
            Scores(),
            Signals(),
            Endings.of(journey, trails),
        )

    def kernel(self, partition: Partition, chosen: Chosen) -> TallyCounts:
        """Count the chosen cases."""
        return TallyCounts(
            self.arrivals.kernel(partition, chosen),
            self.phases.kernel(partition, chosen),
            self.steps.kernel(partition, chosen),
            self.touchpoints.kernel(partition, chosen),
            self.scores.kernel(partition, chosen),
            self.signals.kernel(partition, chosen),
            self.endings.kernel(partition, chosen),
        )


@dataclass(frozen=True)
class Item:
    """One figure of the map."""

    kind: Kind
    element: str | None
    detail: str | None
    label: str
    unit: Unit


@dataclass(frozen=True)
class Reading:
    """A group's counts, read through the journey."""

    journey: Journey
    codebook: Codebook
    counts: TallyCounts

    def samples(self) -> Iterator[tuple[Item, Sample]]:
        """Every figure of the map, in reading order; a place that holds only one other is passed over for that one."""
        arrivals = self.counts.arrivals
        completed = Item("completed", None, None, "Arrived at the destination", "share")
        yield completed, Shares(arrivals.arrived, arrivals.cases)
        duration = Item("duration", None, None, "Time from start to arrival", "microseconds")
        yield duration, Waits.of(arrivals.duration, 0)
        yield from self._outcomes()
        for phase in self.journey.phases:
            steps = [step for step in phase.steps if is_bound(step)]
            if len(steps) > 1:
                yield from self._visits(phase, self.counts.phases, self.codebook.phases.index(phase.id))
            for step in steps:
                yield from self._visits(step, self.counts.steps, self.codebook.steps.index(step.id))
                points = [point for point in step.touchpoints if is_bound(point)]
                for point in points if len(points) > 1 else ():
                    code = self.codebook.touchpoints.index(point.id)
                    yield from self._visits(point, self.counts.touchpoints, code)
            for step in phase.steps:
                for point in step.touchpoints:
                    yield from self._signals(point)
                    yield from self._scores(point)

    def _outcomes(self) -> Iterator[tuple[Item, Sample]]:
        endings = self.counts.endings
        for code, outcome in enumerate(declared(self.journey, self.codebook)):
            item = Item("outcome", None, outcome.id, called(self.journey, outcome), "share")
            yield item, Shares(int(endings.happened[code]), int(endings.followed[code]))

    def _visits(self, place: Place, visits: VisitCounts, code: int) -> Iterator[tuple[Item, Sample]]:
        came = int(visits.cases[code])
        arrival = self._is_arrival(place)  # coming here is the arrival, of which the whole journey's figures tell
        name = f"“{place.name}”"

        def item(kind: Kind, label: str, unit: Unit) -> Item:
            return Item(kind, place.id, None, label, unit)

        if not arrival:
            yield item("reach", f"Came to {name}", "share"), Shares(came, self.counts.arrivals.cases)
            yield item("time-to", f"Time until {name}", "microseconds"), Waits.of(visits.time_to, code)
            yield item("drop-off", f"Left for good at {name}", "share"), Shares(int(visits.dropped[code]), came)
        yield item("returns", f"Came back to {name}", "share"), Shares(int(visits.returned[code]), came)
        yield item("dwell", f"Time at {name}", "microseconds"), Waits.of(visits.dwell, code)

    def _is_arrival(self, place: Place) -> bool:
        step = destination_step(self.journey)
        here = {point.id for point in touchpoints_of(place) if is_bound(point)}
        return step is not None and here == {point.id for point in step.touchpoints if is_bound(point)}

    def _signals(self, point: Touchpoint) -> Iterator[tuple[Item, Sample]]:
        for signal in point.signals:
            if (point.id, signal.id) in self.codebook.signals:
                code = self.codebook.signals.index((point.id, signal.id))
                item = Item("signal", point.id, signal.id, f"“{signal.name}”", "share")
                signals = self.counts.signals
                yield item, Shares(int(signals.happened[code]), int(signals.at_risk[code]))

    def _scores(self, point: Touchpoint) -> Iterator[tuple[Item, Sample]]:
        for code, key in enumerate(self.codebook.scores):
            if key.touchpoint == point.id:
                scale = f"{key.low:g}–{key.high:g}"
                item = Item("score", point.id, scale, f"Score of “{point.name}” ({scale})", "scale")
                given = {cents: times for (one, cents), times in self.counts.scores.given.items() if one == code}
                yield item, Answers(key.low, key.high, Counter(given))
