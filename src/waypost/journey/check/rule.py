"""What a rule is: a small pure function with the reason, the fix and the practice behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from waypost.journey.journey import Journey, Lifecycle
from waypost.journey.workspace import Severity, Workspace

AUTHORING = "authoring"
"""The tag of rules that also a map without research, people or votes can pass: templates do."""


@dataclass(frozen=True)
class Spot:
    """What a rule found: the element, as a reference, and what to do about it."""

    element: str
    message: str


Finder = Callable[[Workspace, Journey, date], Iterable[Spot]]
"""Looks at one journey of a workspace on a day and yields every spot that breaks the rule."""


@dataclass(frozen=True)
class Rule:
    """One rule of `check`."""

    id: str
    severity: Severity
    title: str
    """What is wrong, in a few words."""
    reason: str
    """Why it matters."""
    fix: str
    """What to do."""
    practice: str
    """The practice in the field it comes from."""
    field: str
    """The field of the element, or the slot, in which it is answered; empty when there is no single one."""
    applies_from: Lifecycle
    tags: frozenset[str]
    find: Finder


def rule(  # noqa: PLR0913 - all that a rule says
    rule_id: str,
    severity: Severity,
    applies_from: Lifecycle,
    *,
    title: str,
    reason: str,
    fix: str,
    practice: str,
    field: str = "",
    tags: frozenset[str] = frozenset(),
) -> Callable[[Finder], Rule]:
    """Make a rule of a function; the modules' rules are collected in `catalogue`."""

    def made(find: Finder) -> Rule:
        return Rule(rule_id, severity, title, reason, fix, practice, field, applies_from, tags, find)

    return made


def within(journey: Journey, element_id: str) -> str:
    """The reference to an element of the journey."""
    return f"{journey.id}/{element_id}"
