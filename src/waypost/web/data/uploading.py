"""Files people bring: streamed to disk, named safely, kept in the workspace's own folder.

A new file waits in `incoming` until somebody says what its columns are; then it lies in the folder of its table, and
`<table>/*` in the source document takes it, and every later file of the same kind, in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from waypost.errors import InputError, Problem
from waypost.events.files import ENDINGS
from waypost.web.measuring.project import uploads_of
from waypost.web.workspaces.models import Workspace

INCOMING = "incoming"
"""The folder of files whose columns nobody has said yet."""

_KNOWN = tuple(ENDINGS)
_LONGEST = 80
_EXCEL = (".xlsx", ".xls", ".ods")


def largest() -> int:
    """The bytes a file may have."""
    return int(settings.CONFIGURATION.upload_limit) * 1_000_000


class BoundedUpload(TemporaryFileUploadHandler):
    """Streams a file to disk and stops at the limit: `request.too_large` then names it."""

    def new_file(self, file_name: str, *args: object, **kwargs: object) -> None:  # type: ignore[override]
        """A file begins."""
        super().new_file(file_name, *args, **kwargs)  # type: ignore[arg-type]
        self._taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """A piece of it."""
        self._taken += len(raw_data)
        if self._taken > largest():
            assert self.request is not None
            self.request.too_large = self.file_name  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)


@dataclass(frozen=True)
class Waiting:
    """A file that waits for its columns."""

    name: str
    size: int


def keep(workspace: Workspace, uploaded: UploadedFile[bytes]) -> str:
    """Keep a file among those that wait and return its safe name.

    Raises InputError when it is of a kind we cannot read, or empty.
    """
    name = safe_name(uploaded.name or "")
    if not uploaded.size:
        raise InputError(Problem(f"{name} is empty", remedy="Export it again"))
    folder = uploads_of(workspace) / INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    target = _free(folder, name)
    part = folder / f".{target.name}.part"
    try:
        with part.open("wb") as out:
            for chunk in uploaded.chunks(1 << 20):
                out.write(chunk)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target.name


def safe_name(given: str) -> str:
    """A file name of plain letters, with the ending we know it by; raises InputError for an ending we cannot read."""
    plain = unicodedata.normalize("NFKD", re.split(r"[\\/]", given)[-1])
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", letters).strip("-._") or "file"
    stem, packed = (name[:-3], ".gz") if name.lower().endswith(".gz") else (name, "")
    body, dot, ending = stem.rpartition(".")
    ending = f"{dot}{ending}".lower()
    if ending in _EXCEL:
        message = f"{given[:80]} is a spreadsheet"
        raise InputError(Problem(message, remedy="In your spreadsheet choose “Save as”, then CSV, and drop that file"))
    if ending not in _KNOWN or not body:
        raise InputError(
            Problem(f"we cannot read {given[:80]}", remedy="Bring CSV, TSV, Parquet, JSON lines or XES, gzipped or not")
        )
    return f"{body[:_LONGEST].strip('-._') or 'file'}{ending}{packed}"


def waiting(workspace: Workspace) -> list[Waiting]:
    """The files whose columns nobody has said yet."""
    folder = uploads_of(workspace) / INCOMING
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [Waiting(path.name, path.stat().st_size) for path in found if _plain(path)]


def waiting_file(workspace: Workspace, name: str) -> Path | None:
    """One of them; None for any other name."""
    folder = uploads_of(workspace) / INCOMING
    return next((folder / one.name for one in waiting(workspace) if one.name == name), None)


def adopt(workspace: Workspace, path: Path, table: str) -> Path:
    """Move a file that waited into the folder of its table."""
    folder = uploads_of(workspace) / table
    folder.mkdir(parents=True, exist_ok=True)
    return path.replace(_free(folder, path.name))


def files_of_table(workspace: Workspace, table: str) -> list[Path]:
    """The files that lie in a table's folder."""
    folder = uploads_of(workspace) / table
    return sorted(path for path in folder.iterdir() if _plain(path)) if folder.is_dir() else []


def _plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith(".")


def _free(folder: Path, name: str) -> Path:
    """The name, or the name with a number, that no file has."""
    body, dot, ending = name.partition(".")
    numbered = (f"{body}-{number}{dot}{ending}" for number in range(2, 10_000))
    return next(folder / each for each in (name, *numbered) if not (folder / each).exists())
