"""A workspace on disk: `waypost.yaml` and every other document below its folder.

Reading says everything that is wrong in all files at once. Writing is atomic: a file has its old content or its new
one, never half of it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from waypost.errors import InputError, Problem
from waypost.formats.complaints import locate
from waypost.formats.text import read_text
from waypost.formats.tree import Mapping, Node, Sequence, Span, plain
from waypost.formats.yaml import element_nodes, read_document, update, write_document
from waypost.journey.model import Document
from waypost.journey.nesting import BrokenReference, Fault, broken_references
from waypost.journey.workspace import KINDS, Settings, Workspace

SETTINGS = "waypost.yaml"
"""The file that makes a folder a workspace."""

LARGEST_PICTURE = 10_000_000
"""Bytes in one picture."""

_ENDINGS = (".yaml", ".yml")
_HOMES = {"journey": "journeys", "persona": "personas", "source": "sources", "segment": "segments"}
"""Kind → the folder a new document goes to; others go beside `waypost.yaml` or to a folder named by their kind."""

_MAGIC = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


@dataclass(frozen=True)
class LoadedWorkspace:
    """A workspace and where its documents are kept."""

    workspace: Workspace
    files: dict[str, Path]
    """Document id → its file, the settings included."""
    folder: Path

    def placed(self, error: InputError) -> InputError:
        """The same problems, those about an element of a document with its file and line."""
        return InputError([self._placed(problem) for problem in error.problems])

    def _placed(self, problem: Problem) -> Problem:
        document_id, _, element_id = (problem.element or "").partition("/")
        document = self.workspace.document(document_id)
        path = self.files.get(document_id)
        if problem.file is not None or document is None or path is None:
            return problem
        node = element_nodes(read_text(path), document).get(element_id or document_id)
        line, column = (node.span.line, node.span.column) if node is not None else (None, None)
        return replace(problem, file=str(path), line=line, column=column)


@dataclass(frozen=True)
class PictureFile:
    """A picture that is one, and small enough to be put into a page."""

    data: bytes
    media_type: str
    """`image/png`, `image/jpeg`, `image/gif` or `image/webp`, told by its content."""


def load(folder: Path) -> LoadedWorkspace:
    """Read every document of a workspace, hidden folders left out; raises InputError with all problems of all files."""
    _refuse_without_settings(folder)
    problems: list[Problem] = []
    read: list[tuple[Path, Document]] = []
    for path in _yaml_files(folder):
        try:
            read.append((path, _read(folder, path)))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    files: dict[str, Path] = {}
    for path, document in read:
        if document.id in files:
            message = f"the document id '{document.id}' is already used in {files[document.id]}"
            node = element_nodes(read_text(path), document)[document.id]
            span, _ = locate(node, ["id"])
            remedy = "Give one of the two another id"
            problems.append(Problem(message, str(path), span.line, span.column, document.id, remedy))
        files.setdefault(document.id, path)
        problems.extend(_misplaced(folder, path, document))
    if problems:
        raise InputError(problems)
    settings = next(document for _, document in read if isinstance(document, Settings))
    others = tuple(document for _, document in read if document is not settings)
    loaded = LoadedWorkspace(Workspace(settings=settings, documents=others), files, folder)
    problems.extend(_broken(loaded))
    if problems:
        raise InputError(problems)
    return loaded


def save(folder: Path, document: Document) -> Path:
    """Write one document and return its file: the one that has its id, updated, or else a new one.

    Raises InputError when the new content would not be readable again or the file cannot be written.
    """
    path = _file_of(folder, document.id) or _new_file(folder, document)
    text = update(read_text(path), document) if path.exists() else write_document(document)
    write_whole(path, text)
    return path


def write_ids(loaded: LoadedWorkspace) -> tuple[Path, ...]:
    """Write down the ids that a workspace's files lack, nothing else, and return the files that were changed."""
    changed = []
    for document in (loaded.workspace.settings, *loaded.workspace.documents):
        path = loaded.files[document.id]
        text = read_text(path)
        if (complete := update(text, document)) != text:
            write_whole(path, complete)
            changed.append(path)
    return tuple(changed)


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that nobody ever sees half of it; raises InputError."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it; raises InputError."""
    target = path.resolve()
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=f".{target.name}.", delete=False) as stream:
            temporary = Path(stream.name)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        reason = (error.strerror or "unknown reason").lower()
        raise InputError(Problem(f"the file cannot be written: {reason}", str(path))) from None


def read_picture(folder: Path, file: str, element: str) -> PictureFile:
    """The content of a picture that an element names.

    Raises InputError unless it is a picture, inside the workspace's folder, and not too big.
    """
    root = folder.resolve()
    try:
        path = (root / file).resolve()
        if not path.is_relative_to(root):
            raise _bad_picture(file, element, "points outside the workspace", "Copy the picture into the workspace")
        if not path.is_file():
            remedy = "Check the name, which is relative to the workspace's folder"
            raise _bad_picture(file, element, "does not exist", remedy)
        if path.stat().st_size > LARGEST_PICTURE:
            raise _bad_picture(file, element, f"is larger than {LARGEST_PICTURE // 1_000_000} MB", "Make it smaller")
        data = path.read_bytes()
    except (OSError, ValueError):
        raise _bad_picture(file, element, "cannot be read", "Check its name and permissions") from None
    found = picture_type(data)
    if found is None:
        raise _bad_picture(file, element, "is no picture we can draw", "Save it as PNG, JPEG, GIF or WebP")
    return PictureFile(data, found)


