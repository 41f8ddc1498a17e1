"""Files: which ones a table means, what they are called to people, and their unpacked bytes.

A file's key is made of its unpacked content, so the same export packed twice, or under another name, is the same file.
Files joined to it are not part of the key: an order does not happen again because a list of customers grew. Their new
content reaches only files read later (or read anew).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from waypost.errors import InputError, Problem
from waypost.events.hashing import key_of
from waypost.journey.source import FileFormat, Source, Table

CHUNK = 8 * 2**20
"""Bytes of unpacked content that are read at a time. Batches end where chunks end, so it may not change."""

ENDINGS = {
    ".csv": FileFormat.CSV,
    ".tsv": FileFormat.CSV,
    ".txt": FileFormat.CSV,
    ".parquet": FileFormat.PARQUET,
    ".ndjson": FileFormat.NDJSON,
    ".jsonl": FileFormat.NDJSON,
    ".json": FileFormat.NDJSON,
    ".xes": FileFormat.XES,
}
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class DataFile:
    """One file of a table."""

    name: str
    """As named to people: relative to the data folder."""
    path: Path
    format: FileFormat
    separator: str
    encoding: str

    def error(self, message: str, remedy: str, *, line: int | None = None) -> InputError:
        """Why it cannot be read."""
        return InputError(Problem(message, file=self.name, line=line, remedy=remedy))

    @contextmanager
    def unpacked(self) -> Iterator[BinaryIO]:
        """Its content, unpacked as it is read; raises InputError when it is damaged or cannot be opened."""
        try:
            with self.path.open("rb") as raw:
                packed = raw.read(2) == _GZIP
                raw.seek(0)
                yield cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise self.error("the gzip file is damaged", "Pack or download it again") from None
        except OSError as error:
            raise self.error(f"the file cannot be read: {error.strerror or error}", "Check its permissions") from None

    def chunks(self) -> Iterator[bytes]:
        """Its content in pieces of CHUNK bytes, the last one shorter."""
        with self.unpacked() as content:
            while chunk := content.read(CHUNK):
                yield chunk

    def key(self, source: Source, table: Table) -> int:
        """The key of this content as a file of this table: the same under any name, packed or not."""
        content = blake2b(digest_size=16)
        for chunk in self.chunks():
            content.update(chunk)
        return key_of(source.id, table.id, content.hexdigest())


def files_of(table: Table, data: Path, element: str) -> list[DataFile]:
    """The files of a table under the folder `data`, sorted by name.

    Raises InputError when there are none, when the pattern or a link leads out of the folder, or when the format cannot
    be told.
    """
    pattern = table.files
    assert pattern is not None, "a table of files"
    return [_data_file(table, data, path) for path in find(pattern, data, element)]


def joined_files(table: Table, pattern: str, data: Path, element: str) -> list[DataFile]:
    """The files of one of the table's joins: written as the table's own are, unless their ending says otherwise."""
    return [_data_file(table.model_copy(update={"format": None}), data, path) for path in find(pattern, data, element)]


def find(pattern: str, data: Path, element: str) -> list[Path]:
    """The files that match a pattern, sorted, hidden ones left out.

    Raises InputError when there are none or one lies outside `data`.
    """
    parts = PurePosixPath(pattern.replace("\\", "/")).parts
    if not parts or ".." in parts or PurePosixPath(pattern).is_absolute() or Path(pattern).is_absolute():
        raise _problem(
            f"the pattern '{pattern}' leads out of the data folder", element, "Write it relative to the folder"
        )
    if parts.count("**") > 2:
        raise _problem(f"the pattern '{pattern}' has too many **", element, "One looks into all folders")
    if not data.is_dir():
        raise _problem(f"there is no data folder {data}", element, "Say where the data are with --data")
    try:
        found = sorted(path for path in data.glob(pattern) if path.is_file() and not path.name.startswith("."))
    except (ValueError, OSError) as error:
        raise _problem(f"'{pattern}' is no pattern of files: {error}", element, "As in orders/*.csv") from None
    if not found:
        remedy = "Check the spelling, and --data"
        raise _problem(f"no file matches '{pattern}' in {data}", element, remedy)
    home = data.resolve()
    for path in found:
        if not path.resolve().is_relative_to(home):
            raise _problem(f"{path.relative_to(data)} is a link out of the data folder", element, "Copy the file there")
    return found


def _data_file(table: Table, data: Path, path: Path) -> DataFile:
    name = path.relative_to(data).as_posix()
    endings = [ending.lower() for ending in path.suffixes if ending.lower() != ".gz"]
    told = table.format or (ENDINGS.get(endings[-1]) if endings else None)
    if told is None:
        known = ", ".join(kind.value for kind in FileFormat)
        raise InputError(Problem("the ending does not tell the format", file=name, remedy=f"State `format`: {known}"))
    return DataFile(name, path, told, table.separator, table.encoding)


def _problem(message: str, element: str, remedy: str) -> InputError:
    return InputError(Problem(message, element=element, remedy=remedy))
