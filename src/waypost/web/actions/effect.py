"""The figures an action can change, and whether it helped: those of the last period before it began, beside those of
the newest one after it.

Two periods hold different cases, so that their difference has an interval of its own. It is a comparison in time:
other things changed as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from waypost.analysis.results import ElementMeasures, Figure, Measures, NotEnough
from waypost.analysis.statistics import difference
from waypost.analysis.telling import interval_text, value_text
from waypost.web.measuring.keeping import Kept

_MONTHS = 12
Figures = dict[str, tuple[Figure, str]]
"""Figures with their units, by what people call them."""


@dataclass(frozen=True)
class Effect:
    """One figure before and after."""

    name: str
    before: str
    """With its interval and n."""
    after: str
    verdict: str
    """`no effect seen`, or how much it changed."""
    seen: bool


@dataclass(frozen=True)
class Compared:
    """An action's figures, from one period to another."""

    since: str
    until: str
    effects: tuple[Effect, ...]


def figures_of(here: ElementMeasures) -> Figures:
    """What an action at an element can change."""
    found: Figures = {f"Answers, {one.low:g} to {one.high:g}": (one.mean, "scale") for one in here.scores}
    if here.drop_off is not None:
        found["Leave here"] = here.drop_off, "share"
    found["Come again"] = here.repeats, "share"
    found.update((signal.name, (signal.share, "share")) for signal in here.signals)
    return found


def said(figure: Figure, unit: str) -> str:
    """A figure with its interval and n."""
    words = interval_text(figure, unit)
    return words if isinstance(figure, NotEnough) else f"{words}, n {figure.n:,}"


def compared(kept: Kept, element: str, started: date, kpi: str = "") -> Compared | str:
    """What was measured at an element before and after a day, beginning with `kpi`; or why nothing was."""
    measured = {period: kept.find("", period) for period in kept.periods}
    figures = {period: here for period, found in measured.items() if (here := _enough(found, element))}
    if not figures:
        return "too few customers came here"
    before = max((period for period in figures if span_of(period)[1] <= started), key=span_of, default="")
    after = max((period for period in figures if span_of(period)[0] > started), key=span_of, default="")
    if not before:
        return "there are no figures of a whole period before it began"
    if not after:
        return "there are no figures of a whole period after it began yet"
    first, last = figures_of(figures[before]), figures_of(figures[after])
    common = sorted((name for name in last if name in first), key=lambda name: name != kpi)
    return Compared(before, after, tuple(_effect(name, first[name][0], *last[name]) for name in common))


def _enough(measures: Measures | None, element: str) -> ElementMeasures | None:
    """What was measured at an element in a period; None where too few came there to say anything."""
    found = measures.elements.get(element) if measures is not None else None
    return found if found is not None and not isinstance(found.repeats, NotEnough) else None


def _effect(name: str, before: Figure, after: Figure, unit: str) -> Effect:
    change = difference(after, before)
    if isinstance(change, NotEnough):
        verdict, seen = "not enough data", False
    elif change.low <= 0 <= change.high:
        verdict, seen = "no effect seen", False
    else:
        size = value_text(abs(change.value), unit).removesuffix(" %")
        points = " points" if unit == "share" else ""
        verdict, seen = f"{size}{points} {'higher' if change.value > 0 else 'lower'}", True
    return Effect(name, said(before, unit), said(after, unit), verdict, seen)


def span_of(period: str) -> tuple[date, date]:
    """The first day of a period and the first day after it: `2026-03`, `2026 Q1`, `2026`."""
    year, month, months = int(period[:4]), 1, _MONTHS
    if "-" in period:
        month, months = int(period[5:]), 1
    elif "Q" in period:
        month, months = 3 * int(period[-1]) - 2, 3
    end = month + months
    return date(year, month, 1), date(year + (end > _MONTHS), end - _MONTHS if end > _MONTHS else end, 1)
