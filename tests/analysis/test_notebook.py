"""Measures read well where analysts read them: in a terminal, in a notebook, as charts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html
from rich.console import Console

from tests.analysis.making import journey, trails_of
from tests.analysis.test_measuring import WALKS, asked
from waypost.analysis.measuring import measure
from waypost.analysis.results import Durations, Estimate, LivingMeasures, NotEnough
from waypost.analysis.wording import aside_text, difference_text, duration_text, mean_text, share_text, times_text
from waypost.events.coverage import Coverage
from waypost.journey.journey import Journey


@pytest.fixture(scope="module")
def living() -> LivingMeasures:
    return measure(trails_of(WALKS), journey())


def printed(shown: object) -> str:
    console = Console(width=140)
    with console.capture() as capture:
        console.print(shown)
    return capture.get()


def test_a_terminal_shows_steps_with_their_names_and_figures(living: LivingMeasures) -> None:
    text = printed(living)
    assert "100 customers, 100 cases, 460 events" in text
    shares, times, stage = (line for line in text.splitlines() if line.strip().startswith("I look around  "))
    assert "90 % (83–94)" in shares
    assert times.split()[3:7] == ["24", "h", "3.0", "d"]
    assert stage.split()[3] == "90"


def test_a_signal_is_shown_with_the_scores_of_those_with_and_without_it() -> None:
    walks = [asked(number, waited=number < 20, score=100 + 100 * (number % 4)) for number in range(60)]
    lines = printed(measure(trails_of(walks), journey())).splitlines()
    shares, scores = (line for line in lines if "Help desk: Waits for an answer" in line)
    assert "33 % (23–46)" in shares
    assert "1–5" in scores
    assert "2.5 (2.0–3.1)" in scores
    assert "+0.0 (−0.7 to +0.7)" in scores


def test_signals_nobody_was_asked_about_have_no_table_of_scores(living: LivingMeasures) -> None:
    assert "Web site: Leaves the site unsure" in printed(living)
    assert "Scores of those" not in printed(living)


def test_a_journey_without_signals_has_no_table_of_them() -> None:
    silent = journey().model_dump()
    for step in (step for phase in silent["phases"] for step in phase["steps"]):
        for touchpoint in step["touchpoints"]:
            touchpoint["signals"] = []
    assert "Signals" not in printed(measure(trails_of(WALKS), Journey.model_validate(silent)))


def test_segments_stand_below_everyone(living: LivingMeasures) -> None:
    lines = [line for line in printed(living).splitlines() if line.strip().startswith(("everyone", "small", "large"))]
    assert [line.split()[0] for line in lines] == ["everyone", "small", "large"]


def test_one_group_shows_itself_too(living: LivingMeasures) -> None:
    assert "60 cases" in printed(living.segments["small"])


def test_a_notebook_shows_the_same_tables(living: LivingMeasures) -> None:
    page = html.fromstring(living._repr_html_())
    assert [caption.text for caption in page.iter("caption")] == [
        "The whole journey",
        "Steps",
        "When they come to a step, and how long they stay",
        "Signals",
        "Phases, in order",
        "The most frequent of 4 paths",
    ]


def test_terminal_and_notebook_show_what_is_not_on_the_map(living: LivingMeasures) -> None:
    lost = Coverage(events=9, mapped=8, caseless=0, unmapped=(("web", "<b>", 1),), silent=("ad",), unbound=())
    shown = replace(living, coverage=lost)
    assert "● Touchpoints whose events never happen: Advert" in printed(shown)
    lines = [line.text for line in html.fromstring(shown._repr_html_()).iter("li")]
    assert "Events no touchpoint takes: <b> (web) 1" in lines


def test_names_cannot_become_markup() -> None:
    hostile = journey().model_copy(update={"id": "subscribing"})
    phase = hostile.phases[0]
    step = phase.steps[0].model_copy(update={"name": "<script>[red]x"})
    hostile = hostile.model_copy(
        update={"phases": (phase.model_copy(update={"steps": (step, *phase.steps[1:])}), *hostile.phases[1:])}
    )
    living = measure(trails_of(WALKS), hostile)
    assert "<script>" not in living._repr_html_()
    assert "<script>[red]x" in printed(living)


def test_charts_hold_the_figures(living: LivingMeasures) -> None:
    chart = living.chart().to_dict()
    assert [part["title"].partition(",")[0].partition(":")[0] for part in chart["vconcat"]] == [
        "Who comes to each step",
        "Who comes through",
        "Where they go next",
        "How long they stay",
    ]
    rows = [row for rows in chart["datasets"].values() for row in rows]
    assert next(row["share"] for row in rows if row.get("name") == "I look around") == 0.9


def test_charts_of_nothing_are_empty_charts() -> None:
    empty = measure(trails_of([]), journey())
    assert len(empty.chart().to_dict()["vconcat"]) == 4


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [
        (0, "under 1 s"),
        (999, "999 µs"),
        (2_000, "2.0 ms"),
        (90_000_000, "90 s"),
        (5_400_000_000, "90 min"),
        (129_600_000_000, "36 h"),
        (216_000_000_000, "2.5 d"),
    ],
)
def test_durations_in_a_unit_of_which_there_are_two(microseconds: int, text: str) -> None:
    assert duration_text(microseconds) == text


def test_figures_in_words() -> None:
    assert share_text(Estimate(0.625, 0.58, 0.66, 400)) == "62 % (58–66)"
    assert share_text(Estimate(0.0123, 0.0102, 0.0149, 9000)) == "1.2 % (1.0–1.5)"
    assert share_text(Estimate(0.5, 0.5, 0.5, 10**9)) == "50 %"
    assert share_text(NotEnough(4, 10)) == "n = 4"
    assert share_text(None) == "–"
    assert aside_text(Estimate(0.625, 0.58, 0.66, 400)) == "62 %, 58–66"
    assert aside_text(Estimate(0.625, 0.58, 0.66, 400), "of all cases") == "62 % of all cases, 58–66"
    assert aside_text(Estimate(0.5, 0.5, 0.5, 10**9)) == "50 %"
    assert mean_text(Estimate(4.21, 4.04, 4.36, 400)) == "4.2 (4.0–4.4)"
    hour = 3_600_000_000
    assert times_text(Durations(20, hour, 2 * hour, 3 * hour, 4 * hour, 5 * hour)) == "3.0 h (2.0 h–4.0 h)"
    assert difference_text(Estimate(-1.84, -2.0, -1.6, 400)) == "−1.8 (−2.0 to −1.6)"
    assert difference_text(NotEnough(4, 10)) == "n = 4"
    assert times_text(Durations(20, 0, 0, 0, 0, hour)) == "under 1 s"
    assert times_text(NotEnough(0, 10)) == "n = 0"


def test_an_unasked_segment_is_not_shown(living: LivingMeasures) -> None:
    assert "small" not in printed(replace(living, segments={}))
