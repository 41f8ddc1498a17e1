"""A zip taken apart with care: nothing leaves its folder, and nothing grows beyond what we said we take."""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from waypost.errors import InputError, Problem

MOST_FILES = 1_000
LARGEST_FILE = 10_000_000
"""Bytes of one file, unpacked."""
LARGEST = 100_000_000
"""Bytes of all, unpacked."""

_CHUNK = 1 << 16
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)
_SYSTEM = ("__MACOSX", ".DS_Store", "Thumbs.db")


def unpack(data: bytes, file: str) -> dict[str, bytes]:
    """The files of a zip by their path. Those of operating systems, and hidden ones, are passed over.

    What a zip says of its sizes is not believed: each file is counted while it is read.

    Raises:
        InputError: it is no zip, it is locked, a path leads outside or to another place, or it grows too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise _refused(file, f"has more than {MOST_FILES:,} files", "Bring only the maps and their pictures")
            found: dict[str, bytes] = {}
            left = LARGEST
            for entry in entries:
                path = _path(entry, file)
                if any(part.startswith(".") or part in _SYSTEM for part in path.parts):
                    continue
                found[str(path)] = _content(packed, entry, min(left, LARGEST_FILE), file)
                left -= len(found[str(path)])
            return found
    except (*_BROKEN, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        if isinstance(error, InputError):
            raise
        raise _refused(file, "is not a zip we can open", "Pack the folder once more, without a password") from None


def _path(entry: zipfile.ZipInfo, file: str) -> PurePosixPath:
    """A path inside the folder; raises InputError for any other, and for links."""
    name = entry.filename.replace("\\", "/")
    path = PurePosixPath(name)
    outside = path.is_absolute() or ".." in path.parts or ":" in name or "\0" in entry.orig_filename
    if outside or not path.parts:
        raise _refused(file, f"has a file outside its folder: {name[:80]}", "Pack the folder itself")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _refused(file, f"has a link to another file: {name[:80]}", "Pack the file itself")
    if entry.flag_bits & 0x1:
        raise _refused(file, "is locked with a password", "Pack it without one")
    return path


def _content(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, file: str) -> bytes:
    taken = bytearray()
    with packed.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            taken += chunk
            if len(taken) > most:
                size = f"{LARGEST_FILE // 1_000_000} MB a file and {LARGEST // 1_000_000} MB in all"
                raise _refused(file, f"holds more than we take: {entry.filename[:80]}", f"We take {size}")
    return bytes(taken)


def _refused(file: str, fault: str, remedy: str) -> InputError:
    return InputError(Problem(f"{file} {fault}", remedy=remedy))
