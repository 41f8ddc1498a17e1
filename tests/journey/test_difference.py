"""The difference between two states of a document, as edits."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journey.outline import Group, Outline, outlines
from tests.journey.strategies import documents, edited, journeys
from waypost.journey.difference import difference, increasing, workspace_difference
from waypost.journey.edits import EditError, Insert, Move, Remove, Set, apply
from waypost.journey.journey import Journey, Lifecycle, Phase, Step, Touchpoint
from waypost.journey.marks import Irritation, PainPoint
from waypost.journey.model import Document
from waypost.journey.persona import Persona
from waypost.journey.tree import Place
from waypost.journey.workspace import Settings, Workspace


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Document, Document]:
    document = draw(st.one_of(journeys(), documents(), outlines()))
    return document, draw(edited(document))


@given(pairs())
def test_the_difference_leads_from_one_state_to_the_other(pair: tuple[Document, Document]) -> None:
    a, b = pair
    assert apply(a, *difference(a, b)) == b
    assert apply(b, *difference(b, a)) == a


@given(st.one_of(journeys(), documents()))
def test_nothing_changed_is_no_edit(document: Document) -> None:
    assert difference(document, document) == ()


@given(st.permutations([f"s{number}" for number in range(8)]))
def test_as_few_as_possible_are_moved(order: list[str]) -> None:
    def phase(ids: list[str]) -> Journey:
        steps = tuple(Step(id=step, name=step) for step in ids)
        return Journey(id="j", name="J", phases=(Phase(id="p", name="P", steps=steps),))

    edits = difference(phase(sorted(order)), phase(order))
    assert all(isinstance(edit, Move) for edit in edits)
    assert len(edits) == len(order) - _longest_rising(order)


def _longest_rising(order: list[str]) -> int:
    """Slow and obvious."""
    best = [1] * len(order)
    for right, name in enumerate(order):
        best[right] = 1 + max((best[left] for left in range(right) if order[left] < name), default=0)
    return max(best)


def test_longest_increasing_subsequence_of_nothing_is_nothing() -> None:
    assert increasing([]) == []


BEFORE = Journey(
    id="buy",
    name="Buy",
    phases=(
        Phase(id="decide", name="Decide", steps=(Step(id="compare", name="Compares"), Step(id="pay", name="Pays"))),
        Phase(id="use", name="Use", steps=(Step(id="open", name="Opens the box"),)),
    ),
)


def test_a_step_in_another_phase_is_one_move() -> None:
    decide, use = BEFORE.phases
    after = BEFORE.model_copy(
        update={
            "phases": (
                decide.model_copy(update={"steps": decide.steps[:1]}),
                use.model_copy(update={"steps": (decide.steps[1], *use.steps)}),
            )
        }
    )
    assert difference(BEFORE, after) == (
        Move(
            id="pay",
            origin=Place(parent="decide", slot="steps", after="compare"),
            target=Place(parent="use", slot="steps"),
        ),
    )


def test_steps_move_into_a_new_phase_before_their_old_phase_goes() -> None:
    decide, use = BEFORE.phases
    after = BEFORE.model_copy(update={"phases": (Phase(id="choose", name="Choose", steps=decide.steps), use)})
    edits = difference(BEFORE, after)
    assert [edit.edit for edit in edits] == ["insert", "move", "move", "remove"]
    assert isinstance(edits[0], Insert)
    assert edits[0].element == Phase(id="choose", name="Choose")
    assert isinstance(edits[3], Remove)
    assert edits[3].snapshot == Phase(id="decide", name="Decide")


def test_another_kind_under_the_same_id_is_taken_out_and_put_in() -> None:
    before = Journey(
        id="buy",
        name="Buy",
        phases=(Phase(id="decide", name="Decide", pains=(PainPoint(id="slow", text="Slow"),)),),
    )
    phase = Phase(id="decide", name="Decide", irritations=(Irritation(id="slow", text="Slow"),))
    after = before.model_copy(update={"phases": (phase,)})
    assert [edit.edit for edit in difference(before, after)] == ["remove", "insert"]
    assert apply(before, *difference(before, after)) == after


def test_what_survives_a_step_that_became_a_phase_comes_back_in_it() -> None:
    touchpoint = Touchpoint(id="bank", name="Bank link")
    pain = PainPoint(id="slow", text="Slow")
    step = Step(id="pay", name="Pays", touchpoints=(touchpoint,), pains=(pain,))
    before = Journey(id="buy", name="Buy", phases=(Phase(id="decide", name="Decide", steps=(step,)),))
    phases = (
        Phase(id="decide", name="Decide", steps=(Step(id="link", name="Links", touchpoints=(touchpoint,)),)),
        Phase(id="pay", name="Pays", pains=(pain,)),
    )
    after = before.model_copy(update={"phases": phases})
    assert apply(before, *difference(before, after)) == after


def test_parent_and_child_may_change_places() -> None:
    inner = Group(id="inner", name="Inner")
    before = Outline(id="o", name="O", groups=(Group(id="outer", name="Outer", groups=(inner,)),))
    outer = Group(id="outer", name="Outer")
    after = Outline(id="o", name="O", groups=(inner.model_copy(update={"groups": (outer,)}),))
    edits = difference(before, after)
    assert [edit.edit for edit in edits] == ["move", "move"]
    assert apply(before, *edits) == after


def test_a_field_is_set_in_the_words_of_the_file() -> None:
    after = BEFORE.model_copy(update={"lifecycle": Lifecycle.VALIDATED, "mapped": date(2026, 3, 1)})
    assert difference(BEFORE, after) == (
        Set(id="buy", field="lifecycle", old="draft", new="validated"),
        Set(id="buy", field="mapped", old=None, new="2026-03-01"),
    )


def test_different_documents_have_no_difference() -> None:
    with pytest.raises(EditError, match="different documents"):
        difference(BEFORE, BEFORE.model_copy(update={"id": "sell"}))


def test_a_workspace_differs_by_documents() -> None:
    ada, bo = Persona(id="ada", name="Ada"), Persona(id="bo", name="Bo")
    renamed = BEFORE.model_copy(update={"name": "Buying"})
    settings = Settings(id="workspace", name="Acme")
    found = workspace_difference(
        Workspace(settings=settings, documents=(BEFORE, ada)),
        Workspace(settings=settings, documents=(bo, renamed)),
    )
    assert found.added == (bo,)
    assert found.removed == (ada,)
    assert found.changed == {"buy": (Set(id="buy", field="name", old="Buy", new="Buying"),)}
