"""What a script does with a workspace on a server."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

import waypost
from tests.client.conftest import ADDRESS, Connecting, Line
from waypost.client import ConflictError, RefusedError, RemoteWorkspace, UnreachableError
from waypost.errors import WaypostError
from waypost.journey.edits import EditError
from waypost.journey.journey import Emotion, Journey, Lifecycle, Step
from waypost.journey.persona import Persona
from waypost.web.accounts.models import User
from waypost.web.workspaces.models import Scope, Workspace


def test_a_token_opens_its_workspace(there: RemoteWorkspace) -> None:
    assert (there.slug, there.name, there.role) == ("acme", "Acme", "admin")
    assert [one["id"] for one in there.documents("journey")] == ["buying"]
    assert isinstance(there.journey("buying").value, Journey)
    with pytest.raises(WaypostError, match="is no persona"):
        there.persona("buying")


def test_a_change_is_made_of_edits(there: RemoteWorkspace, connecting: Connecting) -> None:
    journey = there.journey("buying")
    phase = journey.value.phases[0].id
    with journey.change("Say it as customers do") as edit:
        edit.set("pays", name=" I have paid ", emotion=Emotion(level=2))
        edit.append(Step(id="waits", name="I wait"), phase, "steps")
        edit.move("waits", phase, "steps")
    assert journey.revision == 1
    other = connecting().journey("buying").value
    assert other == journey.value
    assert other.phases[0].steps[0].name == "I wait"
    assert other.elements()["pays"].label == "I have paid"
    (told,) = journey.history()
    assert (told["label"], len(told["edits"])) == ("Say it as customers do", 4)
    assert journey.at(0).elements()["pays"].label == "I pay"


def test_nothing_is_sent_when_something_was_raised(there: RemoteWorkspace) -> None:
    journey = there.journey("buying")

    def careless() -> None:
        with journey.change() as edit:
            edit.remove("pays")
            edit.set("nobody", name="Nobody")

    with pytest.raises(EditError, match="there is no element 'nobody'"):
        careless()
    assert journey.read().elements()["pays"]
    assert journey.revision == 0


def test_others_changes_are_seen_and_never_overwritten(there: RemoteWorkspace, connecting: Connecting) -> None:
    mine, theirs = there.journey("buying"), connecting().journey("buying")
    with theirs.change() as edit:
        edit.set("pays", name="I am billed")
    with mine.change() as edit:
        edit.set("looks-around", name="I look everywhere")
    assert mine.revision == 2
    assert mine.value.elements()["pays"].label == "I am billed"
    with pytest.raises(ConflictError) as refused, theirs.change() as edit:
        edit.set("looks-around", name="I look nowhere")
    assert (refused.value.status, refused.value.element) == (409, "looks-around")


@pytest.mark.parametrize("breaks", ["before", "after"])
def test_a_change_over_a_line_that_breaks_happens_once(
    there: RemoteWorkspace, line: Line, acme: Workspace, breaks: str
) -> None:
    journey = there.journey("buying")
    line.breaks = [breaks, breaks]
    with journey.change() as edit:
        edit.set("pays", name="I have paid")
    assert journey.revision == 1
    assert acme.documents.get(slug="buying").changes.count() == 1


def test_what_has_not_changed_is_not_sent_again(there: RemoteWorkspace, line: Line) -> None:
    journey = there.journey("buying")
    journey.read()
    assert line.went[-2:] == [("GET", 200), ("GET", 304)]


def test_a_value_is_replaced_by_what_differs(there: RemoteWorkspace) -> None:
    persona = there.create(Persona(id="otto", name="Otto"))
    assert persona.replace(persona.value.model_copy(update={"role": "rides on Sundays"})) == 1
    assert there.persona("otto").value.role == "rides on Sundays"
    assert persona.replace(persona.value) == 1
    persona.archive()
    with pytest.raises(RefusedError, match="There is no such document"):
        there.persona("otto")


def test_a_document_goes_back_to_what_had_a_name(there: RemoteWorkspace, connecting: Connecting) -> None:
    journey = there.journey("buying")
    journey.name("Before")
    with journey.change() as edit:
        edit.set("pays", name="I have paid")
    (before,) = journey.versions()
    (told,) = journey.compare(before["revision"])
    assert "*I have paid*" in told
    assert journey.restore(before["revision"]).elements()["pays"].label == "I pay"
    assert journey.revision == 2
    with connecting().journey("buying").change() as edit:
        edit.set("pays", name="I am billed")
    with pytest.raises(ConflictError):
        journey.restore(1)


def test_a_map_is_reviewed_and_published(there: RemoteWorkspace, acme: Workspace, owner: User) -> None:
    journey, review = there.journey("buying"), there.review("buying")
    assert review.now() is None
    with pytest.raises(WaypostError, match="nobody is asked"):
        review.approve(0)
    (ada,) = review.reviewers()
    review.ask(ada["id"], note="Is the till right?")
    review.send_back(journey.revision, "It is not.")
    assert [one["verdict"] for each in review.all() for one in each["opinions"]] == ["changes"]
    review.approve(journey.revision)
    assert review.move(Lifecycle.VALIDATED) == 1
    review.end()
    with pytest.raises(RefusedError, match="Ask for a review first"):
        review.move(Lifecycle.PUBLISHED)
    review.ask(ada["id"])
    review.approve(1)
    assert review.move(Lifecycle.PUBLISHED) == 2
    assert journey.read().lifecycle is Lifecycle.PUBLISHED


def test_a_refusal_has_the_servers_words(connecting: Connecting) -> None:
    reader = connecting(Scope.READ)
    with pytest.raises(RefusedError, match="This token reads only") as refused:
        reader.create(Persona(id="otto", name="Otto"))
    assert (refused.value.status, refused.value.kind) == (403, "role")


def test_a_token_that_opens_nothing(db: None, line: Line) -> None:
    with pytest.raises(RefusedError, match="Send a token of yours"):
        waypost.connect(ADDRESS, "wpt_nothing", transport=line)


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr("waypost.client.wire.TRIES", 1)
    with pytest.raises(UnreachableError, match=r"waypost\.example does not answer: no route"):
        waypost.connect("https://waypost.example", "wpt_x", transport=httpx.MockTransport(down))


def test_the_check_and_the_evidence(there: RemoteWorkspace) -> None:
    assert there.check("buying")["journey"] == "buying"
    assert there.evidence("buying") == {}


def test_measures_before_anything_was_measured(there: RemoteWorkspace) -> None:
    measures = there.measures("buying")
    assert not measures.measured
    assert measures.to_frame().is_empty()
    assert "value" in measures.to_frame().columns


def test_a_file_is_brought_and_taken(there: RemoteWorkspace, tmp_path: Path, acme: Workspace) -> None:
    file = tmp_path / "visits.csv"
    rows = "".join(f"c{n},2026-01-{n % 28 + 1:02}T10:00:00Z,{'viewed' if n % 2 else 'paid'}\n" for n in range(40))
    file.write_text(f"customer,time,event\n{rows}", encoding="utf-8")
    upload = there.upload(file)
    assert (upload.name, upload.size) == ("visits.csv", file.stat().st_size)
    assert {one["name"]: one["role"] for one in upload.look()["columns"]} == {
        "customer": "customer",
        "time": "time",
        "event": "event",
    }
    job = upload.take(name="Visits")
    assert job.told["kind"] == "ingest"
    (source,) = there.documents("source")
    assert there.document(source["id"]).value.tables[0].id == "visits"
    again = there.upload(file)
    assert again.look()["fits"] == ["visits"]
    assert again.take("visits").told["kind"] == "ingest"
    with pytest.raises(RefusedError, match="There is no such file"):
        again.look()
