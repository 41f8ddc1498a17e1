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
    """How many voted for it …"""
    of: Count
    """… of how many."""
    by: Text = "people"
    """Who voted, in the plural: people, groups, employees, customers."""


class PainPoint(Element):
    """Something that hurts a customer here."""

    text: Text
    """What hurts."""
    intensity: Annotated[int, Field(ge=1, le=3)] = 1
    """1 a nuisance, 2 it hurts, 3 some leave because of it. Believed: by vote or by judgement."""
    vote: Vote | None = None
    """The vote behind the intensity."""
    evidence: tuple[Reference, ...] = ()
    """The findings that show it."""


class Irritation(Element):
    """A small friction that wears people away until they leave."""

    text: Text
    """What wears people away."""
    evidence: tuple[Reference, ...] = ()
    """The findings that show it."""


class Lingering(Element):
    """Worth lingering: staying longer here creates value."""

    word: ClassVar[str] = "worth lingering"

    text: Text
    """What makes staying worth while."""
    evidence: tuple[Reference, ...] = ()
    """The findings that show it."""


class Opportunity(Element):
    """A need that could be met better. Not a solution: how it is met is an action."""

    text: Text
    """The need that could be met better."""
    impact: Annotated[int, Field(ge=1, le=3)] | None = None
    """Believed, 1 to 3."""
    vote: Vote | None = None
    """The vote behind the impact."""
    pains: tuple[Reference, ...] = ()
    """The pain points it answers, as references."""


class Moment(Element):
    """A moment of truth as people *believe* it. What data say of it is a measure, never a field here."""

    word: ClassVar[str] = "moment of truth"

    text: Text | None = None
    """What a good or a bad experience here changes."""
    vote: Vote | None = None
    """Who holds it for a moment of truth."""
    owner: Text | None = None
    """Who answers for how it goes."""
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
    """Pain points here."""
    irritations: tuple[Irritation, ...] = ()
    """Small frictions here."""
    lingering: tuple[Lingering, ...] = ()
    """What is worth lingering at."""
    opportunities: tuple[Opportunity, ...] = ()
    """Needs that could be met better here."""
    moments: tuple[Moment, ...] = ()
    """Moments of truth, as believed."""
    pictures: tuple[Picture, ...] = ()
    """Photographs, drawings, screenshots."""
