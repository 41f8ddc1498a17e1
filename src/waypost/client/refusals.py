"""What a server refuses, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from waypost.errors import WaypostError


class UnreachableError(WaypostError):
    """No server answers at the address."""


class RefusedError(WaypostError):
    """The server refuses; the message is its own."""

    def __init__(self, status: int, told: Mapping[str, Any]) -> None:
        super().__init__(str(told.get("detail") or told.get("title") or f"The server answers with {status}."))
        self.status = status
        """The HTTP status."""
        self.kind = str(told.get("type", ""))
        """Which kind of refusal, in a word: `conflict`, `invalid`, `role` …"""
        self.element: str | None = told.get("element")
        """The element of the document it is about."""
        self.revision: int | None = told.get("revision")
        """The revision the document is at."""
        self.errors: tuple[Mapping[str, str], ...] = tuple(told.get("errors", ()))
        """Every place at fault, with its words."""


class ConflictError(RefusedError):
    """Somebody else changed it in between: read it again, then change that."""


def refusal(answer: httpx.Response) -> RefusedError:
    """The refusal an answer is."""
    try:
        told = answer.json()
    except ValueError:
        told = {}
    kind = ConflictError if answer.status_code in (409, 412) else RefusedError
    return kind(answer.status_code, told if isinstance(told, dict) else {})
