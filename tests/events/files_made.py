"""Files for the tests of readers, made in a folder."""

from __future__ import annotations

from pathlib import Path

from waypost.events.files import DataFile
from waypost.journey.source import FileFormat


def made(
    folder: Path, content: bytes, kind: FileFormat, separator: str = ",", encoding: str = "utf-8", name: str = "file"
) -> DataFile:
    """A file with this content."""
    path = folder / f"{name}.{kind}"
    path.write_bytes(content)
    return DataFile(path.name, path, kind, separator, encoding)
