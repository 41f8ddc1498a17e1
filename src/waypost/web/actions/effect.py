"""Whether it helped: figures of the last period before an action began, beside those of the newest one after it.

Two periods hold different cases, so that their difference has an interval of its own. It is a comparison in time:
other things changed as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from waypost.analysis.results import ElementMeasures, Figure, Measures, NotEnough, Score
from waypost.analysis.statistics import difference
from waypost.analysis.telling import interval_text, value_text
from waypost.web.measuring.keeping import Kept

_MONTHS = 12


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


def compared(kept: Kept, element: str, started: date) -> Compared | None:
    """What was measured at an element before and after a day; None while one of the two is missing."""
    figures = {period: here for period in kept.periods if (here := _enough(kept.find("", period), element))}
    before = max((period for period in figures if span_of(period)[1] <= started), key=span_of, default="")
    after = max((period for period in figures if span_of(period)[0] > started), key=span_of, default="")
    if not before or not after:
        return None
    return Compared(before, after, tuple(_effects(figures[before], figures[after])))


def _enough(measures: Measures | None, element: str) -> ElementMeasures | None:
    """What was measured at an element in a period; None where too few came there to say anything."""
    found = measures.elements.get(element) if measures is not None else None
    return found if found is not None and not isinstance(found.repeats, NotEnough) else None


def _effects(before: ElementMeasures, after: ElementMeasures) -> Iterator[Effect]:
    scales = {(score.low, score.high): score for score in before.scores}
    for score in after.scores:
        if (score.low, score.high) in scales:
            first: Score = scales[score.low, score.high]
            yield _effect(f"Answers, {score.low:g} to {score.high:g}", first.mean, score.mean, "scale")
    if before.drop_off is not None and after.drop_off is not None:
        yield _effect("Leave here", before.drop_off, after.drop_off, "share")
    yield _effect("Come again", before.repeats, after.repeats, "share")


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
    return Effect(name, _with_n(before, unit), _with_n(after, unit), verdict, seen)


def _with_n(figure: Figure, unit: str) -> str:
    words = interval_text(figure, unit)
    return words if isinstance(figure, NotEnough) else f"{words}, n {figure.n:,}"


def span_of(period: str) -> tuple[date, date]:
    """The first day of a period and the first day after it: `2026-03`, `2026 Q1`, `2026`."""
    year, month, months = int(period[:4]), 1, _MONTHS
    if "-" in period:
        month, months = int(period[5:]), 1
    elif "Q" in period:
        month, months = 3 * int(period[-1]) - 2, 3
    end = month + months
    return date(year, month, 1), date(year + (end > _MONTHS), end - _MONTHS if end > _MONTHS else end, 1)
