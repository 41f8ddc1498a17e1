"""A check of a journey's neighbours finds what a check of the whole workspace would."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.journey.check import check
from waypost.journey.evidence import Evidence, Finding
from waypost.journey.journey import Journey, Lifecycle, Phase, State, Step, Touchpoint
from waypost.journey.marks import PainPoint
from waypost.journey.model import Document
from waypost.journey.persona import Line, Persona
from waypost.journey.source import Source
from waypost.journey.workspace import Settings, Workspace
from waypost.web.portfolio.health import PENDING, Checking
from waypost.web.portfolio.neighbours import Neighbours, links_of

TODAY = date(2026, 11, 23)
NAMES = ("one", "two", "three", "four")
ANY = st.sampled_from((*NAMES, "nobody", None))


@st.composite
def journeys(draw: st.DrawFn) -> tuple[Document, ...]:
    found: list[Document] = []
    for name in NAMES:
        pains = (PainPoint(id="hurts", text="It hurts", evidence=("study/f0",)),) if draw(st.booleans()) else ()
        touchpoint = Touchpoint(id="till", name="Till", match="event = 'paid'" if draw(st.booleans()) else None)
        step = Step(id="pays", name="I pay", opens=draw(ANY), pains=pains, touchpoints=(touchpoint,))
        future = draw(ANY)
        persona = draw(st.sampled_from(("mira", "ghost")))
        found.append(
            Journey(
                id=name,
                name=name,
                personas=(persona,),
                future_of=future,
                state=State.FUTURE if future else State.CURRENT,
                lifecycle=draw(st.sampled_from(tuple(Lifecycle))),
                phases=(Phase(id="buy", name="Buy", steps=(step,)),),
            )
        )
    about = tuple(
        f"{draw(st.sampled_from((*NAMES, 'nobody')))}/{draw(st.sampled_from(('pays', 'gone')))}" for _ in "12"
    )
    found.append(Persona(id="mira", name="Mira", needs=(Line(id="l", text="Time", evidence=("study/f1",)),)))
    found.append(
        Evidence(
            id="study",
            name="Study",
            source="x",
            findings=tuple(Finding(id=f"f{n}", about=(one,), text="t") for n, one in enumerate(about)),
        )
    )
    if draw(st.booleans()):
        tables = (
            {
                "id": "t",
                "files": "x.csv",
                "customer": "c",
                "responses": {"time": "t", "about": draw(st.sampled_from(("till", "nowhere")))},
            },
        )
        found.append(Source.model_validate({"id": "source", "name": "Source", "zone": "UTC", "tables": tables}))
    return tuple(found)


def _neighbours(workspace: Workspace) -> Neighbours:
    documents = workspace.documents
    return Neighbours(
        workspace, dict.fromkeys((one.id for one in documents), 0), {one.id: links_of(one) for one in documents}
    )


@given(journeys())
def test_the_neighbours_are_enough(documents: tuple[Document, ...]) -> None:
    whole = Workspace(settings=Settings(id="workspace", name="W"), documents=documents)
    neighbours = _neighbours(whole)
    for journey in whole.of(Journey):
        assert _said(neighbours.around(journey), journey) == _said(whole, journey)


def _said(workspace: Workspace, journey: Journey) -> list[tuple[str, str, str]]:
    """What is found where, without the near words that a sentence suggests."""
    remarks = check(workspace, journey, TODAY).remarks
    return [(remark.rule, remark.element, remark.message.partition("; did you mean")[0]) for remark in remarks]


@pytest.mark.parametrize(("changed", "touched"), [("one", True), ("mira", True), ("two", False)])
def test_a_check_is_remembered_until_a_neighbour_changes(changed: str, touched: bool) -> None:
    documents = (
        Journey(id="one", name="One", personas=("mira",)),
        Journey(id="two", name="Two"),
        Persona(id="mira", name="Mira"),
    )
    whole = Workspace(settings=Settings(id="workspace", name="W"), documents=documents)
    links = {one.id: links_of(one) for one in documents}
    before, after = (
        Neighbours(whole, {one.id: int(one.id == name) for one in documents}, links).mark(documents[0])
        for name in ("", changed)
    )
    assert (before != after) is touched


def test_without_time_nothing_is_checked_and_what_was_checked_is_known() -> None:
    journey = Journey(id="one", name="One")
    whole = Workspace(settings=Settings(id="workspace", name="W"), documents=(journey,))
    number, neighbours = -1, _neighbours(whole)
    assert Checking(number, neighbours, TODAY, seconds=-1).health(journey) is PENDING
    found = Checking(number, neighbours, TODAY, seconds=60).health(journey)
    assert found.warnings > 0
    assert Checking(number, neighbours, TODAY, seconds=-1).health(journey) == found
