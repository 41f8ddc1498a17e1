"""What no event in the data can speak of is not 0 %: it is not seen; and what cannot be counted is not shown."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.conftest import Cast
from tests.web.data.test_start import work
from tests.web.measuring.shopping import PAYING, PEOPLE, measured
from waypost.web.measuring.keeping import file_of, read
from waypost.web.measuring.project import state_of
from waypost.web.measuring.summary import read_summary
from waypost.web.workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
MAP = "/w/acme/journeys/buying"
BEHIND = f"{MAP}/figures/reach/pays?customers=1"


def change(client: Client, number: int, *edits: dict[str, object]) -> None:
    sent = {"key": f"00000000-0000-4000-8000-{number:012d}", "edits": list(edits)}
    answer = client.post("/w/acme/documents/buying/changes", sent, content_type="application/json")
    assert answer.status_code == 200, answer.content


def bound(element: str, old: str | None, new: str) -> dict[str, object]:
    return {"edit": "set", "id": element, "field": "match", "old": old, "new": new}


def put(slot: str, parent: str, **element: object) -> dict[str, object]:
    kind = {"touchpoints": "Touchpoint", "signals": "Signal"}[slot]
    return {"edit": "insert", "place": {"parent": parent, "slot": slot, "after": None}, "element": {kind: element}}


def lanes(client: Client) -> dict[str, list[dict[str, object]]]:
    return {lane["id"]: lane["cells"] for lane in client.get(f"{MAP}/measures").json()["lanes"]}


def test_a_touchpoint_without_any_events_is_not_seen(cast: Cast, acme: Workspace) -> None:
    change(cast.owner, 1, put("touchpoints", "asks", id="desk", name="Desk", match="event = 'asked'"))
    change(cast.owner, 2, put("signals", "desk", id="no-desk", name="Asks nobody", skipped=True))
    measured(cast.owner, acme)
    found = lanes(cast.viewer)
    asked = [cell["items"] for cell in found["reach"] if cell["step"] == "asks"]
    assert [[item["text"] for item in items] for items in asked] == [["no such events"]]  # type: ignore[attr-defined]
    for lane in ("drop-off", "dwell", "signals", "conformance"):
        assert "asks" not in {cell["step"] for cell in found.get(lane, [])}, lane
    kept = read(file_of(state_of(acme), "buying"))
    assert kept is not None
    assert kept.brief is not None
    assert kept.brief.conformance is not None
    assert not [one for one in kept.brief.conformance.elements if one.element == "asks" and one.off]
    assert "Touchpoints whose events never happen: Desk" in cast.viewer.get(f"{MAP}/answers").content.decode()
    assert cast.owner.get(BEHIND).json()["customers"]["total"] == PAYING


def test_nobody_is_said_not_to_arrive_when_no_event_is_an_arrival(cast: Cast, acme: Workspace) -> None:
    measured(cast.owner, acme)
    change(cast.owner, 1, bound("till", "event = 'paid'", "event = 'handed over'"))
    work()
    summary = read_summary(state_of(acme), "buying")
    assert summary is not None
    assert (summary.cases, summary.arrived_words) == (PEOPLE, "not enough data")
    reach = {cell["step"]: cell["items"] for cell in lanes(cast.viewer)["reach"]}
    assert reach["pays"][0]["text"] == "no such events"  # type: ignore[index]
    assert reach["looks-around"][0]["figure"] == "100\u202f%"  # type: ignore[index]


def test_a_signal_whose_deadline_no_file_holds_is_left_out_and_told(cast: Cast, acme: Workspace) -> None:
    change(cast.owner, 1, put("signals", "till", id="late", name="Pays late", overdue="pay_by"))
    measured(cast.owner, acme)
    assert lanes(cast.viewer)["reach"]
    page = cast.viewer.get(f"{MAP}/answers").content.decode()
    assert "“Pays late” is not counted: no file holds its deadline any more" in page
    assert cast.owner.get(BEHIND).json()["customers"]["total"] == PAYING


def test_what_cannot_be_counted_is_told_in_words_and_shown_no_more(cast: Cast, acme: Workspace) -> None:
    measured(cast.owner, acme)
    change(cast.owner, 1, bound("till", "event = 'paid'", "event = "))
    refused = cast.owner.get(BEHIND)
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("“Till” cannot be counted: ")
    work()
    found = cast.viewer.get(f"{MAP}/measures").json()
    assert not found["measured"]
    assert found["job"]["saying"].startswith("“Till” cannot be counted: ")
    assert "Bind events" in found["job"]["saying"]
    assert read_summary(state_of(acme), "buying") is None
    assert "“Till” cannot be counted" in cast.viewer.get(f"{MAP}/answers").content.decode()
