"""A document on a server."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from waypost.client.draft import Draft
from waypost.client.wire import Wire
from waypost.journey.difference import difference
from waypost.journey.edits import EDITS, Edit, apply
from waypost.journey.model import Document
from waypost.journey.workspace import KINDS

D = TypeVar("D", bound=Document)


class RemoteDocument(Generic[D]):
    """A document as it was when it was last read; changes go to the server first."""

    def __init__(self, wire: Wire, path: str, told: dict[str, Any]) -> None:
        self._wire = wire
        self._path = path
        self._take(told)

    def _take(self, told: dict[str, Any]) -> None:
        self.value: D = KINDS[told["kind"]].model_validate(told["document"])  # type: ignore[assignment]  # by its kind
        """The document."""
        self.revision: int = told["revision"]
        """How many changes it had."""

    def read(self) -> D:
        """Read it again; what others changed in between is there then."""
        self._take(self._wire.get(self._path))
        return self.value

    @contextmanager
    def change(self, label: str = "") -> Iterator[Draft[D]]:
        """Make one change of several edits: they are sent at the end, all or none, unless something was raised.

        Raises ConflictError when somebody else changed the same.
        """
        draft = Draft(self.value)
        yield draft
        self.commit(draft.edits, label)

    def commit(self, edits: Sequence[Edit], label: str = "") -> int:
        """Send edits as one change and return the revision it made. It happens once, however often it is sent."""
        if not edits:
            return self.revision
        sent = {"key": str(uuid.uuid4()), "edits": EDITS.dump_python(tuple(edits), mode="json"), "label": label}
        revision: int = self._wire.repeat("POST", f"{self._path}/changes", json=sent).json()["revision"]
        if revision == self.revision + 1:
            self.value, self.revision = apply(self.value, *edits), revision
        else:
            self.read()
        return revision

    def replace(self, value: D, label: str = "") -> int:
        """Make the document another value: what differs is sent as one change."""
        return self.commit(difference(self.value, value), label)

    def history(self) -> Iterator[dict[str, Any]]:
        """Every change, the newest first."""
        return self._wire.all(f"{self._path}/changes")

    def at(self, revision: int) -> D:
        """The document as it was at a revision."""
        told = self._wire.get(f"{self._path}/versions/{revision}")
        return KINDS[told["kind"]].model_validate(told["document"])  # type: ignore[return-value]  # by its kind

    def versions(self) -> Iterator[dict[str, Any]]:
        """The revisions that have a name, the one named last first."""
        return self._wire.all(f"{self._path}/versions")

    def name(self, name: str, revision: int | None = None) -> dict[str, Any]:
        """Give a revision a name, to come back to it; the one that was last read when left out."""
        sent = {"name": name, "revision": self.revision if revision is None else revision}
        told: dict[str, Any] = self._wire.repeat("POST", f"{self._path}/versions", json=sent).json()
        return told

    def compare(self, first: int, last: int | None = None) -> list[str]:
        """What differs between two revisions, or one and now: a sentence each, names between asterisks."""
        told = self._wire.get(f"{self._path}/compare", first=first, last=last)
        return [sentence["words"] for chapter in told["chapters"] for sentence in chapter["sentences"]]

    def restore(self, revision: int) -> D:
        """Make it as it was at a revision, by a change of its own; not over what others changed since."""
        path, at = f"{self._path}/versions/{revision}/restore", {"If-Match": f'"{self.revision}"'}
        self._take(self._wire.once("POST", path, at).json())
        return self.value

    def archive(self) -> None:
        """Put it away; nothing of it is lost."""
        self._wire.repeat("DELETE", self._path)

    def __repr__(self) -> str:
        return f"<{self.value.called}, revision {self.revision}>"
