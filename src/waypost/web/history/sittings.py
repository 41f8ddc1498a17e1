"""Changes told as people remember them: who sat down when, and what came of it.

A sitting is what one person changed without a longer break and without anybody else in between. It is told by what
differs between its beginning and its end, so that a word typed and deleted again is not told at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from waypost.journey.edits import EDITS, Edit, apply
from waypost.journey.wording import Sentence, sentences
from waypost.web.documents.models import Change, Document
from waypost.web.documents.reading import at_revision

BREAK = timedelta(minutes=30)
"""A longer rest begins another sitting."""

A_PAGE = 200
"""Changes looked at for one page of the timeline; a longer sitting is told in parts."""


@dataclass(frozen=True)
class Entry:
    """A change as the timeline needs it."""

    revision: int
    author: int | None
    """The person's number; None for one known by name only."""
    name: str
    at: datetime
    label: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Sitting:
    """Changes of one person, one after another; the oldest first."""

    entries: tuple[Entry, ...]

    @property
    def first(self) -> int:
        """The revision its first change made."""
        return self.entries[0].revision

    @property
    def last(self) -> int:
        """The revision it ended with."""
        return self.entries[-1].revision

    @property
    def before(self) -> int:
        """The revision it began from."""
        return self.first - 1

    @property
    def name(self) -> str:
        """Who it was."""
        return self.entries[0].name

    @property
    def author(self) -> int | None:
        """The person's number."""
        return self.entries[0].author

    @property
    def began(self) -> datetime:
        """When the first change was made."""
        return self.entries[0].at

    @property
    def ended(self) -> datetime:
        """When the last change was made."""
        return self.entries[-1].at

    @property
    def labels(self) -> tuple[str, ...]:
        """What whoever made them called them, each once."""
        return tuple(dict.fromkeys(entry.label for entry in self.entries if entry.label))

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Everything that was edited, in order."""
        return tuple(edit for entry in self.entries for edit in entry.edits)


@dataclass(frozen=True)
class Told:
    """A sitting and what came of it."""

    sitting: Sitting
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Page:
    """A part of the timeline, the newest first."""

    told: tuple[Told, ...]
    older: int | None
    """The revision the next page begins with; None at the beginning of the document."""


def grouped(entries: Iterable[Entry]) -> Iterator[Sitting]:
    """The sittings of changes that are given in their order."""
    sitting: list[Entry] = []
    for entry in entries:
        if sitting and not _same_sitting(sitting[-1], entry):
            yield Sitting(tuple(sitting))
            sitting = []
        sitting.append(entry)
    if sitting:
        yield Sitting(tuple(sitting))


def timeline(row: Document, newest: int, size: int = A_PAGE) -> Page:
    """A page of the timeline from a revision backwards. Costs what a page holds, however long the history is."""
    changes = row.changes.filter(revision__lte=newest).order_by("-revision")
    entries = [_entry(change) for change in reversed(list(islice(changes[:size].iterator(), size)))]
    sittings = list(grouped(entries))
    if len(sittings) > 1 and sittings[0].before > 0:  # it may go on before this page: the next one tells it whole
        sittings = sittings[1:]
    if not sittings:
        return Page((), None)
    return Page(tuple(_told(row, sittings))[::-1], sittings[0].before or None)


def edits_between(row: Document, first: int, last: int) -> tuple[Edit, ...]:
    """What was edited from one revision to another, both included."""
    changes = row.changes.filter(revision__gte=first, revision__lte=last).values_list("edits", flat=True)
    return tuple(edit for edits in changes for edit in EDITS.validate_python(edits))


def _told(row: Document, sittings: Sequence[Sitting]) -> Iterator[Told]:
    before = at_revision(row, sittings[0].before).value
    for sitting in sittings:
        after = apply(before, *sitting.edits)
        yield Told(sitting, sentences(before, after))
        before = after


def _same_sitting(one: Entry, other: Entry) -> bool:
    return (one.author, one.name) == (other.author, other.name) and other.at - one.at < BREAK


def _entry(change: Change) -> Entry:
    return Entry(
        change.revision,
        change.author_id,
        change.author_name,
        change.at,
        change.label,
        EDITS.validate_python(change.edits),
    )
