"""Telling: figures as they stand in a sentence, for people who have never met a p-value."""

from __future__ import annotations

from waypost.analysis.results import Figure, NotEnough
from waypost.analysis.wording import duration_text

_WAYS = {"microseconds": ("longer", "shorter"), "scale": ("higher", "lower")}
_WHOLE = 100
"""From here on money is said in whole units."""
VERY_SURE, SURE = 0.001, 0.05
"""Up to which q we are very sure, and quite sure."""


def value_text(value: float, unit: str) -> str:
    """`12 %`, `4.2`, `3.2 d`, `+31`, `1,250`, `+0.31`: one value in its unit."""
    match unit:
        case "share":
            return percent_text(value)
        case "microseconds":
            return duration_text(round(value))
        case "points":
            return f"{round(value):+d}".replace("-", "−").replace("+0", "0")
        case "money":
            return money_text(value)
        case "change":
            return f"{value:+.2f}".replace("-", "−")
        case _:
            return f"{value:.1f}"


def money_text(amount: float) -> str:
    """`1,250`, `12.40`: in whole units from a hundred on."""
    written = f"{amount:,.0f}" if abs(amount) >= _WHOLE else f"{amount:,.2f}"
    return written.replace("-", "−")


def figure_text(figure: Figure, unit: str) -> str:
    """The value in its unit, without its interval."""
    return f"not enough data (n {figure.n:,})" if isinstance(figure, NotEnough) else value_text(figure.value, unit)


def interval_text(figure: Figure, unit: str) -> str:
    """The value with its interval, as in a table: `12 % (10–14)`, or `n = 4` where there is not enough data."""
    if isinstance(figure, NotEnough):
        return f"n = {figure.n:,}"
    value, low, high = (value_text(one, unit) for one in (figure.value, figure.low, figure.high))
    to = " to " if any("−" in one or " " in one.removesuffix(" %") for one in (low, high)) else "–"
    return f"{value} ({low.removesuffix(' %')}{to}{high.removesuffix(' %')})" if low != high else value


def percent_text(share: float) -> str:
    """`12 %`; with a decimal below ten per cent."""
    percent = 100 * share
    if 0 < percent < 0.1:
        return "under 0.1 %"
    return f"{percent:.1f} %" if 0 < percent < 9.95 else f"{percent:.0f} %"


def difference_told(difference: Figure, unit: str) -> str:
    """`9 points more (7 to 11; n 4,000)`; that there is not enough data, where there is not."""
    if isinstance(difference, NotEnough):
        return f"not enough data for a difference (n {difference.n:,})"
    more, less = _WAYS.get(unit, ("more", "less"))
    falls = difference.value < 0
    ends = sorted((-difference.high, -difference.low) if falls else (difference.low, difference.high))
    size, low, high = (_size(one, unit) for one in (abs(difference.value), *ends))
    unit_word = " points" if unit in ("share", "points") else ""
    return f"{size}{unit_word} {less if falls else more} ({low} to {high}; n {difference.n:,})"


def _size(value: float, unit: str) -> str:
    """A difference in the unit people count it in; below 0 it points the other way."""
    sign = "−" if value < 0 else ""
    size = abs(value)
    match unit:
        case "share":
            written = f"{100 * size:.1f}" if size < 0.0995 else f"{100 * size:.0f}"
        case "microseconds":
            written = duration_text(round(size))
        case "points":
            written = f"{size:.0f}"
        case "money":
            written = money_text(size)
        case _:
            written = f"{size:.2f}"
    return sign + written if written.strip("0.") else written


def sure_text(q: float | None) -> str:
    """How sure one can be, from a q (see Benjamini and Hochberg's adjustment)."""
    if q is None:
        return "There is not enough data to tell."
    if q <= VERY_SURE:
        return "We are very sure."
    return "We are quite sure." if q <= SURE else "That may well be chance."


def columns(figure: Figure) -> tuple[float | None, float | None, float | None, int]:
    """value, low, high, n, for a frame: nothing but n where there is not enough data."""
    if isinstance(figure, NotEnough):
        return None, None, None, figure.n
    return figure.value, figure.low, figure.high, figure.n
