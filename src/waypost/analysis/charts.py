"""Charts of measures: who comes through, where they go next, how long they stay. Vega-Lite through Altair."""

from __future__ import annotations

from typing import Any, TypeAlias

import altair as alt
import polars as pl

from waypost.analysis.results import Durations, Estimate, Measures

Layers: TypeAlias = alt.LayerChart | alt.FacetChart
"""What Altair says that layering gives; here always layers."""

_INK, _LIGHT = "#2f5d8a", "#b9cfe4"
_WIDTH, _BAR = 460, 22
_HOUR = 3_600_000_000


def chart(measures: Measures) -> alt.VConcatChart:
    """Reach of the steps, the funnel through the phases, moves between steps, and time at each step."""
    parts = (reach_chart(measures), funnel_chart(measures), transitions_chart(measures), dwell_chart(measures))
    together: alt.VConcatChart = alt.vconcat(*parts).resolve_scale(color="independent").configure_view(stroke=None)
    return together


def reach_chart(measures: Measures) -> Layers:
    """The share of cases that came to each bound step, with its interval."""
    rows = [
        {"step": step.name, "share": step.reach.value, "low": step.reach.low, "high": step.reach.high, "n": step.cases}
        for step in measures.elements.values()
        if step.level == "step" and step.bound and isinstance(step.reach, Estimate)
    ]
    frame = pl.DataFrame(
        rows, schema={"step": pl.String, "share": pl.Float64, "low": pl.Float64, "high": pl.Float64, "n": pl.Int64}
    )
    return _bars(frame, "step", "Reach: cases that came here").properties(title="Who comes to each step")


def funnel_chart(measures: Measures) -> Layers:
    """The share of the first phase's cases that came as far as each phase."""
    rows = [
        {
            "phase": measures.elements[stage.element].name,
            "share": stage.of_first.value,
            "low": stage.of_first.low,
            "high": stage.of_first.high,
            "n": stage.cases,
        }
        for stage in measures.funnel
        if isinstance(stage.of_first, Estimate)
    ]
    frame = pl.DataFrame(
        rows, schema={"phase": pl.String, "share": pl.Float64, "low": pl.Float64, "high": pl.Float64, "n": pl.Int64}
    )
    return _bars(frame, "phase", "Of those who began").properties(title="Who comes through, phase by phase")


def transitions_chart(measures: Measures) -> alt.Chart:
    """Where customers go next: each row's shares of all moves away from that step."""
    names = {element.element: element.name for element in measures.elements.values()}
    rows = [
        {
            "from": names.get(move.origin or "", "(begin)"),
            "to": names.get(move.target or "", "(end)"),
            "share": move.share.value,
            "moves": move.count,
            "hours": move.time.median / _HOUR if isinstance(move.time, Durations) else None,
        }
        for move in measures.transitions
        if isinstance(move.share, Estimate)
    ]
    frame = pl.DataFrame(
        rows,
        schema={"from": pl.String, "to": pl.String, "share": pl.Float64, "moves": pl.Int64, "hours": pl.Float64},
    )
    steps = [step.name for step in measures.elements.values() if step.level == "step" and step.bound]
    moves: alt.Chart = (
        alt.Chart(frame, title="Where they go next")
        .mark_rect()
        .encode(
            x=alt.X("to:N", sort=[*steps, "(end)"], title=None, axis=alt.Axis(orient="top", labelAngle=-40)),
            y=alt.Y("from:N", sort=["(begin)", *steps], title=None),
            color=alt.Color("share:Q", scale=alt.Scale(range=["#eef3f8", _INK]), legend=_percent_legend()),
            tooltip=[
                alt.Tooltip("from:N"),
                alt.Tooltip("to:N"),
                alt.Tooltip("share:Q", format=".1%"),
                alt.Tooltip("moves:Q", format=","),
                alt.Tooltip("hours:Q", format=",.1f", title="median hours"),
            ],
        )
        .properties(width=_WIDTH)
    )
    return moves


def dwell_chart(measures: Measures) -> Layers:
    """How long visits last: the median, the middle half, and from the 10th to the 90th percentile, in hours."""
    rows = [
        {"step": step.name, **{q: getattr(step.dwell, q) / _HOUR for q in ("p10", "p25", "median", "p75", "p90")}}
        for step in measures.elements.values()
        if step.level == "step" and isinstance(step.dwell, Durations)
    ]
    quantiles = ("p10", "p25", "median", "p75", "p90")
    frame = pl.DataFrame(rows, schema={"step": pl.String, **dict.fromkeys(quantiles, pl.Float64)})
    axis = alt.Scale(type="symlog", constant=0.1)
    base = alt.Chart(frame, title="How long they stay").encode(
        y=alt.Y("step:N", sort=None, title=None),
        tooltip=["step:N", *(alt.Tooltip(f"{quantile}:Q", format=",.2f") for quantile in quantiles)],
    )
    return alt.layer(
        base.mark_rule(color=_LIGHT, size=2).encode(x=alt.X("p10:Q", scale=axis, title="Hours"), x2="p90:Q"),
        base.mark_bar(color=_LIGHT, size=_BAR // 2).encode(x=alt.X("p25:Q", scale=axis), x2="p75:Q"),
        base.mark_tick(color=_INK, size=_BAR, thickness=3).encode(x=alt.X("median:Q", scale=axis)),
    ).properties(width=_WIDTH)


def _bars(frame: pl.DataFrame, name: str, title: str) -> Layers:
    """Horizontal bars of shares with their intervals, in the order of the rows."""
    base = alt.Chart(frame).encode(
        y=alt.Y(f"{name}:N", sort=None, title=None),
        tooltip=[name, *(alt.Tooltip(f"{part}:Q", format=".1%") for part in ("share", "low", "high")), "n"],
    )
    axis = alt.Axis(format="%")
    return alt.layer(
        base.mark_bar(color=_LIGHT, size=_BAR).encode(
            x=alt.X("share:Q", scale=alt.Scale(domain=[0, 1]), axis=axis, title=title)
        ),
        base.mark_rule(color=_INK, size=2).encode(x="low:Q", x2="high:Q"),
    ).properties(width=_WIDTH)


def _percent_legend() -> Any:
    return alt.Legend(format="%", title="Share of moves away")
