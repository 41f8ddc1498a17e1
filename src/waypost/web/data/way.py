"""The way from files to a measured map: what was brought for it, what of that is taken, and its four steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from waypost.web.data.declaring import SOURCE

KNOWN_ONLY = (
    "This file says what is known of customers, but not when anything happened: "
    "a journey cannot be proposed from it alone."
)
SAID_ONLY = "This file says what customers answered, but not what they did: a journey cannot be proposed from it alone."
STEPS = ("Bring a file", "Check its columns", "Look at the proposal", "See the measured map")


@dataclass(frozen=True)
class Stage:
    """One of the four steps, as a page shows it."""

    number: int
    words: str
    here: bool
    done: bool
    address: str
    """Where it is; empty where there is nothing to go back to."""


@dataclass(frozen=True)
class Way:
    """How far somebody is. It travels in addresses, so that going back leads to where one was."""

    files: tuple[str, ...] = ()
    """Those brought for it whose columns are still to be said."""
    tables: tuple[str, ...] = ()
    """Those that were made of files brought for it."""
    case: str = ""
    """What tells one walk from the next, if somebody said so."""

    @classmethod
    def of(cls, given: QueryDict) -> Way | None:
        """The way that an address or a form speaks of; None where it is none."""
        if not given.get("start"):
            return None
        files, tables = (tuple(dict.fromkeys(given.getlist(name)[:50])) for name in ("also", "table"))
        return cls(files, tables, given.get("case", "")[:120])

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """As the fields of a form or an address."""
        several = [*(("also", name) for name in self.files), *(("table", table) for table in self.tables)]
        return [("start", "1"), *several, *([("case", self.case)] if self.case else [])]

    def taken(self, file: str, table: str, case: str | None) -> Way:
        """One step on: a file became one of a table's."""
        files = tuple(name for name in self.files if name != file)
        return replace(self, files=files, tables=tuple(dict.fromkeys((*self.tables, table))), case=case or self.case)

    def columns(self, workspace: str, file: str) -> str:
        """Where a file's columns are said."""
        return f"{reverse('data:columns', args=[workspace, file])}?{urlencode(self.pairs)}"

    def again(self, workspace: str, table: str) -> str:
        """Where a table's columns are said anew."""
        return f"{reverse('data:again', args=[workspace, table])}?{urlencode(self.pairs)}"

    def proposal(self, workspace: str) -> str:
        """Where a journey is proposed from its tables."""
        return proposal_of(workspace, [f"{SOURCE}/{table}" for table in self.tables], self.case)


def proposal_of(workspace: str, parts: list[str], case: str = "") -> str:
    """Where a journey is proposed from some tables, each as `source/table`."""
    asked = [*(("of", part) for part in parts), *([("case", case)] if case else [])]
    return f"{reverse('data:proposed', args=[workspace])}?{urlencode(asked)}"


def stages(workspace: str, at: int, columns: str = "") -> tuple[Stage, ...]:
    """The four steps, the ones behind leading back; `columns` is where the columns were said."""
    back = {1: reverse("data:start", args=[workspace]), 2: columns}
    return tuple(
        Stage(number, words, number == at, number < at, back.get(number, "") if number < at else "")
        for number, words in enumerate(STEPS, start=1)
    )
