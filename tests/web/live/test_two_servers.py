"""Two server processes on one PostgreSQL are one stream."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.live.holder import Holder, Listening
from tests.web.postgresql import postgresql
from tests.web.served import Served

DOCUMENT = "/w/acme/documents/buying"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Served, Served]]:
    """Two servers with the same people; each has a home folder of its own."""
    with postgresql() as address:
        environment = {
            "WAYPOST_DATABASE_URL": address,
            "WAYPOST_SECRET_KEY": "the same for both",
            "WAYPOST_WORKER": "apart",
        }
        one = Served(tmp_path / "one", environment=environment).start()
        other = Served(tmp_path / "other", environment=environment)
        try:
            other.sessions = one.cast().sessions
            yield one, other.start()
        finally:
            one.end()
            other.end()


@pytest.mark.slow
def test_who_listens_at_one_hears_what_happens_at_the_other(two: tuple[Served, Served]) -> None:
    one, other = two
    with one.client("owner") as ada, other.client("editor") as editor:
        here, there = Holder.fetched(ada, DOCUMENT), Holder.fetched(editor, DOCUMENT)
        stream = Listening(one.url, ticket=here.ticket, session="here")
        events = iter(stream)
        place = {"session": "there", "at": "pays"}
        assert editor.post(f"/live/presence?ticket={there.ticket}", json=place).status_code == 204
        came = next(events)
        assert (came.kind, came.data["session"], came.data["at"]) == ("presence", "there", "pays")
        revision = there.edit(there.value.model_copy(update={"name": "Buying at the other"}))
        change = next(told for told in events if told.kind == "change")
        assert change.data["revision"] == revision
        there.fetch()
        assert Holder.fetched(ada, DOCUMENT).value == there.value  # also what the first keeps in memory
        stream.close()
