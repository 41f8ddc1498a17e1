"""Evidence: what is known about elements, each piece traceable to its source and labelled."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from waypost.journey.marks import Count, Standing
from waypost.journey.model import Document, Element, Reference, Text


class FindingKind(StrEnum):
    """What a piece of evidence is."""

    QUOTE = "quote"
    """A customer's own words."""
    EMOTION = "emotion"
    """A feeling that customers reported."""
    FIGURE = "figure"
    """A number from a survey or from events, in words."""
    OBSERVATION = "observation"
    """Something a researcher saw or concluded."""


class Finding(Element):
    """One piece of evidence about one or more elements."""

    kind: FindingKind = FindingKind.QUOTE
    standing: Standing = Standing.REPORTED
    """How we know."""
    about: tuple[Reference, ...]
    """The elements it hangs on, as `document id/element id`."""
    text: Text
    """The words, or what was found."""
    said_by: Text | None = None
    """Who said it, without a name: "owner, studio of two"."""
    source: Text | None = None
    """Where it can be read again, when it differs from the document's."""
    on: date | None = None
    """The day it was said or seen."""
    n: Count | None = None
    """How many said or showed it …"""
    of: Count | None = None
    """… of how many who were asked."""
    level: Annotated[float, Field(ge=-2, le=2)] | None = None
    """For an emotion: the mean level, −2 … +2."""
    spread: Annotated[float, Field(ge=0, le=2)] | None = None
    """For an emotion: the standard deviation of the single answers."""


class Evidence(Document):
    """What one study, survey or analysis found."""

    kind: Literal["evidence"] = "evidence"
    source: Text
    """The study, survey or file behind all of it."""
    method: Text | None = None
    """How it was found."""
    findings: tuple[Finding, ...] = ()
    """The single pieces of evidence."""
