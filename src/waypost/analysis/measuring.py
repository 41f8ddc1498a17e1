"""Measuring: everything a map shows about one journey, counted in one pass over its trails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from waypost.analysis.answers import ScoreCounts, Scores, SignalCounts, Signals
from waypost.analysis.arrivals import ArrivalCounts, Arrivals
from waypost.analysis.contrasts import ContrastCounts, Contrasts
from waypost.analysis.elements import ElementCounts, destination_step, element_measures, is_bound
from waypost.analysis.engines import Engine
from waypost.analysis.engines.local import Local
from waypost.analysis.funnels import Funnel, FunnelCounts, funnel_through
from waypost.analysis.groups import EVERYONE, Chosen, Group, Members
from waypost.analysis.measure import Counts
from waypost.analysis.results import FunnelStage, LivingMeasures, Measures
from waypost.analysis.transitions import TransitionCounts, Transitions
from waypost.analysis.variants import VariantCounts, Variants
from waypost.analysis.visits import VisitCounts, Visits
from waypost.errors import InputError, Problem
from waypost.events.trails import Codebook, Partition, Trails
from waypost.journey.journey import Journey, Phase

_STAGES = 3
"""Fewer phases make no funnel."""


@dataclass(frozen=True)
class JourneyCounts(Counts):
    """Everything counted about one journey."""

    arrivals: ArrivalCounts
    phases: VisitCounts
    steps: VisitCounts
    touchpoints: VisitCounts
    step_moves: TransitionCounts
    touchpoint_moves: TransitionCounts
    variants: VariantCounts
    funnel: FunnelCounts
    scores: ScoreCounts
    signals: SignalCounts
    contrasts: ContrastCounts


@dataclass(frozen=True)
class JourneyMeasure:
    """The measures of one journey, as one measure: each partition is read once."""

    journey: Journey
    trails: Trails
    arrivals: Arrivals
    phases: Visits
    steps: Visits
    touchpoints: Visits
    step_moves: Transitions
    touchpoint_moves: Transitions
    variants: Variants
    funnel: Funnel
    scores: Scores
    signals: Signals
    contrasts: Contrasts

    def kernel(self, partition: Partition, chosen: Chosen) -> JourneyCounts:
        """All counts of the chosen cases of one partition."""
        return JourneyCounts(
            arrivals=self.arrivals.kernel(partition, chosen),
            phases=self.phases.kernel(partition, chosen),
            steps=self.steps.kernel(partition, chosen),
            touchpoints=self.touchpoints.kernel(partition, chosen),
            step_moves=self.step_moves.kernel(partition, chosen),
            touchpoint_moves=self.touchpoint_moves.kernel(partition, chosen),
            variants=self.variants.kernel(partition, chosen),
            funnel=self.funnel.kernel(partition, chosen),
            scores=self.scores.kernel(partition, chosen),
            signals=self.signals.kernel(partition, chosen),
            contrasts=self.contrasts.kernel(partition, chosen),
        )

    def finish(self, counts: JourneyCounts) -> Measures:
        """The measures of a group; whose they are is filled in by `measure`."""
        arrival = self.arrivals.finish(counts.arrivals)
        return Measures(
            journey=self.journey.id,
            segment=None,
            as_of=self.trails.as_of,
            first=self.trails.first,
            customers=counts.arrivals.customers,
            cases=counts.arrivals.cases,
            events=counts.arrivals.events,
            completed=arrival.completed,
            duration=arrival.duration,
            elements=element_measures(
                self.journey,
                self.trails.codebook,
                ElementCounts(
                    cases=counts.arrivals.cases,
                    visits={"phase": counts.phases, "step": counts.steps, "touchpoint": counts.touchpoints},
                    scores=counts.scores,
                    signals=counts.signals,
                    contrasts=counts.contrasts,
                ),
            ),
            transitions=self.step_moves.finish(counts.step_moves),
            variants=self.variants.finish(counts.variants),
            funnel=self.funnel.finish(counts.funnel),
            touchpoint_transitions=self.touchpoint_moves.finish(counts.touchpoint_moves),
            paths=len(counts.variants.cases),
        )


def measure(
    trails: Trails,
    journey: Journey,
    *,
    segments: Sequence[str] | None = None,
    engine: Engine | None = None,
) -> LivingMeasures:
    """Measure a journey over its trails, for everyone and for each segment.

    Arguments:
        trails: the trails woven for this journey.
        journey: the journey the trails were woven for.
        segments: ids of the segments to measure as well; all that the trails know when left out.
        engine: where the partitions are counted; threads of this machine when left out.

    Raises:
        InputError: a segment that the trails do not know.
    """
    known = trails.codebook.segments
    wanted = known if segments is None else tuple(segments)
    _refuse_unknown(wanted, trails)
    groups: tuple[Group, ...] = (EVERYONE, *(Members(known.index(segment)) for segment in wanted))
    whole = journey_measure(trails, journey)
    everyone, *others = (whole.finish(counts) for counts in (engine or Local()).count(whole, trails, groups))
    return LivingMeasures(
        everyone=everyone,
        segments={
            segment: replace(measures, segment=segment) for segment, measures in zip(wanted, others, strict=True)
        },
        coverage=trails.coverage,
    )


def funnel(
    trails: Trails,
    elements: Sequence[str],
    *,
    window: timedelta | None = None,
    segment: str | None = None,
    engine: Engine | None = None,
) -> tuple[FunnelStage, ...]:
    """How far customers came through these phases, steps or touchpoints, in this order, within the window.

    Raises:
        InputError: an element without events, one that lies inside another, or an unknown segment.
    """
    wanted = () if segment is None else (segment,)
    _refuse_unknown(wanted, trails)
    group = EVERYONE if segment is None else Members(trails.codebook.segments.index(segment))
    through = funnel_through(trails.codebook, elements, window)
    (counts,) = (engine or Local()).count(through, trails, (group,))
    return through.finish(counts)


def _refuse_unknown(wanted: Sequence[str], trails: Trails) -> None:
    known = trails.codebook.segments
    problems = [
        Problem(
            f"there is no segment '{segment}' in the trails of '{trails.journey}'",
            remedy=f"The segments are: {', '.join(known)}" if known else "The workspace has no segment documents",
        )
        for segment in wanted
        if segment not in known
    ]
    if problems:
        raise InputError(problems)


def journey_measure(trails: Trails, journey: Journey) -> JourneyMeasure:
    """What there is to count about a journey."""
    codebook = trails.codebook
    touchpoint_of = np.arange(len(codebook.touchpoints), dtype=np.int16)
    step_of = np.array(codebook.step_of, dtype=np.int16)
    phase_of = np.array(codebook.phase_of, dtype=np.int16)[step_of]
    destination = destination_of(journey, codebook)
    return JourneyMeasure(
        journey=journey,
        trails=trails,
        arrivals=Arrivals(destination),
        phases=Visits(len(codebook.phases), phase_of, destination),
        steps=Visits(len(codebook.steps), step_of, destination),
        touchpoints=Visits(len(codebook.touchpoints), touchpoint_of, destination),
        step_moves=Transitions(codebook.steps, step_of),
        touchpoint_moves=Transitions(codebook.touchpoints, touchpoint_of),
        variants=Variants(codebook.steps, step_of),
        funnel=funnel_through(codebook, stages_of(journey)),
        scores=Scores(),
        signals=Signals(),
        contrasts=Contrasts.of(codebook),
    )


def destination_of(journey: Journey, codebook: Codebook) -> Chosen:
    """[touchpoints] whether an event of this touchpoint is the arrival at the destination."""
    step = destination_step(journey)
    inside = {touchpoint.id for touchpoint in step.touchpoints} if step else set()
    return np.array([touchpoint in inside for touchpoint in codebook.touchpoints], dtype=np.bool_)


def stages_of(journey: Journey) -> tuple[str, ...]:
    """Where a funnel goes unless others are named: the phases in which a step that is not optional is bound.

    Where these are fewer than three, the steps themselves, so that there is something to see; a phase whose steps have
    no order stays one stage.
    """

    def needed(phase: Phase) -> list[str]:
        return [step.id for step in phase.steps if is_bound(step) and not step.optional]

    phases = [phase for phase in journey.phases if needed(phase)]
    steps = [stage for phase in phases for stage in ((phase.id,) if phase.any_order else needed(phase))]
    names = tuple(phase.id for phase in phases)
    return names if len(names) >= _STAGES or len(steps) == len(names) else tuple(steps)
