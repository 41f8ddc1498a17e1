"""The gap register between a current and a future state."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journey.strategies import edited, journeys
from waypost.journey.binding import Signal
from waypost.journey.edits import Insert, Move, Set, apply
from waypost.journey.gaps import Gap, GapKind, future_from, gaps
from waypost.journey.journey import Content, Journey, Lifecycle, Phase, Step, Touchpoint
from waypost.journey.tree import Place, Tree


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Journey, Journey]:
    journey = draw(journeys())
    return journey, draw(edited(journey))


@given(journeys())
def test_a_journey_has_no_gap_to_itself_or_to_the_future_drawn_from_it(journey: Journey) -> None:
    assert gaps(journey, journey) == ()
    assert gaps(journey, future_from(journey, "tomorrow", "Tomorrow")) == ()


@given(pairs())
def test_every_gap_names_what_is_there_and_says_two_things(pair: tuple[Journey, Journey]) -> None:
    current, future = pair
    before, after = current.elements(), future.elements()
    found = gaps(current, future)
    for gap in found:
        side = after if gap.element in after else before
        assert gap.element in side
        assert gap.today != gap.wanted
        if gap.phase is not None:
            assert {type(each[gap.phase]) for each in (before, after) if gap.phase in each} & {Phase}
        if gap.step is not None:
            assert {type(each[gap.step]) for each in (before, after) if gap.step in each} & {Step}
    assert len({(gap.kind, gap.element, gap.about, gap.wanted) for gap in found}) == len(found)


@given(pairs())
def test_what_comes_one_way_goes_the_other(pair: tuple[Journey, Journey]) -> None:
    def of(found: tuple[Gap, ...], wanted: str) -> set[tuple[str, str]]:
        return {(gap.element, gap.kind) for gap in found if (gap.today, gap.wanted) == wanted_pairs[wanted]}

    wanted_pairs = {"come": ("not there", "there"), "go": ("there", "gone")}
    there, back = gaps(*pair), gaps(*reversed(pair))
    assert of(there, "come") == of(back, "go")
    assert of(there, "go") == of(back, "come")


TODAY = Journey.model_validate(
    {
        "id": "today",
        "name": "Today",
        "lifecycle": "published",
        "mapped": "2024-01-01",
        "phases": [
            {
                "id": "pay",
                "name": "Pay",
                "steps": [
                    {
                        "id": "bill",
                        "name": "Get the bill",
                        "when": "A month later",
                        "emotion": {"level": -1},
                        "touchpoints": [
                            {"id": "letter", "name": "Bill", "channel": "post", "ending": "Pay within 30 days"},
                            {"id": "hotline", "name": "Hotline", "channel": "phone"},
                        ],
                        "tollgates": [
                            {
                                "id": "sure",
                                "settles": "That it is right",
                                "contents": [{"id": "list", "name": "What was used", "missing": True}],
                            }
                        ],
                        "backstage": [{"id": "sorts", "text": "Sorts letters"}],
                    },
                ],
            },
            {
                "id": "after",
                "name": "Afterwards",
                "steps": [{"id": "wait", "name": "Wait"}, {"id": "file", "name": "File it"}],
            },
        ],
        "routes": [{"id": "again", "kind": "repeat", "origin": "wait", "target": "bill"}],
    }
)
TOMORROW = future_from(TODAY, "tomorrow", "Tomorrow")


def changed(element: str, **fields: Any) -> Journey:
    tree = Tree.of(TOMORROW)
    kept = tree.elements[element]
    tree.replace(type(kept).model_validate({**kept.model_dump(), **fields}))
    return tree.document()


def without(element: str) -> Journey:
    tree = Tree.of(TOMORROW)
    tree.remove(element)
    return tree.document()


@pytest.mark.parametrize(
    ("future", "kind", "sentence"),
    [
        (changed("letter", channel="email"), GapKind.CHANNEL, "Channel of touchpoint 'Bill': today post"),
        (changed("letter", ending="Paid"), GapKind.CALL_TO_ACTION, "it should be “Paid”."),
        (changed("letter", department="Finance"), GapKind.INTERACTION, "today ours; it should be Finance."),
        (changed("bill", emotion={"level": 1}), GapKind.EMOTION, "today −1; it should be +1."),
        (changed("wait", emotion={"level": 1}), GapKind.EMOTION, "today not said; it should be +1."),
        (changed("bill", when="At once"), GapKind.TIME, "Time of step 'Get the bill': today “A month later”"),
        (changed("list", missing=False), GapKind.CONTENT, "'What was used': today missing; it should be there."),
        (changed("sure", settles="That it is fair"), GapKind.INTERACTION, "today “That it is right”"),
        (
            changed("again", when="It is wrong"),
            GapKind.CALL_TO_ACTION,
            "Condition of way from 'Wait' to 'Get the bill'",
        ),
        (without("hotline"), GapKind.INTERACTION, "Touchpoint 'Hotline': today there; it should be gone."),
        (without("after"), GapKind.INTERACTION, "Phase 'Afterwards': today there; it should be gone."),
        (without("again"), GapKind.CALL_TO_ACTION, "Way from 'Wait' to 'Get the bill': today there"),
        (without("list"), GapKind.CONTENT, "Piece of content 'What was used': today there; it should be gone."),
    ],
)
def test_each_kind_of_gap_in_a_sentence(future: Journey, kind: GapKind, sentence: str) -> None:
    (gap,) = gaps(TODAY, future)
    assert gap.kind is kind
    assert sentence in gap.sentence


@pytest.mark.parametrize(
    "future",
    [
        changed("bill", emotion=None, when=None),
        changed("sorts", text="Sorts nothing"),
        without("sorts"),
        changed("pay", goal="Done"),
        changed("bill", effort=1),
    ],
)
def test_what_is_unsaid_or_out_of_sight_is_no_gap(future: Journey) -> None:
    assert gaps(TODAY, future) == ()


def test_what_comes_with_its_parent_is_one_gap_with_it() -> None:
    step = Step(id="pays", name="Pays", touchpoints=(Touchpoint(id="app", name="App"),))
    future = apply(TOMORROW, Insert(place=Place(parent="pay", slot="steps", after="bill"), element=step))
    (gap,) = gaps(TODAY, future)
    assert (gap.element, gap.phase, gap.step) == ("pays", "pay", "pays")
    assert gap.sentence == "Step 'Pays': today not there; it should be there."


def test_a_gap_knows_where_it_belongs() -> None:
    page = Content(id="page", name="A page")
    future = apply(TOMORROW, Insert(place=Place(parent="sure", slot="contents"), element=page))
    (gap,) = gaps(TODAY, future)
    assert (gap.element, gap.phase, gap.step, gap.kind) == ("page", "pay", "bill", GapKind.CONTENT)


def test_a_deadline_is_told_by_the_name_of_the_step_it_counts_from() -> None:
    def late(journey: Journey, duration: str) -> Journey:
        tree = Tree.of(journey)
        late = Signal.model_validate(
            {"id": "late", "name": "Late", "overdue_after": {"step": "bill", "duration": duration}}
        )
        tree.insert(late, Place(parent="letter", slot="signals"))
        return tree.document()

    (gap,) = gaps(late(TODAY, "3 days"), late(changed("bill", name="See the bill"), "2 days"))[1:]
    assert gap.sentence == (
        "Deadline of signal 'Late': today 3 days after 'See the bill'; it should be 2 days after 'See the bill'."
    )


def test_a_step_that_moves_stays_the_same_step() -> None:
    move = Move(
        id="wait",
        origin=Place(parent="after", slot="steps"),
        target=Place(parent="pay", slot="steps", after="bill"),
    )
    (gap,) = gaps(TODAY, apply(TOMORROW, move))
    assert gap.sentence == "Place of step 'Wait': today phase 'Afterwards'; it should be phase 'Pay'."


def test_a_future_state_is_a_draft_of_its_own() -> None:
    assert (TOMORROW.state.value, TOMORROW.future_of, TOMORROW.lifecycle) == ("future", "today", Lifecycle.DRAFT)
    assert TOMORROW.mapped is None
    assert TOMORROW.phases == TODAY.phases
    assert apply(TOMORROW, Set(id="tomorrow", field="name", old="Tomorrow", new="Then")).name == "Then"


@pytest.mark.parametrize(("new_id", "name"), [("letter", "Then"), ("No id", "Then"), ("then", " ")])
def test_a_future_state_needs_an_id_and_a_name_of_its_own(new_id: str, name: str) -> None:
    with pytest.raises(ValueError, match=r"id|name"):
        future_from(TODAY, new_id, name)
