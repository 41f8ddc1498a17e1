"""Changes told in sentences."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journey.strategies import documents, edited, journeys
from waypost.journey.binding import OverdueAfter, Signal
from waypost.journey.edits import EditError, Insert, Set, apply
from waypost.journey.evidence import Evidence, Finding, FindingKind
from waypost.journey.glossary import Glossary, Term
from waypost.journey.journey import Channel, Emotion, Journey, Lane, LaneNote, Phase, Route, Step, Touchpoint
from waypost.journey.marks import Irritation, Moment, PainPoint, Vote
from waypost.journey.model import Document, Element
from waypost.journey.persona import Line, Persona
from waypost.journey.tree import Place, Tree
from waypost.journey.wording import Change, Part, sentences, workspace_sentences
from waypost.journey.workspace import Settings, Workspace

BANK = Touchpoint(
    id="bank",
    name="Bank link",
    signals=(Signal(id="late", name="Late", overdue_after=OverdueAfter(step="look", duration="2 days")),),
)
JOURNEY = Journey(
    id="paid",
    name="Getting paid",
    lanes=(Lane(id="legal", name="Legal"), Lane(id="money", name="Money")),
    phases=(
        Phase(
            id="decide",
            name="Decide",
            steps=(
                Step(id="look", name="Looks around", needs=("a price", "a name")),
                Step(id="connect", name="Connects my bank", emotion=Emotion(level=-1), touchpoints=(BANK,)),
                Step(id="pays", name="Pays", pains=(PainPoint(id="slow", text="Slow"),)),
            ),
        ),
        Phase(id="buy", name="Buy", steps=(Step(id="send", name="Sends", optional=True),)),
    ),
    routes=(Route(id="skip", origin="look", target="pays"),),
)


def told(after: Journey) -> list[str]:
    return [str(sentence) for sentence in sentences(JOURNEY, after)]


def tree_with(**changes: dict[str, Any]) -> Journey:
    """The journey with some elements' own fields changed: `pays={"name": "Buys"}`."""
    tree = Tree.of(JOURNEY)
    for name, fields in changes.items():
        tree.replace(tree.elements[name].model_copy(update=fields))
    return tree.document()


def with_new(element: Element, parent: str, slot: str, after: str | None = None) -> Journey:
    return apply(JOURNEY, Insert(place=Place(parent=parent, slot=slot, after=after), element=element))


def moved(name: str, parent: str, slot: str, after: str | None = None) -> Journey:
    tree = Tree.of(JOURNEY)
    tree.move(name, Place(parent=parent, slot=slot, after=after))
    return tree.document()


