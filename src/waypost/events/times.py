"""Times as files write them, read as instants in UTC.

Accepted, when no format is declared: ISO 8601 (`2017-07-09 21:57:05`, with T, without seconds, with fractions, with Z
or an offset, or the date alone, which is its midnight) and the count since 1970 in seconds (9 or 10 digits),
milliseconds (13), microseconds (16) or nanoseconds (19). Other counts of digits are more often dates without
dashes, and refused.

Declared formats are tried in their order and ISO 8601 last (counts not at all); what two of them read differently is
what the first of them says.

A time without an offset is in the table's zone. When clocks go back and it happened twice, the earlier is meant; when
clocks go forward and it never happened, it is read as if they had not yet (02:30 becomes 03:30). Years before 1900 or
after 2200 are mistakes; after 2099 no zone changes its clocks any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import partial
from zoneinfo import ZoneInfo, available_timezones

import polars as pl

from waypost.errors import InputError, Problem
from waypost.events.tables import TIME
from waypost.journey.source import TimeFormat

FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2201, 1, 1, tzinfo=UTC)

_NAIVE = pl.Datetime("us")
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MINUTE = rf"{_DATE} [0-9]{{2}}:[0-9]{{2}}"
_SECOND = rf"{_MINUTE}:[0-9]{{2}}"
_FRACTION = rf"{_SECOND}\.[0-9]{{1,9}}"
_OFFSET = r" ?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
_BARE = {
    _SECOND: "%Y-%m-%d %H:%M:%S",
    _FRACTION: "%Y-%m-%d %H:%M:%S%.f",
    _MINUTE: "%Y-%m-%d %H:%M",
}
_DAY = {_DATE: "%Y-%m-%d"}
_ZONED = {
    _FRACTION + _OFFSET: "%Y-%m-%d %H:%M:%S%.f%#z",
    _SECOND + _OFFSET: "%Y-%m-%d %H:%M:%S%#z",
    _MINUTE + _OFFSET: "%Y-%m-%d %H:%M%#z",
}
_COUNT = r"^-?(?:[0-9]{9,10}|[0-9]{13}|[0-9]{16}|[0-9]{19})$"
_COUNT_WITH_FRACTION = r"^-?[0-9]{9,10}\.[0-9]{1,9}$"
_SAYS_OFFSET = re.compile(r"%[:#]*z|%\+|%s")
_SAYS_HOUR = re.compile(r"%[-_0]?[HIklTRrXc]")


@dataclass(frozen=True)
class Clock:
    """How the times of one table or column are written: their zone and the formats declared (strftime codes)."""

    zone: str
    formats: tuple[str, ...] = ()
    end_of_day: bool = False
    """Whether a date without a time of day is that day's last microsecond, and not its first."""

    @classmethod
    def checked(cls, zone: str, time_format: TimeFormat | None, element: str) -> Clock:
        """A clock that works; raises InputError for a zone nobody knows or a format that says nothing."""
        if not _is_zone(zone):
            near = [name for name in get_close_matches(zone, sorted(available_timezones()), 3, 0.5) if _is_zone(name)]
            remedy = f"Did you mean {near[0]}?" if near else "Write a place as in Europe/Berlin, or UTC"
            raise InputError(Problem(f"there is no time zone '{zone}'", element=element, remedy=remedy))
        for declared in _each(time_format):
            ours = _in_our_codes(declared)
            if "%Z" in ours or not _reads_what_it_writes(ours):
                remedy = "Use strftime codes, as in '%d.%m.%Y %H:%M'; the zone's name (%Z) is ambiguous: state `zone`"
                message = f"the time format '{declared}' cannot be read"
                raise InputError(Problem(message, element=element, remedy=remedy))
        return cls(zone).written_as(time_format)

    def written_as(self, time_format: TimeFormat | None, *, end_of_day: bool = False) -> Clock:
        """The clock of a column that may have formats of its own, as `checked` lets them pass."""
        formats = tuple(_in_our_codes(declared) for declared in _each(time_format))
        return replace(self, formats=formats or self.formats, end_of_day=end_of_day)

    def read(self, written: pl.Series) -> pl.Series:
        """The instants (UTC microseconds) that a column of any type stands for; null where it is none."""
        return _within_years(self._read(written)).alias(written.name)

    def _read(self, written: pl.Series) -> pl.Series:
        kind = written.dtype
        if isinstance(kind, pl.Datetime):
            times = written.cast(pl.Datetime("us", kind.time_zone))
            return self._in_utc(times) if kind.time_zone is None else times.dt.convert_time_zone("UTC")
        if kind == pl.Date:
            return self._days(written.cast(_NAIVE))
        text = _whole(written) if kind.is_float() else written.cast(pl.String, strict=False)
        last = self._iso if self.formats and not kind.is_numeric() else self._iso_or_counted
        readings = [] if kind.is_numeric() else [partial(self._in_format, declared) for declared in self.formats]
        return _first_reading(text, [*readings, last])

    def _in_format(self, time_format: str, text: pl.Series) -> pl.Series:
        times = text.str.to_datetime(time_format, strict=False, time_unit="us")
        if _SAYS_OFFSET.search(time_format):
            return _as_utc(times)
        return self._in_utc(times) if _SAYS_HOUR.search(time_format) else self._days(times)

    def _iso_or_counted(self, text: pl.Series) -> pl.Series:
        return _first_reading(text.str.replace(",", ".", literal=True), [self._iso, _counted])

    def _iso(self, text: pl.Series) -> pl.Series:
        spaced = text.str.replace("T", " ", literal=True).str.replace(",", ".", literal=True)
        return _first_reading(
            spaced,
            [
                lambda rest: self._in_utc(_first_that_fits(rest, _BARE, _NAIVE)),
                lambda rest: self._days(_first_that_fits(rest, _DAY, _NAIVE)),
                lambda rest: _first_that_fits(rest, _ZONED, TIME),
            ],
        )

    def _days(self, midnights: pl.Series) -> pl.Series:
        """What dates alone stand for. A day ends where the next begins, whatever clocks do in between."""
        if not self.end_of_day:
            return self._in_utc(midnights)
        return self._in_utc(midnights + timedelta(days=1)) - timedelta(microseconds=1)

    def _in_utc(self, local: pl.Series) -> pl.Series:
        if self.zone == "UTC":
            return local.dt.replace_time_zone("UTC")
        times = local.dt.replace_time_zone(self.zone, ambiguous="earliest", non_existent="null")
        times = times.dt.convert_time_zone("UTC")
        never = local.filter(times.is_null() & local.is_not_null()).unique()
        if never.is_empty():
            return times
        moved = pl.Series([_before_the_gap(time, self.zone) for time in never], dtype=TIME)
        return pl.select(
            pl.coalesce(times, local.replace_strict(never, moved, default=None, return_dtype=TIME))
        ).to_series()


