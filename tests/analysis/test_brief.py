"""The brief: every question put once, what cannot be put left out with its reason, and all of it written as JSON."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from pydantic import TypeAdapter

from tests.analysis.making import CODEBOOK, journey, trails_of, walk
from waypost.analysis.brief import ALL_ALIKE, Brief, brief, brief_json, map_brief
from waypost.analysis.study import Study
from waypost.library import Project

WALKS = [
    walk(number, ("ad", 0), ("site", 1), ("offer", 2), *([("sign", 3)] if number % 2 else []), ("site", 5))
    for number in range(20)
]


@pytest.fixture(scope="module")
def bare() -> Study:
    """A journey that declares neither outcomes nor listening posts, its trails as bare."""
    return Study(journey(), trails_of(WALKS, codebook=replace(CODEBOOK, outcomes=(), scores=(), signals=())))


def test_what_cannot_be_asked_is_left_out_with_its_reason(bare: Study) -> None:
    told: list[str] = []
    found = brief(bare, told.append)
    reasons = {one.question: one.reason for one in found.left_out}
    assert set(reasons) - {ALL_ALIKE.question} <= set(told)
    assert "drivers of the overall score" in reasons
    assert found.drivers is None
    assert all(reason and "Error" not in reason for reason in reasons.values())
    assert found.loops is not None
    assert found.retention is not None


def test_what_is_left_out_teaches_what_to_declare(bare: Study) -> None:
    remedies = {one.question: one.remedy for one in brief(bare).left_out}
    assert "Declare an outcome" in remedies["moments of truth"]
    assert "`signals`" in remedies["moments of truth"]
    assert "Responses" in remedies["drivers of the overall score"]


def test_a_journey_whose_cases_are_all_alike_teaches_breakdowns(bare: Study) -> None:
    assert ALL_ALIKE not in brief(bare).left_out
    alike = replace(bare.trails.codebook, breakdowns=(), segments=())
    assert ALL_ALIKE in brief(Study(journey(), trails_of(WALKS, codebook=alike))).left_out
    assert "Declare a breakdown" in ALL_ALIKE.remedy


def test_the_map_asks_only_what_it_shows(bare: Study) -> None:
    found = map_brief(bare)
    answered = {field.name for field in fields(found) if getattr(found, field.name)} - {"left_out"}
    assert answered <= {"moments", "conformance"}


def test_a_brief_is_the_same_after_being_written(bare: Study) -> None:
    found = brief(bare)
    written = json.loads(json.dumps(brief_json(found)))
    assert TypeAdapter(Brief).validate_python(written, strict=False) == found


@pytest.mark.xdist_group("kite")
def test_a_whole_journey_leaves_nothing_out(kite: Project, kite_brief: Brief) -> None:
    assert kite_brief.left_out == ()
    assert all(getattr(kite_brief, field.name) for field in fields(kite_brief) if field.name != "left_out")
    declared = {breakdown.id for breakdown in kite.journey(None).breakdowns}
    assert {one.by for one in kite_brief.comparisons} == {*declared, "segment"}
    assert kite_brief.loops is not None
    assert kite_brief.flow is not None
    assert kite_brief.flow.anchor == next(loop.element for loop in kite_brief.loops.loops if loop.returns)


@pytest.mark.xdist_group("kite")
def test_all_of_a_brief_can_be_written(kite_brief: Brief) -> None:
    written = brief_json(kite_brief)
    assert set(written) == {field.name for field in fields(Brief)}
    assert TypeAdapter(Brief).validate_python(json.loads(json.dumps(written))) == kite_brief