def without(name: str) -> Journey:
    tree = Tree.of(JOURNEY)
    tree.remove(name)
    return tree.document()


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (moved("pays", "buy", "steps"), "step *Pays* moved from *Decide* to *Buy*"),
        (moved("pays", "decide", "steps", "look"), "step *Pays* moved after *Looks around*"),
        (moved("pays", "decide", "steps"), "step *Pays* moved to the beginning of *Decide*"),
        (moved("buy", "paid", "phases"), "phase *Buy* moved to the beginning"),
        (
            with_new(Touchpoint(id="t", name="Help chat"), "connect", "touchpoints"),
            "touchpoint *Help chat* added to step *Connects my bank*",
        ),
        (with_new(Phase(id="use", name="Use"), "paid", "phases", "decide"), "phase *Use* added after *Decide*"),
        (with_new(Moment(id="m"), "pays", "moments"), "moment of truth *m* added to step *Pays*"),
        (with_new(Lane(id="l", name="Content"), "paid", "lanes"), "lane *Content* added"),
        (
            with_new(Route(id="r", origin="pays", target="look"), "paid", "routes"),
            "route from *Pays* to *Looks around* added",
        ),
        (without("slow"), "pain point *Slow* removed from step *Pays*"),
        (
            without("decide"),
            "phase *Decide* removed, with 3 steps, 1 touchpoint, 1 signal and 1 pain point",
        ),
        (tree_with(decide={"name": "Choose"}), "phase *Decide* renamed to *Choose*"),
        (tree_with(slow={"text": "Slow in the evening"}), "pain point *Slow* reworded to *Slow in the evening*"),
        (tree_with(connect={"emotion": Emotion(level=1)}), "emotion of step *Connects my bank* changed from −1 to +1"),
        (
            tree_with(connect={"emotion": Emotion(level=0.5, spread=0.25, n=9, evoked_by="a smile")}),
            "emotion of step *Connects my bank* changed from −1 to +0.5 (spread 0.25, n 9, evoked by “a smile”)",
        ),
        (tree_with(pays={"effort": 4}), "effort of step *Pays* set to 4"),
        (tree_with(connect={"emotion": None}), "emotion of step *Connects my bank* removed; it was −1"),
        (tree_with(pays={"optional": True}), "step *Pays* is now optional"),
        (tree_with(send={"optional": False}), "step *Sends* is no longer optional"),
        (tree_with(buy={"any_order": True}), "phase *Buy* is now in any order"),
        (tree_with(bank={"channel": Channel.BANK}), "channel of touchpoint *Bank link* changed from other to bank"),
        (
            tree_with(look={"needs": ("a name", "time")}),
            "needs of step *Looks around*: “time” added, “a price” removed",
        ),
        (tree_with(look={"needs": ("a name", "a price")}), "needs of step *Looks around* put in another order"),
        (tree_with(slow={"vote": Vote(votes=7, of=12)}), "vote of pain point *Slow* set to 7 of 12 people"),
        (tree_with(paid={"trigger": "An invoice"}), "trigger of journey *Getting paid* set to “An invoice”"),
        (tree_with(paid={"mapped": date(2026, 3, 1)}), "date of mapping of journey *Getting paid* set to 2026-03-01"),
        (tree_with(paid={"personas": ("ada",)}), "personas of journey *Getting paid*: ada added"),
        (
            tree_with(skip={"target": "send"}),
            "target of route from *Looks around* to *Sends* changed from *Pays* to *Sends*",
        ),
        (
            tree_with(late={"overdue_after": OverdueAfter(step="pays", duration="1 week")}),
            "deadline of signal *Late* changed from 2 days after *Looks around* to 1 week after *Pays*",
        ),
    ],
)
def test_one_change_is_one_sentence(after: Journey, sentence: str) -> None:
    assert told(after) == [sentence]


def test_a_new_phase_says_what_came_with_it_and_what_moved_in() -> None:
    use = Phase(id="use", name="Use", steps=(Step(id="open", name="Opens"), Step(id="look2", name="Looks")))
    tree = Tree.of(with_new(use, "paid", "phases", "buy"))
    tree.move("pays", Place(parent="use", slot="steps"))
    assert told(tree.document()) == [
        "phase *Use* added after *Buy*, with 2 steps",
        "step *Pays* moved from *Decide* to *Use*",
    ]


def test_a_moved_and_renamed_step_has_both_sentences_and_its_new_parents_new_name() -> None:
    moved_there = moved("pays", "buy", "steps")
    renames = (
        Set(id="pays", field="name", old="Pays", new="Pays by card"),
        Set(id="buy", field="name", old="Buy", new="Order"),
    )
    assert told(apply(moved_there, *renames)) == [
        "phase *Buy* renamed to *Order*",
        "step *Pays by card* moved from *Decide* to *Order*",
        "step *Pays* renamed to *Pays by card*",
    ]


def test_another_kind_of_element_became_it() -> None:
    tree = Tree.of(JOURNEY)
    tree.remove("slow")
    tree.insert(Irritation(id="slow", text="Slow"), Place(parent="look", slot="irritations"))
    assert told(tree.document()) == ["pain point *Slow* became irritation *Slow* in step *Looks around*"]


