"""The persona: an evidence-based archetype."""

from __future__ import annotations

from typing import Literal

from waypost.journey.buying import Adoption, BuyerDimension, BuyingRole
from waypost.journey.model import Document, Element, Reference, Text


class Line(Element):
    """One line about a persona; *assumed* until research stands behind it."""

    text: Text
    """The line."""
    evidence: tuple[Reference, ...] = ()
    """The findings behind it; without any it is *assumed*."""


class Persona(Document):
    """An evidence-based archetype; the name is the persona's."""

    kind: Literal["persona"] = "persona"
    role: Text | None = None
    """Who they are in a few words: "owner of a two-person studio"."""
    portrait: Text | None = None
    """A picture of them: a file beside the document; initials are drawn without one."""
    segment: Reference | None = None
    """The segment of real customers it stands for."""
    research: Text | None = None
    """The research behind the persona as a whole."""
    buying_roles: tuple[BuyingRole, ...] = ()
    """Their parts in a purchase."""
    adoption: Adoption | None = None
    """How they take to what is new."""
    goals: tuple[Line, ...] = ()
    """Business goals."""
    jobs: tuple[Line, ...] = ()
    """Jobs to be done."""
    needs: tuple[Line, ...] = ()
    """What they need from the company."""
    behaviours: tuple[Line, ...] = ()
    """How they behave."""
    pains: tuple[Line, ...] = ()
    """What hurts them."""
    expectations: tuple[Line, ...] = ()
    """What shapes their expectations."""
    traits: tuple[Line, ...] = ()
    """One or two situation-specific traits."""
    dimensions: tuple[BuyerDimension, ...] = ()
    """How they buy, phase by phase."""

    def lines(self) -> tuple[Line, ...]:
        """All lines about them, in reading order."""
        return tuple(line for line in self.children() if isinstance(line, Line))
