"""A style that a message suggests is one that works when it is declared."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.events.styles import _STYLES, _reads, style_of
from waypost.events.times import Clock

WAYS = [
    "%d.%m.%Y %H:%M",
    "%d.%m.%y, %H:%M:%S",
    "%m/%d/%Y %I:%M %p",
    "%d %b %Y",
    "%B %d, %Y",
    "%d-%b-%y %H:%M",
    "%Y%m%d",
]


@given(st.datetimes(datetime(1970, 1, 1), datetime(2060, 12, 31)), st.sampled_from(WAYS))
def test_declaring_the_style_found_reads_the_value(time: datetime, way: str) -> None:
    written = time.strftime(way)
    style = style_of(written)
    assert style is not None
    expected = datetime.strptime(written, style).replace(tzinfo=UTC)
    assert Clock.checked("UTC", style, "shop").read(pl.Series([written])).to_list() == [expected]


@pytest.mark.parametrize("written", ["31.02.2026", "01.01.1800", "yesterday", "", "12", "14. Januar 2026", "1.2"])
def test_what_has_no_usual_style(written: str) -> None:
    assert style_of(written) is None


@pytest.mark.parametrize(
    "written",
    ["3.11.2026, 9:05 Uhr", "5 May 2026 - 3:04 PM", "22 nov 2026  10:00", "3/1/2026 10:00 -02:00", "3.1.2026 10:00 Z"],
)
def test_the_first_of_all_styles_that_reads_it_is_found(written: str) -> None:
    assert style_of(written) == next(style for style in _STYLES if _reads(written, style))
