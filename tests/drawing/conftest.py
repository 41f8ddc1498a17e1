"""A real browser for pages: what people see is what is tested. Without Chromium these tests are skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request

Scheme: TypeAlias = Literal["light", "dark"]


@dataclass
class Visit:
    """A page somebody looks at, and everything it complains about or asks for meanwhile."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    """Console messages, script errors and violations of the content policy."""
    requests: list[str] = field(default_factory=list)
    """Addresses asked for, beyond the page itself and what it carries."""

    def _say(self, message: ConsoleMessage) -> None:
        self.complaints.append(message.text)

    def _fail(self, error: Error) -> None:
        self.complaints.append(error.message)

    def _ask(self, request: Request) -> None:
        if not request.url.startswith(("data:", "file:")):
            self.requests.append(request.url)

    def listen(self) -> None:
        """Begin to write down."""
        self.page.on("console", self._say)
        self.page.on("pageerror", self._fail)
        self.page.on("request", self._ask)


Visiting: TypeAlias = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visiting]:
    """Open HTML text at a width and in a colour scheme: `visit(html, width=1440, scheme="light")`."""
    contexts: list[BrowserContext] = []

    def open_page(html: str, width: int = 1440, scheme: Scheme = "light") -> Visit:
        file = tmp_path / f"page-{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 844},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        contexts.append(context)
        visited = Visit(context.new_page())
        visited.listen()
        visited.page.goto(file.as_uri())
        return visited

    yield open_page
    for context in contexts:
        context.close()
