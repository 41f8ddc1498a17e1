from __future__ import annotations

from datetime import date
from typing import Any

from waypost.analysis.living import LivingMap
from waypost.drawing.lanes import heads
from waypost.drawing.sheet import Cell, Lane, Pain
from waypost.drawing.sheeting import sheet_of
from waypost.journey.evidence import Finding
from waypost.journey.journey import Journey


def living(phases: list[dict[str, Any]], **more: Any) -> LivingMap:
    findings = more.pop("findings", {})
    return LivingMap(
        Journey.model_validate({"id": "j", "name": "J", "phases": phases, **more}), date(2027, 1, 1), findings=findings
    )


def one_step(**step: Any) -> LivingMap:
    return living([{"id": "p", "name": "P", "steps": [{"id": "s", "name": "S", **step}]}])


def lanes(map_: LivingMap) -> dict[str, Lane]:
    return {lane.id: lane for lane in sheet_of(map_).lanes}


def items(lane: Lane) -> list[Any]:
    return [item for row in lane.rows for cell in row for item in cell.items]


def test_a_map_of_steps_alone_has_no_lanes() -> None:
    assert lanes(one_step()) == {}


def test_a_lane_appears_with_its_first_word() -> None:
    assert set(lanes(one_step(needs=["A price"], effort=2))) == {"needs", "effort"}


def test_a_phase_without_steps_keeps_its_place() -> None:
    phases, steps = heads(
        living([{"id": "a", "name": "A"}, {"id": "b", "name": "B", "steps": [{"id": "s", "name": "S"}]}])
    )
    assert [(phase.column, phase.span) for phase in phases] == [(0, 1), (1, 1)]
    assert [step.id for step in steps] == [None, "s"]


def test_what_hangs_on_a_phase_spans_its_steps() -> None:
    steps = [{"id": f"s{place}", "name": "S"} for place in range(3)]
    map_ = living([{"id": "p", "name": "P", "steps": steps, "irritations": [{"id": "i", "text": "Waiting"}]}])
    (row,) = lanes(map_)["irritations"].rows
    assert [(cell.column, cell.span) for cell in row] == [(0, 3)]


def test_every_row_covers_every_column_once() -> None:
    steps = [{"id": f"s{place}", "name": "S", "thoughts": ["Hm"]} for place in range(4)]
    map_ = living([{"id": "p", "name": "P", "steps": steps}, {"id": "q", "name": "Q"}])

    def covered(row: tuple[Cell, ...]) -> list[int]:
        return [column for cell in row for column in range(cell.column, cell.column + cell.span)]

    assert [covered(row) for lane in sheet_of(map_).lanes for row in lane.rows] == [[0, 1, 2, 3, 4]]


def test_pains_stand_by_intensity_and_say_how_they_are_known() -> None:
    touchpoint = {
        "id": "t",
        "name": "Form",
        "pains": [
            {"id": "worst", "text": "Lost it all", "intensity": 3, "vote": {"votes": 6, "of": 10, "by": "groups"}}
        ],
    }
    pains = [
        {"id": "mild", "text": "Long", "intensity": 1},
        {"id": "known", "text": "Unclear", "intensity": 2, "evidence": ["interviews/q1"]},
    ]
    found: list[Pain] = items(lanes(one_step(touchpoints=[touchpoint], pains=pains))["pains"])
    assert [(pain.text, pain.at, pain.known, pain.assumed) for pain in found] == [
        ("Lost it all", "Form", "6 of 10 groups", True),
        ("Unclear", "", "1 piece of evidence", False),
        ("Long", "", "assumed", True),
    ]


def test_a_quote_tells_who_said_it_and_how_many() -> None:
    finding = Finding.model_validate(
        {"id": "q", "about": ["j/s"], "text": "Say it.", "said_by": "owner", "n": 6, "of": 17, "source": "Interviews"}
    )
    map_ = living([{"id": "p", "name": "P", "steps": [{"id": "s", "name": "S"}]}], findings={"s": [finding]})
    (quote,) = items(lanes(map_)["quotes"])
    assert (quote.text, quote.said_by, quote.tally, quote.source) == (
        "Say it.",
        "owner",
        "reported · 6 of 17",
        "Interviews",
    )


def test_evidence_about_a_step_and_its_touchpoint_is_shown_once() -> None:
    finding = Finding.model_validate({"id": "q", "about": ["j/s", "j/t"], "text": "Say it."})
    phases = [{"id": "p", "name": "P", "steps": [{"id": "s", "name": "S", "touchpoints": [{"id": "t", "name": "T"}]}]}]
    assert len(items(lanes(living(phases, findings={"s": [finding], "t": [finding]}))["quotes"])) == 1


def test_the_companys_own_lanes_come_after_the_standard_ones_and_only_when_used() -> None:
    steps = [{"id": "s", "name": "S", "needs": ["x"], "notes": [{"id": "n", "lane": "risk", "text": "High"}]}]
    map_ = living(
        [{"id": "p", "name": "P", "steps": steps}],
        lanes=[{"id": "risk", "name": "Risk"}, {"id": "legal", "name": "Legal"}],
    )
    assert [lane.name for lane in sheet_of(map_).lanes] == ["Needs", "Risk"]


def test_two_studies_may_each_have_a_finding_of_the_same_id() -> None:
    pain = {"id": "queue", "text": "The queue", "evidence": ["spring/q1", "autumn/q1"]}
    (found,) = items(lanes(one_step(pains=[pain]))["pains"])
    assert found.known == "2 pieces of evidence"
