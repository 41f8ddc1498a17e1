"""Going back: whatever happened in between, a restored map is the map of then; a change taken back leaves the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journey.strategies import documents, edited, journeys
from waypost.journey.difference import difference
from waypost.journey.edits import Set, apply
from waypost.journey.journey import Journey, Lifecycle, Phase, Step
from waypost.journey.model import Document
from waypost.web.history.restoring import TakenOverError, restoration, taking_back


@st.composite
def lives(draw: st.DrawFn) -> tuple[Document, Document]:
    """A document then, and after two more sittings."""
    then = draw(st.one_of(journeys(), documents()))
    return then, draw(edited(draw(edited(then))))


def _text(document: Document) -> Document:
    return document.model_copy(update={"lifecycle": Lifecycle.DRAFT}) if isinstance(document, Journey) else document


@given(lives())
def test_restoring_brings_back_then_whatever_came_after(life: tuple[Document, Document]) -> None:
    then, now = life
    restored = apply(now, *restoration(now, then))
    assert _text(restored) == _text(then)
    if isinstance(restored, Journey) and isinstance(now, Journey):
        assert restored.lifecycle is now.lifecycle, "an old text does not come with its old approval"
    assert restoration(restored, then) == ()


@given(lives())
def test_restoring_can_be_restored(life: tuple[Document, Document]) -> None:
    then, now = life
    restored = apply(now, *restoration(now, then))
    assert apply(restored, *restoration(restored, now)) == now


@given(lives())
def test_what_was_just_changed_can_be_taken_back(life: tuple[Document, Document]) -> None:
    before, now = life
    edits = difference(before, now)
    assert apply(now, *taking_back(now, edits)) == before


BUYING = Journey(id="j", name="J", phases=(Phase(id="p", name="P", steps=(Step(id="s", name="I pay"),)),))


def _named(old: str, new: str, element: str = "s") -> Set:
    return Set(id=element, field="name", old=old, new=new)


def test_what_came_after_stays() -> None:
    first = _named("I pay", "I pay cash")
    now = apply(BUYING, first, _named("P", "Buy", "p"))
    back = apply(now, *taking_back(now, (first,)))
    assert (back.phases[0].name, back.phases[0].steps[0].name) == ("Buy", "I pay")


def test_what_was_changed_again_is_not_taken_back_over_it() -> None:
    first = _named("I pay", "I pay cash")
    now = apply(BUYING, first, _named("I pay cash", "I pay by card"))
    with pytest.raises(TakenOverError, match="“I pay by card” was changed again"):
        taking_back(now, (first,))