def _bad_picture(file: str, element: str, fault: str, remedy: str) -> InputError:
    return InputError(Problem(f"the picture {file} {fault}", element=element, remedy=remedy))


def picture_type(data: bytes) -> str | None:
    """What the first bytes of a picture say it is; None when it is none we read."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for magic, media_type in _MAGIC.items() if data.startswith(magic)), None)


def _refuse_without_settings(folder: Path) -> None:
    if not folder.is_dir():
        raise InputError(Problem("there is no such folder", str(folder), remedy="Check the path"))
    if not (folder / SETTINGS).is_file():
        message = f"this folder is not a workspace: it has no {SETTINGS}"
        remedy = f"Make one with 'waypost init {folder}', or go to the folder that has a {SETTINGS}"
        raise InputError(Problem(message, str(folder), remedy=remedy))


def _yaml_files(folder: Path) -> Iterator[Path]:
    """The YAML files below a folder, by name; hidden ones and those in hidden folders left out."""
    for parent, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(_ENDINGS) and not name.startswith("."):
                yield Path(parent) / name


def _read(folder: Path, path: Path) -> Document:
    if not path.resolve().is_relative_to(folder.resolve()):
        message = "this is a link to a file outside the workspace"
        raise InputError(Problem(message, str(path), remedy="Copy the file into the workspace"))
    return read_document(read_text(path), str(path))


def _misplaced(folder: Path, path: Path, document: Document) -> Iterator[Problem]:
    """The settings are in `waypost.yaml`, and nothing else is."""
    is_settings = path == folder / SETTINGS
    if is_settings and not isinstance(document, Settings):
        remedy = "Move the document to another file and write 'kind: workspace' here"
        yield Problem(f"{SETTINGS} must hold the workspace's settings", str(path), 1, 1, remedy=remedy)
    if not is_settings and isinstance(document, Settings):
        message = f"the workspace's settings belong in {folder / SETTINGS}"
        yield Problem(message, str(path), 1, 1, remedy="Move them there; one workspace cannot be inside another")


def _broken(loaded: LoadedWorkspace) -> Iterator[Problem]:
    """References that lead nowhere and journeys that nest in a circle, each where it is written."""
    by_document: dict[str, list[BrokenReference]] = {}
    for broken in broken_references(loaded.workspace):
        by_document.setdefault(broken.document, []).append(broken)
    for document_id, found in by_document.items():
        path, document = loaded.files[document_id], loaded.workspace.document(document_id)
        assert document is not None
        nodes = element_nodes(read_text(path), document)
        for broken in found:
            span = _reference_span(nodes[broken.element], broken)
            element = f"{broken.document}/{broken.element}"
            yield Problem(str(broken), str(path), span.line, span.column, element, _mended(broken))


_NAMES = {"personas": "persona", "segment": "segment", "opens": "journey", "future_of": "journey"}
"""Field → the kind of document it names."""


def _mended(broken: BrokenReference) -> str:
    """What to do about a reference that cannot be followed."""
    kind = _NAMES.get(broken.field)
    if kind is None or broken.why is not Fault.MISSING or "/" in broken.reference:
        return "Correct it or take it out"
    file = f"{_HOMES[kind]}/{broken.reference}.yaml"
    return f"Correct it, or add a {kind}: a file {file} with 'kind: {kind}', 'id: {broken.reference}' and a 'name'"


def _reference_span(node: Node, broken: BrokenReference) -> Span:
    """Where a reference is written: the field, or the item of its list."""
    entry = node.entry(broken.field) if isinstance(node, Mapping) else None
    if entry is None:
        return node.span
    items = entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)
    return next((item.span for item in items if plain(item) == broken.reference), entry.key.span)


def _file_of(folder: Path, document_id: str) -> Path | None:
    """The file that holds the document with an id; files that cannot be read hold none."""
    for path in _yaml_files(folder):
        try:
            if _read(folder, path).id == document_id:
                return path
        except InputError:
            continue
    return None


def path_of(document: Document) -> PurePosixPath:
    """Where a document lies in a folder that nobody has arranged."""
    if isinstance(document, Settings):
        return PurePosixPath(SETTINGS)
    kind = next(kind for kind, model in KINDS.items() if isinstance(document, model))
    return PurePosixPath(_HOMES.get(kind, kind), f"{document.id}.yaml")


def _new_file(folder: Path, document: Document) -> Path:
    """Where a document goes that has no file yet."""
    path = folder / path_of(document)
    if isinstance(document, Settings):
        return path
    names = (path, *(path.with_stem(f"{path.stem}-{count}") for count in range(2, 1000)))
    return next(name for name in names if not name.exists())
