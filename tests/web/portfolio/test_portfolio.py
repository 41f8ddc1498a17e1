"""The portfolio: every journey, how they hang together, how each stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Cast
from waypost.formats.yaml import read_document
from waypost.journey.evidence import Evidence, Finding
from waypost.journey.journey import Journey, Lifecycle, Phase, State, Step
from waypost.journey.marks import Standing
from waypost.journey.workspace import Settings
from waypost.journey.workspace import Workspace as WorkspaceValue
from waypost.web.accounts.models import User
from waypost.web.comments.models import Thread
from waypost.web.documents.committing import Author, create
from waypost.web.documents.models import Document
from waypost.web.measuring.summary import Summary
from waypost.web.portfolio.choosing import ORDERS, Choice
from waypost.web.portfolio.health import UNKNOWN, Health
from waypost.web.portfolio.nesting import placed
from waypost.web.portfolio.standing import Entry, Known, known_about
from waypost.web.workspaces.founding import found
from waypost.web.workspaces.models import Workspace

NAMES = tuple("abcdef")
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def _entry(journey: Journey, measured: Summary | None = None) -> Entry:
    return Entry(journey, NOW, "", Health(), Known({}), measured, NOW.date())


def _measured(low: int, cases: int) -> Summary:
    return Summary(cases, low, str(cases), "50 %", "40 % to 60 % · n = 100", "50 %", "40 % to 60 % · n = 100")


def _journey(name: str, opens: str | None = None, future_of: str | None = None) -> Journey:
    steps = (Step(id="s", name="Step", opens=opens),)
    phases = (Phase(id="p", name="Phase", steps=steps),)
    state = State.FUTURE if future_of else State.CURRENT
    return Journey(id=name, name=name, future_of=future_of, state=state, phases=phases)


def test_a_journey_stands_on_the_front_page(cast: Cast) -> None:
    page = cast.viewer.get("/w/acme/").content.decode()
    assert "Buying a bike" in page
    assert "not measured" in page
    assert "to look at" in page
    assert "New journey" not in page
    assert "New journey" in cast.editor.get("/w/acme/").content.decode()


def test_an_empty_workspace_says_what_to_do(cast: Cast, owner: User) -> None:
    found("Quiet", owner)
    page = cast.owner.get("/w/quiet/").content.decode()
    assert "No journey yet" in page
    assert 'href="/w/quiet/new"' in page


def test_whoever_changed_it_last_is_named(cast: Cast) -> None:
    change = {"edit": "set", "id": "buying", "field": "owner", "old": None, "new": "Ines"}
    sent = {"key": "6b2f8e0e-8f6a-4a57-9a0a-1c6a6f6f2b11", "edits": [change]}
    answer = cast.editor.post("/w/acme/documents/buying/changes", sent, content_type="application/json")
    assert answer.status_code == 200
    page = cast.viewer.get("/w/acme/").content.decode()
    assert "Editor of Acme" in page
    assert "Ines" in page


def test_what_is_put_away_is_not_shown(cast: Cast) -> None:
    Document.objects.filter(slug="buying").update(archived=NOW)
    assert "Buying a bike" not in cast.viewer.get("/w/acme/").content.decode()


def test_one_can_narrow_it_down(cast: Cast, acme: Workspace, owner: User) -> None:
    text = "kind: journey\nid: old\nname: Old way\nlifecycle: validated\nowner: Ben\nreview: 2020-01-01\n"
    create(acme, read_document(text), Author.of(owner))
    both = cast.viewer.get("/w/acme/?as=cards").content.decode()
    assert "Buying a bike" in both
    assert "review overdue" in both
    for query in ("state=validated", "owner=Ben"):
        narrowed = cast.viewer.get(f"/w/acme/?{query}").content.decode()
        assert "Old way" in narrowed
        assert "Buying a bike" not in narrowed
    assert "No journey like that" in cast.viewer.get("/w/acme/?state=published").content.decode()


@pytest.mark.parametrize("order", ORDERS)
def test_what_is_unknown_is_sorted_last(order: str) -> None:
    known = _entry(_journey("b"), _measured(5, 100))
    unknown = _entry(_journey("a"))
    first = placed((unknown, known), ORDERS[order][1])[0].entry
    assert first is (known if order == "matters" else unknown)


def test_more_low_answers_matter_more_than_more_cases() -> None:
    entries = (_entry(_journey("many"), _measured(1, 900)), _entry(_journey("bad"), _measured(9, 100)))
    assert [one.entry.journey.id for one in placed(entries, ORDERS["matters"][1])] == ["bad", "many"]


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from((*NAMES, None)), st.sampled_from((*NAMES, None)))))
def test_every_journey_has_one_place_whatever_opens_what(given_: list[tuple[str, str | None, str | None]]) -> None:
    journeys = {name: _journey(name, opens, future) for name, opens, future in given_}
    entries = [_entry(journey) for journey in journeys.values()]
    shown = placed(entries, ORDERS["name"][1])
    assert sorted(one.entry.journey.id for one in shown) == sorted(journeys)
    for above, below in zip([None, *shown], shown, strict=False):
        assert below.depth <= (above.depth + 1 if above else 0)
        assert bool(below.why) is (below.depth > 0)


def test_what_cannot_be_understood_is_not_asked_for() -> None:
    assert Choice.of({"sort": "nonsense", "state": "gone", "as": "?"}, journeys=1) == Choice()


def test_few_journeys_are_cards_unless_somebody_wants_a_list() -> None:
    assert Choice.of({}, journeys=3).cards
    assert not Choice.of({}, journeys=4).cards
    assert Choice.of({"as": "cards"}, journeys=4).cards
    assert not Choice.of({"as": "list"}, journeys=1).cards


def test_a_card_shows_the_map_and_what_waits(cast: Cast) -> None:
    cast.editor.post("/w/acme/documents/buying/comments/begin", {"element": "pays", "text": "Really?"})
    late = {"about": "buying/no-answer", "title": "Hire", "state": "open", "due": "2020-01-01"}
    cast.editor.post("/w/acme/actions/new", late)
    page = cast.viewer.get("/w/acme/").content.decode()
    assert 'aria-label="Phases: Look, Buy"' in page
    assert "1 open thread<" in page
    assert "1 action under way, " in page
    assert "1 overdue" in page
    cast.editor.post(f"/w/acme/comments/threads/{Thread.objects.get().pk}/settle")
    assert "open thread" not in cast.viewer.get("/w/acme/").content.decode()


def test_a_finding_counts_once_for_each_journey() -> None:
    findings = (
        Finding(id="f1", about=("a/one", "a/two", "b"), text="x", standing=Standing.OBSERVED),
        Finding(id="f2", about=("a",), text="y", standing=Standing.ASSUMED),
    )
    study = Evidence(id="study", name="Study", source="s", findings=findings)
    known = known_about(WorkspaceValue(settings=Settings(id="w", name="W"), documents=(study,)))
    assert known["a"].parts == (("observed", 1), ("assumed", 1))
    assert known["b"].n == 1
    assert sum(part.width for part in known["a"].bar) == pytest.approx(100)


@pytest.mark.parametrize(
    ("health", "words"),
    [
        (Health(), "nothing to mend"),
        (Health(errors=1, hints=2), "1 thing to correct, 2 hints"),
        (Health(warnings=3), "3 things to look at"),
        (UNKNOWN, "not checked"),
    ],
)
def test_health_is_said_in_words(health: Health, words: str) -> None:
    assert health.words == words


def test_a_review_is_due_a_year_after_mapping() -> None:
    entry = _entry(_journey("a").model_copy(update={"mapped": date(2025, 11, 22)}))
    assert entry.overdue
    assert not _entry(_journey("a")).overdue
    retired = entry.journey.model_copy(update={"lifecycle": Lifecycle.RETIRED})
    assert not _entry(retired).overdue


def test_a_review_waits_from_a_month_before() -> None:
    due = {"review": NOW.date() + timedelta(days=30)}
    entry = _entry(_journey("a").model_copy(update=due))
    assert entry.due_soon
    assert not entry.overdue
    assert not entry.quiet
    assert _entry(_journey("a").model_copy(update={"review": NOW.date() + timedelta(days=31)})).quiet
