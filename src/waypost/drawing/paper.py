"""What a poster is printed on, written as, and made for."""

from __future__ import annotations

from enum import StrEnum


class Paper(StrEnum):
    """A paper size; posters lie on their side."""

    A0 = "A0"
    A1 = "A1"
    A3 = "A3"

    @property
    def millimetres(self) -> tuple[int, int]:
        """Width and height."""
        return {"A0": (1189, 841), "A1": (841, 594), "A3": (420, 297)}[self.value]


class FileKind(StrEnum):
    """What a poster is written as."""

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"


class Version(StrEnum):
    """For whom the poster is."""

    WHOLE = "whole"
    """Everything the map shows."""
    TALKING_POINT = "talking-point"
    """For a talk with customers: their steps and words, nothing of ours, and room to write."""
