"""From a file to a measured map, as a new user does it: by the pages alone."""

from __future__ import annotations

import re
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.conftest import Cast
from tests.web.data.shop import shop_csv
from waypost.journey.source import Source, Table
from waypost.web.documents.committing import Author, create
from waypost.web.documents.models import Document
from waypost.web.jobs.leasing import lease
from waypost.web.jobs.models import Job
from waypost.web.jobs.worker import attempt
from waypost.web.measuring.project import project_of, state_of
from waypost.web.measuring.shown import measured_to
from waypost.web.workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
ROLES = {"role-0": "customer", "role-1": "case", "role-2": "event", "role-3": "time", "role-4": "attribute"}
ROLES |= {
    "role-5": "score",
    "format-3": "%d.%m.%Y %H:%M",
    "name": "Shop",
    "zone": "Europe/Berlin",
    "low": "1",
    "high": "5",
}


CLICKS = "customer,event,time\n" + "".join(
    f"c{number},viewed,2026-01-{number % 20 + 1:02d} 10:00\n" for number in range(40)
)
ROLES_OF_CLICKS = {"role-0": "customer", "role-1": "event", "role-2": "time", "name": "Clicks", "zone": "UTC"}


def work() -> None:
    """Do every job that waits."""
    Job.objects.filter(state="waiting").update(run_at="2020-01-01T00:00Z")
    while (job := lease("here:1")) is not None:
        attempt(job, Event())
        Job.objects.filter(state="waiting").update(run_at="2020-01-01T00:00Z")


