"""What the bindings miss is said in words, with what to do; what may make the map wrong is a warning."""

from __future__ import annotations

from dataclasses import replace

from tests.analysis.making import journey, trails_of
from tests.analysis.test_measuring import WALKS
from waypost.analysis.coverage import coverage_lines
from waypost.analysis.measuring import measure
from waypost.analysis.results import LivingMeasures
from waypost.events.coverage import Coverage

GOOD = Coverage(events=480, mapped=460, caseless=0, unmapped=(("web", "hover", 20),), silent=(), unbound=("friend",))
NOTHING = Coverage(events=480, mapped=0, caseless=0, unmapped=(("web", "hover", 480),), silent=("ad",), unbound=())


def living(coverage: Coverage) -> LivingMeasures:
    return replace(measure(trails_of(WALKS), journey()), coverage=coverage)


def nobody(coverage: Coverage) -> LivingMeasures:
    return replace(measure(trails_of([]), journey()), coverage=coverage)


def warnings(living: LivingMeasures) -> list[str]:
    return [line.text for line in coverage_lines(living) if line.warning]


def test_a_map_that_sees_well_has_no_warnings() -> None:
    lines = coverage_lines(living(GOOD))
    assert [line.text for line in lines if not line.warning] == [
        "20 of 480 events (4.2 %) are not placed on any step of this map",
        "Events no touchpoint takes: hover (web) 20",
    ]
    assert warnings(living(GOOD)) == []


def test_everything_that_may_make_the_map_wrong_is_a_warning() -> None:
    bad = replace(
        GOOD,
        silent=("ad",),
        caseless=7,
        overlapping=8,
        shared_cases=6,
        unattached=9,
        untaken=(("survey", "Sesion", 1200), ("s", "", 1)),
    )
    said = "\n".join(warnings(living(bad)))
    for part in (
        "Advert",
        "7 events",
        "8 events",
        "6 case keys",
        "9 scores",
        "Sesion (survey) 1,200, nothing named (s) 1",
    ):
        assert part in said


def test_a_long_list_is_cut_and_says_how_much_more_there_is() -> None:
    many = replace(GOOD, unmapped=tuple(("web", f"e{number}", 9 - number) for number in range(8)))
    (line,) = (line.text for line in coverage_lines(living(many)) if line.text.startswith("Events"))
    assert line.endswith("e4 (web) 5 and 3 more")


def test_a_segment_without_members_is_named() -> None:
    assert warnings(living(replace(GOOD, memberless=("small",)))) == [
        "Segment small has no members: its condition matches no customer of this journey"
    ]


def test_without_cases_it_says_why_and_what_to_do() -> None:
    assert "no event is one of any touchpoint" in warnings(nobody(NOTHING))[0]
    assert "no touchpoint is bound to events" in warnings(nobody(replace(NOTHING, silent=())))[0]
    assert "no events up to 2026-01-01" in warnings(nobody(replace(NOTHING, events=0, unmapped=())))[0]
    caseless = replace(NOTHING, mapped=480, caseless=480, unmapped=(), silent=())
    assert "none of the 480 events on this map says which case" in warnings(nobody(caseless))[0]


def test_trails_that_came_from_no_lake_say_nothing_of_it() -> None:
    assert coverage_lines(measure(trails_of(WALKS), journey())) == ()


def test_segments_say_whom_they_do_not_know() -> None:
    measured = living(replace(GOOD, attributeless=38))
    assert warnings(measured) == ["Segments know only 62 of 100 customers: of the others there are no attributes"]
    assert warnings(replace(measured, segments={})) == []


def test_what_is_in_quarantine_is_a_warning() -> None:
    (said,) = warnings(living(replace(GOOD, quarantined=(("crm", "a.csv", "bad-time", 1200),))))
    assert said == "Put aside: 1,200 unreadable times (a.csv)"
