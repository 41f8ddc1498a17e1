"""Errors for people.

- `WaypostError`: everything Waypost refuses; the command line prints it without a traceback and exits with 2.
  - `InputError`: a document, file or value that cannot be read; says where and what to do.
  - `BusyError`: somebody else holds the workspace.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: what, where, and what to do about it."""

    message: str
    file: str | None = None
    line: int | None = None
    """Counted from 1."""
    column: int | None = None
    """Counted from 1."""
    element: str | None = None
    """The element, as `document id/element id` or as a path of field names."""
    remedy: str | None = None

    def __str__(self) -> str:
        """`file:line:column: message (element). Remedy.`"""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        text = f"{place}: {self.message}" if place else self.message
        if self.element:
            text += f" ({self.element})"
        return f"{text}. {self.remedy}" if self.remedy else text


class WaypostError(Exception):
    """Anything Waypost refuses, in words for the person who asked."""


class InputError(WaypostError):
    """Something given to us cannot be used; `problems` lists every place at fault."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class BusyError(WaypostError):
    """Another process holds what we need for longer than we wait."""