def bring(client: Client, name: str, content: bytes) -> str:
    """Upload a file; answers where its columns are said."""
    answer = client.post("/w/acme/data/upload", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    return str(answer.url)  # type: ignore[attr-defined]  # a redirect has one


def test_a_file_becomes_a_measured_map(cast: Cast, acme: Workspace) -> None:
    address = bring(cast.owner, "../../My shop (März).csv", shop_csv())
    assert address == "/w/acme/data/files/My-shop-Marz.csv/"
    page = cast.owner.get(address, HTTP_ACCEPT="text/html").content.decode()
    assert "semicolon" in page
    assert "Its name says who, and there are 120 different ones." in page

    tried = cast.owner.post(address, ROLES).content.decode()
    assert "From 572 rows we take 570 events of 7 kinds, 41 answers of 120 customers" in tried
    assert 'Row 571, happened at: “<span dir="auto">31.02.2026 10:00</span>”: this is no time that ever was.' in tried

    taken = cast.owner.post(address, {**ROLES, "keep": "1", "start": "1"})
    assert taken.url == "/w/acme/start/data/proposed/?of=uploads%2Fshop&case=order_id"  # type: ignore[attr-defined]
    source = Document.objects.get(workspace=acme, kind="source")
    assert source.slug == "uploads"

    cast.owner.get(taken.url)  # type: ignore[attr-defined]
    work()
    proposal = cast.owner.get(taken.url).content.decode()  # type: ignore[attr-defined]
    assert "I look at a product" in proposal
    job = Job.objects.get(kind="draft")
    assert job.result is not None
    step = job.result["discovery"]["journey"]["phases"][0]["steps"][0]["id"]
    made = cast.owner.post(
        "/w/acme/start/data/accept", {"job": job.pk, "name": "Getting a bell", f"name-{step}": "I ring"}
    )
    assert made.url == "/w/acme/journeys/getting-a-bell/"  # type: ignore[attr-defined]
    work()

    figures = cast.owner.get("/w/acme/journeys/getting-a-bell/measures").json()
    lanes = {lane["id"]: lane["cells"] for lane in figures["lanes"]}
    reach = lanes["reach"][0]["items"][0]
    assert (reach["figure"], reach["n"]) == ("100\u202f%", "n\u00a0120")
    assert reach["told"]["about"] == "Reach · I ring"
    assert lanes["score"][0]["items"][0]["n"] == "n\u00a041"
    assert figures["periods"] == ["2026-03", "2026-02", "2026-01"]
    beside = cast.owner.get("/w/acme/journeys/getting-a-bell/measures?period=2026-02&against=@2026-01").json()
    told = next(lane for lane in beside["lanes"] if lane["id"] == "reach")["cells"][0]["items"][0]["told"]["facts"]
    assert told[-1].startswith("everyone in 2026-01")
    assert cast.owner.get("/w/acme/journeys/getting-a-bell/measures?segment=nobody").status_code == 404

    behind = cast.owner.get(f"/w/acme/journeys/getting-a-bell/figures/reach/{step}?customers=1").json()
    assert behind["customers"]["total"] == 120
    assert len(behind["customers"]["people"]) == 50
    unseen = cast.editor.get(f"/w/acme/journeys/getting-a-bell/figures/reach/{step}?customers=1").json()
    assert unseen["customers"] is None

    report = cast.viewer.get("/w/acme/journeys/getting-a-bell/report")
    assert "script-src 'sha256-" in report["Content-Security-Policy"]
    answers = cast.viewer.get("/w/acme/journeys/getting-a-bell/answers").content.decode()
    assert "570 events of 120 customers" in answers


def test_the_same_question_is_one_piece_of_work(cast: Cast) -> None:
    address = bring(cast.owner, "shop.csv", shop_csv(20, bad=0))
    cast.owner.post(address, {**ROLES, "keep": "1", "start": "1"})
    for _ in range(3):
        cast.owner.get("/w/acme/start/data/proposed/?of=uploads/shop")
    assert Job.objects.filter(kind="draft").count() == 1


@pytest.mark.slow
def test_a_journey_is_proposed_from_what_was_brought_for_it_alone(cast: Cast, acme: Workspace) -> None:
    for name, event in (("visits", "viewed"), ("calls", "called")):
        clicks = "customer,event,time\n" + "".join(f"{name}{number},{event},2026-01-01\n" for number in range(20))
        said = {"role-0": "customer", "role-1": "event", "role-2": "time", "name": name, "zone": "UTC", "keep": "1"}
        address = bring(cast.owner, f"{name}.csv", clicks.encode())
        there = cast.owner.post(address, {**said, "start": "1"}).url  # type: ignore[attr-defined]
        assert there == f"/w/acme/start/data/proposed/?of=uploads%2F{name}"
        cast.owner.get(there)
        work()
    proposal = cast.owner.get(there, HTTP_ACCEPT="text/html").content.decode()
    assert "Made from 20 events of 20 customers in calls.csv, and nothing else." in proposal
    assert 'href="/w/acme/data/tables/calls/again?start=1&amp;table=calls"' in proposal

    back = cast.owner.get("/w/acme/data/files/calls.csv/?start=1&also=calls.csv")  # the browser's way back
    assert back.url == "/w/acme/data/tables/calls/again?start=1&table=calls"  # type: ignore[attr-defined]
    assert "Propose a journey" in cast.owner.get(back.url).content.decode()  # type: ignore[attr-defined]

    choice = cast.owner.get("/w/acme/start/data/proposed/", HTTP_ACCEPT="text/html").content.decode()
    assert "What is the journey to be made from?" in choice
    assert Job.objects.filter(kind="draft").count() == 2

    job = Job.objects.filter(kind="draft").latest("id")
    for name in ("calls-the-journey", "calls-the-journey-2"):
        proposal = cast.owner.get(there, HTTP_ACCEPT="text/html").content.decode()
        suggested = re.search(r'name="name" value="([^"]+)"', proposal)
        assert suggested is not None
        made = cast.owner.post("/w/acme/start/data/accept", {"job": job.pk, "name": suggested[1]})
        assert made.url == f"/w/acme/journeys/{name}/"  # type: ignore[attr-defined]
    again = cast.owner.post("/w/acme/start/data/accept", {"job": job.pk, "name": "Calls: the journey"}, follow=True)
    assert "this one is called “Calls: the journey 3”" in again.content.decode()


def test_a_map_is_measured_to_the_end_of_its_own_sources(cast: Cast, acme: Workspace) -> None:
    address = bring(cast.owner, "clicks.csv", CLICKS.encode())
    cast.owner.post(address, {**ROLES_OF_CLICKS, "keep": "1"})
    later = acme.folder / "uploads" / "elsewhere.csv"
    later.write_text(CLICKS.replace("2026-01", "2029-09").replace("viewed", "hummed"))
    table = Table(id="songs", files="elsewhere.csv", customer="customer", time="time", event="event")
    create(acme, Source(id="elsewhere", name="Elsewhere", zone="UTC", tables=(table,)), Author("Ada"))
    work()
    assert project_of(acme).lake.events_count == 80
    assert measured_to(state_of(acme), "buying") == "2026-01-20"


def test_one_customer_is_exported_and_erased(cast: Cast) -> None:
    address = bring(cast.owner, "shop.csv", shop_csv(20, bad=0))
    cast.owner.post(address, {**ROLES, "keep": "1"})
    work()
    held = cast.owner.post("/w/acme/data/customer/export", {"customer": "c3"})
    assert held.json()["names"] == ["c3"]
    assert held.json()["events"]
    cast.owner.post("/w/acme/data/customer/erase", {"customer": "c3", "again": "c4"})
    assert not Job.objects.filter(kind="erase-customer").exists()
    cast.owner.post("/w/acme/data/customer/erase", {"customer": "c3", "again": "c3"})
    work()
    job = Job.objects.get(kind="erase-customer")
    assert job.state == "done"
    assert job.result is not None
    assert job.result["events"] == len(held.json()["events"])
    assert "c3" not in str([job.arguments, job.key, job.result])
    assert cast.owner.post("/w/acme/data/customer/export", {"customer": "c3"}).status_code == 302
    assert cast.admin.get("/w/acme/data/customer/").status_code == 403
