"""A whole workspace as a zip of YAML files with its pictures: a folder that the command line opens."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from waypost.errors import InputError
from waypost.formats.folder import path_of, read_picture
from waypost.formats.yaml import write_document
from waypost.journey.marks import Picture
from waypost.journey.persona import Persona
from waypost.journey.workspace import Workspace as Value
from waypost.web.documents.reading import workspace_value
from waypost.web.workspaces.models import Workspace

_WRITTEN = (2000, 1, 1, 0, 0, 0)
"""The time of every file in a zip: the same workspace is the same zip."""


def archive(workspace: Workspace) -> bytes:
    """The zip. A picture that is not there any more is left out."""
    value = workspace_value(workspace)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for document in (value.settings, *value.documents):
            packed.writestr(_entry(str(path_of(document))), write_document(document))
        for file, element in sorted(_pictures(value)):
            try:
                packed.writestr(_entry(file), read_picture(workspace.folder, file, element).data)
            except InputError:
                continue
    return stream.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _WRITTEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _pictures(value: Value) -> Iterator[tuple[str, str]]:
    """Each picture's file once, with an element that names it."""
    seen: set[str] = set()
    for document in value.documents:
        named = [(one.file, one.id) for one in document.walk() if isinstance(one, Picture)]
        if isinstance(document, Persona) and document.portrait:
            named.append((document.portrait, document.id))
        for file, element in named:
            if file not in seen:
                seen.add(file)
                yield file, element
