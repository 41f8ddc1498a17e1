"""Moments of truth in words for people who have never met a p-value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from waypost.analysis.moments.moments import Belief, Effect, Moments
from waypost.analysis.results import Estimate, Figure, NotEnough

_NAUGHT = re.compile(r"[+−]0(?![.,\d])")
"""No number has a sign that is nothing."""


def sentences(moments: Moments) -> tuple[str, ...]:
    """What was found, what people over-rate and under-rate, and what is not covered."""
    found = [_told(effect) for effect in moments.found]
    nothing = () if found else (_nothing(moments),)
    caution = ("Like is compared with like as far as the data tell: that shows no cause.",) if found else ()
    beside = (*_fooled(moments), *_believed(moments), *_uncovered(moments), *_unasked(moments))
    return (*found, *nothing, *caution, *beside)


def difference_words(effect: Effect) -> str:
    """`+23 points (16 to 30)`, `−12.40 a case (…)`, or `not enough data`."""
    figure = effect.difference
    return points(figure) if effect.unit == "share" else amount(figure, "a case")


def points(figure: Figure) -> str:
    """A difference of shares in points."""
    if isinstance(figure, NotEnough):
        return "not enough data"
    decimals = 0 if figure.high - figure.low >= 0.02 else 1
    value, low, high = (f"{100 * part:+.{decimals}f}" for part in (figure.value, figure.low, figure.high))
    return _minus(f"{value} points ({low} to {high})")


def amount(figure: Figure | None, of: str = "") -> str:
    """Money or cases with their interval, as whole numbers where they are large."""
    if figure is None or isinstance(figure, NotEnough):
        return "–"
    decimals = 0 if max(abs(figure.low), abs(figure.high)) >= 100 or not of else 2
    value, low, high = (f"{part:+,.{decimals}f}" for part in (figure.value, figure.low, figure.high))
    return _minus(f"{value}{f' {of}' if of else ''} ({low} to {high})")


def ratio_words(figure: Figure | None) -> str:
    """A ratio with its interval."""
    if figure is None or isinstance(figure, NotEnough):
        return "–"
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"


def rides(effect: Effect) -> str:
    """The customers and the money that ride on it."""
    parts = []
    if isinstance(effect.attributable, Estimate):
        parts.append(f"{amount(effect.attributable)} cases")
    if isinstance(effect.money, Estimate):
        parts.append(f"{amount(effect.money)} money")
    return "; ".join(parts) or "–"


def _told(effect: Effect) -> str:
    figure = effect.difference
    assert isinstance(figure, Estimate)
    n = f"{effect.exposed:,} cases beside {effect.compared:,} alike"
    way = "more" if figure.value > 0 else "less"
    if effect.unit == "money":
        change = f"{abs(figure.value):,.2f} {way} a case ({_range(figure, 1, 2)}; {n})"
        said = f"After “{effect.signal_name}”, “{effect.outcome_name}” brings {change}."
    else:
        digits = 0 if abs(figure.value) >= 0.02 else 1
        size = f"{abs(100 * figure.value):.{digits}f}"
        change = f"{size} points {way} often ({_range(figure, 100, digits)}; {n})"
        said = f"After “{effect.signal_name}”, “{effect.outcome_name}” happens {change}."
    return f"{said}{_weight(effect)} {_sure(effect)}"


def _weight(effect: Effect) -> str:
    figure = effect.attributable
    if not isinstance(figure, Estimate):
        return ""
    way = "more" if figure.value > 0 else "fewer"
    return f" That is about {abs(figure.value):,.0f} cases {way} than among those alike ({_range(figure, 1, 0)})."


def _range(figure: Estimate, factor: float, digits: int) -> str:
    """The interval without signs; with them where it holds none, since its ends then differ in direction."""
    ends = (factor * figure.low, factor * figure.high)
    low, high = ends if ends[0] < 0 < ends[1] else sorted(map(abs, ends))
    return f"{low:,.{digits}f} to {high:,.{digits}f}".replace("-", "−")


def _sure(effect: Effect) -> str:
    return "It is a hint." if effect.sure == "a hint" else f"We are {effect.sure}."


def _nothing(moments: Moments) -> str:
    if not moments.tested:
        return "No signal has enough data to tell what it changes."
    return f"Of {moments.tested} pairs of a signal and an outcome, none makes a difference we could tell from chance."


def _fooled(moments: Moments) -> list[str]:
    """The plain comparisons of which little or nothing is left once like is compared with like."""
    return [
        f"“{effect.signal_name}” goes with “{effect.outcome_name}” by {points(effect.naive)} before comparing like "
        f"with like; after, the difference is {points(effect.difference)}, which may be none."
        for effect in moments.effects
        if not effect.found and effect.unit == "share" and _shrank(effect.naive, effect.difference)
    ]


def _shrank(naive: Figure, adjusted: Figure) -> bool:
    """Whether a clear difference may be none, and is not half as large; that it is not significant is not enough."""
    if isinstance(naive, NotEnough) or isinstance(adjusted, NotEnough):
        return False
    clear = naive.low > 0 or naive.high < 0
    apart = not adjusted.low <= naive.value <= adjusted.high
    halved = 2 * adjusted.value < naive.value if naive.value > 0 else 2 * adjusted.value > naive.value
    return clear and (apart or halved) and adjusted.low <= 0 <= adjusted.high


def _believed(moments: Moments) -> list[str]:
    words = {"over-rated": "may be over-rated", "under-rated": "is under-rated"}
    said = [f"“{one.name}” {words[one.verdict]}: {one.reason}." for one in moments.beliefs if one.verdict in words]
    unknown = [one.name for one in moments.beliefs if one.verdict == "unknown"]
    return said + ([f"Believed, and not to be told from the data: {', '.join(unknown)}."] if unknown else [])


def _uncovered(moments: Moments) -> list[str]:
    bare = [f"“{one.name}” lacks {' and '.join(one.missing)}." for one in moments.covers if one.missing]
    return bare[:3]


def _unasked(moments: Moments) -> list[str]:
    """The pairs that are left out, told once for each outcome that decides them."""
    said = []
    for decides in dict.fromkeys(pair.decided_by for pair in moments.unasked):
        pairs = [pair for pair in moments.unasked if pair.decided_by == decides]
        signals = list(dict.fromkeys(pair.signal_name for pair in pairs))
        outcomes = list(dict.fromkeys(pair.outcome_name for pair in pairs))
        them = f"{_listed(signals)} {'is' if len(signals) == 1 else 'are'} not held against {_listed(outcomes)}"
        said.append(f"{them}: “{pairs[0].decided_by_name}” itself happens there.")
    return said


def _listed(names: Sequence[str]) -> str:
    *others, last = (f"“{name}”" for name in names)
    return f"{', '.join(others)} and {last}" if others else last


def votes_words(belief: Belief) -> str:
    """How many believe it."""
    if belief.votes is not None:
        return f"{belief.votes} of {belief.of}"
    if belief.importance is not None:
        return f"importance {belief.importance} of 5"
    return "marked" if belief.believed else "–"


def _minus(text: str) -> str:
    return _NAUGHT.sub("0", text.replace("-", "−"))
