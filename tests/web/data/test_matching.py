"""Rules written by picking, and what they take."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Cast
from tests.web.data.test_start import bring, work
from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.web.data.matching import EventKind, events_named, quoted, suggestions

CLICKS = b"""customer,event,time
1,viewed,2026-01-01 10:00
1,paid,2026-01-02 10:00
2,viewed,2026-01-01 11:00
2,called,2026-01-01 12:00
"""


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z")), min_size=1), min_size=1, max_size=4
    )
)
def test_a_list_of_names_is_read_back(names: list[str]) -> None:
    rule = f"event IN ({', '.join(map(quoted, names))})"
    assert events_named(rule) == names
    assert events_named(f"event = {quoted(names[0])}") == names[:1]


@pytest.mark.parametrize("rule", ["event = 'a' AND source = 'b'", "properties.x = 1", "event LIKE 'a%'", "event = 'a"])
def test_other_rules_are_left_to_people(rule: str) -> None:
    assert events_named(rule) is None


def test_touchpoints_are_offered_the_event_that_sounds_like_them() -> None:
    touchpoints = tuple(
        Touchpoint(id=name, name=words) for name, words in (("a", "Checkout"), ("b", "Parcel received"))
    )
    step = Step(id="s", name="I buy", touchpoints=touchpoints)
    journey = Journey(id="j", name="J", phases=(Phase(id="p", name="P", steps=(step,)),))
    names = ("checkout_started", "receivedParcel", "session_start")
    kinds = [EventKind("shop", name, 5, "", "", "") for name in names]
    assert suggestions(journey, kinds) == {"a": "checkout_started", "b": "receivedParcel"}


@pytest.mark.django_db(transaction=True)
def test_what_rules_take_is_shown_before_they_are_kept(cast: Cast) -> None:
    address = bring(cast.owner, "clicks.csv", CLICKS)
    said = {"role-0": "customer", "role-1": "event", "role-2": "time", "name": "Clicks", "zone": "UTC", "keep": "1"}
    cast.owner.post(address, said)
    work()
    page = cast.owner.get("/w/acme/data/bind/buying/", HTTP_ACCEPT="text/html").content.decode()
    assert "Which event is which touchpoint?" in page
    found = cast.owner.get("/w/acme/data/bind/buying/found").json()
    assert [(kind["event"], kind["count"]) for kind in found["kinds"]] == [("viewed", 2), ("called", 1), ("paid", 1)]

    def tried(matches: dict[str, str]) -> dict[str, object]:
        sent = {"matches": matches}
        return dict(cast.owner.post("/w/acme/data/bind/buying/tried", sent, content_type="application/json").json())

    now = tried({})
    assert (now["events"], now["mapped"], now["unmapped"]) == (4, 3, [["called", 1]])
    other = tried({"till": "event IN ('paid', 'called')", "site": "event = 'seen'"})
    assert other["touchpoints"] == {"site": 0, "till": 2}
    assert other["silent"] == ["site"]
    first_takes = tried({"site": "customer = '1'"})
    assert first_takes["touchpoints"] == {"site": 2, "till": 0}
    wrong = tried({"site": "event = viewed"})
    assert "there is no column 'viewed'" in str(wrong["wrong"])
    broken = cast.owner.post("/w/acme/data/bind/buying/tried", b"[1", content_type="application/json")
    assert broken.status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_changed_rule_is_measured_once_and_words_are_not(cast: Cast) -> None:
    from waypost.web.jobs.models import Job  # noqa: PLC0415  # beside what is counted

    address = bring(cast.owner, "clicks.csv", CLICKS)
    said = {"role-0": "customer", "role-1": "event", "role-2": "time", "name": "Clicks", "zone": "UTC", "keep": "1"}
    cast.owner.post(address, said)
    work()
    before = Job.objects.filter(kind="measure").count()

    def change(key: str, element: str, field: str, old: str, new: str) -> None:
        edits = [{"edit": "set", "id": element, "field": field, "old": old, "new": new}]
        sent = {"key": f"00000000-0000-4000-8000-00000000000{key}", "edits": edits}
        done = cast.owner.post("/w/acme/documents/buying/changes", sent, content_type="application/json")
        assert done.status_code == 200

    change("1", "looks-around", "name", "I look around", "I browse")
    assert Job.objects.filter(kind="measure").count() == before
    change("2", "site", "match", "event = 'viewed'", "event IN ('viewed', 'called')")
    change("3", "till", "match", "event = 'paid'", "event = 'bought'")
    assert Job.objects.filter(kind="measure").count() == before + 1
    work()
    lanes = cast.owner.get("/w/acme/journeys/buying/measures").json()["lanes"]
    assert lanes[0]["cells"][0]["items"][0]["told"]["facts"][0] == "not enough data"


@pytest.mark.django_db
def test_the_quarantine_holds_no_formula(cast: Cast) -> None:
    rows = b"".join(b"c%d,paid,2026-01-01\n" % number for number in range(20))
    content = b"customer,event,time\n" + rows + b"c1,paid,=1+1\n"
    address = cast.owner.post("/w/acme/data/upload", {"file": SimpleUploadedFile("x.csv", content)}).url  # type: ignore[attr-defined]
    said = {"role-0": "customer", "role-1": "event", "role-2": "time", "name": "X", "zone": "UTC", "keep": "1"}
    cast.owner.post(address, said)
    work()
    written = cast.owner.get("/w/acme/data/put-aside.csv").content.decode()
    assert "'=1+1" in written
    assert ",=1" not in written
    assert cast.editor.get("/w/acme/data/put-aside.csv").status_code == 403
