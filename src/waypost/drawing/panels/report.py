"""Which panels a report has, in the order in which people ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from waypost.analysis.brief import Brief
from waypost.drawing.panels.blocks import Panel
from waypost.drawing.panels.conformance import conformance_panel, off_track_panel
from waypost.drawing.panels.customers import drivers_panel, metrics_panel
from waypost.drawing.panels.moments import moments_panel
from waypost.drawing.panels.paths import families_panel, flow_panel, loops_panel
from waypost.drawing.panels.times import retention_panel, time_panel
from waypost.drawing.panels.variation import clusters_panel, comparison_panel

A = TypeVar("A")


def panels(brief: Brief | None, called: Mapping[str, str]) -> tuple[Panel, ...]:
    """A panel for each answer there is; `called` are the names of phases, steps and touchpoints by id."""
    if brief is None:
        return ()
    found = (
        _drawn(brief.moments, moments_panel),
        _drawn(brief.metrics, metrics_panel),
        _drawn(brief.drivers, drivers_panel),
        _drawn(brief.conformance, conformance_panel),
        _drawn(brief.off_track, off_track_panel),
        _drawn(brief.time_to, time_panel),
        _drawn(brief.retention, retention_panel),
        _drawn(brief.families, lambda families: families_panel(families, called)),
        _drawn(brief.loops, loops_panel),
        _drawn(brief.flow, flow_panel),
        *map(comparison_panel, brief.comparisons),
        _drawn(brief.clusters, lambda clusters: clusters_panel(clusters, brief.outliers, called)),
    )
    return tuple(panel for panel in found if panel is not None)


def _drawn(answer: A | None, draw: Callable[[A], Panel]) -> Panel | None:
    return draw(answer) if answer is not None else None
