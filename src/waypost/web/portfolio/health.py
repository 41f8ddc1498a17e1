"""What the check says of each journey, in numbers by severity; kept in memory until something it looks at changes."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from waypost.errors import InputError
from waypost.journey.check import Remark, check
from waypost.journey.journey import Journey
from waypost.journey.workspace import Severity, Workspace
from waypost.web.checking.quoting import printed
from waypost.web.portfolio.neighbours import Neighbours

PATIENCE = 0.4
"""Seconds a page spends on checks; what is left is checked for the next one."""

FIRST = 3
"""So many remarks are said outside of the map."""

_REMEMBERED = 4096


@dataclass(frozen=True)
class Said:
    """One thing to correct or to look at."""

    words: str
    element: str
    """Where on the map; empty for what is about another document."""


@dataclass(frozen=True)
class Health:
    """How many remarks the check has."""

    errors: int = 0
    warnings: int = 0
    hints: int = 0
    why_not: str = ""
    """Why there is no check, when there is none."""
    first: tuple[Said, ...] = ()
    """The gravest things to correct and to look at, a few of them."""

    @property
    def waits(self) -> int:
        """How many things there are to correct and to look at."""
        return self.errors + self.warnings

    @property
    def further(self) -> int:
        """How many of them there are besides the first."""
        return self.waits - len(self.first)

    @property
    def words(self) -> str:
        """In a few words, the gravest first."""
        if self.why_not:
            return self.why_not
        found = (
            _some(self.errors, "thing to correct", "things to correct"),
            _some(self.warnings, "thing to look at", "things to look at"),
            _some(self.hints, "hint", "hints"),
        )
        return ", ".join(part for part in found if part) or "nothing to mend"

    @property
    def gravity(self) -> tuple[int, int, int]:
        """For sorting: the more, the worse."""
        return self.errors, self.warnings, self.hints


UNKNOWN = Health(why_not="not checked")
"""The workspace's settings name a rule that does not exist."""

PENDING = Health(why_not="being checked …")
"""There was no time yet."""


class _Memory:
    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, str], tuple[object, Health]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[int, str], mark: object) -> Health | None:
        with self._lock:
            known = self._known.get(key)
        return known[1] if known is not None and known[0] == mark else None

    def keep(self, key: tuple[int, str], mark: object, health: Health) -> None:
        with self._lock:
            self._known[key] = (mark, health)
            self._known.move_to_end(key)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)


_MEMORY = _Memory()


class Checking:
    """Checks the journeys of a workspace, as many as there is time for; those checked before take none."""

    def __init__(self, workspace: int, neighbours: Neighbours, today: date, seconds: float = PATIENCE) -> None:
        """`workspace`: the number under which checks are remembered."""
        self._workspace, self._neighbours, self._today = workspace, neighbours, today
        self._until = time.monotonic() + seconds

    def health(self, journey: Journey) -> Health:
        """How a journey stands today; PENDING when there is no time left to look."""
        key, mark = (self._workspace, journey.id), (self._neighbours.mark(journey), self._today)
        known = _MEMORY.get(key, mark)
        if known is None and time.monotonic() > self._until:
            return PENDING
        if known is None:
            known = _checked(self._neighbours.around(journey), journey, self._today)
            _MEMORY.keep(key, mark, known)
        return known


def _checked(workspace: Workspace, journey: Journey, today: date) -> Health:
    try:
        report = check(workspace, journey, today)
    except InputError:
        return UNKNOWN
    errors, warnings, hints = (report.of(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.HINT))
    return Health(len(errors), len(warnings), len(hints), first=_first(journey, (*errors, *warnings)))


def _first(journey: Journey, remarks: Sequence[Remark]) -> tuple[Said, ...]:
    places = (remark.element.partition("/") for remark in remarks[:FIRST])
    elements = (inner or document if document == journey.id else "" for document, _, inner in places)
    return tuple(Said(printed(remark.message), element) for remark, element in zip(remarks, elements, strict=False))


def _some(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}" if number else ""
