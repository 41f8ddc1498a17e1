"""What whoever begins a workspace may do next: said while there are few journeys, to those who may do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.urls import reverse

from waypost.journey.evidence import Evidence
from waypost.journey.persona import Persona
from waypost.web.history.models import Version
from waypost.web.portfolio.choosing import FEW
from waypost.web.portfolio.gathering import Gathered
from waypost.web.portfolio.standing import Entry
from waypost.web.workspaces.access import Visit

MOST = 3


@dataclass(frozen=True)
class NextStep:
    """One sentence, of which the first words are a link."""

    does: str
    why: str
    href: str


def next_steps(visit: Visit, found: Gathered, entries: Sequence[Entry]) -> tuple[NextStep, ...]:
    """A few, the most useful first; none for those who may not change anything."""
    if not visit.edits or not 0 < len(entries) <= FEW:
        return ()
    return tuple(islice(_steps(visit, found, entries), MOST))


def _steps(visit: Visit, found: Gathered, entries: Sequence[Entry]) -> Iterator[NextStep]:
    def at(room: str, *journey: str) -> str:
        return reverse(room, args=[visit.workspace.slug, *journey])

    bare = next((entry.journey for entry in entries if not any(entry.journey.steps())), None)
    if bare is not None:
        yield NextStep(f"Write the first step of “{bare.name}”", "and the map begins.", at("editor:journey", bare.id))
    if not found.value.of(Persona):
        yield NextStep("Write a persona", "so that everybody sees whose journey it is.", at("people:personas"))
    if not any(entry.measured for entry in entries):
        yield NextStep("Bring data", "and the map shows what customers really do.", at("data:overview"))
    if visit.manages and not visit.workspace.memberships.exclude(user=visit.user).exists():
        yield NextStep("Invite the others", "so that the map becomes everybody’s.", at("workspaces:people"))
    if not found.value.of(Evidence):
        why = "so that the map does not rest on belief alone."
        yield NextStep("Write down what a customer said", why, at("people:evidence"))
    if not Version.objects.filter(document__workspace=visit.workspace).exists():
        newest = max(entries, key=lambda entry: entry.changed).journey
        way = at("history:history", newest.id)
        yield NextStep(f"Name “{newest.name}” as it is today", "to see later what changed.", way)
