"""References that lead nowhere, and journeys that nest in a circle."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.journey.strategies import workspaces
from waypost.journey.binding import OverdueAfter, Signal
from waypost.journey.evidence import Evidence, Finding
from waypost.journey.glossary import Term
from waypost.journey.journey import Journey, Lane, LaneNote, Phase, Route, Step, Touchpoint
from waypost.journey.marks import Opportunity, PainPoint
from waypost.journey.model import Document, Element
from waypost.journey.nesting import Fault, broken_references, circles, reference_fields, references
from waypost.journey.persona import Line, Persona
from waypost.journey.workspace import Settings, Workspace


def workspace(*documents: Document) -> Workspace:
    return Workspace(settings=Settings(id="workspace", name="Acme"), documents=documents)


def opening(name: str, *targets: str) -> Journey:
    steps = tuple(Step(id=f"s{number}", name=f"S{number}", opens=target) for number, target in enumerate(targets))
    return Journey(id=name, name=name.upper(), phases=(Phase(id="p", name="P", steps=steps),))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Journey, ("future_of", "personas")),
        (Step, ("opens",)),
        (Finding, ("about",)),
        (Opportunity, ("pains",)),
        (Term, ()),
    ],
)
def test_reference_fields_are_found_by_their_type(kind: type[Element], fields: tuple[str, ...]) -> None:
    assert set(reference_fields(kind)) == set(fields)


def test_all_is_well_where_everything_is_there() -> None:
    pain = PainPoint(id="slow", text="Slow", evidence=("talks/q1",))
    need = Opportunity(id="fast", text="Fast", pains=("buy/slow",))
    late = Signal(id="late", name="Late", overdue_after=OverdueAfter(step="pay", duration="2 days"))
    step = Step(
        id="pay",
        name="Pays",
        notes=(LaneNote(id="n", lane="legal", text="A contract"),),
        touchpoints=(Touchpoint(id="t", name="T", signals=(late,), pains=(pain,), opportunities=(need,)),),
    )
    journey = Journey(
        id="buy",
        name="Buy",
        personas=("ada",),
        lanes=(Lane(id="legal", name="Legal"),),
        phases=(Phase(id="p", name="P", steps=(step,)),),
        routes=(Route(id="again", origin="pay", target="pay"),),
    )
    ada = Persona(id="ada", name="Ada", goals=(Line(id="g", text="G", evidence=("talks",)),))
    talks = Evidence(id="talks", name="Talks", source="s", findings=(Finding(id="q1", about=("buy/pay",), text="Q"),))
    assert broken_references(workspace(journey, ada, talks)) == ()


def test_what_is_not_there_is_named() -> None:
    journey = Journey(
        id="buy",
        name="Buy",
        personas=("nobody",),
        phases=(Phase(id="p", name="P", steps=(Step(id="pay", name="Pays", opens="deep"),)),),
        routes=(Route(id="r", origin="pay", target="gone"),),
    )
    found = broken_references(workspace(journey))
    assert [(one.document, one.element, one.field, one.reference, one.why) for one in found] == [
        ("buy", "buy", "personas", "nobody", Fault.MISSING),
        ("buy", "pay", "opens", "deep", Fault.MISSING),
        ("buy", "r", "target", "gone", Fault.MISSING),
    ]
    assert str(found[1]) == "opens of step 'Pays': there is no journey 'deep'"


def test_a_bare_id_of_the_same_document_gets_a_hint() -> None:
    marks = {"pains": (PainPoint(id="slow", text="Slow"),)}
    need = Opportunity(id="fast", text="Fast", pains=("slow",))
    journey = Journey(id="buy", name="Buy", phases=(Phase(id="p", name="P", opportunities=(need,), **marks),))
    (found,) = broken_references(workspace(journey))
    assert found.explanation == "there is no pain point 'slow'; the one here is 'buy/slow'"


def test_the_wrong_kind_is_named() -> None:
    journey = Journey(
        id="buy", name="Buy", phases=(Phase(id="p", name="P"),), routes=(Route(id="r", origin="p", target="p"),)
    )
    ada = Persona(id="ada", name="Ada", segment="buy")
    assert [str(found) for found in broken_references(workspace(journey, ada))] == [
        "origin of route 'r': 'p' is phase 'P', where a step has to be named",
        "target of route 'r': 'p' is phase 'P', where a step has to be named",
        "segment of persona 'Ada': 'buy' is journey 'Buy', where a segment has to be named",
    ]


def test_steps_that_open_each_others_journeys_are_a_circle() -> None:
    (found,) = circles(workspace(opening("c", "a"), opening("a", "d", "b"), opening("b", "c"), opening("d")))
    assert (found.document, found.element, found.reference, found.why) == ("a", "s1", "b", Fault.CIRCLE)
    way = "'a', which opens into 'b', which opens into 'c', which opens into 'a'"
    assert str(found) == f"opens of step 'S1': {way}: a circle without end"


def test_a_journey_shared_by_two_steps_is_no_circle() -> None:
    assert circles(workspace(opening("a", "b", "c"), opening("b", "d"), opening("c", "d"), opening("d"))) == ()


def test_a_future_of_itself_is_a_circle() -> None:
    (found,) = circles(workspace(Journey(id="a", name="A", future_of="a")))
    assert (found.element, found.field) == ("a", "future_of")
    assert found.explanation == "'a', which is the future of 'a': a circle without end"


def test_a_thousand_nested_journeys_are_followed_to_the_end() -> None:
    chain = [opening(f"j{number}", f"j{number + 1}") for number in range(1000)]
    assert circles(workspace(*chain, opening("j1000"))) == ()
    (found,) = circles(workspace(*chain, opening("j1000", "j0")))
    assert found.document == "j0"


@given(workspaces())
def test_a_reference_is_broken_when_the_workspace_does_not_find_it(drawn: Workspace) -> None:
    missing = {
        (document.id, element.id, field, reference)
        for document in drawn.documents
        for element in document.walk()
        for field, reference in references(element)
        if drawn.element(reference) is None
    }
    found = {
        (one.document, one.element, one.field, one.reference)
        for one in broken_references(drawn)
        if one.why is Fault.MISSING and one.field in reference_fields(type(_element(drawn, one.document, one.element)))
    }
    assert found == missing


def _element(drawn: Workspace, document: str, element: str) -> Element:
    found = drawn.element(f"{document}/{element}")
    assert found is not None
    return found
