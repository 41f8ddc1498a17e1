"""A document taken apart and put together again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.journey.strategies import documents, edited, journeys
from waypost.journey.difference import difference
from waypost.journey.edits import change
from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.journey.model import Document
from waypost.journey.tree import Place, Tree, bare, own_fields

JOURNEY = Journey(
    id="buy",
    name="Buy",
    phases=(
        Phase(id="decide", name="Decide", steps=(Step(id="look", name="Looks"), Step(id="pay", name="Pays"))),
        Phase(id="use", name="Use"),
    ),
)


@given(documents())
def test_what_did_not_change_is_the_same_document(document: Document) -> None:
    assert Tree.of(document).document() is document


@given(documents())
def test_single_elements_put_together_are_the_document(document: Document) -> None:
    tree = Tree.of(document)
    elements = {name: bare(element) for name, element in tree.elements.items()}
    assert Tree.assembled(document.id, elements, tree.order).document() == document


def test_a_place_is_told_by_the_neighbour() -> None:
    tree = Tree.of(JOURNEY)
    assert tree.place("look") == Place(parent="decide", slot="steps")
    assert tree.place("pay") == Place(parent="decide", slot="steps", after="look")
    assert list(tree.lineage("pay")) == ["pay", "decide", "buy"]


def test_an_element_that_was_changed_and_then_moved_keeps_its_change() -> None:
    tree = Tree.of(JOURNEY)
    tree.insert(Touchpoint(id="bank", name="Bank link"), Place(parent="pay", slot="touchpoints"))
    tree.move("pay", Place(parent="use", slot="steps"))
    document = tree.document()
    assert [step.id for step in document.phases[1].steps] == ["pay"]
    assert document.phases[1].steps[0].touchpoints[0].name == "Bank link"
    assert JOURNEY.phases[1].steps == ()


def test_what_is_removed_takes_everything_below_along() -> None:
    tree = Tree.of(JOURNEY)
    tree.remove("decide")
    assert list(tree.elements) == ["buy", "use"]
    tree.insert(Phase(id="decide", name="Again"), Place(parent="buy", slot="phases", after="use"))
    assert [phase.name for phase in tree.document().phases] == ["Use", "Again"]


def test_own_fields_are_neither_id_nor_children() -> None:
    assert own_fields(Phase) == ("name", "goal", "any_order")


@given(journeys(), st.data())
def test_a_changed_copy_leaves_the_tree_as_it_was(before: Journey, data: st.DataObject) -> None:
    after = data.draw(edited(before))
    tree = Tree.of(before)
    assert change(tree.copy(), difference(before, after)) == after
    assert tree.document() is before
    again = tree.copy()
    assert change(again, difference(before, after)) == after
    assert change(again, difference(after, before)) == before
