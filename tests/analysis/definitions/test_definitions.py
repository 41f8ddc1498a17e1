"""No figure without a definition, and the reference page says what the code says."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import get_args

import pytest

from tests.conftest import REPOSITORY
from waypost.analysis import results
from waypost.analysis.comparison import comparison
from waypost.analysis.conformance import conformance, deviations, off_track
from waypost.analysis.definitions import AT_RISK, DEFINITIONS, measures_reference
from waypost.analysis.discovery import discovery
from waypost.analysis.drivers import drivers
from waypost.analysis.metrics import metrics
from waypost.analysis.moments import moments
from waypost.analysis.paths import (
    alternatives,
    curves,
    exits,
    flows,
    group_funnels,
    loops,
    milestones,
    retention,
    survival,
)
from waypost.analysis.walks import clusters, outliers
from waypost.events.coverage import Coverage
from waypost.journey.binding import RULES

MEASURED = (
    results.Measures,
    results.ElementMeasures,
    results.Score,
    results.SignalMeasure,
    results.Contrast,
    results.Transition,
    results.Variant,
    results.FunnelStage,
    Coverage,
    comparison.Comparison,
    comparison.GroupSize,
    comparison.GroupFigure,
    comparison.ComparedFigure,
    comparison.Variation,
    drivers.Drivers,
    drivers.Driver,
    drivers.LeftOut,
    metrics.Metrics,
    metrics.Metric,
    metrics.MetricOf,
    metrics.FewerThanHalf,
    metrics.Trend,
    metrics.Period,
    metrics.Change,
    metrics.Replies,
    metrics.Apart,
    metrics.Revenue,
    conformance.Conformance,
    deviations.Deviation,
    deviations.ElementConformance,
    deviations.CostCount,
    deviations.AlignedCase,
    deviations.ReasonCount,
    deviations.OffTrackHere,
    deviations.OffTrackCase,
    deviations.UnderWay,
    off_track.OffTrack,
    flows.Flow,
    flows.FlowBranch,
    flows.FlowNode,
    flows.FlowLink,
    alternatives.VariantGroups,
    alternatives.VariantGroup,
    loops.Loops,
    loops.Loop,
    loops.LoopPath,
    exits.Exits,
    exits.Exit,
    exits.LastSteps,
    survival.TimeTo,
    survival.ComeBy,
    curves.CurvePoint,
    curves.MedianTime,
    retention.Retention,
    retention.Cohort,
    retention.Retained,
    retention.NotYet,
    milestones.Milestones,
    milestones.Milestone,
    milestones.MilestoneCount,
    milestones.MilestoneOrder,
    group_funnels.GroupFunnel,
    clusters.Clusters,
    clusters.Cluster,
    clusters.Trait,
    clusters.Grouping,
    outliers.Outliers,
    outliers.Oddity,
    outliers.OddCase,
    moments.Moments,
    moments.Effect,
    moments.Belief,
    moments.Cover,
    discovery.Discovery,
    discovery.FoundStep,
    discovery.FoundRoute,
)
NAMES = {
    "Moments": {"journey", "as_of", "q", "minimum", "effects", "beliefs", "covers", "currency"},
    "Effect": {
        "touchpoint",
        "touchpoint_name",
        "step",
        "signal",
        "signal_name",
        "rule",
        "outcome",
        "outcome_name",
        "outcome_kind",
        "unit",
        "wanted",
    },
    "Belief": {"element", "name", "level", "strongest"},
    "Cover": {"element", "name"},
    "Comparison": {"journey", "as_of", "by", "name"},
    "GroupSize": {"group"},
    "GroupFigure": {"group"},
    "ComparedFigure": {"kind", "element", "detail", "label", "unit", "groups", "variation"},
    "Drivers": {"journey", "as_of", "overall", "name", "low", "high", "currency"},
    "Driver": {"touchpoint", "name", "low", "high"},
    "LeftOut": {"touchpoint", "name"},
    "Metrics": {"journey", "as_of", "currency"},
    "Metric": {"kind", "label", "element", "outcome", "unit", "low", "high", "wanted"},
    "MetricOf": {"segment", "name"},
    "Trend": {"every"},
    "Period": {"start", "label"},
    "Change": {"label"},
    "Replies": {"touchpoint", "name"},
    "Apart": {"what", "kind", "id"},
    "Revenue": {"start", "label"},
    "Measures": {"journey", "segment", "elements", "transitions", "funnel", "touchpoint_transitions"},
    "ElementMeasures": {"element", "name", "level", "bound", "scores", "signals"},
    "SignalMeasure": {"signal", "name", "rule", "scores"},
    "Transition": {"origin", "target"},
    "Variant": {"path"},
    "FunnelStage": {"element"},
    "Flow": {"journey", "as_of", "anchor", "name", "before", "after", "branches", "nodes", "links"},
    "FlowBranch": {"offset", "kind", "path", "names"},
    "FlowNode": {"offset", "kind", "element", "name"},
    "FlowLink": {"source", "target"},
    "VariantGroups": {"journey", "as_of", "groups"},
    "VariantGroup": {"path", "names", "variants"},
    "Loops": {"journey", "as_of", "loops", "exits"},
    "Loop": {"element", "name", "paths"},
    "LoopPath": {"path", "names"},
    "Exits": {"exits"},
    "Exit": {"element", "name", "last"},
    "LastSteps": {"path", "names"},
    "TimeTo": {"journey", "as_of", "origin", "origin_name", "target", "target_name"},
    "Retention": {"journey", "as_of", "period", "zone", "overall", "cohorts"},
    "Cohort": {"begins"},
    "Retained": {"period"},
    "Milestones": {"journey", "as_of", "window", "milestones", "counts", "orders"},
    "Milestone": {"element", "name"},
    "MilestoneCount": {"number"},
    "MilestoneOrder": {"path", "names", "complete"},
    "GroupFunnel": {"group", "name", "stages"},
    "Conformance": {"journey", "as_of", "elements"},
    "ElementConformance": {"element", "name", "level"},
    "Deviation": {"element", "name", "kind"},
    "AlignedCase": {"customer", "case", "path"},
    "OffTrack": {"journey", "as_of", "here"},
    "OffTrackHere": {"element", "name"},
    "OffTrackCase": {"customer", "case", "element", "name"},
    "ReasonCount": {"reason"},
    "Clusters": {"journey"},
    "Cluster": {"number", "name", "traits", "path"},
    "Trait": {"kind", "element", "words"},
    "Outliers": {"journey", "listed"},
    "Oddity": {"kind", "origin", "target", "words"},
    "OddCase": {"customer", "case", "words"},
    "Discovery": {"journey", "steps", "routes", "comments"},
    "FoundStep": {"step", "name", "phase", "events"},
    "FoundRoute": {"route", "kind", "origin", "target"},
}
"""Fields that say what a figure is about, or hold others; everything else is a figure."""


@pytest.mark.parametrize("kind", MEASURED, ids=lambda kind: kind.__name__)
def test_every_figure_has_a_definition(kind: type) -> None:
    assert is_dataclass(kind)
    defined = {field for definition in DEFINITIONS for field in definition.fields}
    figures = {field.name for field in fields(kind)} - NAMES.get(kind.__name__, set())
    assert {name for name in figures if f"{kind.__name__}.{name}" not in defined} == set()


def test_every_definition_is_about_figures_that_exist() -> None:
    existing = {f"{kind.__name__}.{field.name}" for kind in MEASURED for field in fields(kind)}
    assert {field for definition in DEFINITIONS for field in definition.fields} <= existing


def test_every_metric_and_every_compared_figure_is_defined() -> None:
    ids = {definition.id for definition in DEFINITIONS}
    assert set(get_args(metrics.MetricKind)) <= ids
    assert set(get_args(comparison.Kind)) - {"outcome"} <= ids


def test_ids_are_distinct() -> None:
    assert len({definition.id for definition in DEFINITIONS}) == len(DEFINITIONS)


def test_every_rule_of_a_signal_says_which_cases_are_at_risk() -> None:
    assert tuple(rule.rule for rule in AT_RISK) == RULES


def test_the_reference_page_is_current() -> None:
    page = REPOSITORY / "docs" / "reference" / "measures.md"
    remedy = "run `uv run python -m waypost.documentation`"
    assert page.read_text(encoding="utf-8") == measures_reference(), remedy
