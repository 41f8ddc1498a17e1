from __future__ import annotations

import re
from datetime import date
from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.analysis.living import LivingMap
from waypost.drawing.emotions import band_path, emotion_lane, line_path, runs
from waypost.drawing.sheet import Curve, Feeling, Told
from waypost.drawing.sheeting import columns_of
from waypost.journey.evidence import Finding
from waypost.journey.journey import Journey


def curve_of(steps: list[dict[str, Any]], findings: dict[str, list[dict[str, Any]]]) -> Curve | None:
    journey = Journey.model_validate({"id": "j", "name": "J", "phases": [{"id": "p", "name": "P", "steps": steps}]})
    evidence = {
        element: [
            Finding.model_validate(
                {"id": f"f{n}", "kind": "emotion", "about": [f"j/{element}"], "text": "?", **finding}
            )
            for n, finding in enumerate(found)
        ]
        for element, found in findings.items()
    }
    lane = emotion_lane(LivingMap(journey, date(2027, 1, 1), findings=evidence), columns_of(journey))
    return lane.curve if lane is not None else None


def test_assumed_and_reported_are_two_lines_that_never_mix() -> None:
    steps: list[dict[str, Any]] = [
        {"id": "a", "name": "A", "emotion": {"level": 1.0, "spread": 0.5, "n": 10}},
        {"id": "b", "name": "B"},
    ]
    curve = curve_of(steps, {"b": [{"level": -1.0, "spread": 1.0, "n": 100}]})
    assert curve is not None
    assert [(point.column, point.level, point.low, point.high) for point in curve.assumed] == [(0, 1.0, 0.5, 1.5)]
    assert [(point.column, point.level) for point in curve.reported] == [(1, -1.0)]
    assert curve.reported[0].high == pytest.approx(-1.0 + 1.96 / 10, abs=0.001)


def test_several_studies_count_by_how_many_answered() -> None:
    found = [{"level": 1.0, "spread": 0.0, "n": 30}, {"level": -1.0, "spread": 0.0, "n": 10}]
    curve = curve_of([{"id": "a", "name": "A"}], {"a": found})
    assert curve is not None
    point = curve.reported[0]
    assert (point.level, point.n) == (0.5, 40)
    assert point.high - point.level == pytest.approx(1.96 * sqrt(0.75) / sqrt(40), abs=0.001)


def test_what_employees_assumed_is_not_reported_by_customers() -> None:
    assert curve_of([{"id": "a", "name": "A"}], {"a": [{"level": 2.0, "standing": "assumed"}]}) is None


def test_a_small_number_of_people_is_shown_with_its_n() -> None:
    curve = curve_of([{"id": "a", "name": "A"}], {"a": [{"level": -1.5, "n": 2}]})
    assert curve is not None
    assert (curve.reported[0].n, curve.reported[0].low) == (2, -1.5)


def feelings(columns: set[int], level: float = 0.0) -> list[Feeling]:
    return [Feeling(column, level, level - 0.2, level + 0.2, 5, Told("", ())) for column in sorted(columns)]


def test_the_line_breaks_where_a_step_says_nothing() -> None:
    assert [[point.column for point in run] for run in runs(feelings({0, 1, 3, 5, 6}))] == [[0, 1], [3], [5, 6]]
    assert line_path(feelings({0, 1, 3, 5, 6}), 100, 10).count("M") == 2
    assert band_path(feelings({0, 1, 3, 5, 6}), 100, 10).count("Z") == 3


@given(st.sets(st.integers(0, 30), min_size=1), st.floats(-2, 2))
def test_lines_stay_on_the_drawing(columns: set[int], level: float) -> None:
    points = [
        (float(x), float(y))
        for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", line_path(feelings(columns, level), 100, 10))
    ]
    assert all(0 <= x <= 31 and 9.9 <= y <= 90.1 for x, y in points)
