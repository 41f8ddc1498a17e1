"""Bytes to text: UTF-8 and nothing else, with the place of the first byte that is not."""

from __future__ import annotations

from pathlib import Path

from waypost.errors import InputError, Problem


def decode(data: bytes, file: str | None) -> str:
    """Read UTF-8, with or without a byte order mark; raises InputError with line and column otherwise."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        looks = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "another encoding, perhaps Windows-1252"
        message = f"this is not UTF-8 text (byte 0x{data[error.start]:02X}; it looks like {looks})"
        raise InputError(Problem(message, file, line, column, remedy="Save the file as UTF-8")) from None


def read_text(path: Path, file: str | None = None) -> str:
    """The text of a file; `file` is how it is called in messages. Raises InputError."""
    shown = file or str(path)
    try:
        return decode(path.read_bytes(), shown)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise InputError(Problem(f"the file cannot be read: {reason}", shown)) from None
