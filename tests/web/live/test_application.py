"""The streams as a browser meets them, on a real server."""

from __future__ import annotations

import json
import socket
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.web.live.conftest import Desk
from tests.web.live.holder import Holder, Listening, Told
from tests.web.served import Served
from waypost.journey.journey import Journey


@pytest.fixture
def holder(desks: list[Desk]) -> Iterator[Holder]:
    """Ada at a journey nobody else looks at."""
    holder = Holder.fetched(desks[-1].people[0], desks[-1].path)
    yield holder
    holder.drop()


def renamed(value: Journey) -> Journey:
    """The journey, called otherwise."""
    return value.model_copy(update={"name": f"Buying {uuid.uuid4()}"})


def next_of(stream: Listening, kind: str) -> Told:
    """The next event of a kind."""
    return next(told for told in stream if told.kind == kind)


def listening(holder: Holder, header: int | None = None, **query: object) -> Listening:
    """One more stream of the holder."""
    return Listening(str(holder.client.base_url), header, ticket=holder.ticket, **query)


@pytest.mark.parametrize("address", ["/live/stream", "/live/presence"])
def test_without_a_ticket_there_is_a_sentence(shared_server: Served, address: str) -> None:
    ask = httpx.get if address.endswith("stream") else httpx.post
    answer = ask(f"{shared_server.url}{address}?ticket=forged")
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Load it again" in answer.json()["detail"]


def test_a_change_is_told_with_its_author(holder: Holder) -> None:
    stream = listening(holder)
    revision = holder.edit(renamed(holder.value))
    told = next_of(stream, "change")
    assert told.data["revision"] == revision
    assert told.data["author"]["name"] == "Ada Park"
    assert told.id is not None
    stream.close()


def test_the_larger_of_header_and_address_counts(holder: Holder) -> None:
    first = holder.edit(renamed(holder.value))
    holder.catch_up(first)
    second = holder.edit(renamed(holder.value))
    stream = listening(holder, after=0, header=holder.seen[-1])
    assert next_of(stream, "change").data["revision"] == second
    stream.close()


@pytest.mark.parametrize("after", [10**15, 10**30])
def test_what_cannot_be_resumed_is_to_be_fetched_again(holder: Holder, after: int) -> None:
    stream = listening(holder, after=after)
    assert [told.kind for told in stream] == ["reload"]  # and the stream ends
    stream.close()


def test_people_see_each_other_come_move_and_go(holder: Holder) -> None:
    def tell(session: str, at: str | None) -> None:
        answer = holder.client.post(f"/live/presence?ticket={holder.ticket}", json={"session": session, "at": at})
        assert answer.status_code == 204

    here = listening(holder, session="here")
    there = listening(holder, session="there")
    tell("there", "pays")
    came = next_of(here, "presence").data
    assert came == {
        "who": {"id": came["who"]["id"], "name": "Ada Park", "initials": "AP"},
        "session": "there",
        "at": "pays",
        "gone": False,
    }
    late = listening(holder, session="late")
    assert next_of(late, "presence").data["at"] == "pays"
    there.close()
    gone = next_of(here, "presence").data
    assert (gone["session"], gone["gone"]) == ("there", True)
    here.close()
    late.close()


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"x" * 3_000, 413), (b"nothing", 422), (json.dumps({"session": ""}).encode(), 422), (b"", 422)],
)
def test_a_place_that_is_none_is_refused(holder: Holder, body: bytes, status: int) -> None:
    answer = holder.client.post(f"/live/presence?ticket={holder.ticket}", content=body)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_a_person_has_so_many_streams(holder: Holder) -> None:
    streams = []
    while (stream := listening(holder)).status == 200:
        streams.append(stream)
        assert len(streams) <= 50
    assert stream.status == 429
    for one in (*streams, stream):
        one.close()


def test_streams_end_when_the_server_is_told_to_stop(served: Served) -> None:
    with served.client("owner") as ada:
        holder = Holder.fetched(ada, "/w/acme/documents/buying")
        stream = listening(holder)
        assert served.stop() == 0
        assert b"retry: 1000" in stream.rest()
        stream.close()


def test_a_stream_asked_for_badly_is_none(shared_server: Served) -> None:
    where = urlsplit(shared_server.url)
    with socket.create_connection((str(where.hostname), where.port or 80), timeout=10) as connection:
        connection.sendall(b"DELETE /live/stream HTTP/1.0\r\n\r\n")
        assert b" 405 " in connection.recv(1000).partition(b"\r\n")[0]
