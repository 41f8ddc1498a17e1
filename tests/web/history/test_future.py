"""The future of a journey: drawn from today, beside it step by step, and the gaps between them."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import date
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Cast
from tests.web.history.test_timeline import journey, read, rename
from waypost.analysis.living import LivingMap
from waypost.journey.edits import EDITS
from waypost.journey.gaps import gaps
from waypost.journey.journey import Emotion, Journey, Phase, State, Step
from waypost.journey.marks import PainPoint
from waypost.web.documents.committing import Author, commit
from waypost.web.documents.models import Document
from waypost.web.history.beside import Fate, beside, merged
from waypost.web.history.lanes import columns_of, feelings_beside, rows_beside
from waypost.web.workspaces.models import Workspace

AT = "/w/acme/journeys/buying"
DAY = date(2026, 6, 1)
Said: TypeAlias = dict[str, dict[str, object]]
ids = st.lists(st.sampled_from("abcdefg"), unique=True)


@given(ids, ids)
def test_two_orders_become_one(before: list[str], after: list[str]) -> None:
    order = merged(before, after)
    assert sorted(order) == sorted({*before, *after})
    assert [one for one in order if one in after] == after


def _of(state: State, *phases: tuple[str, str]) -> Journey:
    made = (
        Phase(id=id_, name=id_, steps=tuple(Step(id=f"s{one}", name=one) for one in steps)) for id_, steps in phases
    )
    return Journey(id=f"j-{state.value}", name="J", state=state, phases=tuple(made))


def test_what_goes_stands_where_it_was_and_what_moves_where_it_goes() -> None:
    today = _of(State.CURRENT, ("p", "abc"), ("q", "d"))
    future = _of(State.FUTURE, ("p", "ace"), ("q", "bd"))
    chapters = beside(today, future, gaps(today, future))
    told = [[(row.id, row.fate) for row in chapter.rows] for chapter in chapters]
    assert told == [
        [("sa", Fate.STAYS), ("sc", Fate.STAYS), ("se", Fate.NEW)],
        [("sb", Fate.CHANGES), ("sd", Fate.STAYS)],
    ]
    only, rest = beside(today, _of(State.FUTURE, ("p", "ac")), ())
    assert [(row.id, row.fate) for row in only.rows] == [("sa", Fate.STAYS), ("sb", Fate.GOES), ("sc", Fate.STAYS)]
    assert rest.future is None


@pytest.fixture
def future(cast: Cast, acme: Workspace) -> Document:
    """A future state of `buying`, drawn by the editor."""
    answer = cast.editor.post(f"{AT}/future/make", {"name": "Buying by tap"})
    assert answer.headers["Location"] == "/w/acme/journeys/buying-by-tap/"
    return acme.documents.get(slug="buying-by-tap")


def test_without_a_future_one_is_offered(cast: Cast, acme: Workspace) -> None:
    assert "Make a future state" in read(cast.editor, f"{AT}/future")
    page = read(cast.viewer, f"{AT}/gaps")
    assert "No future state yet" in page
    assert "Make a future state" not in page


def test_a_future_is_drawn_from_today(cast: Cast, acme: Workspace, future: Document) -> None:
    drawn = journey(future)
    assert (drawn.state, drawn.future_of, drawn.name) == (State.FUTURE, "buying", "Buying by tap")
    assert drawn.phases == journey(acme.documents.get(slug="buying")).phases
    assert "No gap yet" in read(cast.viewer, f"{AT}/gaps")
    cast.editor.post(f"{AT}/future/make", {"name": "Buying by tap"})
    assert acme.documents.filter(slug="buying-by-tap-2").exists(), "a name may be used twice"
    assert "Buying by tap" in read(cast.viewer, f"{AT}/future?with=buying-by-tap-2")


def test_the_map_leads_from_today_to_the_future_and_back(cast: Cast, future: Document) -> None:
    assert 'href="/w/acme/journeys/buying-by-tap/"' in cast.viewer.get(f"{AT}/").content.decode()
    page = cast.viewer.get("/w/acme/journeys/buying-by-tap/").content.decode()
    assert 'href="/w/acme/journeys/buying/"' in page
    assert 'href="/w/acme/journeys/buying-by-tap/gaps"' in page


def test_a_future_has_no_future_of_its_own(cast: Cast, acme: Workspace, future: Document) -> None:
    cast.editor.post("/w/acme/journeys/buying-by-tap/future/make")
    assert acme.documents.filter(kind="journey").count() == 2


def test_today_and_future_stand_side_by_side(cast: Cast, future: Document) -> None:
    rename(future, "Ada", "pays", "I pay", "I tap")
    for slug in ("buying", "buying-by-tap"):
        page = read(cast.viewer, f"/w/acme/journeys/{slug}/future")
        assert page.index("I pay") < page.index("I tap") < page.index("What has to change")
        assert "Name of step" in page[page.index("What has to change") :]
    assert "I tap" in read(cast.viewer, "/w/acme/journeys/buying-by-tap/gaps")


def test_lanes_stand_column_under_column() -> None:
    hurts = (PainPoint(id="p1", text="The queue", intensity=3),)
    steps: Said = {"sa": {"pains": hurts}, "sb": {"thoughts": ("Why?",)}, "sd": {"thoughts": ("So what?",)}}
    today = _with(_of(State.CURRENT, ("p", "ab"), ("q", "d")), steps)
    future = _with(_of(State.FUTURE, ("p", "ca"), ("q", "d")), {"sd": steps["sd"], "sc": {"thoughts": ("At last",)}})
    chapters = beside(today, future, gaps(today, future))
    assert [one.id for one in columns_of(chapters) if one] == ["sc", "sa", "sb", "sd"]
    sides = LivingMap(today, DAY), LivingMap(future, DAY)
    pains, thoughts = rows_beside(*sides, chapters)
    assert [len(cell.today) for cell in pains.cells] == [0, 1, 0, 0]
    assert [cell.differs for cell in pains.cells] == [False, True, False, False]
    assert [cell.differs for cell in thoughts.cells] == [True, False, False, False], (
        "what goes with its step is told once"
    )
    assert not thoughts.same
    assert feelings_beside(*sides, chapters) is None


def test_feelings_are_drawn_at_the_same_place() -> None:
    today = _with(_of(State.CURRENT, ("p", "ab")), {"sb": {"emotion": Emotion(level=-2)}})
    future = _with(_of(State.FUTURE, ("p", "cb")), {"sb": {"emotion": Emotion(level=1)}})
    chapters = beside(today, future, ())
    feelings = feelings_beside(LivingMap(today, DAY), LivingMap(future, DAY), chapters)
    assert feelings is not None
    assert {point.at for line in feelings.lines for point in line.points} == {"83.33%"}
    assert feelings.words == "today, assumed: b −2.0; future, assumed: b +1.0"


def test_a_future_that_feels_as_today_has_no_line_of_its_own() -> None:
    felt: Said = {"sa": {"emotion": Emotion(level=1)}, "sb": {"emotion": Emotion(level=-2)}}
    today, future = (_with(_of(state, ("p", "ab")), felt) for state in (State.CURRENT, State.FUTURE))
    feelings = feelings_beside(LivingMap(today, DAY), LivingMap(future, DAY), beside(today, future, ()))
    assert feelings is not None
    assert [line.side for line in feelings.lines] == ["today"]


def _with(journey: Journey, said: Said) -> Journey:
    """The journey with more said of some of its steps."""
    phases = tuple(
        phase.model_copy(update={"steps": tuple(step.model_copy(update=said.get(step.id, {})) for step in phase.steps)})
        for phase in journey.phases
    )
    return journey.model_copy(update={"phases": phases})


def test_the_future_of_what_was_put_away(cast: Cast, acme: Workspace, future: Document) -> None:
    row = acme.documents.get(slug="buying")
    row.archived = row.created
    row.save()
    for page in ("future", "gaps"):
        assert "Today’s journey is not here" in read(cast.viewer, f"/w/acme/journeys/buying-by-tap/{page}")
    assert cast.viewer.get(f"{AT}/gaps").status_code == 404


def test_gaps_are_filtered_and_taken_along(cast: Cast, future: Document) -> None:
    rename(future, "Ada", "pays", "I pay", "=cmd|' /C calc'!A0")
    edit = {"edit": "set", "id": "site", "field": "channel", "old": "web", "new": "app"}
    commit(future, Author("Ada"), uuid.uuid4(), EDITS.validate_python([edit]))
    page = read(cast.viewer, f"{AT}/gaps")
    assert "All 2" in page
    assert "Channel of touchpoint" in page
    assert "Name of step" not in read(cast.viewer, f"{AT}/gaps?kind=channel")
    assert "There is no gap of this kind" in read(cast.viewer, f"{AT}/gaps?kind=emotion")
    assert cast.viewer.get(f"{AT}/gaps?kind=nonsense&with=nobody").status_code == 200
    answer = cast.viewer.get(f"{AT}/gaps.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="buying-gaps.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["kind"] for row in rows] == ["channel", "interaction"]
    assert rows[1]["phase"] == "Buy"
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")] == []
    assert len(list(csv.reader(io.StringIO(cast.viewer.get(f"{AT}/gaps.csv?kind=channel").content.decode())))) == 2
