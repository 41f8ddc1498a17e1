"""Which panels a report has, in the order in which people ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from waypost.analysis.brief import Brief, LeftOut
from waypost.drawing.panels.blocks import Lesson, Lessons, Panel
from waypost.drawing.panels.conformance import conformance_panel, off_track_panel
from waypost.drawing.panels.customers import drivers_panel, metrics_panel
from waypost.drawing.panels.moments import moments_panel
from waypost.drawing.panels.paths import families_panel, flow_panel, loops_panel
from waypost.drawing.panels.times import retention_panel, time_panel
from waypost.drawing.panels.variation import clusters_panel, comparison_panel

A = TypeVar("A")


def panels(brief: Brief | None, called: Mapping[str, str]) -> tuple[Panel, ...]:
    """A panel for each answer there is, and one for those there are none; `called` are the elements' names by id."""
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
        _unanswered(brief.left_out),
    )
    return tuple(panel for panel in found if panel is not None)


def _drawn(answer: A | None, draw: Callable[[A], Panel]) -> Panel | None:
    return draw(answer) if answer is not None else None


def _unanswered(left_out: Sequence[LeftOut]) -> Panel | None:
    """The questions that could not be put, and what would answer them."""
    if not left_out:
        return None
    rows = tuple(Lesson(_begun(one.question), _sentence(one.reason), _sentence(one.remedy)) for one in left_out)
    return Panel(
        id="unanswered",
        title="Not answered yet",
        lead="These questions need something that this journey does not have so far.",
        says=(),
        blocks=(Lessons("", rows),),
    )


def _sentence(text: str) -> str:
    """A reason or remedy as a sentence; nothing stays nothing."""
    return _begun(text) + ("." if text and text[-1] not in ".…}" else "")


def _begun(text: str) -> str:
    """A text that begins a line."""
    return f"{text[:1].upper()}{text[1:]}"
