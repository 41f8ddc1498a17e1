"""Forms: what answers them can be loaded again."""

from __future__ import annotations

import pytest

from tests.web.addresses import addresses
from tests.web.conftest import Browsing, Cast
from tests.web.served import Served

PAGE = {"Accept": "text/html"}
NOT_ALLOWED, ERRORS = 405, 422
SENT: tuple[dict[str, str], ...] = (
    {},
    {"email": "noa@new.example", "role": "viewer", "lasts": "30", "name": "New", "text": "x", "whom": "1"},
)
"""Nothing, and what many forms ask for."""


def test_no_page_stands_where_a_browser_cannot_go(cast: Cast) -> None:
    """A form is answered by another address, or by a page that is there when it is loaded again."""
    stranded = []
    for address in addresses():
        if cast.owner.get(address.path, headers=PAGE).status_code != NOT_ALLOWED:
            continue
        for sent in SENT:
            answer = cast.owner.post(address.path, sent, headers=PAGE)
            page = answer.headers.get("Content-Type", "").startswith("text/html")
            if page and (answer.status_code < 300 or answer.status_code == ERRORS):
                stranded.append(address.name)
    assert stranded == []


def test_what_was_typed_stays_after_a_mistake(cast: Cast) -> None:
    page = cast.owner.post("/w/acme/settings/people/", {"email": "nobody", "role": "contributor"}, headers=PAGE)
    assert page.status_code == ERRORS
    assert 'value="nobody"' in page.content.decode()
    assert '<option value="contributor" selected>' in page.content.decode()
    shared = cast.editor.post("/w/acme/journeys/buying/share/links", {"note": "the bank", "lasts": "1"}, headers=PAGE)
    assert shared.status_code == ERRORS
    assert 'value="the bank"' in shared.content.decode()


@pytest.mark.xdist_group("served")
def test_loading_a_page_again_does_not_send_its_form_again(shared_server: Served, browser_page: Browsing) -> None:
    page = browser_page(shared_server, "owner")
    page.goto("/w/acme/settings/people/")
    page.get_by_role("button", name="Invite", exact=True).click()
    page.get_by_text("is shown only now").wait_for()
    asked = []
    page.on("request", lambda request: asked.append(request.method) if request.is_navigation_request() else None)
    page.reload()
    page.get_by_role("heading", name="Invite somebody").wait_for()
    assert asked == ["GET"]
    assert not page.get_by_text("is shown only now").is_visible()