def test_a_note_names_its_lane() -> None:
    note = LaneNote(id="n", lane="legal", text="A contract")
    before = with_new(note, "pays", "notes")
    after = apply(before, Set(id="n", field="lane", old="legal", new="money"))
    (sentence,) = sentences(before, after)
    assert str(sentence) == "lane of lane note *A contract* changed from *Legal* to *Money*"


def test_a_personas_line_tells_where_it_stands() -> None:
    goal = Line(id="g", text="Be paid in time")
    persona = Persona(id="ada", name="Ada", goals=(goal,))
    after = persona.model_copy(update={"goals": (Line(id="n", text="Sleep"),), "pains": (goal,)})
    assert [str(one) for one in sentences(persona, after)] == [
        "line *Sleep* added to goals",
        "line *Be paid in time* moved from goals to pains",
    ]


def test_evidence_and_glossary_read_as_well() -> None:
    finding = Finding(id="q", about=("paid/pays",), text="I waited an hour")
    before = Evidence(id="talks", name="Talks", source="s", findings=(finding,))
    after = before.model_copy(update={"findings": (finding.model_copy(update={"n": 6, "kind": FindingKind.FIGURE}),)})
    assert {str(one) for one in sentences(before, after)} == {
        "kind of finding *I waited an hour* changed from quote to figure",
        "n of finding *I waited an hour* set to 6",
    }
    words = Glossary(id="words", name="Words", terms=(Term(id="t", term="Trail", meaning="A way"),))
    renamed = words.model_copy(update={"terms": (Term(id="t", term="Path", meaning="A way", also=("paths",)),)})
    assert [str(one) for one in sentences(words, renamed)] == [
        "term *Trail* renamed to *Path*",
        "other spellings of term *Path*: “paths” added",
    ]


def test_names_are_parts_of_their_own() -> None:
    (sentence,) = sentences(JOURNEY, moved("pays", "buy", "steps"))
    assert (sentence.kind, sentence.document, sentence.element) == (Change.MOVED, "paid", "pays")
    assert [part.text for part in sentence.parts if part.name] == ["Pays", "Decide", "Buy"]
    assert sentence.parts[0] == Part(text="step ")


def test_long_words_are_cut_and_lines_joined() -> None:
    (sentence,) = sentences(JOURNEY, tree_with(slow={"text": "One\n\ntwo " + "three " * 30}))
    new = sentence.parts[-1].text
    assert new.startswith("One two three")
    assert new.endswith("…")
    assert len(new) <= 60


def test_a_workspace_tells_its_documents_and_what_changed_in_them() -> None:
    ada, bo = Persona(id="ada", name="Ada"), Persona(id="bo", name="Bo")
    settings = Settings(id="workspace", name="Acme")
    before = Workspace(settings=settings, documents=(JOURNEY, ada))
    after = Workspace(
        settings=settings.model_copy(update={"zone": "Europe/Berlin"}),
        documents=(bo, tree_with(pays={"name": "Buys"})),
    )
    assert [str(sentence) for sentence in workspace_sentences(before, after)] == [
        "persona *Ada* removed",
        "persona *Bo* added",
        "zone of settings *Acme* changed from “UTC” to “Europe/Berlin”",
        "step *Pays* renamed to *Buys*",
    ]
    assert workspace_sentences(before, before) == ()


def test_different_documents_are_not_compared() -> None:
    with pytest.raises(EditError, match="different documents"):
        sentences(JOURNEY, JOURNEY.model_copy(update={"id": "other"}))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Document, Document]:
    document = draw(st.one_of(journeys(), documents()))
    return document, draw(edited(document))


@given(pairs())
def test_every_change_is_told_and_nothing_else(pair: tuple[Document, Document]) -> None:
    a, b = pair
    told_about = sentences(a, b)
    assert bool(told_about) == (a != b)
    assert all(str(sentence).strip() and "\n" not in str(sentence) for sentence in told_about)
