"""A brief: everything a report says below the map, in one value.

A question that cannot be put to a journey (nothing declared for it, a design too large) is left out with its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from pydantic import TypeAdapter

from waypost.analysis.comparison.comparison import Comparison
from waypost.analysis.conformance.conformance import Conformance
from waypost.analysis.conformance.off_track import OffTrack
from waypost.analysis.drivers.drivers import Drivers
from waypost.analysis.elements import destination_step
from waypost.analysis.metrics.metrics import Metrics
from waypost.analysis.moments.moments import Moments
from waypost.analysis.paths.alternatives import VariantGroups
from waypost.analysis.paths.flows import Flow
from waypost.analysis.paths.loops import Loops
from waypost.analysis.paths.retention import Retention
from waypost.analysis.paths.survival import TimeTo
from waypost.analysis.study import Study
from waypost.analysis.walks.clusters import Clusters
from waypost.analysis.walks.outliers import Outliers
from waypost.errors import InputError

R = TypeVar("R")
FLOW = 2
"""Places before and after that a brief's flow shows."""


@dataclass(frozen=True)
class LeftOut:
    """A question without an answer, and why."""

    question: str
    reason: str
    remedy: str = ""
    """What to declare, or to bring, so that it can be put; empty when nobody can say."""


@dataclass(frozen=True)
class Brief:
    """The answers of a report; None or empty where there was nothing to answer."""

    moments: Moments | None = None
    conformance: Conformance | None = None
    off_track: OffTrack | None = None
    metrics: Metrics | None = None
    drivers: Drivers | None = None
    time_to: TimeTo | None = None
    retention: Retention | None = None
    families: VariantGroups | None = None
    loops: Loops | None = None
    flow: Flow | None = None
    comparisons: tuple[Comparison, ...] = ()
    clusters: Clusters | None = None
    outliers: Outliers | None = None
    left_out: tuple[LeftOut, ...] = ()


ALL_ALIKE = LeftOut(
    "what differs between groups",
    "the journey says no way in which cases may differ",
    "Declare a breakdown, as in: {id: region, name: Region, by: attributes.region}; or add two segments",
)
"""Nobody can be told apart."""


@dataclass
class _Asking:
    """Puts one question after the other, and keeps why one could not be answered."""

    told: Callable[[str], None]
    left_out: list[LeftOut] = field(default_factory=list)

    def ask(self, question: str, put: Callable[[], R]) -> R | None:
        self.told(question)
        try:
            return put()
        except InputError as refusal:
            reasons = "; ".join(problem.message for problem in refusal.problems)
            remedies = ". ".join(problem.remedy for problem in refusal.problems if problem.remedy)
            self.left_out.append(LeftOut(question, reasons, remedies))
            return None


def brief(study: Study, told: Callable[[str], None] = lambda _question: None) -> Brief:
    """Put every question of a report to a study; `told` hears which one is being put."""
    asking = _Asking(told)
    loops = asking.ask("loops", study.loops)
    destination = destination_step(study.journey)
    anchor = _most_returned(loops)
    ways = _ways_apart(study)
    comparisons = (asking.ask(f"what differs by {one}", partial(study.compare, by=one)) for one in ways)
    if not ways:
        asking.left_out.append(ALL_ALIKE)
    return Brief(
        moments=asking.ask("moments of truth", study.moments),
        conformance=asking.ask("conformance", study.conformance),
        off_track=asking.ask("off track", study.off_track),
        metrics=asking.ask("metrics", study.metrics),
        drivers=asking.ask("drivers of the overall score", study.drivers),
        time_to=asking.ask("time to the destination", lambda: study.time_to(destination.id)) if destination else None,
        retention=asking.ask("retention", study.retention),
        families=asking.ask("families of paths", study.variants),
        loops=loops,
        flow=asking.ask("flow", lambda: study.flows(anchor, before=FLOW, after=FLOW)) if anchor else None,
        comparisons=tuple(found for found in comparisons if found is not None),
        clusters=asking.ask("people who walk alike", study.clusters),
        outliers=asking.ask("outliers", study.outliers),
        left_out=tuple(asking.left_out),
    )


def map_brief(study: Study) -> Brief:
    """Only what the map itself shows: measured moments of truth, and where cases leave the design."""
    asking = _Asking(lambda _question: None)
    return Brief(
        moments=asking.ask("moments of truth", study.moments),
        conformance=asking.ask("conformance", study.conformance),
        left_out=tuple(asking.left_out),
    )


def brief_json(brief: Brief) -> dict[str, Any]:
    """The answers as JSON values; what was not answered is null."""
    written: dict[str, Any] = TypeAdapter(Brief).dump_python(brief, mode="json")
    return written


def _most_returned(loops: Loops | None) -> str | None:
    """The step whose loops take the most time of all: the one worth looking around."""
    return next((loop.element for loop in loops.loops if loop.returns), None) if loops is not None else None


def _ways_apart(study: Study) -> tuple[str, ...]:
    """The breakdowns; segments too when there are several."""
    codebook = study.trails.codebook
    return (*codebook.breakdowns, *(("segment",) if len(codebook.segments) > 1 else ()))
