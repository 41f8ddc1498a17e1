"""Ids for elements that lack one: short, readable, and the same for the same text every time.

Ids are given to plain data before it is validated, so that authors may leave them out. The first tool that edits the
file writes them back; from then on they are stable.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from waypost.formats.fields import held, word
from waypost.formats.tree import Plain
from waypost.journey.model import Element, Value

LONGEST = 32
"""Characters of a slug; a number may follow."""

_LABELS = ("name", "term", "text", "settles", "question", "alt", "lane", "phase")
_FOLDED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})


def slug(text: str, kind: str) -> str:
    """An id made of a text: ASCII words joined by dashes; for texts in other scripts `kind` and a short hash."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_FOLDED))
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in folded if not unicodedata.combining(letter)))
    kept = sum(map(len, words))
    if kept * 2 < sum(letter.isalnum() for letter in folded):
        return f"{slug(kind, kind)}-{hashlib.sha256(text.strip().encode()).hexdigest()[:6]}"
    if not words:
        return "-".join(re.findall(r"[a-z0-9]+", kind.lower())) or "element"
    joined = "-".join(words)
    if len(joined) > LONGEST:
        joined = joined[:LONGEST].rpartition("-")[0] or joined[:LONGEST]
    return joined


def with_ids(model: type[Element], data: dict[str, Plain], own: str | None = None) -> dict[str, Plain]:
    """The same data with an id on every element of `model` that lacks one; `own` is the wish for the outermost.

    Ids are unique within the data and never one that the author gave. Data of a wrong shape is left for validation
    to complain about.
    """
    taken = set(_given(model, data))
    names = _Names(taken)
    if not _has_id(data):
        label = own or _label(data) or word(model)
        data = {**data, "id": names.free(slug(label, word(model)))}
    return _filled(model, data, names)


class _Names:
    """Hands out ids that nobody has."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._last: dict[str, int] = {}

    def free(self, wish: str) -> str:
        """The wish, or the wish with the first number that is free."""
        found = wish
        while found in self._taken:
            self._last[wish] = self._last.get(wish, 1) + 1
            found = f"{wish}-{self._last[wish]}"
        self._taken.add(found)
        return found


def _filled(model: type[Value], data: dict[str, Plain], names: _Names) -> dict[str, Plain]:
    if issubclass(model, Element) and not _has_id(data):
        data = {"id": names.free(slug(_label(data), word(model))), **data}
    return {name: _content(held(model, name), content, names) for name, content in data.items()}


def _content(model: type[Value] | None, content: Plain, names: _Names) -> Plain:
    if model is None:
        return content
    if isinstance(content, dict):
        return _filled(model, content, names)
    if isinstance(content, list):
        return [_content(model, item, names) if isinstance(item, dict) else item for item in content]
    return content


def _given(model: type[Value], data: dict[str, Plain]) -> Iterator[str]:
    """Every id the author gave, at any depth."""
    own = data.get("id")
    if issubclass(model, Element) and isinstance(own, str):
        yield own
    for name, content in data.items():
        inner = held(model, name)
        for item in content if isinstance(content, list) else (content,):
            if inner is not None and isinstance(item, dict):
                yield from _given(inner, item)


def _has_id(data: dict[str, Plain]) -> bool:
    return data.get("id") is not None


def _label(data: dict[str, Plain]) -> str:
    return next((text for name in _LABELS if isinstance(text := data.get(name), str)), "")
