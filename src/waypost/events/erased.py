"""The names that were erased, as salted hashes: enough to keep them out, useless for listing them.

Reading the same file again must not bring an erased customer back, so the lake remembers who may not return without
remembering who they were: a random salt, and for each name its length and BLAKE2b hash under that salt. Whoever holds
the list can check a name they already know; nothing else.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

import polars as pl

_LIST = "erased.json"
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class ErasedNames:
    """The names no row may carry any more."""

    salt: str
    """Hexadecimal, random, one a lake."""
    hashes: frozenset[str]
    lengths: frozenset[int]
    """The lengths of the names in characters, so that they can be looked for within a longer text."""

    @classmethod
    def read(cls, root: Path) -> ErasedNames:
        """The list of the lake at this folder; empty when nobody was ever erased."""
        try:
            written = json.loads((root / _LIST).read_text())
        except FileNotFoundError:
            return cls(secrets.token_hex(16), frozenset(), frozenset())
        return cls(written["salt"], frozenset(written["hashes"]), frozenset(written["lengths"]))

    def write(self, root: Path) -> None:
        """Put the list in its place in one step."""
        root.mkdir(parents=True, exist_ok=True)
        unfinished = root / f"{_LIST}.new"
        text = {"salt": self.salt, "hashes": sorted(self.hashes), "lengths": sorted(self.lengths)}
        unfinished.write_text(json.dumps(text, indent=1))
        unfinished.replace(root / _LIST)

    def adding(self, names: Iterable[str]) -> ErasedNames:
        """The list with these names on it."""
        names = list(names)
        hashes = self.hashes | {self._hash(name) for name in names}
        return replace(self, hashes=hashes, lengths=self.lengths | {len(name) for name in names})

    def __contains__(self, name: str) -> bool:
        return len(name) in self.lengths and self._hash(name) in self.hashes

    def left_out(self, table: str, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows of a table without those about erased names, and without the names in quarantined values."""
        if not self.hashes or rows.is_empty():
            return rows
        for column in ("customer", "other") if table == "identities" else ("customer",):
            rows = rows.filter(~self.among(rows[column]))
        if table == "quarantine":
            rows = rows.with_columns(value=rows["value"].map_elements(self._without_names, return_dtype=pl.String))
        return rows

    def mentioned(self, text: str) -> bool:
        """Whether a name on the list stands in a text as a word of its own."""
        return self._without_names(text) is None

    def among(self, names: pl.Series) -> pl.Series:
        """Whether each name is on the list; null is not."""
        different = names.unique().drop_nulls()
        suspects = different.filter(different.str.len_chars().is_in(sorted(self.lengths)))
        found = [name for name in suspects if name in self]
        return names.is_in(found).fill_null(value=False)

    def _without_names(self, text: str) -> str | None:
        """The text, or None when a name on the list stands in it as a word of its own."""
        places = ((start, start + length) for length in self.lengths for start in range(len(text) - length + 1))
        candidates = {text[start:end] for start, end in places if _stands_alone(text, start, end)}
        return None if any(name in self for name in candidates) else text

    def _hash(self, name: str) -> str:
        return blake2b(name.encode(), key=bytes.fromhex(self.salt), digest_size=16).hexdigest()


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not _WORD.match(text[max(start - 1, 0) : start]) and not _WORD.match(text[end : end + 1])
