"""Our scripts and styles, the drawing's tokens and the fonts: a fingerprint of all of them goes into their address."""

from __future__ import annotations

import hashlib
from pathlib import Path

import waypost.drawing
from waypost.drawing.fonts import font_folders

STATIC = Path(__file__).parent / "static"
DRAWING = Path(waypost.drawing.__file__).parent / "assets"


def folders() -> list[str | tuple[str, str]]:
    """Where static files lie: ours, and with the path they are served under the drawing's styles and the fonts."""
    sans, serif = font_folders()
    return [
        str(STATIC),
        ("waypost/drawing", str(DRAWING)),
        ("waypost/fonts/sans", sans),
        ("waypost/fonts/serif", serif),
    ]


def fingerprint() -> str:
    """A short hash of every static file: another release, another address."""
    digest = hashlib.sha256()
    for folder in (STATIC, DRAWING):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
