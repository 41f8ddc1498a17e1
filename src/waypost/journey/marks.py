"""What people hang on an element: pain points, irritations, moments of truth, opportunities, pictures."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from waypost.journey.model import Element, Reference, Text, Value

Count = Annotated[int, Field(ge=0, le=10_000_000)]


class Standing(StrEnum):
    """How we know something (the label of a piece of evidence)."""

    OBSERVED = "observed"
    REPORTED = "reported"
    INFERRED = "inferred"
    ASSUMED = "assumed"


class Vote(Value):
    """A secret vote or a show of hands: `votes` of `of` people or groups, who decided on it as a belief."""

    votes: Count
    of: Count
    by: Text = "people"
    """Who voted, in the plural: people, groups, employees, customers."""


class PainPoint(Element):
    """Something that hurts a customer here."""

    text: Text
    intensity: Annotated[int, Field(ge=1, le=3)] = 1
    """1 a nuisance, 2 it hurts, 3 some leave because of it. Believed: by vote or by judgement."""
    vote: Vote | None = None
    evidence: tuple[Reference, ...] = ()


class Irritation(Element):
    """A small friction that wears people away until they leave."""

    text: Text
    evidence: tuple[Reference, ...] = ()


class Lingering(Element):
    """Worth lingering: staying longer here creates value."""

    word: ClassVar[str] = "worth lingering"

    text: Text
    evidence: tuple[Reference, ...] = ()


class Opportunity(Element):
    """A need that could be met better. Not a solution: how it is met is an action."""

    text: Text
    impact: Annotated[int, Field(ge=1, le=3)] | None = None
    vote: Vote | None = None
    pains: tuple[Reference, ...] = ()
    """The pain points it answers, as references."""


class Moment(Element):
    """A moment of truth as people *believe* it. What data say of it is a measure, never a field here."""

    word: ClassVar[str] = "moment of truth"

    text: Text | None = None
    """What a good or a bad experience here changes."""
    vote: Vote | None = None
    owner: Text | None = None
    metric: Text | None = None
    """The figure that tells how it goes."""


class Picture(Element):
    """A photograph, drawing or screenshot: a file beside the document, PNG, JPEG, GIF or WebP."""

    file: Text
    """Relative to the workspace; it may not point outside."""
    alt: Text
    """What it shows, for those who cannot see it."""


class Marked(Element):
    """An element that people can mark: every phase, step and touchpoint."""

    pains: tuple[PainPoint, ...] = ()
    irritations: tuple[Irritation, ...] = ()
    lingering: tuple[Lingering, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    moments: tuple[Moment, ...] = ()
    pictures: tuple[Picture, ...] = ()
