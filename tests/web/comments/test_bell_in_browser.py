"""The bell on a page that stays open."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Browsing
from tests.web.served import Served

BEGIN = "/w/acme/documents/mira/comments/begin"


@pytest.mark.xdist_group("served")
def test_the_bell_rings_while_one_looks_at_a_page_and_falls_silent_elsewhere(
    shared_server: Served, browser_page: Browsing
) -> None:
    page = browser_page(shared_server, "viewer")
    with shared_server.client("editor") as editor, shared_server.client("viewer") as viewer:
        viewer.post("/w/acme/notices/seen")
        page.goto("/w/acme/glossary/")  # a page that holds a document hears by its stream
        assert editor.post(BEGIN, data={"element": "mira", "text": "@Viewer of Acme, look"}).is_success
        expect(page.get_by_role("link", name="Notices: 1 new")).to_have_text("1")
        page.goto("/w/acme/mine/")  # every other page by its own
        assert editor.post(BEGIN, data={"element": "mira", "text": "@Viewer of Acme, once more"}).is_success
        expect(page.get_by_role("link", name="Notices: 2 new")).to_have_text("2")
        viewer.post("/w/acme/notices/seen")
        expect(page.get_by_role("link", name="Notices", exact=True).locator(".bell-count")).to_be_hidden()
