"""The wall: it turns, it follows, and it says no more than a guest may know."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.web.conftest import Browsing, Cast
from tests.web.served import Served
from tests.web.sharing.test_links import made
from waypost.analysis.living import LivingMap
from waypost.journey.journey import Journey, Phase, Step
from waypost.journey.marks import Moment, Opportunity, PainPoint, Vote
from waypost.web.accounts.models import User
from waypost.web.actions.models import Action
from waypost.web.documents.models import Document
from waypost.web.sharing.wall import wall
from waypost.web.workspaces.models import Workspace

WALL = "/w/acme/journeys/buying/wall"


def test_a_wall_has_no_chrome(cast: Cast) -> None:
    page = cast.viewer.get(WALL).content.decode()
    assert 'data-theme="dark"' in page
    assert "Portfolio" not in page
    assert "I look around" in page
    assert 'data-theme="light"' in cast.viewer.get(f"{WALL}?light").content.decode()


def test_what_most_believe_and_what_matters_most_comes_first() -> None:
    def moment(number: int, votes: int) -> Moment:
        return Moment(id=f"m{number}", text=f"Moment {number}", vote=Vote(votes=votes, of=10))

    step = Step(
        id="s",
        name="I pay",
        pains=(PainPoint(id="p", text="It is slow"),),
        opportunities=(
            Opportunity(id="o1", text="Small"),
            Opportunity(id="o2", text="Large", impact=3, pains=("j/p",)),
        ),
        moments=tuple(moment(number, number) for number in range(6)),
    )
    journey = Journey(id="j", name="J", phases=(Phase(id="a", name="A", steps=(step,)),))
    shown = wall(LivingMap(journey, date(2026, 1, 1)))
    assert [one.text for one in shown.believed] == ["Moment 5", "Moment 4", "Moment 3", "Moment 2"]
    assert shown.believed[0].votes == "5 of 10 people"
    assert [(one.text, one.pains) for one in shown.opportunities] == [("Large", ("It is slow",)), ("Small", ())]


def test_what_is_done_about_it_stays_in_the_house(cast: Cast, acme: Workspace, owner: User) -> None:
    row = Document.objects.get(workspace=acme, slug="buying")
    late = timezone.now().date() - timedelta(days=1)
    for number, (state, due) in enumerate((("open", None), ("doing", late), ("done", late))):
        title = f"Action {number}"
        Action.objects.create(
            workspace=acme, journey=row, element="pays", title=title, state=state, due=due, owner=owner
        )
    page = cast.viewer.get(WALL).content.decode()
    assert page.index("Action 1") < page.index("Action 0"), "what is late comes first"
    assert "was due" in page
    assert "Ada Park" in page
    assert "Action 2" not in page
    guest = cast.anonymous.get(f"{made(cast.editor)}?wall").content.decode()
    assert "Buying a bike" in guest
    assert "Action" not in guest


def test_a_map_with_nothing_on_it(cast: Cast) -> None:
    cast.editor.post("/w/acme/new", {"template": "empty"})
    assert "no phases yet" in cast.viewer.get("/w/acme/journeys/a-new-journey/wall").content.decode()


@pytest.mark.xdist_group("served")
def test_it_turns_and_is_held(shared_server: Served, browser_page: Browsing) -> None:
    with shared_server.client("editor") as editor:
        begun = editor.post("/w/acme/new", data={"template": "universal"})
    page = browser_page(shared_server, "viewer")
    page.goto(f"{begun.headers['Location']}wall")
    scene = page.locator(".scene:visible")
    expect(scene).to_have_attribute("data-scene", "The map")
    page.keyboard.press("ArrowRight")
    expect(scene).to_have_attribute("data-scene", "Moments of truth")
    page.keyboard.press("ArrowRight")
    expect(scene).not_to_have_attribute("data-scene", "Moments of truth")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Go on turning")).to_be_attached()
    page.get_by_role("button", name="The map").press("Enter")
    expect(scene).to_have_attribute("data-scene", "The map")


@pytest.mark.xdist_group("served")
def test_it_turns_by_itself(shared_server: Served, browser_page: Browsing) -> None:
    with shared_server.client("editor") as editor:
        begun = editor.post("/w/acme/new", data={"template": "universal"})
    page = browser_page(shared_server, "viewer")
    page.clock.install()
    page.goto(f"{begun.headers['Location']}wall")
    expect(page.locator(".scene:visible")).to_have_attribute("data-scene", "The map")
    page.clock.run_for(23_000)
    expect(page.locator(".scene:visible")).to_have_attribute("data-scene", "Moments of truth")


@pytest.mark.xdist_group("served")
def test_it_follows_what_changes(shared_server: Served, browser_page: Browsing) -> None:
    with shared_server.client("editor") as editor:
        path = editor.post("/w/acme/new", data={"template": "universal"}).headers["Location"]
        slug = path.rstrip("/").split("/")[-1]
        page = browser_page(shared_server, "viewer")
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(error.message))
        with page.expect_request(lambda request: "/live/stream" in request.url):
            page.goto(f"{path}wall")
        edit = {
            "edit": "set",
            "id": "notice",
            "field": "name",
            "old": "Notice that something is missing",
            "new": "I wake up",
        }
        body = {"key": "0b5ff7a4-4f5a-4d2c-9d3b-6c1e59c2a101", "edits": [edit]}
        assert editor.post(f"/w/acme/documents/{slug}/changes", json=body).status_code == 200
    expect(page.get_by_text("I wake up")).to_be_visible()
    assert said == []
