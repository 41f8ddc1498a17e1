"""Panels as text: every shape is whole, deaf to what users write, and says in words when there is not enough data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawing.fixture.great import HOSTILE
from tests.drawing.fixture.panels import every_block, every_panel
from tests.drawing.test_page import Reader, read
from waypost.analysis.brief import Brief, LeftOut
from waypost.analysis.comparison.comparison import ComparedFigure, Comparison, GroupFigure, GroupSize, Variation
from waypost.analysis.drivers.drivers import Advice, Driver
from waypost.analysis.paths.survival import ComeBy, TimeTo
from waypost.analysis.results import Estimate, NotEnough
from waypost.drawing.page import templates
from waypost.drawing.panels.blocks import SAID, Axis, Block, Card, Cards, Field, Forest, ForestRow, Line, Panel
from waypost.drawing.panels.customers import drivers_panel, metrics_panel
from waypost.drawing.panels.figures import (
    axis_in,
    axis_of,
    mark,
    money_number,
    number_of,
    points,
    points_number,
    said_in,
)
from waypost.drawing.panels.report import panels
from waypost.drawing.panels.times import time_panel
from waypost.drawing.panels.variation import comparison_panel
from waypost.drawing.tables import Number
from waypost.drawing.terms import Lexicon

FEW = NotEnough(4, 10)
numbers = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-9)


def drawn(*shown: Panel) -> Reader:
    return read(templates(Lexicon(())).get_template("panels.html.j2").render(panels=shown))


def test_every_shape_of_block_is_among_those_drawn_here() -> None:
    assert {type(block) for block in every_block("x")} == set(get_args(Block))


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_written_stays_text(text: str) -> None:
    harmless, hostile = drawn(every_panel("words")), drawn(every_panel(text))
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in harmless.elements]
    assert [set(attributes) for _, attributes in hostile.elements] == [set(found) for _, found in harmless.elements]
    assert not {name for _, found in hostile.elements for name in found if name.startswith("on") or name == "style"}
    assert "".join(hostile.text).count(text) == "".join(harmless.text).count("words")


def test_figures_that_can_be_asked_answer_the_keyboard_and_a_reader() -> None:
    asked = [(tag, found) for tag, found in drawn(every_panel("words")).elements if "data-about" in found]
    assert len(asked) >= 2 * 7
    for tag, found in asked:
        assert tag == "button" or (found["tabindex"], found["role"]) == ("0", "img")
        assert found["aria-label"] == "words: words, words"


def test_the_first_sentences_are_read_at_once_and_the_others_when_asked_for() -> None:
    panel = Panel("one", "One", "", tuple(f"Sentence {number}." for number in range(8)))
    assert (panel.first, len(panel.further)) == (tuple(f"Sentence {number}." for number in range(SAID)), 8 - SAID)
    assert "3 more to say" in "".join(drawn(panel).text)


def test_money_is_written_in_its_currency_once() -> None:
    number = money_number(Estimate(-1250, -1500, 80, 40), "EUR")
    assert (number.value, number.aside) == ("−1,250\u202fEUR", "−1,500 to 80 · n\u00a040")
    assert money_number(Estimate(12.4, 9, 15, 40), None).value == "12.40"


def test_not_enough_data_is_said_in_words_and_draws_no_mark() -> None:
    axis = axis_of([FEW])
    row = ForestRow("South", mark(FEW, axis), points_number(FEW))
    shown = drawn(
        Panel("p", "P", "", (), (Forest("", ("", "", ""), (row,), ()), Cards("", (Card("S", number_of(FEW, str)),))))
    )
    assert "not enough data, n\u00a04" in "".join(shown.text)
    assert not shown.all("circle") + shown.all("rect") + shown.all("path")
    assert "unsure" in str(shown.all("svg")[0]["class"])


def test_a_time_nobody_can_tell_yet_has_no_curve() -> None:
    by = (ComeBy(86_400_000_000, FEW),)
    origin = ("the beginning", None)
    asked = TimeTo("j", datetime(2026, 1, 1, tzinfo=UTC), None, origin[0], "end", "The end", 4, 2, 0, FEW, FEW, by, ())
    (cards,) = time_panel(asked).blocks
    assert isinstance(cards, Cards)
    assert [card.number.value for card in cards.cards] == [""]


@given(st.lists(numbers, min_size=1, max_size=8), st.booleans())
def test_all_values_fit_an_axis_of_few_round_ticks(values: list[float], zero: bool) -> None:
    axis = Axis.around(values, zero=zero)
    marks, slack = axis.ticks(), 1e-9 * axis.step
    assert axis.low - slack <= min(values)
    assert max(values) <= axis.high + slack
    assert not zero or axis.low <= 0 <= axis.high
    assert list(marks) == sorted(set(marks))
    assert (marks[0], marks[-1]) == pytest.approx((axis.low, axis.high), abs=axis.step * 1e-6)
    assert 2 <= len(marks) <= 8
    assert all(0 <= axis.place(value) <= 1 for value in values)
    assert [axis.place(end) for end in (axis.low, axis.high)] == [0, 1]


@given(st.lists(numbers, min_size=2, max_size=8, unique=True))
def test_places_keep_the_order_of_values(values: list[float]) -> None:
    axis = Axis.around(values)
    places = [axis.place(value) for value in sorted(values)]
    assert places == sorted(places)


def test_an_axis_counts_times_in_round_steps() -> None:
    hours = 3_600_000_000
    assert axis_in("microseconds", []).low == 0
    assert said_in("microseconds")(float(timedelta(hours=5) // timedelta(microseconds=1))) == "5\u202fh"
    assert Axis(0, 12 * hours, 3 * hours).ticks() == (0, 3 * hours, 6 * hours, 9 * hours, 12 * hours)


def test_a_line_is_straight_or_goes_in_steps_and_its_band_is_closed() -> None:
    ends = ((0.0, 0.0), (1.0, 1.0))
    assert Line("", ends, steps=False).path == "M0.00 100.00L100.00 0.00"
    assert Line("", ends).path == "M0.00 100.00L100.00 100.00L100.00 0.00L100.00 0.00"
    assert Line("", ends).band == ""
    band = Line("", ends, low=ends, high=ends, steps=False).band
    assert band == "M0.00 100.00L100.00 0.00L100.00 0.00L0.00 100.00Z"


@pytest.mark.parametrize(
    ("difference", "said"), [(0.231, "+23"), (-0.231, "−23"), (0.052, "+5.2"), (0.05, "+5"), (0.0001, "0"), (0, "0")]
)
def test_differences_are_said_in_points(difference: float, said: str) -> None:
    assert points(difference) == said


def test_nothing_asked_is_nothing_shown() -> None:
    assert panels(None, {}) == panels(Brief(), {}) == ()


@pytest.mark.xdist_group("kite")
def test_a_real_brief_has_a_panel_for_each_answer(kite_brief: Brief) -> None:
    found = panels(kite_brief, {})
    ids = [panel.id for panel in found]
    assert len(ids) == len(set(ids))
    assert set(ids) == {
        *("moments", "metrics", "drivers", "conformance", "off-track", "time-to", "retention"),
        *("families", "loops", "flow", "groups", *(f"by-{one.by}" for one in kite_brief.comparisons)),
    }
    for panel in found:
        assert panel.says, panel.id
        assert all(sentence[-1] in ".:" for sentence in panel.says), panel.says
    assert drawn(*found).open == []


@pytest.mark.xdist_group("kite")
def test_every_panel_says_what_its_figures_mean(kite_brief: Brief) -> None:
    for panel in panels(kite_brief, {}):
        page = drawn(panel)
        asked = {found["data-measure"] for _, found in page.elements if "data-measure" in found}
        explained = [found["data-defines"] for _, found in page.elements if "data-defines" in found]
        assert asked <= set(explained), panel.id
        assert explained, panel.id
        assert tuple(explained) == panel.measures
        assert "What these mean" in "".join(page.text)


def test_what_could_not_be_asked_teaches_what_to_declare() -> None:
    reason, remedy = "the journey has no `outcomes`", "Declare an outcome, as in: {id: leaves, kind: churn}"
    (panel,) = panels(Brief(left_out=(LeftOut("moments of truth", reason, remedy), LeftOut("x", "y"))), {})
    page = drawn(panel)
    text = "".join(page.text)
    assert "Not answered yet" in text
    assert "Moments of truth" in text
    assert "The journey has no outcomes." in text
    assert remedy in text
    assert "Y." in text
    assert page.all("code")


@pytest.mark.xdist_group("kite")
def test_a_score_nothing_can_be_held_against_teaches_listening_posts(kite_brief: Brief) -> None:
    assert kite_brief.drivers is not None
    panel = drivers_panel(replace(kite_brief.drivers, drivers=()))
    assert "a listening post (posts)" in "".join(drawn(panel).text)


@pytest.mark.xdist_group("kite")
def test_metrics_without_a_trend_do_not_say_that_nothing_changed(kite_brief: Brief) -> None:
    assert kite_brief.metrics is not None
    still = replace(kite_brief.metrics, metrics=tuple(replace(one, trend=None) for one in kite_brief.metrics.metrics))
    assert not any("changed" in sentence for sentence in metrics_panel(still).says)


def test_two_charts_stand_side_by_side_only_where_rows_say_no_more_than_a_name_and_a_value() -> None:
    slim, told = (Forest("", ("", "", ""), (ForestRow("a", None, Number(""), aside),), ()) for aside in ("", "more"))
    assert (slim.slim, told.slim) == (True, False)


def test_a_measure_without_a_definition_cannot_be_shown() -> None:
    with pytest.raises(KeyError, match="luck"):
        drawn(Panel("p", "P", "", (), measures=("luck",)))


@pytest.mark.xdist_group("kite")
def test_no_sentence_has_marks_of_a_program_in_it(kite_brief: Brief) -> None:
    for panel in panels(kite_brief, {}):
        for sentence in panel.says:
            assert not any(odd in sentence for odd in ("None", "nan", "*", "((", "))", "  ", " 1 cases", "'")), sentence


def test_a_driver_lies_in_the_quarter_of_its_advice(kite_brief: Brief) -> None:
    """All score better than the middle of their scale: what counts is how well they do beside each other."""
    assert kite_brief.drivers is not None
    some = kite_brief.drivers.drivers[0]

    def driver(importance: float, place: float, advice: Advice) -> Driver:
        told = Estimate(importance, importance, importance, 100)
        return replace(some, name=advice, importance=told, place=place, advice=advice)

    given = (
        driver(0.4, 0.6, "fix first"),
        driver(0.3, 0.9, "keep"),
        driver(0.2, 0.7, "watch"),
        driver(0.1, 1, "leave"),
    )
    shown = drivers_panel(replace(kite_brief.drivers, drivers=given)).blocks
    field = next(block for block in shown if isinstance(block, Field))
    quarters = {(False, True): 0, (True, True): 1, (False, False): 2, (True, False): 3}
    assert [field.quarters[quarters[dot.x > 0.5, dot.y > 0.5]] for dot in field.dots] == [
        dot.name for dot in field.dots
    ]
    assert all(0 < end < 1 for dot in field.dots for end in (dot.x, dot.y))


def compared(*apart: float, wanted: bool | None) -> Forest:
    """A figure whose groups differ from the others by so much; 0: by no more than chance."""
    groups = tuple(
        GroupFigure(str(place), Estimate(0.5, 0.4, 0.6, 90), Estimate(by, by - 0.1, by + 0.1, 180), q, q)
        for place, by in enumerate(apart)
        for q in (0.001 if by else 0.6,)
    )
    variation = Variation(len(groups), 0.001, 0.001, 0.9, 0.1, 0.1, "0", "1")
    figure = ComparedFigure("outcome", None, "leaves", "Leaves", "share", groups, variation, wanted)
    sizes = tuple(GroupSize(group.group, 90, 90) for group in groups)
    as_of = datetime(2027, 1, 1, tzinfo=UTC)
    whole = Comparison("j", as_of, "region", "Region", sizes, 0, 0, overlapping=False, figures=(figure,), notes=())
    (block,) = comparison_panel(whole).blocks
    assert isinstance(block, Forest)
    return block


def test_groups_that_do_worse_are_warm_where_a_figure_has_a_direction() -> None:
    for wanted, tones in (
        (False, ("hurts", "helps", "unsure")),
        (True, ("helps", "hurts", "unsure")),
        (None, ("plain", "plain", "unsure")),
    ):
        drawing = compared(0.3, -0.3, 0, wanted=wanted)
        assert tuple(row.mark.tone for row in drawing.rows if row.mark) == tones
        assert ("for the worse" in drawing.hint) == (wanted is not None)


def test_that_no_single_group_stands_apart_is_said() -> None:
    assert "no single one stands apart" in compared(0, 0, 0, wanted=False).hint
