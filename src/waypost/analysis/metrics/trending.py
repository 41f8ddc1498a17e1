"""Trending: which periods stand out, and whether something changed for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from operator import add
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from waypost.analysis.comparison.variation import adjusted
from waypost.analysis.metrics.indicators import Indicator, deviation
from waypost.analysis.metrics.metrics import Change, Every, Metric, Period, Trend
from waypost.analysis.results import Estimate
from waypost.analysis.statistics import difference

Floats: TypeAlias = npt.NDArray[np.float64]

PERIODS = 8
"""The least number of periods with enough data for a change, or a period that stands out, to be looked for."""
_EACH_SIDE = 2
"""So many periods lie at least before and after a change."""
_DRAWS = 1_999
_SEED = 19_650_401
_RANGE = 1.128
"""The mean distance between two neighbours, in standard deviations of a normal distribution (d₂)."""
_LIMIT = 3


def trend(every: Every, starts: Sequence[datetime], labels: Sequence[str], parts: Sequence[Indicator]) -> Trend:
    """The periods with their control limits, and the moment that divides them best; its q is allowed for later."""
    figures = [part.figure() for part in parts]
    enough = [place for place, figure in enumerate(figures) if isinstance(figure, Estimate)]
    values = np.array([figure.value for figure in figures if isinstance(figure, Estimate)])
    n = np.array([parts[place].n for place in enough], dtype=np.float64)
    limits = _limits(values, n, [parts[place] for place in enough])
    periods = [
        Period(start, label, figure, None, None, unusual=False)
        for start, label, figure in zip(starts, labels, figures, strict=True)
    ]
    for place, (low, high), value in zip(enough, limits, values.tolist(), strict=False):
        periods[place] = replace(periods[place], low=low, high=high, unusual=not low <= value <= high)
    change = None
    if len(enough) >= PERIODS:
        split, p = _divide(values, n)
        first = enough[split]
        before = reduce(add, [parts[place] for place in enough[:split]]).figure()
        after = reduce(add, [parts[place] for place in enough[split:]]).figure()
        change = Change(starts[first], labels[first], before, after, difference(after, before), p, p)
    return Trend(every, tuple(periods), change, PERIODS)


def _limits(values: Floats, n: Floats, parts: Sequence[Indicator]) -> list[tuple[float, float]]:
    """Between which each period lies while nothing special happens; none with few periods.

    A control chart whose width takes in that periods differ by more than the chance of single cases: source D. B.
    Laney, *Improved Control Charts for Attributes*, Quality Engineering 14 (2002), here for means as well.
    """
    if len(parts) < PERIODS:
        return []
    single = deviation(reduce(add, parts))
    if single == 0:
        return []
    centre = float((values * n).sum() / n.sum())
    error = single / np.sqrt(n)
    moving = np.abs(np.diff((values - centre) / error)).mean() / _RANGE
    width = _LIMIT * error * moving
    return list(zip((centre - width).tolist(), (centre + width).tolist(), strict=True))


def _divide(values: Floats, n: Floats) -> tuple[int, float]:
    """The first place of the second part, and how often periods in a random order are divided so well.

    The largest standardised difference of the two parts' means. The order is drawn among the periods, not among cases,
    since periods differ by more than the chance of single cases. Source: K. J. Worsley, *On the Likelihood Ratio Test
    for a Shift in Location of Normal Populations*, JASA 74 (1979); p by permutation.
    """
    orders = np.tile(np.arange(len(values)), (_DRAWS, 1))
    orders = np.random.default_rng(_SEED).permuted(orders, axis=1)
    found = _apart(values[None], n[None])[0]
    best = int(found.argmax())
    drawn = _apart(values[orders], n[orders]).max(axis=1)
    as_far = int((drawn >= found[best] * (1 - 1e-9)).sum())
    return best + _EACH_SIDE, (1 + as_far) / (1 + _DRAWS)


def _apart(values: Floats, n: Floats) -> Floats:
    """[orders, splits] how far the weighted means before and after each place lie apart."""
    weight, total = np.cumsum(n, axis=1), np.cumsum(values * n, axis=1)
    before, sums = weight[:, _EACH_SIDE - 1 : -_EACH_SIDE], total[:, _EACH_SIDE - 1 : -_EACH_SIDE]
    after = weight[:, -1:] - before
    gap = sums / before - (total[:, -1:] - sums) / after
    result: Floats = np.abs(gap) * np.sqrt(before * after / weight[:, -1:])
    return result


def allowed_for(metrics: Sequence[Metric]) -> list[Metric]:
    """The metrics with the q of their changes: all trends are one family of tests."""
    changes = [
        metric.trend.change for metric in metrics if metric.trend is not None and metric.trend.change is not None
    ]
    qs = iter(adjusted([change.p for change in changes]))

    def allowed(metric: Metric) -> Metric:
        if metric.trend is None or metric.trend.change is None:
            return metric
        change = replace(metric.trend.change, q=next(qs))
        return replace(metric, trend=replace(metric.trend, change=change))

    return [allowed(metric) for metric in metrics]
