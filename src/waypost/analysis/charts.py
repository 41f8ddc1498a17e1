"""Charts of measures: who comes through, where they go next, how long they stay. Vega-Lite through Altair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import altair as alt
import polars as pl

from waypost.analysis.results import Durations, Estimate, Figure, Measures

Layers: TypeAlias = alt.LayerChart | alt.FacetChart
"""What Altair says that layering gives; here always layers."""

_INK, _MIDDLE, _LIGHT = "#24527a", "#8fb1d1", "#eef3f8"
_WIDTH, _STEP = 520, 30
_SECOND = 1_000_000
_LANDMARKS = {
    1: "1 s",
    60: "1 min",
    3_600: "1 h",
    86_400: "1 d",
    604_800: "1 week",
    2_592_000: "30 d",
    31_536_000: "1 year",
}
"""Seconds and what people call them: the ticks of an axis of times."""
_QUANTILES = ("p10", "p25", "median", "p75", "p90")


def chart(measures: Measures) -> alt.VConcatChart:
    """Reach of the steps, the funnel, moves between steps, and time at each step."""
    parts = (reach_chart(measures), funnel_chart(measures), transitions_chart(measures), dwell_chart(measures))
    together: alt.VConcatChart = (
        alt.vconcat(*parts, spacing=28)
        .configure_view(stroke=None)
        .configure_title(anchor="start", frame="group", fontSize=14)
        .configure_axis(domain=False, ticks=False, labelLimit=260, labelPadding=6, gridColor="#e6eaee")
    )
    return together


def reach_chart(measures: Measures) -> Layers:
    """The share of cases that came to each bound step, with its interval."""
    steps = (step for step in measures.elements.values() if step.level == "step" and step.bound)
    return _bars("Who comes to each step", "of all cases", ((step.name, step.reach, step.cases) for step in steps))


def funnel_chart(measures: Measures) -> Layers:
    """The share of the first stage's cases that came as far as each stage."""
    stages = ((measures.elements[stage.element].name, stage.of_first, stage.cases) for stage in measures.funnel)
    return _bars("Who comes through, stage by stage", "of those who began", stages)


def transitions_chart(measures: Measures) -> Layers:
    """Where customers go next: each row's shares of all moves away from that step."""
    names = {element.element: element.name for element in measures.elements.values()}
    rows = [
        (
            names.get(move.origin or "", "(begin)"),
            names.get(move.target or "", "(end)"),
            move.share.value,
            move.count,
            move.time.median / _SECOND / 3_600 if isinstance(move.time, Durations) else None,
        )
        for move in measures.transitions
        if isinstance(move.share, Estimate)
    ]
    columns = {"from": pl.String, "to": pl.String, "share": pl.Float64, "moves": pl.Int64, "hours": pl.Float64}
    steps = [step.name for step in measures.elements.values() if step.level == "step" and step.bound]
    base = alt.Chart(pl.DataFrame(rows, schema=columns, orient="row")).encode(
        x=alt.X("to:N", sort=[*steps, "(end)"], title=None, axis=alt.Axis(orient="top", labelAngle=-35)),
        y=alt.Y("from:N", sort=["(begin)", *steps], title=None),
        tooltip=[
            "from:N",
            "to:N",
            alt.Tooltip("share:Q", format=".1%"),
            alt.Tooltip("moves:Q", format=","),
            alt.Tooltip("hours:Q", format=",.1f", title="median hours"),
        ],
    )
    shade = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[_LIGHT, _INK]), legend=None)
    ink = alt.condition("datum.share > 0.5", alt.value("white"), alt.value("#333"))
    return alt.layer(
        base.mark_rect(stroke="white", strokeWidth=2).encode(color=shade),
        base.transform_filter("datum.share >= 0.01")
        .mark_text(fontSize=11)
        .encode(text=alt.Text("share:Q", format=".0%"), color=ink),
    ).properties(width=_WIDTH, height=alt.Step(_STEP), title="Where they go next, of all moves away")


def dwell_chart(measures: Measures) -> Layers:
    """How long visits last: the median, the middle half, and from the 10th to the 90th percentile."""
    rows = [
        (step.name, *(max(getattr(step.dwell, quantile) / _SECOND, 1) for quantile in _QUANTILES))
        for step in measures.elements.values()
        if step.level == "step" and isinstance(step.dwell, Durations)
    ]
    frame = pl.DataFrame(rows, schema={"step": pl.String, **dict.fromkeys(_QUANTILES, pl.Float64)}, orient="row")
    said = " : ".join(f"datum.value == {seconds} ? '{words}'" for seconds, words in _LANDMARKS.items())
    axis = alt.Axis(values=list(_LANDMARKS), labelExpr=f"{said} : ''", title=None)
    base = alt.Chart(frame).encode(
        y=alt.Y("step:N", sort=None, title=None),
        tooltip=["step:N", *(alt.Tooltip(f"{quantile}:Q", format=",.0f") for quantile in _QUANTILES)],
    )
    return alt.layer(
        base.mark_rule(color=_MIDDLE, size=2).encode(
            x=alt.X("p10:Q", scale=alt.Scale(type="log"), axis=axis), x2="p90"
        ),
        base.mark_bar(color=_MIDDLE, size=_STEP // 2, cornerRadius=2).encode(x="p25:Q", x2="p75"),
        base.mark_tick(color=_INK, size=_STEP * 2 // 3, thickness=3).encode(x="median:Q"),
    ).properties(width=_WIDTH, height=alt.Step(_STEP), title="How long they stay: median, middle half, p10 to p90")


def _bars(title: str, of: str, shares: Iterable[tuple[str, Figure, int]]) -> Layers:
    """Horizontal bars of shares with their intervals, in the order given; what is not enough data has none."""
    rows = [
        (name, share.value, share.low, share.high, cases)
        for name, share, cases in shares
        if isinstance(share, Estimate)
    ]
    columns = {"name": pl.String, "share": pl.Float64, "low": pl.Float64, "high": pl.Float64, "cases": pl.Int64}
    axis = alt.Axis(format="%", title=None, tickCount=5)
    base = alt.Chart(pl.DataFrame(rows, schema=columns, orient="row")).encode(
        y=alt.Y("name:N", sort=None, title=None),
        tooltip=["name:N", *(alt.Tooltip(f"{part}:Q", format=".1%") for part in ("share", "low", "high")), "cases:Q"],
    )
    return alt.layer(
        base.mark_bar(color=_MIDDLE, size=_STEP // 2, cornerRadiusEnd=2).encode(
            x=alt.X("share:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)
        ),
        base.mark_rule(color=_INK, size=2).encode(x="low:Q", x2="high"),
    ).properties(width=_WIDTH, height=alt.Step(_STEP), title=f"{title}, {of}")