def _each(time_format: TimeFormat | None) -> tuple[str, ...]:
    if time_format is None:
        return ()
    return (time_format,) if isinstance(time_format, str) else time_format


def _is_zone(zone: str) -> bool:
    if zone not in available_timezones():
        return False
    try:
        pl.Series([datetime(2000, 1, 1)]).dt.replace_time_zone(zone)
    except pl.exceptions.ComputeError:
        return False
    return True


def _in_our_codes(time_format: str) -> str:
    """Python's `%f` and a literal Z as Polars understands them."""
    ours = time_format.replace(".%f", "%.f").replace("%f", "%6f")
    return re.sub(r"(%[A-Za-z.0-9]*[STfM])Z$", r"\1%#z", ours)


def _reads_what_it_writes(time_format: str) -> bool:
    example = pl.Series([datetime(2000, 1, 2, tzinfo=UTC)], dtype=TIME)
    try:
        written = example.dt.strftime(time_format.replace("%#z", "%z"))
        found = written.str.to_datetime(time_format, strict=False, time_unit="us")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return False
    return bool((found.dt.date() == example.dt.date()).item())


def _as_utc(times: pl.Series) -> pl.Series:
    kind = times.dtype
    bare = isinstance(kind, pl.Datetime) and kind.time_zone is None
    return times.dt.replace_time_zone("UTC") if bare else times.dt.convert_time_zone("UTC")


def _first_reading(text: pl.Series, readings: Sequence[Callable[[pl.Series], pl.Series]]) -> pl.Series:
    """What the first of the readings makes of each text; one that falls in unlikely years does not count."""
    found = pl.Series(text.name, [None], dtype=TIME).new_from_index(0, len(text))
    for reading in readings:
        rest = text.set(found.is_not_null(), None) if found.null_count() < len(found) else text
        if rest.null_count() == len(rest):
            break
        found = pl.select(pl.coalesce(found, _within_years(reading(rest)))).to_series()
    return found


def _first_that_fits(text: pl.Series, shapes: dict[str, str], kind: pl.Datetime) -> pl.Series:
    """Read what has one of the shapes (regular expression → format); null where none fits or the date is impossible."""
    found = pl.Series(text.name, [None], dtype=kind).new_from_index(0, len(text))
    for shape, time_format in shapes.items():
        rest = text.set(found.is_not_null(), None) if found.null_count() < len(found) else text
        if rest.null_count() == len(rest):
            break
        fits = rest.str.contains(f"^{shape}$").fill_null(value=False)
        if fits.any():
            times = rest.set(~fits, None).str.to_datetime(time_format, strict=False, time_unit="us")
            found = pl.select(pl.coalesce(found, times)).to_series()
    return found


def _whole(numbers: pl.Series) -> pl.Series:
    """Numbers as text, without a fraction or an exponent where they are whole."""
    whole = numbers.cast(pl.Int64, strict=False)
    return pl.select(
        pl.when(whole == numbers).then(whole.cast(pl.String)).otherwise(numbers.cast(pl.String))
    ).to_series()


def _counted(text: pl.Series) -> pl.Series:
    """Counts of seconds, milliseconds, microseconds or nanoseconds since 1970, as instants."""
    whole = text.set(~text.str.contains(_COUNT).fill_null(value=False), None)
    digits = whole.str.strip_prefix("-").str.len_bytes()
    count = whole.cast(pl.Int64, strict=False)
    split = text.set(~text.str.contains(_COUNT_WITH_FRACTION).fill_null(value=False), None)
    seconds = split.cast(pl.Float64, strict=False)
    scaled = (
        pl.when(digits <= 10).then(count * 1_000_000)
        .when(digits == 13).then(count * 1000)
        .when(digits == 16).then(count)
        .otherwise(count // 1000)
    )  # fmt: skip
    fine = (seconds * 1_000_000).round().cast(pl.Int64, strict=False)
    return pl.select(pl.coalesce(scaled, fine).cast(_NAIVE).dt.replace_time_zone("UTC")).to_series()


def _before_the_gap(local: datetime, zone: str) -> datetime:
    """A local time that clocks skipped, with the offset that held before."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def _within_years(times: pl.Series) -> pl.Series:
    likely = times.is_between(pl.lit(FIRST, TIME), pl.lit(LAST, TIME), closed="left")
    return times if likely.all() else times.set(~likely.fill_null(value=True), None)
