"""The glossary: a company's own words."""

from __future__ import annotations

from typing import Literal

from waypost.journey.model import Document, Element, Text


class Term(Element):
    """A word and what it means here."""

    term: Text
    """The word."""
    meaning: Text
    """What it means here."""
    also: tuple[Text, ...] = ()
    """Other spellings and inflections that mean the same."""


class Glossary(Document):
    """The workspace's words, linked wherever they appear."""

    kind: Literal["glossary"] = "glossary"
    terms: tuple[Term, ...] = ()
    """The words."""
