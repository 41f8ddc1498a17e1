"""Telling: figures as they stand in a sentence, for people who have never met a p-value."""

from __future__ import annotations

from waypost.analysis.results import Estimate, Figure, NotEnough
from waypost.analysis.wording import duration_text

_WAYS = {"microseconds": ("longer", "shorter"), "scale": ("higher", "lower")}
_WHOLE = 100
"""From here on money is said in whole units."""
_DECIMALS = 4
"""At most so many, where fewer would not tell the ends of an interval apart."""
VERY_SURE, SURE = 0.001, 0.05
"""Up to which q we are very sure, and quite sure."""


def value_text(value: float, unit: str, currency: str | None = None) -> str:
    """`12 %`, `4.2`, `3.2 d`, `+31`, `1,250 EUR`, `+0.31`: one value in its unit, and money in its currency."""
    match unit:
        case "share":
            written = percent_text(value)
        case "microseconds":
            written = duration_text(round(value))
        case "points":
            written = f"{round(value):+d}".replace("+0", "0")
        case "money":
            written = money_text(value, currency)
        case "change":
            written = f"{value:+.2f}"
        case "cases":
            written = f"{value:,.0f}"
        case _:
            written = f"{value:.1f}"
    return written.replace("-", "−")


def money_text(amount: float, currency: str | None = None) -> str:
    """`1,250 EUR`, `12.40 EUR`: in whole units from a hundred on; the bare number where no currency is declared."""
    written = f"{amount:,.0f}" if abs(amount) >= _WHOLE else f"{amount:,.2f}".removesuffix(".00")
    return f"{written} {currency or ''}".rstrip().replace("-", "−")


def figure_text(figure: Figure, unit: str, currency: str | None = None) -> str:
    """The value in its unit, without its interval."""
    if isinstance(figure, NotEnough):
        return f"not enough data (n {figure.n:,})"
    return value_text(figure.value, unit, currency)


def interval_text(figure: Figure, unit: str, currency: str | None = None) -> str:
    """The value with its interval, as in a table: `12 % (10–14)`, or `n = 4` where there is not enough data."""
    if isinstance(figure, NotEnough):
        return f"n = {figure.n:,}"
    value, low, high = _fine(figure, unit)
    of = {"share": " %", "money": f" {currency or ''}".rstrip()}.get(unit, "")
    return f"{value}{of} ({_between(low, high)})"


def _between(low: str, high: str) -> str:
    """`10–14`, `−2 to 3`; and `under 0.1` and `over 99.9`, which say both ends where the other is 0 or 100."""
    if (low, high) == ("0", "under 0.1"):
        return high
    if (low, high) == ("over 99.9", "100"):
        return low
    return f"{low} to {high}" if any(set("−+ ") & set(one) for one in (low, high)) else f"{low}–{high}"


def _fine(figure: Estimate, unit: str) -> tuple[str, str, str]:
    """The value and both ends, with as many decimals as it takes to tell the ends apart."""
    ends = (figure.value, figure.low, figure.high)
    value, low, high = (value_text(one, unit).removesuffix(" %") for one in ends)
    if low != high or figure.low == figure.high or unit == "microseconds":
        return value, low, high
    scale, sign = (100 if unit == "share" else 1), ("+" if unit in ("points", "change") else "")
    for decimals in range(1, _DECIMALS + 1):
        value, low, high = (f"{scale * one:{sign},.{decimals}f}".replace("-", "−") for one in ends)
        if low != high:
            break
    return value, low, high


def percent_text(share: float) -> str:
    """`12 %`; with a decimal close to the ends, and what is not all is never `100 %`."""
    percent = 100 * share
    if 0 < percent < 0.1:
        return "under 0.1 %"
    if 99.9 < percent < 100:
        return "over 99.9 %"
    return f"{percent:.1f} %" if 0 < percent < 9.95 or 99 < percent < 100 else f"{percent:.0f} %"


def difference_told(difference: Figure, unit: str, currency: str | None = None) -> str:
    """`9 points more (7 to 11; n 4,000)`, `12 EUR more (9 to 15; n 400)`; that there is not enough data, where so."""
    if isinstance(difference, NotEnough):
        return f"not enough data for a difference (n {difference.n:,})"
    size, way, ends = difference_parts(difference, unit, currency)
    return f"{size} {way} ({ends}; n {difference.n:,})"


def difference_parts(difference: Estimate, unit: str, currency: str | None = None) -> tuple[str, str, str]:
    """`9 points`, `more`, `7 to 11`: how large a difference is, which way, and its interval the same way.

    Where the interval holds none, it is `between 2 less and 11 more`.
    """
    more, less = _WAYS.get(unit, ("more", "less"))
    falls = difference.value < 0
    size, low, high = (_size(one, unit) for one in (difference.value, difference.low, difference.high))
    counted = {"share": "points", "points": "points", "money": currency or ""}.get(unit, "")
    if difference.low < 0 < difference.high:
        ends = f"between {low} {less} and {high} {more}"
    else:
        ends = f"{high} to {low}" if falls else f"{low} to {high}"
    return f"{size} {counted}".rstrip(), less if falls else more, ends


def _size(value: float, unit: str) -> str:
    """How large a difference is, in the unit people count it in."""
    size = abs(value)
    match unit:
        case "share":
            written = f"{100 * size:.1f}" if size < 0.0995 else f"{100 * size:.0f}"
        case "microseconds":
            written = duration_text(round(size)) if round(size) else "0"
        case "points" | "cases":
            written = f"{size:,.0f}"
        case "money":
            written = money_text(size)
        case _:
            written = f"{size:.2f}"
    return written


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
