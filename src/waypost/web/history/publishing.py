"""How far a map has come, and what it takes to go on: draft, validated, published, retired. Pure rules.

Only publishing asks for anything: that somebody who was asked approved the map, and that nobody who was asked still
wants changes. A map that changed after its approval can be published by whoever says so knowingly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from waypost.journey.journey import Lifecycle

ASK_FIRST = "A map is published after somebody approved it. Ask for a review first."
CHANGES_WANTED = "A reviewer asked for changes. Make them, then ask for another review."
CHANGED_SINCE = "The map changed after it was approved. Look at what changed, or ask for another review."


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

    said: Said
    revision: int


@dataclass(frozen=True)
class Approval:
    """What the reviewers of a map said, taken together."""

    revision: int | None
    """The newest revision that somebody approved."""
    changes_wanted: bool
    """Whether somebody still wants changes."""

    @classmethod
    def of(cls, voices: Iterable[Voice]) -> Approval:
        """The opinions of one review put together."""
        voices = tuple(voices)
        approved = [voice.revision for voice in voices if voice.said is Said.APPROVED]
        return cls(max(approved, default=None), any(voice.said is Said.CHANGES for voice in voices))

    @property
    def given(self) -> bool:
        """Whether the map may be published, perhaps knowingly after a change."""
        return self.revision is not None and not self.changes_wanted

    def covers(self, revision: int) -> bool:
        """Whether exactly this state of the map was approved."""
        return self.given and self.revision == revision


NOBODY_ASKED = Approval(None, changes_wanted=False)


def refusal(before: Lifecycle, after: Lifecycle, approval: Approval) -> str | None:
    """Why a change of the lifecycle cannot be made, in a sentence; None when it can."""
    if after is not Lifecycle.PUBLISHED or before is Lifecycle.PUBLISHED or approval.given:
        return None
    return CHANGES_WANTED if approval.changes_wanted else ASK_FIRST


def warning(approval: Approval, revision: int) -> str | None:
    """What whoever publishes this revision should know first."""
    return CHANGED_SINCE if approval.given and not approval.covers(revision) else None
