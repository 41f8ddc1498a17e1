"""Where personas are the same, and where they diverge."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.web.acme import JOURNEY
from tests.web.people.conftest import KNOWN
from waypost.formats.yaml import read_document
from waypost.journey.journey import Journey
from waypost.journey.persona import Line, Persona
from waypost.journey.workspace import Settings, Workspace
from waypost.web.people.comparing import alike, lines_of, phases_of, steps_of
from waypost.web.people.knowing import GROUPS, known

DOCUMENTS = tuple(read_document(text) for text in (*KNOWN, JOURNEY))
WORKSPACE = Workspace(settings=Settings(id="settings", name="Acme"), documents=DOCUMENTS)
NOOR, BO = (each for each in WORKSPACE.of(Persona))
(BUYING,) = WORKSPACE.of(Journey)


def test_lines_are_the_same_by_their_words_or_by_their_evidence() -> None:
    found = {group.name: group for group in lines_of((NOOR, BO))}
    goals, needs = found["Business goals"], found["Needs from us"]
    assert [(pair.lines[0].id, pair.lines[1].id, pair.why) for pair in goals.same] == [
        ("dry", "dry-too", "nearly the same words")
    ]
    assert [[line.id for line in side.lines] for side in goals.apart] == [["calm"], []]
    assert [pair.why for pair in needs.same] == ["the same evidence"]
    assert not needs.diverges
    assert set(found) == {"Business goals", "Needs from us"}, "kinds nobody has a line of are left out"


def test_lines_with_nothing_in_common_are_not_the_same() -> None:
    one, other = Line(id="a", text="A calm morning"), Line(id="b", text="Cheap spare parts")
    assert alike(one, other) == ""
    assert alike(one, Line(id="c", text="a CALM morning")) == "the same words"


WORDS = st.sampled_from(("arrive dry", "arrive", "call somebody", "call", "dry feet", "be seen", "be seen first"))


def _persona(name: str, texts: list[str]) -> Persona:
    lines = tuple(Line(id=f"{name}-{place}", text=text) for place, text in enumerate(texts))
    return Persona(id=name, name=name, goals=lines)


@given(st.lists(st.lists(WORDS, max_size=5), min_size=2, max_size=3))
def test_every_line_is_told_once(texts: list[list[str]]) -> None:
    personas = [_persona(f"p{place}", each) for place, each in enumerate(texts)]
    told = [
        line.id
        for group in lines_of(personas)
        for line in (
            *(line for pair in group.same for line in pair.lines),
            *(line for side in group.apart for line in side.lines),
        )
    ]
    assert sorted(told) == sorted(line.id for persona in personas for line in persona.lines())


def test_a_feeling_is_one_personas_only_where_a_finding_names_both() -> None:
    (row,) = steps_of((NOOR, BO), BUYING, WORKSPACE, (None, None))
    noor, bo = row.felt
    assert row.step.id == "pays"
    assert noor is not None
    assert (noor.words, noor.aside) == ("−1.0", "n\u00a04")
    assert bo is None
    assert row.reached == (None, None)


def test_phases_are_told_where_somebody_said_something() -> None:
    (row,) = phases_of((NOOR, BO), BUYING)
    assert row.phase.id == "look"
    assert [(name, buyer is not None) for name, buyer in row.buyers] == [("Noor Haddad", True), ("Bo", False)]


def test_how_well_a_persona_is_known() -> None:
    assert known(NOOR).words == "2 of 3 lines have research behind them"
    assert known(Persona(id="x", name="X")).words == "nothing is written yet"
    assert known(Persona(id="x", name="X", goals=(Line(id="a", text="A"),))).words == "every line is assumed"
    one = Persona(id="x", name="X", goals=(Line(id="a", text="A", evidence=("talks/nobody",)),))
    assert known(one).words == "the one line has research behind it"


def test_every_kind_of_line_is_shown() -> None:
    assert {group.slot for group in GROUPS} == {slot for slot, kind in Persona.slots.items() if kind is Line}
