"""Styles: the usual ways to write a time that are not ISO 8601, so that a message can say which one a value has."""

from __future__ import annotations

from datetime import datetime
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


def style_of(written: str) -> str | None:
    """The format (strftime codes) that a text seems to be written in; where day and month could be either, day first.

    None where no usual style fits, and for days that never were.
    """
    return next((style for style in _STYLES if _reads(written.strip(), style)), None)


def _reads(written: str, style: str) -> bool:
    try:
        found = datetime.strptime(written, style)
    except ValueError:
        return False
    return FIRST.year <= found.year < LAST.year
