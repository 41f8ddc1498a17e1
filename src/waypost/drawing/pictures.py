"""Pictures made safe to embed: decoded and drawn anew, so nothing but the pixels comes along (no place, no script)."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Mapping

from PIL import Image, ImageOps, UnidentifiedImageError

from waypost.errors import InputError, Problem

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
WIDEST = 720
"""Pixels; twice what the widest cell shows."""


def embedded(file: str, data: bytes) -> str:
    """A picture as a `data:` URL, drawn anew (see `redrawn`)."""
    return "data:image/webp;base64," + base64.b64encode(redrawn(file, data)).decode()


def redrawn(file: str, data: bytes) -> bytes:
    """A picture as WebP, at most 720 pixels on its longer side.

    Raises InputError when the file is no picture we read, or is larger when unpacked than anyone would draw.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                drawn = ImageOps.exif_transpose(image).convert("RGBA")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        remedy = f"Save it again as {', '.join(FORMATS)}, below 80 megapixels"
        raise InputError(Problem("this file is not a picture we can draw", file=file, remedy=remedy)) from error
    drawn.thumbnail((WIDEST, WIDEST))
    out = io.BytesIO()
    drawn.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def all_embedded(pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Every picture as a `data:` URL, by file name."""
    return {file: embedded(file, data) for file, data in pictures.items()}
