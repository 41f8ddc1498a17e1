"""Styles: the usual ways to write a time that are not ISO 8601, so that a message can say which one a value has."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from itertools import product

from waypost.events.times import FIRST, LAST

_DATES = (
    *("%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%Y", "%m-%d-%Y"),
    *("%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %b %Y", "%d %B %Y", "%d. %B %Y", "%d. %b %Y", "%d-%b-%Y", "%d-%b-%y"),
    *("%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%a, %d %b %Y"),
)
_HOURS = (
    *("%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p"),
    *("%H.%M", "%H:%M Uhr", "%H:%M:%S %z", "%H:%M %z"),
)
_BETWEEN = (" ", ", ", "T", " - ")
_STYLES = (*_DATES, *(date + between + hour for date, between, hour in product(_DATES, _BETWEEN, _HOURS)))


_OFFSETS = ("+0", "-0", "+0:0", "-0:0", "a")
"""How `%z` may look in outline: `+0200`, `-02:00`, `Z`."""


def style_of(written: str) -> str | None:
    """The format (strftime codes) that a text seems to be written in; where day and month could be either, day first.

    None where no usual style fits, and for days that never were.
    """
    text = written.strip()
    return next((style for style in _by_outline().get(_outline(text), ()) if _reads(text, style)), None)


def _outline(text: str) -> str:
    """What stands where, whatever it says: `3.11.2026, 9:05 Uhr` → `0.0.0, 0:0 a`."""
    return re.sub(r"\s+", " ", re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "0", text)))


@cache
def _by_outline() -> dict[str, list[str]]:
    """The styles that come into question: trying all of them on one value takes more than a second."""
    some = datetime(2026, 11, 22, 15, 46, 57, 123456, tzinfo=UTC)
    found: dict[str, list[str]] = defaultdict(list)
    for style in _STYLES:
        outline = _outline(some.strftime(style))
        outlines = [outline.removesuffix("+0") + offset for offset in _OFFSETS] if "%z" in style else [outline]
        for each in outlines:
            found[each].append(style)
    return found


def _reads(written: str, style: str) -> bool:
    try:
        found = datetime.strptime(written, style)
    except ValueError:
        return False
    return FIRST.year <= found.year < LAST.year
