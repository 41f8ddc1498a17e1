"""Times are read as Python's own calendar and zones read them, and impossible ones not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from waypost.errors import InputError
from waypost.events.times import Clock

ZONES = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]
BERLIN = Clock("Europe/Berlin")


def read(clock: Clock, *written: object) -> list[datetime | None]:
    return clock.read(pl.Series(written, strict=False)).to_list()


def slowly(local: datetime, zone: str) -> datetime:
    """A bare time as an instant: with fold=0 Python takes the earlier of two, and the offset before a gap."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


bare = st.datetimes(datetime(1901, 1, 1), datetime(2099, 12, 31))
not_69 = bare.filter(lambda time: time.year % 100 != 69)
"""With two digits of a year, 69 is 1969 to Python and 2069 to Polars; of all others they think alike."""


@given(st.lists(bare, min_size=1, max_size=5), st.sampled_from(ZONES))
@example([datetime(2018, 3, 25, 2, 30), datetime(2018, 10, 28, 2, 30)], "Europe/Berlin")
@example([datetime(2011, 12, 30, 10), datetime(2011, 12, 29, 10)], "Pacific/Apia")
@example([datetime(2019, 10, 6, 2, 15), datetime(2019, 4, 7, 1, 45)], "Australia/Lord_Howe")
def test_bare_times_are_in_the_zone(local: list[datetime], zone: str) -> None:
    expected = [slowly(time, zone) for time in local]
    clock = Clock(zone)
    assert clock.read(pl.Series([time.isoformat(" ") for time in local])).to_list() == expected
    assert clock.read(pl.Series([time.isoformat("T") for time in local])).to_list() == expected
    assert clock.read(pl.Series(local, dtype=pl.Datetime("ns"))).to_list() == expected


@given(bare, st.integers(-14 * 60, 14 * 60), st.sampled_from(["seconds", "milliseconds", "microseconds", "minutes"]))
def test_a_time_with_an_offset_needs_no_zone(local: datetime, minutes: int, precision: str) -> None:
    offset = timezone(timedelta(minutes=minutes))
    text = local.replace(tzinfo=offset).isoformat(timespec=precision)
    compact = text[:-3] + text[-2:]
    expected = datetime.fromisoformat(text).astimezone(UTC)
    assert read(BERLIN, text, compact, text[:-6] + " " + text[-6:]) == [expected] * 3


