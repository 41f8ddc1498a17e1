"""Numbers as people read them on page and poster: kept in one line, with true minus signs and units that fit the size.

A terminal or a notebook has its own wording (`analysis.wording`): people copy from there, and look more closely.
"""

from __future__ import annotations

import re
from datetime import date

THIN = "\u202f"
"""The narrow no-break space that stands before a unit."""
MINUS = "\u2212"

_UNIT = re.compile(r"(?<=\d) (?=%|(?:s|min|h|d|y)\b)")
_SAMPLE = re.compile(r"\bn (?=\d)")
_LEAST, _MOST = "under 0.1", "over 99.9"
_MINUTE, _HOUR, _DAY, _YEAR = 60.0, 3600.0, 86_400.0, 365.25 * 86_400.0
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def count(number: int) -> str:
    """Thousands apart: 4120 → "4,120"."""
    return f"{number:,}"


def sample(n: int) -> str:
    """How many there were, kept together: "n 4,120"."""
    return f"n\u00a0{count(n)}"


def typeset(sentence: str) -> str:
    """An answer's sentence with its numbers as the page writes them: "6,000 cases in 7.1 d" keeps "7.1 d" together."""
    return _SAMPLE.sub("n\u00a0", _UNIT.sub(THIN, sentence))


def decimal(number: float, places: int = 1) -> str:
    """One decimal by default, with a true minus: -1.42 → "−1.4"."""
    text = f"{abs(number):.{places}f}"
    return f"{MINUS}{text}" if number < 0 and float(text) != 0 else text


def signed(number: float) -> str:
    """A level on a scale around zero: 1.2 → "+1.2", 0 → "0.0"."""
    text = decimal(number)
    return f"+{text}" if number > 0 and float(text) != 0 else text


def percent(share: float) -> str:
    """A share of one: 0.614 → "61 %". Close to the ends one decimal is kept, and what is not all is never "100 %"."""
    return f"{_points(share)}{THIN}%"


def percent_range(low: float, high: float) -> str:
    """The two ends of an interval of shares: (0.58, 0.64) → "58–64 %", (0, 0.0004) → "under 0.1 %"."""
    return f"{_between(_points(low), _points(high))}{THIN}%"


def _between(low: str, high: str) -> str:
    """What is under 0.1 begins at 0 and what is over 99.9 ends at 100: said once."""
    if high == _LEAST:
        return high
    if low == _MOST:
        return low
    return f"{low} to {high}" if low == _LEAST or high == _MOST else f"{low}–{high}"


def _points(share: float) -> str:
    points = round(100.0 * share, 9)
    if points in (0.0, 100.0):
        return f"{points:.0f}"
    if points < 0.1:
        return _LEAST
    if points > 99.9:
        return _MOST
    return f"{points:.1f}" if points < 9.95 or points > 99.0 else f"{points:.0f}"


def time(microseconds: int) -> str:
    """How long something took, in the unit people would use: 1.8 d, 26 min."""
    seconds = microseconds / 1e6
    if seconds < 1:
        return f"under 1{THIN}s"
    for limit, unit, name in ((_MINUTE, 1.0, "s"), (_HOUR, _MINUTE, "min"), (2 * _DAY, _HOUR, "h"), (_YEAR, _DAY, "d")):
        if seconds < limit:
            return f"{_short(seconds / unit)}{THIN}{name}"
    return f"{_short(seconds / _YEAR)}{THIN}y"


def time_range(low: int, high: int) -> str:
    """The two ends of a range of times, said once where they read the same: "13 min–2.2 h", "under 1 s"."""
    first, last = time(low), time(high)
    return first if first == last else f"{first}–{last}"


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 9.95 else f"{number:.1f}".removesuffix(".0")


def day(on: date) -> str:
    """31 Oct 2027."""
    return f"{on.day}{THIN}{_MONTHS[on.month - 1]}{THIN}{on.year}"


def month(on: date) -> str:
    """Oct 2027."""
    return f"{_MONTHS[on.month - 1]}{THIN}{on.year}"
