"""The one way a document changes: check, do, announce.

The row is locked, so changes of one document have an order; the change, its announcement and the new revision are in
one transaction; whoever asks is answered after it is on the disk. A key is applied once, however often it is sent.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from django.db import IntegrityError, connection, transaction

from waypost.errors import WaypostError
from waypost.journey.edits import EDITS, Edit, EditError, as_kept
from waypost.journey.model import Document as Value
from waypost.web.accounts.models import User
from waypost.web.documents.models import Change, Document, Snapshot
from waypost.web.documents.reading import MEMORY, current
from waypost.web.live.announcing import announce
from waypost.web.workspaces.models import Workspace

SNAPSHOT_EVERY = 100
_WRITING = Lock()

Guard = Callable[[Document, Value, Value], None]
"""Looks at a document's row, its state before a change and after it; raises EditError to refuse the change."""

_guards: list[Guard] = []


def guard(check: Guard) -> None:
    """Have every change looked at before it is kept."""
    _guards.append(check)


@dataclass(frozen=True)
class Author:
    """Who changes something: a person with an account, or one known by name only."""

    name: str
    user: User | None = None

    @classmethod
    def of(cls, user: User) -> Author:
        """A person with an account."""
        return cls(user.called, user)

    def shown(self) -> dict[str, str]:
        """As others see them."""
        initials = self.user.initials if self.user else self.name[:1].upper()
        return {"id": f"u{self.user.pk}" if self.user else "", "name": self.name, "initials": initials}


@dataclass(frozen=True)
class Committed:
    """What a change became."""

    revision: int
    repeated: bool = False
    """Whether the same key was applied before."""


def create(workspace: Workspace, value: Value, author: Author) -> Document:
    """A new document; raises IntegrityError when its id is taken."""
    with transaction.atomic():
        row = Document.objects.create(workspace=workspace, kind=_kind(value), slug=value.id, name=value.name)
        Snapshot.objects.create(document=row, revision=0, content=_content(value))
        announce(workspace.topic, "document", {"slug": value.id, "kind": row.kind, "author": author.shown()})
    return row


def commit(document: Document, author: Author, key: uuid.UUID, edits: Sequence[Edit], label: str = "") -> Committed:
    """Apply the edits of one change to the newest state of a document.

    They are kept and announced as the document keeps its values, so that whoever hears them holds the same document.

    Raises:
        ConflictError: the document is not as an edit expects it.
        EditError: an edit that cannot be applied to this document at all.
    """
    try:
        with _turn(), transaction.atomic():
            return Committed(_apply(_locked(document), author, key, edits, label))
    except (EditError, IntegrityError):  # nothing can be applied twice, so only now is it asked whether it was before
        earlier = document.changes.filter(key=key).first()
        if earlier is None:
            raise
        return Committed(earlier.revision, repeated=True)


def _apply(row: Document, author: Author, key: uuid.UUID, edits: Sequence[Edit], label: str) -> int:
    """The revision a change makes; raises IntegrityError when its key was used before."""
    before = current(row)
    after = before.then(row.revision + 1, edits)
    value = after.value
    for check in _guards:
        check(row, before.value, value)
    row.revision = after.revision
    row.name = value.name
    row.save(update_fields=["revision", "name", "changed"])
    change = Change.objects.create(
        document=row,
        revision=row.revision,
        key=key,
        edits=EDITS.dump_python(as_kept(before.tree, edits), mode="json"),
        author=author.user,
        author_name=author.name,
        label=label,
    )
    if row.revision % SNAPSHOT_EVERY == 0:
        Snapshot.objects.create(document=row, revision=row.revision, content=_content(value))
    announce(row.topic, "change", _announcement(change, author))
    transaction.on_commit(lambda: MEMORY.keep(row.pk, after))
    return row.revision


class StaleError(WaypostError):
    """The document is at another revision than whoever changes it believes."""

    def __init__(self, revision: int) -> None:
        super().__init__(f"The document is at revision {revision} by now. Read it again, then change that.")
        self.revision = revision


@contextmanager
def held(document: Document, revision: int) -> Iterator[Document]:
    """Nobody else changes the document meanwhile; raises StaleError when it is at another revision."""
    with _turn(), transaction.atomic():
        row = _locked(document)
        if row.revision != revision:
            raise StaleError(row.revision)
        yield row


def _locked(document: Document) -> Document:
    """The row as it is now, with its workspace; nobody else changes it until the transaction ends."""
    return Document.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=document.pk)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn in this process.

    SQLite itself lets writers sleep and try, and some never get theirs. On PostgreSQL those who announce take turns
    anyway; whoever waits here takes neither the row, nor the interpreter from the one whose turn it is.
    Whoever is in a transaction already may hold what the one whose turn it is waits for, and must not wait for ours.
    """
    if connection.in_atomic_block:
        yield
    else:
        with _WRITING:
            yield


def _announcement(change: Change, author: Author) -> dict[str, object]:
    return {
        "revision": change.revision,
        "edits": change.edits,
        "author": author.shown(),
        "key": str(change.key),
        "at": change.at.isoformat(),
        "label": change.label,
    }


def _kind(value: Value) -> str:
    return str(getattr(value, "kind"))  # noqa: B009  # every document class has one, their base does not


def _content(value: Value) -> dict[str, object]:
    return value.model_dump(mode="json", exclude_defaults=True)
