"""Edits: applied, taken back, sent as JSON, refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.journey.outline import Group, Outline, outlines
from tests.journey.strategies import documents, edited, journeys
from waypost.journey.binding import Signal
from waypost.journey.difference import difference
from waypost.journey.edits import (
    EDITS,
    ConflictError,
    Edit,
    EditError,
    Insert,
    Move,
    Remove,
    Set,
    apply,
    as_kept,
    inverse,
    plain_field,
)
from waypost.journey.journey import Emotion, Journey, Phase, Step, Touchpoint
from waypost.journey.marks import PainPoint
from waypost.journey.model import Document
from waypost.journey.tree import Place, Tree


@st.composite
def changes(draw: st.DrawFn, documents_to_change: st.SearchStrategy[Document]) -> tuple[Document, tuple[Edit, ...]]:
    document = draw(documents_to_change)
    return document, difference(document, draw(edited(document)))


@given(changes(st.one_of(journeys(), documents(), outlines())))
def test_what_was_applied_can_be_taken_back(change: tuple[Document, tuple[Edit, ...]]) -> None:
    document, edits = change
    after = apply(document, *edits)
    assert apply(after, *(inverse(edit) for edit in reversed(edits))) == document


@given(changes(journeys()))
def test_each_edit_can_be_taken_back_by_itself(change: tuple[Document, tuple[Edit, ...]]) -> None:
    document, edits = change
    for edit in edits:
        try:
            after = apply(document, edit)
        except EditError:
            return  # one field of a signal without the other: only the whole change is valid
        assert apply(after, inverse(edit)) == document
        document = after


@given(changes(st.one_of(journeys(), documents())))
def test_the_result_is_a_valid_document(change: tuple[Document, tuple[Edit, ...]]) -> None:
    document, edits = change
    after = apply(document, *edits)
    assert type(document).model_validate_json(after.model_dump_json()) == after


@given(changes(st.one_of(journeys(), documents())))
def test_edits_travel_as_json(change: tuple[Document, tuple[Edit, ...]]) -> None:
    _, edits = change
    assert EDITS.validate_json(EDITS.dump_json(edits)) == edits


@given(changes(st.one_of(journeys(), documents(), outlines())))
def test_edits_as_kept_do_the_same_and_say_it_in_one_way(change: tuple[Document, tuple[Edit, ...]]) -> None:
    document, edits = change
    kept = as_kept(Tree.of(document), edits)
    assert apply(document, *kept) == apply(document, *edits)
    assert as_kept(Tree.of(document), kept) == kept


@pytest.mark.parametrize(
    ("field", "new", "kept"),
    [
        ("name", "  Is paid \n", "Is paid"),
        ("effort", "4", 4),
        ("emotion", {"level": "1", "n": None, "evoked_by": " rain "}, {"level": 1, "evoked_by": "rain"}),
        ("needs", [" a ", "b"], ["a", "b"]),
    ],
)
def test_a_value_is_kept_as_the_document_holds_it(field: str, new: object, kept: object) -> None:
    before = journey()
    edit = Set.model_validate(
        {"id": "pay", "field": field, "old": plain_field(before.elements()["pay"], field), "new": new}
    )
    (result,) = as_kept(Tree.of(before), (edit,))
    assert isinstance(result, Set)
    assert result.new == kept == plain_field(apply(before, edit).elements()["pay"], field)


def journey() -> Journey:
    pay = Step(id="pay", name="Pays", touchpoints=(Touchpoint(id="bank", name="Bank link"),))
    decide = Phase(id="decide", name="Decide", steps=(Step(id="compare", name="Compares"), pay))
    return Journey(id="buy", name="Buy", phases=(decide, Phase(id="use", name="Use")))


def test_what_did_not_change_is_shared() -> None:
    before = journey()
    after = apply(before, Set(id="compare", field="effort", old=None, new=3))
    assert after.phases[0].steps[1] is before.phases[0].steps[1]
    assert after.phases[1] is before.phases[1]
    assert after.phases[0].steps[0].effort == 3


def test_a_value_is_set_as_the_file_would_say_it() -> None:
    after = apply(journey(), Set(id="pay", field="emotion", old=None, new={"level": -1, "n": 12}))
    assert after.steps()[1].emotion == Emotion(level=-1, n=12)


def test_a_snapshot_keeps_its_type_as_json() -> None:
    edit = Insert(place=Place(parent="pay", slot="pains"), element=PainPoint(id="slow", text="Slow"))
    assert edit.model_dump(mode="json") == {
        "edit": "insert",
        "place": {"parent": "pay", "slot": "pains", "after": None},
        "element": {"PainPoint": {"id": "slow", "text": "Slow"}},
    }


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ({"id": "slow", "text": "Slow"}, "written with its type"),
        ({"Journey": {"id": "slow", "name": "Slow"}}, "'Journey' is not a type of element"),
        ({"PainPoint": {"id": "slow"}}, "Field required"),
    ],
)
def test_a_snapshot_of_no_type_is_refused(written: object, complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        Insert.model_validate({"place": {"parent": "pay", "slot": "pains"}, "element": written})


def test_fields_that_go_together_are_checked_when_all_are_in() -> None:
    signal = Signal(id="late", name="Late", reached=True)
    bank = Touchpoint(id="bank", name="Bank link", signals=(signal,))
    before = Journey(
        id="buy", name="Buy", phases=(Phase(id="p", name="P", steps=(Step(id="s", name="S", touchpoints=(bank,)),)),)
    )
    off, on = Set(id="late", field="reached", old=True, new=None), Set(id="late", field="repeated", old=None, new=2)
    assert apply(before, off, on).touchpoints()[0].signals[0].repeated == 2
    with pytest.raises(EditError, match="signal 'Late': a signal has exactly one rule"):
        apply(before, off)


FIRST_STEP = Place(parent="decide", slot="steps")
CONFLICTS: list[tuple[Edit, str]] = [
    (
        Set(id="pay", field="name", old="Buys", new="Orders"),
        "name of step 'Pays' is 'Pays', where the edit expects 'Buys'",
    ),
    (Set(id="gone", field="name", old="Buys", new="Orders"), "there is no element 'gone' in journey 'Buy'"),
    (
        Insert(place=FIRST_STEP, element=Step(id="bank", name="X")),
        "step 'X' cannot have the id 'bank': touchpoint 'Bank link' has it",
    ),
    (Insert(place=Place(parent="gone", slot="steps"), element=Step(id="new", name="X")), "there is no element 'gone'"),
    (
        Insert(place=Place(parent="decide", slot="steps", after="gone"), element=Step(id="new", name="X")),
        "'gone' is no longer in 'steps' of phase 'Decide'",
    ),
    (Move(id="pay", origin=FIRST_STEP, target=Place(parent="use", slot="steps")), "step 'Pays' is no longer where"),
    (
        Remove(place=Place(parent="decide", slot="steps", after="compare"), snapshot=Step(id="pay", name="Pays")),
        "step 'Pays' is no longer what was to be removed",
    ),
]


@pytest.mark.parametrize(("edit", "complaint"), CONFLICTS)
def test_a_document_that_has_become_another_is_a_conflict(edit: Edit, complaint: str) -> None:
    with pytest.raises(ConflictError, match=complaint):
        apply(journey(), edit)


def test_an_id_twice_in_what_is_inserted_is_a_conflict() -> None:
    twice = Step(id="new", name="X", pains=(PainPoint(id="new", text="Y"),))
    with pytest.raises(ConflictError, match="another element inserted with it"):
        apply(journey(), Insert(place=FIRST_STEP, element=twice))


def test_a_cyclic_move_is_a_conflict() -> None:
    inner = Group(id="inner", name="Inner")
    outline = Outline(id="o", name="O", groups=(Group(id="outer", name="Outer", groups=(inner,)),))
    place = Place(parent="o", slot="groups")
    with pytest.raises(ConflictError, match="group 'Outer' cannot be moved into itself"):
        apply(outline, Move(id="outer", origin=place, target=Place(parent="inner", slot="groups")))


IMPOSSIBLE: list[tuple[Edit, str]] = [
    (Set(id="pay", field="colour", old=None, new="red"), "'colour' is not a field of step 'Pays' that can be set"),
    (Set(id="pay", field="id", old="pay", new="pays"), "'id' is not a field"),
    (Set(id="pay", field="touchpoints", old=[], new=[]), "'touchpoints' is not a field"),
    (Set(id="pay", field="name", old="Pays", new=None), "name of step 'Pays': Input should be a valid string"),
    (Set(id="pay", field="effort", old=None, new=9), "effort of step 'Pays': Input should be less than or equal to 5"),
    (
        Insert(place=Place(parent="decide", slot="pains"), element=Step(id="new", name="X")),
        "'pains' of phase 'Decide' cannot hold step 'X'",
    ),
    (
        Insert(place=Place(parent="decide", slot="walls"), element=Step(id="new", name="X")),
        "'walls' of phase 'Decide' cannot hold step 'X'",
    ),
    (Move(id="buy", origin=FIRST_STEP, target=FIRST_STEP), "journey 'Buy' is the document itself"),
    (
        Move(id="compare", origin=FIRST_STEP, target=Place(parent="decide", slot="steps", after="compare")),
        "step 'Compares' cannot come after itself",
    ),
]


@pytest.mark.parametrize(("edit", "complaint"), IMPOSSIBLE)
def test_what_no_document_could_take_is_refused(edit: Edit, complaint: str) -> None:
    with pytest.raises(EditError, match=complaint) as caught:
        apply(journey(), edit)
    assert not isinstance(caught.value, ConflictError)
