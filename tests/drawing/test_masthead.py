from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.drawing.fixture import invoicing_map
from waypost.drawing.masthead import Detail, masthead, next_line

LIVING = invoicing_map()


def review(today: date) -> Detail:
    return next(fact for fact in masthead(replace(LIVING, today=today)).facts if fact.label == "Review")


def test_the_review_is_due_a_year_after_the_mapping_and_late_from_the_next_day() -> None:
    on_the_day, after = review(date(2028, 4, 14)), review(date(2028, 4, 15))
    assert (on_the_day.text, on_the_day.late) == ("due Apr\u202f2028", False)
    assert (after.text, after.late) == ("overdue since 14\u202fApr\u202f2028", True)


def test_a_map_that_has_everything_is_left_in_peace() -> None:
    assert next_line(LIVING) == ""
    assert "real events" in next_line(replace(LIVING, measures=None))
    assert "own words" in next_line(replace(LIVING, findings={}))
