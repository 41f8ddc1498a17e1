"""Actions as they are shown: what each is about as it is now, what people believe of it, whether it helped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from waypost.journey.journey import Journey
from waypost.web.actions.models import Action, ActionState
from waypost.web.actions.places import Place, beliefs, places
from waypost.web.documents.reading import current
from waypost.web.measuring.project import state_of

if TYPE_CHECKING:
    from waypost.web.actions.effect import Compared


@dataclass(frozen=True)
class Card:
    """An action with what stands around it."""

    action: Action
    place: Place | None
    """None: what it was about is not on the map any more."""
    beliefs: tuple[str, ...]
    overdue: bool
    effect: Compared | None
    """None: not measured before and after."""

    @property
    def about(self) -> str:
        """The words of what it is about, as they are now."""
        return self.place.element.label if self.place else self.action.about

    @property
    def href(self) -> str:
        """The map, at the element."""
        address = reverse("editor:journey", args=[self.action.workspace.slug, self.action.journey.slug])
        return f"{address}#{self.action.element}" if self.place else address

    @property
    def effects(self) -> list[str]:
        """For a card of the board: what changed, or that nothing did."""
        if self.effect is None:
            return []
        seen = [f"{one.name.lower()} {one.verdict}" for one in self.effect.effects if one.seen]
        return seen or [next((one.verdict for one in self.effect.effects), "not measured")]


@dataclass(frozen=True)
class Column:
    """One column of the board."""

    state: ActionState
    cards: list[Card]


def cards(actions: Iterable[Action], today: date) -> list[Card]:
    """Each action as it is shown; every journey is looked at once."""
    known: dict[int, dict[str, Place]] = {}
    found = []
    for action in actions:
        if action.journey_id not in known:
            value = current(action.journey).value
            known[action.journey_id] = places(value) if isinstance(value, Journey) else {}
        inside = known[action.journey_id]
        place = inside.get(action.element)
        found.append(
            Card(
                action=action,
                place=place,
                beliefs=beliefs(place, inside) if place else (),
                overdue=action.overdue(today),
                effect=_effect(action, place),
            )
        )
    return found


def columns(found: Iterable[Card]) -> list[Column]:
    """The board."""
    by_state: dict[str, list[Card]] = {state: [] for state in ActionState}
    for card in found:
        by_state[card.action.state].append(card)
    return [Column(state, by_state[state]) for state in ActionState]


def _effect(action: Action, place: Place | None) -> Compared | None:
    """What was measured before and after, once it has begun and somebody measured."""
    measured = place.measured if place else None
    if measured is None or action.started is None:
        return None
    folder = state_of(action.workspace)
    if not folder.is_dir():
        return None
    from waypost.web.actions.effect import compared  # noqa: PLC0415  # what counts takes seconds to load
    from waypost.web.measuring.keeping import file_of, read  # noqa: PLC0415  # as above

    kept = read(file_of(folder, action.journey.slug))
    since = timezone.localdate(action.started)
    return compared(kept, measured.id, since) if kept is not None else None
