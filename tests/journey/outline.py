"""A document whose elements hold their own kind, for what no real kind can show: cycles."""

from __future__ import annotations

from typing import Literal

from hypothesis.strategies import SearchStrategy

from tests.journey.strategies import documents_of
from waypost.journey.model import Document, Element, Text


class Group(Element):
    """A group of groups."""

    name: Text
    groups: tuple[Group, ...] = ()


class Outline(Document):
    """Groups in groups."""

    kind: Literal["outline"] = "outline"
    groups: tuple[Group, ...] = ()


def outlines() -> SearchStrategy[Outline]:
    """Outlines a few groups deep."""
    return documents_of(Outline)
