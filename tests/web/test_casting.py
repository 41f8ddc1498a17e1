"""The cast: everybody sees what is theirs."""

from __future__ import annotations

from tests.web.conftest import Cast


def test_members_see_the_journey_and_nobody_else_does(cast: Cast) -> None:
    address = "/w/acme/documents/buying/state"
    assert {name: client.get(address).status_code for name, client in cast.members().items()} == dict.fromkeys(
        ("owner", "admin", "editor", "facilitator", "contributor", "viewer"), 200
    )
    assert cast.stranger.get(address).status_code == 404
    assert cast.anonymous.get(address).status_code == 404
