"""Moments of truth in words for people who have never met a p-value."""

from __future__ import annotations

import re

from waypost.analysis.moments.moments import Belief, Effect, Moments
from waypost.analysis.results import Estimate, Figure, NotEnough

_NAUGHT = re.compile(r"[+−]0(?![.,\d])")
"""No number has a sign that is nothing."""


def sentences(moments: Moments) -> tuple[str, ...]:
    """What was found, what people over-rate and under-rate, and what is not covered."""
    found = [_told(effect) for effect in moments.found]
    nothing = () if found else (_nothing(moments),)
    return (*found, *nothing, *_fooled(moments), *_believed(moments), *_uncovered(moments))


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
    if effect.unit == "money":
        way = "more" if figure.value > 0 else "less"
        low, high = sorted((abs(figure.low), abs(figure.high)))
        change = f"{abs(figure.value):,.2f} {way} a case ({low:,.2f} to {high:,.2f}; {n})"
        said = f"After “{effect.signal_name}”, “{effect.outcome_name}” brings {change}."
    else:
        way = "more" if figure.value > 0 else "less"
        low, high = sorted((abs(100 * figure.low), abs(100 * figure.high)))
        size = abs(100 * figure.value)
        digits = 0 if size >= 2 else 1
        change = f"{size:.{digits}f} points {way} often ({low:.{digits}f} to {high:.{digits}f}; {n})"
        said = f"After “{effect.signal_name}”, “{effect.outcome_name}” happens {change}."
    return f"{said}{_weight(effect)} {_sure(effect)}"


def _weight(effect: Effect) -> str:
    if not isinstance(effect.attributable, Estimate):
        return ""
    low, high = sorted((abs(effect.attributable.low), abs(effect.attributable.high)))
    return f" That is about {abs(effect.attributable.value):,.0f} cases ({low:,.0f} to {high:,.0f})."


def _sure(effect: Effect) -> str:
    return "It is a hint." if effect.sure == "a hint" else f"We are {effect.sure}."


def _nothing(moments: Moments) -> str:
    if not moments.tested:
        return "No signal has enough data to tell what it changes."
    return f"Of {moments.tested} pairs of a signal and an outcome, none makes a difference we could tell from chance."


def _fooled(moments: Moments) -> list[str]:
    """The plain comparisons that vanish once like is compared with like."""
    return [
        f"“{effect.signal_name}” only seems to change “{effect.outcome_name}”: {points(effect.naive)} before comparing "
        f"like with like, {points(effect.difference)} after."
        for effect in moments.effects
        if not effect.found
        and effect.unit == "share"
        and isinstance(effect.naive, Estimate)
        and isinstance(effect.difference, Estimate)
        and (effect.naive.low > 0 or effect.naive.high < 0)
    ]


def _believed(moments: Moments) -> list[str]:
    words = {"over-rated": "may be over-rated", "under-rated": "is under-rated"}
    said = [f"“{one.name}” {words[one.verdict]}: {one.reason}." for one in moments.beliefs if one.verdict in words]
    unknown = [one.name for one in moments.beliefs if one.verdict == "unknown"]
    return said + ([f"Believed, and not to be told from the data: {', '.join(unknown)}."] if unknown else [])


def _uncovered(moments: Moments) -> list[str]:
    bare = [f"“{one.name}” lacks {' and '.join(one.missing)}." for one in moments.covers if one.missing]
    return bare[:3]


def votes_words(belief: Belief) -> str:
    """How many believe it."""
    if belief.votes is not None:
        return f"{belief.votes} of {belief.of}"
    if belief.importance is not None:
        return f"importance {belief.importance} of 5"
    return "marked" if belief.believed else "–"


def _minus(text: str) -> str:
    return _NAUGHT.sub("0", text.replace("-", "−"))
