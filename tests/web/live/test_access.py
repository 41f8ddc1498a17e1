"""Who is no member any more hears nothing any more."""

from __future__ import annotations

import pytest

from tests.web.live.holder import Holder, Listening
from tests.web.served import Served

LEAVE = """
import sys
from pathlib import Path
from waypost.web.serving import settle
settle(Path(sys.argv[1]))
from waypost.web.workspaces.models import Membership
Membership.objects.get(user__email="viewer@acme.example").delete()
"""


@pytest.mark.slow
def test_the_stream_of_who_left_ends_and_the_ticket_is_worth_nothing(served: Served) -> None:
    with served.client("viewer") as viewer:
        holder = Holder.fetched(viewer, "/w/acme/documents/buying")
        stream = Listening(served.url, ticket=holder.ticket, after=holder.seen[0])
        served.run("-c", LEAVE, str(served.home))
        assert [told.kind for told in stream] == []  # and it ends
        stream.close()
        again = Listening(served.url, ticket=holder.ticket)
        assert again.status == 403
        again.close()
