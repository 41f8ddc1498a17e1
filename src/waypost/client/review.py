"""The review of a journey on a server, and how far its map has come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from waypost.client.wire import Wire
from waypost.errors import WaypostError
from waypost.journey.journey import Lifecycle


class RemoteReview:
    """Asking, answering, publishing: everything waits for its answer, and nothing is sent twice."""

    def __init__(self, wire: Wire, path: str) -> None:
        self._wire = wire
        self._path = path

    def all(self) -> Iterator[dict[str, Any]]:
        """Every review with its opinions, the newest first."""
        return self._wire.all(f"{self._path}/reviews")

    def now(self) -> dict[str, Any] | None:
        """The review that goes on; None when nobody is asked."""
        newest = next(self.all(), None)
        return newest if newest is not None and newest["closed"] is None else None

    def reviewers(self) -> list[dict[str, Any]]:
        """Who can be asked: `id` and `name` of each."""
        found: list[dict[str, Any]] = self._wire.get(f"{self._path}/reviewers")
        return found

    def ask(self, *whom: int, note: str = "") -> dict[str, Any]:
        """Ask people, by their numbers, for their opinion on the map as it is; an earlier review ends."""
        return self._send("reviews", whom=whom, note=note)

    def approve(self, revision: int, note: str = "") -> dict[str, Any]:
        """Say that the map may be published as it was at the revision you looked at."""
        return self._answer("approved", revision, note)

    def send_back(self, revision: int, note: str) -> dict[str, Any]:
        """Say what should change before it is published."""
        return self._answer("changes", revision, note)

    def end(self) -> None:
        """End the review without a result."""
        self._wire.once("POST", f"{self._path}/reviews/{self._open()}/end")

    def move(self, lifecycle: Lifecycle) -> int:
        """Bring the map into another state and return the revision that makes; it is published after its approval."""
        revision: int = self._send("lifecycle", lifecycle=lifecycle.value)["revision"]
        return revision

    def _answer(self, verdict: str, revision: int, note: str) -> dict[str, Any]:
        return self._send(f"reviews/{self._open()}/answer", verdict=verdict, revision=revision, note=note)

    def _open(self) -> int:
        review = self.now()
        if review is None:
            raise WaypostError("nobody is asked about this map at the moment")
        number: int = review["id"]
        return number

    def _send(self, what: str, **content: object) -> dict[str, Any]:
        told: dict[str, Any] = self._wire.once("POST", f"{self._path}/{what}", json=content).json()
        return told
