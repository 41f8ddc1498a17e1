"""Who takes part when a group buys, and how a person takes to what is new."""

from __future__ import annotations

from enum import StrEnum

from waypost.journey.model import Element, Reference, Text


class BuyingRole(StrEnum):
    """The part a person has in a purchase."""

    DRIVER = "driver"
    """Keeps the purchase moving."""
    PARTICIPANT = "participant"
    """Takes part, and is asked."""
    GATEKEEPER = "gatekeeper"
    """Decides what reaches the others."""
    DECISION_MAKER = "decision-maker"
    """Says yes or no."""
    INFLUENCER = "influencer"
    """Is listened to."""
    CHAMPION = "champion"
    """Speaks for it when we are not in the room."""
    TECHNICAL_BUYER = "technical-buyer"
    """Looks for reasons it would not work."""
    END_USER = "end-user"
    """Works with it afterwards."""


class Adoption(StrEnum):
    """How a person takes to what is new, as the technology adoption lifecycle tells people apart."""

    TECHNOLOGY_ENTHUSIAST = "technology-enthusiast"
    """Tries it because it is new."""
    VISIONARY = "visionary"
    """Wants to get ahead with it."""
    PRAGMATIST = "pragmatist"
    """Takes what has proved itself with people like them."""
    CONSERVATIVE = "conservative"
    """Takes it when it is safe, complete and inexpensive."""
    SCEPTIC = "sceptic"
    """Would rather do without."""


class BuyerDimension(Element):
    """How a persona buys in one phase of a journey: the four buyer dimensions."""

    phase: Reference
    """The phase, as `journey id/phase id`."""
    participation: Text | None = None
    """How they take part in it."""
    information: tuple[Text, ...] = ()
    """What they need to know."""
    activities: tuple[Text, ...] = ()
    """What they do to find out and to decide."""
    content: tuple[Text, ...] = ()
    """Which content they prefer."""
