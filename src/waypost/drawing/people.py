"""The persona header: who the map is about, and how well each line about them is known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from waypost.analysis.living import LivingMap
from waypost.drawing.numerals import count
from waypost.journey.buying import BuyerDimension
from waypost.journey.persona import Line, Persona
from waypost.journey.wording import counted


@dataclass(frozen=True)
class Known:
    """One line about a persona and what stands behind it."""

    text: str
    known: str
    assumed: bool


@dataclass(frozen=True)
class Trait:
    """A group of lines: goals, needs, pains …"""

    name: str
    lines: tuple[Known, ...]


@dataclass(frozen=True)
class Person:
    """A persona as the header shows it."""

    id: str
    name: str
    initials: str
    role: str
    buying: str
    """Their parts in a purchase and how they take to what is new: "champion, end user · pragmatist"; may be empty."""
    portrait: str | None
    """The picture's file."""
    alt: str
    likes: str
    """ "4 120 customers like her" is "4 120 customers": how many real people the persona stands for."""
    research: str
    traits: tuple[Trait, ...]


_GROUPS = (
    ("goals", "Goals"),
    ("jobs", "Jobs to be done"),
    ("needs", "Needs from us"),
    ("pains", "Pains"),
    ("behaviours", "Behaviour"),
    ("expectations", "What shapes their expectations"),
    ("traits", "Traits"),
)


def people(living: LivingMap) -> tuple[Person, ...]:
    """The personas of a map in their order."""
    return tuple(_person(persona, living) for persona in living.personas)


def _person(persona: Persona, living: LivingMap) -> Person:
    return Person(
        persona.id,
        persona.name,
        initials(persona.name),
        persona.role or "",
        _buying(persona),
        persona.portrait,
        f"{persona.name}, portrait" if persona.portrait else "",
        _size(persona, living),
        persona.research or "",
        (*_traits(persona, living), *_dimensions(persona, living)),
    )


def _buying(persona: Persona) -> str:
    roles = ", ".join(_said(role) for role in persona.buying_roles)
    return " · ".join(filter(None, (roles, _said(persona.adoption) if persona.adoption is not None else "")))


def _said(choice: StrEnum) -> str:
    return choice.value.replace("-", " ")


def _dimensions(persona: Persona, living: LivingMap) -> Iterator[Trait]:
    """How they buy in each phase of this map that they have something to say about; nothing stands behind it yet."""
    for phase in living.journey.phases:
        about = f"{living.journey.id}/{phase.id}"
        lines = [line for each in persona.dimensions if each.phase == about for line in _buys(each)]
        if lines:
            yield Trait(f"Buying: {phase.name}", tuple(lines))


def _buys(dimension: BuyerDimension) -> Iterator[Known]:
    if dimension.participation is not None:
        yield Known(dimension.participation, "participation, assumed", True)
    for texts, what in (
        (dimension.information, "needs to know"),
        (dimension.activities, "does"),
        (dimension.content, "prefers"),
    ):
        yield from (Known(text, f"{what}, assumed", True) for text in texts)


def initials(name: str) -> str:
    """The first letters of the first and last word: one for a script without upper case, two otherwise."""
    words = [word for word in name.split() if unicodedata.category(word[0])[0] == "L"]
    if not words:
        return name[:1]
    chosen = words if len(words) == 1 else [words[0], words[-1]]
    letters = "".join(word[0].upper() for word in chosen)
    return letters if letters != letters.lower() else letters[:1]


def _size(persona: Persona, living: LivingMap) -> str:
    if persona.segment is None or living.measures is None:
        return ""
    measures = living.measures.segments.get(persona.segment.partition("/")[0])
    return f"{count(measures.customers)} customers" if measures is not None else ""


def _traits(persona: Persona, living: LivingMap) -> Iterator[Trait]:
    for field, name in _GROUPS:
        lines: tuple[Line, ...] = getattr(persona, field)
        if lines:
            yield Trait(name, tuple(_known(line, living) for line in lines))


def _known(line: Line, living: LivingMap) -> Known:
    """Evidence is counted; where it is about this journey too, its source is named."""
    if not line.evidence:
        return Known(line.text, "assumed", True)
    wanted = dict.fromkeys(reference.rpartition("/")[2] for reference in line.evidence)
    found = {finding.id: finding for findings in living.findings.values() for finding in findings}
    sources = dict.fromkeys(source for one in wanted if one in found and (source := found[one].source))
    said = f"{counted('piece', len(line.evidence))} of evidence"
    return Known(line.text, f"{said} · {', '.join(sources)}" if sources else said, False)