@given(bare)
def test_counts_since_1970_are_instants(time: datetime) -> None:
    instant = time.replace(year=2002 + time.year % 35, day=min(time.day, 28), tzinfo=UTC)
    micros = (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    assert read(BERLIN, micros, micros * 1000) == [instant, instant]
    assert read(BERLIN, str(micros), str(micros // 1000), str(micros // 10**6)) == [
        instant,
        instant.replace(microsecond=instant.microsecond // 1000 * 1000),
        instant.replace(microsecond=0),
    ]
    assert read(BERLIN, float(micros // 10**6), micros // 10**6 + 0.5) == [
        instant.replace(microsecond=0),
        instant.replace(microsecond=500_000),
    ]


def test_clocks_that_change() -> None:
    never, twice = "2018-03-25 02:30:00", "2018-10-28 02:30:00"
    assert read(BERLIN, never) == read(BERLIN, "2018-03-25 03:30:00+02:00"), "02:30 never was: it is read as 03:30"
    assert read(BERLIN, twice) == read(BERLIN, "2018-10-28 02:30:00+02:00"), "02:30 was twice: the earlier is meant"


def test_what_is_accepted() -> None:
    summer = datetime(2018, 7, 31, 22, tzinfo=UTC)
    assert (
        read(BERLIN, "2018-08-01", "2018-08-01T00:00", "2018-08-01 00:00:00,000", "2018-07-31T22:00Z") == [summer] * 4
    )
    assert BERLIN.read(pl.Series([date(2018, 8, 1), None])).to_list() == [summer, None]
    assert BERLIN.read(pl.Series([summer]).dt.convert_time_zone("Asia/Kolkata")).to_list() == [summer]


IMPOSSIBLE = [
    "2023-02-30",
    "2023-02-29 12:00:00",
    "2023-13-01",
    "2023-00-10",
    "2023-01-01 24:00:00",
    "2023-01-01 12:60:00",
    "1899-12-30",
    "2201-01-02",
    "9999-12-31 23:59:59",
    "0000-00-00 00:00:00",
    "23-01-01",
    "01.02.2023",
    "01/02/2023",
    "20230101",
    "202301010000",
    "20230101000000",
    "1",
    "0",
    "-1",
    "99999999999999999999",
    "2023-01-01 12:00:00 CET",
    "2023-01-01 12:00:00+25:00",
    "2023-01-01 12:00:00+",
    "2023-01-01 12",
    "2023-01-0112:00:00",
    "2023-01-01  12:00:00",
    "2023-01-01T12:00:00TZ",
    "2023-01-01 12:00:00.",
    "２０２３-01-01",
    "now",
    "",
    "nan",
]


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_what_is_no_time(text: str) -> None:
    assert read(BERLIN, text, "2023-01-01") == [None, datetime(2022, 12, 31, 23, tzinfo=UTC)]


def test_numbers_that_are_no_time() -> None:
    assert read(BERLIN, 20230101, 0, -1, 2**63 - 1) == [None] * 4
    assert read(BERLIN, float("nan"), float("inf"), 1e300) == [None] * 3
    assert read(BERLIN, True) == [None]


@pytest.mark.parametrize(
    ("time_format", "text", "expected"),
    [
        ("%d.%m.%Y %H:%M", "01.08.2018 00:00", datetime(2018, 7, 31, 22, tzinfo=UTC)),
        ("%d.%m.%Y", "01.08.2018", datetime(2018, 7, 31, 22, tzinfo=UTC)),
        ("%m/%d/%Y %I:%M %p", "08/01/2018 12:30 PM", datetime(2018, 8, 1, 10, 30, tzinfo=UTC)),
        ("%d %b %Y", "01 Aug 2018", datetime(2018, 7, 31, 22, tzinfo=UTC)),
        ("%Y-%m-%d %H:%M:%S.%f", "2018-08-01 00:00:00.123456", datetime(2018, 7, 31, 22, 0, 0, 123456, tzinfo=UTC)),
        ("%Y-%m-%dT%H:%M:%SZ", "2018-08-01T00:00:00Z", datetime(2018, 8, 1, tzinfo=UTC)),
        ("%Y-%m-%d %H:%M:%S %z", "2018-08-01 00:00:00 +0200", datetime(2018, 7, 31, 22, tzinfo=UTC)),
        ("%s", "1533081600", datetime(2018, 8, 1, tzinfo=UTC)),
        ("%Y%m%d%H%M", "201808010000", datetime(2018, 7, 31, 22, tzinfo=UTC)),
    ],
)
def test_a_declared_format(time_format: str, text: str, expected: datetime) -> None:
    clock = Clock.checked("Europe/Berlin", time_format, "shop/orders")
    assert read(clock, text, "31.02.2018 00:00", "x", None) == [expected, None, None, None]


FORMATS = ["%d.%m.%Y %H:%M", "%d.%m.%Y", "%m/%d/%Y %I:%M %p", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%d %b %Y", "%d.%m.%y"]


def by_strptime(text: str, formats: list[str], zone: str, *, end_of_day: bool) -> datetime | None:
    """The first of the formats that reads the text, else ISO 8601; a day's end is found from the next day's start."""
    for each in formats:
        try:
            local = datetime.strptime(text, each)
        except ValueError:
            continue
        if local.year < 1900:
            continue
        if end_of_day and "H" not in each and "I" not in each:
            return slowly(local + timedelta(days=1), zone) - timedelta(microseconds=1)
        return slowly(local, zone)
    return slowly(datetime.fromisoformat(text), zone) if text[:4].isdigit() else None


@given(
    st.lists(st.sampled_from(FORMATS), min_size=1, max_size=4, unique=True),
    st.lists(st.tuples(not_69, st.sampled_from([*FORMATS, "%Y-%m-%d %H:%M"])), min_size=1, max_size=6),
    st.sampled_from(ZONES),
    st.booleans(),
)
@example(["%m/%d/%Y %I:%M %p", "%d/%m/%Y"], [(datetime(2026, 2, 1), "%d/%m/%Y")], "UTC", False)
@example(["%d.%m.%Y", "%d.%m.%y"], [(datetime(2026, 2, 1), "%d.%m.%y")], "UTC", True)
@example(["%d.%m.%Y"], [(datetime(2017, 10, 14), "%d.%m.%Y")], "America/Sao_Paulo", True)
def test_formats_are_tried_in_order_and_then_iso(
    formats: list[str], written: list[tuple[datetime, str]], zone: str, end_of_day: bool
) -> None:
    texts = [time.strftime(each) for time, each in written]
    clock = Clock.checked(zone, tuple(formats), "shop/orders").written_as(None, end_of_day=end_of_day)
    assert read(clock, *texts) == [by_strptime(text, formats, zone, end_of_day=end_of_day) for text in texts]


def test_a_declared_format_leaves_no_room_for_counts() -> None:
    clock = Clock.checked("UTC", "%m%d%y%H%M", "shop/orders")
    assert read(clock, "0230180100", "0228180100") == [None, datetime(2018, 2, 28, 1, tzinfo=UTC)]


@given(st.dates(date(1901, 1, 1), date(2099, 12, 30)), st.sampled_from(ZONES))
@example(date(2018, 2, 17), "America/Sao_Paulo")
@example(date(2017, 10, 14), "America/Sao_Paulo")
def test_the_end_of_a_day_is_its_last_microsecond(day: date, zone: str) -> None:
    clock = Clock(zone, end_of_day=True)
    (end,) = read(clock, day.isoformat())
    assert end is not None
    assert clock.read(pl.Series([day])).to_list() == [end]
    assert (end + timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date() > day
    assert end.astimezone(ZoneInfo(zone)).date() <= day
    assert read(clock, f"{day} 12:00", f"{day} 00:00:00") == read(Clock(zone), f"{day} 12:00", f"{day} 00:00:00")


@pytest.mark.parametrize("time_format", ["", "nonsense", "%", "%Q", "%H:%M", "%d.%m.", "%Y-%m-%d %Z", "%99999999d"])
def test_a_format_that_cannot_be_meant(time_format: str) -> None:
    with pytest.raises(InputError, match=r"time format .* cannot be read"):
        Clock.checked("UTC", time_format, "shop/orders")


@pytest.mark.parametrize(
    "zone", ["Europe/Berln", "CEST", "+02:00", "", "../../etc/passwd", "localtime", "Mars/Olympus"]
)
def test_a_zone_nobody_knows(zone: str) -> None:
    with pytest.raises(InputError, match="there is no time zone") as refused:
        Clock.checked(zone, None, "shop/orders")
    assert refused.value.problems[0].element == "shop/orders"


def test_suggests_the_zone_that_was_meant() -> None:
    with pytest.raises(InputError, match="Did you mean Europe/Berlin"):
        Clock.checked("Europe/Berln", None, "shop")
