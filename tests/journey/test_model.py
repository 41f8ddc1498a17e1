"""What every document is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from pydantic import ValidationError

from tests.journey.strategies import documents
from waypost.journey.binding import Signal
from waypost.journey.journey import Emotion, Journey, Phase, Route, Step
from waypost.journey.marks import Moment, PainPoint
from waypost.journey.model import Document, Element
from waypost.journey.source import Responses


@given(documents())
def test_documents_survive_json(document: Document) -> None:
    assert type(document).model_validate_json(document.model_dump_json(exclude_defaults=True)) == document


@given(documents())
def test_every_element_is_found_by_its_id(document: Document) -> None:
    found = document.elements()
    assert list(found.values()) == list(document.walk())
    assert all(element.id == name for name, element in found.items())


def test_an_id_used_twice_names_both_elements() -> None:
    step = Step(id="pay", name="Pays", pains=(PainPoint(id="decide", text="Slow"),))
    with pytest.raises(
        ValidationError, match="the id 'decide' is used twice, by phase 'Decide' and by pain point 'Slow'"
    ):
        Journey(id="buy", name="Buy", phases=(Phase(id="decide", name="Decide", steps=(step,)),))


def test_one_element_in_two_places_is_an_id_used_twice() -> None:
    step = Step(id="pay", name="Pays")
    with pytest.raises(ValidationError, match="used twice, by step 'Pays' and by step 'Pays'"):
        Journey(id="buy", name="Buy", phases=(Phase(id="p", name="P", steps=(step, step)),))


@pytest.mark.parametrize(
    ("element", "called"),
    [
        (Step(id="pay", name="Pays"), "step 'Pays'"),
        (PainPoint(id="slow", text="Slow"), "pain point 'Slow'"),
        (Moment(id="m1"), "moment of truth 'm1'"),
        (Route(id="r1", origin="a", target="b"), "route 'r1'"),
    ],
)
def test_an_element_is_called_what_people_call_it(element: Element, called: str) -> None:
    assert element.called == called


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_is_a_number(number: float) -> None:
    with pytest.raises(ValidationError, match="finite number"):
        Signal(id="low", name="Low", scored_below=number)
    with pytest.raises(ValidationError):
        Emotion(level=number)


def test_a_score_of_nought_is_a_rule() -> None:
    assert Signal(id="low", name="Low", scored_below=0).rule == "scored_below"


def test_a_scale_runs_from_low_to_high() -> None:
    with pytest.raises(ValidationError, match="5 is not below 5"):
        Responses(time="at", low=5, high=5)
