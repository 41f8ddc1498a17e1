"""A journey as a table: what survives, what is told to be lost, and what a foreign table may look like."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journey.strategies import journeys
from waypost.errors import InputError, Problem
from waypost.formats.csv import from_csv, to_csv
from waypost.formats.table import guarded, unguarded
from waypost.formats.yaml import read_document
from waypost.journey.journey import Channel, Emotion, Journey, Ownership, Phase, Step, Touchpoint
from waypost.journey.marks import Moment, Opportunity, PainPoint

EXAMPLES = Path(__file__).parents[2] / "examples"

JOURNEY = Journey(
    id="buying",
    name="Buying",
    owner="Ana",
    phases=(
        Phase(
            id="decide",
            name="Decide",
            goal="Know which one",
            steps=(
                Step(
                    id="compare",
                    name="Compares",
                    words="I look,\nand look.",
                    emotion=Emotion(level=-1.5, n=3),
                    feelings=("tired", "hopeful"),
                    pains=(PainPoint(id="no-prices", text="No prices", intensity=3), PainPoint(id="own", text="Slow")),
                    opportunities=(Opportunity(id="list", text="-30 % of the time", impact=2),),
                    moments=(Moment(id="moment"),),
                    touchpoints=(
                        Touchpoint(id="site", name="Site", channel=Channel.WEB, department="Online"),
                        Touchpoint(id="ask", name="=Ask()", channel=Channel.PHONE, importance=4),
                    ),
                ),
                Step(id="wait", name="Waits", optional=True),
            ),
        ),
        Phase(id="buy", name="Buy"),
    ),
)


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def problems(text: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        from_csv(text, "map.csv")
    assert {problem.file for problem in caught.value.problems} == {"map.csv"}
    return list(caught.value.problems)


def outline(journey: Journey) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Names only: phases, their steps, their touchpoints."""
    return [
        (phase.name, [(step.name, [touchpoint.name for touchpoint in step.touchpoints]) for step in phase.steps])
        for phase in journey.phases
    ]


def test_a_row_is_a_touchpoint_a_step_without_one_or_a_phase_without_steps() -> None:
    text, _ = to_csv(JOURNEY)
    heading, *rows = table(text)
    shown = ("phase", "goal", "step", "touchpoint", "channel", "emotion", "optional", "step id")
    assert [[row[heading.index(name)] for name in shown] for row in rows] == [
        ["Decide", "Know which one", "Compares", "Site", "web", "-1.5", "", "compare"],
        ["Decide", "", "Compares", "'=Ask()", "phone", "", "", "compare"],
        ["Decide", "", "Waits", "", "", "", "yes", "wait"],
        ["Buy", "", "", "", "", "", "", ""],
    ]
    assert rows[0][heading.index("pains")] == "No prices [3]\nSlow"
    assert rows[0][heading.index("opportunities")] == "'-30 % of the time [2]"
    assert "effort" not in heading


def test_a_map_without_phases_is_a_heading_and_no_row() -> None:
    text, lost = to_csv(Journey(id="buying", name="Buying", trigger="a leak"))
    assert len(text.splitlines()) == 1
    assert any("a leak" in str(loss) or "trigger" in str(loss) for loss in lost)


def test_what_the_table_cannot_hold_is_named() -> None:
    text, losses = to_csv(JOURNEY)
    back, read_losses = from_csv(text, "buying.csv", "Buying")
    assert [str(loss) for loss in losses] == [
        "buying: the journey's own name (Buying) and id: a table is called by its file",
        "buying: the table has no place for the journey's owner",
        "compare: step: not kept: pains (id), opportunities (id)",
    ]
    assert read_losses == ()
    compare = back.phases[0].steps[0]
    assert [pain.id for pain in compare.pains] == ["no-prices", "slow"]
    assert compare.emotion == Emotion(level=-1.5, n=3)
    assert compare.words == "I look,\nand look."


@given(journeys())
def test_everything_survives_but_what_is_named(journey: Journey) -> None:
    text, losses = to_csv(journey)
    back, _ = from_csv(text, f"{journey.id}.csv", journey.name)
    told = {loss.element: str(loss) for loss in losses}
    kept = back.elements()
    for element in (journey, *journey.phases, *journey.steps(), *journey.touchpoints()):
        for field in type(element).model_fields:
            if getattr(element, field) != getattr(kept[element.id], field) and field not in SHAPE:
                assert field in told[element.id]
    assert outline(back) == outline(journey)
    assert to_csv(back)[0] == text


SHAPE = {"phases", "steps", "touchpoints"}


