"""The cast at every door: strangers see nothing, a role reaches as far as is declared, and nothing ever breaks."""

from __future__ import annotations

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from tests.web.addresses import Address, addresses, package_addresses
from tests.web.conftest import Cast
from tests.web.permissions import ADDRESSES, SAMPLES, Open
from waypost.web.accounts.models import User
from waypost.web.workspaces.access import Can, allows

ADDRESSED = addresses()
PAGE = {"Accept": "text/html"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FORBIDDEN, NOT_FOUND, NOT_ALLOWED = 403, 404, 405


def _name(address: Address) -> str:
    return address.name or address.route


def _try(client: Client, method: str, path: str, page: bool = True) -> HttpResponseBase:
    return client.generic(method, path, headers=PAGE if page else None)


def test_every_address_has_a_name_and_a_line_in_the_permissions() -> None:
    assert [address.route for address in ADDRESSED if not address.name] == []
    names = {address.name for address in ADDRESSED}
    assert sorted(names - ADDRESSES.keys()) == [], "addresses nobody declared"
    assert sorted(ADDRESSES.keys() - names) == [], "lines for addresses that are gone"
    assert sorted(SAMPLES.keys() - names - {"*"}) == [], "samples for addresses that are gone"


@pytest.mark.parametrize("address", ADDRESSED, ids=_name)
def test_a_guarded_view_asks_for_what_is_declared(address: Address) -> None:
    guarded = getattr(address.view, "can", None)
    if guarded is not None:
        assert guarded == address.permission
    elif address.route.startswith("w/<slug:workspace>/"):
        assert isinstance(address.permission, Open), "a page of a workspace that no role is asked for"


@pytest.mark.parametrize("address", ADDRESSED, ids=_name)
def test_the_cast_at_the_door(address: Address, cast: Cast) -> None:
    permission = ADDRESSES.get(address.name)
    tried = [method for method in METHODS if _try(cast.stranger, method, address.path).status_code != NOT_ALLOWED]
    assert tried, "no method is answered"
    for method in tried:
        match permission:
            case Can():
                _only_members(cast, permission, method, address.path)
            case Open.SIGNED_IN:
                _turned_away(cast.anonymous, method, address.path)
                _nothing_breaks(cast, method, address.path)
            case _:
                _nothing_breaks(cast, method, address.path)


def _only_members(cast: Cast, can: Can, method: str, path: str) -> None:
    for page in (True, False):
        assert _try(cast.stranger, method, path, page).status_code == NOT_FOUND, f"a stranger: {method}"
    _turned_away(cast.anonymous, method, path)
    # The least first: what an admin's request changes comes last.
    for role in ("viewer", "contributor", "facilitator", "editor", "admin", "owner"):
        status = _try(getattr(cast, role), method, path).status_code
        reaches = role == "owner" if can is Can.CUSTOMERS else allows("admin" if role == "owner" else role, can)
        assert status < 500, f"{role}: {method}"
        assert (status in (401, FORBIDDEN)) is not reaches, f"{role}: {method} is answered {status}"


def _turned_away(client: Client, method: str, path: str) -> None:
    """Whoever is not signed in is asked to sign in for a page, and gets nothing otherwise."""
    answer = _try(client, method, path)
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith("/accounts/login/")
    else:
        assert answer.status_code in (401, NOT_FOUND), f"nobody: {method} is answered {answer.status_code}"


def _nothing_breaks(cast: Cast, method: str, path: str) -> None:
    for role, client in (*cast.members().items(), ("stranger", cast.stranger), ("nobody", cast.anonymous)):
        assert _try(client, method, path).status_code < 500, f"{role}: {method}"


@pytest.mark.parametrize("address", package_addresses(), ids=_name)
@pytest.mark.parametrize("who", ["viewer", "anonymous"])
def test_sign_in_never_breaks(address: Address, who: str, cast: Cast) -> None:
    for method in METHODS:
        assert _try(getattr(cast, who), method, address.path).status_code < 500


def test_who_has_left_is_a_stranger(cast: Cast, owner: User) -> None:
    assert _try(cast.owner, "GET", "/w/acme/settings/tokens/").status_code == 200
    owner.memberships.all().delete()
    assert _try(cast.owner, "GET", "/w/acme/settings/tokens/").status_code == NOT_FOUND
