from __future__ import annotations

from datetime import date

from waypost.analysis.living import LivingMap, living_map
from waypost.drawing.emotions import emotion_lane
from waypost.drawing.lanes import believed_lanes
from waypost.drawing.sheeting import columns_of
from waypost.journey.check import check
from waypost.journey.evidence import Evidence, Finding, FindingKind
from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.journey.workspace import Settings, Workspace

STEP = Step(id="pay", name="I pay", touchpoints=(Touchpoint(id="till", name="Till"),))
JOURNEY = Journey(id="buying", name="Buying", phases=(Phase(id="buy", name="Buy", steps=(STEP,)),))
BOTH = ("buying/pay", "buying/till")
STUDY = Evidence(
    id="study",
    name="Study",
    source="Ten interviews",
    findings=(
        Finding(id="said", about=BOTH, text="The queue!"),
        Finding(id="felt", kind=FindingKind.EMOTION, about=BOTH, text="Annoyed", level=-1, n=10, source="A survey"),
    ),
)
WORKSPACE = Workspace(settings=Settings(id="w", name="W"), documents=(JOURNEY, STUDY))


def living() -> LivingMap:
    return living_map(WORKSPACE, JOURNEY, date(2027, 1, 1))


def test_a_finding_has_its_own_source_or_else_its_documents() -> None:
    assert [found.source for found in living().findings["pay"]] == ["Ten interviews", "A survey"]


def test_a_quote_about_a_step_and_its_touchpoint_is_drawn_once() -> None:
    (quotes,) = [lane for lane in believed_lanes(living(), None) if lane.id == "quotes"]
    assert sum(len(cell.items) for row in quotes.rows for cell in row) == 1


def test_a_feeling_about_a_step_and_its_touchpoint_counts_its_answers_once() -> None:
    lane = emotion_lane(living(), columns_of(JOURNEY))
    assert lane is not None
    assert lane.curve is not None
    assert [point.n for point in lane.curve.reported] == [10]


def test_a_quote_about_several_elements_is_one_voice() -> None:
    assert "Customers are heard: 1 quote" in check(WORKSPACE, JOURNEY, date(2027, 1, 1)).strengths
