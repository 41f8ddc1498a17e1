"""The glossary's words found in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from waypost.journey.glossary import Term

_SPACED = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0370-\u052f\u0590-\u06ff\u0900-\u097f]")
"""Letters of scripts that put spaces between words; only beside these must a word end where the term ends."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `term` is the glossary's word it is, if it is one."""

    text: str
    term: Term | None = None


class Lexicon:
    """Finds terms in text: longest first, whole words, upper and lower case alike."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = tuple(terms)
        self._by_spelling = {
            spelling.casefold(): term for term in reversed(terms) for spelling in (term.term, *term.also)
        }
        spellings = sorted(self._by_spelling, key=len, reverse=True)
        pattern = "|".join(_bounded(spelling) for spelling in spellings)
        self._pattern = re.compile(pattern, re.IGNORECASE) if spellings else None

    def pieces(self, text: str) -> Iterator[Piece]:
        """The text cut at its terms; joined, the pieces are the text again."""
        end = 0
        for found in self._pattern.finditer(text) if self._pattern is not None else ():
            term = self._by_spelling.get(found[0].casefold())
            if term is None:
                continue
            if found.start() > end:
                yield Piece(text[end : found.start()])
            yield Piece(found[0], term)
            end = found.end()
        if end < len(text):
            yield Piece(text[end:])


def _bounded(spelling: str) -> str:
    before = r"(?<!\w)" if _SPACED.match(spelling[0]) else ""
    after = r"(?!\w)" if _SPACED.match(spelling[-1]) else ""
    return f"{before}{re.escape(spelling)}{after}"
