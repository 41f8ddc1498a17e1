"""What becomes of each document that was brought: a new one, a new version of one that is here, or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

from django.db import transaction

from waypost.formats.folder import LARGEST_PICTURE, picture_type
from waypost.journey.difference import difference
from waypost.journey.edits import Edit, Insert, Move, Remove, Set, apply
from waypost.journey.journey import Journey
from waypost.journey.model import Document as Value
from waypost.journey.model import Element
from waypost.journey.nesting import broken_references, reference_fields
from waypost.web.documents.committing import Author, commit, create
from waypost.web.documents.importing import keep_picture, pictures_renamed
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current, workspace_value
from waypost.web.sharing.overlaying import laid_over
from waypost.web.sharing.reading import Brought, Found, Kind
from waypost.web.workspaces.models import Workspace

NEW, LEAVE = "new", "leave"
"""What can become of a document; anything else is the id of the one it is a new version of."""

_TOLD = {Kind.MERMAID: ("phases", "steps"), Kind.TABLE: ("phases", "steps", "touchpoints")}
E = TypeVar("E", bound=Element)


@dataclass(frozen=True)
class Changes:
    """How a new version differs, in numbers of elements and fields."""

    added: int
    removed: int
    moved: int
    changed: int

    @classmethod
    def of(cls, edits: Iterable[Edit]) -> Changes:
        """Count the edits."""
        kinds = [type(edit) for edit in edits]
        return cls(kinds.count(Insert), kinds.count(Remove), kinds.count(Move), kinds.count(Set))

    def __str__(self) -> str:
        """`2 added, 1 removed`."""
        told = (
            (self.added, "added"),
            (self.removed, "removed"),
            (self.moved, "moved"),
            (self.changed, "fields changed" if self.changed != 1 else "field changed"),
        )
        return ", ".join(f"{number} {word}" for number, word in told if number) or "nothing differs"


@dataclass(frozen=True)
class Made:
    """What one document became."""

    row: Document
    new: bool


def usual(rows: Mapping[str, Document], found: Found) -> str:
    """What becomes of a document unless somebody says otherwise: a new version where its id is here already."""
    row = rows.get(found.document.id)
    return row.slug if row is not None and row.kind == _kind(found) and found.kind.whole else NEW


def rows_of(workspace: Workspace) -> dict[str, Document]:
    """The documents that are here, by id; those put away keep theirs."""
    return {row.slug: row for row in workspace.documents.select_related("workspace")}


def version_of(row: Document, found: Found) -> tuple[Edit, ...]:
    """What a new version changes in a document that is here. Raises ValidationError when the two do not fit."""
    before = current(row).value
    return difference(before, _as(before, found))


def missing(workspace: Workspace, brought: Brought) -> tuple[str, ...]:
    """What the documents refer to that is neither here nor among them, and pictures that did not come along."""
    here = workspace_value(workspace)
    ids = {found.document.id for found in brought.found}
    others = tuple(document for document in here.documents if document.id not in ids)
    together = here.model_copy(update={"documents": (*others, *(found.document for found in brought.found))})
    broken = [str(one) for one in broken_references(together) if one.document in ids]
    pictures = [
        f"the picture {edit.old} did not come along"
        for found in brought.found
        for edit in pictures_renamed(found.document, lambda file, _: f"{file}?")
        if str(edit.old) not in brought.pictures and not (workspace.folder / PurePosixPath(str(edit.old)).name).exists()
    ]
    return tuple(dict.fromkeys((*broken, *pictures)))


def receive(
    workspace: Workspace, author: Author, brought: Brought, becomes: Mapping[str, str], key: uuid.UUID
) -> list[Made]:
    """Make what was asked of each document, by its id in `becomes`: all of it, or nothing.

    Raises:
        ValidationError: a version does not fit the document it is for.
        EditError: that document changed in between.
    """
    rows = rows_of(workspace)
    wanted = [found for found in brought.found if becomes.get(found.document.id, NEW) != LEAVE]
    names = _names(wanted, becomes, rows)
    made: list[Made] = []
    with transaction.atomic():
        for found in wanted:
            target = becomes.get(found.document.id, NEW)
            value = _with_pictures(_pointing(found.document, names), brought, workspace)
            ready = Found(found.file, found.kind, value, found.losses)
            if target == NEW:
                value = value.model_copy(update={"id": names[found.document.id]})
                made.append(Made(create(workspace, value, author), new=True))
            else:
                row = rows[target]
                edits = version_of(row, ready)
                if edits:
                    commit(row, author, uuid.uuid5(key, row.slug), edits, f"Brought in from {found.file}"[:200])
                made.append(Made(row, new=False))
    return made


def _as(before: Value, found: Found) -> Value:
    """The brought document as a state of one that is here."""
    if not found.kind.whole and isinstance(before, Journey) and isinstance(found.document, Journey):
        return laid_over(before, found.document, _TOLD[found.kind])
    return type(before).model_validate({**found.document.model_dump(), "id": before.id})


def _kind(found: Found) -> str:
    return str(getattr(found.document, "kind"))  # noqa: B009  # every document class has one, their base does not


def _names(wanted: Sequence[Found], becomes: Mapping[str, str], rows: Mapping[str, Document]) -> dict[str, str]:
    """The id each document has from now on: that of the one it is a version of, or one nobody has."""
    names: dict[str, str] = {}
    taken = set(rows)
    for found in wanted:
        own, target = found.document.id, becomes.get(found.document.id, NEW)
        numbered = (own, *(f"{own[:58]}-{number}" for number in range(2, 10_000)))
        names[own] = target if target != NEW else next(name for name in numbered if name not in taken)
        taken.add(names[own])
    return names


def _pointing(element: E, names: Mapping[str, str]) -> E:
    """The element, and all below it, referring to documents by the ids they have from now on."""
    update: dict[str, object] = {
        slot: tuple(_pointing(child, names) for child in getattr(element, slot)) for slot in element.slots
    }
    for name in reference_fields(type(element)):
        given = getattr(element, name)
        if isinstance(given, str):
            update[name] = _reference(given, names)
        elif isinstance(given, tuple):
            update[name] = tuple(_reference(one, names) for one in given)
    return element.model_copy(update=update)


def _reference(reference: str, names: Mapping[str, str]) -> str:
    document, slash, element = reference.partition("/")
    return f"{names.get(document, document)}{slash}{element}"


def _with_pictures(document: Value, brought: Brought, workspace: Workspace) -> Value:
    """The document as it names its pictures here; those that came along are kept."""

    def kept(file: str, _element: str) -> str:
        data = brought.pictures.get(file)
        if data is None or len(data) > LARGEST_PICTURE or picture_type(data) is None:
            return file
        return keep_picture(workspace, file, data)

    return apply(document, *(edit for edit in pictures_renamed(document, kept) if edit.old != edit.new))
