"""A file that was taken in has a page: it is corrected, or goes with all that was read from it."""

from __future__ import annotations

import pytest

from tests.web.conftest import Cast
from tests.web.data.test_lookups import ORDERS, PEOPLE, REVIEWS, fields, say
from tests.web.data.test_start import bring, work
from waypost.web.data.declaring import source_value
from waypost.web.data.kinds import contents
from waypost.web.data.uploading import files_of_table, waiting
from waypost.web.jobs.models import Job
from waypost.web.measuring.project import project_of, state_of
from waypost.web.measuring.summary import read_summary
from waypost.web.workspaces.models import AuditEntry, Workspace

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {"role-0": "customer", "role-1": "event", "role-2": "time", "name": "Clicks", "zone": "UTC", "keep": "1"}
CLICKS = "customer,event,time\n" + "".join(f"c{number},viewed,2026-03-{number:02d} 10:00\n" for number in range(1, 31))
BAD = "c1,viewed,31.31.2026\nc2,paid,soon\n"
PAGE = "/w/acme/data/tables/clicks/"


def taken(cast: Cast, content: str = CLICKS, name: str = "clicks.csv") -> None:
    cast.owner.post(bring(cast.owner, name, content.encode()), SAID)
    work()


def seen(cast: Cast, address: str = PAGE) -> str:
    return cast.owner.get(address, HTTP_ACCEPT="text/html").content.decode()


def test_a_file_has_a_page_that_says_what_became_of_it(cast: Cast) -> None:
    taken(cast, CLICKS + BAD)
    assert 'href="/w/acme/data/tables/clicks/"' in seen(cast, "/w/acme/data/")
    page = seen(cast)
    for words in (
        "32 rows, from 1 Mar 2026 to 30 Mar 2026",
        "30 of 1 kind",
        "clicks.csv",
        "2 unreadable times",
        'Row 32, time: “<span dir="auto">soon</span>”: this is no time.',
        "are read as UTC",
        'href="/w/acme/journeys/buying/"',
        "(30)",
    ):
        assert words in page, words
    assert "soon" not in cast.viewer.get(PAGE, HTTP_ACCEPT="text/html").content.decode()
    assert cast.owner.get("/w/acme/data/tables/nothing/").status_code == 404
    assert "bad-time" not in seen(cast, "/w/acme/data/put-aside/")


def test_it_is_read_again_with_what_was_corrected(cast: Cast, acme: Workspace) -> None:
    taken(cast)
    address = f"{PAGE}again"
    page = seen(cast, address)
    assert fields(page) | {"role-0": "customer", "role-1": "event", "role-2": "time", "zone": "UTC"} == fields(page)
    said = {"role-1": "", "event": "clicked", "zone": "America/New_York"}
    warned, there = say(cast.owner, address, page, **said, keep="1")
    assert "On “Buying a bike”, “Web site” loses its events from this file." in warned
    assert not there
    _, there = say(cast.owner, address, page, **said, keep="1", lose="1")
    assert there == PAGE
    work()
    events = project_of(acme).lake.scan("events").collect()
    assert set(events["event"]) == {"clicked"}
    assert {time.hour for time in events["time"]} == {14, 15}  # New York is five hours behind, four in summer
    assert len(events) == 30
    assert AuditEntry.objects.filter(what="file.read-again", about="clicks").exists()
    page, there = say(cast.owner, address, seen(cast, address), **{"role-2": ""}, keep="1")
    assert "No column says when it happened" in page
    assert not there


def test_a_file_goes_with_all_that_was_read_from_it(cast: Cast, acme: Workspace) -> None:
    taken(cast)
    more = CLICKS.replace("2026-03", "2026-04").replace(",viewed,", ",paid,")
    cast.owner.post(bring(cast.owner, "later.csv", more.encode()), {"more-of": "clicks"})
    work()
    assert project_of(acme).lake.events_count == 60
    assert cast.owner.post(f"{PAGE}remove", {"file": "other.csv"}).status_code == 404
    assert cast.viewer.post(f"{PAGE}remove", {"file": "later.csv"}).status_code == 403

    cast.owner.post(f"{PAGE}remove", {"file": "later.csv"})
    work()
    assert [one.name for one in contents(acme, "clicks")] == ["clicks.csv"]
    assert project_of(acme).lake.events_count == 30
    assert "What was said of its columns is forgotten as well." in seen(cast)

    cast.owner.post(f"{PAGE}remove", {"file": "clicks.csv"})
    work()
    assert set(Job.objects.filter(kind="remove-file").values_list("state", flat=True)) == {"done"}
    assert project_of(acme).lake.events_count == 0
    assert files_of_table(acme, "clicks") == []
    source = source_value(acme)
    assert source is not None
    assert source.tables == ()
    assert cast.owner.get(PAGE).status_code == 404
    assert AuditEntry.objects.filter(what="file.removed").count() == 2

    taken(cast)
    assert project_of(acme).lake.events_count == 30


def test_a_map_whose_file_is_gone_has_no_figures(cast: Cast, acme: Workspace) -> None:
    taken(cast)
    assert cast.viewer.get("/w/acme/journeys/buying/measures").json()["measured"]
    assert read_summary(state_of(acme), "buying") is not None
    cast.owner.post(f"{PAGE}remove", {"file": "clicks.csv"})
    work()
    found = cast.viewer.get("/w/acme/journeys/buying/measures").json()
    assert (found["measured"], found["job"]) == (False, None)
    assert read_summary(state_of(acme), "buying") is None
    answers = seen(cast, "/w/acme/journeys/buying/answers")
    assert "Nothing was measured yet" in answers
    assert "Bring a file of what customers did" in answers


def test_a_file_in_which_others_look_things_up_stays(cast: Cast, acme: Workspace) -> None:
    address = bring(cast.owner, "orders.csv", ORDERS.encode())
    say(cast.owner, address, seen(cast, address), keep="1")
    address = bring(cast.owner, "reviews.csv", REVIEWS.encode())
    page, _ = say(cast.owner, address, seen(cast, address), **{"look-up": "order_id~orders/*"})
    say(cast.owner, address, page, about="~", **{"about-own": "My parcel", "keep": "1"})
    work()
    assert "reviews looks things up here" in seen(cast, "/w/acme/data/tables/orders/")
    cast.owner.post("/w/acme/data/tables/orders/remove", {"file": "orders.csv"})
    assert not Job.objects.filter(kind="remove-file").exists()

    again = "/w/acme/data/tables/reviews/again"
    page = seen(cast, again)
    assert 'name="lookup" value="order_id~orders/*"' in page
    before = source_value(acme)
    say(cast.owner, again, page, keep="1")
    assert source_value(acme) == before


def test_a_waiting_file_in_which_others_look_things_up_stays(cast: Cast, acme: Workspace) -> None:
    bring(cast.owner, "people.csv", PEOPLE.encode())
    address = bring(cast.owner, "orders.csv", ORDERS.encode())
    page, _ = say(cast.owner, address, seen(cast, address), **{"look-up": "customer_id~incoming/people.csv"})
    say(cast.owner, address, page, keep="1")
    refused = cast.owner.delete("/api/v1/workspaces/acme/uploads/people.csv")
    assert (refused.status_code, refused["Content-Type"]) == (409, "application/problem+json")
    assert refused.json()["detail"] == "orders looks things up in people.csv, so it stays. Remove it first."
    assert [one.name for one in waiting(acme)] == ["people.csv"]
    assert cast.owner.delete("/api/v1/workspaces/acme/uploads/nobody.csv").status_code == 404
