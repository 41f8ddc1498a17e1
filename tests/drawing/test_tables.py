from __future__ import annotations

from dataclasses import replace

from tests.drawing.fixture import invoicing_map
from waypost.analysis.results import Measures
from waypost.drawing.tables import figure_rows, headline, move_row, names_of, seen, stages, taken
from waypost.drawing.views import views

LIVING = invoicing_map()
NAMES = names_of(LIVING.journey)


def everyone() -> Measures:
    assert LIVING.measures is not None
    return LIVING.measures.everyone


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_every_figure_travels_with_its_interval_and_n() -> None:
    rows = {row.name: row for row in figure_rows(LIVING.journey, everyone())}
    (reach,), (drop_off,), _, _, (dwell,), _, _, scores, signals = rows["Bank link"].numbers
    assert (plain(reach.value), plain(reach.aside)) == ("61 %", "59–62 % · n 4,120")
    assert (plain(drop_off.value), plain(drop_off.aside)) == ("23 %", "21–25 % · n 2,513")
    assert plain(dwell.value) == "43 h"
    assert [plain(score.aside) for score in scores] == ["2.44–2.56 of 1–5 · n 1,391"]
    assert [plain(signal.value) for signal in signals] == ["Bank link failed 37 %", "Slower than a day 27 %"]


def test_what_is_outside_our_view_says_so_instead_of_zero() -> None:
    rows = {row.name: row for row in figure_rows(LIVING.journey, everyone())}
    assert rows["Search"].numbers[0][0].aside == "outside our view"
    assert all(numbers == () for numbers in rows["Search"].numbers[1:])


def test_rows_stand_in_reading_order() -> None:
    names = [row.name for row in figure_rows(LIVING.journey, everyone())]
    steps = [step.name for step in LIVING.journey.steps()]
    assert [name for name in names if name in steps] == steps


def test_a_move_is_told_with_count_cases_share_and_time() -> None:
    move = next(one for one in everyone().transitions if (one.origin, one.target) == ("bank", "set-up"))
    row = move_row(move, NAMES)
    assert row.told.about == "Connect my bank → Set up my business"
    assert [plain(fact) for fact in row.told.facts] == [
        "1,313 times",
        "1,181 cases",
        "60 % of moves away",
        "95 % interval 58–62 %",
        "median 20 h",
        "middle half 10 h–40 h",
    ]


def test_leaving_and_beginning_have_words() -> None:
    rows = [move_row(move, NAMES) for move in everyone().transitions]
    assert {row.origin for row in rows} >= {"begins"}
    assert {row.target for row in rows} >= {"leaves"}


def test_the_funnel_is_measured_against_its_first_stage() -> None:
    found = list(stages(everyone(), NAMES))
    assert [stage.name for stage in found[:2]] == ["Look around", "Sign up"]
    assert found[0].width == 1
    assert found[1].width == 2637 / 4120
    assert plain(found[-1].time.aside) == "not enough data, n 3"


def test_paths_are_named_step_by_step() -> None:
    assert next(taken(everyone(), NAMES)).steps == ("Compare prices",)


def test_coverage_names_the_silent_touchpoints() -> None:
    assert LIVING.measures is not None
    assert LIVING.measures.coverage is not None
    found = seen(LIVING.measures.coverage, NAMES)
    assert (plain(found.mapped), plain(found.share), found.silent) == ("36,204", "88 %", ("Renewal e-mail",))


def test_coverage_says_what_answers_nobody_takes_are_about() -> None:
    assert LIVING.measures is not None
    assert LIVING.measures.coverage is not None
    lost = replace(LIVING.measures.coverage, untaken=(("survey", "First sesion", 1200), ("survey", "", 3)))
    rows = [(about, plain(number)) for _, about, number in seen(lost, NAMES).untaken]
    assert rows == [("First sesion", "1,200"), ("nothing named", "3")]


def test_coverage_counts_what_is_in_quarantine_by_file_and_reason() -> None:
    assert LIVING.measures is not None
    assert LIVING.measures.coverage is not None
    lost = replace(LIVING.measures.coverage, quarantined=(("crm", "a.csv", "bad-time", 1200),))
    assert [(file, reason, plain(number)) for file, reason, number in seen(lost, NAMES).quarantined] == [
        ("a.csv", "unreadable times", "1,200")
    ]


def test_coverage_says_what_else_may_make_the_map_wrong() -> None:
    assert LIVING.measures is not None
    assert LIVING.measures.coverage is not None
    lost = replace(
        LIVING.measures.coverage, overlapping=1, shared_cases=4, unattached=2, memberless=("south",), attributeless=2153
    )
    said = [plain(warning) for warning in seen(lost, NAMES).warnings]
    assert [warning[:16] for warning in said] == [
        "1 events match s",
        "4 case keys stan",
        "2 scores are fro",
        "Segment south ha",
        "Of 2,153 custome",
    ]


def test_the_headline_says_when_it_was_measured() -> None:
    assert {name: plain(number.value) for name, number in headline(everyone())}[
        "measured"
    ] == "1 Oct 2026 to 31 Oct 2027"


def test_everyone_comes_first_and_segments_have_names() -> None:
    assert [view.name for view in views(LIVING, ())] == ["Everyone", "Studios", "Trades"]