@pytest.mark.parametrize("name", ["marketplace/journeys/order", "shop/journeys/visit"])
def test_real_maps_survive_in_everything_a_table_is_for(name: str) -> None:
    journey = read_document((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(journey, Journey)
    back, _ = from_csv(to_csv(journey)[0], f"{journey.id}.csv", journey.name)
    assert outline(back) == outline(journey)
    assert [step.emotion for step in back.steps()] == [step.emotion for step in journey.steps()]
    assert [ids(phase) for phase in back.phases] == [ids(phase) for phase in journey.phases]


def ids(phase: Phase) -> list[str]:
    return [element.id for element in phase.walk() if isinstance(element, Step | Touchpoint)]


FOREIGN = '''\ufeffStage;Customer action;Touch point;Channel;Mood;Pain Points;NPS
Decide;Compares prices;Site;Website;−1;"too slow
no ""prices""";7

;;Hotline;Call;;nobody answers;
;Asks a friend;;;1,5;;
Buy;Pays;;E-Mail;;;
Decide;Comes back;;;;;
'''


def test_a_foreign_table_is_read_as_it_was_meant() -> None:
    journey, losses = from_csv(FOREIGN, "maps/Our Map.csv")
    assert (journey.id, journey.name) == ("our-map", "Our Map")
    assert outline(journey) == [
        ("Decide", [("Compares prices", ["Site", "Hotline"]), ("Asks a friend", []), ("Comes back", [])]),
        ("Buy", [("Pays", ["E-Mail"])]),
    ]
    compares, friend, *_ = journey.steps()
    assert [pain.text for pain in compares.pains] == ["too slow", 'no "prices"', "nobody answers"]
    assert (compares.emotion, friend.emotion) == (Emotion(level=-1), Emotion(level=1.5))
    assert [touchpoint.channel for touchpoint in journey.touchpoints()] == [Channel.WEB, Channel.PHONE, Channel.EMAIL]
    assert [str(loss) for loss in losses] == [
        "line 1: the column 'NPS' is left out: it means nothing here",
        "line 7: a touchpoint without a name is called 'E-Mail'",
        "line 8: this row goes to the phase 'Decide' that began in line 2",
    ]


def test_tabs_and_a_separator_line_are_understood() -> None:
    assert outline(from_csv("phase\tstep\nA, or B\tx\n", "m.tsv")[0]) == [("A, or B", [("x", [])])]
    assert outline(from_csv("sep=;\nphase;step\nA;x\n", "m.csv")[0]) == [("A", [("x", [])])]
    assert problems("sep=;\nphase;step\nA\n")[0].line == 3


def test_a_step_of_the_same_name_is_another_one_unless_it_goes_on() -> None:
    text = "phase,step,touchpoint,by\nA,Waits,x,us\nA,Waits,y,third party\nA,Pays,,\nA,Waits,,\n"
    journey, _ = from_csv(text, "m.csv")
    assert outline(journey) == [("A", [("Waits", ["x", "y"]), ("Pays", []), ("Waits", [])])]
    assert [touchpoint.by for touchpoint in journey.touchpoints()] == [Ownership.OURS, Ownership.THIRD_PARTY]


def test_a_row_added_by_hand_goes_on_with_its_step() -> None:
    text = "phase,step,touchpoint,step id,words\nA,Pays,Card,s1,once\nA,Pays,Cash,,again\n"
    journey, losses = from_csv(text, "m.csv")
    assert outline(journey) == [("A", [("Pays", ["Card", "Cash"])])]
    assert [str(loss) for loss in losses] == ["line 3: 'words' says something else than in line 2, which counts"]


def test_cells_that_belong_to_nothing_are_told() -> None:
    _, losses = from_csv("phase,step,department,pains\nA,,,hurts\nA,x,Sales,\n", "m.csv")
    assert [str(loss) for loss in losses] == [
        "line 2: without a step nothing can hold: pains",
        "line 3: 'department' is left out: the row names no touchpoint",
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "remedy"),
    [
        ("", 1, None, "the table is empty", "headings"),
        ("phase,step\n", 1, None, "headings but no rows", None),
        ("a,b\n1,2\n", 1, None, "no column 'phase', only a, b", "phase, step"),
        ("phase,step\nA,x,y\n", 2, 3, "this row has 3 cells, the heading has 2", "quotes"),
        ("phase,step\n\nA\n", 3, 2, "this row has 1 cells, the heading has 2", "missing"),
        ("phase,step\n,x\n", 2, None, "the first row names no phase", "phase"),
        ("phase,touchpoint\nA,x\n", 2, None, "in a row without a step", "what the person does"),
        ('phase,step\nA,"x\ny\n', 2, None, "this is not CSV from here on", "quotation mark"),
        ('phase,step\nA,"x"y\n', 2, None, "this is not CSV from here on", "quotation mark"),
        ("step,phase,touchpoint,channel\nx,A,t,webb\n", 2, 4, "'webb' is not a channel: did you mean 'web'?", "app"),
        ("phase,step,emotion\nA,x,4\n", 2, 3, "may not be above 2", "take away 3"),
        ("phase,step,emotion\nA,x,good\n", 2, 3, "must be a number", "-2 to 2"),
        ("phase,step,effort\nA,x,9\n", 2, 3, "may not be above 5", None),
        ('phase,step,pains\nA,x,"a\nb [7]"\n', 2, 3, "may not be above 3", None),
        ("phase,step,step id\nA,x,Not An Id\n", 2, 3, "it must be an id", "'not-an-id'"),
        (f"phase,step\nA,{'x' * 5000}\n", 2, 2, "has 5,000 characters", "Shorten"),
        (f"phase,step\nA,{'x' * 200_000}\n", 2, None, "this is not CSV from here on", None),
        (f"phase,step\nA,{'x' * 10_000_000}\n", None, None, "the table is too long", "Keep it under"),
    ],
)
def test_every_mistake_names_its_line_and_cell(
    text: str, line: int | None, column: int | None, message: str, remedy: str | None
) -> None:
    (problem,) = problems(text)
    assert (problem.line, problem.column) == (line, column)
    assert message in problem.message
    assert remedy is None or remedy in (problem.remedy or "")


def test_all_mistakes_are_told_at_once() -> None:
    found = problems("phase,step,touchpoint,channel,effort\nA,x,t,webb,9\nA,y,u,fax,\n")
    assert [(problem.line, problem.column, problem.element) for problem in found] == [
        (2, 4, "channel"),
        (2, 5, "effort"),
        (3, 4, "channel"),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-a", "@x", "\tx", "'=x", "''=x", "＝x", "-1+1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert guarded(text).startswith("'")
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-1.5", "-2", "'quoted'", "a=b", "'", ""])
def test_harmless_cells_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text == unguarded(text)


@given(st.text(alphabet="'=+-@\t1a.", max_size=6))
def test_guarding_can_always_be_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
