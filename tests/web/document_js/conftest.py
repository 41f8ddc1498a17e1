"""A page of a real browser that holds the document's modules, served as the application serves them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from waypost.journey.journey import Journey
from waypost.web.documents.shape import shape

HERE = Path(__file__).parent
FOLDERS = {"static": HERE.parents[2] / "src" / "waypost" / "web" / "static", "tests": HERE}
PAGE = b"<!doctype html><html lang='en'><title>The document</title><body></body></html>"


class Files(SimpleHTTPRequestHandler):
    """The static files, the simulation beside the tests, and an empty page for everything else."""

    def guess_type(self, path: object) -> str:
        return "text/javascript"

    def translate_path(self, path: str) -> str:
        first, _, rest = path.lstrip("/").partition("/")
        return str(FOLDERS[first] / rest) if first in FOLDERS else ""

    def do_GET(self) -> None:
        if self.path.lstrip("/").partition("/")[0] in FOLDERS:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the files are served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Files) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One person's browser."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture(scope="module")
def page(context: BrowserContext, address: str) -> Page:
    """A tab; what its scripts complain about fails the test that caused it."""
    page = context.new_page()
    page.goto(address)
    return page


@pytest.fixture(scope="session")
def journey_shape() -> Any:
    """What the browser is told of journeys."""
    return shape(Journey)
