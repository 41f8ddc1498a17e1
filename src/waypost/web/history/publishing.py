"""How far a map has come, and what it takes to go on: draft, validated, published, retired. Pure rules.

Only publishing asks for anything: that enough of those who were asked approved the map as it is now, and that nobody
who was asked still wants changes. A change makes every earlier approval void, and nobody approves a change of their own
where somebody else could have made it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from waypost.journey.journey import Lifecycle

ASK_FIRST = "A map is published after somebody approved it. Ask for a review first."
CHANGES_WANTED = "A reviewer asked for changes. Make them, then ask for another review."
CHANGED_SINCE = "The map changed after it was approved, so that does not count any more. Ask for another look."
OWN_ONLY = "Who changed the map last approved it. Somebody else has to look at it as well."
BY_ITSELF = "A map is published by itself. Keep its other changes first, and have them looked at."


@dataclass(frozen=True)
class Move:
    """A button: where it leads and what it says."""

    target: Lifecycle
    label: str
    primary: bool = False


MOVES: Mapping[Lifecycle, tuple[Move, ...]] = {
    Lifecycle.DRAFT: (Move(Lifecycle.VALIDATED, "Mark as validated", primary=True),),
    Lifecycle.VALIDATED: (
        Move(Lifecycle.PUBLISHED, "Publish", primary=True),
        Move(Lifecycle.DRAFT, "Back to draft"),
    ),
    Lifecycle.PUBLISHED: (
        Move(Lifecycle.VALIDATED, "Take it back from publication"),
        Move(Lifecycle.RETIRED, "Retire the map"),
    ),
    Lifecycle.RETIRED: (Move(Lifecycle.DRAFT, "Take it up again"),),
}
"""Where a map can go from each state."""


class Said(StrEnum):
    """What a reviewer said."""

    NOTHING = ""
    APPROVED = "approved"
    CHANGES = "changes"


@dataclass(frozen=True)
class Voice:
    """One reviewer's opinion and the revision it is about."""

    who: int
    """The reviewer's number."""
    said: Said
    revision: int


class Weight(StrEnum):
    """What an approval is worth."""

    COUNTS = "counts"
    VOID = "void"
    """The map was changed after it."""
    OWN = "own"
    """It is by whoever made the last change."""


@dataclass(frozen=True)
class Terms:
    """What approvals are weighed by."""

    changed: int
    """The newest revision that changed what the map says; moving it on is no such change."""
    author: int | None = None
    """Who made that change, where somebody else could have; their own approval does not count."""
    needed: int = 1
    """How many approvals a map needs here."""

    def weight(self, voice: Voice) -> Weight | None:
        """What an opinion is worth; None for one that is no approval."""
        if voice.said is not Said.APPROVED:
            return None
        if voice.revision < self.changed:
            return Weight.VOID
        return Weight.OWN if voice.who == self.author else Weight.COUNTS


@dataclass(frozen=True)
class Approval:
    """What the reviewers of a map said, taken together."""

    needed: int
    approvals: Mapping[Weight, int]
    """How many approvals there are of each weight."""
    changes_wanted: bool
    """Whether somebody still wants changes."""

    @classmethod
    def of(cls, voices: Iterable[Voice], terms: Terms) -> Approval:
        """The opinions of one review put together."""
        voices = tuple(voices)
        weights = Counter(weight for voice in voices if (weight := terms.weight(voice)) is not None)
        return cls(terms.needed, weights, any(voice.said is Said.CHANGES for voice in voices))

    @property
    def counting(self) -> int:
        """How many approvals count."""
        return self.approvals.get(Weight.COUNTS, 0)

    @property
    def given(self) -> bool:
        """Whether the map may be published as it is."""
        return self.counting >= self.needed and not self.changes_wanted

    @property
    def wanting(self) -> str:
        """What keeps the map from being published, in a sentence; empty when nothing does."""
        if self.given:
            return ""
        if self.changes_wanted:
            return CHANGES_WANTED
        if self.approvals.get(Weight.VOID):
            return CHANGED_SINCE
        if self.counting:
            return f"A map needs {self.needed} approvals here, and has {self.counting}."
        return OWN_ONLY if self.approvals.get(Weight.OWN) else ASK_FIRST


def refusal(before: Lifecycle, after: Lifecycle, approval: Approval) -> str | None:
    """Why a change of the lifecycle cannot be made, in a sentence; None when it can."""
    publishes = after is Lifecycle.PUBLISHED and before is not Lifecycle.PUBLISHED
    return approval.wanting or None if publishes else None
