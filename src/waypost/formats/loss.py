"""What a conversion cannot keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Loss:
    """One thing that is lost, or was read as something else, on the way from one format to another."""

    message: str
    line: int | None = None
    """Where it stands in the file that was read, counted from 1."""
    element: str | None = None
    """The id of the element it belongs to, when writing."""

    def __str__(self) -> str:
        """`line 4: message` or `element: message`."""
        if self.line is not None:
            return f"line {self.line}: {self.message}"
        return f"{self.element}: {self.message}" if self.element else self.message
