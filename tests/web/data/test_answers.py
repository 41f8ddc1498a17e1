"""Answers are about something that a map can show; where nobody said what, they are asked for, and it is told."""

from __future__ import annotations

import pytest

from tests.web.conftest import Cast
from tests.web.data.test_lookups import fields, say
from tests.web.data.test_start import bring, work
from waypost.web.data.declaring import source_value
from waypost.web.workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
RATINGS = "customer,rating,answered_at\n" + "".join(
    f"c{number},{number % 5 + 1},2026-03-{number:02d} 09:00\n" for number in range(1, 29)
)
KNOWN = "customerID,city,Churn\n" + "".join(f"c{number},{('Ulm', 'Bonn')[number % 2]},No\n" for number in range(60))


def seen(cast: Cast, address: str) -> str:
    return cast.owner.get(address, HTTP_ACCEPT="text/html").content.decode()


def test_what_answers_are_about_is_asked_for_and_told_when_no_map_shows_it(cast: Cast, acme: Workspace) -> None:
    address = bring(cast.owner, "ratings.csv", RATINGS.encode())
    page = seen(cast, address)
    assert "What are these answers about?" in page
    assert '<optgroup label="Buying a bike">' in page
    page, there = say(cast.owner, address, page, keep="1")
    assert (there, "Nothing says yet what these answers are about." in page) == ("", True)
    assert source_value(acme) is None

    _, there = say(cast.owner, address, page, about="~", **{"about-own": "The song", "keep": "1"})
    assert there == "/w/acme/data/"
    work()
    table = "/w/acme/data/tables/ratings/"
    for told in (seen(cast, there), seen(cast, table)):
        assert "“The song”, which is no touchpoint of a map, so no map shows them." in told
        assert f'<a href="{table}again">Say what they are about</a>' in told

    page = seen(cast, f"{table}again")
    assert (fields(page)["about"], fields(page)["about-own"]) == ("~", "The song")
    known = page.partition('<optgroup label="Buying a bike">')[2].partition('value="')[2].partition('"')[0]
    _, there = say(cast.owner, f"{table}again", page, about=known, keep="1")
    assert there == table
    work()
    assert "no touchpoint of a map" not in seen(cast, table)
    assert fields(seen(cast, f"{table}again"))["about"] == known


def test_no_journey_is_proposed_from_what_is_only_known(cast: Cast) -> None:
    address = f"{bring(cast.owner, 'telco.csv', KNOWN.encode())}?start=1"
    page = seen(cast, address)
    words = "This file says what is known of customers, but not when anything happened: a journey cannot be proposed"
    assert words in page
    assert "Propose a journey" not in page
    _, there = say(cast.owner, address, page, keep="1")
    assert there == "/w/acme/start/data/"
    assert "bring what customers did as well" in seen(cast, there)
    work()
    page = seen(cast, "/w/acme/data/tables/telco/")
    assert "a journey cannot be proposed from it alone" in page
