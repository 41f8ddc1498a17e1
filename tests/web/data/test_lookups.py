"""What rows do not say themselves is looked up in another file that was brought."""

from __future__ import annotations

import re

import polars as pl
import pytest
from django.test import Client

from tests.web.conftest import Cast
from tests.web.data.test_start import bring, work
from waypost.web.data.looking import look_into
from waypost.web.data.lookups import offered, others_of
from waypost.web.documents.models import Document
from waypost.web.measuring.project import project_of, uploads_of
from waypost.web.workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = "customer_id,customer_unique_id,city\n" + "".join(
    f"k{number},p{number % 20},{('Ulm', 'Bonn')[number % 2]}\n" for number in range(30)
)
"""Thirty orders of twenty people: each order has a customer id of its own."""
ORDERS = "order_id,customer_id,ordered_at,delivered_at\n" + "".join(
    f"o{number},k{number},2026-01-{number % 28 + 1:02d} 10:00,2026-02-{number % 28 + 1:02d} 10:00\n"
    for number in range(30)
)
REVIEWS = "review_id,order_id,review_score,answered_at\n" + "".join(
    f"r{number},o{number},{number % 5 + 1},2026-03-{number % 28 + 1:02d} 09:00\n" for number in range(30)
)


def fields(page: str) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    found = dict(re.findall(r'<input type="hidden" name="((?!csrf|lookup)[^"]+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")?[^>]* selected>([^<]*)', options)
        found[name] = "" if chosen is None else (chosen[1] if chosen[1] is not None else chosen[2])
    for name, value in re.findall(r'<input(?: class="input")? name="([^"]+)" value="([^"]*)"', page):
        found[name] = value
    return found


def say(client: Client, address: str, page: str, **more: str) -> tuple[str, str]:
    """Send the form of a page with a button pressed; answers the next page, or where it leads."""
    lookups = re.findall(r'name="lookup" value="([^"]+)"', page)
    answer = client.post(address, {**fields(page), "lookup": lookups, **more}, HTTP_ACCEPT="text/html")
    return answer.content.decode(), getattr(answer, "url", "")


def take_with_all_lookups(client: Client, name: str, content: str) -> list[str]:
    """Bring a file, accept everything that is offered to be looked up, and take it in; answers the offers."""
    address = bring(client, name, content.encode())
    page = client.get(address, HTTP_ACCEPT="text/html").content.decode()
    said = []
    while offer := re.search(r'<p class="offer">(.*?) <button[^>]*name="look-up" value="([^"]+)"', page):
        said.append(offer[1])
        page, _ = say(client, address, page, **{"look-up": offer[2]})
    page, there = say(client, address, page, about="~", **{"about-own": "My parcel", "keep": "1"})
    assert there == "/w/acme/data/", page
    return said


def held(workspace: Workspace) -> pl.DataFrame:
    return project_of(workspace).lake.scan("events").collect()


def test_an_order_leads_to_the_person_and_a_review_to_the_order(cast: Cast, acme: Workspace) -> None:
    assert take_with_all_lookups(cast.owner, "people.csv", PEOPLE) == []
    (about_people,) = take_with_all_lookups(cast.owner, "orders.csv", ORDERS)
    assert about_people == ("“customer_id” is also in “people”: “customer_unique_id”, “city” can be looked up there.")
    (whose,) = take_with_all_lookups(cast.owner, "reviews.csv", REVIEWS)
    assert whose == (
        "These rows name no customer, but “order_id”, which is also in “orders”: the customer can be looked up there."
    )
    work()
    events = held(acme)
    assert set(events["customer"]) == {f"p{number}" for number in range(20)}
    assert events.filter(pl.col("event") == "ordered").height == 30
    answers = project_of(acme).lake.scan("responses").collect()
    assert (answers.height, answers["customer"].n_unique()) == (30, 20)


def test_the_order_in_which_files_come_does_not_matter(cast: Cast, acme: Workspace) -> None:
    bring(cast.owner, "people.csv", PEOPLE.encode())
    bring(cast.owner, "orders.csv", ORDERS.encode())
    said = take_with_all_lookups(cast.owner, "reviews.csv", REVIEWS)
    assert [("orders.csv" in each, "people.csv" in each) for each in said] == [(True, False), (False, True)]
    page = cast.owner.get("/w/acme/data/", HTTP_ACCEPT="text/html").content.decode()
    assert "reviews looks things up in it" in page
    cast.owner.post("/w/acme/data/files/people.csv/throw-away")
    assert (uploads_of(acme) / "incoming" / "people.csv").is_file()
    address = "/w/acme/data/files/people.csv/"
    page = cast.owner.get(address, HTTP_ACCEPT="text/html").content.decode()
    assert say(cast.owner, address, page, keep="1")[1] == "/w/acme/data/"
    source = Document.objects.get(workspace=acme, kind="source")
    assert source.slug == "uploads"
    work()
    answers = project_of(acme).lake.scan("responses").collect()
    assert answers["customer"].n_unique() == 20


def test_what_is_no_key_is_not_offered(cast: Cast, acme: Workspace) -> None:
    bring(cast.owner, "orders.csv", (ORDERS + "o1,k1,2026-01-01 10:00,\n").encode())
    address = bring(cast.owner, "reviews.csv", REVIEWS.encode())
    uploads = uploads_of(acme)
    look = look_into(uploads, uploads / "incoming" / "reviews.csv")
    assert offered(look, uploads, others_of(acme, "reviews.csv")) == ()
    page = cast.owner.get(address, HTTP_ACCEPT="text/html").content.decode()
    answer, _ = say(cast.owner, address, page)
    assert "No column says who it was" in answer


def test_what_was_said_stays_when_something_is_looked_up(cast: Cast) -> None:
    bring(cast.owner, "people.csv", PEOPLE.encode())
    address = bring(cast.owner, "orders.csv", ORDERS.encode())
    page = cast.owner.get(address, HTTP_ACCEPT="text/html").content.decode()
    page, _ = say(cast.owner, address, page, **{"role-3": "property", "look-up": "customer_id~incoming/people.csv"})
    assert fields(page) | {"role-3": "property", "role-4": "customer", "role-1": ""} == fields(page)
    page, _ = say(cast.owner, address, page, **{"look-up-no-more": "customer_id~incoming/people.csv"})
    assert fields(page) | {"role-3": "property", "role-1": "customer"} == fields(page)
    assert "role-4" not in fields(page)
