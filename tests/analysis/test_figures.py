"""Measures as a frame and as JSON: nothing lost, nothing without its n."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings

from tests.analysis.making import journey, many_cases, trails_of
from tests.analysis.reference import Case
from tests.analysis.test_measuring import WALKS, asked
from waypost.analysis.definitions import DEFINITIONS
from waypost.analysis.figures import FIGURES, TRANSITIONS, measures_json, measures_of
from waypost.analysis.measuring import measure
from waypost.analysis.results import LivingMeasures
from waypost.events.coverage import Coverage

COVERAGE = Coverage(
    events=500, mapped=460, caseless=0, unmapped=(("web", "hover", 40),), silent=("ask",), unbound=("friend",)
)


@pytest.fixture(scope="module")
def living() -> LivingMeasures:
    return measure(replace(trails_of(WALKS), coverage=COVERAGE), journey())


def test_every_figure_is_a_row_with_n_and_interval(living: LivingMeasures) -> None:
    frame = living.to_frame()
    assert frame.schema == FIGURES
    row = frame.row(
        by_predicate=pl.col("segment").is_null() & (pl.col("element") == "look") & (pl.col("measure") == "reach"),
        named=True,
    )
    assert (row["value"], row["n"], row["unit"]) == (0.9, 100, "share")
    assert row["low"] < 0.9 < row["high"]
    assert set(frame["segment"].unique()) == {None, "small", "large"}


def test_not_enough_data_is_a_row_without_a_value(living: LivingMeasures) -> None:
    row = living.to_frame().row(
        by_predicate=pl.col("segment").is_null() & (pl.col("element") == "ask") & (pl.col("measure") == "repeats"),
        named=True,
    )
    assert (row["value"], row["n"], row["minimum"]) == (None, 0, 10)


def test_no_figure_without_its_definition(living: LivingMeasures) -> None:
    assert set(living.to_frame()["measure"]) <= {definition.id for definition in DEFINITIONS}


def test_what_is_not_bound_has_no_rows(living: LivingMeasures) -> None:
    assert living.to_frame().filter(pl.col("element") == "friend").is_empty()


def test_a_signal_has_rows_for_the_scores_with_it_without_it_and_the_difference() -> None:
    walks = [asked(number, waited=number < 20, score=100 + number) for number in range(40)]
    living = measure(trails_of(walks), journey())
    rows = living.to_frame().filter(pl.col("segment").is_null() & (pl.col("measure") == "signal-score"))
    assert rows.select("element", "of", "n").rows() == [
        ("ask", "waits, 1 to 5, with", 20),
        ("ask", "waits, 1 to 5, without", 20),
        ("ask", "waits, 1 to 5, difference", 40),
    ]
    with_signal, without, difference = rows["value"]
    assert difference == pytest.approx(with_signal - without) == pytest.approx(-0.2)
    assert measures_of(json.loads(json.dumps(measures_json(living)))) == living


def test_transitions_are_rows(living: LivingMeasures) -> None:
    frame = living.everyone.transitions_frame()
    assert frame.schema == TRANSITIONS
    moves = frame.filter(pl.col("level") == "step", pl.col("origin") == "look", pl.col("target") == "buy")
    assert moves["count"].to_list() == [60]
    assert moves["median"].dt.total_hours().item() == pytest.approx(48, rel=0.01)


def test_json_reads_back_as_the_same_measures(living: LivingMeasures) -> None:
    text = json.dumps(measures_json(living))
    assert measures_of(json.loads(text)) == living


@settings(max_examples=20)
@given(cases=many_cases)
def test_any_measures_survive_json(cases: list[Case]) -> None:
    living = measure(trails_of(cases), journey())
    assert measures_of(json.loads(json.dumps(measures_json(living), allow_nan=False))) == living


def test_json_brings_the_definitions_along(living: LivingMeasures) -> None:
    written = measures_json(living)
    assert [definition["id"] for definition in written["definitions"]] == [one.id for one in DEFINITIONS]
    reach = written["measures"]["everyone"]["elements"]["look"]["reach"]
    assert set(reach) == {"value", "low", "high", "n"}
    assert written["measures"]["everyone"]["elements"]["ask"]["repeats"] == {"n": 0, "minimum": 10}
    assert written["measures"]["coverage"]["unmapped"] == [["web", "hover", 40]]
