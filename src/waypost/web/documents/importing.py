"""Documents brought from elsewhere become rows; their pictures and data files come along."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from shutil import copytree

from django.db import transaction

from waypost.errors import InputError, Problem
from waypost.formats.folder import load, read_picture, write_bytes
from waypost.journey.edits import Set, apply
from waypost.journey.marks import Picture
from waypost.journey.model import Document as Value
from waypost.journey.persona import Persona
from waypost.journey.workspace import Workspace as WorkspaceValue
from waypost.web.documents.committing import Author, create
from waypost.web.documents.models import Document
from waypost.web.measuring.project import uploads_of
from waypost.web.workspaces.models import Workspace

PICTURES = "pictures"
"""The folder, in a workspace's own, of its pictures; documents name them relative to the workspace's folder."""


def import_folder(workspace: Workspace, folder: Path, author: Author, data: Path | None = None) -> list[Document]:
    """Take in every document of a workspace's folder, with its pictures and the files of its sources.

    Arguments:
        workspace: gets the documents.
        folder: has a `waypost.yaml`.
        author: whoever brings them.
        data: where the sources' files lie; `data` in the folder when left out.

    Raises:
        InputError: something cannot be read, a picture is missing, or an id is taken; nothing was taken in.
    """
    value = load(folder).workspace
    moved = value.model_copy(
        update={"documents": tuple(_with_pictures(document, folder, workspace) for document in value.documents)}
    )
    _refuse_taken(workspace, moved)
    files = folder / "data" if data is None else data
    if files.is_dir():
        copytree(files, uploads_of(workspace), dirs_exist_ok=True)
    return import_value(workspace, moved, author)


def import_value(workspace: Workspace, value: WorkspaceValue, author: Author) -> list[Document]:
    """Make a row of every document, all or none. The workspace's settings are taken where it has none yet.

    Raises InputError when an id is taken.
    """
    with transaction.atomic():
        _refuse_taken(workspace, value)
        rows = [create(workspace, document, author) for document in value.documents]
        if not workspace.documents.filter(kind="workspace").exists():
            rows.append(create(workspace, value.settings, author))
    return rows


def keep_picture(workspace: Workspace, name: str, data: bytes) -> str:
    """Keep a picture in the workspace's folder and return the name documents call it by.

    A name that another picture has gets a few letters of its own; the same picture is kept once.
    """
    path = PurePosixPath(PICTURES) / PurePosixPath(name).name
    kept = workspace.folder / path
    if kept.exists() and kept.read_bytes() != data:
        path = path.with_stem(f"{path.stem}-{hashlib.sha256(data).hexdigest()[:10]}")
    write_bytes(workspace.folder / path, data)
    return str(path)


def _refuse_taken(workspace: Workspace, value: WorkspaceValue) -> None:
    ids = [document.id for document in value.documents]
    taken = workspace.documents.filter(slug__in=ids).values_list("slug", "kind")
    if taken:
        remedy = "Give the new one another id, or put the old one away"
        raise InputError(
            Problem(f"the workspace already has a {kind} with the id '{slug}'", element=slug, remedy=remedy)
            for slug, kind in taken
        )


def _with_pictures(document: Value, folder: Path, workspace: Workspace) -> Value:
    """The document as it names its pictures in the workspace, which they are copied to."""

    def keep(file: str, element: str) -> str:
        return keep_picture(workspace, file, read_picture(folder, file, element).data)

    return apply(document, *pictures_renamed(document, keep))


def pictures_renamed(document: Value, keep: Callable[[str, str], str]) -> Iterator[Set]:
    """The edits that call every picture of a document what `keep` answers to its file and its element."""
    if isinstance(document, Persona) and document.portrait:
        kept = keep(document.portrait, document.id)
        yield Set(id=document.id, field="portrait", old=document.portrait, new=kept)
    for element in document.walk():
        if isinstance(element, Picture):
            yield Set(id=element.id, field="file", old=element.file, new=keep(element.file, element.id))
