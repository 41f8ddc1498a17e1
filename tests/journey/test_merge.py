"""Two people changed one document: what both did is there, or shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journey.outline import Group, Outline, outlines
from tests.journey.strategies import documents, edited, journeys
from waypost.journey.binding import Signal
from waypost.journey.edits import EditError
from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.journey.marks import Irritation, PainPoint
from waypost.journey.merge import Clash, Merge, merge
from waypost.journey.model import Document
from waypost.journey.tree import own_fields


@dataclass(frozen=True)
class Both:
    base: Document
    ours: Document
    theirs: Document


@st.composite
def both(draw: st.DrawFn, most: int = 4) -> Both:
    base = draw(st.one_of(journeys(), documents(), outlines()))
    return Both(base, draw(edited(base, most)), draw(edited(base, most)))


@given(both())
def test_one_side_alone_is_taken_as_it_is(case: Both) -> None:
    assert merge(case.base, case.ours, case.base) == Merge(case.ours, ())
    assert merge(case.base, case.base, case.theirs) == Merge(case.theirs, ())


@given(both())
def test_what_both_did_alike_is_taken_once(case: Both) -> None:
    assert merge(case.base, case.ours, case.ours) == Merge(case.ours, ())


@given(both(most=2))
def test_without_conflict_it_does_not_matter_who_merges(case: Both) -> None:
    there = merge(case.base, case.ours, case.theirs)
    back = merge(case.base, case.theirs, case.ours)
    assert bool(there.conflicts) == bool(back.conflicts)
    if not there.conflicts:
        assert there.document == back.document


@given(both())
def test_the_merged_document_is_valid(case: Both) -> None:
    document = merge(case.base, case.ours, case.theirs).document
    assert type(document).model_validate(document.model_dump()) == document


@given(both())
def test_all_of_ours_is_in_the_document(case: Both) -> None:
    merged = merge(case.base, case.ours, case.theirs)
    assert not _missing(case.base, case.ours, merged.document)


@given(both())
def test_all_of_theirs_is_in_the_document_or_in_a_conflict(case: Both) -> None:
    merged = merge(case.base, case.ours, case.theirs)
    shown = {name for conflict in merged.conflicts for side in (conflict.base, conflict.theirs) for name in _ids(side)}
    shown.update(conflict.element for conflict in merged.conflicts)
    assert _missing(case.base, case.theirs, merged.document) <= shown


@st.composite
def arrangements(draw: st.DrawFn) -> Journey:
    """Four steps and perhaps new ones in any order, most of them in the first of two phases."""
    names = draw(st.permutations([*"abcd", *draw(st.sampled_from([(), ("new-1",), ("new-1", "new-2")]))]))
    cut = draw(st.sampled_from([len(names), len(names), 2]))
    return journey(*steps(*names[:cut]), use=steps(*names[cut:]))


@given(arrangements(), arrangements())
def test_steps_put_in_another_order_by_both_are_all_there(ours: Journey, theirs: Journey) -> None:
    base = journey(*steps(*"abcd"))
    there, back = merge(base, ours, theirs), merge(base, theirs, ours)
    assert bool(there.conflicts) == bool(back.conflicts)
    if not there.conflicts:
        assert there.document == back.document
        assert not _missing(base, ours, there.document) | _missing(base, theirs, there.document)
    assert not _missing(base, ours, there.document)
    assert _missing(base, theirs, there.document) <= {conflict.element for conflict in there.conflicts}


def _missing(base: Document, side: Document, merged: Document) -> set[str]:
    """The elements whose change on one side, in fields or presence or parent, is not in the merged document."""
    before, after, found = (_flat(document) for document in (base, side, merged))
    missing = {name for name in before.keys() - after.keys() if name in found}
    for name, (fields, holder) in after.items():
        old_fields, old_holder = before.get(name, ({}, None))
        new_fields, new_holder = found.get(name, ({}, None))
        changed = {field: value for field, value in fields.items() if old_fields.get(field, ...) != value}
        if any(new_fields.get(field, ...) != value for field, value in changed.items()):
            missing.add(name)
        if holder not in (old_holder, new_holder):
            missing.add(name)
    return missing


def _flat(document: Document) -> dict[str, tuple[dict[str, Any], tuple[str, str] | None]]:
    holders = {
        child.id: (parent.id, slot)
        for parent in document.walk()
        for slot in parent.slots
        for child in getattr(parent, slot)
    }
    return {
        element.id: (
            {"type": type(element), **{field: getattr(element, field) for field in own_fields(type(element))}},
            holders.get(element.id),
        )
        for element in document.walk()
    }


def _ids(shown: object) -> set[str]:
    if isinstance(shown, dict):
        own = {shown["id"]} if isinstance(shown.get("id"), str) else set()
        return own.union(*(_ids(value) for value in shown.values()))
    return set().union(*(_ids(value) for value in shown)) if isinstance(shown, list) else set()


PAY = Step(id="pay", name="Pays", touchpoints=(Touchpoint(id="bank", name="Bank link"),))


def journey(*decide: Step, use: tuple[Step, ...] = ()) -> Journey:
    phases = (Phase(id="decide", name="Decide", steps=decide), Phase(id="use", name="Use", steps=use))
    return Journey(id="buy", name="Buy", phases=phases)


def steps(*names: str) -> tuple[Step, ...]:
    return tuple(Step(id=name, name=name) for name in names)


def test_a_move_and_a_rename_of_one_step_go_together() -> None:
    merged = merge(journey(PAY), journey(use=(PAY,)), journey(PAY.model_copy(update={"name": "Pays by card"})))
    assert merged == Merge(journey(use=(PAY.model_copy(update={"name": "Pays by card"}),)), ())


def test_new_steps_at_one_place_stand_side_by_side() -> None:
    merged = merge(journey(*steps("a", "z")), journey(*steps("a", "m", "n", "z")), journey(*steps("a", "k", "x", "z")))
    assert merged == Merge(journey(*steps("a", "k", "x", "m", "n", "z")), ())


def test_steps_put_after_each_other_are_not_lost() -> None:
    base = journey(*steps("m", "p", "q", "n"))
    merged = merge(base, journey(*steps("p", "q", "n", "m")), journey(*steps("m", "n", "p", "q")))
    assert merged == Merge(journey(*steps("n", "p", "q", "m")), ())


def test_what_both_put_after_steps_the_other_moved_is_not_lost() -> None:
    base = journey(*steps("c", "p", "q", "t"))
    ours = journey(*steps("p", "q", "t", "new-1", "c", "new-2"))
    theirs = journey(*steps("c", "new-2", "t", "new-1", "p", "q"))
    merged = merge(base, ours, theirs)
    assert {step.id for step in merged.document.steps()} == {"c", "p", "q", "t", "new-1", "new-2"}
    assert {conflict.why for conflict in merged.conflicts} == {Clash.PLACES}


def test_a_field_both_set_is_a_conflict_that_shows_both() -> None:
    ours, theirs = (journey(PAY.model_copy(update={"name": name})) for name in ("Buys", "Orders"))
    merged = merge(journey(PAY), ours, theirs)
    assert merged.document == ours
    (conflict,) = merged.conflicts
    assert (conflict.why, conflict.element, conflict.field) == (Clash.VALUES, "pay", "name")
    assert (conflict.base, conflict.ours, conflict.theirs) == ("Pays", "Buys", "Orders")
    assert str(conflict) == "name of step 'Buys' was changed to 'Buys' and to 'Orders'"


def test_an_edit_inside_something_removed_is_a_conflict_from_both_sides() -> None:
    without = journey()
    edited_inside = journey(PAY.model_copy(update={"touchpoints": (Touchpoint(id="bank", name="Bank page"),)}))
    removed_here = merge(journey(PAY), without, edited_inside)
    assert removed_here.document == without
    assert [str(conflict) for conflict in removed_here.conflicts] == [
        "step 'Pays' was removed on one side and changed or used on the other"
    ]
    assert removed_here.conflicts[0].theirs == {
        "Step": {"id": "pay", "name": "Pays", "touchpoints": [{"id": "bank", "name": "Bank page"}]}
    }
    removed_there = merge(journey(PAY), edited_inside, without)
    assert removed_there.document == edited_inside
    assert [(conflict.why, conflict.element) for conflict in removed_there.conflicts] == [(Clash.REMOVED, "pay")]
    assert removed_there.conflicts[0].theirs is None


def test_something_new_inside_something_removed_is_a_conflict() -> None:
    with_pain = journey(PAY.model_copy(update={"pains": (PainPoint(id="slow", text="Slow"),)}))
    merged = merge(journey(PAY), journey(), with_pain)
    assert merged.document == journey()
    assert [(conflict.why, conflict.element) for conflict in merged.conflicts] == [(Clash.REMOVED, "pay")]


def test_a_step_moved_out_of_a_phase_the_other_side_removed_is_a_conflict() -> None:
    base = journey(*steps("a", "b"))
    removed = Journey(id="buy", name="Buy", phases=(Phase(id="use", name="Use"),))
    moved = journey(*steps("b"), use=steps("a"))
    assert merge(base, removed, moved).document == removed
    assert [conflict.element for conflict in merge(base, removed, moved).conflicts] == ["a"]
    assert merge(base, moved, removed).document == moved


def test_a_phase_stays_when_the_way_out_of_it_is_gone() -> None:
    def phases(*found: tuple[str, tuple[Step, ...]]) -> Journey:
        return Journey(id="j", name="J", phases=tuple(Phase(id=name, name=name, steps=held) for name, held in found))

    base = phases(("old", steps("a")), ("other", ()))
    ours = phases(("old", steps("a")))
    theirs = phases(("other", steps("a")))
    merged = merge(base, ours, theirs)
    assert merged.document == ours
    assert {conflict.element for conflict in merged.conflicts} == {"old", "other"}


def test_a_step_both_moved_elsewhere_is_a_conflict() -> None:
    base = journey(*steps("a", "b", "c"))
    ours, theirs = journey(*steps("b", "c", "a")), journey(*steps("b", "c"), use=steps("a"))
    merged = merge(base, ours, theirs)
    assert merged.document == ours
    (conflict,) = merged.conflicts
    assert conflict.why == Clash.PLACES
    assert conflict.ours == {"parent": "decide", "slot": "steps", "after": "c"}
    assert conflict.theirs == {"parent": "use", "slot": "steps", "after": None}


def test_a_step_both_moved_alike_is_none() -> None:
    base = journey(*steps("a", "b"))
    ours, theirs = journey(*steps("b"), use=steps("a")), journey(*steps("b"), use=steps("new", "a"))
    assert merge(base, ours, theirs) == Merge(theirs, ())


def test_two_moves_that_lead_in_a_circle_are_a_conflict() -> None:
    def group(name: str, *groups: Group) -> Group:
        return Group(id=name, name=name, groups=groups)

    def outline(*groups: Group) -> Outline:
        return Outline(id="o", name="O", groups=groups)

    base = outline(group("a"), group("b"))
    merged = merge(base, outline(group("b", group("a"))), outline(group("a", group("b"))))
    assert merged.document == outline(group("b", group("a")))
    assert [(conflict.why, conflict.element) for conflict in merged.conflicts] == [(Clash.CYCLE, "b")]


def test_one_id_for_two_new_elements_is_a_conflict() -> None:
    ours = journey(PAY.model_copy(update={"pains": (PainPoint(id="new", text="Slow"),)}))
    theirs = journey(PAY.model_copy(update={"irritations": (Irritation(id="new", text="Beeps"),)}))
    merged = merge(journey(PAY), ours, theirs)
    assert merged.document == ours
    (conflict,) = merged.conflicts
    assert conflict.why == Clash.IDS
    assert conflict.theirs == {"Irritation": {"id": "new", "text": "Beeps"}}


def test_what_we_moved_into_something_new_stays_what_it_was() -> None:
    """They made something of another kind of it, which its new home cannot hold."""
    beeps = Irritation(id="beeps", text="Beeps")
    base = journey(PAY.model_copy(update={"irritations": (beeps,)}))
    till = Touchpoint(id="till", name="Till", irritations=(beeps,))
    ours = journey(PAY.model_copy(update={"touchpoints": (*PAY.touchpoints, till)}))
    theirs = journey(PAY.model_copy(update={"pains": (PainPoint(id="beeps", text="Beeps"),)}))
    merged = merge(base, ours, theirs)
    assert merged.document == ours
    assert "beeps" in {conflict.element for conflict in merged.conflicts}


def test_changes_that_break_a_rule_together_are_a_conflict() -> None:
    def with_rule(**rule: Any) -> Journey:
        signal = Signal(id="s", name="S", **rule)
        return journey(Step(id="x", name="X", touchpoints=(Touchpoint(id="t", name="T", signals=(signal,)),)))

    base, ours, theirs = with_rule(reached=True), with_rule(skipped=True), with_rule(repeated=3)
    merged = merge(base, ours, theirs)
    assert merged.document == ours
    assert [(conflict.why, conflict.element) for conflict in merged.conflicts] == [(Clash.RULE, "s")]


def test_different_documents_cannot_be_merged() -> None:
    with pytest.raises(EditError, match="different documents"):
        merge(journey(), journey(), journey().model_copy(update={"id": "sell"}))
