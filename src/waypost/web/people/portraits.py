"""What stands for a persona on a page: a picture, or the initials in a colour of their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from django.urls import reverse

from waypost.drawing.people import initials
from waypost.journey.persona import Persona
from waypost.web.documents.importing import PICTURES

_TONES = 6


@dataclass(frozen=True)
class Portrait:
    """A persona's picture, and what is drawn without one."""

    name: str
    address: str
    """Where the picture is; empty without one."""
    initials: str
    tone: int
    """Which of the palette's tones, from 1."""


def portrait(persona: Persona, workspace: str) -> Portrait:
    """How a persona of a workspace (by its slug) is shown."""
    tone = sum(map(ord, persona.id)) % _TONES + 1
    return Portrait(persona.name, address_of(persona.portrait, workspace), initials(persona.name), tone)


def address_of(file: str | None, workspace: str) -> str:
    """Where a picture that documents call `file` is shown; empty when it is none of the workspace's pictures."""
    path = PurePosixPath(file or "")
    if len(path.parts) != 2 or path.parts[0] != PICTURES:
        return ""
    return reverse("editor:picture", args=[workspace, path.name])
